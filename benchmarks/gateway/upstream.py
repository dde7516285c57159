"""The server behind the proxies: it reads the whole request, and answers at once what it was made to answer.

python -m benchmarks.gateway.upstream --port 9001                     the same 2 kB to everybody
python -m benchmarks.gateway.upstream --port 9001 --echo --faults 5   the id that was asked for, and trouble: a soak

It has no framework, so that it never is what a figure shows: an asyncio protocol on uvloop, with httptools as parser.
"""

import argparse
import asyncio
from collections.abc import Callable, Sequence
from typing import cast

import httptools
import uvloop

from benchmarks.bodies import V2024, compact
from benchmarks.gateway import samples
from benchmarks.gateway.faults import Act, Asked, Close, Later, Write, answered, whole


class Constant(asyncio.Protocol):
    """A connection on which every request gets the same bytes."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport: asyncio calls this."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def data_received(self, data: bytes) -> None:
        """Parse what came; the parser calls `on_message_complete`."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._close()

    def on_message_complete(self) -> None:
        """Answer: a whole request was read."""
        if self._transport is not None:
            self._transport.write(self._answer)

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class Echo(Constant):
    """A connection on which an answer carries the id that the request does, if no fault was put in its place.

    Requests of one connection are answered in turn, so a slow one holds up what was sent behind it.
    """

    def __init__(self, faults: float) -> None:
        super().__init__(b"")
        self._faults = faults
        self._url, self._body = b"", b""
        self._acts: list[Act] = []
        self._waiting: asyncio.TimerHandle | None = None

    def on_message_begin(self) -> None:
        """Forget the last request."""
        self._url = self._body = b""

    def on_url(self, url: bytes) -> None:
        """Keep a part of the path."""
        self._url += url

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        self._body += body

    def on_message_complete(self) -> None:
        """Answer: a whole request was read."""
        method = self._parser.get_method().decode()
        self._acts += answered(Asked(method, self._url.decode(), self._body), self._faults)
        if self._waiting is None:
            self._go_on()

    def connection_lost(self, error: Exception | None) -> None:
        """Nobody waits any longer: asyncio calls this."""
        self._transport = None
        if self._waiting is not None:
            self._waiting.cancel()

    def _go_on(self) -> None:
        self._waiting = None
        while self._acts and self._transport is not None:
            match self._acts.pop(0):
                case Write(data):
                    self._transport.write(data)
                case Later(seconds):
                    self._waiting = asyncio.get_running_loop().call_later(seconds, self._go_on)
                    return
                case Close():
                    self._transport.close()
                    return


def constant_answer() -> bytes:
    """The answer of 2 kB of a 2024.05 server to Create Project, head and all."""
    return whole(201, compact(samples.create_project(V2024).answer))


async def serve(port: int, connection: Callable[[], asyncio.Protocol]) -> None:
    """Listen on loopback until cancelled."""
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", port, backlog=1024)
    async with server:
        await server.serve_forever()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gateway.upstream", description="Answer at once.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--echo", action="store_true", help="answer with the id that the request carries")
    parser.add_argument("--faults", type=float, default=0.0, help="with --echo: per cent of requests that fail")
    options = parser.parse_args(arguments)
    if options.echo:
        uvloop.run(serve(options.port, lambda: Echo(options.faults / 100)))
    else:
        answer = constant_answer()
        uvloop.run(serve(options.port, lambda: Constant(answer)))


if __name__ == "__main__":
    main()
