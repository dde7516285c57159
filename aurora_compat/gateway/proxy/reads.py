"""Which translations are looked at closely, where looking at all of them would cost too much."""

from collections.abc import Callable
from math import inf

from aurora_compat.messages.lanes import Topic

_LATEST = 1.0
"""Seconds after which a topic that was passed over is read, whatever else there is to read."""

_LARGE = 16 * 1024
"""Bytes of a body beyond which a read counts as several: it takes that much longer."""

_SHARE = 0.01
"""Of the time, what reads may take: one that takes longer than its part of that counts as several too."""


class Passed:
    """Those of one topic that came since one was read; what is always read together may be a topic of its own.

    Attributes:
        count: how many.
        late: when one is to go before its turn.
        due: there is no turn for one before: who knows that only counts it, and need not ask. There may be none then.
    """

    __slots__ = ("count", "due", "late")

    def __init__(self) -> None:
        self.count, self.late, self.due = 0, -inf, -inf


class Reads:
    """Chooses what is read: all of it while there is little, and a share of each topic while there is much.

    A topic that nothing was read of for a second goes before its turn, at the expense of later ones, so that what is
    rare is not drowned by what is common. A large body uses up the turns of others.

    Args:
        most: reads a second. After a quiet while a second's worth of them may come at once; 0 for none ever.
        clock: seconds that only go up.
    """

    def __init__(self, most: float, clock: Callable[[], float]) -> None:
        self._most, self._clock = most, clock
        self._topics: dict[Topic, Passed] = {}
        self._left, self._at = most, clock()

    def passed(self, topic: Topic) -> Passed:
        """Those of a topic."""
        return self._topics.setdefault(topic, Passed())

    def weight(self, passed: Passed, size: int = 0, turns: int = 1) -> int:
        """How many of its topic one stands for: itself and those that were passed over before; 0 to pass it over.

        Args:
            passed: those of its topic.
            size: bytes of its body.
            turns: how many translations it is.
        """
        passed.count += 1
        now, most = self._clock(), self._most
        if not most:
            passed.due = inf
            return 0
        left = self._left + (now - self._at) * most
        if left < 1.0 and (left <= -most or now < passed.late):
            passed.due = min(now + (1.0 - left) / most, max(passed.late, now - 1.0 - left / most))
            return 0
        self._left, self._at = min(max(most, 1.0), left) - turns - size // _LARGE, now
        weight, passed.count, passed.late, passed.due = passed.count, 0, now + _LATEST, now
        return weight

    def took(self, seconds: float) -> None:
        """A read took so long."""
        self._left -= max(0.0, seconds * self._most / _SHARE - 1.0)
