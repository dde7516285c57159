"""A comparison as data: what is timed against what, what must be equal first, and what the ratio should be."""

import statistics
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from aurora_compat.words.jsons import same
from benchmarks.sampling import Effort, Timed, pairs

Kind = Literal["floor", "rival", "own"]
"""What the other side is: a floor that nothing can beat by much, another library, or the library itself."""


class Target(NamedTuple):
    """A limit of the median ratio.

    Attributes:
        limit: the number.
        faster: false: this library takes at most `limit` times as long as the other side;
            true: the other side takes at least `limit` times as long as this library.
    """

    limit: float
    faster: bool = False

    def holds(self, ratio: float) -> bool:
        """Whether a median of `ours / other` is within the limit."""
        return 1 / ratio >= self.limit if self.faster else ratio <= self.limit


def at_most(limit: float) -> Target:
    """This library takes at most so many times as long."""
    return Target(limit)


def faster(limit: float) -> Target:
    """This library is at least so many times faster."""
    return Target(limit, faster=True)


def equal(ours: Any, theirs: Any) -> bool:
    """The default check before anything is timed: the same JSON value; bytes are parsed."""
    return same(_document(ours), _document(theirs))


def _document(value: Any) -> Any:
    if isinstance(value, bytes):
        import json

        return json.loads(value)
    return value


class Comparison(NamedTuple):
    """Two callables that do the same, and their inputs.

    Attributes:
        group: what the command line and the page call the group.
        name: what is translated: body, hop, direction.
        ours: what is timed of this library, and its input.
        other: the other side, and its input.
        our_name: what of this library is timed.
        other_name: the other side's name.
        kind: what the other side is.
        target: the wanted ratio, if one is set.
        check: given both results, whether they may be compared.
    """

    group: str
    name: str
    ours: Timed
    other: Timed
    our_name: str
    other_name: str
    kind: Kind = "floor"
    target: Target | None = None
    check: Callable[[Any, Any], bool] = equal

    @property
    def title(self) -> str:
        """All of it in a line."""
        return f"{self.name}: {self.our_name} / {self.other_name}"

    def verify(self) -> None:
        """See that both sides do the same.

        Raises:
            ValueError: they don't, so their times mean nothing.
        """
        ours, theirs = (function(argument) for function, argument in (self.ours, self.other))
        if not self.check(ours, theirs):
            raise ValueError(f"{self.group}, {self.title}: the two sides give different results")

    def measure(self, effort: Effort) -> "Outcome":
        """Time both sides."""
        self.verify()
        return Outcome(self, tuple(pairs(self.ours, self.other, effort)))


class Outcome(NamedTuple):
    """What was measured: pairs of seconds a call, ours first."""

    comparison: Comparison
    samples: tuple[tuple[float, float], ...]

    @property
    def ratios(self) -> list[float]:
        """Ours / other, pair by pair."""
        return [ours / other for ours, other in self.samples]

    @property
    def ratio(self) -> float:
        """The median of the paired ratios: below 1 this library is faster."""
        return statistics.median(self.ratios)

    @property
    def spread(self) -> tuple[float, float]:
        """The 5th and the 95th percentile of the paired ratios."""
        if len(self.samples) < 2:
            return self.ratio, self.ratio
        cuts = statistics.quantiles(self.ratios, n=20, method="inclusive")
        return cuts[0], cuts[-1]

    @property
    def seconds(self) -> tuple[float, float]:
        """The medians of both sides, for orientation."""
        return statistics.median(one for one, _ in self.samples), statistics.median(other for _, other in self.samples)

    @property
    def holds(self) -> bool | None:
        """Whether the target is met; None where none is set."""
        target = self.comparison.target
        return None if target is None else target.holds(self.ratio)
