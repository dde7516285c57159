"""One HTTP exchange as Envoy tells it: a message for each part that was asked for, and an answer to each.

    request_headers  ->  what to change; or "send me the body too"; or an answer in the server's place
    request_body     ->  what to change; or an answer in the server's place
    response_headers ->  what to change; or "send me the body too"
    response_body    ->  what to change

A body is asked for only where a rule may look at it. All others flow past, as they come.
"""

import asyncio
import logging
from http import HTTPStatus
from time import perf_counter
from typing import Any

from aurora_compat.gateway.envoy import replies
from aurora_compat.gateway.envoy.messages import Head
from aurora_compat.gateway.envoy.mutations import of_request, of_response, without_length
from aurora_compat.gateway.proxy.conversation import Conversation
from aurora_compat.gateway.proxy.logs import request_id
from aurora_compat.gateway.proxy.metrics import Outcome
from aurora_compat.gateway.proxy.refusals import overloaded, refusal, too_large
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.words.message import Request, Response

_LOG = logging.getLogger(__name__)

_HEARD = 1024 * 1024
"""Bytes of the largest answer that is asked for only because of what it teaches."""
_NO_BODY = frozenset({204, 304})


class Processing:
    """Answers Envoy's messages about one HTTP request and its response, in the order in which they come.

    Args:
        service: the engine; the exchange is a conversation of it.
        has_room: whether the request may be carried at all; else it is answered with 503.

    Attributes:
        is_over: whether there is nothing left to say.
    """

    def __init__(self, service: Service, *, has_room: bool = True) -> None:
        self.is_over = False
        self._service, self._has_room = service, has_room
        self._talk: Conversation | None = None
        self._request: Request | None = None
        self._head = Head({}, [], is_raw=True, is_all=True)
        self._is_sent = False
        self._outcome: Outcome = "client_gone"
        self._status = self._received = self._sent = 0
        self._start = self._left = perf_counter()
        self._upstream = 0.0

    async def answer(self, came: Any) -> Any:
        """The `ProcessingResponse` to a `ProcessingRequest`.

        It never raises: without an answer Envoy would tell the client nothing but an empty 500. Where something fails
        that should not, a request is answered with a 500 that says so, and a response is passed on as it is.
        """
        part = came.WhichOneof("request")
        try:
            async with asyncio.timeout(self._service.settings.timeouts.total):
                return await self._answered(part, came)
        except TimeoutError:
            _LOG.warning("look-ups took too long: %s of Envoy", part)
            refused = refusal(HTTPStatus.GATEWAY_TIMEOUT, "the upstream gave no answer to look-ups in time")
            return self._despite(part, refused, "timeout")
        except Exception as error:
            _LOG.error("%s of Envoy could not be answered", part, exc_info=error)
            refused = refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "the gateway failed; its log tells why")
            return self._despite(part, refused, "failed")

    async def finished(self) -> None:
        """Tell what has become of the exchange, and keep what it has taught; it is over, or Envoy has given it up."""
        try:
            self._tell()
            if self._talk is not None:
                await self._talk.finished()
        except Exception as error:
            _LOG.error("the end of an exchange failed", exc_info=error)

    async def _answered(self, part: str | None, came: Any) -> Any:
        match part:
            case "request_headers":
                return await self._begun(came.request_headers)
            case "request_body" if self._talk is not None and not self._is_sent:
                return await self._sent_on(part, self._talk, came.request_body.body)
            case "response_headers":
                return await self._answer_begun(came.response_headers)
            case "response_body" if self._talk is not None and not self.is_over:
                return await self._ended(part, self._talk, came.response_body.body)
            case _:  # trailers, or a body that the filter's own configuration sends
                return replies.unchanged(part)

    async def _begun(self, told: Any) -> Any:
        self._head = head = Head.of(told)
        self._request = request = head.request()
        if not self._has_room:
            return self._instead(overloaded(), "overloaded")
        begun = self._service.conversation(request)
        if isinstance(begun, Response):
            is_unknown = begun.status == HTTPStatus.UNAUTHORIZED
            return self._instead(begun, "unauthorized" if is_unknown else "refused")
        self._talk = begun
        if not begun.bodies.request or head.is_all:
            return await self._sent_on("request_headers", begun, None)
        limit = self._service.settings.limits.body
        if head.length is not None and head.length > limit:
            return self._instead(too_large(limit), "too_large")
        return replies.with_body("request_headers")

    async def _sent_on(self, part: str, talk: Conversation, body: bytes | None) -> Any:
        limit = self._service.settings.limits.body
        if body is not None:
            self._received = len(body)
            if len(body) > limit:
                return self._instead(too_large(limit), "too_large")
        request = self._head.request(body or b"")
        wanted = talk.at_once(request) or await talk.begin(request)
        if isinstance(wanted, Response):
            return self._instead(wanted, talk.outcome)
        self._is_sent, self._left = True, perf_counter()
        return replies.changed(part, of_request(self._head, body, wanted))

    async def _answer_begun(self, told: Any) -> Any:
        head = Head.of(told)
        self._upstream = perf_counter() - self._left
        talk, request = self._talk, self._request
        if talk is None or request is None or not self._is_sent:
            # Envoy itself has answered, such as 413 to a body that it can't hold.
            self._over("too_large" if head.pseudo.get(":status") == "413" else "failed", head)
            _LOG.warning("an answer came before the request's body: Envoy's own, or `allow_mode_override` is not set")
            return replies.unchanged("response_headers")
        self._head = head
        if not head.is_all and self._wants(talk, head, request.method):
            return replies.with_body("response_headers")
        return await self._ended("response_headers", talk, None)

    def _wants(self, talk: Conversation, head: Head, method: str) -> bool:
        """Whether the body of an answer is to be read whole."""
        response, length = head.response(), head.length or 0
        if talk.bodies.answer(response, method):
            return length <= self._service.settings.limits.body
        is_heard = talk.bodies.teaches and 200 <= response.status < 300 and response.status not in _NO_BODY
        return is_heard and method != "HEAD" and length <= _HEARD

    async def _ended(self, part: str, talk: Conversation, body: bytes | None) -> Any:
        head = self._head
        came = head.response(body or b"")
        length = head.length if self._request is not None and self._request.method == "HEAD" else None
        if length is not None:  # of a body that only GET would get: whether it stays, a rule decides
            came = came.__replace__(headers=came.headers.with_value("content-length", str(length)))
        wanted = await talk.end(came)
        self._sent = len(wanted.body)
        self._over(talk.outcome, head)
        self._status = wanted.status
        common = of_response(head, body, wanted)
        if length is not None and wanted.headers.get("content-length") is None:
            without_length(common)
        return replies.changed(part, common)

    def _instead(self, answer: Response, outcome: Outcome) -> Any:
        """An answer in the server's place."""
        self._over(outcome, None)
        self._status, self._sent = answer.status, len(answer.body)
        return replies.instead(answer, outcome, is_raw=self._head.is_raw)

    def _despite(self, part: str | None, answer: Response, outcome: Outcome) -> Any:
        """What is said where nothing right can be said."""
        if part in {"request_headers", "request_body"}:
            return self._instead(answer, outcome)
        self._over(outcome, self._head)
        return replies.unchanged(part)

    def _over(self, outcome: Outcome, head: Head | None) -> None:
        self.is_over, self._outcome = True, outcome
        if head is not None:
            self._status = int(head.pseudo.get(":status", "0"))

    def _tell(self) -> None:
        service, request, talk = self._service, self._request, self._talk
        if request is None:  # Envoy has opened a stream, and then had nothing to say
            return
        seconds = perf_counter() - self._start
        client = str(talk.client) if talk is not None else "unknown"
        operation = talk.operation if talk is not None else None
        service.telemetry.finished(
            operation,
            client,
            service.settings.server,
            self._outcome,
            self._status,
            seconds,
            talk.translating if talk is not None else 0.0,
            talk.looking_up if talk is not None else 0.0,
            self._upstream,
        )
        service.log.access(
            request_id=request_id(request.headers),
            method=request.method,
            operation=operation,
            query=request.query,
            status=self._status,
            outcome=self._outcome,
            seconds=seconds,
            client=client,
            server=service.settings.server,
            caller=talk.caller.name or None if talk is not None else None,
            received=self._received,
            sent=self._sent,
        )
