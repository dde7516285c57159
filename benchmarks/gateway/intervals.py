"""The median of ratios, and how sure it is: a bootstrap interval that is the same for the same samples."""

import random
import statistics
from collections.abc import Sequence
from typing import NamedTuple

SEED, TIMES = 20240503, 10_000


class Interval(NamedTuple):
    """A median and the interval that 95 % of the medians of resamples lie in."""

    median: float
    low: float
    high: float


def bootstrapped(samples: Sequence[float], *, seed: int = SEED, times: int = TIMES) -> Interval:
    """The median of samples and its percentile bootstrap interval of 95 %.

    Args:
        samples: at least one.
        seed: of the resampling.
        times: how many resamples are drawn.
    """
    chance = random.Random(seed)
    medians = sorted(statistics.median(chance.choices(samples, k=len(samples))) for _ in range(times))
    return Interval(statistics.median(samples), _quantile(medians, 0.025), _quantile(medians, 0.975))


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
