"""What the tests of the fake server share."""

import json
from collections.abc import Iterator
from typing import Any

import aurora_compat as ac
from aurora_compat.difference import differences
from aurora_compat.models import model_for
from aurora_compat.schemas import openapi
from aurora_compat.testing.server import TOKEN, FakeAurora
from aurora_compat.testing.server.fields import foreign
from aurora_compat.testing.server.payload import PATH_PARAMS, request_body
from aurora_compat.words.pointer import pointer_of
from tests.rules._check import V18, V22, V24

VERSIONS = (V18, V22, V24)
PROJECT, DESIGN, USER, WEBHOOK = (PATH_PARAMS[f"{name}_id"] for name in ("project", "design", "user", "webhook"))
LEARNED = ac.Context(bearer_token=TOKEN, design_of_asset={PATH_PARAMS["asset_id"]: PATH_PARAMS["design_id"]})


def params_of(operation: str, version: str) -> dict[str, Any]:
    """The path parameters of an operation, of things that the sample tenant has."""
    names = ac.operations[operation].parameters(ac.registry.version(version))
    return {name: PATH_PARAMS[name] for name in names}


def messages(fake: FakeAurora, response: ac.Response) -> list[str]:
    """What a 4xx says, whatever the version's form of it."""
    body = response.json()
    if str(fake.version) == V18:
        assert set(body) == {"error"}
        return [body["error"]]
    assert set(body) == {"errors"}
    assert all(set(one) == {"message"} for one in body["errors"])
    return [one["message"] for one in body["errors"]]


def asked(fake: FakeAurora, operation: str) -> ac.Request:
    """A request of every operation, for things that the sample tenant has; the job of a status is run first."""
    query: dict[str, str] = {}
    params: dict[str, Any] = params_of(operation, str(fake.version))
    if operation.endswith("_status"):
        run = f"run_{operation.removeprefix('retrieve_').removesuffix('_status')}"
        (job,) = fake.call(run, **params).json().values()
        query = {"job_id": job["job_id"]}
    return fake.request(operation, request_body(operation, fake.version), query=query, **params)


def assert_alike(name: str, client: str, expected: Any, got: Any, notes: set[Any]) -> None:
    """Two answers are the same but for what a note names, and plain additions of one version."""
    model = model_for(name, "response", client)
    own = (model,) if model else ()
    others = tuple(one for one in (model_for(name, "response", version) for version in VERSIONS) if one is not None)
    added = {pointer_of(one.path) for document in (expected, got) for one in foreign(document, own, others)}
    noted = {note[1].removeprefix("body#") for note in notes}
    for difference in differences(expected, got):
        at = difference.pointer
        known = any(at == one or at.startswith(f"{one}/") or one.startswith(f"{at}/") for one in noted | added)
        only = difference.kind == "remove" and at.rpartition("/")[2] in ADDITIONS
        assert known or only, (name, at, difference.kind)


ADDITIONS = {
    *("milestone", "property_address_components", "created_from_lead_id", "order_id", "ahj_id", "signing_provider"),
    *("financier", "base_price_per_watt_min", "base_price_per_watt_max"),
    *("design_request_id",),
}
"""What only one version shows: a server of another one can't be asked for it."""


def state(fake: FakeAurora) -> str:
    """What a server holds."""
    held = {key: value for key, value in vars(fake.tenant).items() if isinstance(value, dict)}
    return json.dumps(held, sort_keys=True)


def document(version: str) -> dict[str, Any]:
    """The OpenAPI document of a version for schemathesis, with ids that the sample tenant has."""
    made = openapi(version)
    for name, parameter in made["components"]["parameters"].items():
        parameter["schema"] = {"enum": [PATH_PARAMS[name]]}
    for schema in _schemas(made["components"]["schemas"]):
        if schema.get("format") == "uuid":
            del schema["format"]
    return made


def _schemas(value: Any) -> Iterator[dict[str, Any]]:
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict):
        yield value
    for child in children:
        yield from _schemas(child)
