"""Two callables timed side by side: paired, interleaved, so that what the machine does to one it does to the other.

The clock is the processor time of this thread: all that is compared computes, in one thread and without I/O, and on a
machine that others use too a clock on the wall would mostly tell when they ran.
"""

import gc
from collections.abc import Callable
from itertools import repeat
from time import thread_time
from typing import Any, NamedTuple

Timed = tuple[Callable[[Any], Any], Any]
"""A callable and what it is given: `function(argument)` is what is timed."""


class Effort(NamedTuple):
    """How long to measure.

    Attributes:
        pairs: samples of each side.
        seconds: the least that a sample takes; the inner loop is made that long.
    """

    pairs: int
    seconds: float


FULL = Effort(pairs=101, seconds=0.002)
QUICK = Effort(pairs=50, seconds=0.001)
SMOKE = Effort(pairs=2, seconds=0.0)
"""Enough to see that both sides run; says nothing about time."""


def sample(timed: Timed, loops: int) -> float:
    """Seconds that one call takes, in a loop of so many, with the garbage collector out of the way."""
    function, argument = timed
    rounds = repeat(None, loops)
    collecting = gc.isenabled()
    gc.disable()
    try:
        start = thread_time()
        for _ in rounds:
            function(argument)
        taken = thread_time() - start
    finally:
        if collecting:
            gc.enable()
    return taken / loops


def loops_of(timed: Timed, effort: Effort) -> int:
    """How many calls make a sample long enough; warms the callable up on the way."""
    loops = 1
    while sample(timed, loops) * loops < effort.seconds:
        loops *= 2
    return loops


def pairs(one: Timed, other: Timed, effort: Effort) -> list[tuple[float, float]]:
    """Samples of both sides in seconds a call, taken in turns: one, other, other, one, and so on."""
    loops = loops_of(one, effort), loops_of(other, effort)
    if effort.seconds:
        gc.collect()
    taken: list[tuple[float, float]] = []
    for index in range(effort.pairs):
        if index % 2:
            second = sample(other, loops[1])
            taken.append((sample(one, loops[0]), second))
        else:
            first = sample(one, loops[0])
            taken.append((first, sample(other, loops[1])))
    return taken
