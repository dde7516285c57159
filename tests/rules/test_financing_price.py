"""`financing-price`: two keys of Retrieve Financing say price in place of cost."""

import pytest

from ._check import DOWN, NEW, OLD, UP, V18, V22, V24, Json, check, conflict, each, hop, unsupported

C = "financing-price"
OPERATION = "retrieve_financing"
KEYS = [("system_cost", "system_price"), ("inverter_cost_per_watt", "inverter_price_per_watt")]
REST = {
    "id": "f",
    "financing_option": "loans",
    "up_to_date": True,
    "year1_avoided_cost": [1.5] * 12,
    "financier": None,
    "annual_cashflows": [{"system_cost": 1, "system_price": 2}],
    "loan": {"cost": 1, "price": 2, "system_cost": 3},
    "dealer_cost": 4,
    "dealer_price": 5,
    "cost_per_watt": 6,
    "price_per_watt": 7,
}


@pytest.mark.parametrize("older", [V22, V18])
@pytest.mark.parametrize("values", [(21000, 0.4), (21000.0, None), ("21000", {"x": 1})])
def test_two_keys_both_ways_and_nothing_else_there(older: str, values: tuple[Json, Json]) -> None:
    old = {"financing": {**REST, **{key: value for (key, _), value in zip(KEYS, values, strict=True)}}}
    new = {"financing": {**REST, **{key: value for (_, key), value in zip(KEYS, values, strict=True)}}}
    check(old, OPERATION, "response", older, V24, new)
    check(new, OPERATION, "response", V24, older, old)


@pytest.mark.parametrize(("old", "new"), KEYS)
class TestEachKey:
    def test_both_spellings(self, old: str, new: str) -> None:
        both = {"financing": {old: 1, new: 2}}
        for direction, key, value, other in [(UP, new, 1, new), (DOWN, old, 2, old)]:
            notes = [conflict(C, f"/financing/{other}")]
            check(both, OPERATION, "response", *hop(NEW, direction), {"financing": {key: value}}, notes)

    def test_already_speaks_the_target(self, old: str, new: str) -> None:
        for direction, key in [(UP, new), (DOWN, old)]:
            body = {"financing": {"id": "f", key: 1}}
            check(body, OPERATION, "response", *hop(NEW, direction), body, [unsupported(C, f"/financing/{key}")])

    def test_other_operations_edges_and_parts(self, old: str, new: str) -> None:
        body = {"financing": {old: 1, new: 2}, "financings": [{old: 1, new: 2}], old: 3}
        for direction in (UP, DOWN):
            check(body, "list_financings", "response", *hop(NEW, direction), body)
            check(body, "create_proposal", "response", *hop(NEW, direction), body)
            check(body, OPERATION, "response", *hop(OLD, direction), body)
            check({"financings": [body]}, OPERATION, "response", *hop(NEW, direction), {"financings": [body]})


@pytest.mark.parametrize("direction", [UP, DOWN])
class TestShapes:
    @pytest.mark.parametrize("odd", [[], "x", 5, True])
    def test_a_financing_that_is_no_object(self, direction: str, odd: Json) -> None:
        body = {"financing": odd}
        check(body, OPERATION, "response", *hop(NEW, direction), body, [unsupported(C, "/financing")])

    def test_null_and_absent(self, direction: str) -> None:
        for body in each({}, {"financing": None}, {"financing": {}}, {"financing": REST}):
            check(body, OPERATION, "response", *hop(NEW, direction), body)
