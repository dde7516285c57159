"""`webhook-filters`: filters become a list."""

import pytest

from ._check import (
    DOWN,
    NEW,
    OLD,
    UP,
    V18,
    V22,
    V24,
    Json,
    NoteKey,
    assumed,
    check,
    each,
    edited,
    hop,
    lost,
    refused,
    translated,
    unsupported,
)

C = "webhook-filters"
WRITES = ["create_webhook", "update_webhook"]
READS = ["create_webhook", "list_webhooks", "retrieve_webhook", "update_webhook"]
CASES = [(name, "request") for name in WRITES] + [(name, "response") for name in READS]


def body(operation: str, filters: Json) -> Json:
    hook = {"event": "project_status_changed", "filters": filters}
    return {"webhooks": [hook]} if operation == "list_webhooks" else {"webhook": hook}


def at(operation: str, rest: str = "") -> str:
    return ("/webhooks/0/filters" if operation == "list_webhooks" else "/webhook/filters") + rest


def item(name: Json, value: Json) -> Json:
    return {"url_parameter": name, "value": value}


PAIRS: list[tuple[Json, Json]] = [
    ({"STATUS": "sold"}, [item("STATUS", "sold")]),
    ({"STATUS": "sold", "SOURCE": "api", "A": "b"}, [item("STATUS", "sold"), item("SOURCE", "api"), item("A", "b")]),
    ({}, []),
    (None, None),
    *(({"STATUS": value}, [item("STATUS", value)]) for value in (["a", "b"], [], None, 5, True, {"x": [1]}, "")),
    ({"": 1, "a/b~c": 2}, [item("", 1), item("a/b~c", 2)]),
]


@pytest.mark.parametrize(("operation", "part"), CASES)
class TestEverywhere:
    @pytest.mark.parametrize(("old", "new"), PAIRS)
    def test_both_ways(self, operation: str, part: str, old: Json, new: Json) -> None:
        for older in (V22, V18):
            check(body(operation, old), operation, part, older, V24, body(operation, new))
            check(body(operation, new), operation, part, V24, older, body(operation, old))

    def test_order_is_kept(self, operation: str, part: str) -> None:
        names = ["Z", "A", "M", "B"]
        result, _ = translated(body(operation, dict.fromkeys(names, 1)), operation, part, V22, V24)
        (hook,) = result["webhooks"] if operation == "list_webhooks" else [result["webhook"]]
        assert [one["url_parameter"] for one in hook["filters"]] == names

    def test_absent_stays_absent(self, operation: str, part: str) -> None:
        for same in each({}, {"webhook": {"event": "x"}}, {"webhook": None}, {"webhooks": [{}, None]}):
            for direction in (UP, DOWN):
                check(same, operation, part, *hop(NEW, direction), same)

    @pytest.mark.parametrize("target", [V22, V18])
    def test_further_keys_of_an_item_are_lost(self, operation: str, part: str, target: str) -> None:
        items = [{**item("A", 1), "id": "x", "a/b": None}, item("B", 2)]
        notes = [lost(C, at(operation, "/0/id")), lost(C, at(operation, "/0/a~1b"))]
        check(body(operation, items), operation, part, V24, target, body(operation, {"A": 1, "B": 2}), notes)

    def test_an_item_without_value_becomes_null(self, operation: str, part: str) -> None:
        items = [{"url_parameter": "A"}, item("B", 1), {"url_parameter": "c/d"}]
        result = {"A": None, "B": 1, "c/d": None}
        notes = [assumed(C, at(operation, "/A")), assumed(C, at(operation, "/c~1d"))]
        check(body(operation, items), operation, part, V24, V22, body(operation, result), notes)

    def test_already_has_the_targets_shape(self, operation: str, part: str) -> None:
        for direction, filters in [
            *((UP, filters) for filters in ([item("A", 1)], [], [5])),
            *((DOWN, filters) for filters in ({"A": 1}, {})),
        ]:
            same = body(operation, filters)
            check(same, operation, part, *hop(NEW, direction), same, [unsupported(C, at(operation))])

    @pytest.mark.parametrize("filters", ["STATUS", 5, True, ""])
    def test_another_type(self, operation: str, part: str, filters: Json) -> None:
        same = body(operation, filters)
        for direction in (UP, DOWN):
            if part == "request":
                refused(same, operation, *hop(NEW, direction), C, at(operation))
            else:
                check(same, operation, part, *hop(NEW, direction), same, [unsupported(C, at(operation))])

    def test_not_on_the_older_edge(self, operation: str, part: str) -> None:
        for filters in ({"A": 1}, [item("A", 1)], []):
            for direction in (UP, DOWN):
                same = body(operation, filters)
                check(same, operation, part, *hop(OLD, direction), same)


NAMELESS: list[Json] = [
    {"value": 1},
    {},
    {"url_parameter": None, "value": 1},
    item(5, 1),
    item(["A"], 1),
    "A",
    5,
    None,
    [],
]


@pytest.mark.parametrize("operation", WRITES)
@pytest.mark.parametrize("target", [V22, V18])
class TestRequestsAreRefused:
    @pytest.mark.parametrize(
        "items", [[item("A", 1), item("A", 1)], [item("A", 1), item("B", 2), item("A", 3)], [item("A", [])] * 3]
    )
    def test_a_url_parameter_that_occurs_twice(self, operation: str, target: str, items: Json) -> None:
        refused(body(operation, items), operation, V24, target, C)

    @pytest.mark.parametrize("nameless", NAMELESS)
    def test_an_item_without_one(self, operation: str, target: str, nameless: Json) -> None:
        refused(body(operation, [item("A", 1), nameless]), operation, V24, target, C)


@pytest.mark.parametrize("operation", READS)
@pytest.mark.parametrize("target", [V22, V18])
class TestResponsesAreDelivered:
    @pytest.mark.parametrize(
        ("items", "result"),
        [
            pytest.param([item("A", 1), item("A", 1)], {"A": [1, 1]}, id="the values become one list"),
            pytest.param([item("A", 2), item("B", 0), item("A", 1)], {"A": [2, 1], "B": 0}, id="in order"),
            pytest.param([item("A", [1, 2]), item("A", 3)], {"A": [[1, 2], 3]}, id="a list is one element"),
            pytest.param([item("A", 3), item("A", []), item("A", None)], {"A": [3, [], None]}, id="three times"),
        ],
    )
    def test_a_repeated_url_parameter(self, operation: str, target: str, items: Json, result: Json) -> None:
        notes = [edited(C, at(operation))]
        check(body(operation, items), operation, "response", V24, target, body(operation, result), notes)

    @pytest.mark.parametrize("nameless", NAMELESS)
    def test_an_item_without_one_is_dropped(self, operation: str, target: str, nameless: Json) -> None:
        items, notes = [item("A", 1), nameless, item("B", 2)], [lost(C, at(operation, "/1"))]
        result = body(operation, {"A": 1, "B": 2})
        check(body(operation, items), operation, "response", V24, target, result, notes)


class TestItemsAndElsewhere:
    @pytest.mark.parametrize(("operation", "part"), CASES)
    def test_both_envelopes_in_every_operation(self, operation: str, part: str) -> None:
        before = {"webhook": {"filters": {"A": 1}}, "webhooks": [{"filters": {"B": 2}}]}
        after = {"webhook": {"filters": [item("A", 1)]}, "webhooks": [{"filters": [item("B", 2)]}]}
        check(before, operation, part, V22, V24, after)
        check(after, operation, part, V24, V22, before)

    def test_every_webhook_on_its_own(self) -> None:
        def hooks(*filters: Json) -> Json:
            return {"webhooks": [{"filters": value} for value in filters]}

        before, after = hooks({"A": 1}, [item("B", 1)], None, 5), hooks([item("A", 1)], [item("B", 1)], None, 5)
        notes: list[NoteKey] = [unsupported(C, "/webhooks/1/filters"), unsupported(C, "/webhooks/3/filters")]
        check(before, "list_webhooks", "response", V22, V24, after, notes)

    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_webhooks_that_are_no_objects(self, direction: str) -> None:
        for same, pointer in [({"webhook": []}, "/webhook"), ({"webhook": "x"}, "/webhook")]:
            check(same, "retrieve_webhook", "response", *hop(NEW, direction), same, [unsupported(C, pointer)])
        same = {"webhooks": [5]}
        check(same, "list_webhooks", "response", *hop(NEW, direction), same, [unsupported(C, "/webhooks/0")])
        same = {"webhooks": {}}
        check(same, "list_webhooks", "response", *hop(NEW, direction), same, [unsupported(C, "/webhooks")])

    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_other_operations_and_places(self, direction: str) -> None:
        same = {"webhook": {"filters": {"A": 1}}, "webhooks": [{"filters": [item("A", 1)]}]}
        check(same, "retrieve_design", "response", *hop(NEW, direction), same)
        same = {"filters": {"A": 1}, "webhook": {"inner": {"filters": [item("A", 1)]}}}
        check(same, "retrieve_webhook", "response", *hop(NEW, direction), same)
