"""`error-format` and `not-found-message` for whole messages: text, HTML, nothing at all, odd encodings, HEAD."""

import gzip
import json
import zlib
from http import HTTPStatus
from typing import Any

import pytest

import aurora_compat as ac

from ._send import (
    DOWN,
    DOWN22,
    DOWN24,
    HOPS,
    JSON_TYPE,
    PLACE,
    UP,
    UP18,
    UP22,
    Answered,
    Json,
    NoteKey,
    answered,
    loaded,
    notes_by,
    notes_of,
)

FORMAT, FOUND = "error-format", "not-found-message"
WHOLE: NoteKey = ("assumed", "body#", FORMAT)
HTML = "<!DOCTYPE html><html><body><h1>Sorry</h1>\n<p>Something &amp; more</p></body></html>"


def form(*messages: str) -> Json:
    return {"errors": [{"message": message} for message in messages]}


def failed(
    body: bytes, status: int = 400, kind: str | None = "text/plain", hop: tuple[str, str] = UP18, **kw: Any
) -> Answered:
    """An answer to a route without an id, unless told otherwise."""
    headers = {} if kind is None else {"Content-Type": kind}
    where: dict[str, Any] = {"operation": "retrieve_versions", "path_params": {}, "headers": headers} | kw
    return answered(hop, status, body, **where)


def is_json(t: Answered) -> bool:
    """Its content type is JSON, and names no other charset than the one that JSON has."""
    (kind,) = t.result.headers.all("content-type")
    name, _, charset = kind.lower().partition(";")
    return name.strip() == "application/json" and charset.strip() in {"", "charset=utf-8"}


# error-format


@pytest.mark.parametrize("hop", [UP18, UP])
@pytest.mark.parametrize("operation", ["retrieve_versions", None])
class TestFormat:
    @pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 418, 422, 429, 451, 499])
    def test_any_status_of_4xx(self, hop: tuple[str, str], operation: str | None, status: int) -> None:
        t = failed(b"It went wrong", status, hop=hop, operation=operation)
        assert t.result.status == status
        assert loaded(t) == form("It went wrong")
        assert t.result.headers.get("content-type") == "application/json"
        assert notes_of(t) == {WHOLE}
        assert [note.side for note in t.notes] == ["target"]

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("text/plain", "It went wrong"),
            ("text/plain; charset=utf-8", "Es ging schief: größer, 不行"),
            ("text/html", HTML),
            ("text/html; charset=utf-8", HTML),
            ("application/xml", "<error><message>no</message></error>"),
            ("application/octet-stream", "It went wrong"),
            ("application/json", "{broken"),
            ("application/json", "It went wrong"),
            ("text/plain", "errors: a, b"),
            (None, "It went wrong"),
            (None, HTML),
        ],
    )
    def test_text_that_is_not_json(
        self, hop: tuple[str, str], operation: str | None, kind: str | None, text: str
    ) -> None:
        t = failed(text.encode(), kind=kind, hop=hop, operation=operation)
        assert loaded(t) == form(text)
        assert t.result.headers.get("content-type") == "application/json"
        assert len(t.result.headers.all("content-type")) == 1
        assert notes_of(t) == {WHOLE}

    @pytest.mark.parametrize("kind", [None, "text/html", "application/json", "text/plain; charset=utf-16"])
    @pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 429])
    def test_an_empty_body_is_the_status_phrase(
        self, hop: tuple[str, str], operation: str | None, status: int, kind: str | None
    ) -> None:
        t = failed(b"", status, kind, hop, operation=operation)
        assert loaded(t) == form(HTTPStatus(status).phrase)
        assert t.result.headers.get("content-type") == "application/json"
        assert notes_of(t) == {WHOLE}

    @pytest.mark.parametrize("status", [419, 430, 460, 499])
    def test_of_an_unknown_status_client_error(self, hop: tuple[str, str], operation: str | None, status: int) -> None:
        assert loaded(failed(b"", status, hop=hop, operation=operation)) == form("Client Error")


ENCODINGS = [
    pytest.param("utf-16", "utf-16", id="utf-16 with a mark"),
    pytest.param("UTF-16LE", "utf-16-le", id="utf-16le"),
    pytest.param("utf-16be", "utf-16-be", id="utf-16be"),
    pytest.param('"utf-16"', "utf-16", id="quoted"),
    pytest.param("iso-8859-1", "latin-1", id="iso-8859-1"),
    pytest.param("Latin1", "latin-1", id="latin1"),
    pytest.param("windows-1252", "cp1252", id="windows-1252"),
    pytest.param("utf-8", "utf-8", id="utf-8"),
]


@pytest.mark.parametrize(("charset", "codec"), ENCODINGS)
class TestCharsets:
    @pytest.mark.parametrize("kind", ["text/plain", "text/html", "TEXT/PLAIN; format=flowed"])
    def test_text(self, charset: str, codec: str, kind: str) -> None:
        t = failed("Größe: não".encode(codec), kind=f"{kind}; charset={charset}")
        assert loaded(t) == form("Größe: não")
        assert t.result.headers.get("content-type") == "application/json"
        assert notes_of(t) == {WHOLE}

    def test_json(self, charset: str, codec: str) -> None:
        body = json.dumps({"error": "Größe", "message": "não"}, ensure_ascii=False).encode(codec)
        t = failed(body, kind=f"application/json; charset={charset}")
        assert loaded(t) == form("Größe", "não")
        assert is_json(t)

    def test_packed(self, charset: str, codec: str) -> None:
        body = gzip.compress("Größe".encode(codec))
        headers = {"Content-Type": f"text/plain;charset={charset}", "Content-Encoding": "gzip"}
        t = failed(body, headers=headers)
        assert loaded(t) == form("Größe")


@pytest.mark.parametrize("charset", ["x-made-up", "", "hex", "rot13", "idna", "base64", "zip", "undefined"])
def test_a_charset_that_is_none_is_delivered_as_text(charset: str) -> None:
    t = failed(b"It went wrong", kind=f"text/plain; charset={charset}")
    assert loaded(t) == form("It went wrong")


PACKS = [
    pytest.param("gzip", gzip.compress, id="gzip"),
    pytest.param("deflate", zlib.compress, id="deflate"),
    pytest.param("deflate", lambda data: zlib.compress(data)[2:-4], id="raw deflate"),
]


@pytest.mark.parametrize(("coding", "pack"), PACKS)
@pytest.mark.parametrize(
    ("kind", "body", "messages"),
    [
        ("text/html", HTML.encode(), [HTML]),
        ("application/json", b'{"errors": ["a", "b"]}', ["a", "b"]),
        ("application/json", b"{broken", ["{broken"]),
        ("text/plain", b"", ["Bad Request"]),
    ],
)
def test_encodings_are_decoded_and_sent_as_identity(
    coding: str, pack: Any, kind: str, body: bytes, messages: list[str]
) -> None:
    packed = pack(body)
    headers = {"Content-Type": kind, "Content-Encoding": coding, "Content-Length": str(len(packed)), "ETag": '"e"'}
    for hop in (UP18, UP):
        t = failed(packed, headers=headers, hop=hop)
        assert loaded(t) == form(*messages)
        assert t.result.headers.get("content-encoding") in {None, "identity"}
        assert t.result.headers.get("content-length") == str(len(t.result.body))
        assert t.result.headers.get("etag") is None
        assert notes_of(t) == {WHOLE}


@pytest.mark.parametrize("coding", ["br", "zstd", "x-made-up"])
def test_an_unknown_coding_is_unsupported(coding: str) -> None:
    body = b"\x01\x02\x03"
    headers = {"Content-Type": "text/html", "Content-Encoding": coding, "ETag": '"e"'}
    t = failed(body, headers=headers)
    assert t.result.body is body
    assert dict(t.result.headers) == headers
    assert {(kind, place) for kind, place, _ in notes_of(t)} == {("unsupported", "body#")}


@pytest.mark.parametrize("hop", [UP18, UP])
@pytest.mark.parametrize(
    ("body", "messages", "lost"),
    [
        pytest.param(b'"a"', ["a"], set(), id="a string"),
        pytest.param(b'["a", "b"]', ["a", "b"], set(), id="a list of strings"),
        pytest.param(b'{"error": "a"}', ["a"], set(), id="error, a string"),
        pytest.param(b'{"error": {"message": "a"}}', ["a"], set(), id="error, an object"),
        pytest.param(b'{"error": [{"message": "a"}, {"message": "b"}]}', ["a", "b"], set(), id="error, a list"),
        pytest.param(b'{"message": "a"}', ["a"], set(), id="message"),
        pytest.param(b'{"errors": "a"}', ["a"], set(), id="errors, a string"),
        pytest.param(b'{"errors": ["a", {"message": "b"}]}', ["a", "b"], set(), id="errors, a mixed list"),
        pytest.param(b'{"errors": {"n": "a", "m": ["b", "c"]}}', ["n a", "m b", "m c"], set(), id="errors by field"),
        pytest.param(b'{"message": "c", "error": "b", "errors": "a"}', ["a", "b", "c"], set(), id="several, in order"),
        pytest.param(b'{"error": "a", "code": 5}', ["a"], {"body#/code"}, id="further keys are lost"),
        pytest.param(b"{}", ["Bad Request"], {"body#"}, id="an empty object"),
        pytest.param(b"null", ["Bad Request"], {"body#"}, id="null"),
        pytest.param(b'{"detail": "a"}', ["Bad Request"], {"body#"}, id="nothing to gather"),
    ],
)
def test_places_of_notes_are_those_of_the_body(
    hop: tuple[str, str], body: bytes, messages: list[str], lost: set[str]
) -> None:
    t = failed(body, kind="application/json; charset=utf-8", hop=hop)
    assert loaded(t) == form(*messages)
    assert is_json(t)
    assert notes_of(t) == {WHOLE, *(("lost", place, FORMAT) for place in lost)}


@pytest.mark.parametrize("hop", [UP18, UP])
@pytest.mark.parametrize(
    "body",
    [b'{"errors":[ {"message":"a"} ] }', b'{"errors": [{"message": "a", "x": 1.0}], "code": 2}', b'{"errors": []}'],
)
def test_a_body_that_has_the_form_is_untouched(hop: tuple[str, str], body: bytes) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8", "ETag": '"e"', "Content-Length": str(len(body))}
    t = failed(body, headers=headers, hop=hop)
    assert t.result.body is body
    assert dict(t.result.headers) == headers
    assert t.notes == ()


@pytest.mark.parametrize("hop", HOPS)
@pytest.mark.parametrize("status", [400, 404, 422])
@pytest.mark.parametrize("operation", ["retrieve_versions", "retrieve_project", None])
def test_never_for_an_answer_to_head(hop: tuple[str, str], status: int, operation: str | None) -> None:
    headers = {"Content-Type": "text/html", "Content-Length": "120", "ETag": '"e"'}
    t = answered(hop, status, b"", headers, operation=operation, method="HEAD")
    assert (t.result, t.notes) == (ac.Response(status, headers, b""), ())


@pytest.mark.parametrize("hop", [DOWN22, DOWN, UP22, DOWN24])
@pytest.mark.parametrize("status", [400, 404, 422])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html; charset=utf-16", HTML.encode("utf-16")),
        ("text/plain", b"It went wrong"),
        (None, b"\xff\xfe"),
        (None, b""),
        ("application/json", b"{broken"),
        ("application/json", b'{"error": "a"}'),
        ("application/json", b'{"errors": [{"message": "a"}]}'),
    ],
)
def test_elsewhere_it_passes_unchanged(hop: tuple[str, str], status: int, kind: str | None, body: bytes) -> None:
    headers = ({} if kind is None else {"Content-Type": kind}) | {"ETag": '"e"'}
    for operation in ("retrieve_project", None):
        t = answered(hop, status, body, headers, operation=operation)
        assert t.result.body is body
        assert dict(t.result.headers) == headers
        assert t.notes == ()


@pytest.mark.parametrize("status", [300, 399, 500, 503])
def test_other_statuses_are_not_concerned(status: int) -> None:
    t = failed(b"It went wrong", status)
    assert (t.result, t.notes) == (ac.Response(status, {"Content-Type": "text/plain"}, b"It went wrong"), ())


def test_text_in_a_2xx_is_not_concerned() -> None:
    t = failed(b"It went wrong", 200)
    assert (t.result.body, t.notes) == (b"It went wrong", ())


# not-found-message


NAMES = [
    ("retrieve_project", "project", "project-1"),
    ("retrieve_design_request", "design request", "design_request-1"),
    ("retrieve_financing", "financing", "financing-1"),
    ("retrieve_design_summary", "design", "design-1"),
    ("activate_user", "user", "user-1"),
    ("delete_adder", "adder", "adder-1"),
    ("retrieve_design_asset", "asset", "asset-1"),
    ("list_projects", "tenant", "t-1"),
]


@pytest.mark.parametrize("hop", [UP18, UP])
class TestNotFound:
    @pytest.mark.parametrize(("operation", "resource", "id_"), NAMES)
    def test_the_first_message_names_the_resource(
        self, hop: tuple[str, str], operation: str, resource: str, id_: str
    ) -> None:
        sentence = f"The {resource} with id {id_} could not be found"
        for body, kind, old in (
            (b"Gone", "text/plain", "Gone"),
            (HTML.encode(), "text/html", HTML),
            (HTML.encode("utf-16"), "text/html; charset=utf-16", HTML),
            ("Größe".encode("latin-1"), "text/plain; charset=latin-1", "Größe"),
            (b"", None, "Not Found"),
            (b'{"error": "Gone"}', "application/json", "Gone"),
        ):
            t = failed(body, 404, kind, hop, operation=operation, path_params=places(operation))
            assert loaded(t) == form(sentence, old)
            assert t.result.headers.get("content-type") == "application/json"
            assert {kind for kind, _, _ in notes_by(t, FOUND)} == {"assumed"}
            assert {kind for kind, _, _ in notes_of(t)} == {"assumed"}

    def test_it_is_added_to_a_body_that_has_the_form(self, hop: tuple[str, str]) -> None:
        body = b'{"errors": [{"message": "Gone", "code": 1.0}], "x": null}'
        t = failed(body, 404, "application/json", hop, operation="retrieve_project", path_params=PLACE)
        result = loaded(t)
        assert result["errors"][0] == {"message": "The project with id project-1 could not be found"}
        assert result["errors"][1:] == [{"message": "Gone", "code": 1.0}]
        assert {kind for kind, _, _ in notes_by(t, FOUND)} == {"assumed"}
        assert notes_by(t, FORMAT) == set()

    def test_packed(self, hop: tuple[str, str]) -> None:
        headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
        t = failed(
            gzip.compress(b"Gone"), 404, hop=hop, headers=headers, operation="retrieve_project", path_params=PLACE
        )
        assert loaded(t) == form("The project with id project-1 could not be found", "Gone")

    @pytest.mark.parametrize("text", ["no project-1 here", "<p>project-1</p>", "project-1"])
    def test_where_the_id_is_named_nothing_is_added(self, hop: tuple[str, str], text: str) -> None:
        for codec in ("utf-8", "utf-16"):
            kind = f"text/html; charset={codec}"
            t = failed(text.encode(codec), 404, kind, hop, operation="retrieve_project", path_params=PLACE)
            assert loaded(t) == form(text)
            assert notes_of(t) == {WHOLE}

    @pytest.mark.parametrize("status", [400, 403, 410, 422])
    def test_only_404(self, hop: tuple[str, str], status: int) -> None:
        t = failed(b"Gone", status, hop=hop, operation="retrieve_project", path_params=PLACE)
        assert loaded(t) == form("Gone")

    @pytest.mark.parametrize("operation", [None, "retrieve_versions"])
    def test_unknown_routes_and_routes_without_an_id(self, hop: tuple[str, str], operation: str | None) -> None:
        for body, old in ((b"Gone", "Gone"), (b"", "Not Found")):
            t = failed(body, 404, hop=hop, operation=operation, path_params={})
            assert loaded(t) == form(old)
            assert notes_of(t) == {WHOLE}

    def test_odd_ids(self, hop: tuple[str, str]) -> None:
        params = {"tenant_id": "t-1", "project_id": 'a/"b" ü'}
        t = failed(b"Gone", 404, hop=hop, operation="retrieve_project", path_params=params)
        assert loaded(t) == form('The project with id a/"b" ü could not be found', "Gone")


def places(operation: str) -> dict[str, str]:
    """The parameters of the operation's path alone."""
    if operation == "retrieve_design_asset":
        return {"tenant_id": "t-1", "asset_id": "asset-1"}
    paths = ac.operations[operation].paths
    return {name: value for name, value in PLACE.items() if all("{" + name + "}" in path for path in paths.values())}


def test_an_exchange_knows_the_route() -> None:
    request = ac.Request("GET", "/tenants/t-1/projects/p%201", None, {"Authorization": "Bearer a"} | JSON_TYPE)
    exchange = ac.Exchange(request, client="2024.05", server="2018.01")
    t = exchange.respond(ac.Response(404, {"Content-Type": "text/html"}, HTML.encode()))
    assert loaded(t) == form("The project with id p 1 could not be found", HTML)
