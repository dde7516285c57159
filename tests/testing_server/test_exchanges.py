"""Exchanges of every client and server: a client sees through a gateway what a server of its own version shows it.

But for what a note names, and plain additions of one version.
"""

import json
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.difference import differences
from aurora_compat.models import model_for
from aurora_compat.testing.server import TOKEN, FakeAurora
from aurora_compat.testing.server.fields import foreign
from aurora_compat.testing.server.payload import PATH_PARAMS, request_body
from aurora_compat.words.pointer import pointer_of
from tests.exchange._talk import PAIRS, converse, versions_of
from tests.exchange._talk import TOKEN as LOOKING_UP

from ._kit import VERSIONS, params_of

LEARNED = ac.Context(bearer_token=TOKEN, design_of_asset={PATH_PARAMS["asset_id"]: PATH_PARAMS["design_id"]})


def _fake(version: str) -> FakeAurora:
    """A server that also takes the credential with which `converse` looks things up."""
    fake = FakeAurora(version)
    fake.tenant.tokens.add(LOOKING_UP)
    return fake


def _asked(fake: FakeAurora, operation: str) -> ac.Request:
    query: dict[str, str] = {}
    params: dict[str, Any] = params_of(operation, str(fake.version))
    if operation.endswith("_status"):
        run = f"run_{operation.removeprefix('retrieve_').removesuffix('_status')}"
        (job,) = fake.call(run, **params).json().values()
        query = {"job_id": job["job_id"]}
    return fake.request(operation, request_body(operation, fake.version), query=query, **params)


@pytest.mark.parametrize("pair", PAIRS, ids=versions_of)
def test_a_client_sees_what_its_own_server_would_show(pair: tuple[str, str]) -> None:
    client, server = pair
    for name, operation in ac.operations.items():
        if name == "retrieve_root" or operation.template(ac.registry.version(client)) is None:
            continue
        own, other = _fake(client), _fake(server)
        request = _asked(own, name)
        if name.endswith("_status"):
            other.call(f"run_{name.removeprefix('retrieve_').removesuffix('_status')}", **params_of(name, server))
        expected = own.send(request)
        talk = converse(request, client, server, other.send, LEARNED)
        assert talk.response.status == expected.status, (name, talk.response.body)
        if not expected.body:
            assert not talk.response.body, name
            continue
        _compare(name, client, expected.json(), talk.response.json(), talk.notes)


def _compare(name: str, client: str, expected: Any, got: Any, notes: set[Any]) -> None:
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


@pytest.mark.parametrize("pair", PAIRS, ids=versions_of)
def test_both_ways_lead_to_the_same_state(pair: tuple[str, str]) -> None:
    client, server = pair
    for name, operation in ac.operations.items():
        if name == "retrieve_root" or operation.method == "GET" or not operation.template(ac.registry.version(client)):
            continue
        own, other = _fake(client), _fake(server)
        request = _asked(own, name)
        assert own.send(request).status < 300
        assert converse(request, client, server, other.send, LEARNED).response.status < 300
        assert _state(own) == _state(other), name


def _state(fake: FakeAurora) -> str:
    held = {key: value for key, value in vars(fake.tenant).items() if isinstance(value, dict)}
    return json.dumps(held, sort_keys=True)


@pytest.mark.parametrize("pair", PAIRS, ids=versions_of)
def test_a_gateway_over_one_tenant(pair: tuple[str, str]) -> None:
    client, server = pair
    tenant = _fake(client).tenant
    own, other = FakeAurora(client, tenant=tenant), FakeAurora(server, tenant=tenant)
    created = converse(_asked(own, "create_project"), client, server, other.send, LEARNED).response.json()["project"]
    direct = own.call("retrieve_project", project_id=created["id"]).json()["project"]
    assert (direct["name"], direct["id"]) == (created["name"], created["id"])


@pytest.mark.parametrize("pair", PAIRS, ids=versions_of)
def test_refusals_name_the_field_of_the_client(pair: tuple[str, str]) -> None:
    client, server = pair
    own, other = _fake(client), _fake(server)
    request = own.request("create_design", {"design": {"project_id": "p-9", "name": "x"}})
    answer = converse(request, client, server, other.send, LEARNED).response
    assert answer.status == 422
    assert b"design.project_id" in answer.body
    missing = converse(own.request("retrieve_design", design_id="d-9"), client, server, other.send, LEARNED).response
    assert missing.status == 404
    assert client == "2018.01" or b"d-9" in missing.body
