"""A client of HTTP/1.1 for one host that is cheap enough to keep a proxy busy from the other core."""

import asyncio
from collections import deque
from typing import NamedTuple, cast

import httptools

from benchmarks.gateway.faults import BROKEN_OFF


class Answer(NamedTuple):
    """What came back.

    Attributes:
        status: of HTTP; `BROKEN_OFF` for an answer of which only a part came.
        body: its bytes.
    """

    status: int
    body: bytes


class NoAnswer(ConnectionError):
    """Nothing came back."""


class _Connection(asyncio.Protocol):
    """One request after the other; it belongs to the client while it is idle."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Answer] | None = None
        self._renew()

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes) -> Answer:
        """Send a request whose answer has a body, and wait for that."""
        assert self._transport is not None
        self._renew()
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._lost("the answer is not HTTP")

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_headers_complete(self) -> None:
        self._status = self._parser.get_status_code()

    def on_message_complete(self) -> None:
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(Answer(self._status, self._body))
        if not self._parser.should_keep_alive():
            self.close()

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._lost("the connection was closed")

    def _lost(self, why: str) -> None:
        answer, self._answer = self._answer, None
        if answer is None or answer.done():
            return
        if self._status:
            answer.set_result(Answer(BROKEN_OFF, self._body))
        else:
            answer.set_exception(NoAnswer(why))
        self.close()

    def _renew(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._status, self._body = 0, b""


class Client:
    """Sends requests over connections that it keeps.

    Args:
        port: of loopback.
        timeout: seconds until an answer must be there.
    """

    def __init__(self, port: int, timeout: float = 10.0) -> None:
        self._port, self._timeout = port, timeout
        self._idle: deque[_Connection] = deque()

    async def ask(self, request: bytes) -> Answer:
        """Send a request, its bytes, and wait for the answer.

        Raises:
            NoAnswer: the server cannot be reached, closed before its answer, or took too long.
        """
        connection = await self._connection()
        try:
            async with asyncio.timeout(self._timeout):
                answer = await connection.ask(request)
        except TimeoutError:
            raise NoAnswer(f"nothing came within {self._timeout:g} s") from None
        else:
            if connection.is_open:
                self._idle.append(connection)
            return answer
        finally:
            if not self._idle or self._idle[-1] is not connection:
                connection.close()

    def close(self) -> None:
        """Close all idle connections."""
        while self._idle:
            self._idle.pop().close()

    async def _connection(self) -> _Connection:
        while self._idle:
            if (kept := self._idle.pop()).is_open:
                return kept
        loop = asyncio.get_running_loop()
        try:
            _, made = await loop.create_connection(lambda: _Connection(self), "127.0.0.1", self._port)
        except OSError as error:
            raise NoAnswer(f"no connection: {error.strerror}") from None
        return made


def encoded(method: str, path: str, port: int, headers: tuple[tuple[str, str], ...], body: bytes = b"") -> bytes:
    """A request as bytes of HTTP/1.1."""
    fields = "".join(f"{name}: {value}\r\n" for name, value in headers)
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{fields}{length}\r\n".encode() + body
