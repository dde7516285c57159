"""The proxy over loopback, an upstream that does what a test tells it, and a client that speaks in bytes.

All of it is bounded in time: what waits for too long raises, and a test ends all that it started.
"""

import asyncio
import io
import json
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from threading import Event, Thread
from typing import Any, NamedTuple, TypeAlias

import uvicorn

from aurora_compat.gateway.proxy.app import Proxy
from aurora_compat.gateway.proxy.logs import Log
from aurora_compat.gateway.proxy.server import configured
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.gateway.proxy.settings import Settings

PATIENCE = 5.0
"""Seconds after which a test that waits has failed."""

Pairs: TypeAlias = list[tuple[str, str]]


class Message(NamedTuple):
    """A request or an answer, as it came over the wire.

    `is_whole` tells whether its body came to its end.
    """

    first: str
    headers: Pairs
    body: bytes = b""
    is_whole: bool = True

    @property
    def status(self) -> int:
        return int(self.first.split(" ")[1])

    @property
    def method(self) -> str:
        return self.first.split(" ")[0]

    @property
    def target(self) -> str:
        return self.first.split(" ")[1]

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]

    def get(self, name: str) -> str | None:
        (value,) = self.all(name) or (None,)
        return value

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The message of an error in the API's form."""
        told: str = self.json()["errors"][0]["message"]
        return told


class Wire:
    """One end of a connection, in bytes."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        sock.settimeout(PATIENCE)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._held = b""

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def close(self, *, reset: bool = False) -> None:
        if reset:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.sock.close()

    def more(self) -> bytes:
        """What comes next, empty at the end; a reset is an end too."""
        if self._held:
            held, self._held = self._held, b""
            return held
        try:
            return self.sock.recv(65536)
        except ConnectionError:
            return b""

    def rest(self) -> bytes:
        """All until the other side closes."""
        return b"".join(iter(self.more, b""))

    def until(self, end: bytes) -> bytes:
        """What comes up to some bytes, with them.

        Raises:
            EOFError: they do not come.
        """
        got = b""
        while end not in got:
            part = self.more()
            if not part:
                raise EOFError(got)
            got += part
        at = got.index(end) + len(end)
        self._held = got[at:]
        return got[:at]

    def exactly(self, size: int) -> bytes:
        """So many bytes, or fewer where the other side closes."""
        got = b""
        while len(got) < size and (part := self.more()):
            got += part
        self._held = got[size:]
        return got[:size]

    def head(self) -> Message:
        """First line and fields. Raises EOFError where there is nothing more."""
        first, *lines = self.until(b"\r\n\r\n").decode("latin-1")[:-4].split("\r\n")
        return Message(first, [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)])

    def chunk(self) -> bytes | None:
        """The next chunk, empty for the last; None where it does not come whole."""
        try:
            size = int(self.until(b"\r\n").partition(b";")[0], 16)
            data = self.exactly(size + 2)
        except EOFError:
            return None
        return data[:-2] if len(data) == size + 2 else None

    def request(self) -> Message:
        """A request with its body, as it is framed. Raises EOFError where there is none."""
        return self._body(self.head(), is_answer=False)

    def answer(self, *, of: str = "GET") -> Message:
        """An answer to a request of a method; interim ones are left out."""
        head = self.head()
        while head.status < 200:
            head = self.head()
        if of == "HEAD" or head.status in (204, 304):
            return head
        return self._body(head, is_answer=True)

    def _body(self, head: Message, *, is_answer: bool) -> Message:
        if head.get("transfer-encoding") is not None:
            body, chunk = b"", self.chunk()
            while chunk:
                body, chunk = body + chunk, self.chunk()
            return head._replace(body=body, is_whole=chunk is not None)
        length = head.get("content-length")
        if length is None:
            return head._replace(body=self.rest() if is_answer else b"")
        body = self.exactly(int(length))
        return head._replace(body=body, is_whole=len(body) == int(length))


Script: TypeAlias = Callable[[Wire], None]


class Server:
    """An upstream: `script` says what it does with a connection.

    `got` are the requests that scripts of `answering` read; `gone` is set when a connection was closed from afar.
    """

    def __init__(self, script: Script) -> None:
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.got: list[Message] = []
        self.connections = 0
        self._threads: list[Thread] = []
        self._errors: list[BaseException] = []
        self._wires: list[Wire] = []

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _accept(self) -> None:
        while True:
            try:
                sock = self._listener.accept()[0]
            except OSError:
                return
            self.connections += 1
            wire = Wire(sock)
            self._wires.append(wire)
            thread = Thread(target=self._serve, args=(wire,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, wire: Wire) -> None:
        try:
            with wire.sock, suppress(EOFError, BrokenPipeError, ConnectionResetError):
                self._script(wire)
        except BaseException as error:
            self._errors.append(error)

    @contextmanager
    def running(self) -> Iterator["Server"]:
        thread = Thread(target=self._accept)
        thread.start()
        try:
            yield self
        finally:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            thread.join(PATIENCE)
            for wire in self._wires:
                with suppress(OSError):
                    wire.sock.shutdown(socket.SHUT_RDWR)
            for one in self._threads:
                one.join(PATIENCE)
            assert not any(one.is_alive() for one in (thread, *self._threads))
        if self._errors:
            raise self._errors[0]


def upstream(script: Script) -> AbstractContextManager[Server]:
    """A server that does with each connection what the script says."""
    return Server(script).running()


def answer(status: int = 200, body: bytes | Any = b"{}", *fields: tuple[str, str], length: bool = True) -> bytes:
    """An answer as bytes; a body that is not bytes is sent as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    told = [("Content-Type", "application/json")] if not any(name == "Content-Type" for name, _ in fields) else []
    if length and status not in (204, 304):
        told.append(("Content-Length", str(len(data))))
    lines = "".join(f"{name}: {value}\r\n" for name, value in (*told, *fields))
    return f"HTTP/1.1 {status} Told\r\n{lines}\r\n".encode("latin-1") + data


Answers: TypeAlias = Callable[[Message], bytes]


@contextmanager
def answering(*answers: bytes | Answers) -> Iterator[Server]:
    """A server that gives these answers, one after the other, and the last again and again; it keeps connections."""
    left = list(answers)

    def script(wire: Wire) -> None:
        while True:
            request = wire.request()
            server.got.append(request)
            made = left.pop(0) if len(left) > 1 else left[0]
            wire.send(made if isinstance(made, bytes) else made(request))

    server = Server(script)
    with server.running():
        yield server


class Running:
    """A proxy that runs in a thread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.stream = io.BytesIO()
        self.log = Log("info", stream=self.stream)
        self.proxy = Proxy(settings, log=self.log)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.loop: asyncio.AbstractEventLoop | None = None
        self.unhandled: list[str] = []
        self.bad_signatures: dict[str, float] = {}
        self._up = Event()
        self._over: asyncio.Event | None = None
        self.server = uvicorn.Server(configured(self.proxy, settings))

    @property
    def service(self) -> Service:
        assert self.proxy.service is not None
        return self.proxy.service

    def connect(self) -> Wire:
        """A client's connection."""
        return Wire(socket.create_connection(("127.0.0.1", self.port), PATIENCE))

    @contextmanager
    def client(self) -> Iterator[Wire]:
        wire = self.connect()
        with wire.sock:
            yield wire

    def send(self, data: bytes, *, of: str = "GET") -> Message:
        """The answer to a request."""
        with self.client() as wire:
            wire.send(data)
            return wire.answer(of=of)

    def get(self, target: str, *fields: tuple[str, str], method: str = "GET") -> Message:
        return self.send(request(method, target, None, *fields), of=method)

    def post(self, target: str, body: Any, *fields: tuple[str, str], method: str = "POST") -> Message:
        return self.send(request(method, target, body, *fields))

    def call(self, what: Callable[[], Any]) -> Any:
        """What a coroutine function gives, in the loop of the proxy."""
        assert self.loop is not None
        return asyncio.run_coroutine_threadsafe(what(), self.loop).result(PATIENCE)

    @contextmanager
    def busy(self, then: Callable[[], None]) -> Iterator[None]:
        """Have its loop do nothing for a while, and at the end of that a thing of a test, before all else."""
        begun, over = Event(), Event()

        async def wait() -> None:
            begun.set()
            over.wait(PATIENCE)
            then()

        assert self.loop is not None
        waiting = asyncio.run_coroutine_threadsafe(wait(), self.loop)
        assert begun.wait(PATIENCE)
        try:
            yield
        finally:
            over.set()
            waiting.result(PATIENCE)

    def shut_down(self) -> None:
        """What uvicorn does with connections when it stops."""
        for connection in list(self.server.server_state.connections):
            connection.shutdown()

    async def cut_off(self) -> None:
        """What uvicorn does with requests that are not over when it has waited for as long as it may."""
        for task in self.server.server_state.tasks:
            task.cancel()

    def counts(self, name: str) -> dict[tuple[str, ...], float]:
        """A metric, by its labels in their order, once no request is in flight."""

        async def settled() -> dict[tuple[str, ...], float]:
            telemetry = self.service.telemetry
            async with asyncio.timeout(PATIENCE):
                while True:
                    samples = [one for metric in telemetry.collect() for one in metric.samples]
                    if not sum(one.value for one in samples if one.name == "aurora_compat_in_flight"):
                        return {tuple(one.labels.values()): one.value for one in samples if one.name == name}
                    await asyncio.sleep(0.005)

        counts: dict[tuple[str, ...], float] = self.call(settled)
        return counts

    def outcomes(self) -> dict[str, float]:
        """How many requests had each outcome, once none is in flight."""
        found: dict[str, float] = {}
        for labels, count in self.counts("aurora_compat_requests_total").items():
            found[labels[-1]] = found.get(labels[-1], 0) + count
        return found

    def lines(self, event: str) -> list[dict[str, Any]]:
        """What the log tells of an event."""
        told = map(json.loads, self.stream.getvalue().splitlines())
        return [line for line in told if line["event"] == event]

    async def _serve(self) -> None:
        """What `uvicorn.Server.serve` does, less the waiting: its loop looks ten times a second whether it is over."""
        self.loop = asyncio.get_running_loop()
        self.loop.set_exception_handler(lambda _, context: self.unhandled.append(context["message"]))
        over = self._over = asyncio.Event()
        server = self.server
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup(sockets=[self._listener])
        self._up.set()
        await over.wait()
        for listener in server.servers:
            listener.close()
        for connection in list(server.server_state.connections):
            connection.transport.abort()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*server.server_state.tasks)
            await server.lifespan.shutdown()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=self.server.config.get_loop_factory()) as runner:
            runner.run(self._serve())

    @contextmanager
    def running(self) -> Iterator["Running"]:
        thread = Thread(target=self._run)
        with self.log.installed():
            thread.start()
            try:
                assert self._up.wait(PATIENCE)
                yield self
            finally:
                if self.loop is not None and self._over is not None:
                    self.loop.call_soon_threadsafe(self._over.set)
                thread.join(PATIENCE)
                self._listener.close()
                assert not thread.is_alive()
        assert self.unhandled == []


def proxy(
    upstream: Server | str,
    given: Mapping[str, Any] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    **told: Any,
) -> AbstractContextManager[Running]:
    """A proxy for callers of 2018.01 before a server of 2024.05, unless it is told otherwise."""
    least = {
        "upstream": upstream if isinstance(upstream, str) else upstream.origin,
        "server": "2024.05",
        "client": "2018.01",
        "learned": "memory:",
        "admin.listen": "",
    }
    return Running(Settings.read(None, environ or {}, {**least, **(given or {}), **told})).running()


def request(method: str, target: str, body: Any = None, *fields: tuple[str, str]) -> bytes:
    """A request as bytes; a body that is not bytes is sent as JSON."""
    told = [("Host", "gateway.example"), *fields]
    data = b""
    if body is not None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        if not any(name.lower() == "content-type" for name, _ in fields):
            told.append(("Content-Type", "application/json"))
        if not any(name.lower() in ("transfer-encoding", "content-length") for name, _ in fields):
            told.append(("Content-Length", str(len(data))))
    lines = "".join(f"{name}: {value}\r\n" for name, value in told)
    return f"{method} {target} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + data


def chunked(parts: Iterable[bytes]) -> bytes:
    """Parts as the chunks of a body."""
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
