"""`hmac-authentication` (what is translated, not the signing), `version-header`, and credentials never shown."""

import json
from typing import Any, Literal

import pytest

import aurora_compat as ac

from ._send import (
    BEARER,
    DOWN,
    DOWN22,
    DOWN24,
    HOPS,
    JSON_TYPE,
    PRODUCTION,
    SANDBOX,
    TOKEN,
    UP,
    UP18,
    UP22,
    V18,
    V22,
    V24,
    Sent,
    T,
    answered,
    asked,
    notes_by,
    notes_of,
    place,
    sent,
)

HMAC, VERSION = "hmac-authentication", "version-header"
SIGNED = "AuroraKey=the-key&Timestamp=2022-05-01%2010:00:00%20UTC&Signature=c2lnbmF0dXJl%3D"
SECRETS = ("the-key", "2022-05-01", "c2lnbmF0dXJl", TOKEN)
LOST = {("lost", f"query/{name}", HMAC) for name in ("AuroraKey", "Timestamp", "Signature")}
KNOWN = ac.Context(bearer_token=TOKEN)
PATHS = [f"{T}/projects", "/unknown", f"{T}/webhooks/"]


# hmac-authentication


def fields_of(t: Sent) -> list[tuple[str, str]]:
    """The header fields, less the one that another rule sets."""
    return [field for field in t.result.headers if field[0].lower() != "accept-encoding"]


@pytest.mark.parametrize("hop", [UP18, UP])
@pytest.mark.parametrize("path", PATHS)
class TestSignedUp:
    def test_the_three_parameters_are_removed(self, hop: tuple[str, str], path: str) -> None:
        t = sent(hop, "GET", f"/v2{path}", query=SIGNED)
        assert t.result.query.encoded == ""
        assert notes_of(t) == LOST
        assert {note.side for note in t.notes} == {"source"}
        assert fields_of(t) == list(BEARER.items())

    def test_the_others_stay_as_they_are(self, hop: tuple[str, str], path: str) -> None:
        first, second, third = SIGNED.split("&")
        query = f"b=%7e+1&{first}&a=2&{second}&b=3&{third}&z"
        assert sent(hop, "GET", f"/v2{path}", query=query).result.query.encoded == "b=%7e+1&a=2&b=3&z"

    @pytest.mark.parametrize("name", ["AuroraKey", "Timestamp", "Signature"])
    def test_each_for_itself(self, hop: tuple[str, str], path: str, name: str) -> None:
        t = sent(hop, "GET", f"/v2{path}", query=[(name, ""), ("x", "1"), (name, "2")])
        assert list(t.result.query) == [("x", "1")]
        assert notes_of(t) == {("lost", f"query/{name}", HMAC)}

    def test_names_alike_stay(self, hop: tuple[str, str], path: str) -> None:
        query = "signature_id=1&XSignature=2&Timestamps=3&aurora_key=4"
        t = sent(hop, "GET", f"/v2{path}", query=query)
        assert (t.result.query.encoded, t.notes) == (query, ())

    def test_the_token_comes_from_the_context(self, hop: tuple[str, str], path: str) -> None:
        t = sent(hop, "GET", f"/v2{path}", query=SIGNED, headers={"X": "1"}, bearer=False, context=KNOWN)
        assert list(t.result.headers.all("authorization")) == [f"Bearer {TOKEN}"]
        assert t.result.headers.get("x") == "1"
        assert t.result.query.encoded == ""
        assert notes_of(t) >= LOST

    @pytest.mark.parametrize("query", ["", "page=1", SIGNED])
    def test_without_one_it_is_refused(self, hop: tuple[str, str], path: str, query: str) -> None:
        error = asked(hop, "GET", f"/v2{path}", HMAC, query=query, bearer=False)
        assert error.needs == ()
        assert "bearer_token" in str(error)
        assert not [secret for secret in SECRETS if secret in str(error) + repr(error)]

    @pytest.mark.parametrize("value", ["Basic dXNlcjpwYXNz", "Bearers abc", "HMAC abc", "abc", ""])
    def test_another_scheme_is_no_bearer(self, hop: tuple[str, str], path: str, value: str) -> None:
        headers = {"Authorization": value}
        asked(hop, "GET", f"/v2{path}", HMAC, headers=headers, bearer=False)
        t = sent(hop, "GET", f"/v2{path}", headers=headers, bearer=False, context=KNOWN)
        assert list(t.result.headers.all("authorization")) == [f"Bearer {TOKEN}"]
        assert ("lost", "headers/authorization", HMAC) in notes_of(t)

    @pytest.mark.parametrize(
        ("name", "value"),
        [("Authorization", "Bearer own"), ("authorization", "bearer own"), ("AUTHORIZATION", "BEARER own")],
    )
    def test_the_requests_own_bearer_stays(self, hop: tuple[str, str], path: str, name: str, value: str) -> None:
        t = sent(hop, "GET", f"/v2{path}", query=SIGNED, headers={name: value}, bearer=False, context=KNOWN)
        assert fields_of(t) == [(name, value)]
        assert notes_of(t) == LOST


@pytest.mark.parametrize("hop", [DOWN22, DOWN, UP22, DOWN24])
@pytest.mark.parametrize("path", PATHS)
class TestElsewhere:
    def test_the_bearer_header_is_kept(self, hop: tuple[str, str], path: str) -> None:
        t = sent(hop, "GET", place(hop[0], path))
        assert list(t.result.headers.all("authorization")) == [BEARER["Authorization"]]
        assert t.notes == ()

    def test_no_token_is_needed_and_none_is_made_up(self, hop: tuple[str, str], path: str) -> None:
        for context in (None, KNOWN):
            t = sent(hop, "GET", place(hop[0], path), bearer=False, context=context)
            assert t.result.headers.get("authorization") is None
            assert t.notes == ()

    def test_parameters_of_these_names_stay(self, hop: tuple[str, str], path: str) -> None:
        t = sent(hop, "GET", place(hop[0], path), query=SIGNED)
        assert (t.result.query.encoded, t.notes) == (SIGNED, ())


@pytest.mark.parametrize("hop", HOPS)
def test_answers_are_not_concerned(hop: tuple[str, str]) -> None:
    fields = {"WWW-Authenticate": "Bearer", "Signature": "x"}
    t = answered(hop, 401, b"", fields, method="HEAD")
    assert dict(t.result.headers) == fields


# Credentials


def shown(thing: Any) -> str:
    """Whatever a log might show of something."""
    return f"{thing!r} {thing} {getattr(thing, 'message', '')}"


class TestNeverShown:
    def test_in_notes_and_results(self) -> None:
        t = sent(UP, "GET", f"/v2{T}/projects", query=SIGNED, bearer=False, context=KNOWN)
        for thing in (t, t.result, *t.notes, t.needs, KNOWN):
            assert not [secret for secret in SECRETS if secret in shown(thing)]

    def test_in_residues(self) -> None:
        for headers in ({"Authorization": "Basic c2VjcmV0"}, {}):
            t = sent(UP, "GET", f"/v2{T}/projects", query=SIGNED, headers=headers, bearer=False, context=KNOWN)
            text = json.dumps(t.residue)
            assert not [secret for secret in (*SECRETS, "c2VjcmV0") if secret in text]

    def test_in_refusals(self) -> None:
        query = f"{SIGNED}&site_model_design_id=d-1"
        with pytest.raises(ac.Untranslatable) as raised:
            sent(UP, "POST", f"/v2{T}/designs", query=query, headers=JSON_TYPE)
        assert not [secret for secret in SECRETS if secret in shown(raised.value)]
        with pytest.raises(ac.MalformedPayload) as broken:
            sent(UP, "POST", f"/v2{T}/projects", query=SIGNED, headers=JSON_TYPE, body=b"[" * 600)
        assert not [secret for secret in SECRETS if secret in shown(broken.value)]
        with pytest.raises(ac.LossError) as loss:
            sent(UP, "GET", f"/v2{T}/projects", query=SIGNED, strict=True)
        assert not [secret for secret in SECRETS if secret in shown(loss.value)]

    def test_in_needs(self) -> None:
        error = asked(
            UP18,
            "POST",
            f"/v2{T}/designs",
            "create-design-from-site-model",
            query=f"{SIGNED}&site_model_design_id=d-1&include_design=true",
            headers=JSON_TYPE,
            body=b'{"design": {}}',
        )
        assert not [secret for secret in SECRETS if secret in shown(error) + "".join(map(shown, error.needs))]
        for need in error.needs:
            assert need.request is not None
            whole = f"{need.request.path} {tuple(need.request.query)} {tuple(need.request.headers)}"
            assert not [secret for secret in SECRETS if secret in whole]


# version-header


NAMES = ["Aurora-API-Version", "aurora-api-version", "AURORA-API-VERSION", "Aurora-Api-Version"]
FIELD = "headers/aurora-api-version"
OTHER = [("A", "1"), ("B", "2")]


def versioned(hop: tuple[str, str], value: str | None, name: str = NAMES[0], path: str = "/x", **kw: Any) -> Any:
    """A request with that header field between two others."""
    fields = [OTHER[0], *([(name, value)] if value is not None else []), OTHER[1]]
    origin, rest = (path[: -len("/x")], "/x") if path.endswith("/x") else ("", path)
    return sent(hop, "GET", origin + place(hop[0], rest), headers=dict(fields), **kw)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("hop", [UP22, UP])
@pytest.mark.parametrize("value", [V18, V22, V24, "anything", ""])
def test_for_production_it_is_removed_up_to_2024(hop: tuple[str, str], value: str, name: str) -> None:
    t = versioned(hop, value, name, f"{PRODUCTION}/x")
    assert fields_of(t) == [*BEARER.items(), *OTHER]
    assert {note[:2] for note in notes_by(t, VERSION)} >= {("lost", FIELD)}


def test_the_note_of_a_removed_header_and_no_other() -> None:
    for hop in (UP22, UP):
        assert notes_of(versioned(hop, hop[0], path=f"{PRODUCTION}/x")) == {("lost", FIELD, VERSION)}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("hop", [UP22, UP])
class TestSandbox:
    def test_it_is_set_to_the_target(self, hop: tuple[str, str], name: str) -> None:
        t = versioned(hop, hop[0], name, f"{SANDBOX}/x")
        assert t.result.headers.get(name) == V24
        assert len(t.result.headers.all(name)) == 1
        assert [field for field in t.result.headers if field[0] in "AB"] == OTHER
        assert t.notes == ()

    @pytest.mark.parametrize("value", [V24, "2019.01", "anything", ""])
    def test_where_it_did_not_name_the_source_that_is_assumed(
        self, hop: tuple[str, str], name: str, value: str
    ) -> None:
        t = versioned(hop, value, name, f"{SANDBOX}/x")
        assert t.result.headers.get(name) == V24
        assert notes_of(t) == {("assumed", FIELD, VERSION)}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("origin", ["", PRODUCTION, SANDBOX, "http://localhost"])
@pytest.mark.parametrize("hop", [UP18, DOWN22, DOWN24, DOWN])
class TestToAnOlderVersion:
    def test_it_is_set_to_the_target(self, hop: tuple[str, str], origin: str, name: str) -> None:
        t = versioned(hop, hop[0], name, f"{origin}/x")
        assert t.result.headers.get(name) == hop[1]
        assert len(t.result.headers.all(name)) == 1
        assert t.notes == ()

    def test_where_it_did_not_name_the_source_that_is_assumed(
        self, hop: tuple[str, str], origin: str, name: str
    ) -> None:
        t = versioned(hop, "2019.01", name, f"{origin}/x")
        assert t.result.headers.get(name) == hop[1]
        assert notes_of(t) == {("assumed", FIELD, VERSION)}


@pytest.mark.parametrize("context", [None, ac.Context(environment="sandbox"), ac.Context(environment="production")])
@pytest.mark.parametrize("hop", HOPS)
def test_it_is_not_added(hop: tuple[str, str], context: ac.Context | None) -> None:
    for origin in ("", PRODUCTION, SANDBOX):
        t = versioned(hop, None, path=f"{origin}/x", context=context)
        assert t.result.headers.get("aurora-api-version") is None
        assert t.notes == ()


ENVIRONMENTS = [
    pytest.param("https://api-sandbox.aurorasolar.com/x", {}, True, id="sandbox URL"),
    pytest.param("https://API-Sandbox.AuroraSolar.com/x", {}, True, id="host in other case"),
    pytest.param("https://api-sandbox.aurorasolar.com:443/x", {}, True, id="with a port"),
    pytest.param("/x", {"Host": "api-sandbox.aurorasolar.com"}, True, id="Host field"),
    pytest.param("/x", {"host": "api-sandbox.aurorasolar.com:443"}, True, id="Host field with a port"),
    pytest.param("https://api.aurorasolar.com/x", {}, False, id="production URL"),
    pytest.param("/x", {"Host": "api.aurorasolar.com"}, False, id="production Host field"),
    pytest.param("/x", {}, False, id="no host"),
    pytest.param("http://localhost:8080/x", {}, False, id="another host"),
    pytest.param("https://api-sandbox.aurorasolar.com.example.com/x", {}, False, id="a host that begins alike"),
    pytest.param("https://example.com/api-sandbox.aurorasolar.com/x", {}, False, id="a path that looks alike"),
]


@pytest.mark.parametrize(("path", "headers", "sandbox"), ENVIRONMENTS)
class TestEnvironment:
    def value(
        self, path: str, headers: dict[str, str], environment: Literal["production", "sandbox"] | None
    ) -> str | None:
        fields = headers | {"Aurora-API-Version": V22}
        context = ac.Context(environment=environment)
        found = sent(UP22, "GET", path, headers=fields, context=context).result.headers.get("aurora-api-version")
        assert found is None or isinstance(found, str)
        return found

    def test_by_the_host(self, path: str, headers: dict[str, str], sandbox: bool) -> None:
        assert self.value(path, headers, None) == (V24 if sandbox else None)

    def test_the_context_wins(self, path: str, headers: dict[str, str], sandbox: bool) -> None:
        assert self.value(path, headers, "sandbox") == V24
        assert self.value(path, headers, "production") is None


class TestOnDemand:
    @pytest.mark.parametrize("hop", HOPS)
    def test_it_is_added_in_the_sandbox(self, hop: tuple[str, str]) -> None:
        for context, origin in (
            (ac.Context(send_version_header=True), SANDBOX),
            (ac.Context(send_version_header=True, environment="sandbox"), ""),
        ):
            t = versioned(hop, None, path=f"{origin}/x", context=context)
            assert list(t.result.headers.all("aurora-api-version")) == [hop[1]]

    @pytest.mark.parametrize("hop", HOPS)
    def test_not_in_production(self, hop: tuple[str, str]) -> None:
        for context, origin in (
            (ac.Context(send_version_header=True), PRODUCTION),
            (ac.Context(send_version_header=True), ""),
            (ac.Context(send_version_header=True, environment="production"), SANDBOX),
        ):
            t = versioned(hop, None, path=f"{origin}/x", context=context)
            assert t.result.headers.get("aurora-api-version") is None

    def test_one_that_is_there_is_not_doubled(self) -> None:
        t = versioned(UP, V18, path=f"{SANDBOX}/x", context=ac.Context(send_version_header=True))
        assert list(t.result.headers.all("aurora-api-version")) == [V24]
        assert t.notes == ()


def test_each_hop_sets_its_own_target() -> None:
    for first, second, whole in ((UP18, UP22, UP), (DOWN24, DOWN22, DOWN)):
        half = versioned(first, first[0], path=f"{SANDBOX}/x")
        assert half.result.headers.get("aurora-api-version") == first[1]
        path = f"{SANDBOX}/x"
        there = versioned(second, half.result.headers.get("aurora-api-version"), path=path)
        assert there.result.headers.get("aurora-api-version") == whole[1]
        assert there.result == versioned(whole, whole[0], path=path).result


@pytest.mark.parametrize("hop", HOPS)
def test_an_answers_header_stays(hop: tuple[str, str]) -> None:
    fields = {"Aurora-API-Version": hop[0]}
    t = answered(hop, 200, b"", fields)
    assert (dict(t.result.headers), t.notes) == (fields, ())


def test_a_known_operation_too() -> None:
    body = b'{"project": {"customer_address": "a"}}'
    headers = JSON_TYPE | {"Aurora-API-Version": V22}
    t = sent(UP22, "POST", f"{T}/projects", headers=headers, body=body, context=ac.Context(environment="sandbox"))
    assert t.result.headers.get("Aurora-API-Version") == V24
    assert t.notes == ()
