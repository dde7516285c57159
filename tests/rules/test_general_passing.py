"""General rules: what passes, null and absent, status classes, both spellings, bodies that speak the target."""

from itertools import permutations
from typing import Any

import pytest

import aurora_compat as ac

from ._check import (
    PLACE,
    V18,
    V22,
    V24,
    Json,
    check,
    conflict,
    each,
    exact,
    lost,
    missing,
    translated,
    translation,
    unsupported,
)

VERSIONS = [V18, V22, V24]
MOVES = list(permutations(VERSIONS, 2))
ROLES = ac.Context(roles={"Admin": "role-1"})
TOUCHED: list[tuple[str, str, str, str]] = [
    ("create_user", "user", V18, V22),
    ("run_auto_designer", "auto_designer", V18, V22),
    ("create_project", "project", V22, V24),
    ("update_design_pricing", "pricing", V22, V24),
    ("create_webhook", "webhook", V22, V24),
    ("create_design_request", "design_request", V22, V24),
]
DEEP: Json = {
    "order_id": "o-1",
    "ahj_id": None,
    "milestone": {"milestone": "sold", "notes": None},
    "list": [1, 1.0, True, "1", None, [], {}, {"a": [{"b": "Ünïcödé \U0001f31e"}]}],
    "": 0,
    "a/b~c": -0.5,
    "number": 123456789012345678901234567890,
}


@pytest.mark.parametrize(("source", "target"), MOVES)
class TestWhatPasses:
    @pytest.mark.parametrize("operation", [place[0] for place in TOUCHED])
    def test_every_field_that_no_rule_names_at_any_depth(self, operation: str, source: str, target: str) -> None:
        envelope = next(place[1] for place in TOUCHED if place[0] == operation)
        body = {envelope: DEEP, "beside": DEEP}
        check(body, operation, "request", source, target, body)

    @pytest.mark.parametrize("payload", [{}, {"project": {}}, {"x": 1}, None])
    def test_absent_stays_absent(self, payload: Json, source: str, target: str) -> None:
        for operation in ("create_project", "update_user", "run_auto_designer", "update_design_pricing"):
            check(payload, operation, "request", source, target, payload)

    def test_operations_that_no_body_rule_touches(self, source: str, target: str) -> None:
        for payload in each({"adder": {"cost": 1, "user_level": "x", "address": "y"}}, [], "x", 5, None, True):
            for operation in ("create_adder", "update_consumption_profile", "run_performance_simulation"):
                check(payload, operation, "request", source, target, payload)
                check(payload, operation, "response", source, target, payload)

    def test_unknown_enum_values_and_events(self, source: str, target: str) -> None:
        body = {"webhook": {"event": "something_new", "url_template": "https://x/<NEW>"}}
        check(body, "create_webhook", "request", source, target, body)
        body = {"design_request": {"status": "brand_new", "image_src": "Satellite 9"}}
        check(body, "retrieve_design_request", "response", source, target, body)

    def test_fields_of_one_version_only(self, source: str, target: str) -> None:
        body = {"project": {"order_id": "x", "ahj_id": None, "created_from_lead_id": "y", "location": {"x": 1}}}
        check(body, "create_project", "request", source, target, body)
        body = {"financing": {"financier": None}, "agreement": {"signing_provider": "docusign"}}
        check(body, "retrieve_financing", "response", source, target, body)

    def test_an_unknown_operation_is_an_error_of_the_caller(self, source: str, target: str) -> None:
        with pytest.raises(ac.UnknownOperation):
            translation({}, "create_moon", "request", source, target)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("operation", "envelope"), [place[:2] for place in TOUCHED])
def test_a_version_to_itself_is_the_identity(operation: str, envelope: str, version: str) -> None:
    body = {envelope: {"customer_address": 1, "mailing_address": 2, "user_level": 5, "filters": 7, "dealer_cost": 1}}
    for part in ("request", "response"):
        check(body, operation, part, version, version, body)


class TestMoved:
    def test_null_stays_null_and_values_are_kept_as_they_are(self) -> None:
        for value in each(None, 0, False, "", [], {}, 1.0, DEEP):
            body = {"project": {"customer_address": value, "preferred_solar_panels": value}}
            result = {"project": {"mailing_address": value, "preferred_solar_modules": value}}
            check(body, "create_project", "request", V22, V24, result)

    def test_member_order_has_no_meaning(self) -> None:
        keys = {"address": "a", "customer_address": "c", "latitude": 1, "longitude": 2, "name": "n"}
        results = [
            translated({"project": dict(order)}, "update_project", "request", V22, V24)
            for order in permutations(keys.items())
        ]
        assert all(exact(result) == exact(results[0][0]) for result, _ in results)
        assert all(notes == set() for _, notes in results)


class TestStatusClasses:
    @pytest.mark.parametrize("status", [200, 201, 202, 203, 206, 226, 299])
    def test_2xx_bodies_are_translated(self, status: int) -> None:
        body, result = {"user": {"user_level": "Admin"}}, {"user": {"role_id": "role-1"}}
        check(body, "create_user", "response", V18, V24, result, context=ROLES, status=status)

    @pytest.mark.parametrize("status", [300, 301, 304, 399, 500, 502, 503, 599])
    @pytest.mark.parametrize(("source", "target"), MOVES)
    def test_3xx_and_5xx_bodies_are_never_touched(self, status: int, source: str, target: str) -> None:
        for body in each({"user": {"user_level": "Admin", "role_id": 5}}, {"error": "x"}, "text", None, []):
            check(body, "create_user", "response", source, target, body, context=ROLES, status=status)

    @pytest.mark.parametrize("status", [400, 404, 422])
    @pytest.mark.parametrize(("source", "target"), [move for move in MOVES if move[0] != V18])
    def test_body_rules_do_not_apply_to_4xx(self, status: int, source: str, target: str) -> None:
        body = {"project": {"customer_address": "x", "mailing_address": "y", "updated_at": "z"}}
        check(body, "create_project", "response", source, target, body, status=status)

    def test_a_request_has_no_status(self) -> None:
        body, result = {"project": {"customer_address": 1}}, {"project": {"mailing_address": 1}}
        check(body, "create_project", "request", V22, V24, result, status=500)


BOTH: Json = {"project": {"id": "x", "customer_address": "own", "mailing_address": "other"}}
KIND: Any = {"operation": "create_project", "part": "request"}


class TestBothSpellings:
    def test_the_sources_own_wins(self) -> None:
        notes = [conflict("mailing-address", "/project/mailing_address")]
        result = {"project": {"id": "x", "mailing_address": "own"}}
        check(BOTH, "create_project", "request", V22, V24, result, notes)

    def test_the_other_value_is_kept_in_the_residue(self) -> None:
        t = ac.translate(BOTH, source=V22, target=V24, **KIND)
        back = ac.translate(t.result, source=V24, target=V22, residue=t.residue, **KIND)
        assert exact(back.result) == exact(BOTH)
        without = ac.translate(t.result, source=V24, target=V22, **KIND)
        assert without.result == {"project": {"id": "x", "customer_address": "own"}}


def test_already_speaks_the_target_is_judged_for_each_object() -> None:
    body = {
        "roofs": [
            {"modules": True, "faces": [{"panels": 1}, {"modules": 2}]},
            {"panels": True, "faces": [{"modules": 1}]},
            {"area": 2},
        ]
    }
    result = {
        "roofs": [
            {"modules": True, "faces": [{"modules": 1}, {"modules": 2}]},
            {"modules": True, "faces": [{"modules": 1}]},
            {"area": 2},
        ]
    }
    places = ["/roofs/0/modules", "/roofs/0/faces/1/modules", "/roofs/1/faces/0/modules"]
    notes = [unsupported("roof-modules", place) for place in places]
    check(body, "retrieve_roof_summary", "response", V22, V24, result, notes)


class TestSeveralHops:
    """After any number of hops, pointers are into the first input or the last result."""

    def test_the_design_summary_up(self) -> None:
        bill = [{"id": "m", "manufacturer_name": "M"}]
        module = {"id": "m", "manufacturer": "M"}
        old = {"design": {"system_size": 5, "bill_of_materials": bill, "arrays": [{"module": module}]}}
        new = {"design": {"bill_of_materials": bill, "arrays": [{"module": {"id": "m"}}]}}
        notes = [lost("system-size", "/design/system_size")]
        check(old, "retrieve_design_summary", "response", V18, V24, new, notes)

    def test_the_design_summary_down(self) -> None:
        body = {"design": {"arrays": [{"module": {"id": "m"}}]}}
        notes = [
            missing("system-size", "/design/system_size"),
            missing("summary-manufacturer", "/design/arrays/0/module/manufacturer"),
        ]
        check(body, "retrieve_design_summary", "response", V24, V18, body, notes)

    @pytest.mark.parametrize(
        ("operation", "part", "body"),
        [
            ("create_project", "request", {"project": {"address": "a", "customer_address": 1, "mailing_address": 2}}),
            ("retrieve_project", "response", {"project": {"latitude": 1, "updated_at": "t", "location": None}}),
            ("retrieve_user", "response", {"user": {"user_level": "Owner"}}),
            ("list_financings", "response", {"financings": [{"id": "f", "system_cost": 1}]}),
            ("retrieve_financing", "response", {"financing": {"system_cost": 1, "system_price": 2}}),
            ("create_webhook", "request", {"webhook": {"enabled": "TRUE", "filters": {"A": 1}}}),
            ("update_design_pricing", "request", {"pricing": {"dealer_cost": 1, "price_per_kw": 1}}),
            ("run_auto_designer", "request", {"a": {"placement_options": {"row_spacing": 1, "min_sap": 2}}}),
        ],
    )
    def test_a_chain_says_what_its_hops_say(self, operation: str, part: str, body: Json) -> None:
        whole, notes = translated(body, operation, part, V18, V24, context=ROLES)
        middle, first = translated(body, operation, part, V18, V22, context=ROLES)
        end, second = translated(middle, operation, part, V22, V24, context=ROLES)
        assert exact(whole) == exact(end)
        assert notes == first | second
        assert notes or whole != body


def test_path_params_are_not_needed_where_no_rule_asks_for_them() -> None:
    body, result = {"project": {"customer_address": 1}}, {"project": {"mailing_address": 1}}
    assert PLACE
    check(body, "create_project", "request", V18, V24, result, path_params=None)
