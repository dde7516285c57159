"""What the models take and what they refuse, and where they say that it is."""

import math
from typing import Any, Literal

import pytest
from pydantic import ValidationError

from aurora_compat.models import Model, model_for, v2018_01, v2024_05
from aurora_compat.words.jsons import same
from aurora_compat.words.operation import Part

PROJECT = {"id": "p-1"}
Loc = tuple[int | str, ...]


def _model(operation: str, part: Part, version: str) -> type[Model]:
    model = model_for(operation, part, version)
    assert model is not None
    return model


def _errors(operation: str, part: Part, version: str, body: Any) -> list[tuple[Loc, str]]:
    with pytest.raises(ValidationError) as caught:
        _model(operation, part, version).model_validate(body)
    return [(error["loc"], error["type"]) for error in caught.value.errors(include_input=False)]


def _kept(operation: str, part: Part, version: str, body: Any) -> bool:
    return same(_model(operation, part, version).model_validate(body).model_dump(exclude_unset=True), body)


def test_unknown_fields_are_kept_at_any_depth() -> None:
    body = {
        "project": {**PROJECT, "location": {"what3words": "a.b.c", "deep": [{"1": 1, "2": 1.0, "3": True, "4": None}]}},
        "beside": [],
    }
    assert _kept("retrieve_project", "response", "2024.05", body)


def test_numbers_stay_what_they_are() -> None:
    for number in (0, 1, 1.0, -0.5, 10**30):
        assert _kept("update_design_pricing", "request", "2024.05", {"pricing": {"price_per_watt": number}})


@pytest.mark.parametrize("wrong", [True, "3.1", [3.1], {"value": 3.1}, math.nan, math.inf])
def test_a_number_is_no_boolean_no_text_and_finite(wrong: Any) -> None:
    body = {"pricing": {"price_per_watt": wrong}}
    assert _errors("update_design_pricing", "request", "2018.01", body) == [
        (("pricing", "price_per_watt"), "wrong_type")
    ]


@pytest.mark.parametrize(
    ("operation", "part", "version", "body", "loc", "type_"),
    [
        ("create_project", "request", "2018.01", {"project": {"latitude": "36"}}, "project/latitude", "wrong_type"),
        ("create_project", "request", "2024.05", {"project": {"location": []}}, "project/location", "model_type"),
        (
            "create_project",
            "request",
            "2024.05",
            {"project": {"location": {"property_address": 1}}},
            "project/location/property_address",
            "string_type",
        ),
        ("create_project", "request", "2024.05", {"project": {"tags": "south"}}, "project/tags", "list_type"),
        ("create_project", "request", "2024.05", {"project": []}, "project", "model_type"),
        ("create_project", "request", "2024.05", {}, "project", "missing"),
        ("create_project", "request", "2024.05", [], "", "model_type"),
        ("list_projects", "response", "2018.01", {"projects": {}}, "projects", "list_type"),
        ("list_projects", "response", "2018.01", {"projects": [PROJECT, {}]}, "projects/1/id", "missing"),
        ("create_user", "request", "2018.01", {"user": {"user_level": 3}}, "user/user_level", "string_type"),
        ("create_user", "request", "2022.09", {"user": {"role_id": 3}}, "user/role_id", "string_type"),
        (
            "create_design_request",
            "request",
            "2024.05",
            {"design_request": {"sla": True}},
            "design_request/sla",
            "int_type",
        ),
        (
            "retrieve_roof_summary",
            "response",
            "2024.05",
            {"roofs": [{"faces": [{"modules": 1}]}]},
            "roofs/0/faces/0/modules",
            "bool_type",
        ),
        (
            "retrieve_design_summary",
            "response",
            "2022.09",
            {"design": {"arrays": [{}, {"module": {"count": "11"}}]}},
            "design/arrays/1/module/count",
            "int_type",
        ),
        ("retrieve_design_summary", "response", "2024.05", {"design": {"arrays": 1}}, "design/arrays", "wrong_type"),
        (
            "retrieve_design_summary",
            "response",
            "2024.05",
            {"design": {"energy_production": {"hourly": [1, "2"]}}},
            "design/energy_production/hourly/1",
            "wrong_type",
        ),
        (
            "retrieve_design_summary",
            "response",
            "2018.01",
            {"design": {"system_size_stc": None}},
            "design/system_size_stc",
            "wrong_type",
        ),
        ("update_webhook", "request", "2022.09", {"webhook": {"filters": []}}, "webhook/filters", "dict_type"),
        (
            "update_webhook",
            "request",
            "2024.05",
            {"webhook": {"filters": [{"value": "sold"}]}},
            "webhook/filters/0/url_parameter",
            "missing",
        ),
        (
            "run_auto_designer",
            "request",
            "2018.01",
            {"placement_options": {"row_spacing_meters": "0.02"}},
            "placement_options/row_spacing_meters",
            "wrong_type",
        ),
        (
            "run_auto_designer",
            "request",
            "2022.09",
            {"auto_designer": {"irradiance_constraints": []}},
            "auto_designer/irradiance_constraints",
            "model_type",
        ),
    ],
)
def test_a_wrong_type_is_refused_at_its_place(
    operation: str, part: Part, version: str, body: Any, loc: str, type_: str
) -> None:
    ((found, found_type),) = _errors(operation, part, version, body)
    assert "/".join(map(str, found)) == loc
    assert found_type == type_


@pytest.mark.parametrize("enabled", [True, False, "true", "False", "TRUE", None])
def test_enabled_may_be_text_in_older_requests(enabled: Any) -> None:
    assert _kept("create_webhook", "request", "2018.01", {"webhook": {"enabled": enabled}})


@pytest.mark.parametrize("enabled", ["yes", "", "true ", "true\n", 1])
def test_enabled_is_no_other_text(enabled: Any) -> None:
    body = {"webhook": {"enabled": enabled}}
    assert _errors("create_webhook", "request", "2022.09", body) == [(("webhook", "enabled"), "wrong_type")]


def test_enabled_is_a_boolean_in_answers() -> None:
    body = {"webhook": {"enabled": "true"}}
    assert _errors("create_webhook", "response", "2022.09", body) == [(("webhook", "enabled"), "bool_type")]


@pytest.mark.parametrize("value", ["sold", ["sold", "lost"], [], None])
def test_the_value_of_a_filter_is_a_text_or_a_list(value: Any) -> None:
    assert _kept("update_webhook", "request", "2018.01", {"webhook": {"filters": {"STATUS": value}}})
    newer = {"webhook": {"filters": [{"url_parameter": "STATUS", "value": value}]}}
    assert _kept("update_webhook", "request", "2024.05", newer)


def test_arrays_may_be_text_and_their_schema_says_so() -> None:
    assert _kept("retrieve_design_summary", "response", "2024.05", {"design": {"arrays": "[]"}})
    modes: tuple[Literal["validation", "serialization"], ...] = ("validation", "serialization")
    for mode in modes:
        schema = v2024_05.DesignSummary.model_json_schema(mode=mode)
        assert schema["properties"]["arrays"]["anyOf"] == [
            {"items": {"$ref": "#/$defs/SummaryArray2024"}, "type": "array"},
            {"type": "string", "contentMediaType": "application/json"},
        ]


def test_the_schemas_of_scalars() -> None:
    project = v2024_05.Project.model_json_schema()["properties"]
    assert project["id"]["format"] == "uuid"
    assert project["created_at"]["anyOf"][0] == {"type": "string", "x-format": "YYYY-MM-DD HH:MM:SS UTC"}
    assert v2024_05.BillItem.model_json_schema()["properties"]["quantity"]["type"] == "number"
    enabled = v2018_01.WebhookInput.model_json_schema()["properties"]["enabled"]["anyOf"]
    assert [choice["type"] for choice in enabled] == ["boolean", "string", "null"]


def test_auto_designer_takes_its_options_at_the_root_too() -> None:
    options = {"mode": "max_fit", "placement_options": {"orientations": ["portrait"]}}
    assert _kept("run_auto_designer", "request", "2024.05", options)
    assert _kept("run_auto_designer", "request", "2024.05", {"auto_designer": options})


def test_what_is_only_inferred_may_be_null() -> None:
    for operation, body in {
        "list_roles": {"roles": [{"id": None, "name": None}]},
        "list_agreements": {"agreements": None},
        "retrieve_ahj": {"ahj": None},
        "run_auto_designer": {"auto_designer_job": {"job_id": None, "status": None}},
        "retrieve_tenant": {"tenant": {"id": None, "name": None}},
        "create_adder": {"adder": None},
    }.items():
        for version in ("2018.01", "2022.09", "2024.05"):
            assert _kept(operation, "response", version, body)


def test_ids_and_times_are_opaque() -> None:
    body = {"project": {"id": "not a uuid", "created_at": "yesterday", "project_type": "industrial"}}
    assert _kept("retrieve_project", "response", "2024.05", body)


def test_credentials_are_not_shown() -> None:
    webhook = v2018_01.WebhookInput.model_validate({"event": "project_created", "header_auth_value": "hidden-value"})
    assert "hidden-value" not in repr(webhook)
    with pytest.raises(ValidationError) as caught:
        v2018_01.WebhookInput.model_validate({"header_auth_value": ["hidden-value"]})
    assert "hidden-value" not in str(caught.value)


def test_absent_fields_read_as_none() -> None:
    project = v2018_01.Project.model_validate(PROJECT)
    assert (project.address, project.latitude, project.updated_at) == (None, None, None)
    assert project.model_dump(exclude_unset=True) == PROJECT
