"""The strategies: every payload valid, and of every kind."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

import aurora_compat as ac
from aurora_compat.edits import At, Rename
from aurora_compat.models import model_for
from aurora_compat.testing import contexts, exchanges, payloads, requests
from aurora_compat.testing.outline import pointers
from aurora_compat.testing.schemas import from_schema
from tests.testing._broken import GOOD, change, shop

MODELLED = [
    (operation, part, str(version), status)
    for operation in ac.operations
    for part in ("request", "response")
    for version in ac.versions
    for status in ((200, 422) if part == "response" else (200,))
    if model_for(operation, part, version, status) is not None
]
FEW = settings(max_examples=4)
MANY = settings(max_examples=300, phases=[Phase.generate])


_PHONE = ac.Change(
    id="project-phone",
    summary="`customer_phone` is called `phone`.",
    published="customer_phone becomes phone.",
    source="changelog of 2026.01",
    grade="A",
    bodies=(ac.Body(("retrieve_project",), At("project", Rename("customer_phone", "phone"))),),
)


def lacking(strategy: st.SearchStrategy[Any], *conditions: Callable[[Any], Any]) -> list[int]:
    """Which of the conditions hold for none of many examples."""
    missing = dict(enumerate(conditions))

    for start in range(6):  # until all are found: which examples come first differs from one Hypothesis to the next
        if not missing:
            break

        @seed(start)
        @MANY
        @given(strategy)
        def look(example: Any) -> None:
            for index, condition in list(missing.items()):
                if condition(example):
                    del missing[index]

        look()
    return list(missing)


@pytest.mark.parametrize("version", [str(version) for version in ac.versions])
def test_every_payload_is_valid(version: str) -> None:
    for operation, part, here, status in MODELLED:
        if here != version:
            continue
        model = model_for(operation, part, here, status)  # type: ignore[arg-type]
        assert model is not None

        @FEW
        @given(payloads(operation, part, here, unknown=True, status=status))  # type: ignore[arg-type]
        def check(payload: Any) -> None:
            model.model_validate(payload)  # noqa: B023  # it is called at once
            assert json.loads(json.dumps(payload)) == payload

        check()


project = payloads("retrieve_project", "response", "2018.01")


def test_variety() -> None:
    assert not lacking(
        project,
        lambda body: body["project"].get("name", "") is None,
        lambda body: "name" not in body["project"],
        lambda body: body["project"].get("project_type") == "commercial",
        lambda body: body["project"].get("project_type") not in (None, "residential", "commercial"),
        lambda body: "Example Street" in (body["project"].get("address") or ""),
        lambda body: "@example" in (body["project"].get("customer_email") or ""),
        lambda body: (body["project"].get("created_at") or "").endswith(" UTC"),
        lambda body: isinstance(body["project"].get("latitude"), float),
        lambda body: isinstance(body["project"].get("latitude"), int),
    )
    assert not lacking(payloads("list_projects", "response", "2024.05"), lambda body: len(body["projects"]) > 1)


@given(project)
def test_required_fields_always(body: Any) -> None:
    assert "id" in body["project"]
    latitude = body["project"].get("latitude")
    assert latitude is None or -90 <= latitude <= 90


@given(payloads("retrieve_project", "response", "2018.01", nulls=False))
def test_no_nulls(body: Any) -> None:
    assert None not in body["project"].values()


@given(payloads("create_webhook", "request", "2024.05"))
def test_url_parameters_are_unique(body: Any) -> None:
    names = [one["url_parameter"] for one in body["webhook"].get("filters") or ()]
    assert len(set(names)) == len(names)


@given(payloads("retrieve_project", "response", "2024.05"))
def test_no_unknown_fields_unless_asked_for(body: Any) -> None:
    model = model_for("retrieve_project", "response", "2024.05")
    assert model is not None
    assert not model.model_validate(body).model_extra
    assert set(body["project"]) <= set(model.model_fields["project"].annotation.model_fields)  # type: ignore[union-attr]


def test_unknown_fields_on_request() -> None:
    assert not lacking(
        payloads("retrieve_project", "response", "2024.05", unknown=True),
        *[lambda body, key=key: key in body["project"] for key in ("", "/", "~", "ключ", "custom_field")],
        lambda body: any(type(value) is int and value > 2**64 for value in body["project"].values()),
        lambda body: any(value is True for value in body["project"].values()),
        lambda body: "custom_field" in (body["project"].get("location") or ()),
    )


def test_errors() -> None:
    new, old = (payloads("create_user", "response", version, status=422) for version in ("2024.05", "2018.01"))
    assert not lacking(new, lambda body: body["errors"])
    assert not lacking(
        old, lambda body: isinstance(body, str), lambda body: body is None, lambda body: body and "errors" in body
    )


@given(payloads("retrieve_project", "request", "2024.05"))
def test_a_get_has_no_body(body: Any) -> None:
    assert body is None


def test_wrong_names() -> None:
    with pytest.raises(ac.UnknownOperation):
        payloads("create_projct", "request", "2024.05")
    with pytest.raises(ac.UnknownVersion):
        payloads("create_project", "request", "2031.01")
    operation = next(one for one in ac.operations.values() if one.template(ac.versions[0]) is None)
    with pytest.raises(ValueError, match=r"2018\.01 does not list"):
        requests(operation.name, "2018.01")


def test_payloads_are_nobody_elses() -> None:
    @settings(max_examples=30)
    @given(payloads("retrieve_project", "response", "2024.05", unknown=True))
    def spoil(body: Any) -> None:
        for value in body["project"].values():
            if isinstance(value, list):
                assert "spoiled" not in value
                value.append("spoiled")

    spoil()


# Registries of one's own.


def test_general_objects_hold_what_rules_name() -> None:
    assert not lacking(
        payloads("create_order", "request", "1", registry=GOOD),
        lambda body: "qty" in body.get("order", {}),
        lambda body: body.get("order", {}).get("state") == "done",
        lambda body: len(body.get("orders", ())) > 1,
    )
    newer = payloads("create_order", "request", "2", registry=GOOD)
    assert lacking(newer, lambda body: "quantity" in body.get("order", {}), lambda body: type(body) is not dict) == [1]


def test_places_that_a_later_release_names_first() -> None:
    renamed_twice = shop(
        change("quantity", Rename("qty", "quantity")), more=(change("count", Rename("quantity", "count")),)
    )
    oldest = payloads("create_order", "request", "1", registry=renamed_twice)
    assert not lacking(oldest, lambda body: "qty" in body.get("order", {}))
    places = list(pointers(renamed_twice, "create_order", "request", ac.Version.of("1")))
    assert set(places) == {("order", "paid"), ("orders", "*", "paid"), ("order", "qty"), ("orders", "*", "qty")}


class Item(BaseModel):
    sku: str = Field(pattern=r"^[A-Z]{3}-\d{2}$")
    price: float = Field(gt=0, le=1)
    size: tuple[int, str] | None = None


class Order(BaseModel):
    model_config = {"extra": "forbid"}
    items: list[Item] = Field(min_length=1, max_length=2)
    qty: int = Field(ge=2, lt=9, multiple_of=2)
    name: str = Field(min_length=3, max_length=5)
    labels: dict[str, int] = {}
    parent: "Order | None" = None


@settings(max_examples=40)
@given(payloads("create_order", "request", "1", registry=GOOD, model=Order, unknown=True))
def test_a_model_of_ones_own(body: Any) -> None:
    Order.model_validate_json(json.dumps(body))


def test_a_version_that_is_added_to_auroras() -> None:
    release = ac.Release(version=ac.Version.of("2026.01"), after=ac.Version.of("2024.05"), changes=(_PHONE,))
    registry = ac.registry.with_release(release)
    newest = payloads("retrieve_project", "response", "2026.01", registry=registry)
    missing = lacking(
        newest, lambda body: body["project"].get("phone"), lambda body: "customer_phone" in body["project"]
    )
    assert missing == [1]


@pytest.mark.parametrize(
    "schema",
    [
        {"enum": ["a", 1]},
        {"const": "x"},
        {"type": ["string", "null"]},
        {"oneOf": [{"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 5}]},
        {"allOf": [{"type": "object", "properties": {"a": {"const": 1}}, "required": ["a"]}]},
        {"type": "array", "prefixItems": [{"const": 1}], "items": {"const": 2}, "maxItems": 3},
        {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True},
        {"type": "object", "patternProperties": {"^x$": {"type": "null"}}},
        {"type": "string", "format": "date-time"},
        {"type": "object", "properties": {"a": False, "b": True}, "required": ["b"], "additionalProperties": False},
    ],
)
def test_schemas(schema: dict[str, Any]) -> None:
    kinds = {"integer": int, "string": (str, type(None)), "array": list, "object": dict}

    @settings(max_examples=15)
    @given(from_schema(schema))
    def check(value: Any) -> None:
        kind = schema.get("type", "object" if "allOf" in schema else None)
        kind = kind[0] if isinstance(kind, list) else kind
        assert kind is None or isinstance(value, kinds[kind])  # type: ignore[arg-type]
        assert "enum" not in schema or value in schema["enum"]
        assert "oneOf" not in schema or value == 4
        if "allOf" in schema:
            assert value["a"] == 1
        if "prefixItems" in schema:
            assert value[0] == 1
            assert len(value) <= 3
        if schema.get("uniqueItems"):
            assert len(set(value)) == len(value)

    if "a" in schema.get("properties", {}):
        schema["properties"].pop("a")
    check()


# Messages.


@settings(max_examples=30)
@given(requests("update_project", "2018.01", unknown=True))
def test_requests(request: ac.Request) -> None:
    route = ac.registry.route(request.method, request.path, "2018.01")
    assert route is not None
    assert route.operation == "update_project"
    assert request.headers.get("authorization")
    assert "project" in request.json()


def test_requests_have_odd_ids_and_queries() -> None:
    some = requests("list_racking_arrays", "2018.01")
    kinds: tuple[Callable[[ac.Request], Any], ...] = (
        lambda request: "%" in request.path,
        lambda request: request.query.get("max_panel_spacing"),
        lambda request: request.body,
    )
    assert lacking(some, *kinds) == [2]


EXCHANGES = [
    (operation, *ends)
    for operation in ("create_user", "retrieve_design_asset", "duplicate_design", "list_projects")
    for ends in (("2018.01", "2024.05"), ("2024.05", "2018.01"))
    if ac.operations[operation].template(ac.Version.of(ends[0])) is not None
]


@pytest.mark.parametrize(("operation", "client", "server"), EXCHANGES)
def test_exchanges(operation: str, client: str, server: str) -> None:
    @settings(max_examples=10)
    @given(exchanges(operation, client, server))
    def check(drawn: tuple[ac.Exchange, ac.Response]) -> None:
        exchange, answer = drawn
        upstream = exchange.upstream
        there = ac.registry.route(upstream.method, upstream.path, server)
        assert there is not None
        model = model_for(there.operation, "response", server, answer.status)
        if model is not None:
            model.model_validate(answer.json())
        assert exchange.respond(answer).result.status

    check()


def test_exchanges_of_ones_own_registry() -> None:
    @settings(max_examples=10)
    @given(exchanges("create_order", "1", "2", registry=GOOD), contexts(GOOD))
    def check(drawn: tuple[ac.Exchange, ac.Response], context: ac.Context) -> None:
        assert drawn[0].upstream.path == "/orders"
        assert context == ac.Context()
        drawn[0].respond(drawn[1])

    check()
