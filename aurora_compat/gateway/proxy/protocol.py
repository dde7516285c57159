"""uvicorn's HTTP/1.1 for clients, made safe against heads without end: it bounds neither their size nor their time.

Header fields behind a body (trailers) are left out: uvicorn takes them for those of the head, which what stands before
the gateway has not seen (RFC 9110, section 6.5.1).
"""

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from aurora_compat.gateway.proxy.refusals import UNREAD, header_too_large, refusal
from aurora_compat.words.message import Response

_LEAVES = 0.05
"""Seconds that a connection without a request is kept when the proxy stops: one may be on it that was not read yet."""
_AHEAD = 64
"""Requests that may wait on a connection for those before them."""


def bounded(limit: int, patience: float) -> type[HttpToolsProtocol]:
    """A protocol for uvicorn.

    Args:
        limit: bytes that a head may have; of a line of it, where it comes in many reads.
        patience: seconds that a head may take.
    """

    class Bounded(HttpToolsProtocol):
        """One connection of a client."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._loose = 0  # bytes since a head or a piece of a body was whole
            self._late: asyncio.TimerHandle | None = None
            self._before: list[RequestResponseCycle] = []

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
            """Give a connection on which nothing comes the time of one that is idle."""
            super().connection_made(transport)
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

        def connection_lost(self, exc: Exception | None) -> None:
            """Tell all requests that wait, not the last alone."""
            self._in_time()
            for cycle in self._before:
                cycle.disconnected = not cycle.response_complete
                cycle.message_event.set()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            """Take what came, and see whether it leads to anything."""
            self._loose += len(data)
            super().data_received(data)
            if self._loose:
                self._unfinished()

        def shutdown(self) -> None:
            """Begin to stop."""
            self.loop.call_later(_LEAVES, super().shutdown)

        def on_headers_complete(self) -> None:
            """Begin a request."""
            self._loose = 0
            before = self.cycle
            super().on_headers_complete()
            self.headers = []  # for trailers, which nobody looks at
            if self._late is not None:
                self._in_time()
            if self.pipeline:
                self._before.append(before)
                if len(self.pipeline) > _AHEAD:
                    self.transport.abort()
            elif self._before:
                self._before.clear()

        def on_body(self, body: bytes) -> None:
            """Take a piece of a body."""
            self._loose = 0
            super().on_body(body)

        def _unsupported_upgrade_warning(self) -> None:
            """Say nothing: such a request is answered as if it had not asked, which is not worth a line each time."""

        def send_400_response(self, msg: str) -> None:
            """Answer what is no request, in the API's form of errors."""
            told = "the request can't be read: it is not as HTTP/1.1 wants it, or frames its body in two ways"
            self._refuse(refusal(HTTPStatus.BAD_REQUEST, told, UNREAD))

        def _unfinished(self) -> None:
            if self.transport.is_closing():
                return
            if self._loose > limit:
                self._refuse(header_too_large(limit))
            elif self._late is None and (self.scope is None or "method" not in self.scope):
                self._late = self.loop.call_later(patience, self._is_late)

        def _is_late(self) -> None:
            self._late = None
            self._refuse(refusal(HTTPStatus.REQUEST_TIMEOUT, "the head of the request did not come in time", UNREAD))

        def _in_time(self) -> None:
            if self._late is not None:
                self._late.cancel()
                self._late = None

        def _refuse(self, answer: Response) -> None:
            """Answer, unless an earlier request still waits for its answer, and close the connection."""
            cycle = self.cycle
            if cycle is None or cycle.response_complete or (cycle.more_body and not cycle.response_started):
                fields = b"".join(b"%b: %b\r\n" % (name.lower(), value) for name, value in answer.headers.raw)
                self.transport.write(STATUS_LINE[answer.status] + fields + b"\r\n" + answer.body)
            self.transport.close()

    return Bounded
