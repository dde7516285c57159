"""One caller's request on its way through a gateway: from its head to the client's answer, without the sending.

The proxy and the Envoy server lead it alike: `at_once` or else `begin` gives what to send, `end` what to answer.
"""

from collections.abc import Iterable
from http import HTTPStatus
from time import perf_counter
from typing import TYPE_CHECKING

from aurora_compat import hmac_auth
from aurora_compat.aurora.signature import PARAMETERS
from aurora_compat.exchange import Exchange
from aurora_compat.gateway.proxy.bodies import Bodies
from aurora_compat.gateway.proxy.callers import Caller, bearer_of, with_token
from aurora_compat.gateway.proxy.fields import Raw
from aurora_compat.gateway.proxy.lookups import Asking
from aurora_compat.gateway.proxy.metrics import Outcome
from aurora_compat.gateway.proxy.refusals import unauthorized
from aurora_compat.gateway.proxy.tracing import SILENT, Span
from aurora_compat.gateway.talk import Steps, Talk
from aurora_compat.messages import Lane, MessageTranslation, Way, quick_request, quick_response, translation_of
from aurora_compat.routing import PlainRoute
from aurora_compat.words.context import Context
from aurora_compat.words.error import AuroraCompatError, MalformedPayload, MissingContext
from aurora_compat.words.message import Request, Response
from aurora_compat.words.note import Need
from aurora_compat.words.version import Version

if TYPE_CHECKING:
    from aurora_compat.gateway.proxy.service import Service


_UNKNOWN_CALLER = frozenset({401, 403})
"""Statuses by which the server tells that it does not know the caller: what strangers send keeps no change in use."""


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
        *("_lanes", "_params", "_way"),
        *("_asking", "_exchange", "_found", "_request", "_sent", "_service", "_steps", "_talk", "bodies", "caller"),
        *("client", "looking_up", "operation", "outcome", "server", "signed", "span", "translating"),
    )

    def __init__(
        self,
        service: "Service",
        caller: Caller,
        client: Version,
        operation: str | None,
        bodies: Bodies,
        found: PlainRoute | None,
        *,
        signed: bool,
    ) -> None:
        self._service, self.caller, self.client, self.server = service, caller, client, service.server
        self.operation, self.bodies, self.signed = operation, bodies, signed
        self.outcome: Outcome = "passed"
        self.span: Span = SILENT
        self.translating = self.looking_up = 0.0
        self._found = found
        self._sent: Request | None = None
        self._lanes: tuple[Lane, Lane] | None = None
        self._way: Way | None = None
        self._params: dict[str, str] = {}
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
        caller = self.caller
        if self._found is None or self.signed or caller.token is not None or not self.bodies.is_plain:
            return None
        start, service, (name, names, values) = perf_counter(), self._service, self._found
        lanes = self._lanes = service.lanes(self.client)
        params = self._params = dict(zip(names, values))  # noqa: B905  # there are as many
        try:
            lane = lanes[0]
            way = self._way = lane.ways.get(name) or lane.way(name)
            sent = way.sent(request, params, service.limits) if caller.known is None else None
            if sent is None:
                sent = quick_request(request, lane, caller.known, service.limits, self._found).result
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
        sent, found, lanes, service = self._sent, self._found, self._lanes, self._service
        if (
            sent is None
            or found is None
            or lanes is None
            or self.caller.known is not None
            or not (200 <= status < 300 and status != HTTPStatus.NO_CONTENT and service.leaves_answers)
        ):
            return None
        start = perf_counter()
        try:
            lane = lanes[1]
            way = lane.ways.get(found[0]) or lane.way(found[0])
            fresh = way.answered(raw, body, self._params, service.limits)
        except Exception:
            return None  # whatever is odd: the exchange decides
        finally:
            self.translating += perf_counter() - start
        telemetry = service.telemetry
        self._count_sent(sent)
        weight = telemetry.weight(way.topic, len(fresh))
        if weight:
            came = Response(status, raw, body)
            result, again = Response.made(status, came.headers, fresh), (self._walked, (came,))
            telemetry.read(MessageTranslation(result, way.operation, None, again, self._params, way), weight)
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
        sent, request, found, lanes, service = self._sent, self._request, self._found, self._lanes, self._service
        if sent is None or request is None or found is None or lanes is None:
            return None
        lane, params, again = lanes[1], self._params, (self._walked, (response,))
        try:
            known = self.caller.known
            answer = quick_response(response, lane, found[0], params, request.method, known, service.limits, again)
        except Exception:
            return None  # as above
        self._count_sent(sent)
        service.telemetry.translation(answer)
        return answer.result

    def _count_sent(self, sent: Request) -> None:
        """Tell of a request that was translated at once."""
        telemetry, request, lanes, way = self._service.telemetry, self._request, self._lanes, self._way
        assert request is not None  # all three are there, as it was sent
        assert lanes is not None
        assert way is not None
        weight = telemetry.weight(way.topic, len(sent.body))
        if weight:
            lane, limits = lanes[0], self._service.limits
            telemetry.read(translation_of(request, sent, lane, way, self._params, self.caller.known, limits), weight)

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
