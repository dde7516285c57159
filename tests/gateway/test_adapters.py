"""What every adapter does alike: the client speaks one version, the server another."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, TypeAlias

import pytest

import aurora_compat as ac
from aurora_compat import hmac_auth
from aurora_compat.testing.server import FakeAurora
from aurora_compat.testing.server.sample import DESIGN, PROJECT, TEAM_MEMBER, USER
from aurora_compat.testing.server.tenant import KEY, SECRET, TOKEN

from ._adapters import ADAPTERS, Send

V18, V22, V24 = "2018.01", "2022.09", "2024.05"
PERSON = {"first_name": "Bo", "last_name": "Sun", "email": "bo@mail.example"}
Opened: TypeAlias = Callable[..., Send]


@pytest.fixture(params=ADAPTERS)
def opened(request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Opens an adapter for a client's version before a fake server."""
    adapter = ADAPTERS[request.param]
    with ExitStack() as stack:
        yield lambda client, fake, **settings: stack.enter_context(adapter(client, fake, **settings))


def asked(fake: FakeAurora) -> list[tuple[str | None, str | None]]:
    """What the server was asked, and with which credential."""
    return [(call.operation, call.request.headers.get("authorization")) for call in fake.calls]


def names(fake: FakeAurora) -> list[str | None]:
    """What the server was asked."""
    return [call.operation for call in fake.calls]


def call(client: str, fake: FakeAurora, operation: str, body: Any = None, **path_params: str) -> ac.Request:
    """A request as a client of that version makes it."""
    return FakeAurora(client, tenant=fake.tenant).request(operation, body, query=None, **path_params)


def test_renamed_fields_of_an_old_client(opened: Opened) -> None:
    fake = FakeAurora(V24)
    body = {"project": {"name": "Roof", "address": "1 Sun Street", "customer_address": "PO Box 12"}}
    answer = opened(V18, fake)(call(V18, fake, "create_project", body))
    assert fake.calls[0].request.path == f"/tenants/{fake.tenant.id}/projects"
    assert json.loads(fake.calls[0].request.body)["project"] == {
        "name": "Roof",
        "location": {"property_address": "1 Sun Street"},
        "mailing_address": "PO Box 12",
    }
    project = answer.json()["project"]
    assert (answer.status, project["address"], project["customer_address"]) == (200, "1 Sun Street", "PO Box 12")
    assert answer.headers.get("content-length") == str(len(answer.body))


def test_renamed_fields_of_a_new_client(opened: Opened) -> None:
    fake = FakeAurora(V18)
    body = {"project": {"name": "Roof", "location": {"property_address": "1 Sun Street"}, "mailing_address": "PO Box"}}
    answer = opened(V24, fake)(call(V24, fake, "create_project", body))
    assert fake.calls[0].request.path == f"/v2/tenants/{fake.tenant.id}/projects"
    assert json.loads(fake.calls[0].request.body)["project"]["customer_address"] == "PO Box"
    assert answer.json()["project"]["location"]["property_address"] == "1 Sun Street"


def test_roles_are_asked_of_the_server_with_the_callers_credential(opened: Opened) -> None:
    fake = FakeAurora(V24)
    answer = opened(V18, fake)(call(V18, fake, "create_user", {"user": {**PERSON, "user_level": "Team Member"}}))
    assert asked(fake) == [("list_roles", f"Bearer {TOKEN}"), ("create_user", f"Bearer {TOKEN}")]
    assert json.loads(fake.calls[1].request.body)["user"]["role_id"] == TEAM_MEMBER
    assert answer.json()["user"]["user_level"] == "Team Member"
    lookup = fake.calls[0].request
    assert (lookup.body, lookup.headers.get("content-type"), lookup.headers.get("content-length")) == (b"", None, None)


def test_roles_of_a_new_client(opened: Opened) -> None:
    fake = FakeAurora(V18)
    answer = opened(V24, fake)(call(V24, fake, "create_user", {"user": {**PERSON, "role_id": TEAM_MEMBER}}))
    assert json.loads(fake.calls[-1].request.body)["user"]["user_level"] == "Team Member"
    assert (answer.status, answer.json()["user"]["role_id"]) == (200, TEAM_MEMBER)


@pytest.mark.parametrize("status", [403, 500])
def test_a_required_look_up_that_fails_is_named(opened: Opened, status: int) -> None:
    fake = FakeAurora(V24)
    fake.answer_next(ac.Response(status))
    answer = opened(V18, fake)(call(V18, fake, "create_user", {"user": {**PERSON, "user_level": "Admin"}}))
    (error,) = answer.json()["errors"]
    assert (answer.status, len(fake.calls)) == (502, 1)
    assert f"list_roles was answered with what is no use: status {status}" in error["message"]


def test_no_look_ups_where_none_are_allowed(opened: Opened) -> None:
    fake = FakeAurora(V24)
    send = opened(V18, fake, lookups=0)
    answer = send(call(V18, fake, "create_user", {"user": {**PERSON, "user_level": "Admin"}}))
    assert (answer.status, fake.calls) == (502, [])
    assert "list_roles was not asked: 0 look-ups were made" in answer.json()["errors"][0]["message"]
    assert "user_ids" not in send(call(V18, fake, "retrieve_tenant")).json()["tenant"]


def test_optional_needs_complete_the_answer(opened: Opened) -> None:
    fake = FakeAurora(V24)
    answer = opened(V18, fake)(call(V18, fake, "retrieve_tenant"))
    assert USER in answer.json()["tenant"]["user_ids"]
    assert asked(fake) == [("retrieve_tenant", f"Bearer {TOKEN}"), ("list_users", f"Bearer {TOKEN}")]


def test_an_optional_need_that_fails_leaves_the_field_missing(opened: Opened) -> None:
    fake = FakeAurora(V24)
    send = opened(V18, fake)
    whole = fake.send(call(V24, fake, "retrieve_tenant"))
    fake.answer_next(whole, ac.Response(500))
    answer = send(call(V18, fake, "retrieve_tenant"))
    assert (answer.status, "user_ids" in answer.json()["tenant"]) == (200, False)


def test_financings_are_completed_one_by_one(opened: Opened) -> None:
    fake, own = FakeAurora(V24), FakeAurora(V18)
    answer = opened(V18, fake)(call(V18, fake, "list_financings", design_id=DESIGN))
    assert answer.json() == own.call("list_financings", design_id=DESIGN).json()
    assert names(fake)[0] == "list_financings"
    assert set(names(fake)[1:]) == {"retrieve_financing"}


def test_the_root_is_refused_in_the_clients_format(opened: Opened) -> None:
    fake = FakeAurora(V24)
    answer = opened(V18, fake)(ac.Request("GET", "/v2", headers=fake.headers))
    assert (answer.status, fake.calls) == (404, [])
    assert "root-endpoint" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(("client", "server"), [(V18, V24), (V24, V18), (V22, V24), (V24, V22)])
def test_gzip_is_taken_off_once(opened: Opened, client: str, server: str) -> None:
    fake = FakeAurora(server, compress=True)
    send = opened(client, fake)
    accepting = {**fake.headers, "Accept-Encoding": "gzip"}
    for operation, params in (("retrieve_project", {"project_id": PROJECT}), ("list_teams", {})):
        bare = call(client, fake, operation, **params)
        answer = send(ac.Request(bare.method, bare.path, bare.query, accepting))
        ((envelope, held),) = answer.json().items()
        wanted = FakeAurora(client).send(bare).json()[envelope]
        assert held == wanted if isinstance(held, list) else held["id"] == wanted["id"]
    untouched = fake.calls[-1].response.headers.get("content-encoding")
    assert untouched == (None if server == V18 else "gzip")  # all that 2018.01 answers is read: paths may stand in it


def test_gzip_that_was_not_asked_for(opened: Opened) -> None:
    import gzip

    fake = FakeAurora(V24)
    send = opened(V18, fake)
    plain = fake.call("retrieve_project", project_id=PROJECT)
    packed = gzip.compress(plain.body)
    fields = {"Content-Type": "application/json", "Content-Encoding": "gzip", "Content-Length": str(len(packed))}
    fake.answer_next(ac.Response(200, fields, packed))
    answer = send(call(V18, fake, "retrieve_project", project_id=PROJECT))
    assert "customer_address" in answer.json()["project"]


def test_head(opened: Opened) -> None:
    fake = FakeAurora(V24)
    answer = opened(V18, fake)(ac.Request("HEAD", f"/v2/tenants/{fake.tenant.id}/projects", headers=fake.headers))
    assert (answer.status, answer.body, fake.calls[0].request.method) == (200, b"", "HEAD")


def test_204(opened: Opened) -> None:
    fake = FakeAurora(V24)
    send = opened(V18, fake)
    fake.answer_next(ac.Response(204))
    answer = send(call(V18, fake, "delete_project", project_id=PROJECT))
    assert (answer.status, answer.body) == (204, b"")


@pytest.mark.parametrize(("client", "server"), [(V18, V24), (V24, V18)])
def test_errors_of_the_server(opened: Opened, client: str, server: str) -> None:
    fake = FakeAurora(server)
    send = opened(client, fake)
    gone = send(call(client, fake, "retrieve_project", project_id="p-9"))
    wrong = send(call(client, fake, "create_project", {"project": {"name": "Nowhere"}}))
    assert (gone.status, wrong.status) == (404, 422)
    assert "p-9" in json.dumps(gone.json())
    assert gone.json()["errors"]


def test_a_malformed_body_is_refused(opened: Opened) -> None:
    fake = FakeAurora(V24)
    bare = call(V18, fake, "create_project", {})
    answer = opened(V18, fake)(ac.Request("POST", bare.path, bare.query, bare.headers, b'{"project": '))
    assert (answer.status, fake.calls) == (400, [])


def test_a_query_and_its_spelling(opened: Opened) -> None:
    fake = FakeAurora(V24)
    opened(V18, fake)(ac.Request("GET", f"/v2/tenants/{fake.tenant.id}/projects?page=1&tag=a%20b", None, fake.headers))
    assert fake.calls[0].request.target == f"/tenants/{fake.tenant.id}/projects?page=1&tag=a%20b"


def test_a_client_of_the_servers_version(opened: Opened) -> None:
    fake = FakeAurora(V24)
    answer = opened(V24, fake)(call(V24, fake, "retrieve_tenant"))
    assert answer.json() == fake.call("retrieve_tenant").json()
    assert names(fake)[:-1] == ["retrieve_tenant"]


def test_what_is_learned_is_told(opened: Opened) -> None:
    fake = FakeAurora(V24)
    held = [ac.Context()]
    send = opened(V18, fake, context=lambda request: held[-1], learned=lambda request, context: held.append(context))
    body = {"user": {**PERSON, "user_level": "Team Member"}}
    send(call(V18, fake, "create_user", body))
    send(call(V18, fake, "create_user", body))
    assert names(fake) == ["list_roles", "create_user", "create_user"]


def test_signed_requests_get_the_bearer_token(opened: Opened) -> None:
    fake = FakeAurora(V24)
    send = opened(V18, fake, context=ac.Context(bearer_token=TOKEN), secrets={KEY: SECRET})
    bare = call(V18, fake, "create_user", {"user": {**PERSON, "user_level": "Team Member"}})
    request = ac.Request("POST", bare.path, None, bare.headers.without("Authorization"), bare.body)
    answer = send(hmac_auth.sign(request, key=KEY, secret=SECRET))
    assert answer.json()["user"]["user_level"] == "Team Member"
    assert asked(fake) == [("list_roles", f"Bearer {TOKEN}"), ("create_user", f"Bearer {TOKEN}")]
    assert all(not call.request.query.get("Signature") for call in fake.calls)


def test_signed_requests_without_a_token_are_refused(opened: Opened) -> None:
    fake = FakeAurora(V24)
    request = ac.Request("GET", f"/v2/tenants/{fake.tenant.id}/projects")
    answer = opened(V18, fake, secrets={KEY: SECRET})(hmac_auth.sign(request, key=KEY, secret=SECRET))
    assert (answer.status, fake.calls) == (401, [])
    assert "hmac-authentication" in answer.json()["errors"][0]["message"]
