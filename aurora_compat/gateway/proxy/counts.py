"""What was counted since the metrics were told last: plain numbers, so that counting costs next to nothing."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import Counter, Histogram
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

_STEPS = (1.0, 2.5, 5.0)
BOUNDS = (*(round(step * 10.0**power, 5) for power in range(-4, 1) for step in _STEPS), 10.0, 30.0, 60.0)
"""Upper bounds of the buckets of durations, in seconds."""


class Counts(defaultdict[Any, int]):
    """Of a counter, by the values of its labels: a tuple, or the value itself where there is one label."""

    def __init__(self, metric: Counter) -> None:
        super().__init__(int)
        self._metric = metric

    def flush(self) -> None:
        """Tell the counter."""
        for labels, count in self.items():
            values = labels if isinstance(labels, tuple) else (labels,)
            child = self._metric.labels(*values) if values else self._metric
            child.inc(count)
        self.clear()


class Durations:
    """Of one stage, by bucket."""

    __slots__ = ("counts", "total")

    def __init__(self) -> None:
        self.counts, self.total = [0] * (len(BOUNDS) + 1), 0.0

    def add(self, seconds: float) -> None:
        """Something took so long."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds

    def flush(self, histogram: "Seconds") -> None:
        """Tell the histogram of the stage."""
        histogram.add(self.counts, self.total)
        self.counts, self.total = [0] * len(self.counts), 0.0


class Seconds(Histogram):
    """A histogram that takes many observations at once."""

    def add(self, counts: Iterable[int], total: float) -> None:
        """So many in each bucket, and their sum."""
        for bucket, count in zip(self._buckets, counts, strict=True):
            if count:
                bucket.inc(count)
        self._sum.inc(total)


class Flushes(Collector):
    """Holds no metrics: has those of its registry completed before they are collected."""

    def __init__(self, flush: Callable[[], None]) -> None:
        self._flush = flush

    def describe(self) -> Iterable[Metric]:
        """None."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """None, but the others are complete now."""
        self._flush()
        return ()
