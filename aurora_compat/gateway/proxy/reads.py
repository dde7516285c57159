"""Which translations are looked at closely, where looking at all of them would cost too much."""

from collections.abc import Callable

from aurora_compat.messages.lanes import Topic

_LATEST = 1.0
"""Seconds after which a topic that was passed over is read, whatever else there is to read."""

_LARGE = 16 * 1024
"""Bytes of a body beyond which a read counts as several: it takes that much longer."""

_SHARE = 0.01
"""Of the time, what reads may take: one that takes longer than its part of that counts as several too."""


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
        self._left, self._at = most, clock()
        self._topics: dict[Topic, _Passed] = {}

    def weight(self, topic: Topic, size: int = 0) -> int:
        """How many of its topic one stands for: itself and those that were passed over before; 0 to pass it over.

        `size` is that of its body, in bytes.
        """
        passed = self._topics.get(topic)
        if passed is None:
            passed = self._topics[topic] = _Passed()
        passed.count += 1
        now = self._clock()
        left = self._left + (now - self._at) * self._most
        if left < 1.0 and (left <= -self._most or now - passed.read_at < _LATEST):
            return 0
        self._at, self._left = now, min(max(self._most, 1.0), left) - 1.0 - size // _LARGE
        weight, passed.count, passed.read_at = passed.count, 0, now
        return weight

    def took(self, seconds: float) -> None:
        """A read took so long."""
        self._left -= max(0.0, seconds * self._most / _SHARE - 1.0)


class _Passed:
    """Those of one topic that came since one was read, and when that was."""

    __slots__ = ("count", "read_at")

    def __init__(self) -> None:
        self.count, self.read_at = 0, float("-inf")
