"""Bodies on the wire: what is not touched is the same bytes object, what is touched keeps all that no rule names."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.words.jsons import same
from tests.documents import PAIRS, Document, documents
from tests.wire.given import CONTEXT, Trip

Json = Any
JSON_TYPE = [("Content-Type", "application/json")]
PARAMS = {"tenant_id": "t-1", "project_id": "p-1", "design_id": "d-1"}
UP, DOWN = ("2022.09", "2024.05"), ("2024.05", "2022.09")
OLD, NEW = "customer_address", "mailing_address"
"""One plain rename stands for all that touch a body: of the project, in requests and responses, both ways."""


def request(body: bytes, headers: list[tuple[str, str]] = JSON_TYPE, hop: tuple[str, str] = UP) -> Trip:
    """A Create Project on its way."""
    message = ac.Request("POST", "/tenants/t-1/projects", None, headers, body)
    return ac.translate_request(message, source=hop[0], target=hop[1], context=CONTEXT)


def response(body: bytes, headers: list[tuple[str, str]] = JSON_TYPE, hop: tuple[str, str] = UP) -> Trip:
    """The answer of a Retrieve Project on its way."""
    return answer(200, body, headers, hop)


def answer(
    status: int,
    body: bytes = b"",
    headers: list[tuple[str, str]] = JSON_TYPE,
    hop: tuple[str, str] = UP,
    *,
    operation: str | None = "retrieve_project",
    method: str = "GET",
) -> Trip:
    message = ac.Response(status, headers, body)
    where: dict[str, Any] = {"operation": operation, "path_params": PARAMS if operation else None, "method": method}
    return ac.translate_response(message, source=hop[0], target=hop[1], context=CONTEXT, **where)


BOTH = pytest.mark.parametrize("send", [request, response])
HOPS = pytest.mark.parametrize("hop", [UP, DOWN])


def old_of(hop: tuple[str, str]) -> str:
    """The key that the hop renames."""
    return OLD if hop == UP else NEW


def touched(hop: tuple[str, str], more: str) -> bytes:
    """A project that the hop changes, with more members as JSON text."""
    return f'{{"project": {{"{old_of(hop)}": "x", {more}}}}}'.encode()


# Untouched.


@pytest.mark.parametrize("hop", PAIRS)
@pytest.mark.parametrize("operation", ["create_proposal", "list_modules", "retrieve_consumption_profile", None])
@pytest.mark.parametrize(
    "body", [b"", b" {} ", b'{"project" : {"customer_address":1.0}}', b"\xff\x00", b"[" * 999, b"NaN"]
)
def test_where_no_rule_applies_it_is_the_same_object(hop: tuple[str, str], operation: str | None, body: bytes) -> None:
    assert answer(200, body, hop=hop, operation=operation).result.body is body


@BOTH
@HOPS
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b' {"project" : null}\n',
        b'{"project":{"name":"\\u00e9\\/","x":1.10,"y":1E2,"y":0}}',
        b"[1, 2]",
        b'"text"',
        b"\xef\xbb\xbf{}",
    ],
)
def test_where_a_rule_changes_nothing_it_is_the_same_object(
    send: Callable[..., Trip], hop: tuple[str, str], body: bytes
) -> None:
    if send is response and hop == DOWN:
        body = body.replace(b'"project":', b'"other":')  # a project would miss its updated_at
    headers = [*JSON_TYPE, ("ETag", '"e"'), ("Content-Length", str(len(body)))]
    sent = send(body, headers, hop)
    assert sent.result.body is body
    assert [field for field in sent.result.headers if field[0] not in {"Authorization", "Accept-Encoding"}] == headers


@BOTH
@pytest.mark.parametrize(
    "kind",
    [
        "text/html",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "text/jsonp",
        "application/json-seq",
        "application/jsonl",
    ],
)
def test_another_content_type_is_not_opened(send: Callable[..., Trip], kind: str) -> None:
    body = touched(UP, '"y": 1')
    assert send(body, [("Content-Type", kind)]).result.body is body


@pytest.mark.parametrize("status", [300, 301, 307, 399, 500, 502, 599])
@HOPS
def test_statuses_that_no_rule_opens(status: int, hop: tuple[str, str]) -> None:
    body = touched(hop, '"y": 1')
    assert answer(status, body, hop=hop).result.body is body


# Touched.

NUMBERS = (
    *("0", "-0", "1", "-1", "9007199254740993", "18446744073709551616", "1" + "0" * 40, "9" * 4300, "-" + "8" * 4300),
    *("0.0", "-0.0", "1.0", "0.1", "1.10", "2.50", "1e2", "1E+2", "1e-7", "5e-324", "1.7976931348623157e308"),
    *("0.30000000000000004", "123456789.12345678", "-119.5502000000001", "3.141592653589793238462643383279"),
)


@BOTH
@HOPS
@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:24])
def test_every_number_keeps_its_value(send: Callable[..., Trip], hop: tuple[str, str], number: str) -> None:
    """Beside what is touched, within unknown objects and lists, and as the value that moves itself."""
    inner = f'"{old_of(hop)}": {number}, "a": {number}, "b": {{"c": [[{number}]]}}'
    text = f'{{"project": {{{inner}}}, "d": [{number}, null]}}'
    body = text.encode()
    sent = send(body, hop=hop)
    assert sent.result.body is not body
    expected = json.loads(text)
    expected["project"][NEW if hop == UP else OLD] = expected["project"].pop(old_of(hop))
    assert same(json.loads(sent.result.body), expected)


@BOTH
@HOPS
def test_nulls_stay(send: Callable[..., Trip], hop: tuple[str, str]) -> None:
    body = f'{{"project": {{"{old_of(hop)}": null, "a": null, "b": [null, {{"c": null}}]}}, "d": null}}'.encode()
    new = NEW if hop == UP else OLD
    expected = {"project": {new: None, "a": None, "b": [None, {"c": None}]}, "d": None}
    assert json.loads(send(body, hop=hop).result.body) == expected


@BOTH
@HOPS
@pytest.mark.parametrize("text", ["é", "ключ", "🌞", "\u0000", "\u2028", '"\\/', "\x7f", "a" * 100_000])
def test_texts_and_keys_stay(send: Callable[..., Trip], hop: tuple[str, str], text: str) -> None:
    for spelled in (json.dumps(text), json.dumps(text, ensure_ascii=False)):
        sent = send(touched(hop, f'"b": [{spelled}], {spelled}: 1'), hop=hop)
        project = json.loads(sent.result.body)["project"]
        assert project["b"] == [text]
        assert project[text] == 1


def orders(before: Json, after: Json, at: str = "") -> Iterator[tuple[str, list[str], list[str]]]:
    """Of every object that is at the same place: the keys that it held before and holds after, in either order."""
    if isinstance(before, dict) and isinstance(after, dict):
        yield at, [key for key in before if key in after], [key for key in after if key in before]
        for key in before.keys() & after.keys():
            yield from orders(before[key], after[key], f"{at}/{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from orders(one, other, f"{at}/{index}")


@pytest.mark.parametrize("hop", PAIRS, ids="-".join)
@pytest.mark.parametrize("document", [*documents()], ids=lambda document: document.name)
def test_keys_that_no_rule_touches_keep_their_order(document: Document, hop: tuple[str, str]) -> None:
    """All golden documents: where a key is on both sides it has the same neighbours."""
    operation = ac.operations[document.operation]
    before = document.body(hop[0])
    if document.part == "request":
        path = operation.path(ac.Version.of(hop[0]), PARAMS | document.given()["path_params"])
        assert path is not None
        message = ac.Request(operation.method, path, None, JSON_TYPE, json.dumps(before).encode())
        sent: Trip = ac.translate_request(message, source=hop[0], target=hop[1], context=CONTEXT)
    else:
        sent = answer(document.status, json.dumps(before).encode(), hop=hop, operation=document.operation)
    for place, one, other in orders(before, json.loads(sent.result.body)):
        assert one == other, place


# Header fields.

FIELDS = [("X-Trace", "a"), ("x-trace", "b"), ("Content-Language", "de"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]


@BOTH
@HOPS
@pytest.mark.parametrize("name", ["Content-Length", "content-length", "CONTENT-LENGTH"])
@pytest.mark.parametrize("text", ["a", "é", "🌞" * 9])
def test_the_length_is_right(send: Callable[..., Trip], hop: tuple[str, str], name: str, text: str) -> None:
    """And stands where it stood; other fields are untouched."""
    body = touched(hop, f'"b": "{text}"')
    sent = send(body, [*FIELDS[:2], (name, str(len(body))), *FIELDS[2:], *JSON_TYPE], hop)
    fields = [field for field in sent.result.headers if field[0] not in {"Authorization", "Accept-Encoding"}]
    assert fields == [*FIELDS[:2], (name, str(len(sent.result.body))), *FIELDS[2:], *JSON_TYPE]


@BOTH
def test_a_length_given_twice_is_told_once(send: Callable[..., Trip]) -> None:
    body = touched(UP, '"b": 1')
    sent = send(body, [("Content-Length", str(len(body))), ("content-length", f"{len(body)}, {len(body)}"), *JSON_TYPE])
    assert sent.result.headers.all("content-length") == (str(len(sent.result.body)),)


@BOTH
@HOPS
@pytest.mark.parametrize("name", ["ETag", "Content-MD5", "Digest", "Content-Digest", "etag"])
def test_what_vouched_for_the_old_bytes_goes(send: Callable[..., Trip], hop: tuple[str, str], name: str) -> None:
    assert send(touched(hop, '"b": 1'), [*JSON_TYPE, (name, "x")], hop).result.headers.get(name) is None


@BOTH
@HOPS
@pytest.mark.parametrize(
    "kind", ["application/json", "application/json;charset=utf-8", "application/vnd.x+json", "text/json"]
)
def test_the_content_type_stays(send: Callable[..., Trip], hop: tuple[str, str], kind: str) -> None:
    sent = send(touched(hop, '"b": 1'), [("Content-Type", kind)], hop)
    assert sent.result.headers.all("content-type") == (kind,)


@BOTH
@HOPS
def test_a_content_type_is_not_invented_without_a_note(send: Callable[..., Trip], hop: tuple[str, str]) -> None:
    sent = send(touched(hop, '"b": 1'), [], hop)
    places = {note.pointer.lower() for note in sent.notes}
    assert sent.result.headers.get("content-type") is None or "headers/content-type" in places


@pytest.mark.parametrize("kind", ["application/vnd.aurora+json", "application/problem+json", "text/json"])
def test_the_content_type_of_an_error_that_has_the_form_stays(kind: str) -> None:
    """`not-found-message` only adds a message; the content type is a matter of `error-format`, idle here."""
    body = b'{"errors": [{"message": "gone"}]}'
    sent = answer(404, body, [("Content-Type", kind)], ("2018.01", "2022.09"))
    assert len(json.loads(sent.result.body)["errors"]) == 2
    assert sent.result.headers.get("content-type") == kind


# Codings.


def bare(body: bytes) -> bytes:
    """A deflate stream without zlib's frame, as some send it."""
    return zlib.compress(body, wbits=-15)


CODINGS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("GZIP", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", bare),
    ("identity", bytes),
    ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body))),
    ("deflate,gzip", lambda body: gzip.compress(zlib.compress(body))),
    (" gzip ,", gzip.compress),
    ("gzip", lambda body: gzip.compress(body[:5]) + gzip.compress(body[5:])),
]
CODED = pytest.mark.parametrize(
    ("coding", "pack"), CODINGS, ids=[f"{coding}-{n}" for n, (coding, _) in enumerate(CODINGS)]
)


@BOTH
@HOPS
@CODED
def test_a_coded_body_is_decoded_where_a_rule_applies(
    send: Callable[..., Trip], hop: tuple[str, str], coding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = pack(touched(hop, '"b": 1.0'))
    headers = [*JSON_TYPE, ("Content-Encoding", coding), ("Content-Length", str(len(body)))]
    sent = send(body, headers, hop)
    assert json.loads(sent.result.body)["project"]["b"] == 1.0
    assert sent.result.headers.get("content-encoding") is None
    assert sent.result.headers.get("content-length") == str(len(sent.result.body))


@HOPS
@CODED
@pytest.mark.parametrize(("operation", "status"), [("create_proposal", 200), (None, 200), ("retrieve_project", 302)])
def test_it_is_kept_where_none_applies(
    hop: tuple[str, str], coding: str, pack: Callable[[bytes], bytes], operation: str | None, status: int
) -> None:
    body = pack(touched(hop, '"b": 1.0'))
    headers = [*JSON_TYPE, ("Content-Encoding", coding), ("Content-Length", str(len(body))), ("ETag", "e")]
    sent = answer(status, body, headers, hop, operation=operation)
    assert sent.result.body is body
    assert list(sent.result.headers) == headers
    assert not sent.notes


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, br", "x", "gzip;q=1", "gzip br"])
def test_an_unknown_coding(coding: str) -> None:
    """Refused on requests, `unsupported` on responses, where a rule applies."""
    body, headers = b"\x00\x01", [*JSON_TYPE, ("Content-Encoding", coding)]
    with pytest.raises(ac.Untranslatable):
        request(body, headers)
    sent = response(body, headers)
    assert sent.result.body is body
    assert sent.result.headers.get("content-encoding") == coding
    assert [(note.kind, note.pointer) for note in sent.notes] == [("unsupported", "body#")]


# No body.


@pytest.mark.parametrize("hop", PAIRS, ids="-".join)
@pytest.mark.parametrize(
    ("status", "method"),
    [
        (204, "GET"),
        (204, "DELETE"),
        (304, "GET"),
        (100, "GET"),
        (103, "GET"),
        *((s, "HEAD") for s in (200, 302, 404, 422, 500)),
    ],
)
@pytest.mark.parametrize("operation", [*ac.operations, None])
def test_no_body_where_none_can_be(hop: tuple[str, str], status: int, method: str, operation: str | None) -> None:
    """Not invented (not for a 404 to HEAD either); and one that stands there against the rules is not passed on."""
    for body in (b"", b'{"errors": "x"}'):
        sent = answer(status, body, [*JSON_TYPE, ("ETag", "e")], hop, operation=operation, method=method)
        assert sent.result.body == b""
        assert sent.result.status == status
        assert sent.result.headers.get("etag") == "e"
        assert sent.result.headers.get("transfer-encoding") is None
        assert not sent.needs
        assert [note.kind for note in sent.notes] == (["lost"] if body else [])
