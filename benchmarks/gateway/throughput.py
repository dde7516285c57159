"""Pairs of runs in turns: how many requests a second one proxy carries, in terms of another.

A run counts only if the proxy's core was busy all the time: else something else was the limit, and not the proxy.
"""

import contextlib
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from benchmarks.gateway import load
from benchmarks.gateway.intervals import Interval, bootstrapped
from benchmarks.gateway.load import Run
from benchmarks.gateway.procs import Unusable
from benchmarks.gateway.subjects import Subject, Up, started, upstream

BUSY = 0.95
"""The least share of its core that a proxy is to have used."""

BLOCK = 4
"""Pairs after which both proxies are started anew: two processes of the same code differ by a few per cent."""

AGAIN = 2
"""How many pairs may be made anew, in terms of those that are kept, as on a machine that others use."""

Tell = Callable[[str], None]


class Goal(NamedTuple):
    """What the ratio of a pair is to be.

    Attributes:
        median: at least this.
        low: the lower bound of the interval at least this; None where none is set.
    """

    median: float
    low: float | None = None

    def holds(self, found: Interval) -> bool:
        """Whether it is reached."""
        return found.median >= self.median and (self.low is None or found.low >= self.low)

    def __str__(self) -> str:
        bound = "" if self.low is None else f", lower bound at least {self.low:.2f}"
        return f"median at least {self.median:.2f}{bound}"


class Versus(NamedTuple):
    """Two subjects, and the goal for `one / other`, in requests a second."""

    one: Subject
    other: Subject
    goal: Goal | None

    @property
    def title(self) -> str:
        """Both in a line."""
        return f"{self.one.name} / {self.other.name}"


class Effort(NamedTuple):
    """How much is done.

    Attributes:
        pairs: how many are kept.
        seconds: of each run.
        connections: of wrk.
        busy: the least share of its core that the proxy is to have used, 0 to 1.
    """

    pairs: int = 20
    seconds: float = 5
    connections: int = load.CONNECTIONS
    busy: float = BUSY


class Measured(NamedTuple):
    """A run of wrk, and the seconds of processor time that the proxy used meanwhile."""

    run: Run
    cpu: float

    @property
    def busy(self) -> float:
        """What of its core the proxy used, 0 to 1."""
        return self.cpu / self.run.seconds

    @property
    def cost(self) -> float:
        """Microseconds of processor time a request: they mean something on a machine that others use, too."""
        return self.cpu / self.run.requests * 1e6


Pair: TypeAlias = tuple[Measured, Measured]
"""One and other."""


class Outcome(NamedTuple):
    """What the pairs of a comparison were.

    Attributes:
        versus: what was compared.
        pairs: one and other, pair by pair.
        idle: how many pairs were made anew, as a core had not been busy.
    """

    versus: Versus
    pairs: tuple[Pair, ...]
    idle: int = 0

    @property
    def ratios(self) -> list[float]:
        """One / other, in requests a second."""
        return [one.run.rate / other.run.rate for one, other in self.pairs]

    @property
    def costs(self) -> list[float]:
        """Other / one, in processor time a request: the same ratio, whatever else the machine does."""
        return [other.cost / one.cost for one, other in self.pairs]

    @property
    def interval(self) -> Interval:
        """The median ratio and its interval of 95 %."""
        return bootstrapped(self.ratios)

    @property
    def holds(self) -> bool | None:
        """Whether the goal is reached; None where none is set."""
        return None if self.versus.goal is None else self.versus.goal.holds(self.interval)


def compared(versus: Versus, effort: Effort, tell: Tell) -> Outcome:
    """Measure pairs: one, other, then other, one, and so on.

    Pairs in which a core was not busy are made anew, `AGAIN` times as many at most.

    Raises:
        Unusable: a run failed, an answer was wrong, or cores were not busy again and again.
    """
    kept: list[Pair] = []
    idle = 0
    while len(kept) < effort.pairs:
        for one, other in _block(versus, effort, effort.pairs - len(kept)):
            least = min(one.busy, other.busy)
            busy = least >= effort.busy
            if busy:
                kept.append((one, other))
            else:
                idle += 1
            tell(
                f"  {versus.title}: {one.run.rate:,.0f} / {other.run.rate:,.0f} = {one.run.rate / other.run.rate:.3f}"
                f" (CPU {one.cost:.0f} and {other.cost:.0f} µs a request: {other.cost / one.cost:.3f}),"
                f" busy {least:.0%} [{len(kept)} of {effort.pairs}]{'' if busy else ': once more'}"
            )
            if idle > AGAIN * effort.pairs:
                raise Unusable(
                    f"{versus.title}: in {idle} pairs the proxy used less than {effort.busy:.0%} of its core,"
                    " so it was not the limit: is the machine idle otherwise?"
                )
    return Outcome(versus, tuple(kept), idle)


def _block(versus: Versus, effort: Effort, wanted: int) -> list[Pair]:
    """A few pairs, at most as many as wanted, of proxies that are started for them and warmed up."""
    pairs: list[Pair] = []
    with contextlib.ExitStack() as stack:
        behind = stack.enter_context(upstream())
        sides = [stack.enter_context(started(subject, behind)) for subject in (versus.one, versus.other)]
        for side in sides:
            side.probe()
            load.drive(side.port, side.subject.shot, 1, effort.connections)
        for number in range(min(BLOCK, wanted)):
            step = -1 if number % 2 else 1
            one, other = [_measured(side, effort) for side in sides[::step]][::step]
            pairs.append((one, other))
        for side in sides:
            side.probe()
    return pairs


def _measured(side: Up, effort: Effort) -> Measured:
    before = side.process.cpu()
    run = load.drive(side.port, side.subject.shot, effort.seconds, effort.connections)
    return Measured(run, side.process.cpu() - before)


def versuses(subjects: dict[str, Subject], names: Sequence[str]) -> list[Versus]:
    """Comparisons by name, `on/off` for instance; those that the project has set goals for have them.

    Raises:
        ValueError: there is no such subject.
    """
    goals = {"on/off": Goal(0.85, 0.80), "on-get/off-get": Goal(0.85, 0.80), "off/bare": Goal(0.90)}
    made: list[Versus] = []
    for name in names:
        one, _, other = name.partition("/")
        if not {one, other} <= subjects.keys():
            raise ValueError(f"{name!r} is no pair of {', '.join(subjects)}, such as on/off")
        made.append(Versus(subjects[one], subjects[other], goals.get(name)))
    return made
