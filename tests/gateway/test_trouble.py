"""The proxy before a server in trouble: slow, silent, broken, or not speaking HTTP; and with more to do than it can."""

import socket
from threading import Event

import pytest

from ._proxy import PATIENCE, Message, Running, Script, Wire, answer, answering, chunked, proxy, request, upstream

AUTH = ("Authorization", "Bearer example-token")
PROJECTS = "/v2/tenants/t-1/projects"
GET = request("GET", PROJECTS, None, AUTH)
JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CSV = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n"
SHORT = {"timeouts.read": 0.2, "timeouts.total": 0.4}


def says(*parts: bytes, hangs: bool = False, resets: bool = False) -> Script:
    """A script that takes a request, says all that, and closes or waits."""

    def script(wire: Wire) -> None:
        wire.request()
        for part in parts:
            wire.send(part)
        if hangs:
            wire.rest()
        if resets:
            wire.close(reset=True)

    return script


def test_an_upstream_that_does_not_answer_is_a_504() -> None:
    with upstream(says(hangs=True)) as server, proxy(server, SHORT) as running:
        told = running.send(GET)
        assert (told.status, told.error) == (504, "the upstream gave no answer: it did not answer in time")
        assert running.outcomes() == {"timeout": 1}


def test_so_is_one_whose_head_does_not_end() -> None:
    with upstream(says(JSON, hangs=True)) as server, proxy(server, SHORT) as running:
        assert running.send(GET).status == 504


def test_a_body_that_is_read_whole_has_its_time_in_all() -> None:
    """Each piece comes in time, and the whole does not."""
    over = Event()

    def script(wire: Wire) -> None:
        wire.request()
        wire.send(JSON + b"Content-Length: 1000\r\n\r\n")
        while not over.wait(0.05):
            wire.send(b" ")

    with upstream(script) as server, proxy(server, SHORT) as running:
        assert running.send(GET).status == 504
        over.set()
        assert running.outcomes() == {"timeout": 1}


def test_a_body_that_is_streamed_may_take_its_time() -> None:
    """It takes longer than both times together, piece by piece."""

    def script(wire: Wire) -> None:
        wire.request()
        wire.send(CSV + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(10):
            paced.wait(0.05)
            wire.send(b"1\r\nx\r\n")
        wire.send(b"0\r\n\r\n")

    paced = Event()
    with (
        upstream(script) as server,
        proxy(server, {"timeouts.read": 0.2, "timeouts.total": 0.2}) as running,
    ):
        told = running.send(GET)
        assert (told.status, told.body, told.is_whole) == (200, b"x" * 10, True)


def test_a_stream_that_stops_is_ended_and_does_not_look_whole() -> None:
    with (
        upstream(says(CSV + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", hangs=True)) as server,
        proxy(server, SHORT) as running,
    ):
        told = running.send(GET)
        assert (told.status, told.body, told.is_whole) == (200, b"hello", False)
        assert running.outcomes() == {"timeout": 1}


def test_an_answer_after_a_streamed_upload_has_its_time_too() -> None:
    with upstream(says(JSON + b"Content-Length: 100\r\n\r\n{", hangs=True)) as server, proxy(server, SHORT) as running:
        told = running.post("/v2/unknown", b"x" * 100_000, AUTH, ("Content-Type", "text/csv"))
        assert told.status == 504


def test_an_upstream_that_takes_no_connections_is_a_502() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        origin = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with proxy(origin) as running:
        told = running.send(GET)
        assert (told.status, told.error) == (502, "the upstream gave no answer: it does not take connections")
        assert running.outcomes() == {"upstream_failed": 1}


def test_one_that_takes_too_long_to_take_them_is_a_504() -> None:
    """Its queue is full, so that nobody answers."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for one in (first, second):
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with proxy(origin, {"timeouts.connect": 0.1}) as running:
            assert running.send(GET).status == 504
            assert running.outcomes() == {"timeout": 1}


@pytest.mark.parametrize(
    ("said", "resets"),
    [
        (b"", False),
        (b"", True),
        (JSON + b"Conte", False),
        (JSON + b"Content-Length: 20\r\n\r\n{", False),
        (JSON + b"Content-Length: 20\r\n\r\n{", True),
        (JSON + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", False),
        (JSON + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\nzz\r\n", False),
    ],
)
def test_an_upstream_that_breaks_off_before_the_answer_is_whole_is_a_502(said: bytes, resets: bool) -> None:
    with upstream(says(said, resets=resets)) as server, proxy(server) as running:
        told = running.send(GET)
        assert told.status == 502
        assert told.error.startswith("the upstream gave no answer: ")
        assert running.outcomes() == {"upstream_failed": 1}


@pytest.mark.parametrize(
    "framing", [b"Content-Length: 200000\r\n\r\nhello", b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"]
)
@pytest.mark.parametrize("client", ["2018.01", "2024.05"])
def test_a_stream_that_is_broken_off_does_not_look_whole(framing: bytes, client: str) -> None:
    with upstream(says(CSV + framing)) as server, proxy(server, client=client) as running:
        told = running.send(GET)
        assert (told.status, told.body, told.is_whole) == (200, b"hello", False)
        assert running.outcomes() == {"upstream_failed": 1}


@pytest.mark.parametrize(
    "said",
    [
        b"hello\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 abc No\r\n\r\n",
        b"HTTP/1.1 0 No\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 600 No\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
        JSON + b"X-A: a\x01b\r\nContent-Length: 2\r\n\r\n{}",
        JSON + b"X-A: a\0b\r\nContent-Length: 2\r\n\r\n{}",
        JSON + b"X A: b\r\nContent-Length: 2\r\n\r\n{}",
        JSON + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
        JSON + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        JSON + b"Content-Length: -1\r\n\r\n{}",
        JSON + b"X-A: " + b"a" * 100_000 + b"\r\nContent-Length: 2\r\n\r\n{}",
        JSON + b"".join(b"X-%d: %b\r\n" % (i, b"a" * 100) for i in range(10_000)) + b"Content-Length: 2\r\n\r\n{}",
    ],
)
@pytest.mark.parametrize("client", ["2018.01", "2024.05"])
def test_what_is_no_answer_is_a_502(said: bytes, client: str) -> None:
    with upstream(says(said)) as server, proxy(server, client=client) as running:
        told = running.send(GET)
        assert told.status == 502
        assert told.error.startswith("the upstream gave no answer: ")
        assert running.outcomes() == {"upstream_failed": 1}


@pytest.mark.parametrize("status", [200, 404, 502, 503])
def test_html_passes_untouched_with_its_status(status: int) -> None:
    page = b"<h1>Sorry</h1>"
    with answering(answer(status, page, ("Content-Type", "text/html"))) as server, proxy(server) as running:
        told = running.send(GET)
        assert (told.status, told.get("content-type"), told.body) == (status, "text/html", page)


@pytest.mark.parametrize("status", [200, 404])
def test_so_does_what_calls_itself_json_and_is_none(status: int) -> None:
    with answering(answer(status, b"<h1>Sorry</h1>")) as server, proxy(server) as running:
        told = running.send(GET)
        assert (told.status, told.body) == (status, b"<h1>Sorry</h1>")


def test_what_follows_an_answer_unasked_is_given_to_nobody() -> None:
    """A server that says more than it was asked for does not speak to the next caller."""

    def script(wire: Wire) -> None:
        wire.request()
        wire.send(answer(200, {"n": 1}) + answer(200, {"n": "unasked"}))
        wire.send(answer(200, {"n": 2})) if wire.request() else None

    with upstream(script) as server, proxy(server) as running:
        assert [running.send(GET).json() for _ in range(3)] == [{"n": 1}] * 3
        assert server.connections == 3


def test_a_connection_that_the_upstream_closed_meanwhile_is_no_trouble() -> None:
    closed = Event()

    def script(wire: Wire) -> None:
        wire.request()
        wire.send(answer(200, {}))
        wire.close()
        closed.set()

    with upstream(script) as server, proxy(server) as running:
        for _ in range(2):
            assert running.send(GET).status == 200
            assert closed.wait(PATIENCE)
            closed.clear()


def test_an_upload_is_not_sent_again_in_part() -> None:
    """On a connection that breaks, what may be sent again is; not so a body of which a part has gone already."""
    bodies: list[bytes | None] = []
    broken = Event()

    def script(wire: Wire) -> None:
        wire.request()
        wire.send(answer(200, {}))
        if wire.head().method == "PUT":
            bodies.append(wire.chunk())
            broken.set()

    with upstream(script) as server, proxy(server, client="2024.05") as running, running.client() as client:
        assert running.get("/x", AUTH).status == 200
        client.send(request("PUT", "/x", b"", AUTH, ("Transfer-Encoding", "chunked")) + b"5\r\nhello\r\n")
        assert broken.wait(PATIENCE)
        client.send(chunked([b"world"]))
        assert client.answer().status == 502
        assert (bodies, server.connections) == ([b"hello"], 1)


def test_look_ups_do_not_wait_for_the_connection_of_what_they_are_for() -> None:
    def aurora(message: Message) -> bytes:
        is_role = message.target.startswith("/tenants/t-1/roles")
        roles = {"roles": [{"id": "r-1", "name": "Admin"}]}
        return answer(200, roles if is_role else {"user": {"id": "u-1", "role_id": "r-1"}})

    with answering(aurora) as server, proxy(server, {"pool.connections": 1}) as running:
        told = running.get("/v2/tenants/t-1/users/u-1", AUTH)
        assert told.json() == {"user": {"id": "u-1", "user_level": "Admin"}}
        assert server.connections == 1


# More than it can carry.


def test_more_requests_than_it_carries_are_a_503_at_once() -> None:
    asked, over = Event(), Event()

    def script(wire: Wire) -> None:
        while wire.request():
            asked.set()
            over.wait(PATIENCE)
            wire.send(answer(200, {}))

    with upstream(script) as server, proxy(server, {"limits.concurrency": 1}) as running, running.client() as first:
        first.send(GET)
        assert asked.wait(PATIENCE)
        told = running.send(GET)
        assert (told.status, told.get("retry-after"), told.get("connection")) == (503, "1", "close")
        assert told.error.startswith("the gateway has as many requests in hand as it may")
        assert running.get(PROJECTS, AUTH, method="HEAD")._replace(headers=[]) == (
            "HTTP/1.1 503 Service Unavailable",
            [],
            b"",
            True,
        )
        over.set()
        assert first.answer().status == 200
        assert running.outcomes() == {"translated": 1, "overloaded": 2}
        assert running.send(GET).status == 200
        assert server.connections == 1


def test_a_streamed_answer_that_nobody_takes_is_given_up() -> None:
    """The client reads the head, and then no more."""
    ended = Event()

    def script(wire: Wire) -> None:
        wire.request()
        wire.send(CSV + b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            while True:
                wire.send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        except OSError:
            ended.set()

    with upstream(script) as server, proxy(server, SHORT) as running, running.client() as client:
        client.send(GET)
        assert client.head().status == 200
        assert ended.wait(PATIENCE)
        assert running.outcomes() == {"timeout": 1}


@pytest.mark.parametrize("client", ["2018.01", "2024.05"])
def test_what_the_end_of_the_drain_cuts_off_is_a_503(client: str) -> None:
    asked = Event()

    def script(wire: Wire) -> None:
        wire.request()
        asked.set()
        wire.rest()

    with upstream(script) as server, proxy(server, client=client) as running, running.client() as wire:
        wire.send(GET)
        assert asked.wait(PATIENCE)
        running.call(running.cut_off)
        told = wire.answer()
        assert (told.status, told.error) == (503, "the gateway is stopping, and had no time to wait for an answer")
        assert running.outcomes() == {"overloaded": 1}


# Large answers, and the time that they are here.


def large(running: Running) -> tuple[int, bool]:
    told = running.send(GET)
    return len(told.body), told.is_whole


@pytest.mark.parametrize("length", [True, False])
def test_an_answer_over_the_limit_passes_as_it_is(length: bool) -> None:
    """Where a rule would look at it, it is too large to be read: it goes on, whole and untouched."""
    body = b'{"projects": [{"customer_address": "%b"}]}' % (b"x" * 300_000)
    framing = b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
    if not length:
        framing = b"Transfer-Encoding: chunked\r\n\r\n" + chunked([body[:1000], body[1000:250_000], body[250_000:]])
    with upstream(says(JSON + framing)) as server, proxy(server, {"limits.body": 200_000}) as running:
        assert large(running) == (len(body), True)


def test_a_small_answer_over_a_smaller_limit_is_whole() -> None:
    with (
        answering(answer(200, b"x" * 5000, ("Content-Type", "text/csv"))) as server,
        proxy(server, {"limits.body": 100}) as running,
    ):
        assert large(running) == (5000, True)
