"""The search for an example that breaks a law; the same for payloads and for whole messages."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Protocol, TypeVar

from hypothesis import strategies as st

from aurora_compat.testing import trials
from aurora_compat.testing.example import REFUSED
from aurora_compat.testing.judging import Breach
from aurora_compat.testing.tally import Tally


class Named(Protocol):
    """What is known of a law here."""

    @property
    def name(self) -> str:
        """What tallies call it."""


L = TypeVar("L", bound=Named)
D = TypeVar("D")


class _Found(AssertionError):
    """A law is broken; for Hypothesis, before all that is to be told of it is worked out."""


def named(law: L | str, known: Iterable[L]) -> L:
    """A law, by its name too.

    Raises:
        ValueError: there is none of that name.
    """
    known = tuple(known)
    found = next((one for one in known if law in (one, one.name)), None)
    if found is None:
        raise ValueError(f"there is no law {law!r}; there are {', '.join(one.name for one in known)}")
    return found


def broken(
    drawn: st.SearchStrategy[D],
    case: str,
    wanted: tuple[L, ...],
    breach_of: Callable[[L, D], Breach | None],
    tally: Tally,
    max_examples: int,
    seed: int | None,
    counts: Callable[[L, D], bool] = lambda law, example: True,
) -> tuple[L, D, Breach] | None:
    """Draw many examples of one case; the law that is broken, by which example, the smallest that was found, and where.

    Once a law is broken, only that one is looked at. Examples that a rule refuses are outside the laws, and counted as
    such; `counts` tells whether a law says anything of an example.
    """
    found: list[tuple[L, D, Breach]] = []

    def one(example: D) -> None:
        for law in [law for law, _, _ in found] or wanted:
            try:
                breach, checked = breach_of(law, example), True
            except REFUSED:
                breach, checked = None, False
            if breach is not None:
                found[:] = [(law, example, breach)]  # the last that Hypothesis runs is the smallest that it has found
                raise _Found
            if not found and counts(law, example):
                tally.count(law.name, case, checked=checked)

    with suppress(_Found):
        trials.run(one, drawn, case, max_examples, seed)
    return found[0] if found else None
