"""What clients may send that is no plain request: it is refused, or the server gets one that is well formed.

Nothing that stands before the gateway, or behind it, can be made to see other requests than the gateway does.
"""

from threading import Event

import pytest

from ._proxy import PATIENCE, Message, Running, Server, Wire, answer, answering, proxy, request, upstream

AUTH = ("Authorization", "Bearer example-token")
PATH = b"/tenants/t-1/projects"
FIELDS = b"Host: gateway.example\r\nAuthorization: Bearer example-token\r\n"
POST = b"POST %b HTTP/1.1\r\n%b" % (PATH, FIELDS)
GET = b"GET %b HTTP/1.1\r\n%b" % (PATH, FIELDS)
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: gateway.example\r\n\r\n"
LAST = b"GET /last HTTP/1.1\r\nHost: gateway.example\r\nAuthorization: Bearer x\r\nConnection: close\r\n\r\n"
VERSIONS = ("2018.01", "2024.05")


def sent(server: Server, data: bytes, running: Running) -> tuple[list[int], list[Message]]:
    """The statuses that a client sees until its connection is closed, and what the server got."""
    statuses = []
    with running.client() as wire:
        wire.send(data + LAST)
        while True:
            try:
                statuses.append(wire.answer().status)
            except EOFError:
                break
    running.outcomes()  # when no request is under way any more
    return statuses, [one for one in server.got if one.target != "/last"]


@pytest.mark.parametrize("client", VERSIONS)
@pytest.mark.parametrize(
    "data",
    [
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Content-Length: 2\r\nContent-Length: 50\r\n\r\n{}" + SMUGGLED,
        POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + SMUGGLED,
        POST + b"Content-Length: 2, 2\r\n\r\n{}" + SMUGGLED,
        POST + b"Content-Length: +2\r\n\r\n{}" + SMUGGLED,
        POST + b"Content-Length: -2\r\n\r\n{}" + SMUGGLED,
        POST + b"Content-Length: 0x2\r\n\r\n{}" + SMUGGLED,
        POST + b"Content-Length: 2_\r\n\r\n{}" + SMUGGLED,
        POST + b"Content-Length:\r\n\r\n{}" + SMUGGLED,
        POST + b"Content-Length: 18446744073709551618\r\n\r\n{}" + SMUGGLED,
        POST + b"Content-Length : 2\r\n\r\n{}" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: identity\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n" + SMUGGLED,
        GET + b"X: y\nTransfer-Encoding: chunked\r\n\r\n" + SMUGGLED,
        GET + b"X: y\rTransfer-Encoding: chunked\r\n\r\n" + SMUGGLED,
        GET + b"X: y\0\r\n\r\n" + SMUGGLED,
        GET + b"X\0: y\r\n\r\n" + SMUGGLED,
        GET + b"X : y\r\n\r\n" + SMUGGLED,
        GET + b"X Y: z\r\n\r\n" + SMUGGLED,
        GET + b": y\r\n\r\n" + SMUGGLED,
        GET + b"X\r\n\r\n" + SMUGGLED,
        b"GET %b HTTP/1.1\n%b\n\n" % (PATH, FIELDS.replace(b"\r", b"")) + SMUGGLED,
        b"GET %b HTTP/1.1\r\n X: y\r\n%b\r\n" % (PATH, FIELDS) + SMUGGLED,
        b"GET  %b HTTP/1.1\r\n%b\r\n" % (PATH + b" x", FIELDS) + SMUGGLED,
        b"GET %b HTTP/1.2\r\n%b\r\n" % (PATH, FIELDS) + SMUGGLED,
        b"GET \\\\evil.example\\x HTTP/1.1\r\n%b\r\n" % FIELDS + SMUGGLED,
        b"GET @evil.example/x HTTP/1.1\r\n%b\r\n" % FIELDS + SMUGGLED,
        b"GET :81/x HTTP/1.1\r\n%b\r\n" % FIELDS + SMUGGLED,
        b"GET x HTTP/1.1\r\n%b\r\n" % FIELDS + SMUGGLED,
        b"GET http://evil.example HTTP/1.1\r\n%b\r\n" % FIELDS + SMUGGLED,
        b"GET /caf\xe9 HTTP/1.1\r\n%b\r\n" % FIELDS + SMUGGLED,
        b"get / HTTP/1.1\r\n%b\r\n" % FIELDS + SMUGGLED,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + SMUGGLED,
        b"CONNECT evil.example:443 HTTP/1.1\r\n%b\r\n" % FIELDS + SMUGGLED,
    ],
)
def test_what_can_be_read_in_two_ways_reaches_nobody(data: bytes, client: str) -> None:
    with answering(answer(200, {})) as server, proxy(server, client=client) as running:
        statuses, got = sent(server, data, running)
        assert (statuses, got) == ([400], [])


@pytest.mark.parametrize(
    ("data", "status", "told"),
    [
        (
            POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            501,
            "chunked is the only transfer coding",
        ),
        (GET + b"Host: other.example\r\n\r\n", 400, "a request names its host once"),
        (b"GET %b HTTP/1.1\r\nX: y\r\n\r\n" % PATH, 400, "a request names its host once"),
        (b"GET %b HTTP/2.0\r\n%b\r\n" % (PATH, FIELDS), 505, "HTTP/1.1 is spoken here"),
        (b"GET %b\r\n\r\n" % PATH, 505, "HTTP/1.1 is spoken here"),
        (b"TRACE %b HTTP/1.1\r\n%b\r\n" % (PATH, FIELDS), 405, "TRACE is not passed on"),
        (b"CONNECT %b HTTP/1.1\r\n%b\r\n" % (PATH, FIELDS), 405, "CONNECT is not passed on"),
        (b"OPTIONS * HTTP/1.1\r\n%b\r\n" % FIELDS, 400, "the path of a request starts with /"),
        (b"GET /../x HTTP/1.1\r\n%b\r\n" % FIELDS, 400, "the path of a request starts with /"),
        (b"GET /a/%2E%2e/x HTTP/1.1\r\n" + FIELDS + b"\r\n", 400, "the path of a request starts with /"),
        (b"GET /a%2f..%5cx HTTP/1.1\r\n" + FIELDS + b"\r\n", 400, "the path of a request starts with /"),
        (b"GET /a/.. HTTP/1.1\r\n" + FIELDS + b"\r\n", 400, "the path of a request starts with /"),
    ],
)
def test_what_is_not_taken_says_why(data: bytes, status: int, told: str) -> None:
    with answering(answer(200, {})) as server, proxy(server) as running:
        message = running.send(data)
        assert message.status == status
        assert message.error.startswith(told)
        assert (running.outcomes(), server.got) == ({"refused": 1}, [])


@pytest.mark.parametrize(
    ("target", "seen"),
    [
        ("http://evil.example/x?y=1", "/x?y=1"),
        ("http://user@evil.example:81/x", "/x"),
        ("//evil.example/x", "//evil.example/x"),
        ("/@evil.example/x", "/@evil.example/x"),
        ("/:81@evil.example", "/:81@evil.example"),
        ("/\\evil.example", "/\\evil.example"),
        ("/http://evil.example/", "/http://evil.example/"),
        ("/x?y#z", "/x?y"),
        ("/..x/a..b/...", "/..x/a..b/..."),
        ("/a%2Fb%20c%00%0d%0aX:y?q=%0d%0a", "/a%2Fb%20c%00%0d%0aX:y?q=%0d%0a"),
        ("/a%zz?b=%zz&c", "/a%zz?b=%zz&c"),
    ],
)
@pytest.mark.parametrize("client", VERSIONS)
def test_no_target_leads_elsewhere(target: str, seen: str, client: str) -> None:
    with answering(answer(200, {})) as server, proxy(server, client=client) as running:
        assert running.get(target, AUTH).status == 200
        (got,) = server.got
        assert (got.target, got.all("host")) == (seen, [f"127.0.0.1:{server.port}"])


@pytest.mark.parametrize("client", VERSIONS)
@pytest.mark.parametrize(
    ("data", "body"),
    [
        (POST + b"Content-Length: 2\r\n\r\n{}", b"{}"),
        (POST + b"Transfer-Encoding:\tChunked \r\n\r\n1;a=b\r\n{\r\n1\r\n}\r\n0\r\nX-Trailer: 1\r\n\r\n", b"{}"),
        (POST + b"\r\n", b""),
        (GET + b"Content-Length: 2\r\n\r\n{}", b"{}"),
        (b"\r\n\r\n" + GET + b"\r\n", b""),
        (GET + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n", b""),
        (b"POST %b HTTP/1.0\r\nAuthorization: Bearer x\r\nContent-Length: 2\r\n\r\n{}" % PATH, b"{}"),
    ],
)
def test_what_is_odd_and_clear_is_one_plain_request(data: bytes, body: bytes, client: str) -> None:
    with answering(answer(200, {})) as server, proxy(server, client=client) as running:
        statuses, got = sent(server, data, running)
        assert set(statuses) == {200}
        assert [(one.body, one.is_whole) for one in got] == [(body, True)]
        assert got[0].get("transfer-encoding") in (None, "chunked")
        assert not {"x-trailer", "upgrade", "connection", "http2-settings"} & {
            name.lower() for name, _ in got[0].headers
        }


@pytest.mark.parametrize("trailer", [b"X-Request-Id: r-2", b"Authorization: Bearer other"])
def test_fields_behind_a_body_are_not_those_of_its_head(trailer: bytes) -> None:
    data = POST.replace(b"Authorization: Bearer example-token\r\n", b"")
    data += b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n%b\r\n\r\n" % trailer
    with answering(answer(200, {})) as server, proxy(server, client="2024.05") as running:
        told = running.send(data)
        assert told.get("x-request-id") != "r-2"
        assert server.got[0].get("authorization") is None


@pytest.mark.parametrize(
    ("method", "fields"), [("GET", (("Connection", "Upgrade"), ("Upgrade", "h2c"))), ("CONNECT", ())]
)
def test_what_comes_after_a_wish_to_upgrade_is_not_waited_for(method: str, fields: tuple[tuple[str, str], ...]) -> None:
    """The parser takes nothing more from such a connection, so it is closed after the answer."""
    with answering(answer(200, {})) as server, proxy(server) as running, running.client() as wire:
        wire.send(request(method, "/v2/x", None, AUTH, *fields))
        assert wire.answer().get("connection") == "close"
        assert wire.rest() == b""


@pytest.mark.parametrize("client", VERSIONS)
def test_requests_that_wait_on_a_connection_are_answered_in_their_order(client: str) -> None:
    with (
        answering(lambda message: answer(200, {"asked": message.target})) as server,
        proxy(server, client=client) as running,
        running.client() as wire,
    ):
        wire.send(b"".join(request("GET", f"/x?n={n}", None, AUTH) for n in range(20)))
        assert [wire.answer().json()["asked"] for _ in range(20)] == [f"/x?n={n}" for n in range(20)]
        assert server.connections == 1


def test_a_connection_cannot_pile_up_requests() -> None:
    over = Event()

    def script(wire: Wire) -> None:
        wire.request()
        over.wait(PATIENCE)

    with upstream(script) as server, proxy(server) as running, running.client() as wire:
        wire.send(request("GET", "/x", None, AUTH) * 1000)
        assert wire.rest() == b""
        assert running.outcomes() == {"client_gone": 1}
        over.set()


def test_hop_by_hop_fields_end_here_both_ways() -> None:
    fields = (
        *(("Keep-Alive", "5"), ("TE", "trailers"), ("Trailer", "X-T"), ("Proxy-Authorization", "Basic x")),
        *(("Proxy-Connection", "keep-alive"), ("X-Hop", "1"), ("X-Other", "2"), ("X-Stays", "3"), ("X-Close", "4")),
        *(("Connection", "x-hop , X-OTHER"), ("Connection", "keep-alive"), ("Cookie", "a=1"), ("Cookie", "b=2")),
    )
    told = answer(
        200,
        {},
        *(("Keep-Alive", "timeout=5"), ("Proxy-Authenticate", "Basic"), ("X-Hop", "1"), ("Connection", "X-HOP")),
        *(("Upgrade", "h2c"), ("Trailer", "X-T"), ("X-Stays", "2"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
    )
    for client in VERSIONS:
        with answering(told) as server, proxy(server, client=client) as running:
            message = running.get("/x", AUTH, *fields)
            (got,) = server.got
            assert {name.lower() for name, _ in got.headers} == {
                *("host", "authorization", "x-stays", "x-close", "cookie", "via", "x-request-id")
            }
            assert got.all("cookie") == ["a=1", "b=2"]
            assert {name for name, _ in message.headers} == {
                *("content-type", "content-length", "x-stays", "set-cookie", "x-request-id")
            }
            assert message.all("set-cookie") == ["a=1", "b=2"]


def test_fields_keep_their_bytes() -> None:
    name = "Zoë".encode().decode("latin-1")
    with answering(answer(200, {}, ("X-Name", name), ("X-Old", "Zo\xeb"))) as server:
        for client in VERSIONS:
            with proxy(server, client=client) as running:
                told = running.get("/x", AUTH, ("X-Name", name))
                assert (told.get("x-name"), told.get("x-old")) == (name, "Zo\xeb")
                assert server.got.pop().get("x-name") == name


# Heads that do not end.


def closed(wire: Wire, status: int) -> bool:
    told = wire.answer()
    return (told.status, told.get("connection"), wire.rest()) == (status, "close", b"")


def test_a_head_over_the_limit_is_refused() -> None:
    with answering(answer(200, {})) as server, proxy(server, {"limits.header": 1024}) as running:
        told = running.get("/x", AUTH, ("X", "y" * 1024))
        assert (told.status, told.error) == (
            431,
            "the header fields are larger than the limit of 1,024 bytes; send fewer",
        )
        assert (running.outcomes(), server.connections) == ({"too_large": 1}, 0)
        assert running.get("/x", AUTH, ("X", "y" * 800)).status == 200


@pytest.mark.parametrize(
    "start", [b"GET /", GET + b"X: ", POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: ", b"\r\n"]
)
def test_a_head_that_does_not_end_is_not_kept(start: bytes) -> None:
    """Nor are fields behind a body: whoever sends them is told so before there is much of them."""
    with answering(answer(200, {})) as server, proxy(server, {"limits.header": 1024}) as running:
        pause = Event()
        with running.client() as wire:
            wire.send(start)
            part = b"\r\n" * 200 if start == b"\r\n" else b"y" * 400
            try:
                for _ in range(100):
                    wire.send(part)
                    pause.wait(0.002)
            except ConnectionError:
                pass
            else:
                raise AssertionError("it takes it all")
        assert server.got == []


def test_a_head_that_takes_too_long_is_refused() -> None:
    with answering(answer(200, {})) as server, proxy(server, {"timeouts.total": 0.1}) as running:
        with running.client() as wire:
            wire.send(GET)
            assert closed(wire, 408)
        assert server.connections == 0


def test_a_head_in_many_pieces_is_taken() -> None:
    pause = Event()
    with (
        answering(answer(200, {})) as server,
        proxy(server, {"timeouts.total": 0.2}) as running,
        running.client() as wire,
    ):
        for at in range(len(GET)):
            wire.send(GET[at : at + 1])
        wire.send(b"\r\n")
        assert wire.answer().status == 200
        pause.wait(0.25)
        wire.send(GET + b"\r\n")  # its time was that of the head, not of the connection
        assert wire.answer().status == 200
        assert len(server.got) == 2
