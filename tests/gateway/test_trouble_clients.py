"""Clients in trouble: gone before their answer, slow, saying too much; and what the server is told of them."""

import asyncio
import http.client
from collections.abc import Mapping
from threading import Event

import pytest

from aurora_compat.gateway.directory import Kind, Remembered, Scope
from aurora_compat.gateway.proxy import downstream, service

from ._proxy import PATIENCE, Running, Server, Wire, answer, answering, chunked, proxy, request, upstream

AUTH = ("Authorization", "Bearer example-token")
PROJECTS = "/v2/tenants/t-1/projects"
UNKNOWN = "/v2/unknown"
GET = request("GET", PROJECTS, None, AUTH)
CSV = ("Content-Type", "text/csv")
CHUNKED = ("Transfer-Encoding", "chunked")


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for long for what clients here never send."""
    monkeypatch.setattr(downstream, "_LINGERS", 0.05)


class Watching:
    """A script that tells what it saw: a request's head, what came of its body, and that its client has gone."""

    def __init__(self, *says: bytes) -> None:
        self.asked, self.gone, self._says = Event(), Event(), says
        self.body = b""

    def __call__(self, wire: Wire) -> None:
        wire.head()
        for part in self._says:
            wire.send(part)
        self.asked.set()
        self.body = wire.rest()
        self.gone.set()


# Gone.


@pytest.mark.parametrize("client", ["2018.01", "2024.05"])
def test_a_client_that_goes_ends_the_request_to_the_upstream(client: str) -> None:
    script = Watching()
    with upstream(script) as server, proxy(server, client=client) as running:
        with running.client() as wire:
            wire.send(GET)
            assert script.asked.wait(PATIENCE)
        assert script.gone.wait(PATIENCE)
        assert running.outcomes() == {"client_gone": 1}
        assert running.lines("request")[0]["status"] == 0


def test_so_does_one_that_goes_with_other_requests_on_its_way() -> None:
    script = Watching()
    with upstream(script) as server, proxy(server) as running:
        with running.client() as wire:
            wire.send(GET * 3)
            assert script.asked.wait(PATIENCE)
        assert script.gone.wait(PATIENCE)
        assert running.outcomes() == {"client_gone": 1}
        assert server.connections == 1


def test_so_does_one_that_goes_in_the_middle_of_a_stream() -> None:
    script = Watching(b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
    with upstream(script) as server, proxy(server) as running:
        with running.client() as wire:
            wire.send(GET)
            assert wire.head().status == 200
            assert wire.chunk() == b"hello"
        assert script.gone.wait(PATIENCE)
        assert running.outcomes() == {"client_gone": 1}


def test_one_that_goes_before_its_request_is_whole_is_not_passed_on() -> None:
    with answering(answer()) as server, proxy(server) as running:
        with running.client() as wire:
            wire.send(request("POST", PROJECTS, b"{", AUTH, ("Content-Length", "100"), ("Expect", "100-continue")))
            assert wire.head().status == 100  # so that it has been taken up
        assert running.outcomes() == {"client_gone": 1}
        assert server.connections == 0


@pytest.mark.parametrize(
    ("framing", "sent", "end"),
    [
        (CHUNKED, b"5\r\nhello\r\n", b""),
        (CHUNKED, b"5\r\nhello\r\n", b"zz\r\n"),
        (("Content-Length", "100000"), b"hello", b""),
    ],
)
def test_an_upload_that_breaks_off_does_not_look_whole(framing: tuple[str, str], sent: bytes, end: bytes) -> None:
    taken = Event()

    def script(wire: Wire) -> None:
        wire.until(b"hello")
        taken.set()
        rest.append(wire.rest())

    rest: list[bytes] = []
    with upstream(script) as server, proxy(server) as running:
        with running.client() as wire:
            wire.send(request("POST", UNKNOWN, sent, AUTH, CSV, framing))
            assert taken.wait(PATIENCE)
            wire.send(end)
            if end:
                assert wire.answer().status == 400
        assert running.outcomes() == {"client_gone": 1}
    assert rest[0] in (b"", b"\r\n")


class Slow(Remembered):
    """A directory that takes its time, and tells when it is done."""

    def __init__(self) -> None:
        super().__init__()
        self.learned = Event()

    async def learn(self, scope: Scope, kind: Kind, pairs: Mapping[str, str]) -> None:
        await asyncio.sleep(3 * downstream.PATIENCE)
        self.learned.set()


@pytest.mark.parametrize("seconds", [0, 3 * downstream.PATIENCE])
def test_who_has_the_answer_is_not_gone_while_it_is_learned_from(
    seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, pause = Slow(), Event()
    monkeypatch.setattr(service, "opened", lambda url: slow)

    def script(wire: Wire) -> None:
        wire.request()
        pause.wait(seconds)
        wire.send(answer(200, {"assets": [{"id": "a-1"}]}))

    with upstream(script) as server, proxy(server) as running:
        told = running.get("/v2/tenants/t-1/designs/d-1/assets", AUTH)
        assert (told.status, running.outcomes()) == (200, {"translated": 1})
        assert slow.learned.is_set()


def test_a_request_that_was_not_read_yet_when_the_proxy_stops_is_answered() -> None:
    with answering(answer()) as server, proxy(server) as running, running.client() as wire, running.client() as idle:
        for one in (wire, idle):
            one.send(GET)
            assert one.answer().status == 200
        with running.busy(then=running.shut_down):
            wire.send(GET)
        assert wire.answer().status == 200
        assert (wire.rest(), idle.rest()) == (b"", b"")
        assert len(server.got) == 3


# Slow.


def test_a_body_that_does_not_come_is_a_408() -> None:
    short = {"timeouts.total": 0.2}
    with answering(answer()) as server, proxy(server, short) as running:
        told = running.send(request("POST", PROJECTS, b"{", AUTH, ("Content-Length", "100")))
        assert (told.status, told.error) == (408, "the body of the request did not come in time")
        assert running.outcomes() == {"timeout": 1}
        assert server.connections == 0


def test_an_upload_that_does_not_go_on_is_a_408() -> None:
    script = Watching()
    with upstream(script) as server, proxy(server, {"timeouts.read": 0.2}) as running:
        told = running.send(request("POST", UNKNOWN, b"hello", AUTH, CSV, ("Content-Length", "100000")))
        assert (told.status, told.get("connection")) == (408, "close")
        assert script.gone.wait(PATIENCE)


def test_an_upload_that_goes_on_may_take_its_time() -> None:
    paced = Event()
    short = {"timeouts.read": 0.2, "timeouts.total": 0.2}
    with answering(answer()) as server, proxy(server, short) as running, running.client() as wire:
        wire.send(request("POST", UNKNOWN, b"", AUTH, CSV, CHUNKED))
        for _ in range(10):
            wire.send(b"1\r\nx\r\n")
            paced.wait(0.05)
        wire.send(b"0\r\n\r\n")
        assert wire.answer().status == 200
        assert server.got[0].body == b"x" * 10


def test_an_upstream_that_does_not_take_an_upload_is_a_504() -> None:
    """It is the server's fault, though the client's body is not over."""
    over, closed = Event(), Event()

    def script(wire: Wire) -> None:
        wire.head()
        over.wait(PATIENCE)
        wire.close(reset=True)
        closed.set()

    with upstream(script) as server, proxy(server, {"timeouts.read": 0.2}) as running, running.client() as wire:
        wire.send(request("POST", UNKNOWN, b"", AUTH, CSV, ("Content-Length", "100000000")))
        wire.sock.settimeout(0.05)
        try:
            while True:
                wire.send(b"x" * 100_000)
        except TimeoutError:
            pass
        wire.sock.settimeout(PATIENCE)
        assert wire.answer().status == 504
        over.set()
        assert closed.wait(PATIENCE)  # what was still to be sent is given up before the proxy ends
        assert running.outcomes() == {"timeout": 1}


# Too much.


def refused(running: Running, server: Server, data: bytes) -> None:
    with running.client() as wire:
        wire.send(data)
        told = wire.head()  # no interim answer comes before it
        assert (told.status, told.get("connection")) == (413, "close")
    assert running.outcomes() == {"too_large": 1}
    assert server.connections == 0


@pytest.mark.parametrize("fields", [(), (("Expect", "100-continue"),)])
def test_a_body_over_the_limit_is_refused_unread(fields: tuple[tuple[str, str], ...]) -> None:
    with answering(answer()) as server, proxy(server, {"limits.body": 1000}) as running:
        refused(running, server, request("POST", PROJECTS, b"", AUTH, ("Content-Length", "1001"), *fields))
        assert running.lines("request")[0]["received"] == 0


def test_a_body_in_chunks_is_refused_when_it_comes_to_the_limit() -> None:
    """However much it says is still to come."""
    with answering(answer()) as server, proxy(server, {"limits.body": 1000}) as running:
        refused(running, server, request("POST", PROJECTS, b"", AUTH, CHUNKED) + b"3e9\r\n" + b"x" * 1001)


def test_no_more_of_it_is_read_than_shows_that_it_is_over() -> None:
    with answering(answer()) as server, proxy(server, {"limits.body": 1000}) as running, running.client() as wire:
        wire.send(request("POST", PROJECTS, b"", AUTH, CHUNKED))
        for _ in range(1000):
            wire.send(b"186a0\r\n" + b"x" * 100_000 + b"\r\n")
        wire.send(b"0\r\n\r\n")
        assert wire.head().status == 413
        assert running.outcomes() == {"too_large": 1}
        assert running.lines("request")[0]["received"] < 1_000_000  # of a hundred


def test_a_client_that_sends_it_all_before_it_looks_sees_the_answer() -> None:
    """As most do: were the connection closed at once, they would see no more than that."""
    with answering(answer()) as server, proxy(server, {"limits.body": 1000}) as running:
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=PATIENCE)
        connection.request("POST", PROJECTS, b"x" * 10_000_000, dict((AUTH, CSV)))
        told = connection.getresponse()
        assert (told.status, b"larger than the limit of 1,000 bytes" in told.read()) == (413, True)
        connection.close()


def test_a_body_of_the_limit_is_taken() -> None:
    body = b'{"project": {"name": "%b"}}' % (b"x" * 1000)
    with answering(answer(201, {})) as server, proxy(server, {"limits.body": len(body)}) as running:
        assert running.post(PROJECTS, body, AUTH).status == 201
        told = running.post(PROJECTS, chunked([body]), AUTH, CHUNKED)
        assert told.status == 201
        assert [one.body for one in server.got] == [body] * 2


def test_a_body_that_nobody_looks_at_has_no_limit() -> None:
    with answering(answer()) as server, proxy(server, {"limits.body": 100}) as running:
        for size in (5000, 500_000):
            assert running.post(UNKNOWN, b"x" * size, AUTH, CSV).status == 200
            assert len(server.got.pop().body) == size


def test_a_body_that_waits_to_be_wanted_is_asked_for() -> None:
    with answering(answer(201, {})) as server, proxy(server) as running, running.client() as wire:
        wire.send(request("POST", PROJECTS, b"", AUTH, ("Content-Length", "2"), ("Expect", "100-Continue")))
        assert wire.head().status == 100
        wire.send(b"{}")
        assert wire.answer().status == 201
        assert server.got[0].get("expect") is None


@pytest.mark.parametrize("fields", [["100-finish"], ["100-continue", "x"], ["x", "100-continue"]])
def test_other_expectations_are_refused(fields: list[str]) -> None:
    with answering(answer()) as server, proxy(server) as running:
        told = running.get(PROJECTS, AUTH, *(("Expect", value) for value in fields))
        assert (told.status, told.error) == (417, "only 100-continue can be expected")
        assert running.outcomes() == {"refused": 1}
        assert server.connections == 0


def test_an_upstream_that_answers_early_is_heard() -> None:
    """It refuses what it has not read; what the client still sends goes nowhere, and its connection stays of use."""

    def script(wire: Wire) -> None:
        if wire.head().method == "POST":
            wire.send(answer(413, {"errors": [{"message": "no"}]}))
        else:
            wire.send(answer(200, {}))

    with upstream(script) as server, proxy(server) as running, running.client() as wire:
        wire.send(request("POST", UNKNOWN, b"x" * 1000, AUTH, CSV, ("Content-Length", "100000")))
        assert (wire.answer()).error == "no"
        wire.send(b"x" * 99_000 + GET)
        assert wire.answer().status == 200
