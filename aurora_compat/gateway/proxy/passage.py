"""One request through the proxy: read, translated, sent on; its answer read or streamed, translated, sent back."""

import asyncio
import logging
from http import HTTPStatus
from time import perf_counter

from aurora_compat.gateway.proxy import fields
from aurora_compat.gateway.proxy.conversation import Conversation
from aurora_compat.gateway.proxy.downstream import NO_BODY, ClientGone, Downstream, Raw, Receive, Scope, Send, raw_of
from aurora_compat.gateway.proxy.logs import is_id
from aurora_compat.gateway.proxy.metrics import Outcome
from aurora_compat.gateway.proxy.refusals import UNREAD, header_too_large, refusal, too_large
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.gateway.proxy.tracing import SILENT, Span
from aurora_compat.gateway.proxy.upstream import Answer, UpstreamFailed, UpstreamTimeout
from aurora_compat.words.fields import Query
from aurora_compat.words.message import Request, Response

SMALL = 64 * 1024
"""Bytes up to which a body is read whole though nobody looks at it: that is cheaper than to stream it."""

_LOG = logging.getLogger(__name__)
_VIA = ("via", "1.1 aurora-compat")
_NO_QUERY = Query.of("")
_HEARD = 1024 * 1024
"""Bytes of the largest answer that is listened to as it passes."""


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
        *("_client", "_head", "_outcome", "_scope", "_service", "_span", "_talk", "_task", "_upstream", "_watch"),
        "since",
    )

    def __init__(self, service: Service, scope: Scope, receive: Receive, send: Send, *, is_last: bool = False) -> None:
        self.since = perf_counter()
        self._service, self._scope = service, scope
        self._client = Downstream(scope, receive, send, self.since + service.upstream.total, is_last=is_last)
        self._head: Request | None = None
        self._talk: Conversation | None = None
        self._span: Span = SILENT
        self._outcome: Outcome = "passed"
        self._upstream = 0.0
        self._task = asyncio.current_task(service.loop)  # without the loop it is looked for, by a system call
        self._watch: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Go through it; whatever happens is answered, counted and logged."""
        try:
            await self._run()
        except asyncio.CancelledError:
            if self._task is None:
                raise
            self._task.uncancel()
            if self._client.is_given_up:
                await self._given_up()
            else:
                told = "the gateway is stopping, and had no time to wait for an answer"
                await self._failed("overloaded", HTTPStatus.SERVICE_UNAVAILABLE, told)
        except ClientGone:
            self._gone()
        except UpstreamTimeout as error:
            await self._failed("timeout", HTTPStatus.GATEWAY_TIMEOUT, f"the upstream gave no answer: {error}")
        except UpstreamFailed as error:
            if self._client.has_gone:  # what was sent of its body ended for that
                self._gone()
            else:
                await self._failed("upstream_failed", HTTPStatus.BAD_GATEWAY, f"the upstream gave no answer: {error}")
        except Exception as error:
            _LOG.exception("request %s could not be carried", self._client.id, exc_info=error)
            told = "the gateway failed; its log tells why"
            await self._failed("failed", HTTPStatus.INTERNAL_SERVER_ERROR, told)
        finally:
            if self._watch is not None:
                self._watch.cancel()
            self._tell()

    async def overloaded(self, answer: Response) -> None:
        """Answer that there is no room, before anything of the request is looked at."""
        await self._refuse("overloaded", answer)
        self._tell()

    def watch(self) -> None:
        """See to it that it ends when its client goes away, or its time is over; to be called once."""
        if self._watch is None and not self._client.is_answered:
            self._watch = asyncio.get_running_loop().create_task(self._watched())

    async def _run(self) -> None:
        service, scope, client = self._service, self._scope, self._client
        raw = scope["headers"]
        framing = fields.framing_of(raw, scope["http_version"])
        headers = fields.of_request(raw, framing)
        text = scope["query_string"]
        query = Query.of(text) if text else _NO_QUERY
        head = self._head = Request.made(scope["method"], scope["raw_path"].decode("latin-1"), query, headers, b"")
        given = framing.id.decode("latin-1") if framing.id else ""
        client.id = given if given and is_id(given) else service.new_id()
        if framing.named and b"upgrade" in framing.named:
            client.is_last = True  # the parser takes nothing more from that connection
        if framing.fault is not None:
            await self._refuse("refused", refusal(*framing.fault, UNREAD))
            return
        if framing.size > service.settings.limits.header:
            await self._refuse("too_large", header_too_large(service.settings.limits.header))
            return
        if service.relays is not None and service.relays.matches(head.path):
            await self._refuse("relayed", await service.relays.answer(head))
            return
        talk = service.conversation(head)
        if isinstance(talk, Response):
            await self._refuse("unauthorized" if talk.status == HTTPStatus.UNAUTHORIZED else "refused", talk)
            return
        self._talk = talk
        self._span = talk.span = service.tracing.request(headers, talk.operation or "unknown")
        length = framing.length
        request, parts = head, None
        limit, patience, total = service.limits.body, service.upstream.patience, service.upstream.total
        if talk.bodies.request or (length is not None and length <= SMALL and length <= limit):
            body = await client.whole(limit, length)
            if body is None:
                await self._refuse("too_large", too_large(limit))
                return
            if body:
                request = Request.made(head.method, head.path, query, headers, body)
        else:
            parts = client.parts(patience)
        client.until = perf_counter() + total
        upstream = request if talk.leaves_request else (talk.at_once(request) or await talk.begin(request))
        self._outcome = talk.outcome
        if isinstance(upstream, Response):
            await client.refuse(upstream, patience)
            return
        goes = self._span.injected(upstream.headers)
        sent = [field for field in goes if field[0] != "x-request-id"]
        sent += (_VIA, ("x-request-id", client.id))
        start = perf_counter()
        client.until = start + patience
        held = await service.upstream.send(upstream.method, upstream.target, sent, upstream.body, parts, length)
        client.until = perf_counter() + total
        try:
            await self._returned(talk, held, head.method, start)
        finally:
            held.close()
        client.is_answered = True
        await talk.finished()

    async def _returned(self, talk: Conversation, held: Answer, method: str, start: float) -> None:
        """The way back: the answer's body is read where a rule may look at it, or it is small; else streamed."""
        client = self._client
        if method == "HEAD" or held.status in NO_BODY:
            self._upstream = perf_counter() - start
            answer = await talk.end(held.head)
            raw = raw_of(answer.headers)
            if method == "HEAD" and held.length is not None and answer.headers.get("content-length") is None:
                raw += _measured(talk, held)
            await client.begin(held.status, raw)
            await client.piece(b"", more=False)
            return
        length = held.length
        most = self._service.limits.body
        is_small = length is not None and length <= min(SMALL, most)
        fits = length is None or length <= most
        is_read = not is_small and fits and talk.bodies.of_status(held.status, held.kind, method)
        is_old = length is None and self._scope["http_version"] == "1.0"
        if not (is_small or is_read or is_old):
            self._upstream = perf_counter() - start
            await self._streamed(talk, held, await talk.end(held.head))
            return
        limit = most if is_read or is_old else SMALL
        body = await held.read(limit)
        now = perf_counter()
        self._upstream, client.until = now - start, now + self._service.upstream.total
        if is_old and len(body) > limit:
            raise UpstreamFailed("its answer is too large to be read whole, as HTTP/1.0 would want it")
        if not held.links and len(body) <= limit:
            fresh = body if talk.is_plain else talk.answered_at_once(held.status, held.raw, body)
            if fresh is not None:
                await client.answer(held.status, held.raw, fresh)
                return
        if is_small:  # only now, as few answers come here
            is_read = talk.bodies.of_status(held.status, held.kind, method)
        head = held.head
        if not is_read:
            answer = await talk.end(head)
            await client.answer(answer.status, raw_of(answer.headers), body)
            if talk.bodies.teaches:
                talk.overheard(Response.made(held.status, head.headers, body))
            return
        answer = await talk.end(Response.made(head.status, head.headers, body))
        if len(body) <= limit:
            raw = held.raw if answer.headers is head.headers else raw_of(answer.headers)
            await client.answer(answer.status, raw, answer.body)
        else:
            await self._streamed(talk, held, answer)

    async def _streamed(self, talk: Conversation, held: Answer, head: Response) -> None:
        """An answer as it comes; what of it came already stands in `head`. What it teaches is listened to."""
        client, patience, total = self._client, self._service.upstream.patience, self._service.upstream.total
        client.until = perf_counter() + total
        raw = raw_of(head.headers)
        if held.length is not None:
            raw.append((b"content-length", b"%d" % held.length))
        await client.begin(head.status, raw)
        if head.body:
            await client.piece(head.body)
        heard = bytearray() if talk.bodies.teaches and held.status < 300 else None
        try:
            client.until = perf_counter() + patience
            async for part in held.parts():
                client.until = perf_counter() + total  # for the client to take it
                if heard is not None:
                    heard = heard + part if len(heard) + len(part) <= _HEARD else None
                await client.piece(part)
                client.until = perf_counter() + patience  # for the server to go on
        except UpstreamFailed:
            # The head is out: that the answer is not whole shows by its end alone.
            self._outcome = "client_gone" if client.has_gone else "upstream_failed"
            return
        await client.piece(b"", more=False)
        if heard:
            talk.overheard(Response.made(held.status, held.head.headers, bytes(heard)))

    async def _refuse(self, outcome: Outcome, answer: Response) -> None:
        """Send an answer that the gateway makes itself."""
        self._outcome = outcome
        await self._client.refuse(answer, self._service.upstream.patience)

    async def _failed(self, outcome: Outcome, status: HTTPStatus, message: str) -> None:
        self._outcome = outcome
        if not self._client.has_begun:
            await self._refuse(outcome, refusal(status, message))

    def _gone(self) -> None:
        self._outcome, self._client.status = "client_gone", 0

    async def _given_up(self) -> None:
        """Its client has gone, or its time is over."""
        client = self._client
        if client.has_gone:
            self._gone()
        elif client.body_over or not client.receiving:
            told = "the upstream gave no answer: it did not answer in time"
            await self._failed("timeout", HTTPStatus.GATEWAY_TIMEOUT, told)
        else:
            told = "the body of the request did not come in time"
            await self._failed("timeout", HTTPStatus.REQUEST_TIMEOUT, told)

    async def _watched(self) -> None:
        if await self._client.given_up() and self._task is not None:
            self._task.cancel()

    def _tell(self) -> None:
        service, head, talk, down = self._service, self._head, self._talk, self._client
        seconds = perf_counter() - self.since
        client, operation, caller, translating, looking_up = "unknown", None, None, 0.0, 0.0
        if talk is not None:
            client, operation, caller = talk.client.name, talk.operation, talk.caller.name or None
            translating, looking_up = talk.translating, talk.looking_up
        server = service.server.name
        service.telemetry.finished(
            operation, client, server, self._outcome, down.status, seconds, translating, looking_up, self._upstream
        )
        span = self._span
        if span is not SILENT:
            told = {"operation": operation, "client": client, "server": server, "outcome": self._outcome}
            span.tell(**told, status=down.status or None)
            with span:
                pass  # with this it ends
        if not service.log.tells_requests:
            return
        service.log.access(
            request_id=down.id,
            method=self._scope["method"],
            operation=operation,
            query=head.query if head is not None else _NO_QUERY,
            status=down.status,
            outcome=self._outcome,
            seconds=seconds,
            client=client,
            server=server,
            caller=caller,
            received=down.received,
            sent=down.sent,
            trace_id=span.trace_id,
        )


def _measured(talk: Conversation, held: Answer) -> Raw:
    """What HEAD tells of the length that GET would have: where the body is not translated, it is the server's."""
    told = talk.bodies.success and 200 <= held.status < 300
    return [] if told else [(b"content-length", b"%d" % (held.length or 0))]
