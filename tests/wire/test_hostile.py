"""Hostile input: never a header injected, a request split or a host changed; nothing crashes, nothing is let grow.

Every row is refused (`MalformedPayload`, for what the caller gives `InvalidContext`), or passes as it came.
"""

import gzip
import json
import re
import zlib
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import pytest

import aurora_compat as ac
from tests.documents import PAIRS
from tests.wire.given import CONTEXT, Trip

M = TypeVar("M", ac.Request, ac.Response)
UP, DOWN, SAME = ("2018.01", "2024.05"), ("2024.05", "2018.01"), ("2018.01", "2018.01")
HOPS = pytest.mark.parametrize("hop", [UP, DOWN, SAME, ("2022.09", "2024.05")], ids="-".join)
T = "/v2/tenants/t-1"
PARAMS = {"tenant_id": "t-1", "project_id": "p-1", "design_id": "d-1"}
BREAKS = {"CR": "\r", "LF": "\n", "NUL": "\0", "CRLF": "\r\n", "CRLF and a field": "\r\nX-Injected: 1"}
BROKEN = pytest.mark.parametrize("text", BREAKS.values(), ids=BREAKS)
JSON_TYPE = [("Content-Type", "application/json")]


def send(
    path: str = f"{T}/projects",
    query: Any = None,
    headers: Any = (),
    body: bytes = b"",
    method: str = "GET",
    hop: tuple[str, str] = UP,
    context: ac.Context = CONTEXT,
    **more: Any,
) -> ac.MessageTranslation[ac.Request]:
    """A request on its way, and everything that is worked out on demand."""
    message = ac.Request(method, path, query, headers, body)
    sent = ac.translate_request(message, source=hop[0], target=hop[1], context=context, **more)
    return looked_at(sent)


def answer(
    body: bytes = b"",
    headers: Any = JSON_TYPE,
    status: int = 200,
    hop: tuple[str, str] = UP,
    operation: str | None = "retrieve_project",
    params: dict[str, str] | None = None,
    **more: Any,
) -> ac.MessageTranslation[ac.Response]:
    """An answer on its way, and everything that is worked out on demand."""
    message = ac.Response(status, headers, body)
    where: dict[str, Any] = {"operation": operation, "path_params": (params or PARAMS) if operation else None}
    sent = ac.translate_response(message, source=hop[0], target=hop[1], context=CONTEXT, **where, **more)
    return looked_at(sent)


def looked_at(sent: ac.MessageTranslation[M]) -> ac.MessageTranslation[M]:
    """A translation that has told all it can tell, and whose result can be sent."""
    assert isinstance(sent.notes, tuple)
    assert isinstance(sent.needs, tuple)
    json.dumps(sent.residue).encode()
    repr(sent), repr(sent.result)
    for name, value in sent.result.headers.raw:
        assert not re.search(rb"[\r\n\0]", name + value)
    if isinstance(sent.result, ac.Request):
        assert re.fullmatch(r"[!-~]+", sent.result.target)
        assert re.fullmatch(r"[!-~]+", sent.result.method)
        scope = sent.result.to_asgi({"type": "http"})
        assert re.fullmatch(rb"[!-~]*", scope["raw_path"])
        assert not re.search(rb"[\r\n\0]", scope["query_string"])
    else:
        sent.result.to_asgi()
    return sent


def project(more: str, hop: tuple[str, str] = UP) -> bytes:
    """A project that the hop changes, with more members as JSON text."""
    key = "mailing_address" if hop == DOWN else "customer_address"
    return f'{{"project": {{"{key}": "x", {more}}}}}'.encode()


# CR, LF, NUL.

PLACES: dict[str, Callable[[str], dict[str, Any]]] = {
    "method": lambda text: {"method": f"GET{text}"},
    "method alone": lambda text: {"method": text},
    "path": lambda text: {"path": f"{T}/projects{text}"},
    "path's start": lambda text: {"path": f"{text}{T}"},
    "path parameter": lambda text: {"path": f"{T}/projects/p{text}1"},
    "host": lambda text: {"path": f"https://api.aurorasolar.com{text}{T}"},
    "scheme": lambda text: {"path": f"https{text}://api.aurorasolar.com{T}"},
    "query in the path": lambda text: {"path": f"{T}/projects?a={text}"},
    "query's text": lambda text: {"query": f"a=b{text}"},
    "query's text, a name": lambda text: {"query": f"{text}a=b"},
    "query's bytes": lambda text: {"query": f"a={text}".encode()},
    "parameter's name": lambda text: {"query": [(f"a{text}", "b")]},
    "parameter's value": lambda text: {"query": [("a", f"b{text}")]},
    "value that a rule moves": lambda text: {
        "path": f"{T}/designs/d-1/racking_arrays",
        "query": {"max_panel_spacing": f"1{text}"},
    },
    "value that a rule drops": lambda text: {"query": {"Signature": f"s{text}"}},
    "field's name": lambda text: {"headers": [(f"X{text}", "1")]},
    "field's value": lambda text: {"headers": [("X", f"1{text}")]},
    "field's bytes": lambda text: {"headers": [(b"X", f"1{text}".encode())]},
    "folded field": lambda text: {"headers": [("X", f"1{text} 2")]},
    "field that a rule drops": lambda text: {"headers": [("Aurora-API-Version", f"2018.01{text}")]},
    "credential": lambda text: {"headers": [("Authorization", f"Bearer x{text}")]},
    "length": lambda text: {"headers": [("Content-Length", f"0{text}")]},
}


@HOPS
@BROKEN
@pytest.mark.parametrize("where", PLACES.values(), ids=PLACES)
def test_breaks_in_a_request(where: Callable[[str], dict[str, Any]], text: str, hop: tuple[str, str]) -> None:
    with pytest.raises(ac.MalformedPayload):
        send(**where(text), hop=hop)


@HOPS
@BROKEN
@pytest.mark.parametrize(
    "name", ["X", "Location", "Link", "Content-Type", "ETag", "Content-Encoding", "Content-Length"]
)
def test_breaks_in_an_answer(name: str, text: str, hop: tuple[str, str]) -> None:
    for headers in ([(name, f"/v2/x{text}")], [(f"{name}{text}", "/v2/x")], [(f"{text}{name}", "/v2/x")]):
        with pytest.raises(ac.MalformedPayload):
            answer(b"{}", headers, hop=hop)


@HOPS
@BROKEN
@pytest.mark.parametrize(
    "name", ["X", "Location", "Link", "Content-Type", "ETag", "Content-Encoding", "Content-Length"]
)
def test_breaks_in_an_answer_that_must_be_delivered(name: str, text: str, hop: tuple[str, str]) -> None:
    """The server has acted: the field goes, `lost`, and nothing else."""
    exchange = ac.Exchange(ac.Request("GET", f"{T}/projects"), client=hop[1], server=hop[0], context=CONTEXT)
    for field in ((name, f"1{text}"), (f"{name}{text}", "1")):
        sent = looked_at(exchange.respond(ac.Response(200, [("X-Kept", "1"), field], b"{}")))
        assert sent.result.headers.get("x-kept") == "1"
        assert len(sent.result.headers) == 1
        assert [note.kind for note in sent.notes] == ["lost"]


@pytest.mark.parametrize("hop", [UP, DOWN], ids="-".join)
@pytest.mark.parametrize("text", ["%0d%0aX:%201", "%00", "%0D%0A%0D%0AGET%20/", "%E5%98%8A%E5%98%8D"])
def test_encoded_breaks_stay_encoded(text: str, hop: tuple[str, str]) -> None:
    """Also where a rule moves them between path and query, or asks the server for what they name."""
    v2 = "" if hop == DOWN else "/v2"
    for path, query in (
        (f"{v2}/tenants/t-1/projects/{text}/", f"a={text}&{text}=a"),
        (f"{v2}/tenants/{text}/designs/{text}/racking_arrays", f"max_panel_spacing={text}"),
        (f"{v2}/tenants/{text}/designs/d-1/duplicate", ""),
        (f"{v2}/{text}", text),
    ):
        sent = send(path, query, hop=hop, method="POST" if "duplicate" in path else "GET")
        assert text in sent.result.target
    sent = send(
        f"{v2}/tenants/t-1/projects/{text}",
        None,
        JSON_TYPE,
        b'{"project":{"address":1,"location":{"latitude":1}}}',
        "PUT",
        hop,
    )
    for need in sent.needs:
        assert need.request is not None
        assert re.fullmatch(r"[!-~]+", need.request.target)


@BROKEN
@pytest.mark.parametrize("place", ["query", "path"])
def test_encoded_breaks_in_a_design_that_moves(text: str, place: str) -> None:
    """`create-design-from-site-model`: decoded for the look-up, encoded again where it stands next."""
    context = CONTEXT.__replace__(project_of_design={f"d{text}": "p-1"})
    encoded = "d" + "".join(f"%{byte:02X}" for byte in text.encode())
    if place == "query":
        sent = send(
            f"{T}/designs", f"site_model_design_id={encoded}&include_design=true", method="POST", context=context
        )
    else:
        sent = send(f"/tenants/t-1/designs/{encoded}/duplicate", method="POST", hop=DOWN, context=context)
    assert encoded in sent.result.target


@BROKEN
def test_breaks_in_what_the_caller_knows(text: str) -> None:
    """A token is refused; ids and settings are encoded where they are put, or refused."""
    with pytest.raises(ac.AuroraCompatError):
        send(context=ac.Context(bearer_token=f"x{text}"))
    known = {
        "design_of_asset": {"a-1": f"d{text}"},
        "default_module_spacing": {"2018.01": f"1{text}", "2022.09": f"1{text}"},
    }
    for path in (f"{T}/assets/a-1", f"{T}/designs/d-1/racking_arrays"):
        try:
            send(path, context=ac.Context(bearer_token="x", **known))  # type: ignore[arg-type]
        except ac.AuroraCompatError:
            continue


@BROKEN
@pytest.mark.parametrize("part", ["path", "query", "headers/x", "headers/aurora-api-version"])
def test_breaks_in_a_residue(part: str, text: str) -> None:
    """It may have travelled: what it puts back is no more trusted than the request itself."""
    request = ac.Request(
        "GET", f"{T}/designs/d-1/assets/a-1", "max%5Fa=1", [("Aurora-API-Version", "2018.01"), ("X", "1")]
    )
    residue = json.loads(json.dumps(_residue_of_everything(request, part, text)))
    with pytest.raises(ac.MalformedPayload):
        ac.translate_request(request, source="2024.05", target="2022.09", context=CONTEXT, residue=residue)


@BROKEN
def test_breaks_in_the_name_of_a_field_in_a_residue(text: str) -> None:
    request = ac.Request("GET", f"{T}/designs/d-1/assets/a-1")
    residue = _residue_of_everything(request, f"headers/y{text}", "")
    with pytest.raises(ac.MalformedPayload):
        ac.translate_request(request, source="2024.05", target="2022.09", context=CONTEXT, residue=residue)


def _residue_of_everything(request: ac.Request, part: str, text: str) -> dict[str, Any]:
    """A residue that fits the translation of a request, with a break in one part."""
    from aurora_compat.words.jsons import digest

    came: Any = {"path": request.path, "query": list(request.query.spellings)}.get(part)
    if came is None:
        came = list(request.headers.all(part.removeprefix("headers/")))
    held: Any = {"path": f"/x{text}", "query": [f"a=1{text}"]}.get(part, [f"1{text}"])
    head = {part: {"was": digest(came), "is": held}}
    about = {"format": 1, "message": "request", "source": "2022.09", "target": "2024.05"}
    return {**about, "head": head, "body": None}


# Names, methods, lengths.


@HOPS
@pytest.mark.parametrize(
    "name", ["", " X", "X ", "X\t", "X:", "X: 1", "a b", "(x)", "X,Y", 'X"', "X/1", "É", "X\x7f", "X\x0b", "{x}"]
)
def test_names_that_are_none(name: str, hop: tuple[str, str]) -> None:
    """`Transfer-Encoding : chunked` and its kin: servers differ on what they read."""
    with pytest.raises(ac.MalformedPayload):
        send(headers=[(name, "1")], hop=hop)
    with pytest.raises(ac.MalformedPayload):
        answer(headers=[(name, "1")], hop=hop)


@HOPS
@pytest.mark.parametrize(
    "method", ["", " ", "GET ", " GET", "GET /x", "G\tET", "GET:", "É", "(GET)", "GE\x7fT", "GET /v2 HTTP/1.1"]
)
def test_methods_that_are_none(method: str, hop: tuple[str, str]) -> None:
    with pytest.raises(ac.MalformedPayload):
        send(method=method, hop=hop)


@HOPS
@pytest.mark.parametrize("method", ["get", "M-SEARCH", "!#$%&'*+.^_`|~", "PRI", "TRACE", "CONNECT", "A" * 100_000])
def test_odd_methods_pass(method: str, hop: tuple[str, str]) -> None:
    assert send(method=method, hop=hop).result.method == method


LENGTHS = (
    *(
        ["5", "6"],
        ["5, 6"],
        ["5", "5, 6"],
        ["-1"],
        ["+5"],
        ["5x"],
        [""],
        ["0x10"],
        ["5.0"],
        ["5 5"],
        ["\uff15"],
        ["5,"],
    ),
    *(["1_0"], ["5;"], ["\u0665"], ["5", ""], ["five"], ["5\x0b"]),
)


@HOPS
@pytest.mark.parametrize("values", LENGTHS, ids=repr)
def test_conflicting_or_broken_lengths(values: list[str], hop: tuple[str, str]) -> None:
    headers = [("Content-Length", value) for value in values]
    with pytest.raises(ac.MalformedPayload):
        send(headers=headers, body=b"12345", method="POST", hop=hop)
    with pytest.raises(ac.MalformedPayload):
        answer(b"12345", headers, hop=hop)


@HOPS
@pytest.mark.parametrize("values", [["5"], ["5", "5"], ["5, 5"], [" 5 "]], ids=repr)
def test_lengths_that_agree(values: list[str], hop: tuple[str, str]) -> None:
    headers = [("Content-Length", value) for value in values]
    assert send(headers=headers, body=b"12345", method="POST", path="/v2/x", hop=hop).result.body == b"12345"


@HOPS
@pytest.mark.parametrize("length", ["0", "3", "6", "1" + "0" * 30, "9" * 5000])
def test_a_length_that_is_not_the_bodys(length: str, hop: tuple[str, str]) -> None:
    """Sent on, it would cut the body in two: what is behind it would be read as the next request."""
    try:
        sent = send("/v2/x", headers=[("Content-Length", length)], body=b"12345", method="POST", hop=hop)
    except ac.MalformedPayload:
        return
    assert sent.result.headers.get("content-length") == "5"


@HOPS
@pytest.mark.parametrize(
    "coding", ["chunked", "Chunked", "gzip, chunked", "chunked, identity", "xchunked", "\x0bchunked"]
)
def test_a_length_beside_a_transfer_encoding(coding: str, hop: tuple[str, str]) -> None:
    """Two answers to where the message ends (RFC 9112, section 6.1): refused, or one of them is not passed on."""
    try:
        sent = send(
            "/v2/x",
            headers=[("Content-Length", "5"), ("Transfer-Encoding", coding)],
            body=b"12345",
            method="POST",
            hop=hop,
        )
    except ac.MalformedPayload:
        return
    assert None in {sent.result.headers.get(name) for name in ("content-length", "transfer-encoding")}


def test_a_transfer_encoding_alone_passes_with_a_changed_body() -> None:
    """The framing is the sender's business: no second one is added."""
    sent = send(f"{T}/projects", None, [*JSON_TYPE, ("Transfer-Encoding", "chunked")], project('"a": 1'), "POST")
    assert b"mailing_address" in sent.result.body
    assert sent.result.headers.get("content-length") is None


# Paths.

ODD_ENCODINGS = (
    "%",
    "%%",
    "%2",
    "%zz",
    "%G1",
    "a%2",
    "%u0041",
    "%-1",
    "100%25%",
    "%c3",
    "%ff%fe",
    "%C0%AF",
    "%ED%A0%80",
    "%25%32%46",
)


@pytest.mark.parametrize("text", ODD_ENCODINGS)
@pytest.mark.parametrize("query", ["a={0}&{0}=a&{0}", "max_panel_spacing={0}"])
@pytest.mark.parametrize(
    "rest", ["/tenants/t-1/projects/{0}", "/{0}", "/tenants/{0}/users/", "/tenants/{0}/designs/{0}/assets"]
)
def test_malformed_percent_encoding_is_kept(rest: str, query: str, text: str) -> None:
    rest, query = rest.format(text), query.format(text)
    up = send(f"/v2{rest}", query).result
    assert (up.path, up.query.encoded) == (rest, query)
    down = send(rest, query, hop=DOWN).result
    assert (down.path, down.query.encoded) == (f"/v2{rest}", query)


@pytest.mark.parametrize("text", ODD_ENCODINGS)
def test_malformed_percent_encoding_is_kept_where_a_rule_touches(text: str) -> None:
    """A renamed parameter keeps its value's spelling; an id that moves keeps its own."""
    sent = send(f"{T}/designs/{text}/racking_arrays", f"max_panel_spacing={text}")
    assert sent.result.path == f"/tenants/t-1/designs/{text}/racking_arrays"
    assert sent.result.query.encoded == f"max_module_spacing={text}"
    context = CONTEXT.__replace__(project_of_design={unquote(text): "p-1"})
    sent = send(f"{T}/designs", f"site_model_design_id={text}&include_design=true", method="POST", context=context)
    assert sent.result.path == f"/tenants/t-1/designs/{text}/duplicate"
    sent = send(f"/tenants/t-1/designs/{text}/duplicate", method="POST", hop=DOWN, context=context)
    assert sent.result.query.encoded == f"site_model_design_id={text}&include_design=true"


@pytest.mark.parametrize("id_", ["a%2Fb", "%2e%2e", "100%25", "%zz", "a/b", "..", ".", "é", "a b"])
def test_an_id_that_the_caller_knows_is_no_spelling(id_: str) -> None:
    """`Context.design_of_asset` holds ids, decoded: what looks encoded in one is encoded itself, and dots name none."""
    try:
        sent = send(f"{T}/assets/a-1", context=CONTEXT.__replace__(design_of_asset={"a-1": id_}))
    except ac.AuroraCompatError:
        assert id_ in {".", ".."}
        return
    _, _, segment = sent.result.path.removesuffix("/assets/a-1").rpartition("/")
    assert unquote(segment) == id_


DOTTED = (
    *("/v2/../tenants/t-1/projects", "/v2/tenants/t-1/../projects", "/v2/tenants/%2e%2e/projects", "/v2/./tenants"),
    *("/v2/tenants/./projects", "/v2/tenants/%2E/projects", "/v2/tenants/.%2e/projects", "/v2/tenants/t-1/projects/.."),
    *("/v2//tenants/t-1/projects", "/v2/tenants//projects", "/v2/tenants/t-1//projects", "/v2/tenants/t-1/projects//"),
    *(
        "/v2%2Ftenants/t-1/projects",
        "/v2/tenants%2Ft-1/projects",
        "/v2/tenants/t-1/projects%2F",
        "/v2;x/tenants/t-1/projects",
    ),
    *(
        "/V2/tenants/t-1/projects",
        "/v2\\tenants\\t-1\\projects",
        "/%762/tenants/t-1/projects",
        "//v2/tenants/t-1/projects",
    ),
    *(
        "/v2 /tenants/t-1/projects",
        "/v2/tenants/t-1/projects;x=1",
        "/v2/tenants/t-1/projects#x",
        "/v2/tenants/t-1/projects%3Fx",
    ),
    *(
        "/v2/tenants/t-1/projects%00",
        "/v2/tenants/t-1/%70rojects%20",
        "/v2.0/tenants/t-1/projects",
        "/api/v2/tenants/t-1/projects",
    ),
)


@pytest.mark.parametrize("path", DOTTED)
def test_paths_that_are_no_operation(path: str) -> None:
    """They go by the general rules, and lose nothing but a literal first segment `/v2`; the way down adds it."""
    sent = send(path, body=b'{"a" :1}', method="GET", hop=UP)
    assert sent.operation is None
    assert sent.result.path == (path.removeprefix("/v2") if path.startswith("/v2/") else path)
    assert sent.result.body == b'{"a" :1}'
    assert send(path, hop=DOWN).result.path == f"/v2{path}"


ORIGINS = (
    *("https://api.aurorasolar.com", "HTTPS://API.AURORASOLAR.COM", "http://api.aurorasolar.com:80", "https://h:99999"),
    *(
        "https://user:pass@api.aurorasolar.com",
        "https://api.aurorasolar.com@evil.example",
        "https://[::1]",
        "https://[::1]:8443",
    ),
    *(
        "https://[fe80::1%25eth0]",
        "https://api.aurorasolar.com.",
        "https://h:",
        "https://:443",
        "https://",
        "https://a@b@c",
    ),
    *(
        "https://api.aurorasolar.com%2f@evil.example",
        "https://api.aurorasolar.com%00.evil.example",
        "ftp://h",
        "https://ключ.example",
    ),
    *("https://evil.example\\@api-sandbox.aurorasolar.com", "a+b.c-d://h", "https://h;x=1", "https://-"),
)


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("rest", ["/tenants/t-1/projects", "/", "//x", "/a/https://api.aurorasolar.com/v2/x"])
def test_the_origin_of_a_url_is_never_changed(origin: str, rest: str) -> None:
    """Odd ones are refused, or pass as they came, user and port included."""
    for hop, came, went in (
        (UP, f"{origin}/v2{rest}", f"{origin}{rest}"),
        (DOWN, f"{origin}{rest}", f"{origin}/v2{rest}"),
    ):
        if went == f"{origin}/":
            continue  # the root, which is refused
        try:
            sent = send(came, hop=hop, method="POST")
        except ac.MalformedPayload:
            continue
        assert sent.result.path == went


@HOPS
@pytest.mark.parametrize(
    "path",
    [
        *("v2/tenants/t-1", "api.aurorasolar.com/v2/x", "api.aurorasolar.com:443", "https:/v2/x", "https:v2/x", "x"),
        *(
            "javascript:alert(1)",
            "\\\\host\\v2",
            "?a=b#",
            "#x",
            " /v2/x",
            "://h/v2/x",
            "mailto:a@b",
            ".",
            "..",
            "/v2/x".encode("utf-16").decode("latin-1"),
        ),
    ],
)
def test_paths_that_are_none(path: str, hop: tuple[str, str]) -> None:
    if path.startswith("?"):
        path = f"x{path}"
    with pytest.raises(ac.MalformedPayload):
        send(path, hop=hop)


@HOPS
@pytest.mark.parametrize(
    "text",
    ["é", "ключ", "🌞", "\u2028", "\x85", "\x7f", "\x0b", "\u010d\u010a", " ", '"<>\\^`{|}', "\ud800", "\udfff\ud800"],
)
def test_what_no_target_can_hold_is_encoded_or_refused(text: str, hop: tuple[str, str]) -> None:
    """Non-ASCII, spaces, control characters, lone surrogates: in path, query, and header values."""
    for given in (
        {"path": f"{T}/projects/{text}"},
        {"query": f"a={text}&{text}"},
        {"query": [(text, text)]},
        {"headers": [("X", text)]},
        {"path": f"{T}/designs/{text}/racking_arrays"},
    ):
        try:
            sent = send(**given, hop=hop)
        except ac.MalformedPayload:
            continue
        if "headers" not in given:
            scope = sent.result.to_asgi({"type": "http"})
            again = ac.Request.from_asgi({**scope, "headers": []})
            assert again.target == sent.result.target  # either way out tells the server the same


@pytest.mark.parametrize("text", ["é", "ключ", "\ud800", "\u010d\u010a", "\x85", "\x0b"])
def test_odd_letters_in_an_answers_urls(text: str) -> None:
    for name in ("Location", "Content-Location", "Link", "X"):
        value = f"/v2/x{text}"
        try:
            sent = answer(headers=[(name, f"<{value}>" if name == "Link" else value)])
        except ac.MalformedPayload:
            continue
        assert text in (sent.result.headers.get(name) or "")


def _leads_to(url: str) -> str:
    """The host of a URL as browsers read it (WHATWG): tabs are nothing, a backslash is a slash."""
    return urlsplit(url.strip().replace("\t", "").replace("\\", "/")).netloc.lower()


@pytest.mark.parametrize("hop", PAIRS, ids="-".join)
@pytest.mark.parametrize("name", ["Location", "Content-Location", "Link"])
@pytest.mark.parametrize(
    "url",
    [
        *(
            "/v2//evil.example/x",
            "//evil.example/v2/x",
            "/v2///evil.example",
            "///evil.example/v2",
            "////v2//evil.example",
        ),
        *("/v2/\\evil.example", "/v2\\/evil.example", "\\\\evil.example\\v2", "/v2/\t/evil.example"),
        *(
            "https://api.aurorasolar.com@evil.example/v2/x",
            "https://api.aurorasolar.com.evil.example/v2/x",
            "https:/v2//evil.example",
        ),
        *(
            "https://evil.example/https://api.aurorasolar.com/v2/x",
            "https://evil.example?https://api.aurorasolar.com/v2/x",
        ),
        *(
            "https://evil.example#@api.aurorasolar.com/v2/x",
            "https://api.aurorasolar.com//v2/x",
            "https://api.aurorasolar.com/v2//x",
        ),
        *(
            "https://api.aurorasolar.com",
            "https://api.aurorasolar.com?a",
            "https://api.aurorasolar.com#a",
            "//api.aurorasolar.com",
        ),
        *(
            "https://user@api.aurorasolar.com/v2/x",
            "https://api.aurorasolar.com:443/v2/x",
            "https://api.aurorasolar.com:8443/v2/x",
        ),
        *(
            "/v2?//evil.example",
            "/v2#//evil.example",
            "/v2",
            "",
            "v2/x",
            "https://",
            "https:///v2/x",
            "http:",
            ":",
            "?",
            "//",
        ),
    ],
)
def test_no_answer_leads_to_another_host(url: str, name: str, hop: tuple[str, str]) -> None:
    sent = answer(headers=[(name, f"<{url}>; rel=next" if name == "Link" else url)], hop=hop)
    went = sent.result.headers.get(name) or ""
    assert _leads_to(went.partition("<")[2].partition(">")[0] if name == "Link" else went) == _leads_to(url)


LINKS = (
    "<",
    "<<>>",
    "<a",
    "a>",
    "<>",
    "<>;",
    ",,,",
    '<a>; rel="',
    '<a>; rel="\\',
    "<a>; rel='<b>'",
    "<a>;<b>",
    '"<a>"',
    "<a\t>",
    ";<",
)


@pytest.mark.parametrize("hop", PAIRS, ids="-".join)
@pytest.mark.parametrize("value", LINKS)
def test_broken_links_pass(value: str, hop: tuple[str, str]) -> None:
    assert answer(headers=[("Link", value)], hop=hop).result.headers.get("link") == value


# Bodies.

NO_JSON: dict[str, bytes] = {
    "NaN": b"NaN",
    "Infinity": b"Infinity",
    "-Infinity": b"-Infinity",
    "1E400": b"1E400",
    "-1E400": b"-1e+400",
    "4,301 digits": b"1" * 4301,
    "a million digits": b"1" * 1_000_000,
    "leading zero": b"01",
    "hex": b"0x1",
    "plus": b"+1",
    "bare point": b".5",
    "lone high surrogate": b'"\\ud800"',
    "lone low surrogate": b'"\\udfff"',
    "surrogates in the wrong order": b'"\\udc00\\ud800"',
    "surrogate before text": b'"\\ud83dx"',
    "lone surrogate in a key": b'{"\\ud800": 1}',
    "surrogate as UTF-8": b'"\xed\xa0\x80"',
    "invalid UTF-8": b'"\xff"',
    "overlong UTF-8": b'"\xc0\xaf"',
    "cut UTF-8": b'"\xc3"',
    "beyond Unicode": b'"\xf4\x90\x80\x80"',
    "Latin-1": "é".encode("latin-1").join([b'"', b'"']),
    "control character": b'"\x00"',
    "line break in a string": b'"\n"',
    "bad escape": b'"\\x41"',
    "cut escape": b'"\\u00"',
    "single quotes": b"'a'",
    "comment": b"1 /* x */",
    "trailing comma": b"[1,]",
    "True": b"True",
    "a mark inside": b"\xef\xbb\xbf1",
}
SENDERS = pytest.mark.parametrize("part", ["request", "response"])


def sent_body(body: bytes, part: str, hop: tuple[str, str] = UP, headers: Any = JSON_TYPE, **more: Any) -> Trip:
    """The body of a Create Project, or of the answer to Retrieve Project, on its way."""
    if part == "response":
        return answer(body, headers, hop=hop, **more)
    return send(f"{T if hop == UP else '/tenants/t-1'}/projects", None, headers, body, "POST", hop, **more)


@SENDERS
@pytest.mark.parametrize("hop", [UP, DOWN], ids="-".join)
@pytest.mark.parametrize("value", NO_JSON.values(), ids=NO_JSON)
def test_what_is_no_json_is_malformed(value: bytes, hop: tuple[str, str], part: str) -> None:
    """Also where it is in a part that is carried unopened."""
    for body in (project('"a": #', hop), project('"b": [{"c": #}]', hop), b'{"other": #}', b"[#]"):
        with pytest.raises(ac.MalformedPayload):
            sent_body(body.replace(b"#", value), part, hop)


@SENDERS
@pytest.mark.parametrize(
    "body",
    [
        *(
            b"{",
            b"}",
            b'{"project": {',
            b'{"project": {}',
            b'{"a" 1}',
            b"{}{}",
            b"{} x",
            b"[",
            b"\xef\xbb\xbf",
            b"\xef\xbb\xbf\xef\xbb\xbf{}",
        ),
        *(
            '{"project": {}}'.encode(codec)
            for codec in ("utf-16", "utf-16-le", "utf-32", "utf-7", "cp037")
            if codec != "utf-7"
        ),
    ],
)
def test_broken_documents_are_malformed(body: bytes, part: str) -> None:
    with pytest.raises(ac.MalformedPayload):
        sent_body(body, part)


@SENDERS
@pytest.mark.parametrize("hop", [UP, DOWN], ids="-".join)
def test_a_byte_order_mark_is_stripped(hop: tuple[str, str], part: str) -> None:
    sent = sent_body(b"\xef\xbb\xbf" + project('"a": "\ufeff"', hop), part, hop)
    assert sent.result.body.startswith(b"{")
    assert json.loads(sent.result.body)["project"]["a"] == "\ufeff"


@SENDERS
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"project":{"customer_address":1,"customer_address":2}}', {"mailing_address": 2}),
        (b'{"project":{"customer_address":1,"customer\\u005faddress":2}}', {"mailing_address": 2}),
        (b'{"project":{"customer_address":1},"project":{"customer_address":2}}', {"mailing_address": 2}),
        (
            b'{"project":{"customer_address":2},"project":{"a":1,"customer_address":null}}',
            {"mailing_address": None, "a": 1},
        ),
        (b'{"project":{"customer_address":1,"a":1,"a":{"b":1,"b":2}}}', {"mailing_address": 1, "a": {"b": 2}}),
        (b'{"project":{' + b'"a":1,' * 50_000 + b'"customer_address":1}}', {"a": 1, "mailing_address": 1}),
    ],
    ids=["key", "escaped", "envelope", "null", "carried", "many"],
)
def test_of_a_key_given_twice_the_last_wins(body: bytes, expected: Any, part: str) -> None:
    assert json.loads(sent_body(body, part).result.body) == {"project": expected}


DEPTHS = (513, 1000, 5000, 100_000)


@SENDERS
@pytest.mark.parametrize("opener", [b"[", b'{"a":'], ids=["lists", "objects"])
@pytest.mark.parametrize("depth", DEPTHS)
def test_deep_documents(depth: int, opener: bytes, part: str) -> None:
    closer = b"]" if opener == b"[" else b"}"
    for body in (
        opener * depth + b"1" + closer * depth,
        opener * depth,
        b'{"project":{"customer_address":' + opener * depth + b"1" + closer * depth + b"}}",
    ):
        with pytest.raises(ac.MalformedPayload):
            sent_body(body, part)


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("status", [404, 422])
def test_deep_errors(depth: int, status: int) -> None:
    for body in (
        b"[" * depth + b"]" * depth,
        b'{"errors":' * depth + b"1" + b"}" * depth,
        b'{"error":[' * depth + b'"x"' + b"]}" * depth,
    ):
        with pytest.raises(ac.MalformedPayload):
            answer(body, status=status)


@pytest.mark.parametrize("depth", [500, *DEPTHS])
@pytest.mark.parametrize("hop", [UP, DOWN], ids="-".join)
def test_deep_json_within_a_string_that_a_rule_opens(depth: int, hop: tuple[str, str]) -> None:
    """`summary-manufacturer` reads `arrays` given as a JSON string: the answer is delivered, whatever is in it."""
    inner = "[" * depth + "]" * depth
    for text in (inner, "[" * depth, '[{"module":' * depth, "NaN", "[1E400]", '["é🌞"]', "\ufeff[]"):
        body = json.dumps({"design": {"arrays": text}}).encode()
        sent = answer(body, operation="retrieve_design_summary", hop=hop)
        assert json.loads(sent.result.body)["design"]["arrays"] == text


@HOPS
@pytest.mark.parametrize("body", [b"[" * 100_000, b"NaN", b"\xff", b"\xef\xbb\xbf{}", b'"\\ud800"', b'{"a":1,"a":2}'])
def test_where_no_rule_applies_nothing_is_examined(body: bytes, hop: tuple[str, str]) -> None:
    sent = send("/v2/elsewhere", None, [*JSON_TYPE, ("Content-Encoding", "gzip")], body, "POST", hop)
    assert sent.result.body is body
    assert answer(body, hop=hop, operation="create_adder").result.body is body


@pytest.mark.parametrize("status", [200, 404])
@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"project": NaN}', b'{"a": "\\ud800"}', b'{"a": "\xff"}', b"1" * 5000]
)
def test_an_exchange_delivers_it_all_the_same(body: bytes, status: int) -> None:
    exchange = ac.Exchange(
        ac.Request("GET", "/tenants/t-1/projects/p-1"), client="2024.05", server="2018.01", context=CONTEXT
    )
    sent = looked_at(exchange.respond(ac.Response(status, JSON_TYPE, body)))
    assert sent.result.status == status
    assert sent.result.body


# Codings and types.

SMALL = ac.Limits(body=100_000)
BOMB = b'{"project":{"customer_address":"' + b"0" * 1_000_000 + b'"}}'


def members(count: int) -> bytes:
    """A gzip body of many members, empty ones but for the first."""
    return gzip.compress(b"{}") + gzip.compress(b"") * count


@SENDERS
@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(BOMB)),
        ("gzip", gzip.compress(b"0" * 200_000)),
        ("gzip, gzip", gzip.compress(gzip.compress(BOMB))),
        ("gzip", b"".join(gzip.compress(b" " * 50_000) for _ in range(9))),
        ("deflate", zlib.compress(BOMB)),
        ("deflate", zlib.compress(BOMB, wbits=-15)),
        ("gzip", gzip.compress(b"{}")[:-1]),
        ("gzip", gzip.compress(b"{}") + b"x"),
        ("gzip", b"{}"),
        ("gzip", b"\x1f\x8b"),
        ("deflate", b"{}"),
        ("deflate", zlib.compress(b"{}")[:-1]),
        ("deflate", gzip.compress(b"{}")),
        ("gzip, deflate", gzip.compress(b"{}")),
        (", ".join(["gzip"] * 5), b"x"),
        (", ".join(["gzip"] * 10_000), b"x"),
        ("identity", BOMB),
    ],
    ids=[f"row {number}" for number in range(17)],
)
def test_bombs_and_broken_codings(coding: str, body: bytes, part: str) -> None:
    with pytest.raises(ac.MalformedPayload):
        sent_body(body, part, headers=[*JSON_TYPE, ("Content-Encoding", coding)], limits=SMALL)


@SENDERS
def test_a_bomb_over_the_default_limit(part: str) -> None:
    with pytest.raises(ac.MalformedPayload):
        sent_body(gzip.compress(b" " * (64 << 20) + b"{}", 1), part, headers=[*JSON_TYPE, ("Content-Encoding", "gzip")])


@pytest.mark.parametrize("status", [404, 422])
def test_a_bomb_in_an_error(status: int) -> None:
    with pytest.raises(ac.MalformedPayload):
        answer(gzip.compress(BOMB), [("Content-Encoding", "gzip")], status, limits=SMALL)


def test_many_members_are_one_body() -> None:
    sent = answer(
        gzip.compress(project('"a": 1')) + gzip.compress(b"") * 5000, [*JSON_TYPE, ("Content-Encoding", "gzip")]
    )
    assert json.loads(sent.result.body)["project"]["a"] == 1


KINDS = (
    *(
        "",
        " ",
        ";",
        "application",
        "application/",
        "/json",
        "application/json;",
        "application/json;;;=",
        "application/json; charset",
    ),
    *(
        "application/json; charset=",
        'application/json; charset="',
        "application/json; charset=utf-16",
        "application/json; charset=rot13",
    ),
    *(
        "application/json; charset=idna",
        "application/json; charset=hex",
        "application/json; charset=..",
        "application/json; charset=unicode_escape",
    ),
    *(
        "application/json, text/html",
        "*/*",
        "application/" + "+" * 50_000,
        "application/" + "a+" * 50_000 + "json",
        "x" * 100_000,
    ),
    *(
        "text/html" + "; " * 50_000,
        "application/json; charset=" + "u" * 100_000,
        "application/jso\u0144",
        "APPLICATION/JSON;CHARSET=UTF-8",
    ),
    *(
        "application/json; charset=utf-8; charset=utf-16",
        "application/json; charset=zlib",
        "text/plain; charset=base64",
        "x; charset=undefined",
    ),
    *(
        "text/plain; charset=punycode",
        "text/plain; charset=mbcs",
        "text/plain; charset=utf-7",
        "text/plain; charset=uu",
    ),
)


@SENDERS
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind[:40])
@pytest.mark.parametrize("body", [b'{"project":{"customer_address":1}}', b"\xff\xfe<", b"text", b""])
def test_odd_content_types(kind: str, body: bytes, part: str) -> None:
    """Translated, refused, or passed as it came."""
    try:
        sent = sent_body(body, part, headers=[("Content-Type", kind)])
    except ac.MalformedPayload:
        return
    if sent.result.body is not body:
        assert json.loads(sent.result.body) == {"project": {"mailing_address": 1}}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind[:40])
@pytest.mark.parametrize(
    "body", [b'{"error":"x"}', b"\xff\xfe<", b"text", b"", b"\x81\x8d", b"\x00", '{"error":"é"}'.encode("latin-1")]
)
def test_odd_content_types_of_errors(kind: str, body: bytes) -> None:
    """Whatever an error says it is, it is delivered in the one form: a text is never refused."""
    sent = answer(body, [("Content-Type", kind)], 422)
    errors = json.loads(sent.result.body)["errors"]
    assert errors
    assert all(isinstance(error["message"], str) for error in errors)


# Much of everything.


@HOPS
def test_ten_thousand_parameters(hop: tuple[str, str]) -> None:
    query = [(f"name{number}", "v") for number in range(10_000)]
    assert list(send(query=query, hop=hop).result.query) == query
    assert len(send(query="&" * 10_000, hop=hop).result.query) == 10_001
    assert (
        len(send(query="max_panel_spacing&" * 10_000, path=f"{T}/designs/d-1/racking_arrays", hop=hop).result.query)
        >= 10_001
    )


def test_ten_thousand_signatures_are_named_once() -> None:
    sent = send(query=[("Signature", "s")] * 10_000)
    assert not sent.result.query
    assert len(sent.notes) == 1


@HOPS
@pytest.mark.parametrize(
    "path",
    [
        "/v2/" + "a" * 1_000_000,
        "/v2" + "/a" * 500_000,
        "/" * 1_000_000,
        "/v2/tenants/" + "%41" * 333_333 + "/projects",
        "/v2/" + "." * 1_000_000,
        "/v2" + "/.." * 333_333,
        "/v2/%" + "é" * 500_000,
    ],
)
def test_a_path_of_a_megabyte(path: str, hop: tuple[str, str]) -> None:
    sent = send(path, hop=hop)
    assert sent.result.path.endswith(path.removeprefix("/v2"))


@HOPS
@pytest.mark.parametrize("length", [100_000, 1_000_000])
def test_long_header_values(length: int, hop: tuple[str, str]) -> None:
    for name in ("X", "Location", "Accept-Encoding", "Aurora-API-Version", "Authorization", "Cookie", "ETag"):
        headers = [(name, "/v2/" + "a" * length)]
        send(headers=headers, hop=hop)
        answer(headers=headers, hop=hop)


@HOPS
def test_thousands_of_header_fields(hop: tuple[str, str]) -> None:
    for headers in (
        [("X", str(number)) for number in range(5000)],
        [("Link", "</v2/x>")] * 5000,
        [("Aurora-API-Version", "x")] * 5000,
    ):
        kept = [field for field in send(headers=headers, hop=hop).result.headers if field[0] == "X"]
        assert kept == [field for field in headers if field[0] == "X"]
        assert len(answer(headers=headers, hop=hop).result.headers) == 5000


@pytest.mark.parametrize("status", [-1, 0, 99, 600, 999, 10**30])
def test_odd_statuses(status: int) -> None:
    body = b'{"project":{"customer_address":1}}'
    assert answer(body, status=status).result.status == status


@pytest.mark.parametrize("status", ["200", 200.0, None, [200]])
def test_statuses_that_are_none(status: Any) -> None:
    with pytest.raises(ac.MalformedPayload):
        ac.Response(status)


@pytest.mark.parametrize(
    "given",
    [
        {"method": None},
        {"path": b"/v2/x"},
        {"query": 1},
        {"query": [("a",)]},
        {"query": [("a", "b", "c")]},
        {"query": [("a", None)]},
        {"query": ["ab", 1]},
        {"headers": [1]},
        {"headers": "ab"},
        {"headers": [("a", 1.5)]},
        {"headers": {"a": ["b", "c"]}},
        {"body": "text"},
        {"body": {}},
        {"body": [1]},
    ],
    ids=repr,
)
def test_parts_of_another_type(given: dict[str, Any]) -> None:
    with pytest.raises(ac.MalformedPayload):
        ac.Request(**{"method": "GET", "path": "/v2/x"} | given)
