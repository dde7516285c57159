"""Exchanges of every client and server: a client sees through a gateway what a server of its own version shows it.

But for what a note names, and plain additions of one version.
"""

import pytest

import aurora_compat as ac
from aurora_compat.testing.server import FakeAurora
from tests.exchange._talk import PAIRS, converse, versions_of
from tests.exchange._talk import TOKEN as LOOKING_UP

from ._kit import LEARNED, asked, assert_alike, params_of, state


def _fake(version: str) -> FakeAurora:
    """A server that also takes the credential with which `converse` looks things up."""
    fake = FakeAurora(version)
    fake.tenant.tokens.add(LOOKING_UP)
    return fake


@pytest.mark.parametrize("pair", PAIRS, ids=versions_of)
def test_a_client_sees_what_its_own_server_would_show(pair: tuple[str, str]) -> None:
    client, server = pair
    for name, operation in ac.operations.items():
        if name == "retrieve_root" or operation.template(ac.registry.version(client)) is None:
            continue
        own, other = _fake(client), _fake(server)
        request = asked(own, name)
        if name.endswith("_status"):
            other.call(f"run_{name.removeprefix('retrieve_').removesuffix('_status')}", **params_of(name, server))
        expected = own.send(request)
        talk = converse(request, client, server, other.send, LEARNED)
        assert talk.response.status == expected.status, (name, talk.response.body)
        if not expected.body:
            assert not talk.response.body, name
            continue
        assert_alike(name, client, expected.json(), talk.response.json(), talk.notes)


@pytest.mark.parametrize("pair", PAIRS, ids=versions_of)
def test_both_ways_lead_to_the_same_state(pair: tuple[str, str]) -> None:
    client, server = pair
    for name, operation in ac.operations.items():
        if name == "retrieve_root" or operation.method == "GET" or not operation.template(ac.registry.version(client)):
            continue
        own, other = _fake(client), _fake(server)
        request = asked(own, name)
        assert own.send(request).status < 300
        assert converse(request, client, server, other.send, LEARNED).response.status < 300
        assert state(own) == state(other), name


@pytest.mark.parametrize("pair", PAIRS, ids=versions_of)
def test_a_gateway_over_one_tenant(pair: tuple[str, str]) -> None:
    client, server = pair
    tenant = _fake(client).tenant
    own, other = FakeAurora(client, tenant=tenant), FakeAurora(server, tenant=tenant)
    created = converse(asked(own, "create_project"), client, server, other.send, LEARNED).response.json()["project"]
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
