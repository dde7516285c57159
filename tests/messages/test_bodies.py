"""General rules, "Which bodies": encodings, lengths and validators, what is JSON, statuses, limits."""

import gzip
import json
import zlib
from typing import Any

import pytest

import aurora_compat as ac

from ._send import (
    BEARER,
    DOWN,
    DOWN22,
    DOWN24,
    HOPS,
    JSON_TYPE,
    UP,
    UP18,
    UP22,
    Answered,
    Json,
    Sent,
    T,
    answered,
    loaded,
    notes_of,
    place,
    sent,
)

OLD = b'{"project": {"customer_address": "1 Sun Street", "n": 1.0}}'
NEW = {"project": {"mailing_address": "1 Sun Street", "n": 1.0}}
PLAIN = b'{"adder" : {"cost": 1.0}}'
PROJECTS, ADDERS = f"{T}/projects", f"{T}/designs/d-1/pricing/adders"
"""Create Project is touched on the newer edge, Create Adder nowhere."""


def raw_deflate(data: bytes) -> bytes:
    """Deflate without zlib's frame, as some senders understand the name."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def members(data: bytes) -> bytes:
    """Gzip in two members, which RFC 1952 allows."""
    return gzip.compress(data[:20]) + gzip.compress(data[20:])


PACKED = [
    pytest.param("gzip", gzip.compress, id="gzip"),
    pytest.param("GZip", gzip.compress, id="gzip in other case"),
    pytest.param("gzip", members, id="gzip in two members"),
    pytest.param("deflate", zlib.compress, id="deflate with zlib's frame"),
    pytest.param("deflate", raw_deflate, id="raw deflate"),
    pytest.param("identity", bytes, id="identity"),
]
UNKNOWN = ["br", "zstd", "compress", "x-made-up", "gzip, br"]


def post(body: bytes, headers: dict[str, str] | None = None, path: str = PROJECTS, **kw: Any) -> Sent:
    """A POST from 2022.09 to 2024.05."""
    return sent(UP22, "POST", path, headers=JSON_TYPE if headers is None else headers, body=body, **kw)


def answer(
    body: bytes, headers: dict[str, str] | None = None, operation: str = "create_project", status: int = 200, **kw: Any
) -> Answered:
    """An answer of 2022.09 to a client of 2024.05."""
    fields = JSON_TYPE if headers is None else headers
    return answered(UP22, status, body, fields, operation=operation, **kw)


# Encodings.


@pytest.mark.parametrize(("coding", "pack"), PACKED)
class TestEncodings:
    def test_a_request_is_sent_as_identity(self, coding: str, pack: Any) -> None:
        packed = pack(OLD)
        t = post(packed, JSON_TYPE | {"Content-Encoding": coding, "Content-Length": str(len(packed))})
        assert loaded(t) == NEW
        assert t.result.headers.get("content-encoding") in {None, "identity"}
        assert list(t.result.headers.all("content-length")) == [str(len(t.result.body))]

    def test_an_answer_is_delivered_as_identity(self, coding: str, pack: Any) -> None:
        packed = pack(OLD)
        t = answer(packed, JSON_TYPE | {"content-encoding": coding, "content-length": str(len(packed))})
        assert loaded(t) == NEW
        assert t.result.headers.get("content-encoding") in {None, "identity"}
        assert list(t.result.headers.all("content-length")) == [str(len(t.result.body))]

    def test_where_no_rule_applies_it_stays_packed(self, coding: str, pack: Any) -> None:
        packed = pack(PLAIN)
        headers = JSON_TYPE | {"Content-Encoding": coding, "Content-Length": str(len(packed)), "ETag": '"e"'}
        t = post(packed, headers, ADDERS)
        assert t.result.body is packed
        assert dict(t.result.headers) == BEARER | headers
        there = answer(packed, headers, "create_adder")
        assert there.result.body is packed
        assert dict(there.result.headers) == headers
        assert t.notes == there.notes == ()

    def test_the_limit_is_on_the_decoded_size(self, coding: str, pack: Any) -> None:
        body = b'{"project": {"customer_address": "%s"}}' % (b"a" * 10_000)
        headers = JSON_TYPE | {"Content-Encoding": coding}
        assert loaded(post(pack(body), headers, limits=ac.Limits(body=len(body))))
        for limit in (len(body) - 1, 1000, 1):
            with pytest.raises(ac.MalformedPayload):
                post(pack(body), headers, limits=ac.Limits(body=limit))
            with pytest.raises(ac.MalformedPayload):
                answer(pack(body), headers, limits=ac.Limits(body=limit))

    def test_statuses_whose_bodies_are_never_touched(self, coding: str, pack: Any) -> None:
        packed = pack(OLD)
        headers = JSON_TYPE | {"Content-Encoding": coding, "Content-Length": str(len(packed)), "ETag": '"e"'}
        for status in (302, 400, 404, 500):
            t = answer(packed, headers, status=status)
            assert t.result.body is packed
            assert dict(t.result.headers) == headers
            assert t.notes == ()


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("body", [b"no such thing", OLD, b"\x1f\x8b\x08", gzip.compress(OLD, mtime=0)[:-12]])
def test_a_body_that_is_not_so_encoded_is_malformed(coding: str, body: bytes) -> None:
    headers = JSON_TYPE | {"Content-Encoding": coding}
    with pytest.raises(ac.MalformedPayload):
        post(body, headers)
    with pytest.raises(ac.MalformedPayload):
        answer(body, headers)


def test_a_small_body_that_is_large_within_is_over_the_default_limit() -> None:
    packer = zlib.compressobj(9, wbits=31)
    packed = b"".join([*(packer.compress(b" " * 1024 * 1024) for _ in range(65)), packer.flush()])
    with pytest.raises(ac.MalformedPayload):
        post(packed, JSON_TYPE | {"Content-Encoding": "gzip"})


@pytest.mark.parametrize("coding", UNKNOWN)
class TestUnknownCoding:
    def test_it_is_refused_on_requests(self, coding: str) -> None:
        for body in (OLD, b"\x00\x01"):
            with pytest.raises(ac.Untranslatable):
                post(body, JSON_TYPE | {"Content-Encoding": coding})

    def test_it_is_unsupported_on_answers(self, coding: str) -> None:
        for body in (OLD, b"\x00\x01"):
            headers = JSON_TYPE | {"Content-Encoding": coding, "ETag": '"e"', "Content-Length": str(len(body))}
            t = answer(body, headers)
            assert t.result.body is body
            assert dict(t.result.headers) == headers
            assert {(kind, place) for kind, place, _ in notes_of(t)} == {("unsupported", "body#")}

    def test_where_no_rule_applies_it_passes(self, coding: str) -> None:
        headers = JSON_TYPE | {"Content-Encoding": coding}
        for hop in HOPS:
            t = sent(hop, "POST", place(hop[0], ADDERS), headers=headers, body=PLAIN)
            assert t.result.body is PLAIN
            assert t.result.headers.get("content-encoding") == coding
            assert t.notes == ()
            there = answered(hop, 200, PLAIN, headers, operation="create_adder")
            assert (there.result, there.notes) == (ac.Response(200, headers, PLAIN), ())
        # the rules for projects belong to the other edge
        t = sent(UP18, "POST", f"/v2{PROJECTS}", headers=headers, body=OLD)
        assert t.result.body is OLD
        assert t.notes == ()


# Accept-Encoding.


ANSWERS = [
    *((hop, "GET", f"{T}/projects/p-1") for hop in (UP22, UP, DOWN24, DOWN)),
    *((hop, "GET", f"{T}/designs/d-1/summary") for hop in HOPS),
    *((hop, "GET", f"{T}/designs/d-1/roof_summary") for hop in (UP22, UP, DOWN24, DOWN)),
    *((hop, "GET", f"{T}/users/u-1") for hop in (UP18, UP, DOWN22, DOWN)),
    *((hop, "PUT", f"{T}/designs/d-1/pricing") for hop in (UP22, UP, DOWN24, DOWN)),
]
NO_RULE = [
    *((hop, "GET", f"{T}/designs/d-1") for hop in (UP18, UP22, UP, DOWN24)),
    *((hop, "POST", ADDERS) for hop in (UP18, UP22, UP, DOWN24)),
    *((hop, "GET", "/unknown") for hop in (UP18, UP22, UP, DOWN24)),
    (UP18, "GET", f"{T}/projects/p-1"),
    (UP18, "GET", f"{T}/designs/d-1/roof_summary"),
    (UP22, "GET", f"{T}/users/u-1"),
    (DOWN24, "GET", f"{T}/users/u-1"),
    *((hop, "POST", f"{T}/designs/d-1/auto_designer/run") for hop in (UP18, UP22, UP, DOWN24)),
]


@pytest.mark.parametrize("asked", [None, "gzip, br", "identity", "*", "gzip;q=1.0, identity;q=0"])
class TestAcceptEncoding:
    @pytest.mark.parametrize(("hop", "method", "path"), ANSWERS)
    def test_identity_where_a_rule_applies_to_the_answer(
        self, hop: tuple[str, str], method: str, path: str, asked: str | None
    ) -> None:
        headers = {} if asked is None else {"accept-encoding": asked}
        t = sent(hop, method, place(hop[0], path), headers=headers)
        assert list(t.result.headers.all("Accept-Encoding")) == ["identity"]

    @pytest.mark.parametrize(("hop", "method", "path"), NO_RULE)
    def test_left_alone_elsewhere(self, hop: tuple[str, str], method: str, path: str, asked: str | None) -> None:
        headers = {} if asked is None else {"accept-encoding": asked}
        t = sent(hop, method, place(hop[0], path), headers=headers)
        assert dict(t.result.headers) == BEARER | headers


# Content-Length, ETag and the digests.


VALIDATORS = {
    "ETag": '"e"',
    "Content-MD5": "Q2hlY2sgSW50ZWdyaXR5IQ==",
    "Digest": "sha-256=x",
    "Content-Digest": "sha-256=:eA==:",
    "content-length": "{length}",
    "Last-Modified": "Mon, 02 May 2022 10:00:00 GMT",
    "Cache-Control": "no-cache",
}
DROPPED = {"etag", "content-md5", "digest", "content-digest"}


def validators(body: bytes) -> dict[str, str]:
    return JSON_TYPE | {name: value.format(length=len(body)) for name, value in VALIDATORS.items()}


class TestChangedBodies:
    @pytest.mark.parametrize("case", [str, str.lower, str.upper])
    def test_a_changed_body_corrects_its_length_and_drops_the_rest(self, case: Any) -> None:
        headers = {case(name): value for name, value in validators(OLD).items()}
        for t in (post(OLD, headers), answer(OLD, headers)):
            found = {name.lower(): value for name, value in t.result.headers}
            assert loaded(t) == NEW
            assert not DROPPED & set(found)
            assert found["content-length"] == str(len(t.result.body)) != str(len(OLD))
            assert found["last-modified"] == VALIDATORS["Last-Modified"]
            assert found["cache-control"] == "no-cache"
            assert found["content-type"] == "application/json"

    @pytest.mark.parametrize("body", [b'{"project": {"name": "n"} }', b"{}", b'{"project": null}'])
    def test_an_unchanged_body_keeps_them(self, body: bytes) -> None:
        headers = validators(body)
        there = answer(body, headers)
        assert there.result.body is body
        assert dict(there.result.headers) == headers
        here = post(body, headers)
        assert here.result.body is body
        assert headers.items() <= dict(here.result.headers).items()

    @pytest.mark.parametrize("status", [301, 400, 404, 500, 503])
    def test_other_statuses_keep_them(self, status: int) -> None:
        headers = validators(OLD)
        t = answer(OLD, headers, status=status)
        assert (t.result, t.notes) == (ac.Response(status, headers, OLD), ())
        assert t.result.body is OLD

    def test_a_changed_error_drops_them(self) -> None:
        body = b"Something is wrong"
        t = answered(UP18, 422, body, validators(body) | {"Content-Type": "text/plain"})
        found = {name.lower(): value for name, value in t.result.headers}
        assert not DROPPED & set(found)
        assert found["content-length"] == str(len(t.result.body))


# What is JSON.


KINDS = [
    "text/plain",
    "text/html; charset=utf-8",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "image/png",
]
RAW = [OLD, b"customer_address=a", b"\xff\x00", b"{broken", b"<html>"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", RAW)
def test_bodies_that_are_not_json_pass(kind: str, body: bytes) -> None:
    headers = validators(body) | {"Content-Type": kind}
    there, here = answer(body, headers), post(body, headers)
    assert there.result.body is body
    assert here.result.body is body
    assert dict(there.result.headers) == headers
    assert headers.items() <= dict(here.result.headers).items()
    assert there.notes == here.notes == ()


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/hal+json"]
)
def test_kinds_of_json(kind: str) -> None:
    assert loaded(post(OLD, {"content-type": kind})) == NEW
    assert loaded(answer(OLD, {"content-type": kind})) == NEW
    assert answer(OLD, {"content-type": kind}).result.headers.get("Content-Type") == kind


def test_without_a_content_type_it_is_tried_as_json() -> None:
    assert loaded(post(OLD, {})) == NEW
    assert loaded(answer(OLD, {})) == NEW


@pytest.mark.parametrize("body", [*RAW[1:], b"\x89PNG\r\n\x1a\n\x00\xff", b"%PDF-1.7 \xe2\xe3\xcf\xd3", b"caf\xe9"])
def test_without_a_content_type_and_no_json_it_passes(body: bytes) -> None:
    assert post(body, {}).result.body is body
    there = answer(body, {"ETag": '"e"'})
    assert there.result.body is body
    assert there.result.headers.get("etag") == '"e"'
    assert there.notes == ()


@pytest.mark.parametrize(
    "body", [b"{broken", b"[1, ]", b'{"project": {"customer_address": "\xff"}}', b"<html>", b"NaN"]
)
def test_what_is_said_to_be_json_and_is_not_is_malformed(body: bytes) -> None:
    with pytest.raises(ac.MalformedPayload):
        post(body)
    with pytest.raises(ac.MalformedPayload):
        answer(body)
    assert post(body, path=ADDERS).result.body is body
    assert answer(body, operation="create_adder").result.body is body


def test_an_empty_body_is_absent() -> None:
    for t in (post(b""), answer(b"", status=200), answer(b"", status=202)):
        assert t.result.body == b""
        assert t.notes == ()


# Statuses.


@pytest.mark.parametrize("status", [200, 201, 202, 203, 206, 226, 299])
def test_answers_of_2xx_are_translated(status: int) -> None:
    t = answer(OLD, status=status)
    assert (t.result.status, loaded(t)) == (status, NEW)


@pytest.mark.parametrize("status", [300, 301, 302, 307, 399, 500, 501, 502, 503, 504, 599])
@pytest.mark.parametrize("hop", HOPS)
@pytest.mark.parametrize("body", [OLD, b"{broken", b"<html>", b"[" * 600, b'{"error": "x"}', b""])
def test_answers_of_3xx_and_5xx_are_never_touched(status: int, hop: tuple[str, str], body: bytes) -> None:
    headers = validators(body)
    for operation in ("create_project", "list_financings", None):
        t = answered(hop, status, body, headers, operation=operation, limits=ac.Limits(body=10))
        assert t.result.body is body
        assert dict(t.result.headers) == headers
        assert t.notes == ()
        assert t.needs == ()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 429, 499])
@pytest.mark.parametrize("hop", [UP22, DOWN22, DOWN24, DOWN])
@pytest.mark.parametrize("body", [OLD, b'{"design": {"system_size_stc": 1}}', b"{broken", b"", b'{"error": "x"}'])
def test_answers_of_4xx_have_no_body_rules(status: int, hop: tuple[str, str], body: bytes) -> None:
    headers = validators(body)
    for operation in ("create_project", "retrieve_design_summary", "list_financings"):
        t = answered(hop, status, body, headers, operation=operation)
        assert t.result.body is body
        assert dict(t.result.headers) == headers
        assert t.notes == ()
        assert t.needs == ()


@pytest.mark.parametrize(("status", "method"), [(204, "POST"), (204, "DELETE"), (304, "GET"), (200, "HEAD")])
@pytest.mark.parametrize("hop", HOPS)
class TestNoBody:
    """No body on 204, 304 and HEAD."""

    @pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
    def test_whatever_the_coding_would_be(self, hop: tuple[str, str], status: int, method: str, coding: str) -> None:
        headers = JSON_TYPE | {"Content-Encoding": coding, "ETag": '"e"'}
        for operation in ("retrieve_project", "retrieve_design_summary", None):
            t = answered(hop, status, b"", headers, operation=operation, method=method)
            assert (t.result, t.notes) == (ac.Response(status, headers, b""), ())

    @pytest.mark.parametrize("body", [OLD, b"{broken", b"text"])
    def test_one_that_is_there_is_not_passed_on(
        self, hop: tuple[str, str], status: int, method: str, body: bytes
    ) -> None:
        t = answered(hop, status, body, JSON_TYPE, operation="create_project", method=method)
        assert t.result.body == b""
        assert {(kind, place) for kind, place, _ in notes_of(t)} == {("lost", "body#")}


@pytest.mark.parametrize("hop", HOPS)
def test_the_length_of_a_body_that_204_does_not_pass_on(hop: tuple[str, str]) -> None:
    headers = JSON_TYPE | {"Content-Length": str(len(OLD))}
    t = answered(hop, 204, OLD, headers, operation="create_project")
    assert t.result.body == b""
    assert t.result.headers.get("content-length") in {None, "0"}


# Limits.


def nested(levels: int) -> bytes:
    """A project of so many levels, all in all."""
    return b'{"project": {"customer_address": "a", "x": %s}}' % (b"[" * (levels - 2) + b"]" * (levels - 2))


class TestLimits:
    def test_the_defaults(self) -> None:
        assert ac.Limits() == ac.Limits(body=64 * 1024 * 1024, depth=512)

    def test_the_default_size(self) -> None:
        body = b'{"project": {"customer_address": "a"}}'
        most = 64 * 1024 * 1024
        assert loaded(post(body + b" " * (most - len(body)))) == {"project": {"mailing_address": "a"}}
        with pytest.raises(ac.MalformedPayload):
            post(body + b" " * (most - len(body) + 1))

    @pytest.mark.parametrize("levels", [3, 10, 512])
    def test_depth(self, levels: int) -> None:
        body, limits = nested(levels), ac.Limits(depth=levels)
        assert "mailing_address" in loaded(post(body, limits=limits))["project"]
        assert "mailing_address" in loaded(answer(body, limits=limits))["project"]
        for call in (post, answer):
            with pytest.raises(ac.MalformedPayload):
                call(nested(levels + 1), limits=limits)

    @pytest.mark.parametrize("size", [len(OLD), 1000])
    def test_size(self, size: int) -> None:
        body = OLD + b" " * (size - len(OLD))
        assert loaded(post(body, limits=ac.Limits(body=size))) == NEW
        assert loaded(answer(body, limits=ac.Limits(body=size))) == NEW
        for call in (post, answer):
            with pytest.raises(ac.MalformedPayload):
                call(body + b" ", limits=ac.Limits(body=size))

    @pytest.mark.parametrize("body", [b"[" * 5000, b" " * 5000, b"\xff" * 5000])
    def test_not_where_no_rule_applies(self, body: bytes) -> None:
        limits = ac.Limits(body=10, depth=2)
        assert post(body, path=ADDERS, limits=limits).result.body is body
        assert post(body, path="/unknown", limits=limits).result.body is body
        assert answer(body, operation="create_adder", limits=limits).result.body is body

    def test_errors_of_the_older_edge_too(self) -> None:
        with pytest.raises(ac.MalformedPayload):
            answered(UP18, 400, b"x" * 11, {"Content-Type": "text/plain"}, limits=ac.Limits(body=10))


# An exchange delivers what a translation would not.


BROKEN = [
    pytest.param(b"{broken", {}, id="broken"),
    pytest.param(b"[" * 600 + b"]" * 600, {}, id="too deep"),
    pytest.param(b"\xff", {}, id="invalid UTF-8"),
    pytest.param(b"no gzip", {"Content-Encoding": "gzip"}, id="not so encoded"),
]


@pytest.mark.parametrize(("body", "fields"), BROKEN)
@pytest.mark.parametrize("status", [200, 201])
def test_an_exchange_delivers_broken_bodies(body: bytes, fields: dict[str, str], status: int) -> None:
    request = ac.Request("POST", f"/v2{PROJECTS}", None, BEARER | JSON_TYPE, OLD)
    exchange = ac.Exchange(request, client="2018.01", server="2024.05")
    headers = JSON_TYPE | fields | {"Location": f"{PROJECTS}/p-1", "ETag": '"e"'}
    t = exchange.respond(ac.Response(status, headers, body))
    assert t.result.status == status
    assert t.result.body == body
    assert dict(t.result.headers) == headers | {"Location": f"/v2{PROJECTS}/p-1"}
    assert {(kind, place) for kind, place, _ in notes_of(t)} == {("unsupported", "body#")}


def test_places_in_bodies() -> None:
    body: Json = {"project": {"customer_address": "a", "mailing_address": "b", "updated_at": "c"}}
    t = answer(json.dumps(body).encode(), operation="retrieve_project")
    assert notes_of(t) == {
        ("conflict", "body#/project/mailing_address", "mailing-address"),
        ("lost", "body#/project/updated_at", "project-updated-at"),
    }
