"""`pricing`: any other key with the token `cost`, or on the way down `price`."""

import json

import pytest

import aurora_compat as ac

from ._check import DOWN, NEW, UP, Json, assumed, hop, translation, unsupported
from ._pricing import C, run

RENAMED = [
    ("cost", "price"),
    ("dealer_cost", "dealer_price"),
    ("cost_basis", "price_basis"),
    ("base_cost_total", "base_price_total"),
    ("item_cost", "item_price"),
    ("cumulative_cost", "cumulative_price"),
    ("cost_cost", "price_price"),
    ("_cost", "_price"),
    ("cost_perhaps", "price_perhaps"),
    ("per_cost", "per_price"),
]
"""Undocumented at the top of a pricing, where the first of each is of the old version."""

NO_TOKEN = [
    "costs",
    "costly",
    "accost",
    "lowcost",
    "prices",
    "pricey",
    "unprice",
    "pricing",
    "discosts",
    "per_watt",
    "Cost",
]
PER = [
    *("price_per_kw", "base_price_per_watt", "price_per", "cost_per_watt", "cost_per", "dealer_cost_per_kw"),
    *("cost_price", "price_cost_ratio", "cost_of_price", "price_per_watt_cost"),
]
"""Never rewritten, either way: `price` or `cost` followed by `per`, and both tokens in one key."""


@pytest.mark.parametrize(("old", "new"), RENAMED)
class TestRenamed:
    @pytest.mark.parametrize("value", [1, None, "cost", [], {}])
    def test_at_the_top(self, old: str, new: str, value: Json) -> None:
        run(UP, {old: value, "x": 1}, {new: value, "x": 1}, assumed(C, f"/pricing/{new}"))
        run(DOWN, {new: value, "x": 1}, {old: value, "x": 1}, assumed(C, f"/pricing/{old}"))

    def test_at_any_depth(self, old: str, new: str) -> None:
        before, after = {"extras": {"list": [0, {"x": {old: 1}}]}}, {"extras": {"list": [0, {"x": {new: 1}}]}}
        run(UP, before, after, assumed(C, f"/pricing/extras/list/1/x/{new}"))
        run(DOWN, after, before, assumed(C, f"/pricing/extras/list/1/x/{old}"))

    def test_one_in_another(self, old: str, new: str) -> None:
        before, after = {old: {old: [{old: 1}]}}, {new: {new: [{new: 1}]}}
        run(
            UP,
            before,
            after,
            *(assumed(C, f"/pricing/{path}") for path in (new, f"{new}/{new}", f"{new}/{new}/0/{new}")),
        )
        run(
            DOWN,
            after,
            before,
            *(assumed(C, f"/pricing/{path}") for path in (old, f"{old}/{old}", f"{old}/{old}/0/{old}")),
        )

    def test_where_the_new_name_is_taken_both_stay(self, old: str, new: str) -> None:
        both = {"x": {old: 1, new: 2}}
        notes = [unsupported(C, f"/pricing/x/{old}"), unsupported(C, f"/pricing/x/{new}")]
        run(UP, both, both, *notes)
        run(DOWN, both, both, *notes)

    def test_keys_that_bear_the_targets_token_are_kept(self, old: str, new: str) -> None:
        run(UP, {new: 1}, {new: 1}, unsupported(C, f"/pricing/{new}"))
        run(DOWN, {old: 1}, {old: 1}, unsupported(C, f"/pricing/{old}"))
        run(UP, {"x": [{new: 1}]}, {"x": [{new: 1}]}, unsupported(C, f"/pricing/x/0/{new}"))
        run(DOWN, {"x": [{old: 1}]}, {"x": [{old: 1}]}, unsupported(C, f"/pricing/x/0/{old}"))

    def test_never_inside_adders_and_incentives(self, old: str, new: str) -> None:
        for name in ("adders", "incentives"):
            body = {name: [{old: 1, "inner": {new: 2}}], "other": {name: {old: 1, new: 1}}}
            run(UP, body, body)
            run(DOWN, body, body)


@pytest.mark.parametrize("key", NO_TOKEN)
def test_only_a_whole_token(key: str) -> None:
    body = {key: 1, "x": {key: [{key: 2}]}}
    run(UP, body, body)
    run(DOWN, body, body)


@pytest.mark.parametrize("key", PER)
def test_keys_that_are_never_rewritten(key: str) -> None:
    body = {"x": 1, key: 1}
    for direction in (UP, DOWN):
        run(direction, body, body, unsupported(C, f"/pricing/{key}"))
        run(direction, {"x": [{key: 1}]}, {"x": [{key: 1}]}, unsupported(C, f"/pricing/x/0/{key}"))


@pytest.mark.parametrize("direction", [UP, DOWN])
def test_depth_up_to_the_limit_of_512_and_beyond_it(direction: str) -> None:
    def nested(depth: int) -> Json:
        value: Json = {"x": 1}
        for _ in range(depth // 2):
            value = {"x": [value]}
        return {"pricing": value}

    t = translation(nested(500), "update_design_pricing", "request", *hop(NEW, direction))
    assert (json.dumps(t.result), t.notes) == (json.dumps(nested(500)), ())
    for depth in (2_000, 100_000):
        with pytest.raises(ac.MalformedPayload):
            translation(nested(depth), "update_design_pricing", "request", *hop(NEW, direction))


def test_price_per_watt_makes_no_note_anywhere() -> None:
    for body in ({"price_per_watt": 1}, {"x": [{"price_per_watt": None}]}):
        run(UP, body, body)
        run(DOWN, body, body)
    old = {"system_cost_breakdown": [{"price_per_watt": 1}], "line_items": [{"price_per_watt": 1, "cost": 1}]}
    new = {
        "system_price_breakdown": [{"price_per_watt": 1}],
        "pricing_by_component": [{"price_per_watt": 1, "price": 1}],
    }
    run(UP, old, new)
    run(DOWN, new, old)


def test_values_inside_a_key_that_is_kept_are_looked_at_too() -> None:
    before, after = {"cost_per_watt": {"unit_cost": 1}}, {"cost_per_watt": {"unit_price": 1}}
    notes = [unsupported(C, "/pricing/cost_per_watt"), assumed(C, "/pricing/cost_per_watt/unit_price")]
    run(UP, before, after, *notes)


class TestBesideDocumentedKeys:
    def test_in_breakdowns(self) -> None:
        for old, new in [
            ("system_cost_breakdown", "system_price_breakdown"),
            ("storage_system_cost_breakdown", "storage_system_price_breakdown"),
        ]:
            part = {"labor_cost": 2, "x": {"cost": 3}}
            before = {old: [{}, {"item_cost": 1, "labor_cost": 2, "subcomponents": [part]}]}
            part = {"labor_price": 2, "x": {"price": 3}}
            after = {new: [{}, {"item_price": 1, "labor_price": 2, "subcomponents": [part]}]}
            places = ["1/labor_{}", "1/subcomponents/0/labor_{}", "1/subcomponents/0/x/{}"]
            run(UP, before, after, *(assumed(C, f"/pricing/{new}/{place.format('price')}") for place in places))
            run(DOWN, after, before, *(assumed(C, f"/pricing/{old}/{place.format('cost')}") for place in places))

    def test_in_line_items(self) -> None:
        before = {"line_items": [{"cost": 1, "item_cost": 2, "x": {"cost": 3}}]}
        after = {"pricing_by_component": [{"price": 1, "item_price": 2, "x": {"price": 3}}]}
        run(
            UP,
            before,
            after,
            *(assumed(C, f"/pricing/pricing_by_component/0/{key}") for key in ("item_price", "x/price")),
        )
        run(DOWN, after, before, *(assumed(C, f"/pricing/line_items/0/{key}") for key in ("item_cost", "x/cost")))

    def test_documented_elsewhere_is_undocumented_here(self) -> None:
        before = {"x": {"flat_system_cost": 1}, "system_cost_breakdown": [{"system_cost": 2}]}
        after = {"x": {"flat_system_price": 1}, "system_price_breakdown": [{"system_price": 2}]}
        notes = [
            assumed(C, f"/pricing/{path}") for path in ("x/flat_system_price", "system_price_breakdown/0/system_price")
        ]
        run(UP, before, after, *notes)
        notes = [
            assumed(C, f"/pricing/{path}") for path in ("x/flat_system_cost", "system_cost_breakdown/0/system_cost")
        ]
        run(DOWN, after, before, *notes)

    def test_names_without_the_token_are_documented_at_their_place_only(self) -> None:
        body = {"x": {"pricing_mode": "flat system cost", "line_items": [{"cost_per": 1}], "item_type": "adders"}}
        note = unsupported(C, "/pricing/x/line_items/0/cost_per")
        run(UP, body, body, note)
        run(DOWN, body, body, note)

    def test_adders_as_a_subcomponents_key_are_not_entered(self) -> None:
        part = {"item_cost": 1, "adders": [{"cost": 1}]}
        run(
            UP,
            {"system_cost_breakdown": [{"subcomponents": [part]}]},
            {"system_price_breakdown": [{"subcomponents": [{"item_price": 1, "adders": [{"cost": 1}]}]}]},
        )
