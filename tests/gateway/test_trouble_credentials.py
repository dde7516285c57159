"""Who calls, what the server is asked with in their place, and what never reaches it."""

from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat import hmac_auth
from aurora_compat.aurora.signature import PARAMETERS

from ._proxy import Message, Running, answer, answering, proxy, request

ENVIRON = {"CRM_SECRET": "s3cret", "CRM_TOKEN": "token-of-crm", "REPORTS_TOKEN": "token-of-reports"}
PROJECTS = "/v2/tenants/t-1/projects"
BEARER = ("Authorization", "Bearer example-token")
OTHER = ("Authorization", "Bearer other-token")
KNOWN: dict[str, Any] = {
    "callers.key": [
        {"name": "crm", "key_id": "k-1", "secret": "env:CRM_SECRET", "token": "env:CRM_TOKEN"},
        {"name": "reports", "digest": ac.key_digest("example-token"), "token": "env:REPORTS_TOKEN"},
    ]
}
REFUSING = {**KNOWN, "callers.unknown": "refuse"}


def signed(
    method: str = "GET", target: str = PROJECTS, body: bytes = b"", key: str = "k-1", secret: str = "s3cret"
) -> bytes:
    made = hmac_auth.sign(ac.Request(method, target, None, (), body), key=key, secret=secret)
    return request(method, made.target, body or None)


def call(data: bytes, given: dict[str, Any] = KNOWN, **told: Any) -> tuple[Message, list[Message], Running]:
    """The answer, what the server got, and the proxy after that."""
    with answering(answer(200, {})) as server, proxy(server, given, environ=ENVIRON, **told) as running:
        message = running.send(data)
        running.outcomes()
        seen = running.counts("aurora_compat_bad_signatures_total")
        running.bad_signatures = {labels[0]: count for labels, count in seen.items()}
    return message, server.got, running


def secret_free(got: Message) -> bool:
    text = "".join((got.first, *(value for _, value in got.headers), got.body.decode()))
    return not any(word in text for word in (*PARAMETERS, "k-1", "s3cret", "example-token"))


@pytest.mark.parametrize(
    ("data", "caller", "token"),
    [
        (signed(), "crm", "token-of-crm"),
        (signed(target=f"{PROJECTS}?page=2&q=a%20b"), "crm", "token-of-crm"),
        (signed("POST", body=b'{"project": {"name": "x"}}'), "crm", "token-of-crm"),
        (signed(target="/v2/unknown"), "crm", "token-of-crm"),
        (request("GET", PROJECTS, None, BEARER), "reports", "token-of-reports"),
        (request("GET", PROJECTS, None, BEARER, OTHER), "reports", "token-of-reports"),
        (request("GET", PROJECTS, None, ("Authorization", "bearer  example-token")), "reports", "token-of-reports"),
        (request("GET", f"{PROJECTS}?AuroraKey=k-1&Signature=x", None, BEARER), "reports", "token-of-reports"),
    ],
)
@pytest.mark.parametrize("given", [KNOWN, REFUSING])
@pytest.mark.parametrize("server", ["2024.05", "2018.01"])
def test_the_server_gets_the_callers_token_in_place_of_the_credential(
    data: bytes, caller: str, token: str, given: dict[str, Any], server: str
) -> None:
    message, (got,), running = call(data, given, server=server)
    assert message.status == 200
    assert got.all("authorization") == [f"Bearer {token}"]
    assert secret_free(got)
    (line,) = running.lines("request")
    assert line["caller"] == caller
    assert token not in running.stream.getvalue().decode()


def test_what_is_signed_is_still_there() -> None:
    _, (got,), _ = call(signed(target=f"{PROJECTS}?page=2&q=a%20b"))
    assert got.target == "/tenants/t-1/projects?page=2&q=a%20b"


def test_a_stranger_passes_with_what_it_brings() -> None:
    message, (got,), running = call(request("GET", PROJECTS, None, OTHER))
    assert (message.status, got.all("authorization")) == (200, ["Bearer other-token"])
    assert running.lines("request")[0]["caller"] is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (signed(secret="wrong"), "mismatch"),
        (signed().replace(b"?", b"?page=2&"), "mismatch"),
        (signed("POST", body=b'{"a": 1}').replace(b'{"a": 1}', b'{"a": 2}'), "mismatch"),
        (signed(key="k-2"), "unknown key"),
        (request("GET", f"{PROJECTS}?AuroraKey=k-1"), "malformed"),
        (signed().replace(b"?", b"?AuroraKey=k-2&"), "malformed"),
        (
            request("GET", f"{PROJECTS}?AuroraKey=k-1&Timestamp=2018-01-31%2012:00:00%20UTC&Signature=x"),
            "expired",
        ),
    ],
)
def test_a_signature_that_does_not_hold_is_a_401_and_counted(data: bytes, reason: str) -> None:
    message, got, running = call(data)
    assert (message.status, message.get("www-authenticate"), got) == (401, "Bearer", [])
    assert message.error.endswith("(hmac-authentication)")
    assert running.bad_signatures == {reason: 1}
    assert "k-1" not in running.stream.getvalue().decode()


def test_a_signature_with_anothers_bearer_is_not_taken_for_the_keys() -> None:
    """Whoever brings a token is who the token says."""
    _, (got,), running = call(request("GET", f"{PROJECTS}?AuroraKey=k-1&Timestamp=x&Signature=y", None, OTHER))
    assert got.all("authorization") == ["Bearer other-token"]
    assert running.lines("request")[0]["caller"] is None


@pytest.mark.parametrize(
    "data",
    [
        request("GET", PROJECTS),
        request("GET", PROJECTS, None, OTHER),
        request("GET", PROJECTS, None, OTHER, BEARER),
        request("GET", PROJECTS, None, ("Authorization", "Basic ZXhhbXBsZS10b2tlbg==")),
        signed(key="k-2"),
    ],
)
def test_an_unknown_caller_is_refused_where_that_is_wanted(data: bytes) -> None:
    message, got, running = call(data, REFUSING)
    assert (message.status, message.get("www-authenticate"), got) == (401, "Bearer", [])
    assert message.error == "this gateway does not know the caller's credential"
    assert running.lines("request")[0]["outcome"] == "unauthorized"


def test_a_request_without_a_credential_is_told_what_to_send() -> None:
    message, got, _ = call(request("GET", PROJECTS))
    assert (message.status, message.get("www-authenticate"), got) == (401, "Bearer", [])
    assert message.error.endswith("send Authorization: Bearer and a token")


def test_signatures_pass_between_servers_that_know_them() -> None:
    data = signed(key="k-2")
    message, (got,), _ = call(data, server="2018.01")
    assert (message.status, got.target) == (200, data.split(b" ")[1].decode())


def test_look_ups_are_made_with_the_callers_token() -> None:
    roles = {"roles": [{"id": "r-1", "name": "Admin"}]}
    user = {"user": {"id": "u-1", "role_id": "r-1"}}

    def told(message: Message) -> bytes:
        return answer(200, roles if message.target.partition("?")[0].endswith("/roles") else user)

    with answering(told) as server, proxy(server, KNOWN, environ=ENVIRON) as running:
        body = b'{"user": {"first_name": "Bo", "user_level": "Admin"}}'
        assert running.send(signed("POST", "/v2/tenants/t-1/users", body)).status == 200
        assert [one.target.partition("?")[0] for one in server.got] == ["/tenants/t-1/roles", "/tenants/t-1/users"]
        assert {one.get("authorization") for one in server.got} == {"Bearer token-of-crm"}
        assert all(map(secret_free, server.got))
