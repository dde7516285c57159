"""The look-ups of exchanges: side by side, one flight for each question, answers kept for a while.

Answers are kept under the target (which names host and tenant) and the digest of the credential that asked: what one
caller may see, another is never told. Money is never kept.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import NamedTuple

from aurora_compat.detection import key_digest
from aurora_compat.gateway.proxy.budget import Budget
from aurora_compat.gateway.proxy.metrics import Telemetry
from aurora_compat.gateway.talk import Asked, Came, NotAsked
from aurora_compat.words.message import Request, Response
from aurora_compat.words.note import Need, Question

NEVER_KEPT = frozenset({"retrieve_financing"})
"""Operations whose answers are money: an old one would be a wrong price."""

_LARGEST = 1024 * 1024
"""Bytes of the largest answer that is kept."""
_BARRED = 60.0
"""Seconds without optional look-ups after a 429 that does not say how long."""

Key = tuple[str, str]
"""The target of a look-up, and the digest of the credential that asks."""


class Kept(NamedTuple):
    """An answer, and when it came."""

    response: Response
    at: float


class Lookups:
    """What all exchanges share.

    Args:
        fetch: sends a request to the upstream; raises where there is no answer.
        telemetry: is told of every look-up.
        budget: of the optional ones.
        ttl: seconds for which answers are kept.
        refetch_after: seconds from which on an answer that does not help is asked for anew.
        concurrency: look-ups of one exchange side by side.
        size: answers that are kept.
        patience: seconds that the look-ups of one exchange may take in all.
        clock: seconds.
    """

    def __init__(
        self,
        fetch: Callable[[Request], Awaitable[Response]],
        telemetry: Telemetry,
        budget: Budget,
        *,
        ttl: float,
        refetch_after: float,
        concurrency: int,
        size: int,
        patience: float,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._fetch, self._telemetry, self._budget, self._clock = fetch, telemetry, budget, clock
        self._ttl, self._refetch_after, self._concurrency, self._size = ttl, refetch_after, concurrency, size
        self._patience = patience
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._flying: dict[Key, asyncio.Task[Response]] = {}

    def of(self, rate: float) -> "Asking":
        """Those of one exchange, whose caller may make `rate` requests a minute."""
        return Asking(self, rate, self._concurrency, self._patience)

    async def closed(self) -> None:
        """End those that are under way: nobody waits for them any more."""
        for flight in self._flying.values():
            flight.cancel()
        await asyncio.gather(*self._flying.values(), return_exceptions=True)

    def held(self, key: Key, *, at_most: float | None = None) -> Kept | None:
        """An answer that is kept, not older than its time, or than `at_most` seconds."""
        kept = self._kept.get(key)
        age = self._clock() - kept.at if kept is not None else 0
        return kept if age < (self._ttl if at_most is None else at_most) else None

    def is_old(self, kept: Kept) -> bool:
        """Whether it is worth asking for another."""
        return self._clock() - kept.at > self._refetch_after

    async def came(self, asked: Asked, key: Key, rate: float) -> Response:
        """The server's answer to a look-up.

        Raises:
            NotAsked: it is optional, and there is no room for it.
            Exception: there is no answer.
        """
        need = asked.need
        assert need is not None  # the caller has looked
        flying = self._flying.get(key)
        if flying is not None:
            self._telemetry.lookup(need.operation, "shared")
            return await asyncio.shield(flying)
        if not need.required and not self._budget.takes(key[1], rate):
            self._telemetry.lookup(need.operation, "refused")
            raise NotAsked("the caller's rate limit has no room for more look-ups now")
        task = asyncio.ensure_future(self._asked(asked.request, need.operation, key))
        self._flying[key] = task
        task.add_done_callback(lambda _: self._landed(key))
        return await asyncio.shield(task)

    def _landed(self, key: Key) -> None:
        task = self._flying.pop(key)
        if not task.cancelled():
            task.exception()  # those who wait are told; where they have gone, nobody is

    async def _asked(self, request: Request, operation: str, key: Key) -> Response:
        try:
            response = await self._fetch(request)
        except Exception:
            self._telemetry.lookup(operation, "failed")
            raise
        self._telemetry.lookup(operation, "asked" if response.status < 400 else "failed")
        if response.status == 429:
            self._budget.bar(key[1], _seconds(response.headers.get("retry-after")))
        if 200 <= response.status < 300 and operation not in NEVER_KEPT and len(response.body) <= _LARGEST:
            self._kept[key] = Kept(response, self._clock())
            self._kept.move_to_end(key)
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return response

    def counted_cached(self, operation: str) -> None:
        """Tell that an answer was there already."""
        self._telemetry.lookup(operation, "cached")

    @property
    def refetch_after(self) -> float:
        """Seconds from which on an answer that does not help is asked for anew."""
        return self._refetch_after


class Asking:
    """The look-ups of one exchange."""

    def __init__(self, lookups: Lookups, rate: float, concurrency: int, patience: float) -> None:
        self._lookups, self._rate, self._left = lookups, rate, patience
        self._room = asyncio.Semaphore(concurrency)
        self._from_earlier: dict[Question, Kept] = {}
        self.count = 0

    async def answers(self, asked: tuple[Asked, ...]) -> tuple[Came, ...]:
        """What came of look-ups that may be made at once; exceptions are given, not raised."""
        self.count += len(asked)
        start = monotonic()
        try:
            if len(asked) == 1:
                return (await self._answer(asked[0]),)
            return tuple(await asyncio.gather(*map(self._answer, asked)))
        finally:
            self._left -= monotonic() - start

    def is_old(self, need: Need) -> bool:
        """Whether the answer to a need was there before this exchange, and long enough to be asked for anew."""
        kept = self._from_earlier.get(need.question)
        return kept is not None and self._lookups.is_old(kept)

    async def _answer(self, asked: Asked) -> Came:
        need = asked.need
        assert need is not None  # an exchange's own request is no look-up
        request = asked.request
        credential = (*request.headers.all("authorization"), *request.headers.all("cookie"))
        key = (request.target, key_digest("\n".join(credential)))
        fresh = self._lookups.refetch_after if asked.is_again else None
        kept = self._lookups.held(key, at_most=fresh) if need.operation not in NEVER_KEPT else None
        if kept is not None:
            self._lookups.counted_cached(need.operation)
            self._from_earlier[need.question] = kept
            return kept.response
        self._from_earlier.pop(need.question, None)
        try:
            async with asyncio.timeout(self._left), self._room:
                return await self._lookups.came(asked, key, self._rate)
        except Exception as error:
            return error


def _seconds(text: str | None) -> float:
    """The time that a `Retry-After` of seconds names; a date, or nonsense, counts as a minute."""
    return min(float(text), 3600.0) if text is not None and text.isascii() and text.isdigit() else _BARRED
