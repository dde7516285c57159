"""How many look-ups a caller's rate limit has room for: a bucket of tokens for each, filled as time goes by."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

_CALLERS = 10_000
"""Buckets that are kept; of more callers, those not seen for longest start with a full one again."""

MINUTE = 60.0


class Budget:
    """Optional look-ups that may be made, by caller.

    Args:
        share: of the caller's rate, 0 to 1; 0: none at all.
        clock: seconds.
    """

    def __init__(self, share: float, clock: Callable[[], float] = monotonic) -> None:
        self._share, self._clock = share, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._barred: OrderedDict[str, float] = OrderedDict()

    def takes(self, caller: str, rate: float) -> bool:
        """Whether one more look-up may be made now; if so it is counted.

        Args:
            caller: the digest of a credential.
            rate: requests a minute that the caller has in all.
        """
        most, now = rate * self._share, self._clock()
        if most < 1 or self._barred.get(caller, now) > now:
            return False
        held, then = self._buckets.pop(caller, (most, now))
        held = min(most, held + (now - then) * most / MINUTE)
        self._buckets[caller] = (held - 1 if held >= 1 else held, now)
        if len(self._buckets) > _CALLERS:
            self._buckets.popitem(last=False)
        return held >= 1

    def bar(self, caller: str, seconds: float) -> None:
        """Make no optional look-ups for a while: the upstream has said that there were too many."""
        self._barred[caller] = self._clock() + seconds
        self._barred.move_to_end(caller)
        if len(self._barred) > _CALLERS:
            self._barred.popitem(last=False)
