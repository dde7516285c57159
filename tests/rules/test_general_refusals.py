"""General rules: notes, odd shapes, requests refused and responses delivered, strict."""

import pytest

import aurora_compat as ac

from ._check import (
    DOWN,
    NEW,
    OLD,
    UP,
    V18,
    V22,
    V24,
    Json,
    check,
    hop,
    notes_of,
    refused,
    translated,
    translation,
    unsupported,
)

ROLES = ac.Context(roles={"Admin": "role-1"})
KINDS = ["lost", "unsupported", "conflict", "assumed", "missing"]
NOTED: list[tuple[str, str, str, str, str, Json]] = [
    ("lost", "retrieve_agreement", "response", V22, V24, {"agreement": {"updated_at": "t"}}),
    ("lost", "run_auto_designer", "request", V18, V22, {"auto_designer": {"allow_filler_row": True}}),
    ("unsupported", "retrieve_financing", "response", V22, V24, {"financing": {"system_price": 1}}),
    ("unsupported", "create_webhook", "request", V22, V24, {"webhook": {"enabled": "yes"}}),
    ("conflict", "retrieve_financing", "response", V22, V24, {"financing": {"system_cost": 1, "system_price": 1}}),
    ("conflict", "create_project", "request", V22, V24, {"project": {"customer_address": 1, "mailing_address": 1}}),
    ("missing", "retrieve_agreement", "response", V24, V22, {"agreement": {"id": "a"}}),
    ("missing", "retrieve_tenant", "response", V24, V22, {"tenant": {"id": "t"}}),
    ("assumed", "retrieve_design_summary", "response", V22, V18, {"design": {"system_size_stc": 1}}),
    ("assumed", "create_webhook", "request", V22, V24, {"webhook": {"enabled": "true"}}),
]


@pytest.mark.parametrize(("kind", "operation", "part", "source", "target", "body"), NOTED)
class TestStrict:
    def test_true_raises_on_all_kinds_but_assumed(
        self, kind: str, operation: str, part: str, source: str, target: str, body: Json
    ) -> None:
        lenient = translation(body, operation, part, source, target)
        assert [note.kind for note in lenient.notes] == [kind]
        if kind == "assumed":
            t = translation(body, operation, part, source, target, strict=True)
            assert (t.result, t.notes) == (lenient.result, lenient.notes)
        else:
            with pytest.raises(ac.LossError) as raised:
                translation(body, operation, part, source, target, strict=True)
            assert notes_of(raised.value.notes) == notes_of(lenient.notes)

    @pytest.mark.parametrize("picked", KINDS)
    def test_a_set_picks_kinds(
        self, kind: str, operation: str, part: str, source: str, target: str, body: Json, picked: str
    ) -> None:
        if picked == kind:
            with pytest.raises(ac.LossError):
                translation(body, operation, part, source, target, strict={picked})
        else:
            assert translation(body, operation, part, source, target, strict={picked}).notes

    def test_false_accepts_every_kind(
        self, kind: str, operation: str, part: str, source: str, target: str, body: Json
    ) -> None:
        for strict in (False, frozenset[str]()):
            (note,) = translation(body, operation, part, source, target, strict=strict).notes
            assert note.kind == kind


def test_strict_carries_the_kinds_that_it_refuses() -> None:
    body = {"webhook": {"enabled": "yes", "filters": [{"x": 1}]}}
    with pytest.raises(ac.LossError) as raised:
        translation({"webhook": {"filters": [{"x": 1}]}}, "retrieve_webhook", "response", V24, V22, strict={"lost"})
    assert notes_of(raised.value.notes) == {("lost", "/webhook/filters/0", "webhook-filters", "source")}
    assert translated(body, "create_webhook", "request", V22, V24, strict={"lost"})[1] == {
        unsupported("webhook-enabled", "/webhook/enabled"),
        unsupported("webhook-filters", "/webhook/filters"),
    }


class TestNotes:
    def test_plain_renames_moves_and_mappings_make_none(self) -> None:
        for operation, old, new in [
            ("create_project", {"project": {"customer_address": 1}}, {"project": {"mailing_address": 1}}),
            (
                "update_design_pricing",
                {"pricing": {"pricing_mode": "flat system cost"}},
                {"pricing": {"pricing_method": "flat system price"}},
            ),
            (
                "create_webhook",
                {"webhook": {"filters": {"A": 1}}},
                {"webhook": {"filters": [{"url_parameter": "A", "value": 1}]}},
            ),
        ]:
            check(old, operation, "request", V22, V24, new)
            check(new, operation, "request", V24, V22, old)

    def test_pointers_are_json_pointers(self) -> None:
        body = {"webhook": {"filters": [{"url_parameter": "A", "value": 1, "x/y~z": 2}]}}
        _, notes = translated(body, "retrieve_webhook", "response", V24, V22)
        assert notes == {("lost", "/webhook/filters/0/x~1y~0z", "webhook-filters", "source")}

    @pytest.mark.parametrize(("kind", "operation", "part", "source", "target", "body"), NOTED)
    def test_each_has_its_change_and_side(
        self, kind: str, operation: str, part: str, source: str, target: str, body: Json
    ) -> None:
        (note,) = translation(body, operation, part, source, target).notes
        assert note.change in ac.changes
        assert note.side == ("target" if kind == "missing" or note.change == "system-size" else "source")
        assert note.message


ROOTS: list[Json] = [[], [1], "x", 5, 1.5, True, False]


@pytest.mark.parametrize("root", ROOTS)
class TestARootThatIsNoObject:
    @pytest.mark.parametrize(
        ("operation", "part", "change"),
        [
            ("create_user", "request", "user-roles"),
            ("retrieve_user", "response", "user-roles"),
            ("retrieve_design_summary", "response", "system-size"),
            ("list_financings", "response", "list-financings-reduced"),
            ("run_auto_designer", "request", "autodesigner-options"),
        ],
    )
    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_on_the_older_edge(self, operation: str, part: str, change: str, direction: str, root: Json) -> None:
        check(root, operation, part, *hop(OLD, direction), root, [unsupported(change, "")])

    @pytest.mark.parametrize(
        ("operation", "part", "change"),
        [
            ("retrieve_tenant", "response", "tenant-user-ids"),
            ("retrieve_agreement", "response", "agreement-updated-at"),
            ("retrieve_roof_summary", "response", "roof-modules"),
            ("update_design_pricing", "request", "pricing"),
            ("retrieve_financing", "response", "financing-price"),
            ("retrieve_webhook", "response", "webhook-filters"),
        ],
    )
    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_on_the_newer_edge(self, operation: str, part: str, change: str, direction: str, root: Json) -> None:
        check(root, operation, part, *hop(NEW, direction), root, [unsupported(change, "")])


def test_a_null_root_passes() -> None:
    for operation in ("create_user", "create_project", "run_auto_designer", "update_design_pricing", "create_webhook"):
        for source, target in [(V18, V24), (V24, V18)]:
            check(None, operation, "request", source, target, None)
            check(None, operation, "response", source, target, None)


REFUSED: list[tuple[str, str, str, Json, str]] = [
    ("update_user", V18, V22, {"user": {"user_level": "Owner"}}, "user-roles"),
    ("update_user", V22, V18, {"user": {"role_id": "gone"}}, "user-roles"),
    ("update_user", V18, V22, {"user": {"user_level": 5}}, "user-roles"),
    ("update_webhook", V22, V24, {"webhook": {"filters": "STATUS"}}, "webhook-filters"),
    ("update_webhook", V24, V22, {"webhook": {"filters": 5}}, "webhook-filters"),
    ("update_webhook", V24, V22, {"webhook": {"filters": [{"value": 1}]}}, "webhook-filters"),
    (
        "update_webhook",
        *(V24, V22),
        {"webhook": {"filters": [{"url_parameter": "A", "value": 1}, {"url_parameter": "A", "value": 2}]}},
        "webhook-filters",
    ),
    ("update_project", V22, V24, {"project": {"address": "a", "location": "x"}}, "property-location"),
    ("update_project", V24, V22, {"project": {"location": ["x"]}}, "property-location"),
]


@pytest.mark.parametrize(("operation", "source", "target", "body", "change"), REFUSED)
class TestRefusedAndDelivered:
    def test_a_request_is_refused(self, operation: str, source: str, target: str, body: Json, change: str) -> None:
        refused(body, operation, source, target, change, context=ROLES)

    def test_a_response_is_delivered_with_notes(
        self, operation: str, source: str, target: str, body: Json, change: str
    ) -> None:
        t = translation(body, operation, "response", source, target, context=ROLES)
        assert change in {note.change for note in t.notes}

    def test_a_refusal_survives_more_hops(
        self, operation: str, source: str, target: str, body: Json, change: str
    ) -> None:
        edge = (V18, V24) if source < target else (V24, V18)
        refused(body, operation, *edge, change, context=ROLES)


def test_a_response_never_misses_context() -> None:
    for operation, source, target, body in [
        ("retrieve_user", V18, V22, {"user": {"user_level": "Admin"}}),
        ("list_users", V22, V18, {"users": [{"role_id": "x"}]}),
        ("retrieve_tenant", V24, V18, {"tenant": {}}),
        ("list_financings", V24, V18, {"financings": [{"id": "f"}]}),
    ]:
        t = translation(body, operation, "response", source, target)
        assert {note.kind for note in t.notes} <= {"missing", "lost"}
        assert t.needs
        assert not any(need.required for need in t.needs)


def test_a_refusal_is_data() -> None:
    with pytest.raises(ac.Untranslatable) as raised:
        translation({"user": {"user_level": "Owner"}}, "create_user", "request", V18, V22, context=ROLES)
    error = raised.value
    assert isinstance(error, ac.AuroraCompatError)
    assert (error.operation, error.change, error.pointer) == ("create_user", "user-roles", "/user/user_level")
    assert (str(error.source), str(error.target)) == (V18, V22)
    assert "user-roles" in str(error)
