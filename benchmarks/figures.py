"""Figures that are no comparison of two callables: what an import takes, what a translation holds in memory."""

from typing import NamedTuple


class Figure(NamedTuple):
    """One number, and the most that it should be.

    Attributes:
        group: `import` or `memory`.
        name: what was measured.
        value: in `unit`.
        unit: `ms`, or `x` for times the body.
        low: the 5th percentile, the value itself where it was measured once.
        high: the 95th percentile.
        limit: the most wanted, None where nothing is.
        note: what else was found.
        kept: whether what else was found is as wanted.
    """

    group: str
    name: str
    value: float
    unit: str
    low: float
    high: float
    limit: float | None = None
    note: str = ""
    kept: bool = True

    @property
    def holds(self) -> bool | None:
        """Whether the limit is kept; None where none is set."""
        return None if self.limit is None else self.kept and self.value <= self.limit
