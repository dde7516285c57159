"""`roof-modules`: `panels` becomes `modules` in the roof summary."""

import pytest

from ._check import DOWN, NEW, UP, V18, V22, V24, Json, check, conflict, hop, unsupported

C = "roof-modules"
OPERATION = "retrieve_roof_summary"


def summary(key: str) -> Json:
    faces = [
        {"area": 20.5, "modules_area": 4, "azimuth": 180, "pitch": 20, key: True},
        {"area": 9, "modules_area": 0, key: False},
    ]
    roof = {"area": 30.5, "modules_area": 4.0, "pitch": None, key: True, "edges_length": {"eave": 3}, "faces": faces}
    return {"roofs": [roof, {"area": 1, key: False, "faces": []}, {key: None}, {"area": 2}]}


@pytest.mark.parametrize("older", [V22, V18])
def test_roofs_and_faces_both_ways(older: str) -> None:
    check(summary("panels"), OPERATION, "response", older, V24, summary("modules"))
    check(summary("modules"), OPERATION, "response", V24, older, summary("panels"))


@pytest.mark.parametrize("value", [0, 12, "yes", None, [], {"count": 2}])
def test_the_value_is_kept_whatever_it_is(value: Json) -> None:
    old = {"roofs": [{"panels": value, "faces": [{"panels": value}]}]}
    new = {"roofs": [{"modules": value, "faces": [{"modules": value}]}]}
    check(old, OPERATION, "response", V22, V24, new)
    check(new, OPERATION, "response", V24, V22, old)


@pytest.mark.parametrize("direction", [UP, DOWN])
class TestBothWays:
    def test_modules_area_always_had_that_name(self, direction: str) -> None:
        same = {"roofs": [{"modules_area": 3, "faces": [{"modules_area": 1}]}]}
        check(same, OPERATION, "response", *hop(NEW, direction), same)

    def test_nowhere_else(self, direction: str) -> None:
        inner = {"panels": 1, "modules": 2}
        same = {
            "roofs": [{"edges_length": inner, "faces": [{"x": inner, "faces": [inner]}]}],
            "panels": 1,
            "faces": [inner],
        }
        check(same, OPERATION, "response", *hop(NEW, direction), same)

    def test_other_operations(self, direction: str) -> None:
        same = {"roofs": [{"panels": True}], "racking_arrays": [{"modules": 1, "panels": 1}]}
        for operation in ("list_racking_arrays", "retrieve_design"):
            check(same, operation, "response", *hop(NEW, direction), same)

    def test_both_spellings(self, direction: str) -> None:
        old, new = ("panels", "modules") if direction == UP else ("modules", "panels")
        both = {"roofs": [{old: 1, new: 2, "faces": [{}, {old: 3, new: 4}]}]}
        result = {"roofs": [{new: 1, "faces": [{}, {new: 3}]}]}
        notes = [conflict(C, f"/roofs/0/{new}"), conflict(C, f"/roofs/0/faces/1/{new}")]
        check(both, OPERATION, "response", *hop(NEW, direction), result, notes)

    def test_already_speaks_the_target_each_object_for_itself(self, direction: str) -> None:
        old, new = ("panels", "modules") if direction == UP else ("modules", "panels")
        body = {"roofs": [{new: 1, "faces": [{old: 2}, {new: 3}]}, {old: 4}]}
        result = {"roofs": [{new: 1, "faces": [{new: 2}, {new: 3}]}, {new: 4}]}
        notes = [unsupported(C, f"/roofs/0/{new}"), unsupported(C, f"/roofs/0/faces/1/{new}")]
        check(body, OPERATION, "response", *hop(NEW, direction), result, notes)

    @pytest.mark.parametrize("odd", [{}, "x", 5, True])
    def test_lists_that_are_none(self, direction: str, odd: Json) -> None:
        edge = hop(NEW, direction)
        check({"roofs": odd}, OPERATION, "response", *edge, {"roofs": odd}, [unsupported(C, "/roofs")])
        same = {"roofs": [{"faces": odd}]}
        check(same, OPERATION, "response", *edge, same, [unsupported(C, "/roofs/0/faces")])

    @pytest.mark.parametrize("odd", [[], "x", 5, True])
    def test_items_that_are_no_objects(self, direction: str, odd: Json) -> None:
        old, new = ("panels", "modules") if direction == UP else ("modules", "panels")
        body = {"roofs": [odd, {old: 1, "faces": [odd]}]}
        result = {"roofs": [odd, {new: 1, "faces": [odd]}]}
        notes = [unsupported(C, "/roofs/0"), unsupported(C, "/roofs/1/faces/0")]
        check(body, OPERATION, "response", *hop(NEW, direction), result, notes)

    def test_null_and_absent(self, direction: str) -> None:
        for same in ({}, {"roofs": None}, {"roofs": [None, {"faces": None}, {"faces": [None]}]}):
            check(same, OPERATION, "response", *hop(NEW, direction), same)


@pytest.mark.parametrize(("source", "target"), [(V18, V22), (V22, V18)])
@pytest.mark.parametrize("key", ["panels", "modules"])
def test_not_on_the_older_edge(source: str, target: str, key: str) -> None:
    check(summary(key), OPERATION, "response", source, target, summary(key))
