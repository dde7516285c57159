"""One conversation: a client's request on its way to a server of another version, and the answer on its way back.

No I/O: what must be asked of the server first is said (`needs`), asked by the caller, and given (`provide`).

    exchange = Exchange(request, client="2018.01", server="2024.05", context=context)
    for need in exchange.needs:
        exchange = exchange.provide(need, send(need.request))
    answer = exchange.respond(send(exchange.upstream)).result
"""

from collections.abc import Collection, Mapping
from functools import cached_property

from aurora_compat import learning
from aurora_compat.aurora import aurora
from aurora_compat.messages import (
    Incoming,
    MessageTranslation,
    begin_request,
    checked,
    coding,
    harmless,
    lane_of,
    quick_response,
    request_walk,
    response_call,
    response_walk,
    translate_request,
)
from aurora_compat.reading import DEFAULTS, Limits, parse
from aurora_compat.refusal import refusal_response
from aurora_compat.registries import Registry
from aurora_compat.words.context import NOTHING_KNOWN, Context
from aurora_compat.words.error import AuroraCompatError, MalformedPayload, MissingContext
from aurora_compat.words.jsons import Json
from aurora_compat.words.message import Request, Response
from aurora_compat.words.note import Need, Question
from aurora_compat.words.operation import Operation
from aurora_compat.words.version import Version


class Exchange:
    """A request and its answer. `provide` gives a new exchange; what an exchange is about never changes.

    Args:
        request: as the client made it.
        client: the client's version.
        server: the server's version.
        context: what is known.
        registry: another than Aurora's.
        limits: on the size and depth of bodies.
        hosts: names of the server and of the gateway, beside those that the request names: URLs of theirs in answers
            are brought to the client's version too.

    Raises:
        UnknownVersion: one of the versions is none.
    """

    def __init__(
        self,
        request: Request,
        *,
        client: Version | str,
        server: Version | str,
        context: Context | None = None,
        registry: Registry | None = None,
        limits: Limits | None = None,
        hosts: Collection[str] = (),
    ) -> None:
        checked("request", request, Request)
        checked("context", context or NOTHING_KNOWN, Context)
        self._registry = registry or aurora()
        self.request = request
        self.client = self._registry.version(client)
        self.server = self._registry.version(server)
        self.context = context or NOTHING_KNOWN
        self._registry.path(self.client, self.server)
        self._limits = limits or DEFAULTS
        self._hosts = frozenset(host.lower() for host in hosts)
        self._in_vain: dict[Question, str] = {}
        self._facts: Context = self.context
        self._unread: tuple[tuple[str, Response], ...] = ()

    def __repr__(self) -> str:
        return f"<Exchange of {self.request!r}, {self.client} -> {self.server}>"

    @property
    def operation(self) -> Operation | None:
        """The operation as the client called it; None for one that no catalogue knows, or a broken request."""
        return self._probe.operation if self._probe else None

    @property
    def path_params(self) -> Mapping[str, str]:
        """The parameters of the path as the client called it, decoded."""
        return self._probe.path_params if self._probe else {}

    # Before the call.

    @property
    def translation(self) -> MessageTranslation[Request]:
        """The translation of the request, with its notes. Raises what `upstream` does."""
        if isinstance(self._sent, AuroraCompatError):
            raise self._sent.replaced()  # another each time: the traceback of one would grow with every raise
        return self._sent

    @property
    def upstream(self) -> Request:
        """The request to send to the server.

        Raises:
            MissingContext: a required need is unmet.
            Untranslatable: a rule refuses the request.
            MalformedPayload: the request is broken, or over a limit.
        """
        try:
            return self.translation.result
        except MissingContext as error:
            answers = [
                f"{need.operation} {self._in_vain[need.question]}" for need in error.needs if self._was_vain(need)
            ]
            if not answers:
                raise
            told = f"{error.message} ({', '.join(answers)})"
            raise error.replaced(message=told) from None

    @property
    def needs(self) -> tuple[Need, ...]:
        """What to ask the server before the call: required needs, without which `upstream` raises, and optional ones.

        Each once, none whose answer was of no use; empty where the request is refused whatever the answers are. Lists
        come page by page: after a full page the need for the next one is here.
        """
        try:
            return self._open(self.translation.needs)
        except MissingContext as error:
            if not error.needs:
                return ()  # only the caller can know what is missing
            probe = self._probe
            return self._open(probe.needs) if probe else ()
        except AuroraCompatError:
            return ()

    def provide(self, need: Need, response: Response) -> "Exchange":
        """An exchange that knows the server's answer to a need.

        An answer that is no use (not 2xx, or no JSON object) is remembered as such: the need is not told again, and a
        required one stays unmet.
        """
        checked("need", need, Need)
        checked("response", response, Response)
        fresh = Exchange(
            self.request,
            client=self.client,
            server=self.server,
            context=self.context,
            registry=self._registry,
            limits=self._limits,
            hosts=self._hosts,
        )
        fresh._in_vain, fresh._facts, fresh._unread = dict(self._in_vain), self._facts, self._unread
        try:
            body = self._answer(response)
            _check_page(need, body)
            fresh.context = self.context.with_answer(need, body)
        except MalformedPayload as error:
            fresh._in_vain[need.question] = f"was answered with what is no use: {error.message}"
            return fresh
        fresh._learn(need.operation, need.path_params, need.query, body)
        held = fresh.context.answer(need.operation, need.path_params)
        if need.operation == "list_roles" and held is not None and held.complete:
            fresh._facts = learning.with_roles(fresh._facts, need.path_params.get("tenant_id"), held.pages)
        return fresh

    def refusal(self, error: AuroraCompatError) -> Response:
        """What the client is to be told where `upstream` raised: in the form that its version has."""
        return refusal_response(error, self._registry.changes, self.request.method)

    # After it.

    def respond(self, response: Response) -> MessageTranslation[Response]:
        """The server's answer as the client's version would have given it; it never raises for what the server said.

        Where the body can't be read, status and headers are translated and the body is passed on, `unsupported`.
        `needs` of what comes back are optional: provide them and respond again.
        """
        checked("response", response, Response)
        operation = self.operation.name if self.operation else None
        translation = self._quickly(response, operation) or self._walked(response, operation)
        translation.in_vain = frozenset(self._in_vain)
        if 200 <= response.status < 300 and learning.learns(operation):
            self._unread = (*self._unread, (operation or "", response))
        return translation

    def _quickly(self, response: Response, operation: str | None) -> MessageTranslation[Response] | None:
        """The answer translated at once, where it is as answers usually are, to a request that stays what it was."""
        sent = self._sent
        if operation is None or isinstance(sent, AuroraCompatError) or set(sent.operations) - {operation}:
            return None
        lane = lane_of(self._registry, "response", self.server, self.client)
        again = (self._walked, (response, operation))
        try:
            return quick_response(
                response, lane, operation, self.path_params, self.request.method, self.context, self._limits, again
            )
        except Exception:
            return None  # whatever is odd: the walk decides, and says what is wrong

    def _walked(self, response: Response, operation: str | None) -> MessageTranslation[Response]:
        probe = self._probe
        headers, notes = harmless(response.headers, len(response.body), self.request.method)
        answer = Response(response.status, headers, response.body)
        call = response_call(
            operation, self.path_params, self.server, self.client, self.context, response.status, self._registry
        )
        hosts = self._hosts | {host for host in (self.request.host,) if host}
        operations = probe.operations[::-1] if probe else None
        incoming = Incoming(self.request.method, operations, hosts, notes)
        try:
            return response_walk(answer, call, incoming, None, self._limits)
        except AuroraCompatError as error:
            return response_walk(answer, call, incoming._replace(unread=error.message), None, self._limits)

    @property
    def learned(self) -> Context:
        """The context, and what the answers that passed by tell of later requests.

        Designs of assets, projects of designs, roles; it grows with every `provide` and `respond`. Answers are read
        for it when it is asked for.
        """
        unread, self._unread = self._unread, ()
        for operation, response in unread:
            self._remember(operation, response)
        return self._facts

    # Within.

    def _leniently(self) -> MessageTranslation[Request]:
        call, draft = begin_request(self.request, self.client, self.server, self.context, self._registry)
        return request_walk(self.request, call._replace(lenient=True), draft, None, self._limits)

    @cached_property
    def _sent(self) -> MessageTranslation[Request] | AuroraCompatError:
        try:
            return translate_request(
                self.request,
                source=self.client,
                target=self.server,
                context=self.context,
                registry=self._registry,
                limits=self._limits,
            )
        except AuroraCompatError as error:
            return error.replaced()  # as a value, without the traceback and all that it holds

    @cached_property
    def _probe(self) -> MessageTranslation[Request] | None:
        """The request translated without refusals, to see what it is about and would need; None if it is broken."""
        if not isinstance(self._sent, AuroraCompatError):
            return self._sent
        try:
            return self._leniently()
        except AuroraCompatError:
            return None

    def _open(self, needs: tuple[Need, ...]) -> tuple[Need, ...]:
        return tuple(need for need in needs if not self._was_vain(need))

    def _was_vain(self, need: Need) -> bool:
        return need.question in self._in_vain

    def _answer(self, response: Response) -> Json:
        """The body of an answer to a need.

        Raises:
            MalformedPayload: it is none, or can't be read.
        """
        if not 200 <= response.status < 300:
            raise MalformedPayload(f"status {response.status}")
        if coding.unknown_codings(response.headers):
            raise MalformedPayload("it comes in an unknown content coding")
        return parse(coding.decoded(response.body, response.headers, self._limits.body), self._limits)

    def _remember(self, operation: str, response: Response) -> None:
        try:
            body = self._answer(response)
        except MalformedPayload:
            return
        self._learn(operation, self.path_params, dict(self.request.query), body)

    def _learn(self, operation: str, params: Mapping[str, str], query: Mapping[str, str], body: Json) -> None:
        self._facts = learning.learned(self._facts, operation, params, query, body)


def _check_page(need: Need, body: Json) -> None:
    """Refuse the page of a list that holds none: it would pass for an empty one."""
    if "per_page" in need.query and not any(isinstance(value, list) for value in _members(body)):
        raise MalformedPayload("it holds no list")


def _members(body: Json) -> Collection[Json]:
    return body.values() if isinstance(body, dict) else ()
