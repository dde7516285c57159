"""Documents nested 10,000 levels deep, outside and inside what the rules open: no crash, and no RecursionError."""

from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.words.jsons import copied, same
from aurora_compat.words.pointer import keys_of

LEVELS = 10_000
OLDEST, MIDDLE, NEWEST = "2018.01", "2022.09", "2024.05"
PAIRS = ((OLDEST, NEWEST), (NEWEST, OLDEST))


def nested(key: str | None, inner: Any = None, levels: int = LEVELS) -> Any:
    """Lists of lists, or objects under one key."""
    value = inner
    for _ in range(levels):
        value = [value] if key is None else {key: value}
    return value


LISTS = nested(None)
OBJECTS = nested("a", 1)
COSTS = nested("cost", 1)
LESS = {"lists": nested(None, levels=5_000), "objects": nested("a", 1, levels=5_000)}
"""Deep enough for every stack: what is copied and compared time and again goes with these."""
DEEP = {"lists": LISTS, "objects": OBJECTS}
deep = pytest.mark.parametrize("value", DEEP.values(), ids=DEEP.keys())
ways = pytest.mark.parametrize(("source", "target"), PAIRS, ids=["up", "down"])

TOUCHED = sorted(
    {
        (name, part)
        for change in ac.changes.values()
        for body in change.bodies
        for name in body.operations
        for part in body.parts
    }
    - {("*", "request"), ("*", "response")}
)
ENVELOPES = (
    *("project", "projects", "user", "users", "tenant", "design", "financing", "financings", "agreement", "agreements"),
    *("design_request", "design_requests", "roofs", "pricing", "webhook", "webhooks", "placement_options"),
)
CONTEXT = ac.Context(roles={"Admin": "a"})


def translated(payload: Any, source: str, target: str, **more: Any) -> ac.Translation | None:
    """The translation; None where a rule refuses, or the package's limit of depth is met where a rule must look."""
    given: dict[str, Any] = {"source": source, "target": target, "context": CONTEXT}
    try:
        return ac.translate(payload, **(given | more))
    except (ac.Untranslatable, ac.MalformedPayload) as error:
        assert len(str(error)) < 2_000  # noqa: PT017  # what is raised may differ, that it is short may not
        return None


@ways
@deep
@pytest.mark.parametrize(("operation", "part"), TOUCHED, ids=lambda name: name)
def test_in_every_envelope(operation: str, part: str, source: str, target: str, value: Any) -> None:
    payload = {envelope: value for envelope in ENVELOPES if envelope != "pricing"}
    t = translated(payload, source, target, operation=operation, part=part)
    if part == "response":
        assert t is not None
        assert t.result is not None
    if t is not None:
        assert len(t.notes) < 100
    translated(value, source, target, operation=operation, part=part)


@ways
@deep
@pytest.mark.parametrize(
    ("operation", "part", "envelope", "keys"),
    [
        (
            "create_project",
            "request",
            "project",
            ("customer_address", "mailing_address", "tags", "preferred_solar_panels"),
        ),
        (
            "list_projects",
            "response",
            "projects",
            ("updated_at", "address", "latitude", "location", "property_address"),
        ),
        (
            "retrieve_design_summary",
            "response",
            "design",
            ("system_size", "system_size_stc", "arrays", "bill_of_materials"),
        ),
        ("retrieve_tenant", "response", "tenant", ("user_ids", "other")),
        ("retrieve_financing", "response", "financing", ("system_cost", "system_price", "other")),
        ("list_financings", "response", "financings", ("id", "financing_option", "other")),
        ("create_webhook", "request", "webhook", ("enabled", "url_template")),
        ("retrieve_webhook", "response", "webhook", ("filters", "enabled")),
        ("list_webhooks", "response", "webhooks", ("filters", "enabled")),
        ("retrieve_design_request", "response", "design_request", ("image_src", "other")),
        ("retrieve_roof_summary", "response", "roofs", ("panels", "modules", "faces")),
        ("run_auto_designer", "request", "placement_options", ("row_spacing_meters", "min_sap", "other")),
        ("create_user", "response", "user", ("user_level", "role_id", "other")),
    ],
)
def test_under_every_key_that_a_rule_knows(
    operation: str, part: str, envelope: str, keys: tuple[str, ...], source: str, target: str, value: Any
) -> None:
    where: dict[str, Any] = {"operation": operation, "part": part}

    def body(value: Any) -> Any:
        thing = dict.fromkeys(keys, value)
        return {envelope: [thing] if envelope.endswith("s") and envelope != "placement_options" else thing}

    t = translated(body(value), source, target, **where)
    assert t is None or len(t.notes) < 100
    less = body(LESS["lists" if value is LISTS else "objects"])
    t = translated(less, source, target, **where)
    if t is not None:
        back = translated(t.result, target, source, residue=t.residue, **where)
        assert back is None or same(back.result, less)


@ways
@deep
def test_below_pricing_the_limit_of_depth_is_met(source: str, target: str, value: Any) -> None:
    for body in (
        {"pricing": {"other": value}},
        {"pricing": {"line_items" if source == OLDEST else "pricing_by_component": [{"x": value}]}},
        {"pricing": {"cost": value}},
    ):
        with pytest.raises(ac.MalformedPayload) as raised:
            ac.translate(body, operation="update_design_pricing", part="request", source=source, target=target)
        error = raised.value
        assert "512" in error.message
        where = (error.operation, error.part, error.source, error.target)
        assert where == ("update_design_pricing", "request", source, target)
        assert raised.value.pointer is not None
        assert raised.value.pointer.startswith("/pricing")
        assert len(raised.value.pointer) < 100
    for name in ("adders", "incentives"):
        body = {"pricing": {name: value}}
        t = ac.translate(body, operation="update_design_pricing", part="request", source=source, target=target)
        assert t.result is body


@pytest.mark.parametrize(("levels", "fits"), [(500, True), (600, False)])
def test_below_pricing_what_fits_is_translated(levels: int, fits: bool) -> None:
    value: Any = 1
    for _ in range(levels):
        value = {"unit_cost": value}
    body = {"pricing": value}
    where: dict[str, Any] = {"operation": "update_design_pricing", "part": "response"}
    t = translated(body, MIDDLE, NEWEST, **where)
    assert (t is not None) == fits
    if t is not None:
        assert str(t.result).count("unit_price") == levels
        assert len(t.notes) == levels
        assert ac.translate(t.result, source=NEWEST, target=MIDDLE, residue=t.residue, **where).result == body


@deep
def test_in_a_4xx_answer(value: Any) -> None:
    where: dict[str, Any] = {"operation": "retrieve_project", "part": "response", "path_params": {"project_id": "p"}}
    less = LESS["lists" if value is LISTS else "objects"]
    for holder, status in ((value, 404), (less, 422)):
        for body in (
            *(holder, {"errors": holder}, {"errors": [holder]}, {"error": holder}, {"message": holder}, [holder, "no"]),
            *({"errors": {"a": holder}}, {"errors": [{"message": holder}]}, {"error": "no", "more": holder}),
        ):
            t = ac.translate(body, source=OLDEST, target=NEWEST, status=status, **where)
            assert all(isinstance(error["message"], str) for error in t.result["errors"])
            assert len(t.notes) < 10
            if holder is less:
                back = ac.translate(t.result, source=NEWEST, target=OLDEST, status=status, residue=t.residue, **where)
                assert same(back.result, body)


@deep
def test_beside_what_a_rule_edits(value: Any) -> None:
    body = {"project": {"customer_address": "1 Way", "updated_at": 1, "deep": value}, "deep": value}
    before = copied(body)
    where: dict[str, Any] = {"operation": "retrieve_project", "part": "response"}
    t = ac.translate(body, source=OLDEST, target=NEWEST, **where)
    assert t.result["deep"] is value
    assert t.result["project"]["deep"] is value
    assert same(body, before)
    assert len(t.patch().patch) == 2
    there = ac.translate(t.result, source=NEWEST, target=OLDEST, residue=t.residue, **where)
    assert same(there.result, body)
    assert there.notes == ()


def test_answers_and_contexts() -> None:
    body = {"tenant": {"id": "t"}}
    where: dict[str, Any] = {"operation": "retrieve_tenant", "part": "response", "path_params": {"tenant_id": "t"}}
    t = ac.translate(body, source=NEWEST, target=OLDEST, **where)
    (need,) = t.needs
    for answer in ({"users": LISTS}, {"users": [{"id": OBJECTS}]}, {"users": OBJECTS}, {"deep": LISTS}):
        context = ac.Context().with_answer(need, answer)
        hash(context)
        t = ac.translate(body, source=NEWEST, target=OLDEST, context=context, **where)
        assert t.result is not None
        assert len(t.notes) == 1


@pytest.mark.parametrize("levels", [1, 10, 28])
def test_notes_below_a_tower_of_renamed_keys_still_point_into_input_and_result(levels: int) -> None:
    """Pointers are into the first input or the last result; `trace.DEEP` says how far down moves are followed."""
    tower: Any = {"cost_price": 1, "a_cost": 1, "a_price": 2}
    for _ in range(levels):
        tower = {"unit_cost": tower}
    body = {"pricing": tower}
    t = ac.translate(body, operation="update_design_pricing", part="response", source=MIDDLE, target=NEWEST)
    assert len(t.notes) == levels + 3
    for note in t.notes:
        held: Any = body if note.side == "source" else t.result
        for key in keys_of(note.pointer):
            held = held[key]


def test_a_key_of_cost_at_every_level() -> None:
    with pytest.raises(ac.MalformedPayload):
        ac.translate(
            {"pricing": COSTS}, operation="retrieve_design_pricing", part="response", source=MIDDLE, target=NEWEST
        )
