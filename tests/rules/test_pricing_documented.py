"""`pricing`: the documented keys say price in place of cost."""

import pytest

from ._check import DOWN, NEW, OLD, UP, V22, V24, Json, check, conflict, hop, unsupported
from ._pricing import CASES, C, pricing, run

TOP = [
    ("flat_system_cost", "flat_system_price"),
    ("system_cost", "system_price"),
    ("system_cost_breakdown", "system_price_breakdown"),
    ("storage_system_cost_breakdown", "storage_system_price_breakdown"),
    ("line_items", "pricing_by_component"),
    ("pricing_mode", "pricing_method"),
]
BREAKDOWNS = [TOP[2], TOP[3]]
ITEM = [("item_cost", "item_price"), ("cumulative_cost", "cumulative_price")]
VALUES: list[Json] = [0, 1.5, None, "x"]


def test_the_whole_pricing() -> None:
    run(UP, pricing(V22), pricing(V24))
    run(DOWN, pricing(V24), pricing(V22))


@pytest.mark.parametrize("body", [{"flat_system_cost": 5}, {"flat_system_cost": 5, "price_per_watt": 2}])
def test_the_documented_updates(body: Json) -> None:
    new = {key.replace("cost", "price"): value for key, value in body.items()}
    run(UP, body, new)
    run(DOWN, new, body)


@pytest.mark.parametrize(("old", "new"), TOP)
class TestTop:
    def test_null_stays_null(self, old: str, new: str) -> None:
        run(UP, {old: None}, {new: None})
        run(DOWN, {new: None}, {old: None})

    def test_both_spellings(self, old: str, new: str) -> None:
        run(UP, {old: None, new: 2}, {new: None}, conflict(C, f"/pricing/{new}"))
        run(DOWN, {old: 1, new: None}, {old: None}, conflict(C, f"/pricing/{old}"))

    def test_already_speaks_the_target(self, old: str, new: str) -> None:
        run(UP, {new: None, "id": "x"}, {new: None, "id": "x"}, unsupported(C, f"/pricing/{new}"))
        run(DOWN, {old: None, "id": "x"}, {old: None, "id": "x"}, unsupported(C, f"/pricing/{old}"))


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(("old", "new"), TOP[:2])
def test_values_are_kept(old: str, new: str, value: Json) -> None:
    run(UP, {old: value}, {new: value})
    run(DOWN, {new: value}, {old: value})


def test_mixed_in_one_object_each_key_for_itself() -> None:
    before = {"system_cost": 1, "flat_system_price": 2, "pricing_method": "price per watt"}
    notes = [unsupported(C, "/pricing/flat_system_price"), unsupported(C, "/pricing/pricing_method")]
    run(UP, before, {"system_price": 1, "flat_system_price": 2, "pricing_method": "price per watt"}, *notes)
    before = {"system_cost": 1, "flat_system_price": 2, "line_items": []}
    notes = [unsupported(C, "/pricing/system_cost"), unsupported(C, "/pricing/line_items")]
    run(DOWN, before, {"system_cost": 1, "flat_system_cost": 2, "line_items": []}, *notes)


@pytest.mark.parametrize(("outer_old", "outer_new"), BREAKDOWNS)
@pytest.mark.parametrize(("old", "new"), ITEM)
class TestBreakdownItems:
    @pytest.mark.parametrize("value", VALUES)
    def test_renamed(self, outer_old: str, outer_new: str, old: str, new: str, value: Json) -> None:
        before, after = {outer_old: [{}, {old: value, "x": 1}]}, {outer_new: [{}, {new: value, "x": 1}]}
        run(UP, before, after)
        run(DOWN, after, before)

    def test_both_spellings(self, outer_old: str, outer_new: str, old: str, new: str) -> None:
        both = [{old: 1, new: 2}]
        run(UP, {outer_old: both}, {outer_new: [{new: 1}]}, conflict(C, f"/pricing/{outer_old}/0/{new}"))
        run(DOWN, {outer_new: both}, {outer_old: [{old: 2}]}, conflict(C, f"/pricing/{outer_new}/0/{old}"))

    def test_already_speaks_the_target_every_item_on_its_own(
        self, outer_old: str, outer_new: str, old: str, new: str
    ) -> None:
        up, down = {outer_old: [{new: 1}, {old: 2}]}, {outer_new: [{old: 1}, {new: 2}]}
        run(UP, up, {outer_new: [{new: 1}, {new: 2}]}, unsupported(C, f"/pricing/{outer_old}/0/{new}"))
        run(DOWN, down, {outer_old: [{old: 1}, {old: 2}]}, unsupported(C, f"/pricing/{outer_new}/0/{old}"))


@pytest.mark.parametrize(("outer_old", "outer_new"), BREAKDOWNS)
class TestSubcomponents:
    def test_renamed(self, outer_old: str, outer_new: str) -> None:
        old = {outer_old: [{"subcomponents": [{"adder_name": "item_cost", "quantity": 1, "item_cost": 5}, {}, None]}]}
        new = {outer_new: [{"subcomponents": [{"adder_name": "item_cost", "quantity": 1, "item_price": 5}, {}, None]}]}
        run(UP, old, new)
        run(DOWN, new, old)

    def test_both_spellings(self, outer_old: str, outer_new: str) -> None:
        def items(*parts: Json) -> Json:
            return [{"subcomponents": [*parts]}]

        both = items({"item_cost": 1, "item_price": 2})
        place = "0/subcomponents/0"
        note = conflict(C, f"/pricing/{outer_old}/{place}/item_price")
        run(UP, {outer_old: both}, {outer_new: items({"item_price": 1})}, note)
        note = conflict(C, f"/pricing/{outer_new}/{place}/item_cost")
        run(DOWN, {outer_new: both}, {outer_old: items({"item_cost": 2})}, note)

    def test_judged_on_their_own(self, outer_old: str, outer_new: str) -> None:
        before = {outer_old: [{"item_price": 1, "subcomponents": [{"item_cost": 1}, {"item_price": 2}]}]}
        after = {outer_new: [{"item_price": 1, "subcomponents": [{"item_price": 1}, {"item_price": 2}]}]}
        places = ["0/item_price", "0/subcomponents/1/item_price"]
        run(UP, before, after, *(unsupported(C, f"/pricing/{outer_old}/{place}") for place in places))

    def test_null_and_another_type(self, outer_old: str, outer_new: str) -> None:
        run(UP, {outer_old: [{"subcomponents": None}]}, {outer_new: [{"subcomponents": None}]})
        note = unsupported(C, f"/pricing/{outer_old}/0/subcomponents")
        run(UP, {outer_old: [{"subcomponents": 5}]}, {outer_new: [{"subcomponents": 5}]}, note)


class TestLineItems:
    @pytest.mark.parametrize("value", VALUES)
    def test_renamed(self, value: Json) -> None:
        old = {"line_items": [{"name": "cost", "cost": value}, {}, {"cost": 1}]}
        new = {"pricing_by_component": [{"name": "cost", "price": value}, {}, {"price": 1}]}
        run(UP, old, new)
        run(DOWN, new, old)

    def test_both_spellings(self) -> None:
        both = [{"cost": 1, "price": 2}]
        note = conflict(C, "/pricing/line_items/0/price")
        run(UP, {"line_items": both}, {"pricing_by_component": [{"price": 1}]}, note)
        note = conflict(C, "/pricing/pricing_by_component/0/cost")
        run(DOWN, {"pricing_by_component": both}, {"line_items": [{"cost": 2}]}, note)

    def test_already_speaks_the_target_every_item_on_its_own(self) -> None:
        items = [{"price": 1}, {"cost": 2}]
        note = unsupported(C, "/pricing/line_items/0/price")
        run(UP, {"line_items": items}, {"pricing_by_component": [{"price": 1}, {"price": 2}]}, note)
        note = unsupported(C, "/pricing/pricing_by_component/1/cost")
        run(DOWN, {"pricing_by_component": items}, {"line_items": [{"cost": 1}, {"cost": 2}]}, note)


class TestOddShapes:
    @pytest.mark.parametrize(("old", "new"), TOP[2:5])
    @pytest.mark.parametrize("value", [5, "x", True])
    def test_a_list_that_is_none_is_renamed_and_kept(self, old: str, new: str, value: Json) -> None:
        run(UP, {old: value}, {new: value}, unsupported(C, f"/pricing/{old}"))
        run(DOWN, {new: value}, {old: value}, unsupported(C, f"/pricing/{new}"))

    @pytest.mark.parametrize(("old", "new"), TOP[2:5])
    @pytest.mark.parametrize("value", [5, "x", True])
    def test_an_item_that_is_no_object(self, old: str, new: str, value: Json) -> None:
        run(UP, {old: [value]}, {new: [value]}, unsupported(C, f"/pricing/{old}/0"))
        run(DOWN, {new: [{}, value]}, {old: [{}, value]}, unsupported(C, f"/pricing/{new}/1"))

    @pytest.mark.parametrize("value", [[], "x", 5])
    def test_a_pricing_that_is_no_object(self, value: Json) -> None:
        for direction in (UP, DOWN):
            run(direction, value, value, unsupported(C, "/pricing"))

    def test_null_and_absent(self) -> None:
        for direction in (UP, DOWN):
            run(direction, None, None)
            run(direction, {}, {})
            check({}, "update_design_pricing", "request", *hop(NEW, direction), {})


@pytest.mark.parametrize("version", [V22, V24])
class TestElsewhere:
    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_not_on_the_older_edge(self, version: str, direction: str) -> None:
        body = {"pricing": pricing(version)}
        for operation, part in CASES:
            check(body, operation, part, *hop(OLD, direction), body)

    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_not_in_other_operations_or_places(self, version: str, direction: str) -> None:
        body = {"pricing": pricing(version)}
        check(body, "retrieve_design", "response", *hop(NEW, direction), body)
        check(body, "create_adder", "request", *hop(NEW, direction), body)
        body = {"other": pricing(version), **pricing(version)}
        check(body, "retrieve_design_pricing", "response", *hop(NEW, direction), body)
