"""`root-endpoint`, `v2-prefix` (paths, and URLs in the header fields of answers) and `design-asset-path`."""

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
    UP,
    UP18,
    UP22,
    T,
    answered,
    asked,
    notes_of,
    place,
    refused,
    sent,
)

PREFIX, ASSET = "v2-prefix", "design-asset-path"
UNPREFIXED = {("unsupported", "path", PREFIX)}


# root-endpoint


class TestRoot:
    @pytest.mark.parametrize("hop", [UP18, UP])
    @pytest.mark.parametrize("path", ["/", "/v2", "/v2/", f"{PRODUCTION}/", f"{PRODUCTION}/v2", f"{SANDBOX}/v2/"])
    def test_up_it_is_refused(self, hop: tuple[str, str], path: str) -> None:
        assert refused(hop, "GET", path, "root-endpoint").operation in {None, "retrieve_root"}
        refused(hop, "GET", path, "root-endpoint", bearer=False, context=ac.Context(bearer_token="t"))
        refused(hop, "GET", path, "root-endpoint", query={"page": "1"})

    @pytest.mark.parametrize("hop", [UP18, UP])
    @pytest.mark.parametrize("method", ["POST", "OPTIONS", "DELETE"])
    @pytest.mark.parametrize("path", ["/v2", "/v2/"])
    def test_up_only_get(self, hop: tuple[str, str], method: str, path: str) -> None:
        t = sent(hop, method, path)
        assert t.result.path == "/"
        # the way back makes `/v2/` of it
        assert notes_of(t) == ({("assumed", "path", PREFIX)} if path == "/v2" else set())

    def test_on_the_newer_edge_it_is_an_unknown_path(self) -> None:
        for hop in (UP22, DOWN24):
            t = sent(hop, "GET", "/")
            assert (t.result.path, t.notes) == ("/", ())

    @pytest.mark.parametrize("hop", [DOWN22, DOWN])
    def test_down_it_gets_the_prefix(self, hop: tuple[str, str]) -> None:
        t = sent(hop, "GET", "/")
        assert t.result.path == "/v2/"
        assert [(note.kind, note.pointer, note.change) for note in t.notes] == [("unsupported", "path", None)]

    def test_it_is_an_operation_of_2018_only(self) -> None:
        for hop in (DOWN22, DOWN, UP22, DOWN24):
            assert sent(hop, "GET", "/").operation is None

    @pytest.mark.parametrize("hop", [UP18, UP, DOWN22, DOWN])
    def test_its_answer_is_delivered(self, hop: tuple[str, str]) -> None:
        t = answered(hop, 200, b'{"a": 1}', JSON_TYPE)
        assert t.result == ac.Response(200, JSON_TYPE, b'{"a": 1}')


# v2-prefix: the path of a request


PATHS = [
    "/versions",
    T,
    f"{T}/",
    f"{T}/projects/project-1",
    f"{T}/projects/project-1/",
    f"{T}/projects//",
    "/tenants//projects",
    "/unknown",
    "/unknown/x/",
    "/a%20b/%C3%BC/c%2Fd%2f",
    "/v2",
    "/v2/v2/",
    "/x/v2/y",
    "/v2x/y",
    "/%762/y",
]


@pytest.mark.parametrize("path", PATHS)
class TestPrefix:
    @pytest.mark.parametrize("hop", [UP18, UP])
    def test_up_it_is_stripped_once(self, hop: tuple[str, str], path: str) -> None:
        t = sent(hop, "DELETE", f"/v2{path}")
        assert t.result.path == path
        assert t.notes == ()

    @pytest.mark.parametrize("hop", [DOWN22, DOWN])
    def test_down_it_is_always_added(self, hop: tuple[str, str], path: str) -> None:
        t = sent(hop, "DELETE", path)
        assert t.result.path == f"/v2{path}"
        assert t.notes == ()

    @pytest.mark.parametrize("hop", [UP22, DOWN24])
    def test_on_the_newer_edge_nothing_happens(self, hop: tuple[str, str], path: str) -> None:
        t = sent(hop, "DELETE", path)
        assert t.result.path == path
        assert t.notes == ()


@pytest.mark.parametrize("hop", [UP18, UP])
@pytest.mark.parametrize("origin", ["", PRODUCTION, "http://localhost:8080"])
@pytest.mark.parametrize(
    "path",
    [
        f"{T}/projects",
        "/unknown/",
        "/v2x/tenants/t-1",
        "/v2x",
        "/%762/tenants/t-1",
        "/v%32/tenants/t-1",
        "/V2/tenants/t-1",
        "/v2%2Ftenants/t-1",
        "/v2;a=1/tenants/t-1",
        "/v20/x",
        "/v1/x",
        "/x/v2/y",
        "//v2/x",
    ],
)
def test_up_a_path_without_it_passes(hop: tuple[str, str], origin: str, path: str) -> None:
    t = sent(hop, "GET", origin + path)
    assert t.result.path == origin + path
    assert notes_of(t) == UNPREFIXED
    assert {note.side for note in t.notes} == {"source"}


@pytest.mark.parametrize("origin", [PRODUCTION, SANDBOX, "https://gateway.example.com", "http://127.0.0.1:9000"])
def test_the_host_of_a_request_does_not_matter(origin: str) -> None:
    assert sent(UP, "GET", f"{origin}/v2{T}/users").result.path == f"{origin}{T}/users"
    assert sent(DOWN, "GET", f"{origin}{T}/users").result.path == f"{origin}/v2{T}/users"


@pytest.mark.parametrize("query", ["next=/v2/tenants", "v2", "a=%2Fv2%2Fx"])
def test_a_query_keeps_its_v2(query: str) -> None:
    t = sent(UP, "GET", f"/v2{T}/users", query=query)
    assert t.result.query.encoded == query
    assert sent(DOWN, "GET", f"{T}/users", query=query).result.query.encoded == query


def test_there_and_back() -> None:
    for path in PATHS:
        there = sent(UP, "DELETE", f"/v2{path}")
        assert sent(DOWN, "DELETE", there.result.path).result.path == f"/v2{path}"


# v2-prefix: header fields of answers


FIELDS = ["Location", "Content-Location", "location", "CONTENT-LOCATION"]
OLD_AND_NEW = [
    (f"/v2{T}/projects/p-1", f"{T}/projects/p-1"),
    (f"/v2{T}/projects/", f"{T}/projects/"),
    ("/v2/unknown/a%20b%2Fc?next=/v2/x&y=%7e#v2", "/unknown/a%20b%2Fc?next=/v2/x&y=%7e#v2"),
    ("/v2/x/v2/y", "/x/v2/y"),
    (f"{PRODUCTION}/v2{T}/projects/p-1", f"{PRODUCTION}{T}/projects/p-1"),
    (f"{SANDBOX}/v2{T}/projects/p-1?page=2", f"{SANDBOX}{T}/projects/p-1?page=2"),
    ("https://API.AuroraSolar.com/v2/x", "https://API.AuroraSolar.com/x"),
    ("HTTPS://api.aurorasolar.com/v2/x", "HTTPS://api.aurorasolar.com/x"),
    ("http://api.aurorasolar.com:443/v2/x", "http://api.aurorasolar.com:443/x"),
    ("//api.aurorasolar.com/v2/x", "//api.aurorasolar.com/x"),
]
ELSEWHERE = [
    "https://files.example.com/v2/x",
    "https://files.example.com/x",
    "//files.example.com/v2/x",
    "https://api.aurorasolar.com.example.com/v2/x",
    "https://xapi.aurorasolar.com/v2/x",
    "https://example.com/?u=https://api.aurorasolar.com/v2/x",
    "https://api.aurorasolar.com@files.example.com/v2/x",
    "mailto:someone@example.com",
    "urn:example:v2",
]


@pytest.mark.parametrize("status", [200, 201, 202, 204, 301, 304, 307, 404, 422, 500, 503])
@pytest.mark.parametrize("operation", ["create_project", "retrieve_financing", None])
def test_header_fields_of_any_answer(status: int, operation: str | None) -> None:
    for hop in (UP18, UP, DOWN22, DOWN):
        fields = {"Location": place(hop[0], "/x"), "Content-Location": place(hop[0], "/y")}
        t = answered(hop, status, b"", fields, operation=operation)
        assert t.result.status == status
        assert t.result.headers.get("location") == place(hop[1], "/x")
        assert t.result.headers.get("content-location") == place(hop[1], "/y")


@pytest.mark.parametrize("name", FIELDS)
class TestLocation:
    @pytest.mark.parametrize(("old", "new"), OLD_AND_NEW)
    def test_up_strips_and_down_adds(self, name: str, old: str, new: str) -> None:
        for hop in (UP18, UP):
            t = answered(hop, 200, b"", {"X": "/v2/x", name: old})
            assert (list(t.result.headers), t.notes) == ([("X", "/v2/x"), (name, new)], ())
        for hop in (DOWN22, DOWN):
            t = answered(hop, 200, b"", {"X": "/v2/x", name: new})
            assert (list(t.result.headers), t.notes) == ([("X", "/v2/x"), (name, old)], ())

    def test_down_adds_always(self, name: str) -> None:
        for path in ("/v2/x", "/v2x", "/%762/x", "/"):
            t = answered(DOWN, 201, b"", {name: path})
            assert t.result.headers.get(name) == f"/v2{path}"

    @pytest.mark.parametrize("path", [f"{T}/projects/p-1", "/v2x/y", "/%762/y", f"{PRODUCTION}/x"])
    def test_up_without_it_passes(self, name: str, path: str) -> None:
        t = answered(UP, 201, b"", {name: path})
        assert t.result.headers.get(name) == path
        assert notes_of(t) == {("unsupported", f"headers/{name}".lower(), PREFIX)}

    @pytest.mark.parametrize("url", ELSEWHERE)
    def test_other_hosts(self, name: str, url: str) -> None:
        for hop in HOPS:
            t = answered(hop, 201, b"", {name: url})
            assert (t.result.headers.get(name), t.notes) == (url, ())

    @pytest.mark.parametrize("url", [*(old for old, _ in OLD_AND_NEW), *(new for _, new in OLD_AND_NEW)])
    def test_not_on_the_newer_edge(self, name: str, url: str) -> None:
        for hop in (UP22, DOWN24):
            t = answered(hop, 201, b"", {name: url})
            assert (t.result.headers.get(name), t.notes) == (url, ())


LINKS = [
    ("<{0}/tenants>; rel=next", "one"),
    ('<{0}/a?page=2>; rel="next", <{0}/a?page=1>; rel="prev"', "two"),
    ('<{0}/a?page=2>;rel="next",<{0}/a?page=1>;rel="prev"', "without spaces"),
    (f'<{PRODUCTION}{{0}}/a?x=1,2>; rel="next", <https://files.example.com/v2/x>; rel="about"', "of other hosts"),
    ('<{0}/a>; title="see </v2/b>, </v2/c>; or; more"; rel=next, <{0}/d>', "text that looks like a link"),
    ('<{0}/a>; title="a \\" </v2/b>,"; rel=next , <{0}/d>; rel="x"', "an escaped quote"),
    ("  <{0}/a> ; rel=next", "spaces"),
]


@pytest.mark.parametrize("link", [pytest.param(link, id=name) for link, name in LINKS])
class TestLink:
    def test_up_strips_and_down_adds(self, link: str) -> None:
        old, new = link.format("/v2").strip(), link.format("").strip()
        for hop in (UP18, UP):
            assert answered(hop, 200, b"", {"Link": old}).result.headers.get("link") == new
        for hop in (DOWN22, DOWN):
            assert answered(hop, 200, b"", {"Link": new}).result.headers.get("link") == old

    def test_not_on_the_newer_edge(self, link: str) -> None:
        for hop in (UP22, DOWN24):
            old = link.format("/v2").strip()
            assert answered(hop, 200, b"", {"Link": old}).result.headers.get("link") == old


def test_repeated_link_fields() -> None:
    old = [("Link", "</v2/a>; rel=next"), ("X-Link", "</v2/b>"), ("link", "</v2/c>; rel=prev")]
    new = [("Link", "</a>; rel=next"), ("X-Link", "</v2/b>"), ("link", "</c>; rel=prev")]
    assert list(answered(UP, 200, b"", old).result.headers) == new
    assert list(answered(DOWN, 200, b"", [new[0], old[1], new[2]]).result.headers) == old


@pytest.mark.parametrize("value", ["", "nonsense", "<", "<>", "</v2/x", "rel=next", ",", "<a b>; rel"])
@pytest.mark.parametrize("hop", HOPS)
def test_odd_values_are_delivered(hop: tuple[str, str], value: str) -> None:
    for name in ("Link", "Location", "Content-Location"):
        assert answered(hop, 200, b"{}", {name: value}).result.headers.get(name) is not None


def test_other_header_fields_of_answers_keep_theirs() -> None:
    fields = {"Refresh": "0; url=/v2/x", "X-Location": "/v2/x", "Via": "/v2/x", "Set-Cookie": "a=b; Path=/v2"}
    assert dict(answered(UP, 200, b"", fields).result.headers) == fields
    assert dict(answered(DOWN, 200, b"", fields).result.headers) == fields


def test_header_fields_of_requests_keep_theirs() -> None:
    fields = {"Location": "/v2/x", "Content-Location": "/v2/x", "Link": "</v2/x>", "Referer": "/v2/x"}
    for hop in (UP, DOWN):
        t = sent(hop, "DELETE", place(hop[0], "/x"), headers=fields)
        assert {name: value for name, value in t.result.headers if name in fields} == fields


@pytest.mark.parametrize("client", ["https://gateway.example.com", "http://localhost:8080"])
def test_in_an_exchange_the_hosts_of_its_requests_too(client: str) -> None:
    request = ac.Request("POST", f"{client}/v2{T}/projects", None, BEARER | JSON_TYPE, b'{"project": {}}')
    exchange = ac.Exchange(request, client="2018.01", server="2024.05")
    assert exchange.upstream.path == f"{client}{T}/projects"
    for url, expected in (
        (f"{client}{T}/projects/p-1", f"{client}/v2{T}/projects/p-1"),
        (f"{PRODUCTION}{T}/projects/p-1", f"{PRODUCTION}/v2{T}/projects/p-1"),
        (f"{T}/projects/p-1", f"/v2{T}/projects/p-1"),
        ("https://files.example.com/x", "https://files.example.com/x"),
    ):
        t = exchange.respond(ac.Response(201, {"Location": url, "Link": f"<{url}>; rel=self"}, b""))
        assert t.result.headers.get("location") == expected
        assert t.result.headers.get("link") == f"<{expected}>; rel=self"


# design-asset-path


OF_ASSET = ac.Context(design_of_asset={"a-1": "d-1", "a b": "d/2"})


@pytest.mark.parametrize("hop", [UP22, UP])
class TestAssetUp:
    @pytest.mark.parametrize("end", ["", "/"])
    @pytest.mark.parametrize("origin", ["", PRODUCTION])
    def test_the_design_comes_from_the_context(self, hop: tuple[str, str], origin: str, end: str) -> None:
        t = sent(hop, "GET", origin + place(hop[0], f"{T}/assets/a-1{end}"), query="x=1", context=OF_ASSET)
        assert t.operation is not None
        assert t.operation.name == "retrieve_design_asset"
        assert t.result.path == f"{origin}{T}/designs/d-1/assets/a-1{end}"
        assert t.result.query.encoded == "x=1"
        assert t.notes == ()

    def test_encoded_ids(self, hop: tuple[str, str]) -> None:
        t = sent(hop, "GET", place(hop[0], "/tenants/t%201/assets/a%20b"), context=OF_ASSET)
        assert t.result.path == "/tenants/t%201/designs/d%2F2/assets/a%20b"

    def test_without_it_is_refused(self, hop: tuple[str, str]) -> None:
        for asset in ("a-1", "other"):
            context = OF_ASSET if asset == "other" else None
            error = asked(hop, "GET", place(hop[0], f"{T}/assets/{asset}"), ASSET, context=context)
            assert error.needs == ()
            assert "design_of_asset" in str(error)

    def test_other_methods_are_unknown_paths(self, hop: tuple[str, str]) -> None:
        t = sent(hop, "DELETE", place(hop[0], f"{T}/assets/a-1"))
        assert (t.operation, t.result.path, t.notes) == (None, f"{T}/assets/a-1", ())

    def test_list_design_assets_stays(self, hop: tuple[str, str]) -> None:
        t = sent(hop, "GET", place(hop[0], f"{T}/designs/d-1/assets"))
        assert (t.result.path, t.notes) == (f"{T}/designs/d-1/assets", ())


@pytest.mark.parametrize("hop", [DOWN24, DOWN])
class TestAssetDown:
    @pytest.mark.parametrize("end", ["", "/"])
    @pytest.mark.parametrize("origin", ["", PRODUCTION])
    def test_the_design_is_lost(self, hop: tuple[str, str], origin: str, end: str) -> None:
        t = sent(hop, "GET", f"{origin}{T}/designs/d-1/assets/a%2F1{end}")
        assert t.result.path == origin + place(hop[1], f"{T}/assets/a%2F1{end}")
        assert notes_of(t) == {("lost", "path", ASSET)}
        assert [note.side for note in t.notes] == ["source"]

    def test_strict_refuses_that(self, hop: tuple[str, str]) -> None:
        with pytest.raises(ac.LossError):
            sent(hop, "GET", f"{T}/designs/d-1/assets/a-1", strict=True)

    def test_the_residue_knows_the_design(self, hop: tuple[str, str]) -> None:
        path = f"{T}/designs/d%201/assets/a-1"
        there = sent(hop, "GET", path)
        back = sent((hop[1], hop[0]), "GET", there.result.path, residue=there.residue)
        assert back.result.path == path


@pytest.mark.parametrize("hop", [UP18, DOWN22])
def test_an_asset_stays_on_the_older_edge(hop: tuple[str, str]) -> None:
    t = sent(hop, "GET", place(hop[0], f"{T}/assets/a-1"))
    assert (t.result.path, t.notes) == (place(hop[1], f"{T}/assets/a-1"), ())


@pytest.mark.parametrize("hop", HOPS)
def test_the_answer_has_the_same_shape(hop: tuple[str, str]) -> None:
    body = b'{"asset": {"design_id": "d-1", "url": "https://files.example.com/v2/x"}}'
    t = answered(hop, 200, body, JSON_TYPE, operation="retrieve_design_asset")
    assert t.result.body is body
    assert t.notes == ()
