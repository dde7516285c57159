"""Every field says what it is and where it is known from, and takes what it says that it takes."""

import re
from types import NoneType
from typing import Any, get_args

import pytest
from pydantic import create_model
from pydantic.fields import FieldInfo

from aurora_compat.models import Model
from aurora_compat.models.base import inferred, seen
from tests.documents import VERSIONS
from tests.models._classes import everything, exported, reachable

MODELS = [pytest.param(model, id=model.__name__) for model in everything()]


def _extra(field: FieldInfo) -> dict[str, Any]:
    assert isinstance(field.json_schema_extra, dict)
    return field.json_schema_extra


@pytest.mark.parametrize("model", MODELS)
def test_every_field_has_a_description_and_an_evidence(model: type[Model]) -> None:
    words = {"S": "Seen in ", "I": "Inferred from "}
    for name, field in model.model_fields.items():
        extra, description = _extra(field), field.description
        assert description is not None, name
        assert words[extra["x-evidence"]] in description
        assert re.match(r"[A-Z].*[^.]\.$", description), description
        assert ".." not in description
        if "x-unit" in extra:
            assert f", in {extra['x-unit']}" in description
        assert all(value in description for value in extra.get("x-known-values", []))
        if "x-only" in extra:
            assert extra["x-only"] in VERSIONS
            assert f"Documented for {extra['x-only']} only" in description


@pytest.mark.parametrize("model", MODELS)
def test_an_absent_field_stays_absent_and_an_inferred_one_may_be_null(model: type[Model]) -> None:
    for name, field in model.model_fields.items():
        if not field.is_required():
            assert field.get_default(call_default_factory=True) is None, name
        if _extra(field)["x-evidence"] == "I":
            assert not field.is_required(), name
            assert NoneType in get_args(field.annotation), name


@pytest.mark.parametrize("model", MODELS)
def test_the_examples_of_every_field_fit_it(model: type[Model]) -> None:
    schema = {"properties": {}} if not model.model_fields else model.model_json_schema()
    for name, field in model.model_fields.items():
        declared: dict[str, Any] = {name: (field.annotation, field)}
        alone = create_model(model.__name__, __base__=Model, **declared)
        for example in field.examples or ():
            alone.model_validate({name: example})
        assert "default" not in schema["properties"][name]


@pytest.mark.parametrize("model", MODELS)
def test_a_model_keeps_what_it_does_not_know(model: type[Model]) -> None:
    assert model.model_config.get("extra") == "allow"
    assert model.model_config.get("strict") is True
    assert not any(field.alias or field.validation_alias for field in model.model_fields.values())


@pytest.mark.parametrize("model", MODELS)
def test_a_model_says_what_it_is(model: type[Model]) -> None:
    assert model.__doc__
    assert model.__doc__ != Model.__doc__


@pytest.mark.parametrize("version", VERSIONS)
def test_an_addition_is_declared_only_in_the_version_that_it_is_documented_for(version: str) -> None:
    for model in set().union(*map(reachable, exported(version).values())):
        for name, field in model.model_fields.items():
            assert _extra(field).get("x-only", version) == version, (model, name)


def test_the_additions_are_these() -> None:
    found = {
        (model.model_config.get("title", model.__name__), name)
        for model in everything()
        for name, field in model.model_fields.items()
        if "x-only" in _extra(field)
    }
    assert found == {
        ("Agreement", "signing_provider"),
        ("Design", "milestone"),
        ("DuplicatedDesign", "milestone"),
        ("Financing", "financier"),
        ("Location", "property_address_components"),
        ("Project", "ahj_id"),
        ("Project", "created_from_lead_id"),
        ("Project", "order_id"),
        ("User", "base_price_per_watt_max"),
        ("User", "base_price_per_watt_min"),
        ("UserInput", "base_price_per_watt_max"),
        ("UserInput", "base_price_per_watt_min"),
    }


def test_the_required_fields_are_these() -> None:
    found: dict[str, set[str]] = {}
    for model in everything():
        for name, field in model.model_fields.items():
            if field.is_required():
                found.setdefault(name, set()).add(str(model.model_config.get("title", model.__name__)))
    assert found.pop("id") == {
        "Agreement",
        "Design",
        "DesignRequest",
        "DuplicatedDesign",
        "Financing",
        "FinancingItem",
        "Project",
        "User",
    }
    assert found.pop("message") == {"ErrorMessage"}
    assert found.pop("errors") == {"ErrorBody"}
    assert found.pop("url_parameter") == {"WebhookFilter"}
    bodies = {"Request", "Envelope", "List", "RoofSummary"}
    assert all(title.endswith(tuple(bodies)) for titles in found.values() for title in titles)


def test_a_declaration_reads_like_documentation() -> None:
    class Example(Model):
        """One of each."""

        height: int | None = seen("How tall it is", unit="metres", examples=[3])
        kind: str | None = inferred("What it is.", known=["a", "b"], only="2024.05", source="its name")
        key: str = seen("A key", required=True, secret=True)

    schema = Example.model_json_schema()
    seen_in = "Aurora's documentation, its samples or working public clients"
    assert schema["required"] == ["key"]
    assert schema["properties"]["height"] == {
        "anyOf": [{"type": "integer"}, {"type": "null"}],
        "title": "Height",
        "description": f"How tall it is, in metres. Seen in {seen_in}.",
        "examples": [3],
        "x-evidence": "S",
        "x-unit": "metres",
    }
    assert schema["properties"]["kind"] == {
        "anyOf": [{"type": "string"}, {"type": "null"}],
        "title": "Kind",
        "description": "What it is. Known values, of an open set: a, b. Inferred from its name. "
        "Documented for 2024.05 only; other versions let it pass.",
        "examples": ["a", "b"],
        "x-evidence": "I",
        "x-known-values": ["a", "b"],
        "x-only": "2024.05",
    }
    assert repr(Example(key="k", height=3)) == "Example(height=3, kind=None)"
