"""One request through the proxy: read, translated, sent on; its answer read or streamed, translated, sent back."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from http import HTTPStatus
from time import perf_counter
from typing import Any, TypeAlias

from aurora_compat.gateway.proxy import fields
from aurora_compat.gateway.proxy.conversation import Conversation
from aurora_compat.gateway.proxy.logs import is_id
from aurora_compat.gateway.proxy.metrics import Outcome
from aurora_compat.gateway.proxy.refusals import UNREAD, header_too_large, refusal, too_large
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.gateway.proxy.tracing import SILENT, Span
from aurora_compat.gateway.proxy.upstream import Answer, UpstreamFailed, UpstreamTimeout
from aurora_compat.words.fields import Headers, Query
from aurora_compat.words.message import Request, Response

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Raw: TypeAlias = list[tuple[bytes, bytes]]

PATIENCE = 0.05
"""Seconds after which a request that is still under way is watched: for its client going away, and for its time."""
SMALL = 64 * 1024
"""Bytes up to which a body is read whole though nobody looks at it: that is cheaper than to stream it."""

_LOG = logging.getLogger(__name__)
_VIA = ("via", "1.1 aurora-compat")
_NO_BODY = frozenset({204, 304})
_NO_QUERY = Query.of("")
_HEARD = 1024 * 1024
"""Bytes of the largest answer that is listened to as it passes."""
_LINGERS = 1.0
"""Seconds to wait for more of a body that is not wanted, before the connection is closed."""
_LOOKS = 0.25
"""Seconds between two looks whether a request that is watched has run out of time."""


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Passage:
    """One request and its answer.

    Args:
        service: what all share.
        scope, receive, send: as ASGI has them.
        is_last: whether nothing more is to come on this connection.

    Attributes:
        since: when it began, on the clock of `perf_counter`.
    """

    __slots__ = (
        *("_body_over", "_ended", "_gone", "_head", "_id", "_is_last", "_outcome", "_receive", "_received"),
        *("_receiving", "_scope", "_send", "_sent", "_service", "_span", "_started", "_status", "_talk", "_task"),
        *("_until", "_upstream", "_watch", "since"),
    )

    def __init__(self, service: Service, scope: Scope, receive: Receive, send: Send, *, is_last: bool = False) -> None:
        self._service, self._scope, self._receive, self._send, self._is_last = service, scope, receive, send, is_last
        self._head: Request | None = None
        self._talk: Conversation | None = None
        self._id = ""
        self._span: Span = SILENT
        self._outcome: Outcome = "passed"
        self._status = self._received = self._sent = 0
        self._upstream = 0.0
        self._body_over = self._ended = self._gone = self._receiving = self._started = False
        self._task = asyncio.current_task()
        self._watch: asyncio.Task[None] | None = None
        self.since = perf_counter()
        self._until: float | None = self.since + service.settings.timeouts.total

    async def run(self) -> None:
        """Go through it; whatever happens is answered, counted and logged."""
        try:
            await self._run()
        except asyncio.CancelledError:
            if self._task is None:
                raise
            self._task.uncancel()
            if self._is_given_up:
                await self._given_up()
            else:
                told = "the gateway is stopping, and had no time to wait for an answer"
                await self._failed("overloaded", HTTPStatus.SERVICE_UNAVAILABLE, told)
        except ClientGone:
            self._outcome, self._status = "client_gone", 0
        except UpstreamTimeout as error:
            await self._failed("timeout", HTTPStatus.GATEWAY_TIMEOUT, f"the upstream gave no answer: {error}")
        except UpstreamFailed as error:
            if self._gone:  # what was sent of its body ended for that
                self._outcome, self._status = "client_gone", 0
            else:
                await self._failed("upstream_failed", HTTPStatus.BAD_GATEWAY, f"the upstream gave no answer: {error}")
        except Exception as error:
            _LOG.exception("request %s could not be carried", self._id, exc_info=error)
            told = "the gateway failed; its log tells why"
            await self._failed("failed", HTTPStatus.INTERNAL_SERVER_ERROR, told)
        finally:
            if self._watch is not None:
                self._watch.cancel()
            self._tell()

    async def overloaded(self, answer: Response) -> None:
        """Answer that there is no room, before anything of the request is looked at."""
        self._outcome = "overloaded"
        await self._answer(answer)
        self._tell()

    def watch(self) -> None:
        """See to it that it ends when its client goes away, or its time is over; to be called once."""
        if self._watch is None and not self._ended:
            self._watch = asyncio.get_running_loop().create_task(self._watched())

    async def _run(self) -> None:
        service, scope = self._service, self._scope
        raw = scope["headers"]
        framing = fields.framing_of(raw, scope["http_version"])
        headers = fields.of_request(raw, framing)
        text = scope["query_string"]
        query = Query.of(text) if text else _NO_QUERY
        head = self._head = Request.made(scope["method"], scope["raw_path"].decode("latin-1"), query, headers, b"")
        given = framing.id.decode("latin-1") if framing.id else ""
        self._id = given if given and is_id(given) else service.new_id()
        if framing.named and b"upgrade" in framing.named:
            self._is_last = True  # the parser takes nothing more from that connection
        if framing.fault is not None:
            self._outcome = "refused"
            await self._answer(refusal(*framing.fault, UNREAD))
            return
        if framing.size > service.settings.limits.header:
            self._outcome = "too_large"
            await self._answer(header_too_large(service.settings.limits.header))
            return
        if service.relays is not None and service.relays.matches(head.path):
            self._outcome = "relayed"
            await self._answer(await service.relays.answer(head))
            return
        talk = service.conversation(head)
        if isinstance(talk, Response):
            self._outcome = "unauthorized" if talk.status == HTTPStatus.UNAUTHORIZED else "refused"
            await self._answer(talk)
            return
        self._talk = talk
        self._span = talk.span = service.tracing.request(headers, talk.operation or "unknown")
        length = framing.length
        request, parts = head, None
        limit, patience, total = service.limits.body, service.upstream.patience, service.upstream.total
        if talk.bodies.request or (length is not None and length <= SMALL and length <= limit):
            body = await self._whole(limit, length)
            if body is None:
                self._outcome = "too_large"
                await self._answer(too_large(limit))
                return
            if body:
                request = Request.made(head.method, head.path, query, headers, body)
        else:
            parts = self._parts(patience)
        self._until = perf_counter() + total
        upstream = await talk.begin(request)
        self._outcome = talk.outcome
        if isinstance(upstream, Response):
            await self._answer(upstream)
            return
        goes = self._span.injected(upstream.headers)
        sent = [field for field in goes if field[0] != "x-request-id"]
        sent += (_VIA, ("x-request-id", self._id))
        start = perf_counter()
        self._until = start + patience
        held = await service.upstream.send(upstream.method, upstream.target, sent, upstream.body, parts, length)
        self._until = perf_counter() + total
        try:
            await self._returned(talk, held, head.method, start)
        finally:
            held.close()
        self._ended = True  # from now on the server says that its client is gone, whether it is or not
        await talk.finished()

    async def _returned(self, talk: Conversation, held: Answer, method: str, start: float) -> None:
        """The way back: the answer's body is read where a rule may look at it, or it is small; else streamed."""
        if method == "HEAD" or held.status in _NO_BODY:
            self._upstream = perf_counter() - start
            answer = await talk.end(held.head)
            raw = _raw(answer.headers)
            if method == "HEAD" and held.length is not None and answer.headers.get("content-length") is None:
                raw += _measured(talk, held)
            await self._start(held.status, raw)
            await self._send({"type": "http.response.body", "body": b""})
            return
        length = held.length
        most = self._service.limits.body
        is_read = talk.bodies.of_status(held.status, held.kind, method) and (length is None or length <= most)
        is_old = length is None and self._scope["http_version"] == "1.0"
        if not is_read and (length is None or length > SMALL) and not is_old:
            self._upstream = perf_counter() - start
            await self._streamed(talk, held, await talk.end(held.head))
            return
        limit = most if is_read or is_old else SMALL
        body = await held.read(limit)
        now = perf_counter()
        self._upstream, self._until = now - start, now + self._service.upstream.total
        if is_old and len(body) > limit:
            raise UpstreamFailed("its answer is too large to be read whole, as HTTP/1.0 would want it")
        if talk.is_plain and not held.links:
            await self._whole_answer(held.status, held.raw, body)
            return
        head = held.head
        if not is_read:
            answer = await talk.end(head)
            await self._whole_answer(answer.status, _raw(answer.headers), body)
            if talk.bodies.teaches:
                talk.overheard(Response.made(held.status, head.headers, body))
            return
        answer = await talk.end(Response.made(head.status, head.headers, body))
        if len(body) <= limit:
            raw = held.raw if answer.headers is head.headers else _raw(answer.headers)
            await self._whole_answer(answer.status, raw, answer.body)
        else:
            await self._streamed(talk, held, answer)

    # What goes to the client.

    async def _answer(self, answer: Response) -> None:
        """An answer that the gateway makes itself."""
        raw = [field for field in _raw(answer.headers) if field[0] not in (b"connection", b"content-length")]
        lingers = not self._body_over and self._is_unread
        if (lingers or answer.headers.get("connection") is not None) and not self._is_last:
            raw.append((b"connection", b"close"))
        await self._whole_answer(answer.status, raw, answer.body, more=lingers)
        if lingers:
            await self._linger()
            await self._send({"type": "http.response.body", "body": b""})

    async def _linger(self) -> None:
        """Read on for a while, and drop what is read: a client that still sends sees no answer if it is cut off."""
        self._until = perf_counter() + self._service.upstream.patience
        more = True
        try:
            while more:
                async with asyncio.timeout(_LINGERS):
                    message = await self._receive()
                more = message.get("more_body", False)
        except TimeoutError:
            return  # it sends no more, and has its answer

    async def _whole_answer(self, status: int, raw: Raw, body: bytes, *, more: bool = False) -> None:
        if status not in _NO_BODY and (self._head is None or self._head.method != "HEAD"):
            raw.append((b"content-length", b"%d" % len(body)))
            self._sent = len(body)
        else:
            body = b""
        await self._start(status, raw)
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def _streamed(self, talk: Conversation, held: Answer, head: Response) -> None:
        """An answer as it comes; what of it came already stands in `head`. What it teaches is listened to."""
        patience, total = self._service.upstream.patience, self._service.upstream.total
        self._until = perf_counter() + total
        raw = _raw(head.headers)
        if held.length is not None:
            raw.append((b"content-length", b"%d" % held.length))
        await self._start(head.status, raw)
        if head.body:
            self._sent += len(head.body)
            await self._send({"type": "http.response.body", "body": head.body, "more_body": True})
        heard = bytearray() if talk.bodies.teaches and held.status < 300 else None
        try:
            self._until = perf_counter() + patience
            async for part in held.parts():
                self._until = perf_counter() + total  # for the client to take it
                self._sent += len(part)
                if heard is not None:
                    heard = heard + part if len(heard) + len(part) <= _HEARD else None
                await self._send({"type": "http.response.body", "body": part, "more_body": True})
                self._until = perf_counter() + patience  # for the server to go on
        except UpstreamFailed:
            # The head is out: that the answer is not whole shows by its end alone.
            self._outcome = "client_gone" if self._gone else "upstream_failed"
            return
        await self._send({"type": "http.response.body", "body": b""})
        if heard:
            talk.overheard(Response.made(held.status, held.head.headers, bytes(heard)))

    async def _start(self, status: int, raw: Raw) -> None:
        if self._id:
            raw.append((b"x-request-id", self._id.encode("latin-1")))
        if self._is_last:
            raw.append((b"connection", b"close"))
        self._started, self._status = True, status
        await self._send({"type": "http.response.start", "status": status, "headers": raw})

    async def _failed(self, outcome: Outcome, status: HTTPStatus, message: str) -> None:
        self._outcome = outcome
        if not self._started:
            await self._answer(refusal(status, message))

    async def _given_up(self) -> None:
        """Its client has gone, or its time is over."""
        if self._gone:
            self._outcome, self._status = "client_gone", 0
        elif self._body_over or not self._receiving:
            told = "the upstream gave no answer: it did not answer in time"
            await self._failed("timeout", HTTPStatus.GATEWAY_TIMEOUT, told)
        else:
            told = "the body of the request did not come in time"
            await self._failed("timeout", HTTPStatus.REQUEST_TIMEOUT, told)

    # What comes from the client.

    @property
    def _is_unread(self) -> bool:
        """Whether there may be more of the request's body than was read."""
        return fields.framing_of(self._scope["headers"]).length != 0

    async def _whole(self, limit: int, length: int | None) -> bytes | None:
        """The body, None where it is over the limit; then its rest is not read."""
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
            async for part in self._parts():
                collected += part
                if len(collected) > limit:
                    return None
            body = bytes(collected)
        self._body_over = True
        self._received = len(body)
        return body if len(body) <= limit else None

    async def _parts(self, patience: float | None = None) -> AsyncIterator[bytes]:
        """What is still to come of the body; with `patience` each piece has so many seconds, and so has what follows.

        Raises:
            ClientGone: it breaks off.
        """
        more = True
        while more:
            self._receiving = True
            message = await self._receive()
            self._receiving = False
            if message["type"] == "http.disconnect":
                self._gone = not self._ended
                raise ClientGone
            part: bytes = message.get("body", b"")
            more = message.get("more_body", False)
            self._body_over = not more
            self._received += len(part)
            if part:
                yield part
            if patience is not None:
                self._until = perf_counter() + patience

    # What comes between.

    @property
    def _is_given_up(self) -> bool:
        return self._gone or (self._until is not None and perf_counter() >= self._until)

    async def _watched(self) -> None:
        """Wait for the client to go away, once its whole request is there, or for the time to be over; then end it."""
        while not self._is_given_up:
            if not self._body_over:
                await asyncio.sleep(PATIENCE)
                continue
            left = _LOOKS if self._until is None else min(self._until - perf_counter(), _LOOKS)
            try:
                async with asyncio.timeout(left):
                    is_gone = (await self._receive())["type"] == "http.disconnect"
            except TimeoutError:
                continue  # the loop's condition tells whether the time is over
            if self._ended:
                return
            self._gone = is_gone
        if self._task is not None:
            self._task.cancel()

    def _tell(self) -> None:
        service, head, talk = self._service, self._head, self._talk
        seconds = perf_counter() - self.since
        client, operation, caller, translating, looking_up = "unknown", None, None, 0.0, 0.0
        if talk is not None:
            client, operation, caller = talk.client.name, talk.operation, talk.caller.name or None
            translating, looking_up = talk.translating, talk.looking_up
        server = service.server.name
        service.telemetry.finished(
            operation, client, server, self._outcome, self._status, seconds, translating, looking_up, self._upstream
        )
        span = self._span
        if span is not SILENT:
            told = {"operation": operation, "client": client, "server": server, "outcome": self._outcome}
            span.tell(**told, status=self._status or None)
            with span:
                pass  # with this it ends
        if not service.log.tells_requests:
            return
        service.log.access(
            request_id=self._id,
            method=self._scope["method"],
            operation=operation,
            query=head.query if head is not None else _NO_QUERY,
            status=self._status,
            outcome=self._outcome,
            seconds=seconds,
            client=client,
            server=server,
            caller=caller,
            received=self._received,
            sent=self._sent,
            trace_id=span.trace_id,
        )


def _measured(talk: Conversation, held: Answer) -> Raw:
    """What HEAD tells of the length that GET would have: where the body is not translated, it is the server's."""
    told = talk.bodies.success and 200 <= held.status < 300
    return [] if told else [(b"content-length", b"%d" % (held.length or 0))]


def _raw(headers: Headers) -> Raw:
    """As ASGI takes them."""
    return [(name.lower(), value) for name, value in headers.raw]
