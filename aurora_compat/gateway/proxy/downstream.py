"""The client's side of a request: its body as it comes, the answer as it goes, and whether anybody waits for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from time import perf_counter
from typing import Any, TypeAlias

from aurora_compat.gateway.proxy import fields
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Response

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Raw: TypeAlias = list[tuple[bytes, bytes]]
"""Header fields of an answer, as ASGI takes them."""

PATIENCE = 0.05
"""Seconds after which a request that is still under way is watched: for its client going away, and for its time."""
NO_BODY = frozenset({204, 304})
"""Statuses of answers that have no body (RFC 9110)."""

_LINGERS = 1.0
"""Seconds to wait for more of a body that is not wanted, before the connection is closed."""
_LOOKS = 0.25
"""Seconds between two looks whether a request that is watched has run out of time."""


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Downstream:
    """One request's client.

    Args:
        scope, receive, send: as ASGI has them.
        until: see below.
        is_last: whether nothing more is to come on this connection.

    Attributes:
        id: of the request, told with the answer; empty while there is none.
        is_last: as it was given.
        until: when what is waited for now must be there, on the clock of `perf_counter`.
        body_over: whether the whole body has come.
        receiving: whether a piece of it is waited for.
        has_gone: whether the client went away before its answer was out.
        is_answered: whether the answer is out: from then on the server says that the client is gone, in any case.
        has_begun: whether the answer's head is out.
        status: of the answer; 0 where there is none.
        received, sent: bytes of the two bodies.
    """

    __slots__ = (
        *("_method", "_receive", "_scope", "_send", "body_over", "has_begun", "has_gone", "id", "is_answered"),
        *("is_last", "received", "receiving", "sent", "status", "until"),
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send, until: float, *, is_last: bool) -> None:
        self._scope, self._receive, self._send, self._method = scope, receive, send, scope["method"]
        self.until, self.is_last, self.id = until, is_last, ""
        self.body_over = self.receiving = self.has_gone = self.is_answered = self.has_begun = False
        self.status = self.received = self.sent = 0

    # What comes.

    async def whole(self, limit: int, length: int | None) -> bytes | None:
        """The body, None where it is over the limit; then its rest is not read.

        Args:
            limit: bytes.
            length: its number of bytes, None where the client does not tell.

        Raises:
            ClientGone: it breaks off.
        """
        if length is not None and length > limit:
            return None
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        body: bytes = message.get("body", b"")
        if message.get("more_body", False):
            collected = bytearray(body)
            if len(collected) > limit:
                return None
            async for part in self.parts():
                collected += part
                if len(collected) > limit:
                    return None
            body = bytes(collected)
        self.body_over = True
        self.received = len(body)
        return body if len(body) <= limit else None

    async def parts(self, patience: float | None = None) -> AsyncIterator[bytes]:
        """What is still to come of the body; with `patience` each piece has so many seconds, and so has what follows.

        Raises:
            ClientGone: it breaks off.
        """
        more = True
        while more:
            self.receiving = True
            message = await self._receive()
            self.receiving = False
            if message["type"] == "http.disconnect":
                self.has_gone = not self.is_answered
                raise ClientGone
            part: bytes = message.get("body", b"")
            more = message.get("more_body", False)
            self.body_over = not more
            self.received += len(part)
            if part:
                yield part
            if patience is not None:
                self.until = perf_counter() + patience

    # What goes.

    async def begin(self, status: int, raw: Raw) -> None:
        """Send the head of an answer."""
        if self.id:
            raw.append((b"x-request-id", self.id.encode("latin-1")))
        if self.is_last:
            raw.append((b"connection", b"close"))
        self.has_begun, self.status = True, status
        await self._send({"type": "http.response.start", "status": status, "headers": raw})

    async def piece(self, part: bytes, *, more: bool = True) -> None:
        """Send a piece of its body; `more` tells whether others follow."""
        self.sent += len(part)
        await self._send({"type": "http.response.body", "body": part, "more_body": more})

    async def answer(self, status: int, raw: Raw, body: bytes, *, more: bool = False) -> None:
        """Send a whole answer, whose fields tell no length; `more` keeps it open where it is to be seen to first."""
        if status not in NO_BODY and self._method != "HEAD":
            raw.append((b"content-length", b"%d" % len(body)))
            self.sent = len(body)
        else:
            body = b""
        await self.begin(status, raw)
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def refuse(self, answer: Response, patience: float) -> None:
        """Send an answer that the gateway makes itself, whatever of the request is still to come.

        `patience` are the seconds for which its client may go on sending.
        """
        raw = [field for field in raw_of(answer.headers) if field[0] not in (b"connection", b"content-length")]
        lingers = not self.body_over and fields.framing_of(self._scope["headers"]).length != 0
        if (lingers or answer.headers.get("connection") is not None) and not self.is_last:
            raw.append((b"connection", b"close"))
        await self.answer(answer.status, raw, answer.body, more=lingers)
        if lingers:
            await self._linger(patience)
            await self._send({"type": "http.response.body", "body": b""})

    async def _linger(self, patience: float) -> None:
        """Read on for a while, and drop what is read: a client that still sends sees no answer if it is cut off."""
        self.until = perf_counter() + patience
        more = True
        try:
            while more:
                async with asyncio.timeout(_LINGERS):
                    message = await self._receive()
                more = message.get("more_body", False)
        except TimeoutError:
            return  # it sends no more, and has its answer

    # What comes between.

    @property
    def is_given_up(self) -> bool:
        """Whether there is nobody, or no time, to go on for."""
        return self.has_gone or perf_counter() >= self.until

    async def given_up(self) -> bool:
        """Wait until it is given up, once the whole request is there; False where its answer was out before."""
        while not self.is_given_up:
            if not self.body_over:
                await asyncio.sleep(PATIENCE)
                continue
            try:
                async with asyncio.timeout(min(self.until - perf_counter(), _LOOKS)):
                    is_gone = (await self._receive())["type"] == "http.disconnect"
            except TimeoutError:
                continue  # the loop's condition tells whether the time is over
            if self.is_answered:
                return False
            self.has_gone = is_gone
        return True


def raw_of(headers: Headers) -> Raw:
    """Header fields as ASGI takes them."""
    return [(name.lower(), value) for name, value in headers.raw]
