"""An exchange led from its request to its answer, without I/O.

A talk is a generator: it yields requests to send, is sent their responses, and returns the client's answer. Adapters
differ in how they send, and in nothing else: `carried` sends by a function, `carried_async` by a coroutine function.
"""

from collections.abc import Awaitable, Callable, Generator, Iterable
from functools import cached_property
from typing import TypeAlias

from aurora_compat.aurora import aurora
from aurora_compat.exchange import Exchange
from aurora_compat.gateway.lookup import addressed, fields_of
from aurora_compat.registries import Registry
from aurora_compat.words.error import AuroraCompatError, MissingContext
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request, Response
from aurora_compat.words.note import Need, Question

Steps: TypeAlias = Generator[Request, Response, Response]
"""Requests to send, their responses, and at last the client's answer."""

MOST = 10
"""Look-ups of one exchange, where nobody says another number."""


class Talk:
    """One exchange on its way.

    A look-up that fails leaves its need unmet, whatever was raised: the field stays missing, or, where the need is
    required, the request is refused. What the server's answer to the request itself raises is passed on.

    Args:
        exchange: with nothing asked yet.
        most: how many look-ups it may take, before and after the call.
        raises: raise what the exchange refuses, instead of answering it.
        registry: that of the exchange.

    Attributes:
        exchange: as it stands now: what it has learned is complete when the talk is over.
    """

    def __init__(
        self, exchange: Exchange, *, most: int = MOST, raises: bool = False, registry: Registry | None = None
    ) -> None:
        self.exchange = exchange
        self._most = self._left = most
        self._raises, self._registry = raises, registry or aurora()
        self._failed: dict[Question, str] = {}

    def steps(self) -> Steps:
        """The talk itself: to be gone through once.

        Raises:
            AuroraCompatError: the exchange refuses the request, and `raises` asks for it.
        """
        while (need := self._next(self.exchange.needs)) is not None:
            yield from self._ask(need)
        try:
            upstream = self._upstream()
        except AuroraCompatError as error:
            if self._raises:
                raise
            return self.exchange.refusal(error)
        answer = yield upstream
        translation = self.exchange.respond(answer)
        while (need := self._next(translation.needs)) is not None:
            yield from self._ask(need)
            translation = self.exchange.respond(answer)
        return translation.result

    def _next(self, needs: Iterable[Need]) -> Need | None:
        """What to ask now: required needs go first, as they may use up what there is."""
        if self._left <= 0:
            return None
        askable = [need for need in needs if need.request is not None and need.question not in self._failed]
        return min(askable, key=lambda need: not need.required, default=None)

    def _ask(self, need: Need) -> Generator[Request, Response, None]:
        assert need.request is not None  # _next has looked
        self._left -= 1
        try:
            answer = yield addressed(need.request, self.exchange, self._fields)
        except Exception as error:  # whatever the sender raises; its text may hold a URL with a credential
            self._failed[need.question] = f"could not be asked: {type(error).__name__}"
        else:
            self.exchange = self.exchange.provide(need, answer)

    def _upstream(self) -> Request:
        try:
            return self.exchange.upstream
        except MissingContext as error:
            told = [f"{need.operation} {why}" for need in error.needs if (why := self._why_unmet(need))]
            if not told:
                raise
            raise error.replaced(message=f"{error.message} ({', '.join(told)})") from None

    def _why_unmet(self, need: Need) -> str | None:
        if need.question in self._failed:
            return self._failed[need.question]
        if self._left <= 0 and need in self.exchange.needs:
            return f"was not asked: {self._most} look-ups were made, and no more are allowed"
        return None

    @cached_property
    def _fields(self) -> Headers:
        return fields_of(self.exchange, self._registry)


def carried(steps: Steps, send: Callable[[Request], Response]) -> Response:
    """Go through the steps of a talk, sending by a function. Raises what that raises for the request itself."""
    try:
        request = next(steps)
        while True:
            try:
                response = send(request)
            except Exception as error:
                request = steps.throw(error)
            else:
                request = steps.send(response)
    except StopIteration as over:
        answer: Response = over.value
        return answer


async def carried_async(steps: Steps, send: Callable[[Request], Awaitable[Response]]) -> Response:
    """The same by a coroutine function."""
    try:
        request = next(steps)
        while True:
            try:
                response = await send(request)
            except Exception as error:
                request = steps.throw(error)
            else:
                request = steps.send(response)
    except StopIteration as over:
        answer: Response = over.value
        return answer
