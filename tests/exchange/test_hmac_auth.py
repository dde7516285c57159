"""2018.01's signatures: what is signed is written out by hand from the recipe, and signed with `openssl dgst`.

So signer and verifier do not merely agree with each other: neither has made the strings and signatures below.
"""

import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import aurora_compat as ac
from aurora_compat import hmac_auth

KEY, SECRET = "key-1", "neutral-secret-1"
SECRETS = {KEY: SECRET, "key-2": "neutral-secret-2"}
NOW = datetime(2018, 5, 4, 3, 2, 1, tzinfo=UTC)
STAMP = "2018-05-04 03:02:01 UTC"
HEAD = "AuroraKey=key-1\nTimestamp=2018-05-04%2003:02:01%20UTC\n"
PROJECT = (
    b'{"project": {"name": "Solar House & Barn", "address": "1 Main St, Anytown",'
    b' "longitude": -122.42, "latitude": 37.770}}'
)
WEBHOOK = (
    b'{"webhook":{"url_template":"https://hooks.example/?id=<PROJECT_ID>","event":"project_status_changed",'
    b'"filters":{"STATUS":"sold"},"enabled":"true"}}'
)


class Vector(NamedTuple):
    """One signed request: the string to sign, by hand, and `openssl dgst -sha256 -hmac neutral-secret-1` of it."""

    method: str
    target: str
    body: bytes
    string: str
    signature: str

    def request(self, **other: str | bytes) -> ac.Request:
        """The request, not signed yet."""
        method, target, body = (other.get(name, getattr(self, name)) for name in ("method", "target", "body"))
        assert isinstance(method, str)
        assert isinstance(target, str)
        assert isinstance(body, bytes)
        return ac.Request(method, target, None, [("Content-Type", "application/json")] if body else None, body)

    def signed(
        self, signature: str | None = None, stamp: str = STAMP, key: str = KEY, **other: str | bytes
    ) -> ac.Request:
        """The request as it is sent, with the signature written below."""
        bare = self.request(**other)
        credential = ac.Request("GET", "/", {"AuroraKey": key, "Timestamp": stamp})
        made = ac.Request("GET", "/", {"Signature": self.signature if signature is None else signature})
        query = "&".join(filter(None, (bare.query.encoded, credential.query.encoded, made.query.encoded)))
        return ac.Request(bare.method, bare.path, query, bare.headers, bare.body)


PLAIN = Vector(
    "GET",
    "/v2/tenants/t-1/projects",
    b"",
    f"GET\n/v2/tenants/t-1/projects\n{HEAD}",
    "UYUIbGqpeQl5NKV4EysngXtLUnWjlk+o3HB7iCRYZ/0=",
)
QUERIED = Vector(
    "GET",
    "/v2/tenants/t-1/projects?per_page=25&page=2&page-size=3&Zeta=1",
    b"",
    f"GET\n/v2/tenants/t-1/projects\n{HEAD}Zeta=1&page-size=3&page=2&per_page=25\n",
    "xel4oPYRay5oXVE5mOkcqXi53sPSvMkzfQUo+ikaGVQ=",
)
SPACED = Vector(
    "GET",
    "/v2/tenants/t-1/projects?search=Lee%20House",
    b"",
    f"GET\n/v2/tenants/t-1/projects\n{HEAD}search=Lee%20House\n",
    "y+/KGf3+1fAVRNSe90GXOh+KzZIMpvkNBClBNC9z8o4=",
)
DELETED = Vector(
    "DELETE",
    "/v2/tenants/t-1/webhooks/w-1",
    b"",
    f"DELETE\n/v2/tenants/t-1/webhooks/w-1\n{HEAD}",
    "XXqoBbnyrSNiUUlvoanFrxFiseb2PzzMYyCYy3gBItg=",
)
DELETED_QUERIED = Vector(
    "DELETE",
    "/v2/tenants/t-1/webhooks/w-1?soft=true&because=old",
    b"",
    f"DELETE\n/v2/tenants/t-1/webhooks/w-1\n{HEAD}because=old&soft=true\n",
    "hnQc8YjoMy2KSLwuAzNrgQ4BWw61ItqlQgCCnjhIdkE=",
)
POSTED = Vector(
    "POST",
    "/v2/tenants/t-1/projects",
    PROJECT,
    f"POST\n/v2/tenants/t-1/projects\n{HEAD}"
    "project.address=1%20Main%20St%2C%20Anytown&project.latitude=37.770&project.longitude=-122.42"
    "&project.name=Solar%20House%20%26%20Barn\n",
    "9g6JoNfDzjTIWvqugsFAaHgm1vHgHXTnuUYukmMbFSw=",
)
PUT = Vector(
    "PUT",
    "/v2/tenants/t-1/webhooks/w-1",
    WEBHOOK,
    f"PUT\n/v2/tenants/t-1/webhooks/w-1\n{HEAD}"
    "webhook.enabled=true&webhook.event=project_status_changed&webhook.filters.STATUS=sold"
    "&webhook.url_template=https%3A%2F%2Fhooks.example%2F%3Fid%3D%3CPROJECT_ID%3E\n",
    "1ilyTgWh7qrDZnZB6zTfZG9cLkOzT8WvzoSlxnNwZzs=",
)
POSTED_QUERIED = Vector(
    "POST",
    "/v2/tenants/t-1/designs?site_model_design_id=d-1&include_design=true",
    b'{"design": {"project_id": "p-1", "name": "Copy"}}',
    f"POST\n/v2/tenants/t-1/designs\n{HEAD}design.name=Copy&design.project_id=p-1\n",
    "7X9hJsvi/OhMfLArO/Kcjelr1Xr9fuVNAFFPLLJ524c=",
)
PUT_EMPTY = Vector(
    "PUT",
    "/v2/tenants/t-1/users/u-1/activate",
    b"",
    f"PUT\n/v2/tenants/t-1/users/u-1/activate\n{HEAD}",
    "ZlbUYskoolMHjaRTrTIIEIx0nGNE1KRffQ/pAOa6dXc=",
)
ORDERED = Vector(  # sorted first, escaped then: ~ comes before the bytes of é, but %C3 before ~
    "POST",
    "/v2/tenants/t-1/projects",
    '{"project": {"nameé": 2, "name~": 1}}'.encode(),
    f"POST\n/v2/tenants/t-1/projects\n{HEAD}project.name~=1&project.name%C3%A9=2\n",
    "KCMOsW3FR5qHUZ8d3etL53767RsustKDYLILUZKD1U4=",
)
TWO = Vector(
    "POST",
    "/v2/tenants/t-1/projects",
    b'{"project": {"a": 1, "b": 2}}',
    f"POST\n/v2/tenants/t-1/projects\n{HEAD}project.a=1&project.b=2\n",
    "eEPGBMneiRJJH9G1BoSmaRDhBsrvTPsLlj8X9nIeW1c=",
)
PLUS_FIRST = Vector(  # not escaped, its signature begins with a space
    "GET",
    "/v2/tenants/t-1/projects/p-9",
    b"",
    f"GET\n/v2/tenants/t-1/projects/p-9\n{HEAD}",
    "+5A/xRdutZEGyGPm/H33SLnnob9Li4Jf45jcM0lbB6Q=",
)
UPPER = Vector(  # sent as Projects/ under T-1, signed as it is sent
    "GET",
    "/v2/tenants/T-1/Projects/?page=1",
    b"",
    f"GET\n/v2/tenants/T-1/Projects/\n{HEAD}page=1\n",
    "GkEijaTmVT/fot1q4rMtNy5rMWtPohxrJJqpB/i3DJU=",
)
OF_LOWERED = "AOQrnEFXYPXhNQCniMj3z3Pr2wLRE6WZgS90VvnxsaM="  # the same, signed as /v2/tenants/t-1/projects

OF_PYTHON = Vector(  # as the public client for Python signs it: str() of values, no order of bytes, `,()` as they are
    "POST",
    "/v2/tenants/t-1/projects",
    b'{"project": {"name": "Barn (old) & new", "Zip": {"k": "it\'s"}, "address": "1 Main St, Any/town", '
    b'"tags": ["a", 1.5, true], "Area": 37.5, "customer_email": null}}',
    f"POST\n/v2/tenants/t-1/projects\n{HEAD}"
    "project.address=1%20Main%20St,%20Any%2Ftown&project.Area=37.5&project.customer_email=None"
    "&project.name=Barn%20(old)%20%26%20new&project.tags=%5B%27a%27,%201.5,%20True%5D"
    "&project.Zip=%7B%27k%27%3A%20%22it%27s%22%7D\n",
    "S2jtr0eNawFdDvm3NaMTcU9tDmKbGT88PFIaRawIC8s=",
)

VECTORS = {
    "GET": PLAIN,
    "GET with parameters": QUERIED,
    "GET with an escape": SPACED,
    "DELETE": DELETED,
    "DELETE with parameters": DELETED_QUERIED,
    "POST": POSTED,
    "PUT, nested": PUT,
    "POST with parameters": POSTED_QUERIED,
    "PUT without a body": PUT_EMPTY,
    "POST, order of bytes": ORDERED,
    "POST of numbers": TWO,
    "GET, upper case": UPPER,
    "GET, a plus first": PLUS_FIRST,
}
every_vector = pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())


def reason(request: ac.Request, now: datetime = NOW, **kw: timedelta) -> str:
    """Why a request is refused."""
    with pytest.raises(hmac_auth.InvalidSignature) as error:
        hmac_auth.verify(request, SECRETS, now=now, **kw)
    told = f"{error.value} {error.value!r}"
    assert SECRET not in told
    assert error.value.change == "hmac-authentication"
    for value in request.query.all("Signature"):
        assert not value or value not in told
    return error.value.reason


@every_vector
class TestVectors:
    def test_what_is_signed(self, vector: Vector) -> None:
        assert hmac_auth.string_to_sign(vector.request(), KEY, STAMP) == vector.string

    def test_the_signature(self, vector: Vector) -> None:
        assert hmac_auth.signature(SECRET, vector.string) == vector.signature

    def test_signing_adds_the_three_parameters(self, vector: Vector) -> None:
        bare = vector.request()
        signed = hmac_auth.sign(bare, key=KEY, secret=SECRET, now=NOW)
        assert signed.query[: len(bare.query)] == tuple(bare.query)
        assert dict(signed.query[len(bare.query) :]) == {
            "AuroraKey": KEY,
            "Timestamp": STAMP,
            "Signature": vector.signature,
        }
        assert (signed.method, signed.path, signed.headers) == (bare.method, bare.path, bare.headers)
        assert signed.body is bare.body

    def test_signature_and_timestamp_are_escaped_in_the_url(self, vector: Vector) -> None:
        target = hmac_auth.sign(vector.request(), key=KEY, secret=SECRET, now=NOW).target
        escaped = vector.signature.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
        assert f"Signature={escaped}" in target
        assert "2018-05-04%2003" in target
        assert " " not in target

    def test_a_whole_url_is_signed_by_its_path(self, vector: Vector) -> None:
        request = vector.request(target="https://api.aurorasolar.com" + vector.target)
        assert hmac_auth.string_to_sign(request, KEY, STAMP) == vector.string

    def test_it_verifies(self, vector: Vector) -> None:
        signed = hmac_auth.verify(vector.signed(), SECRETS, now=NOW)
        assert (signed.key, signed.at) == (KEY, NOW)

    def test_secrets_from_a_function(self, vector: Vector) -> None:
        assert hmac_auth.verify(vector.signed(), SECRETS.get, now=NOW).key == KEY

    def test_the_padding_may_be_dropped(self, vector: Vector) -> None:
        assert hmac_auth.verify(vector.signed(vector.signature.rstrip("=")), SECRETS, now=NOW).key == KEY

    def test_plus_may_come_as_a_space(self, vector: Vector) -> None:
        query = vector.signed(vector.signature.replace("+", " ")).query.encoded.replace("%20UTC", "+UTC")
        bare = vector.request()
        request = ac.Request(bare.method, bare.path, query, bare.headers, bare.body)
        assert hmac_auth.verify(request, SECRETS, now=NOW).key == KEY

    @pytest.mark.parametrize("end", ["\n", "%0A", "%20"])
    def test_white_space_at_the_end(self, vector: Vector, end: str) -> None:
        """Encoders that end lines leave one behind the signature."""
        signed = vector.signed()
        query = signed.query.encoded + end
        request = ac.Request(signed.method, signed.path, query, signed.headers, signed.body)
        assert hmac_auth.verify(request, SECRETS, now=NOW).key == KEY

    def test_an_unescaped_signature(self, vector: Vector) -> None:
        """Clients that do not escape at all send `+` and `/` bare; `+` then reads as a space."""
        signed = vector.signed("")
        request = ac.Request(
            signed.method, signed.path, signed.query.encoded + vector.signature, signed.headers, signed.body
        )
        assert hmac_auth.verify(request, SECRETS, now=NOW).key == KEY

    def test_the_parameters_of_the_credential_may_stand_first(self, vector: Vector) -> None:
        signed = vector.signed()
        parts = signed.query.spellings
        request = ac.Request(
            signed.method, signed.path, "&".join([*parts[-3:], *parts[:-3]]), signed.headers, signed.body
        )
        assert hmac_auth.verify(request, SECRETS, now=NOW).key == KEY

    def test_nothing_secret_is_shown(self, vector: Vector) -> None:
        request = vector.signed()
        shown = f"{request!r} {hmac_auth.verify(request, SECRETS, now=NOW)!r}"
        assert KEY not in shown
        assert SECRET not in shown
        assert vector.signature not in shown


class TestSpellingsOfThePath:
    def test_lower_case_and_no_trailing_slash(self) -> None:
        assert hmac_auth.verify(UPPER.signed(OF_LOWERED), SECRETS, now=NOW).key == KEY

    @pytest.mark.parametrize("path", ["/v2/tenants/t-1/other/?page=1", "/v2/tenants/T-2/Projects/?page=1"])
    def test_another_path_is_another_path(self, path: str) -> None:
        assert reason(UPPER.signed(OF_LOWERED, target=path)) == "mismatch"
        assert reason(UPPER.signed(target=path)) == "mismatch"

    def test_a_path_signed_in_upper_case_is_not_that_in_lower_case(self) -> None:
        """The second form is the request's path made lower case: never the other way round."""
        assert reason(UPPER.signed(target="/v2/tenants/t-1/projects?page=1")) == "mismatch"

    def test_the_prefix_is_signed(self) -> None:
        assert reason(PLAIN.signed(target="/tenants/t-1/projects")) == "mismatch"


@every_vector
class TestTampering:
    def test_the_method(self, vector: Vector) -> None:
        other = {"GET": "DELETE", "DELETE": "GET", "POST": "PUT", "PUT": "POST"}[vector.method]
        assert reason(vector.signed(method=other)) == "mismatch"

    def test_the_path(self, vector: Vector) -> None:
        assert reason(vector.signed(target=vector.target.replace("1/", "2/", 1))) == "mismatch"

    def test_the_path_gets_longer(self, vector: Vector) -> None:
        path, mark, query = vector.target.partition("?")
        assert reason(vector.signed(target=f"{path}/x{mark}{query}")) == "mismatch"

    def test_the_timestamp(self, vector: Vector) -> None:
        assert reason(vector.signed(stamp="2018-05-04 03:02:02 UTC")) == "mismatch"

    def test_the_key_of_another(self, vector: Vector) -> None:
        assert reason(vector.signed(key="key-2")) == "mismatch"

    def test_an_unknown_key(self, vector: Vector) -> None:
        assert reason(vector.signed(key="key-3")) == "unknown key"

    def test_a_known_key_whose_secret_is_unknown_to_the_sender(self, vector: Vector) -> None:
        signed = hmac_auth.sign(vector.request(), key=KEY, secret="", now=NOW)
        assert reason(signed) == "mismatch"
        unknown = hmac_auth.sign(vector.request(), key="key-3", secret="", now=NOW)
        assert reason(unknown) == "unknown key"

    @pytest.mark.parametrize("wrong", ["", "=", "A", "AAAA", "ü", "\ud800", "A" * 10_000])
    def test_the_signature(self, vector: Vector, wrong: str) -> None:
        assert reason(vector.signed(wrong)) == "mismatch"

    def test_one_character_of_the_signature(self, vector: Vector) -> None:
        first = "A" if vector.signature[0] != "A" else "B"
        assert reason(vector.signed(first + vector.signature[1:])) == "mismatch"
        assert reason(vector.signed(vector.signature.swapcase())) == "mismatch"
        assert reason(vector.signed(vector.signature[:-2])) == "mismatch"

    def test_a_parameter_more(self, vector: Vector) -> None:
        if vector.method in {"GET", "DELETE"}:
            signed = vector.signed()
            request = ac.Request(signed.method, signed.path, signed.query.encoded + "&more=1")
            assert reason(request) == "mismatch"

    def test_a_member_more(self, vector: Vector) -> None:
        if vector.body:
            assert reason(vector.signed(body=vector.body.replace(b"{", b'{"more": 1, ', 1))) == "mismatch"


class TestTamperingWithParameters:
    @pytest.mark.parametrize(
        "target",
        [
            "/v2/tenants/t-1/projects?per_page=26&page=2&page-size=3&Zeta=1",
            "/v2/tenants/t-1/projects?per_page=25&page=2&page-size=3",
            "/v2/tenants/t-1/projects?per_page=25&page=2&page-size=3&zeta=1",
            "/v2/tenants/t-1/projects?per_page=25&page=2&page=2&page-size=3&Zeta=1",
            "/v2/tenants/t-1/projects",
        ],
    )
    def test_of_a_query(self, target: str) -> None:
        assert reason(QUERIED.signed(target=target)) == "mismatch"

    def test_order_of_parameters_is_not_signed(self) -> None:
        other = QUERIED.signed(target="/v2/tenants/t-1/projects?Zeta=1&page=2&page-size=3&per_page=25")
        assert hmac_auth.verify(other, SECRETS, now=NOW).key == KEY

    @pytest.mark.parametrize(
        "body",
        [
            PROJECT.replace(b"House", b"house"),
            PROJECT.replace(b"37.770", b"37.771"),
            PROJECT.replace(b'"latitude"', b'"altitude"'),
            PROJECT.replace(b"project", b"projects", 1),
            b"",
            b"{}",
            b"null",
        ],
    )
    def test_of_a_body(self, body: bytes) -> None:
        assert reason(POSTED.signed(body=body)) == "mismatch"

    def test_order_and_white_space_of_a_body_are_not_signed(self) -> None:
        other = TWO.signed(body=b'{ "project":\n{"b":2,"a":1} }')
        assert hmac_auth.verify(other, SECRETS, now=NOW).key == KEY

    def test_a_value_that_looks_like_two_members(self) -> None:
        """The parameters of POST and PUT are percent-escaped, so that no value can pass for two members."""
        assert reason(TWO.signed(body=b'{"project": {"a": "1&project.b=2"}}')) == "mismatch"

    @pytest.mark.parametrize(
        "query",
        [
            "AuroraKey=key-1&Timestamp=2018-05-04%2003:02:01%20UTC",
            "Timestamp=2018-05-04%2003:02:01%20UTC&Signature=AAAA",
            "AuroraKey=key-1&Signature=AAAA",
            "AuroraKey=key-1&AuroraKey=key-1&Timestamp=2018-05-04%2003:02:01%20UTC&Signature=AAAA",
            "AuroraKey=key-1&Timestamp=2018-05-04%2003:02:01%20UTC&Signature=AAAA&Signature=BBBB",
            "AuroraKey=key-1&Timestamp=a&Timestamp=b&Signature=AAAA",
            "AuroraKey=key-1&Timestamp=&Signature=AAAA",
            "AuroraKey=key-1&Timestamp=2018-05-04T03:02:01Z&Signature=AAAA",
            "AuroraKey=key-1&Timestamp=2018-13-04%2003:02:01%20UTC&Signature=AAAA",
            "AuroraKey=key-1&Timestamp=2018-05-04%2003:02:01%20PST&Signature=AAAA",
            "AuroraKey=key-1&Timestamp=1525402921&Signature=AAAA",
        ],
    )
    def test_a_credential_that_is_none(self, query: str) -> None:
        assert reason(ac.Request("GET", "/v2/tenants/t-1/projects", query)) == "malformed"

    def test_no_credential(self) -> None:
        assert reason(PLAIN.request()) == "unsigned"
        assert reason(ac.Request("GET", "/v2/x", None, {"Authorization": "Bearer neutral-token-1"})) == "unsigned"

    def test_signing_again_replaces_the_credential(self) -> None:
        once = hmac_auth.sign(QUERIED.request(), key="key-2", secret="neutral-secret-2", now=NOW - timedelta(days=1))
        assert hmac_auth.sign(once, key=KEY, secret=SECRET, now=NOW) == QUERIED.signed()


class TestClock:
    @pytest.mark.parametrize("way", [1, -1])
    def test_the_skew_is_bounded_both_ways(self, way: int) -> None:
        near, far = NOW + way * timedelta(seconds=59), NOW + way * timedelta(seconds=61)
        skew = timedelta(minutes=1)
        assert hmac_auth.verify(PLAIN.signed(), SECRETS, now=near, skew=skew).at == NOW
        assert reason(PLAIN.signed(), now=far, skew=skew) == "expired"

    @pytest.mark.parametrize("way", [1, -1])
    @pytest.mark.parametrize("away", [timedelta(days=1), timedelta(days=365), timedelta(hours=1)])
    def test_it_is_bounded_by_default(self, way: int, away: timedelta) -> None:
        assert reason(PLAIN.signed(), now=NOW + way * away) == "expired"

    def test_now_may_be_in_any_zone(self) -> None:
        now = NOW.astimezone(timezone(timedelta(hours=-7)))
        assert hmac_auth.verify(PLAIN.signed(), SECRETS, now=now).at == NOW
        assert hmac_auth.sign(PLAIN.request(), key=KEY, secret=SECRET, now=now) == PLAIN.signed()

    def test_a_naive_now_is_refused(self) -> None:
        naive = NOW.replace(tzinfo=None)
        with pytest.raises(ValueError, match=r"aware"):
            hmac_auth.sign(PLAIN.request(), key=KEY, secret=SECRET, now=naive)
        with pytest.raises(ValueError, match=r"aware"):
            hmac_auth.verify(PLAIN.signed(), SECRETS, now=naive)

    def test_the_clock_is_read_where_now_is_not_given(self) -> None:
        signed = hmac_auth.sign(PLAIN.request(), key=KEY, secret=SECRET)
        assert hmac_auth.verify(signed, SECRETS).key == KEY
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", signed.query.get("Timestamp") or "")

    @pytest.mark.parametrize("stamp", ["0001-01-01 00:00:00 UTC", "9999-12-31 23:59:59 UTC"])
    def test_the_ends_of_time(self, stamp: str) -> None:
        assert reason(PLAIN.signed(stamp=stamp)) == "expired"


ODD_BODIES = {
    "text": b'"text"',
    "number": b"5",
    "null": b"null",
    "true": b"true",
    "list": b'[1, {"a": [true, null]}]',
    "empty object": b"{}",
    "two envelopes": b'{"a": {"b": 1}, "c": {"d": 2}}',
    "white space": b" \n ",
    "empty key": b'{"": {"": 1}}',
    "huge integer": b'{"a": {"b": ' + b"9" * 5000 + b"}}",
    "huge exponent": b'{"a": {"b": 1E400}}',
    "booleans and null": b'{"a": {"b": true, "c": false, "d": null, "e": [], "f": {}}}',
    "byte order mark": b'\xef\xbb\xbf{"a": {"b": 1}}',
    "line break": b'{"a": {"b": "x\\ny"}}',
}
NO_JSON = {
    "broken": b'{"a": ',
    "text": b"plain text",
    "not UTF-8": b'{"a": "\xff"}',
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "compressed": b"\x1f\x8b\x08\x00\x00",
}


class TestOddBodies:
    @pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES.keys())
    def test_of_any_type_are_signed(self, body: bytes) -> None:
        signed = hmac_auth.sign(POSTED.request(body=body), key=KEY, secret=SECRET, now=NOW)
        assert hmac_auth.verify(signed, SECRETS, now=NOW).key == KEY

    @pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON.keys())
    def test_no_json_is_not_signed(self, body: bytes) -> None:
        with pytest.raises(ac.MalformedPayload):
            hmac_auth.sign(POSTED.request(body=body), key=KEY, secret=SECRET, now=NOW)
        assert reason(POSTED.signed(body=body)) == "mismatch"

    def test_half_a_surrogate_pair(self) -> None:
        """A hostile body is refused as unsigned or mismatched; it does not crash the verifier."""
        assert reason(POSTED.signed(body=b'{"project": {"name": "\\ud800"}}')) == "mismatch"

    def test_numbers_are_signed_as_they_are_written(self) -> None:
        one, other = (POSTED.request(body=f'{{"a": {{"b": {number}}}}}'.encode()) for number in ("37.770", "37.77"))
        assert "a.b=37.770\n" in hmac_auth.string_to_sign(one, KEY, STAMP)
        assert "a.b=37.77\n" in hmac_auth.string_to_sign(other, KEY, STAMP)

    def test_a_line_break_in_a_value_is_escaped(self) -> None:
        string = hmac_auth.string_to_sign(POSTED.request(body=b'{"a": {"b": "x\\ny"}}'), KEY, STAMP)
        assert string.count("\n") == 5
        assert "a.b=x%0Ay" in string


class TestRepeatedParameters:
    def test_repeated_parameters_are_all_signed(self) -> None:
        request = ac.Request("GET", "/v2/x", "status=b&status=a&status=b")
        assert hmac_auth.string_to_sign(request, KEY, STAMP).splitlines()[-1] == "status=a&status=b&status=b"
        signed = hmac_auth.sign(request, key=KEY, secret=SECRET, now=NOW)
        assert hmac_auth.verify(signed, SECRETS, now=NOW).key == KEY
        fewer = ac.Request("GET", "/v2/x", signed.query.encoded.replace("status=b&", "", 1))
        assert reason(fewer) == "mismatch"


PARTS_OF_PYTHON = (
    (b"(old)", b"old"),
    (b"Any/town", b"Any%2Ftown"),
    (b"37.5", b"37.50"),
    (b"37.5", b"37.4"),
    (b"null", b'""'),
    (b"true", b'"true"'),
    (b'"a", 1.5', b'"a\', 1.5"'),
    (b'"a", 1.5', b'"a, 1.5"'),
    (b'"a", 1.5', b'1.5, "a"'),
    (b'["a", 1.5, true]', b"[]"),
    (b'{"k": "it\'s"}', b'{"k": "its"}'),
    (b'{"k"', b'{"l"'),
    (b'"Zip"', b'"zip"'),
    (b'"project"', b'"projects"'),
    (b'{"project": ', b'{"more": 1, "project": '),
    (b'{"project": ', b'{"project": {"name": "Other"}, "project": '),
    (b'{"project": {', b'{"project": {"more": null, '),
    (b'{"project": {', b'{"project": {"name": "Other", '),
    (b"null}}", b'null}, "more": {}}'),
    (b"null}}", b'null, "tags": []}}'),
)

Body: TypeAlias = dict[str, Any]
BODIES = st.dictionaries(
    st.sampled_from(["a", "b", "b_1", "c-2"]),
    st.sampled_from([None, True, 1, 1.5, ["a"], ["a", "b"], ["a', 'b"], [None]])
    | st.sampled_from(["", "None", "True", "true", "1", "1.5", "a", "a,b", "(a)", "a&p.b=1", "a\n", "['a']", "[None]"]),
    min_size=1,
)
"""What stands in an envelope: names, and values that read alike or nearly so."""


def read_as_python_writes(body: Body) -> set[tuple[str, str]]:
    return {(name, str(value)) for name, value in body.items()}


def read_as_it_is_written(body: Body) -> set[tuple[str, str]]:
    """By the plain form: of a list it makes members of other names."""
    spelled = {"None": "", "True": "true"}
    return {
        (
            name,
            "a list"
            if isinstance(value, list)
            else value
            if isinstance(value, str)
            else spelled.get(str(value), str(value)),
        )
        for name, value in body.items()
    }


class TestAsThePublicClientForPythonSigns:
    def test_it_verifies(self) -> None:
        assert hmac_auth.signature(SECRET, OF_PYTHON.string) == OF_PYTHON.signature
        assert hmac_auth.verify(OF_PYTHON.signed(), SECRETS, now=NOW).key == KEY
        assert hmac_auth.verify(OF_PYTHON.signed(OF_PYTHON.signature[:-1]), SECRETS, now=NOW).key == KEY

    def test_order_of_members_is_not_signed(self) -> None:
        body = OF_PYTHON.body.replace(b'"Area": 37.5, ', b"").replace(b'{"project": {', b'{"project": {"Area": 37.5, ')
        assert hmac_auth.verify(OF_PYTHON.signed(body=body), SECRETS, now=NOW).key == KEY

    @pytest.mark.parametrize(("old", "new"), PARTS_OF_PYTHON, ids=[new.decode() for _, new in PARTS_OF_PYTHON])
    def test_another_body_is_another_body(self, old: bytes, new: bytes) -> None:
        assert old in OF_PYTHON.body
        assert reason(OF_PYTHON.signed(body=OF_PYTHON.body.replace(old, new, 1))) == "mismatch"

    def test_it_signs_posts_and_puts_only(self) -> None:
        assert reason(OF_PYTHON.signed(method="PUT")) == "mismatch"
        assert reason(OF_PYTHON.signed(method="GET")) == "mismatch"

    @pytest.mark.parametrize(
        ("signed", "body"),
        [
            ("p.a=1&p.b=2", b'{"p": {"a=1&p.b": 2}}'),
            ("p.a=1", b'{"p": {"a": 1}, "q": {"b": 2}}'),
            ("p.a=1", b'{"p": {"a": 1}, "b": 2}'),
            ("p.a,b=1", b'{"p": {"a,b": 1}}'),
            ("p.a\nx=1", b'{"p": {"a\\nx": 1}}'),
            ("p.a(=None", b'{"p": {"a(": null}}'),
            ("p&q.a=None", b'{"p&q": {"a": null}}'),
            ("p.a=None", b'[{"p": {"a": null}}]'),
            ("p=None", b'{"p": null}'),
            ("p.0=None", b'{"p": [null]}'),
            ("p.a=None", b'{"p": {"a": 1, "a": null}}'),
        ],
    )
    def test_a_body_of_which_it_says_too_little_is_not_taken(self, signed: str, body: bytes) -> None:
        """Names that are not plain, and what stands beside the envelope, which this client does not sign."""
        made = hmac_auth.signature(SECRET, f"POST\n/v2/tenants/t-1/projects\n{HEAD}{signed}\n")
        assert reason(POSTED.signed(made, body=body)) == "mismatch"

    @pytest.mark.parametrize("depth", [500, 5_000])
    def test_deep_bodies_do_no_harm(self, depth: int) -> None:
        body = b'{"p": {"a": ' + b"[" * depth + b"]" * depth + b"}}"
        assert reason(POSTED.signed(body=body)) == "mismatch"

    @settings(max_examples=200)
    @given(one=BODIES, other=BODIES)
    def test_two_bodies_share_a_signature_only_where_their_members_read_the_same(self, one: Body, other: Body) -> None:
        signed = "&".join(f"p.{name}={quote(text, safe=',()')}" for name, text in sorted(read_as_python_writes(one)))
        made = hmac_auth.signature(SECRET, f"POST\n/v2/tenants/t-1/projects\n{HEAD}{signed}\n")
        own, foreign = (POSTED.signed(made, body=json.dumps({"p": body}).encode()) for body in (one, other))
        assert hmac_auth.verify(own, SECRETS, now=NOW).key == KEY
        with suppress(hmac_auth.InvalidSignature):
            hmac_auth.verify(foreign, SECRETS, now=NOW)
            assert read_as_python_writes(one) in (read_as_python_writes(other), read_as_it_is_written(other))


class TestAMemberThatIsNamedTwice:
    """Some readers take the first, some the last: of such a body nobody knows what was signed."""

    BODY = b'{"project": {"a": 9, "a": 1, "b": 2}}'

    def test_it_never_holds(self) -> None:
        assert reason(TWO.signed(body=self.BODY)) == "mismatch"

    def test_it_is_not_signed(self) -> None:
        with pytest.raises(ac.MalformedPayload, match="a member twice"):
            hmac_auth.sign(TWO.request(body=self.BODY), key=KEY, secret=SECRET, now=NOW)


class TestBeforeTheSwap:
    def test_a_checked_request_loses_its_signature_on_the_way_up(self) -> None:
        request = QUERIED.signed()
        assert hmac_auth.verify(request, SECRETS, now=NOW).key == KEY
        exchange = ac.Exchange(
            request, client="2018.01", server="2024.05", context=ac.Context(bearer_token="neutral-token-1")
        )
        assert exchange.upstream.target == "/tenants/t-1/projects?per_page=25&page=2&page-size=3&Zeta=1"
        assert exchange.upstream.headers.get("authorization") == "Bearer neutral-token-1"

    def test_an_invalid_signature_is_answered_with_401(self) -> None:
        request = PLAIN.signed("AAAA")
        exchange = ac.Exchange(request, client="2018.01", server="2024.05")
        with pytest.raises(hmac_auth.InvalidSignature) as error:
            hmac_auth.verify(request, SECRETS, now=NOW)
        answer = exchange.refusal(error.value)
        assert answer.status == 401
        assert "hmac-authentication" in answer.json()["errors"][0]["message"]
