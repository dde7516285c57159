"""One caller's request on its way through a gateway: from its head to the client's answer, without the sending.

The proxy and the Envoy server lead it alike: `at_once` or else `begin` gives what to send, `end` what to answer.
"""

from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING

from aurora_compat import hmac_auth
from aurora_compat.aurora.signature import PARAMETERS
from aurora_compat.exchange import Exchange
from aurora_compat.gateway.proxy.callers import Caller, bearer_of, with_token
from aurora_compat.gateway.proxy.fields import Raw
from aurora_compat.gateway.proxy.lookups import Asking
from aurora_compat.gateway.proxy.metrics import Outcome
from aurora_compat.gateway.proxy.refusals import unauthorized
from aurora_compat.gateway.proxy.tracing import SILENT, Span
from aurora_compat.gateway.proxy.tracks import Track
from aurora_compat.gateway.talk import Steps, Talk
from aurora_compat.messages import MessageTranslation, quick_request, quick_response, translation_of
from aurora_compat.routing import PlainRoute, plain_params
from aurora_compat.words.context import Context
from aurora_compat.words.error import AuroraCompatError, MalformedPayload, MissingContext
from aurora_compat.words.message import Request, Response
from aurora_compat.words.note import Need
from aurora_compat.words.version import Version

if TYPE_CHECKING:
    from aurora_compat.gateway.proxy.service import Service


_UNKNOWN_CALLER = frozenset({401, 403})
"""Statuses by which the server tells that it does not know the caller: what strangers send keeps no change in use."""

_NO_CONTENT = 204
_NO_CREDENTIAL = "the request has no credential that the server takes: send Authorization: Bearer and a token"


class Conversation:
    """One request and its answer.

    Attributes:
        caller: who sends it.
        client, server: the versions that it is translated between.
        operation: as the client calls it; None for one that no catalogue knows.
        bodies: which bodies are to be read whole.
        outcome: what has come of it so far.
        span: in which look-ups are told.
        translating, looking_up: seconds spent so far.
    """

    __slots__ = (
        *("_asking", "_exchange", "_found", "_ordinary", "_quick", "_request", "_sent", "_service", "_steps", "_talk"),
        *("bodies", "caller", "client", "looking_up", "operation", "outcome"),
        *("server", "signed", "span", "translating"),
    )

    def __init__(
        self,
        service: "Service",
        caller: Caller,
        client: Version,
        operation: str | None,
        track: Track,
        found: PlainRoute | None,
        *,
        signed: bool,
    ) -> None:
        self._service, self.caller, self.client, self.server = service, caller, client, service.server
        self.operation, self.signed = operation, signed
        self.bodies, self._quick = track
        self.outcome: Outcome = "passed"
        self.span: Span = SILENT
        self.translating = self.looking_up = 0.0
        self._found = found
        self._ordinary: PlainRoute | None = None
        self._sent: Request | None = None
        self._request: Request | None = None
        self._exchange: Exchange | None = None
        self._talk: Talk | None = None
        self._steps: Steps | None = None
        self._asking: Asking | None = None

    @property
    def passes(self) -> bool:
        """Whether caller and server speak the same version, and there is nothing to translate."""
        return self.client is self.server  # as those of one registry are

    @property
    def is_plain(self) -> bool:
        """Whether an answer goes back as it came, whatever it is."""
        return self.passes and self._service.leaves_answers

    @property
    def leaves_request(self) -> bool:
        """Whether a request goes on as it came, whatever it is."""
        return self.client is self.server and self.caller.token is None

    def at_once(self, request: Request) -> Request | None:
        """The request to send, where it is as requests usually are and needs nothing; None leaves it to `begin`.

        Args:
            request: with its body, where that is to be read whole; without fields of the hop that it came by.
        """
        quick, caller, found = self._quick, self.caller, self._found
        if quick is None or found is None or caller.token is not None:
            return None
        start, known = perf_counter(), caller.known
        try:
            sent = quick.send(request, found) if known is None else None
            if sent is not None:
                self._ordinary = found
            else:
                lane, limits = self._service.lanes(self.client)[0], self._service.limits
                sent = quick_request(request, lane, known, limits, found).result
        except Exception:
            return None  # whatever is odd: the exchange decides, and says what is wrong
        finally:
            self.translating += perf_counter() - start
        self._sent, self._request, self.outcome = sent, request, "translated"
        return sent

    async def begin(self, request: Request) -> Request | Response:
        """The request to send, or the answer to a request that is not sent; `request` is as for `at_once`."""
        start = perf_counter()
        try:
            return await self._begun(request)
        finally:
            self.translating += perf_counter() - start

    async def _begun(self, request: Request) -> Request | Response:
        caller = self.caller
        known = caller.known
        if self.signed and bearer_of(request) is None and (caller.token is not None or not self.passes):
            try:
                hmac_auth.verify(request, self._service.secrets)
            except hmac_auth.InvalidSignature as error:
                return self._unsigned(error, request.method)
        if self.passes:
            return self._swapped(request)
        if caller.token is not None and (not self.signed or bearer_of(request) is not None):
            request = with_token(request, caller.token)
        exchange = self._exchange_of(request, known)
        plain = None
        try:
            plain = exchange.translation
        except MissingContext:
            exchange = await self._remembered(exchange)
        except AuroraCompatError:
            pass  # the talk makes a refusal of it
        self._exchange = exchange
        if plain is not None and not exchange.needs:
            self.outcome = "translated"
            return plain.result
        gone_on = await self._gone_on(None)
        if isinstance(gone_on, Response):
            assert self._talk is not None  # it has answered
            self.outcome = self._refused(self._talk.refusal)
            self._count_needs(self._talk.met, getattr(self._talk.refusal, "needs", ()))
            return unauthorized(_NO_CREDENTIAL, request.method) if self.outcome == "unauthorized" else gone_on
        self.outcome = "translated"
        return gone_on

    def answered_at_once(self, status: int, raw: Raw, body: bytes) -> bytes | None:
        """The body of the client's answer, where nothing else changes; None leaves the answer to `end`.

        Args:
            status: of the server's answer.
            raw: its fields, without links and those of the hop; names are in lower case.
            body: all of it.
        """
        found, sent, quick, service = self._ordinary, self._sent, self._quick, self._service
        if (
            found is None
            or sent is None
            or quick is None
            or not (200 <= status < 300 and status != _NO_CONTENT and service.leaves_answers)
        ):
            return None
        start = perf_counter()
        try:
            fresh = quick.answer(raw, body, found)
        except Exception:
            return None  # whatever is odd: the exchange decides
        finally:
            now = perf_counter()
            self.translating += now - start
        passed = quick.passed
        if now < passed.due:
            passed.count += 1
            return fresh
        weight = service.telemetry.weight(passed, len(sent.body) + len(fresh), 2)
        if weight:
            self._read(sent, Response(status, raw, body), fresh, weight)
        return fresh

    async def end(self, response: Response) -> Response:
        """The client's answer to the server's; it never raises for what the server has said.

        Args:
            response: with its body, where that was to be read whole; else the head alone, and so is what comes back.
        """
        response = self._service.heard(response)
        if self.passes:
            return self._service.told(response, self.client)
        start = perf_counter()
        try:
            answer = self._ended_at_once(response) or await self._ended(response)
        finally:
            self.translating += perf_counter() - start
        return self._service.told(answer, self.client)

    def _ended_at_once(self, response: Response) -> Response | None:
        """The client's answer, where both messages are as they usually are; else None."""
        sent, request, quick, service = self._sent, self._request, self._quick, self._service
        if sent is None or request is None or quick is None:
            return None
        lane, params, again = service.lanes(self.client)[1], self._params(), (self._walked, (response,))
        try:
            name, known = quick.down.operation.name, self.caller.known
            answer = quick_response(response, lane, name, params, request.method, known, service.limits, again)
        except Exception:
            return None  # as above
        service.telemetry.translation(self._request_translated(sent))
        service.telemetry.translation(answer)
        return answer.result

    def _read(self, sent: Request, came: Response, fresh: bytes, weight: int) -> None:
        """Have both messages read for the metrics: they stand for so many."""
        assert self._quick is not None  # it was answered at once
        telemetry, way = self._service.telemetry, self._quick.down
        telemetry.read(self._request_translated(sent), weight)
        result, again = Response.made(came.status, came.headers, fresh), (self._walked, (came,))
        telemetry.read(MessageTranslation(result, way.operation, None, again, self._params(), way), weight)

    def _request_translated(self, sent: Request) -> MessageTranslation[Request]:
        """What came of a request that was translated at once."""
        assert self._request is not None  # both are there, as it was sent
        assert self._quick is not None
        lane, way = self._service.lanes(self.client)[0], self._quick.up
        return translation_of(self._request, sent, lane, way, self._params(), self.caller.known, self._service.limits)

    def _params(self) -> dict[str, str]:
        """Those of the path of a request that was translated at once."""
        assert self._found is not None
        return plain_params(self._found)

    def _walked(self, response: Response) -> MessageTranslation[Response]:
        """An answer translated step by step, for what is to be told of it."""
        assert self._request is not None  # it was translated at once
        return self._exchange_of(self._request, self.caller.known).respond(response).walked

    def _exchange_of(self, request: Request, known: Context | None) -> Exchange:
        service = self._service
        return Exchange(
            request,
            client=self.client,
            server=self.server,
            context=known,
            registry=service.registry,
            limits=service.limits,
            hosts=service.hosts,
        )

    async def _ended(self, response: Response) -> Response:
        telemetry = self._service.telemetry
        exchange = self._exchange
        if exchange is None:
            assert self._request is not None  # it was translated at once; its answer was not
            exchange = self._exchange = self._exchange_of(self._request, self.caller.known)
        if self._talk is None:
            translation = exchange.respond(response)
            if not translation.needs:
                if response.status not in _UNKNOWN_CALLER:
                    telemetry.translation(exchange.translation)
                    telemetry.translation(translation)
                return translation.result
            await self._gone_on(None)  # a talk, which comes as far as its request, and is given the answer below
        answer = await self._gone_on(response)
        assert isinstance(answer, Response)  # a talk sends its request once
        if response.status not in _UNKNOWN_CALLER:
            self._count()
        return answer

    def overheard(self, response: Response) -> None:
        """Take note of an answer whose body was streamed, for what it teaches."""
        if self._exchange is not None:
            self._exchange.respond(response)

    async def finished(self) -> None:
        """Keep what was learned; to be called when the answer is out."""
        if self._exchange is not None and self.bodies.teaches:
            await self._service.memory.keep(self._exchange)

    async def _gone_on(self, response: Response | None) -> Request | Response:
        """Go on with the talk, and begin it where that is still to do, until its request or its answer is there."""
        if self._talk is None:
            self._begin_talk()
        steps, asking, talk = self._steps, self._asking, self._talk
        assert steps is not None  # as all three are there or none
        assert asking is not None
        assert talk is not None
        try:
            asked = next(steps) if response is None else steps.send((response,))
            while asked[0].need is not None:
                start = perf_counter()
                with self.span.child("lookups"):
                    came = await asking.answers(asked)
                taken = perf_counter() - start
                self.looking_up += taken
                self.translating -= taken
                asked = steps.send(came)
        except StopIteration as over:
            answer: Response = over.value
            return answer
        finally:
            self._exchange = talk.exchange
        return asked[0].request

    def _begin_talk(self) -> None:
        assert self._exchange is not None  # without one there is nothing to talk about
        service = self._service
        self._asking = service.lookups.of(self.caller.rate)
        most = service.settings.lookups.most
        self._talk = Talk(self._exchange, most=most, registry=service.registry, is_old=self._asking.is_old)
        self._steps = self._talk.steps()

    async def _remembered(self, exchange: Exchange) -> Exchange:
        """The exchange with what was learned earlier, where that may help."""
        known = await self._service.memory.known(exchange)
        if known is None:
            return exchange
        return self._exchange_of(exchange.request, known)

    def _swapped(self, request: Request) -> Request:
        """A request that is not translated, with the credential that the upstream knows."""
        token = self.caller.token
        if token is None:
            return request
        query = request.query.without(*PARAMETERS) if self.signed else request.query
        return with_token(Request.made(request.method, request.path, query, request.headers, request.body), token)

    def _unsigned(self, error: hmac_auth.InvalidSignature, method: str) -> Response:
        self.outcome = "unauthorized"
        self._service.telemetry.signature(error.reason)
        return unauthorized(f"{error.message} (hmac-authentication)", method)

    def _refused(self, error: AuroraCompatError | None) -> Outcome:
        match error:
            case MalformedPayload():
                return "malformed"
            case MissingContext() if error.needs:
                return "lookup_failed"
            case MissingContext(change="hmac-authentication"):
                return "unauthorized"
            case _:
                return "refused"

    def _count(self) -> None:
        """Tell what became of the needs, and of both messages."""
        telemetry, talk, exchange = self._service.telemetry, self._talk, self._exchange
        if talk is None or exchange is None or talk.translation is None:
            return
        telemetry.translation(exchange.translation)
        telemetry.translation(talk.translation)
        self._count_needs(talk.met, (*talk.in_vain, *talk.translation.needs))

    def _count_needs(self, met: Iterable[Need], unmet: Iterable[Need]) -> None:
        telemetry = self._service.telemetry
        for need in met:
            telemetry.need(need.change, need.required, met=True)
        for need in unmet:
            telemetry.need(need.change, need.required, met=False)
