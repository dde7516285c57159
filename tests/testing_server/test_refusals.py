"""What a fake server refuses in a body, and how it names the field."""

from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.testing.server import FakeAurora
from tests.rules._check import V18, V22, V24

from ._kit import PROJECT, USER, VERSIONS, messages, params_of


@pytest.fixture(params=VERSIONS)
def fake(request: pytest.FixtureRequest) -> FakeAurora:
    return FakeAurora(request.param)


FOREIGN = [
    (V18, "create_project", {"project": {"location": {}}}, "project.location"),
    (V24, "create_project", {"project": {"address": "x"}}, "project.address"),
    (V24, "create_project", {"project": {"customer_address": "x"}}, "project.customer_address"),
    (V22, "update_project", {"project": {"mailing_address": "x"}}, "project.mailing_address"),
    (V18, "create_user", {"user": {"role_id": "x"}}, "user.role_id"),
    (V22, "create_user", {"user": {"user_level": "Admin"}}, "user.user_level"),
    (V24, "update_design_pricing", {"pricing": {"flat_system_cost": 1}}, "pricing.flat_system_cost"),
    (V18, "update_design_pricing", {"pricing": {"flat_system_price": 1}}, "pricing.flat_system_price"),
    (V24, "update_design_pricing", {"pricing": {"pricing_mode": "price per watt"}}, "pricing.pricing_mode"),
    (V24, "update_webhook", {"webhook": {"filters": {"STATUS": "sold"}}}, "webhook.filters"),
    (V18, "update_webhook", {"webhook": {"filters": []}}, "webhook.filters"),
    (V24, "update_webhook", {"webhook": {"enabled": "true"}}, "webhook.enabled"),
    (
        V22,
        "run_auto_designer",
        {"auto_designer": {"placement_options": {"row_spacing_meters": 1}}},
        "auto_designer.placement_options.row_spacing_meters",
    ),
    (
        V18,
        "run_auto_designer",
        {"auto_designer": {"irradiance_constraints": {}}},
        "auto_designer.irradiance_constraints",
    ),
]


@pytest.mark.parametrize(("version", "operation", "body", "field"), FOREIGN)
def test_a_key_of_another_version_is_422_and_named(version: str, operation: str, body: Any, field: str) -> None:
    fake = FakeAurora(version)
    response = fake.call(operation, body, **params_of(operation, version))
    assert response.status == 422
    assert any(field in message for message in messages(fake, response))


def test_the_message_tells_what_the_field_is_called_here() -> None:
    fake = FakeAurora(V24)
    response = fake.call("update_project", {"project": {"address": "x"}}, project_id=PROJECT)
    told = "project.address is a field of 2018.01, not of 2024.05, here it is project.location.property_address"
    assert messages(fake, response) == [told]


WRONG = [
    ("update_project", {"project": {"name": 5}}, "project.name"),
    ("create_project", {}, "project"),
    ("create_project", {"project": {"name": "Nowhere"}}, "address"),
    ("create_project", {"project": {"customer_email": "x" * 256}}, "project.customer_email"),
    ("create_design", {"design": {"project_id": "p-9"}}, "design.project_id"),
    ("create_webhook", {"webhook": {"enabled": 5}}, "webhook.enabled"),
    ("create_user", {"user": {"email": "jessica.solar@example.com"}}, "user.email"),
]


@pytest.mark.parametrize(("operation", "body", "field"), WRONG)
def test_a_body_that_breaks_the_model_is_422_and_names_the_field(
    fake: FakeAurora, operation: str, body: Any, field: str
) -> None:
    response = fake.call(operation, body, **params_of(operation, str(fake.version)))
    assert response.status == 422
    assert any(field in message for message in messages(fake, response))


def test_roles_are_refused_in_the_names_of_the_version() -> None:
    for version, body, field in (
        (V18, {"user_level": "Pilot"}, "user.user_level"),
        (V22, {"role_id": "r-9"}, "user.role_id"),
    ):
        fake = FakeAurora(version)
        response = fake.call("update_user", {"user": body}, user_id=USER)
        assert messages(fake, response)[0].startswith(field)


def test_2024_rejects_null_for_customers() -> None:
    body = {"project": {"customer_email": None}}
    assert FakeAurora(V24).call("update_project", body, project_id=PROJECT).status == 422
    assert FakeAurora(V22).call("update_project", body, project_id=PROJECT).status == 200


def test_bodies_that_are_none(fake: FakeAurora) -> None:
    base = fake.request("create_project", {})
    broken = ac.Request("POST", base.path, headers=base.headers, body=b"{")
    assert fake.send(broken).status == 400
    form = ac.Request("POST", base.path, headers={**fake.headers, "Content-Type": "text/plain"}, body=b"{}")
    assert fake.send(form).status == 415
