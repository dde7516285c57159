"""What becomes of answers of every kind on their way back, of bodies that nobody looks at, and of odd ones."""

import gzip
import json
from collections.abc import Callable
from threading import Event

import pytest

from ._proxy import PATIENCE, Message, Wire, answer, answering, chunked, proxy, request, upstream

AUTH = ("Authorization", "Bearer example-token")
PROJECT = "/v2/tenants/t-1/projects/p-1"
OLD = {"project": {"id": "p-1", "customer_address": "1 Sun Street"}}
NEW = {"project": {"id": "p-1", "mailing_address": "1 Sun Street"}}
GET = request("GET", PROJECT, None, AUTH)
CSV = ("Content-Type", "text/csv")
CHUNKED = ("Transfer-Encoding", "chunked")
VERSIONS = ("2018.01", "2024.05")
LARGE = 200_000


def path(client: str) -> str:
    return PROJECT if client == "2018.01" else PROJECT.removeprefix("/v2")


# Without a body.


@pytest.mark.parametrize(
    ("status", "kind", "client", "length"),
    [
        (200, "application/json", "2024.05", "30"),
        (200, "application/json", "2018.01", None),  # as GET it would be translated, to who knows what length
        (404, "application/json", "2018.01", "30"),
        (500, "text/html", "2018.01", "30"),
    ],
)
def test_head_tells_the_length_that_get_would_have(status: int, kind: str, client: str, length: str | None) -> None:
    told = b"HTTP/1.1 %d Told\r\nContent-Type: %b\r\nContent-Length: 30\r\n\r\n" % (status, kind.encode())
    with answering(told) as server, proxy(server, client=client) as running, running.client() as wire:
        for _ in range(2):  # what is on the connection next is an answer again
            wire.send(request("HEAD", path(client), None, AUTH))
            message = wire.answer(of="HEAD")
            assert (message.status, message.get("content-type"), message.get("content-length")) == (
                status,
                kind,
                length,
            )
        assert server.connections == 1


@pytest.mark.parametrize("client", VERSIONS)
@pytest.mark.parametrize("status", [204, 304])
@pytest.mark.parametrize("fields", [(), (("ETag", '"1"'), ("Content-Length", "30"))])
def test_statuses_without_a_body_have_none(status: int, client: str, fields: tuple[tuple[str, str], ...]) -> None:
    if status == 204:
        fields = fields[:1]
    with answering(answer(status, b"", *fields)) as server, proxy(server, client=client) as running:
        with running.client() as wire:
            for _ in range(2):
                wire.send(request("GET", path(client), None, AUTH))
                message = wire.answer()
                assert (message.status, message.get("content-length"), message.get("transfer-encoding")) == (
                    status,
                    None,
                    None,
                )
        assert server.connections == 1


# Framed and coded in every way.


def coded(body: bytes) -> bytes:
    return answer(200, gzip.compress(body), ("Content-Encoding", "gzip"), ("Content-Type", "application/json"))


def in_chunks(body: bytes) -> bytes:
    parts = chunked([body[:7], body[7:]])
    return answer(200, parts, CHUNKED, ("Content-Type", "application/json"), length=False)


def until_closed(body: bytes) -> bytes:
    return answer(200, body, ("Connection", "close"), length=False)


def after_others(body: bytes) -> bytes:
    interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"
    return interim + answer(200, body)


@pytest.mark.parametrize("framed", [coded, in_chunks, until_closed, after_others])
@pytest.mark.parametrize("client", VERSIONS)
def test_answers_are_read_however_they_come(framed: Callable[[bytes], bytes], client: str) -> None:
    def script(wire: Wire) -> None:
        wire.request()
        wire.send(framed(json.dumps(NEW).encode()))

    with upstream(script) as server, proxy(server, client=client) as running:
        told = running.get(path(client), AUTH)
    assert (told.status, told.is_whole) == (200, True)
    body = gzip.decompress(told.body) if told.get("content-encoding") == "gzip" else told.body
    assert json.loads(body) == (OLD if client == "2018.01" else NEW)


def test_what_no_change_touches_keeps_its_coding() -> None:
    packed = gzip.compress(b"a,b")
    with answering(answer(200, packed, ("Content-Encoding", "gzip"), CSV)) as server, proxy(server) as running:
        told = running.get(PROJECT, AUTH, ("Accept-Encoding", "gzip"))
        assert (told.get("content-encoding"), told.body) == ("gzip", packed)


def test_a_coding_that_is_not_known_passes() -> None:
    with answering(answer(200, b"\1\2", ("Content-Encoding", "br"))) as server, proxy(server) as running:
        told = running.send(GET)
        assert (told.get("content-encoding"), told.body) == ("br", b"\1\2")


@pytest.mark.parametrize("kind", ["text/csv", "application/json"])
def test_clients_of_http_1_0_get_no_chunks(kind: str) -> None:
    body = json.dumps(OLD).encode()
    told = answer(200, chunked([body]), CHUNKED, ("Content-Type", kind), length=False)
    with answering(told) as server, proxy(server) as running:
        message = running.send(GET.replace(b"HTTP/1.1", b"HTTP/1.0"))
        assert (message.get("content-length"), message.get("transfer-encoding")) == (str(len(body)), None)
        assert (message.body, message.get("connection")) == (body, "close")


def test_what_is_too_large_for_them_is_a_502() -> None:
    told = answer(200, chunked([b"x" * 100] * 20), CHUNKED, CSV, length=False)
    with answering(told) as server, proxy(server, {"limits.body": 1000}) as running:
        message = running.send(GET.replace(b"HTTP/1.1", b"HTTP/1.0"))
        assert (message.status, running.outcomes()) == (502, {"upstream_failed": 1})


# Streams.


@pytest.mark.parametrize(
    ("client", "kind"), [("2024.05", "application/json"), ("2018.01", "text/csv"), ("2018.01", "image/png")]
)
@pytest.mark.parametrize("framed", ["length", "chunked"])
def test_large_answers_pass_piece_by_piece(client: str, kind: str, framed: str) -> None:
    """The first piece is with the client before the server has sent the last."""
    arrived = Event()
    piece = b"x" * (LARGE // 2)

    def script(wire: Wire) -> None:
        wire.request()
        head = ("Content-Type", kind), (("Content-Length", str(LARGE)) if framed == "length" else CHUNKED)
        wire.send(answer(200, b"", *head, length=False))
        wire.send(piece if framed == "length" else b"%x\r\n%b\r\n" % (len(piece), piece))
        assert arrived.wait(PATIENCE)
        wire.send(piece if framed == "length" else chunked([piece]))

    with upstream(script) as server, proxy(server, client=client) as running, running.client() as wire:
        wire.send(request("GET", path(client), None, AUTH))
        head = wire.head()
        assert head.get("content-length") == (str(LARGE) if framed == "length" else None)
        got = b""
        while len(got) < len(piece):
            part = wire.exactly(1000) if framed == "length" else wire.chunk()
            assert part
            got += part
        arrived.set()
        if framed == "length":
            got += wire.exactly(LARGE - len(got))
        while framed == "chunked" and (part := wire.chunk()):
            got += part
        assert got == piece * 2
        assert running.lines("request")[0]["sent"] == LARGE


@pytest.mark.parametrize(
    ("client", "target", "kind"),
    [("2024.05", path("2024.05"), "application/json"), ("2018.01", "/v2/unknown", "image/png")],
)
@pytest.mark.parametrize("framed", ["length", "chunked"])
def test_large_uploads_pass_piece_by_piece(client: str, target: str, kind: str, framed: str) -> None:
    arrived = Event()
    piece = b"x" * (LARGE // 2)
    bodies: list[bytes] = []

    def script(wire: Wire) -> None:
        assert wire.head().get("content-length") == (str(LARGE) if framed == "length" else None)
        got = b""
        while len(got) < len(piece):
            part = wire.exactly(1000) if framed == "length" else wire.chunk()
            assert part
            got += part
        arrived.set()
        if framed == "length":
            got += wire.exactly(LARGE - len(got))
        while framed == "chunked" and (part := wire.chunk()):
            got += part
        bodies.append(got)
        wire.send(answer(200, {}))

    with upstream(script) as server, proxy(server, client=client) as running, running.client() as wire:
        framing = ("Content-Length", str(LARGE)) if framed == "length" else CHUNKED
        wire.send(request("PUT", target, b"", AUTH, ("Content-Type", kind), framing))
        wire.send(piece if framed == "length" else b"%x\r\n%b\r\n" % (len(piece), piece))
        assert arrived.wait(PATIENCE)
        wire.send(piece if framed == "length" else chunked([piece]))
        assert wire.answer().status == 200
    assert bodies == [piece * 2]


# Where answers point to, and how requests are called.


@pytest.mark.parametrize("base", ["", "/api/v1"])
@pytest.mark.parametrize("origin", ["http://{host}", "HTTPS://{host}", "//{host}"])
@pytest.mark.parametrize("client", VERSIONS)
def test_redirects_are_not_followed_and_lead_back_here(base: str, origin: str, client: str) -> None:
    seen = "/tenants/t-1/projects/p-2?a=1"

    def moved(message: Message) -> bytes:
        url = origin.format(host=message.get("host")) + base + seen
        links = f'<{url}>; rel="next", <https://other.example/x>; rel="help"'
        return answer(302, b"", ("Location", url), ("Link", links))

    with answering(moved) as server, proxy(server.origin + base, client=client) as running:
        told = running.get(path(client), AUTH)
        here = ("/v2" if client == "2018.01" else "") + seen
        assert (told.status, told.get("location")) == (302, here)
        assert told.get("link") == f'<{here}>; rel="next", <https://other.example/x>; rel="help"'
        assert [one.target for one in server.got] == [base + "/tenants/t-1/projects/p-1"]


@pytest.mark.parametrize("location", ["https://other.example/x", "/elsewhere/x", "x", "http://{host}.evil.example/x"])
def test_what_leads_elsewhere_stays(location: str) -> None:
    def moved(message: Message) -> bytes:
        return answer(302, b"", ("Location", location.format(host=message.get("host"))))

    with answering(moved) as server, proxy(server.origin + "/api", client="2024.05") as running:
        told = running.get("/x", AUTH)
        assert told.get("location") == location.format(host=server.origin.removeprefix("http://"))


@pytest.mark.parametrize("client", VERSIONS)
def test_a_request_has_one_id_all_the_way(client: str) -> None:
    with answering(answer(200, {}, ("X-Request-Id", "theirs"))) as server, proxy(server, client=client) as running:
        told = running.get("/x", AUTH, ("X-Request-Id", "r-1"), ("Via", "1.1 front"))
        assert told.all("x-request-id") == ["r-1"]
        assert server.got[0].all("x-request-id") == ["r-1"]
        assert server.got[0].all("via") == ["1.1 front", "1.1 aurora-compat"]
        fresh = running.get("/x", AUTH, ("X-Request-Id", "not one"))
        (id_,) = fresh.all("x-request-id")
        assert (len(id_), server.got[1].all("x-request-id")) == (32, [id_])
        assert [line["request_id"] for line in running.lines("request")] == ["r-1", id_]


# Bodies of the other version, and requests that a rule refuses.


@pytest.mark.parametrize("way", ["request", "answer"])
def test_what_speaks_the_other_version_already_passes_and_is_told_of_once(way: str) -> None:
    """A key was upgraded behind the gateway's back, or rolled back."""
    with (
        answering(answer(200, NEW if way == "request" else OLD)) as server,
        proxy(server, {"telemetry.reads": 1000}) as running,
    ):
        for _ in range(3):
            if way == "request":
                told = running.post(PROJECT, NEW, AUTH, method="PUT")
                assert server.got[-1].json() == NEW
            else:
                told = running.send(GET)
            assert (told.status, told.json()) == (200, OLD)
        labels = ("mailing-address", "2018.01", "2024.05")
        assert running.counts("aurora_compat_version_mismatch_total") == {labels: 3}
        (line,) = running.lines("version_mismatch")
        assert (line["level"], line["change"]) == ("warning", "mailing-address")


@pytest.mark.parametrize(
    ("data", "status", "outcome", "told"),
    [
        (request("GET", "/v2", None, AUTH), 404, "refused", "the root endpoint was removed"),
        (request("PUT", PROJECT, b"{", AUTH), 400, "malformed", "not JSON: "),
        (request("PUT", PROJECT, b"[" * 600 + b"]" * 600, AUTH), 400, "malformed", ""),
        (request("GET", PROJECT), 401, "unauthorized", ""),
    ],
)
def test_refusals_are_in_the_clients_own_form(data: bytes, status: int, outcome: str, told: str) -> None:
    with answering(answer(200, {})) as server, proxy(server) as running:
        message = running.send(data)
        assert (message.status, message.get("content-type")) == (status, "application/json")
        assert set(message.json()) == {"errors"}
        assert message.error.startswith(told)
        assert (running.outcomes(), server.connections) == ({outcome: 1}, 0)
