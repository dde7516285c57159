"""Each fake server against the OpenAPI document of its version: schemathesis makes requests, and judges the answers.

Ids of paths are those of the sample tenant, and the format of ids is left out: ids are opaque, servers don't check it.
"""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

import aurora_compat as ac
from aurora_compat.testing.server import FakeAurora
from aurora_compat.testing.server.payload import PATH_PARAMS, request_body
from tests.rules._check import V18, V22, V24

from ._kit import document

ALWAYS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
KNOWS_MORE = {
    "create_user": ("user_level", "role_id"),
    "invite_user": ("user_level", "role_id"),
    "update_user": ("user_level", "role_id"),
    "create_project": ("address", "null", "characters"),
    "update_project": ("null", "characters"),
    "create_design": ("project_id", "site_model_design_id"),
    "create_design_request": ("project_id", "valid integer"),
    "run_auto_designer": ("valid integer",),
    "list_racking_arrays": ("number of metres",),
    "update_design_pricing": ("at most",),
    "create_adder": ("at most",),
    "create_webhook": ("twice",),
    "update_webhook": ("twice",),
}
"""What a server refuses by 422 though the schema allows it: ids that it does not have, numbers beyond all sense.

And `1.0` for an integer, which JSON Schema takes and the models do not."""


class Fresh:
    """An ASGI application whose tenant is new for every example."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.fake = FakeAurora(version)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.fake = FakeAurora(self.version)
        await self.fake(scope, receive, send)


def _refused(operation: str, app: Fresh) -> bool:
    """Whether the last 422 is of those that the schema cannot tell."""
    text = app.fake.calls[-1].response.body.decode()
    return any(word in text for word in KNOWS_MORE.get(operation, ()))


def _judge(app: Fresh, operation: Any, mode: GenerationMode) -> None:
    """Send a few requests to one operation."""
    name = operation.definition.raw["operationId"]

    @seed(20240503)
    @settings(
        max_examples=5 if operation.body else 1,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def judged(case: Any) -> None:
        response = case.call(headers=app.fake.headers)
        checks = list(ALWAYS)
        if mode is GenerationMode.NEGATIVE:
            checks.append(negative_data_rejection)
        elif response.status_code != 422 or not _refused(name, app):
            checks.append(positive_data_acceptance)
        case.validate_response(response, checks=checks)

    judged()


def _plain_case(operation: Any, version: str) -> Any:
    """The request of the kit's own payload: it must be taken."""
    name = operation.definition.raw["operationId"]
    parts: dict[str, Any] = {
        "path_parameters": {
            one: PATH_PARAMS[one] for one in ac.operations[name].parameters(ac.registry.version(version))
        }
    }
    body = request_body(name, ac.registry.version(version))
    return (
        operation.Case(**parts) if body is None else operation.Case(**parts, body=body, media_type="application/json")
    )


@pytest.mark.parametrize("version", [V18, V22, V24])
def test_a_fake_keeps_to_the_openapi_document_of_its_version(version: str) -> None:
    app = Fresh(version)
    schema = schemathesis.openapi.from_dict(document(version))
    schema.app = app
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # of a valid document each is one
        case = _plain_case(operation, version)
        response = case.call(headers=app.fake.headers)
        case.validate_response(response, checks=ALWAYS)
        assert response.status_code < 300 or "job_id" in response.text, operation.label
        for mode in GenerationMode:
            _judge(app, operation, mode)
