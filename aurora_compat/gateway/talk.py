"""An exchange led from its request to its answer, without I/O.

A talk is a generator: it yields what is to be sent, all that can be sent at once together; it is sent what came of
each, in that order; and it returns the client's answer. Adapters differ in how they send, and in nothing else:
`carried` sends by a function, one after the other, `carried_async` by a coroutine function. The proxy sends look-ups
side by side.
"""

from collections.abc import Awaitable, Callable, Generator, Iterable
from functools import cached_property
from typing import NamedTuple, TypeAlias

from aurora_compat.aurora import aurora
from aurora_compat.exchange import Exchange
from aurora_compat.gateway.lookup import addressed, fields_of
from aurora_compat.messages import MessageTranslation
from aurora_compat.registries import Registry
from aurora_compat.words.error import AuroraCompatError, MissingContext, Untranslatable
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request, Response
from aurora_compat.words.note import Need, Question


class Asked(NamedTuple):
    """A request to send.

    Attributes:
        request: as the server is to get it.
        need: what it is a look-up for; None for the client's own request.
        is_again: whether an answer that was kept from earlier has not helped, so that the server itself is to be asked.
    """

    request: Request
    need: Need | None = None
    is_again: bool = False


Came: TypeAlias = Response | Exception
"""What came of a request: its response, or why there is none."""

Steps: TypeAlias = Generator[tuple[Asked, ...], tuple[Came, ...], Response]
"""What to send, what came of it, and at last the client's answer."""

MOST = 10
"""Look-ups of one exchange, where nobody says another number."""


class NotAsked(Exception):
    """Raised or given by a sender that does not make a look-up; the sentence is told to the client, so it is safe."""


class Talk:
    """One exchange on its way.

    A look-up that fails leaves its need unmet, whatever was raised: the field stays missing, or, where the need is
    required, the request is refused. What the server's answer to the request itself raises is passed on.

    Args:
        exchange: with nothing asked yet.
        most: how many look-ups it may take, before and after the call.
        raises: raise what the exchange refuses, instead of answering it.
        registry: that of the exchange.
        is_old: whether the answer to a need was kept from an earlier one; where such an answer does not help, the
            server is asked once more.

    Attributes:
        exchange: as it stands now: what it has learned is complete when the talk is over.
        refusal: why the request was not sent, None where it was.
        translation: of the answer; None while there is none.
        met: needs that were answered.
        in_vain: needs that got an answer of no use.
    """

    def __init__(
        self,
        exchange: Exchange,
        *,
        most: int = MOST,
        raises: bool = False,
        registry: Registry | None = None,
        is_old: Callable[[Need], bool] | None = None,
    ) -> None:
        self.exchange = exchange
        self.refusal: AuroraCompatError | None = None
        self.translation: MessageTranslation[Response] | None = None
        self.met: list[Need] = []
        self.in_vain: list[Need] = []
        self._most = self._left = most
        self._raises, self._registry = raises, registry or aurora()
        self._is_old = is_old
        self._failed: dict[Question, str] = {}
        self._renewed: set[str | None] = set()

    def steps(self) -> Steps:
        """The talk itself: to be gone through once.

        Raises:
            AuroraCompatError: the exchange refuses the request, and `raises` asks for it.
        """
        upstream: Request | None = None
        while upstream is None:
            while needs := self._next(self.exchange.needs):
                yield from self._ask(needs)
            try:
                upstream = self._upstream()
            except AuroraCompatError as error:
                if isinstance(error, Untranslatable) and (old := self._old({error.change})):
                    yield from self._ask(old, is_again=True)
                    continue
                self.refusal = error
                if self._raises:
                    raise
                return self.exchange.refusal(error)
        (answer,) = yield (Asked(upstream),)
        if isinstance(answer, Exception):
            raise answer
        self.translation = self.exchange.respond(answer)
        while needs := self._next(self.translation.needs):
            yield from self._ask(needs)
            self.translation = self.exchange.respond(answer)
        if self.met and (old := self._old({note.change for note in self.translation.notes if note.kind == "missing"})):
            yield from self._ask(old, is_again=True)
            self.translation = self.exchange.respond(answer)
        return self.translation.result

    def _next(self, needs: Iterable[Need]) -> list[Need]:
        """What to ask now: required needs go first, as they may use up what there is."""
        if self._left <= 0:
            return []
        askable = [need for need in needs if need.request is not None and need.question not in self._failed]
        return sorted(askable, key=lambda need: not need.required)[: self._left]

    def _old(self, changes: set[str | None]) -> list[Need]:
        """Needs of these changes whose answers are old, and may be why the answers are of no use; each change once."""
        if self._is_old is None or self._left <= 0:
            return []
        fresh = changes - self._renewed
        self._renewed |= fresh
        return [need for need in self.met if need.change in fresh and self._is_old(need)][: self._left]

    def _ask(self, needs: list[Need], *, is_again: bool = False) -> Generator[tuple[Asked, ...], tuple[Came, ...]]:
        self._left -= len(needs)
        asked = []
        for need in needs:
            assert need.request is not None  # _next has looked
            asked.append(Asked(addressed(need.request, self.exchange, self._fields), need, is_again))
        for need, came in zip(needs, (yield tuple(asked)), strict=True):
            if isinstance(came, Response):
                known = self.exchange.context
                self.exchange = self.exchange.provide(need, came)
                (self.in_vain if self.exchange.context is known else self.met).append(need)
            elif not is_again:
                self._failed[need.question] = _told(came)

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


def _told(error: Exception) -> str:
    """Why a look-up has no answer; the text of most errors may hold a URL with a credential."""
    return f"was not asked: {error}" if isinstance(error, NotAsked) else f"could not be asked: {type(error).__name__}"


def carried(steps: Steps, send: Callable[[Request], Response]) -> Response:
    """Go through the steps of a talk, sending by a function. Raises what that raises for the request itself."""
    try:
        asked = next(steps)
        while True:
            came: list[Came] = []
            for one in asked:
                try:
                    came.append(send(one.request))
                except Exception as error:
                    came.append(error)
            asked = steps.send(tuple(came))
    except StopIteration as over:
        answer: Response = over.value
        return answer


async def carried_async(steps: Steps, send: Callable[[Request], Awaitable[Response]]) -> Response:
    """The same by a coroutine function."""
    try:
        asked = next(steps)
        while True:
            came: list[Came] = []
            for one in asked:
                try:
                    came.append(await send(one.request))
                except Exception as error:
                    came.append(error)
            asked = steps.send(tuple(came))
    except StopIteration as over:
        answer: Response = over.value
        return answer
