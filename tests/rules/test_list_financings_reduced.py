"""`list-financings-reduced`: List Financings returns four fields."""

import pytest

import aurora_compat as ac

from ._check import (
    V18,
    V22,
    V24,
    Json,
    NeedKey,
    answered,
    assumed,
    check,
    lost,
    missing,
    need,
    translation,
    unsupported,
)

C = "list-financings-reduced"
OPERATION = "list_financings"
FOUR = {"id": "f1", "name": "Cash", "selected_in_sales_mode": True, "financing_option": "cash"}
REST = {"system_cost": 21000, "up_to_date": True, "year1_avoided_cost": [1, 2], "lender_note": None}
FULL_ONLY = [
    *("project_id", "design_id", "up_to_date", "system_cost", "inverter_cost_per_watt", "lifetime_savings"),
    *("payback_period", "incentive_values", "year1_avoided_cost", "annual_cashflows"),
]


def wanted(id_: str, version: str = V22) -> NeedKey:
    return need("retrieve_financing", C, version, tenant_id="tenant-1", design_id="design-1", financing_id=id_)


@pytest.mark.parametrize("target", [V22, V24])
class TestUp:
    def test_four_stay_and_each_other_key_is_lost(self, target: str) -> None:
        body = {"financings": [{**FOUR, **REST}]}
        notes = [lost(C, f"/financings/0/{key}") for key in REST]
        check(body, OPERATION, "response", V18, target, {"financings": [FOUR]}, notes)

    def test_every_item_on_its_own(self, target: str) -> None:
        body = {"financings": [FOUR, {"id": "f2", "a/b": 1}, {}, {"name": None}, None]}
        result = {"financings": [FOUR, {"id": "f2"}, {}, {"name": None}, None]}
        check(body, OPERATION, "response", V18, target, result, [lost(C, "/financings/1/a~1b")])

    def test_keys_beside_the_list_stay(self, target: str) -> None:
        body = {"financings": [], "total": 0}
        check(body, OPERATION, "response", V18, target, body)


@pytest.mark.parametrize("source", [V22, V24])
class TestDown:
    def test_without_the_answer_it_is_missing_with_an_optional_need_an_item(self, source: str) -> None:
        body = {"financings": [FOUR, {**FOUR, "id": "f2"}]}
        notes = [missing(C, "/financings/0"), missing(C, "/financings/1")]
        needs = [wanted("f1", source), wanted("f2", source)]
        check(body, OPERATION, "response", source, V18, body, notes, needs)

    def test_given_the_answer_the_rest_comes_from_it(self, source: str) -> None:
        body = {"financings": [FOUR]}
        full = {"lifetime_savings": 9, "year1_avoided_cost": [1], "x": None}
        t = translation(body, OPERATION, "response", source, V18)
        context = answered(t, "retrieve_financing", {"financing": {**FOUR, **full}})
        result = {"financings": [{**FOUR, **full}]}
        check(body, OPERATION, "response", source, V18, result, [assumed(C, "/financings/0")], context=context)

    def test_the_items_own_values_win(self, source: str) -> None:
        body = {"financings": [{"id": "f1", "name": None, "extra": 1}]}
        t = translation(body, OPERATION, "response", source, V18)
        answer = {"financing": {**FOUR, "id": "F1", "extra": 2, "up_to_date": False}}
        own = {"id": "f1", "name": None, "extra": 1}
        result = {"financings": [{**FOUR, "up_to_date": False, **own}]}
        context = answered(t, "retrieve_financing", answer)
        check(body, OPERATION, "response", source, V18, result, [assumed(C, "/financings/0")], context=context)

    def test_each_answer_serves_its_item_only(self, source: str) -> None:
        body = {"financings": [FOUR, {**FOUR, "id": "f2"}]}
        t = translation(body, OPERATION, "response", source, V18)
        (second,) = [one for one in t.needs if one.path_params["financing_id"] == "f2"]
        context = ac.Context().with_answer(second, {"financing": {"id": "f2", "payback_period": 7}})
        result = {"financings": [FOUR, {**FOUR, "id": "f2", "payback_period": 7}]}
        notes = [missing(C, "/financings/0"), assumed(C, "/financings/1")]
        check(body, OPERATION, "response", source, V18, result, notes, [wanted("f1", source)], context=context)

    @pytest.mark.parametrize("key", FULL_ONLY)
    def test_an_item_that_is_full_already_is_left_alone(self, source: str, key: str) -> None:
        body = {"financings": [{**FOUR, key: None}]}
        check(body, OPERATION, "response", source, V18, body, [unsupported(C, f"/financings/0/{key}")])

    def test_each_full_key_is_named_and_other_items_still_ask(self, source: str) -> None:
        body = {"financings": [{**FOUR, "system_cost": 1, "up_to_date": True, "x": 1}, {**FOUR, "id": "f2"}]}
        notes = [unsupported(C, f"/financings/0/{key}") for key in ("system_cost", "up_to_date")]
        notes.append(missing(C, "/financings/1"))
        check(body, OPERATION, "response", source, V18, body, notes, [wanted("f2", source)])

    @pytest.mark.parametrize("item", [{"name": "n"}, {"id": None}, {"id": 5}, {"id": ["f1"]}])
    def test_an_item_without_an_id_is_missing_and_nothing_can_be_asked(self, source: str, item: Json) -> None:
        body = {"financings": [item]}
        check(body, OPERATION, "response", source, V18, body, [missing(C, "/financings/0")])

    def test_the_need_is_ready_to_send(self, source: str) -> None:
        (one,) = translation({"financings": [FOUR]}, OPERATION, "response", source, V18).needs
        assert one.request is not None
        assert one.request.method == "GET"
        assert one.request.path == "/tenants/tenant-1/designs/design-1/financings/f1"
        assert not one.request.body


def test_an_answer_of_a_newer_version_is_brought_to_the_hops() -> None:
    body = {"financings": [FOUR]}
    context = answered(
        translation(body, OPERATION, "response", V24, V18),
        "retrieve_financing",
        {"financing": {**FOUR, "system_price": 21000, "inverter_price_per_watt": 0.4}},
    )
    result = {"financings": [{**FOUR, "system_cost": 21000, "inverter_cost_per_watt": 0.4}]}
    check(body, OPERATION, "response", V24, V18, result, [assumed(C, "/financings/0")], context=context)


@pytest.mark.parametrize(("source", "target"), [(V18, V22), (V22, V18)])
class TestOddShapes:
    @pytest.mark.parametrize("financings", [{}, "x", 3, False])
    def test_financings_that_are_no_list(self, source: str, target: str, financings: Json) -> None:
        body = {"financings": financings}
        check(body, OPERATION, "response", source, target, body, [unsupported(C, "/financings")])

    @pytest.mark.parametrize("item", [[], "x", 3])
    def test_an_item_that_is_no_object(self, source: str, target: str, item: Json) -> None:
        body = {"financings": [item]}
        check(body, OPERATION, "response", source, target, body, [unsupported(C, "/financings/0")])

    def test_null_and_absent(self, source: str, target: str) -> None:
        for body in ({"financings": None}, {}):
            check(body, OPERATION, "response", source, target, body)


@pytest.mark.parametrize(("source", "target"), [(V22, V24), (V24, V22)])
def test_not_on_the_newer_edge(source: str, target: str) -> None:
    body = {"financings": [{**FOUR, **REST, "system_price": 1}]}
    check(body, OPERATION, "response", source, target, body)


@pytest.mark.parametrize(("source", "target"), [(V18, V22), (V22, V18)])
def test_retrieve_financing_stays_whole(source: str, target: str) -> None:
    body = {"financing": {**FOUR, **REST}}
    check(body, "retrieve_financing", "response", source, target, body)
