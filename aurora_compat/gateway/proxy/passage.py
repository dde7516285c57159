"""One request through the proxy: read, translated, sent on; its answer read or streamed, translated, sent back."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from http import HTTPStatus
from time import perf_counter
from typing import Any, TypeAlias

from aurora_compat.gateway.proxy import fields
from aurora_compat.gateway.proxy.conversation import Conversation
from aurora_compat.gateway.proxy.logs import request_id
from aurora_compat.gateway.proxy.metrics import Outcome
from aurora_compat.gateway.proxy.refusals import UNREAD, refusal, too_large
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.gateway.proxy.upstream import Answer, UpstreamFailed, UpstreamTimeout
from aurora_compat.words.fields import Headers, Query
from aurora_compat.words.message import Request, Response

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

_LOG = logging.getLogger(__name__)

PATIENCE = 0.05
"""Seconds after which a request that is still under way is watched for its client going away."""
_VIA = ("via", "1.1 aurora-compat")
_NO_BODY = frozenset({204, 304})


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Passage:
    """One request and its answer.

    Args:
        service: what all share.
        scope, receive, send: as ASGI has them.
        is_last: whether nothing more is to come on this connection.
    """

    __slots__ = (
        *(
            "_body_over",
            "_gone",
            "_is_last",
            "_head",
            "_id",
            "_outcome",
            "_receive",
            "_received",
            "_scope",
            "_send",
            "_sent",
        ),
        *("_service", "_started", "_status", "_talk", "_task", "_upstream", "_watch"),
    )

    def __init__(self, service: Service, scope: Scope, receive: Receive, send: Send, *, is_last: bool = False) -> None:
        self._is_last = is_last
        self._service, self._scope, self._receive, self._send = service, scope, receive, send
        self._head: Request | None = None
        self._talk: Conversation | None = None
        self._id = ""
        self._outcome: Outcome = "passed"
        self._status = self._received = self._sent = 0
        self._upstream = 0.0
        self._body_over = self._gone = self._started = False
        self._task: asyncio.Task[Any] | None = None
        self._watch: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Go through it; whatever happens is answered, counted and logged."""
        start = perf_counter()
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        timer = loop.call_later(PATIENCE, self._start_watch)
        try:
            await self._run()
        except asyncio.CancelledError:
            if not self._gone:
                raise
            assert self._task is not None  # set above
            self._task.uncancel()
            self._outcome, self._status = "client_gone", 0
        except ClientGone:
            self._outcome, self._status = "client_gone", 0
        except Exception as error:
            _LOG.error("request %s could not be carried", self._id, exc_info=error)
            self._outcome = "failed"
            if not self._started:
                await self._answer(refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "the gateway failed; its log tells why"))
        finally:
            timer.cancel()
            if self._watch is not None:
                self._watch.cancel()
            self._tell(perf_counter() - start)

    async def overloaded(self, answer: Response) -> None:
        """Answer that there is no room, before anything of the request is looked at."""
        start = perf_counter()
        self._outcome = "overloaded"
        await self._answer(answer)
        self._tell(perf_counter() - start)

    async def _run(self) -> None:
        service, scope = self._service, self._scope
        raw = scope["headers"]
        headers = fields.of_request(raw)
        path = scope["raw_path"].decode("latin-1")
        head = self._head = Request.made(scope["method"], path, Query.of(scope["query_string"]), headers, b"")
        self._id = request_id(headers)
        length, expects = _framing(raw)
        if expects:
            await self._answer(refusal(HTTPStatus.EXPECTATION_FAILED, "only 100-continue can be expected", UNREAD))
            return
        begun = service.conversation(head)
        if isinstance(begun, Response):
            self._outcome = "unauthorized" if begun.status == HTTPStatus.UNAUTHORIZED else "refused"
            await self._answer(begun)
            return
        talk = self._talk = begun
        try:
            async with asyncio.timeout(service.settings.timeouts.total) as deadline:
                await self._carried(talk, head, length, deadline)
        except UpstreamTimeout as error:
            await self._failed("timeout", HTTPStatus.GATEWAY_TIMEOUT, f"the upstream gave no answer: {error}")
        except UpstreamFailed as error:
            await self._failed("upstream_failed", HTTPStatus.BAD_GATEWAY, f"the upstream gave no answer: {error}")
        except TimeoutError:
            if self._body_over:
                told = "the upstream gave no answer: it did not answer in time"
                await self._failed("timeout", HTTPStatus.GATEWAY_TIMEOUT, told)
            else:
                told = "the body of the request did not come in time"
                await self._failed("timeout", HTTPStatus.REQUEST_TIMEOUT, told, UNREAD)
        await talk.finished()

    async def _carried(self, talk: Conversation, head: Request, length: int | None, deadline: asyncio.Timeout) -> None:
        request, parts = head, None
        if talk.bodies.request or length == 0:
            limit = self._service.limits.body
            body = await self._whole(limit, length)
            if body is None:
                self._outcome = "too_large"
                await self._answer(too_large(limit))
                return
            if body:
                request = Request.made(head.method, head.path, head.query, head.headers, body)
        else:
            deadline.reschedule(None)
            parts = self._parts()
        upstream = await talk.begin(request)
        self._outcome = talk.outcome
        if isinstance(upstream, Response):
            answer = upstream if self._body_over else upstream.__replace__(headers=Headers((*upstream.headers, UNREAD)))
            await self._answer(answer)
            return
        onward = Request.made(
            upstream.method, upstream.path, upstream.query, _onward(upstream.headers, self._id), upstream.body
        )
        start = perf_counter()
        held = await self._service.upstream.send(onward, parts, length)
        try:
            self._upstream += perf_counter() - start
            await self._returned(talk, held, head.method, deadline)
        finally:
            held.close()

    async def _returned(self, talk: Conversation, held: Answer, method: str, deadline: asyncio.Timeout) -> None:
        """The way back: the answer's body is read where a rule may look at it, else streamed."""
        limit = self._service.limits.body
        answer = Response.made(held.status, held.headers, b"")
        has_body = method != "HEAD" and held.status not in _NO_BODY
        if not has_body:
            if held.length is not None and method == "HEAD":
                answer = answer.__replace__(headers=Headers((*held.headers, ("content-length", str(held.length)))))
            await self._answer(await talk.end(answer))
            return
        if talk.bodies.answer(answer, method):
            start = perf_counter()
            body = await held.read(limit)
            self._upstream += perf_counter() - start
            translated = await talk.end(Response.made(answer.status, answer.headers, body))
            if len(body) <= limit and (held.length is None or held.length <= limit):
                await self._answer(translated)
                return
            deadline.reschedule(None)
            await self._streamed(translated, held, None)
            return
        deadline.reschedule(None)
        heard = bytearray() if talk.bodies.teaches and held.status < 300 else None
        await self._streamed(await talk.end(answer), held, heard)
        if heard:
            talk.overheard(Response.made(held.status, held.headers, bytes(heard)))

    # What goes to the client.

    async def _answer(self, answer: Response) -> None:
        """A whole answer."""
        headers = _raw(answer.headers)
        body = answer.body
        if self._has_no_body(answer.status):
            body = b""
        else:
            headers = [field for field in headers if field[0] != b"content-length"]
            headers.append((b"content-length", b"%d" % len(body)))
        await self._start(answer.status, headers)
        self._sent += len(body)
        await self._send({"type": "http.response.body", "body": body})

    async def _streamed(self, head: Response, held: Answer, heard: bytearray | None) -> None:
        """An answer as it comes; what came already stands in `head`.

        `heard` takes a copy of what passes, as long as that is no more than a lookup may be.
        """
        headers = _raw(head.headers)
        if held.length is not None:
            headers.append((b"content-length", b"%d" % held.length))
        await self._start(head.status, headers)
        if head.body:
            self._sent += len(head.body)
            await self._send({"type": "http.response.body", "body": head.body, "more_body": True})
        try:
            async for part in held.parts():
                self._sent += len(part)
                if heard is not None and len(heard) + len(part) <= _HEARD:
                    heard += part
                await self._send({"type": "http.response.body", "body": part, "more_body": True})
        except (UpstreamFailed, UpstreamTimeout):
            self._outcome = "upstream_failed"  # the head is out: that the answer is not whole shows by its end alone
            return
        await self._send({"type": "http.response.body", "body": b""})

    async def _start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        if self._id:
            headers.append((b"x-request-id", self._id.encode("latin-1")))
        if self._is_last:
            headers.append((b"connection", b"close"))
        self._started, self._status = True, status
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def _failed(self, outcome: Outcome, status: HTTPStatus, message: str, *headers: tuple[str, str]) -> None:
        self._outcome = outcome
        if not self._started:
            more = headers if self._body_over else (*headers, UNREAD)
            await self._answer(refusal(status, message, *more))

    def _has_no_body(self, status: int) -> bool:
        return status in _NO_BODY or (self._head is not None and self._head.method == "HEAD")

    # What comes from the client.

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
            async for part in self._parts():
                collected += part
                if len(collected) > limit:
                    return None
            body = bytes(collected)
        self._body_over = True
        self._received = len(body)
        return body if len(body) <= limit else None

    async def _parts(self) -> AsyncIterator[bytes]:
        """What is still to come of the body.

        Raises:
            ClientGone: it breaks off.
            TimeoutError: it does not go on.
        """
        patience = self._service.settings.timeouts.read
        more = True
        while more:
            async with asyncio.timeout(patience):
                message = await self._receive()
            if message["type"] == "http.disconnect":
                self._gone = True
                raise ClientGone
            part: bytes = message.get("body", b"")
            more = message.get("more_body", False)
            self._body_over = not more
            self._received += len(part)
            if part:
                yield part

    def _start_watch(self) -> None:
        self._watch = asyncio.get_running_loop().create_task(self._watched())

    async def _watched(self) -> None:
        """Wait for the client to go away, once its whole request is there; then give the request up."""
        while not self._body_over:
            await asyncio.sleep(PATIENCE)
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        if self._task is not None:
            self._task.cancel()

    def _tell(self, seconds: float) -> None:
        service, head, talk = self._service, self._head, self._talk
        client = str(talk.client) if talk is not None else "unknown"
        server = service.settings.server
        operation = talk.operation if talk is not None else None
        service.telemetry.finished(
            operation,
            client,
            server,
            self._outcome,
            self._status,
            seconds,
            talk.translating if talk is not None else 0.0,
            talk.looking_up if talk is not None else 0.0,
            self._upstream,
        )
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
            caller=talk.caller.name or None if talk is not None else None,
            received=self._received,
            sent=self._sent,
        )


_HEARD = 1024 * 1024
"""Bytes of the largest answer that is listened to as it passes."""
_NO_QUERY = Query.of("")


def _framing(raw: fields.Raw) -> tuple[int | None, bool]:
    """The length of a request's body, None where it comes in chunks; and whether it expects what can't be given."""
    length: int | None = 0
    expects = False
    for name, value in raw:
        if name == b"content-length":
            length = int(value)
        elif name == b"transfer-encoding":
            length = None
        elif name == b"expect":
            expects = value.lower() != b"100-continue"
    return length, expects


def _onward(headers: Headers, id_: str) -> Headers:
    """The fields that the upstream gets beside the caller's."""
    return Headers((*[field for field in headers if field[0] not in _REPLACED], _VIA, ("x-request-id", id_)))


_REPLACED = frozenset({"x-request-id"})


def _raw(headers: Headers) -> list[tuple[bytes, bytes]]:
    """As ASGI takes them; the id of the request is the gateway's to tell."""
    fields = [(name.lower(), value) for name, value in headers.raw]
    return [field for field in fields if field[0] != b"x-request-id"]
