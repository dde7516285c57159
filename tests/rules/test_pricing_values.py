"""`pricing`: the values of `pricing_mode`/`pricing_method` and of `item_type`."""

import pytest

import aurora_compat as ac

from ._check import DOWN, NEW, UP, V18, V22, V24, Json, assumed, check, conflict, hop, unsupported
from ._pricing import CASES, ITEMS, C, run

MODE, METHOD = "/pricing/pricing_mode", "/pricing/pricing_method"
BREAKDOWNS = [
    ("system_cost_breakdown", "system_price_breakdown"),
    ("storage_system_cost_breakdown", "storage_system_price_breakdown"),
]


class TestPricingMode:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("flat system cost", "flat system price"),
            ("price per watt", "price per watt"),
            ("something new", "something new"),
            ("Flat System Cost", "Flat System Cost"),
            ("", ""),
            (None, None),
        ],
    )
    def test_without_a_note(self, old: Json, new: Json) -> None:
        run(UP, {"pricing_mode": old}, {"pricing_method": new})
        run(DOWN, {"pricing_method": new}, {"pricing_mode": old})

    @pytest.mark.parametrize("value", [5, ["flat system cost"], {"x": 1}, True])
    def test_what_is_no_string_is_kept(self, value: Json) -> None:
        for operation, part in CASES:
            edge = (operation, part, V22, V24)
            check({"pricing": {"pricing_mode": value}}, *edge, {"pricing": {"pricing_method": value}})

    def test_cost_breakdown_is_our_reading(self) -> None:
        run(UP, {"pricing_mode": "cost breakdown"}, {"pricing_method": "price breakdown"}, assumed(C, METHOD))
        run(DOWN, {"pricing_method": "price breakdown"}, {"pricing_mode": "cost breakdown"}, assumed(C, MODE))

    @pytest.mark.parametrize("value", ["flat system price", "price breakdown"])
    def test_up_a_value_that_only_the_target_defines_is_kept(self, value: str) -> None:
        run(UP, {"pricing_mode": value}, {"pricing_method": value}, unsupported(C, MODE))

    @pytest.mark.parametrize("value", ["flat system cost", "cost breakdown"])
    def test_down_a_value_that_only_the_target_defines_is_kept(self, value: str) -> None:
        run(DOWN, {"pricing_method": value}, {"pricing_mode": value}, unsupported(C, METHOD))

    def test_both_spellings(self) -> None:
        both = {"pricing_mode": "flat system cost", "pricing_method": "price per watt"}
        run(UP, both, {"pricing_method": "flat system price"}, conflict(C, METHOD))
        run(DOWN, both, {"pricing_mode": "price per watt"}, conflict(C, MODE))

    def test_under_the_targets_key_the_value_is_left_alone(self) -> None:
        body = {"pricing_method": "flat system cost"}
        run(UP, body, body, unsupported(C, METHOD))
        body = {"pricing_mode": "flat system price"}
        run(DOWN, body, body, unsupported(C, MODE))


class TestValuesOfTheContext:
    @pytest.mark.parametrize(
        ("given", "old", "new"),
        [
            pytest.param({"cost breakdown": "component price"}, "cost breakdown", "component price", id="our reading"),
            pytest.param({"cost breakdown": "price breakdown"}, "cost breakdown", "price breakdown", id="confirmed"),
            pytest.param({"flat system cost": "flat"}, "flat system cost", "flat", id="a stated one"),
            pytest.param({"price per watt": "per watt"}, "price per watt", "per watt", id="one that stays"),
            pytest.param({"by hand": "manual"}, "by hand", "manual", id="an unknown one"),
            pytest.param({"by hand": "manual"}, "flat system cost", "flat system price", id="laid over: others stay"),
        ],
    )
    def test_laid_over_the_mapping_and_read_backwards(self, given: dict[str, str], old: str, new: str) -> None:
        context = ac.Context(pricing_method_values=given)
        before, after = {"pricing": {"pricing_mode": old}}, {"pricing": {"pricing_method": new}}
        for operation, part in CASES:
            check(before, operation, part, V22, V24, after, context=context)
            check(after, operation, part, V24, V22, before, context=context)
        check(before, "retrieve_design_pricing", "response", V18, V24, after, context=context)

    def test_a_value_that_only_the_target_defines_is_kept(self) -> None:
        context = ac.Context(pricing_method_values={"cost breakdown": "component price"})
        for operation, part in CASES:
            before, after = (
                {"pricing": {"pricing_mode": "component price"}},
                {"pricing": {"pricing_method": "component price"}},
            )
            check(before, operation, part, V22, V24, after, [unsupported(C, MODE)], context=context)

    def test_others_are_our_reading_still(self) -> None:
        context = ac.Context(pricing_method_values={"by hand": "manual"})
        before = {"pricing": {"pricing_mode": "cost breakdown"}}
        after = {"pricing": {"pricing_method": "price breakdown"}}
        check(before, "update_design_pricing", "request", V22, V24, after, [assumed(C, METHOD)], context=context)


@pytest.mark.parametrize(("old_key", "new_key"), BREAKDOWNS)
class TestItemType:
    def test_all_at_once(self, old_key: str, new_key: str) -> None:
        old = {old_key: [{"item_type": pair[0], "item_cost": 1} for pair in ITEMS]}
        new = {new_key: [{"item_type": pair[1], "item_price": 1} for pair in ITEMS]}
        run(UP, old, new)
        run(DOWN, new, old)

    @pytest.mark.parametrize("value", ["rebates", "", "Adders", "cost", None, 5, ["adders"]])
    def test_unknown_ones_stay(self, old_key: str, new_key: str, value: Json) -> None:
        old, new = {old_key: [{"item_type": value}]}, {new_key: [{"item_type": value}]}
        run(UP, old, new)
        run(DOWN, new, old)

    @pytest.mark.parametrize("value", ["starting_price", "base_price", "discounts"])
    def test_up_one_that_only_the_target_defines_is_kept(self, old_key: str, new_key: str, value: str) -> None:
        note = unsupported(C, f"/pricing/{old_key}/1/item_type")
        items = [{}, {"item_type": value, "item_cost": 1}]
        run(UP, {old_key: items}, {new_key: [{}, {"item_type": value, "item_price": 1}]}, note)

    @pytest.mark.parametrize("value", ["starting_cost", "base_cost", "adders_without_discounts"])
    def test_down_one_that_only_the_target_defines_is_kept(self, old_key: str, new_key: str, value: str) -> None:
        note = unsupported(C, f"/pricing/{new_key}/0/item_type")
        items = [{"item_type": value, "item_price": 1}]
        run(DOWN, {new_key: items}, {old_key: [{"item_type": value, "item_cost": 1}]}, note)

    def test_only_inside_a_breakdown_under_the_sources_key(self, old_key: str, new_key: str) -> None:
        items = [{"item_type": pair[0], "item_cost": 1, "item_price": 1, "x_cost": 1} for pair in ITEMS]
        run(UP, {new_key: items}, {new_key: items}, unsupported(C, f"/pricing/{new_key}"))
        items = [{"item_type": pair[1], "item_cost": 1, "item_price": 1, "x_price": 1} for pair in ITEMS]
        run(DOWN, {old_key: items}, {old_key: items}, unsupported(C, f"/pricing/{old_key}"))

    def test_the_other_breakdown_is_lost_where_both_are_present(self, old_key: str, new_key: str) -> None:
        old, new = [{"item_type": "adders"}], [{"item_type": "adders"}]
        both = {old_key: old, new_key: new}
        run(UP, both, {new_key: [{"item_type": "discounts"}]}, conflict(C, f"/pricing/{new_key}"))
        run(DOWN, both, {old_key: [{"item_type": "adders_without_discounts"}]}, conflict(C, f"/pricing/{old_key}"))

    @pytest.mark.parametrize("value", ["adders", "starting_price", "base_price", "discounts"])
    def test_up_an_item_that_speaks_the_target_keeps_its_type(self, old_key: str, new_key: str, value: str) -> None:
        items = [{"item_type": value, "item_price": 1, "cumulative_price": 2}]
        notes = [
            unsupported(C, f"/pricing/{old_key}/0/{key}") for key in ("item_type", "item_price", "cumulative_price")
        ]
        run(UP, {old_key: items}, {new_key: items}, *notes)

    def test_an_item_that_speaks_the_target_with_an_unknown_type(self, old_key: str, new_key: str) -> None:
        items = [{"item_type": "rebates", "item_price": 1}]
        run(UP, {old_key: items}, {new_key: items}, unsupported(C, f"/pricing/{old_key}/0/item_price"))

    def test_down_an_item_that_speaks_the_target_keeps_its_type(self, old_key: str, new_key: str) -> None:
        items = [{"item_type": "adders", "item_cost": 1}, {"item_type": "adders", "item_price": 1}]
        notes = [unsupported(C, f"/pricing/{new_key}/0/{key}") for key in ("item_type", "item_cost")]
        result = [{"item_type": "adders", "item_cost": 1}, {"item_type": "adders_without_discounts", "item_cost": 1}]
        run(DOWN, {new_key: items}, {old_key: result}, *notes)


@pytest.mark.parametrize("value", ["starting_cost", "adders", "discounts", "base_price"])
@pytest.mark.parametrize("direction", [UP, DOWN])
def test_item_type_elsewhere_is_left_alone(value: str, direction: str) -> None:
    body = {"pricing": {"item_type": value, "x": [{"item_type": value}], "adders": [{"item_type": value}]}}
    for operation, part in CASES:
        check(body, operation, part, *hop(NEW, direction), body)


@pytest.mark.parametrize("direction", [UP, DOWN])
def test_free_text_and_the_adders_list_are_left_alone(direction: str) -> None:
    texts = {"adder_name": "flat system cost", "name": "item_cost"}
    body = {"pricing": {"adders": [{**texts, "adder_value": 5, "is_discount": True, "cost": 1}], **texts}}
    for operation, part in CASES:
        check(body, operation, part, *hop(NEW, direction), body)
