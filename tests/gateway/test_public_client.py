"""The public client for Python with only its base URL changed: every method of it, against a server of 2024.05."""

import inspect
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import requests
from AuroraSolarClient import AuroraSolarClient

import aurora_compat as ac
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.testing.server import KEY, SECRET, TOKEN, FakeAurora, sample_tenant
from aurora_compat.testing.server.payload import PATH_PARAMS
from tests.exchange._talk import TOKEN as LOOKING_UP
from tests.exchange._talk import V18, V22, V24, converse
from tests.testing_server._kit import assert_alike

from ._loopback import listening
from ._proxy import Running

HELPERS = {"url", "signed_url", "order_and_flatten"}
"""Public methods that make no request: they are how the others spell theirs."""
PUBLIC = {name for name, _ in inspect.getmembers(AuroraSolarClient, inspect.isfunction) if name[:1] != "_"}
CREDENTIALS = {"hmac": {"api_key": KEY, "api_secret": SECRET}, "bearer": {"api_token": TOKEN}}
CLIENTS = [(V18, "hmac"), (V18, "bearer"), (V22, "bearer")]
PLAIN = {"name": "Roof", "address": "1 Sun Street, Sampleville", "customer_address": "PO Box 12"}
PAYLOADS: dict[str, dict[str, Any]] = {
    "plain": PLAIN,
    "by coordinates": {"name": "Roof", "latitude": 36.1402, "longitude": -119.0},
    "with marks": {**PLAIN, "name": 'Barn (old) & new = 100%/2, "it\'s"; ~é+\n<x>'},
    "with null": {**PLAIN, "nickname": None},
    "with lists": {**PLAIN, "preferred_solar_panels": [PATH_PARAMS["module_id"]], "tags": ["north", "it's (so)", "é"]},
    "with what nobody knows": {**PLAIN, "Zip": 1e22, "is_test": True, "apt": {"no": [1, None, False, 2.50, "x"]}},
}


class World(NamedTuple):
    """A gateway before a server of 2024.05, and servers of the clients' own versions; all tenants are alike.

    Attributes:
        gateway: where it listens.
        behind: the server.
        own: version -> a server of it, and where it listens.
    """

    gateway: str
    behind: FakeAurora
    own: dict[str, tuple[FakeAurora, str]]

    def renewed(self) -> None:
        """Have all servers as they were at first."""
        for fake in (self.behind, *(fake for fake, _ in self.own.values())):
            fake.tenant = sample_tenant()
            fake.tenant.tokens.add(LOOKING_UP)
            fake.calls.clear()


@pytest.fixture(scope="module")
def running() -> Iterator[World]:
    behind, old, newer = FakeAurora(V24), FakeAurora(V18), FakeAurora(V22)
    caller = {"name": "crm", "key_id": KEY, "secret": "env:CRM_SECRET", "token": "env:CRM_TOKEN"}
    with listening(behind) as upstream, listening(old) as of_old, listening(newer) as of_newer:
        told = {"upstream": upstream, "server": V24, "default_client": V22, "callers.key": [caller]}
        more = {"learned": "memory:", "admin.listen": "", "log.access": False}
        proxy = Running(Settings.read(None, {"CRM_SECRET": SECRET, "CRM_TOKEN": TOKEN}, {**told, **more}))
        with proxy.running():
            own = {V18: (old, of_old), V22: (newer, of_newer)}
            yield World(f"http://127.0.0.1:{proxy.port}", behind, own)


@pytest.fixture
def world(running: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The client signs its local time as UTC, so it is to live there."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        patch.setenv("NO_PROXY", "127.0.0.1")
        time.tzset()
        running.renewed()
        yield running
    time.tzset()


def client(version: str, credentials: dict[str, str], origin: str) -> AuroraSolarClient:
    made = AuroraSolarClient(PATH_PARAMS["tenant_id"], credentials, version=version)
    made.BASE_URL = origin
    return made


def called(made: AuroraSolarClient, method: str, payload: Any = PLAIN) -> requests.Response:
    """A method, with what its parameters ask for."""
    function = getattr(made, method)
    given = {**PATH_PARAMS, "payload": {"project": payload}}
    answer: requests.Response = function(*(given[name] for name in inspect.signature(function).parameters))
    return answer


def compared(world: World, version: str, credential: str, method: str, payload: Any = PLAIN) -> requests.Response:
    """The answer through the gateway, which is that of a server of the client's own version."""
    own, origin = world.own[version]
    wanted = called(client(version, CREDENTIALS[credential], origin), method, payload)
    got = called(client(version, CREDENTIALS[credential], world.gateway), method, payload)
    assert got.status_code == wanted.status_code, got.text
    request, operation = own.calls[-1].request, own.calls[-1].operation
    assert operation is not None
    assert all(call.request.headers.get("authorization") == f"Bearer {TOKEN}" for call in world.behind.calls)
    assert not any("Signature" in call.request.target for call in world.behind.calls)
    world.renewed()
    talk = converse(request, version, V24, world.behind.send, ac.Context(bearer_token=TOKEN))
    assert got.content == talk.response.body
    assert_alike(operation, version, wanted.json(), got.json(), talk.notes)
    return got


def test_every_public_method_is_a_helper_or_is_called() -> None:
    assert HELPERS < PUBLIC
    assert len(PUBLIC - HELPERS) == 15


@pytest.mark.parametrize(("version", "credential"), CLIENTS)
@pytest.mark.parametrize("method", sorted(PUBLIC - HELPERS))
def test_every_method_is_answered_as_by_a_server_of_its_version(
    world: World, method: str, version: str, credential: str
) -> None:
    assert compared(world, version, credential, method).ok


@pytest.mark.parametrize(("version", "credential"), CLIENTS)
@pytest.mark.parametrize("name", PAYLOADS)
def test_every_payload(world: World, name: str, version: str, credential: str) -> None:
    answer = compared(world, version, credential, "create_project", PAYLOADS[name])
    assert answer.json()["project"]["name"] == PAYLOADS[name]["name"]


@pytest.mark.parametrize(("version", "credential"), CLIENTS)
def test_what_the_server_refuses(world: World, version: str, credential: str) -> None:
    made = client(version, CREDENTIALS[credential], world.gateway)
    answers = called(made, "create_project", {"name": "Nowhere"}), made.get_project("p-9")
    assert [answer.status_code for answer in answers] == [422, 404]
    assert "both coordinates" in answers[0].json()["errors"][0]["message"]
    assert "p-9" in answers[1].json()["errors"][0]["message"]


@pytest.mark.parametrize("method", ["get_tenant", "create_project"])
@pytest.mark.parametrize("wrong", [{"api_secret": "guessed"}, {"api_key": "k-9"}])
def test_a_signature_that_does_not_hold_gets_no_further(world: World, method: str, wrong: dict[str, str]) -> None:
    answer = called(client(V18, {**CREDENTIALS["hmac"], **wrong}, world.gateway), method)
    assert (answer.status_code, world.behind.calls) == (401, [])
    assert "hmac-authentication" in answer.json()["errors"][0]["message"]


def test_a_payload_is_signed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes out is not what was signed."""
    post = requests.post
    monkeypatch.setattr(
        requests, "post", lambda url, *, data, **more: post(url, data=data.replace("1 Sun", "2 Sun"), **more)
    )
    answer = called(client(V18, CREDENTIALS["hmac"], world.gateway), "create_project")
    assert (answer.status_code, world.behind.calls) == (401, [])
