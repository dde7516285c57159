"""What all tables of the proxy's settings have in common."""

from collections import Counter
from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """What all tables have in common: no other keys than theirs, no conversions, no changes, no values in errors."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


def twice(name: str, values: Iterable[str | None]) -> Iterator[tuple[int, str]]:
    """Which of several have a value that one before them has too, and the sentence about it."""
    seen: Counter[str] = Counter()
    for position, value in enumerate(values):
        if value is None:
            continue
        seen[value] += 1
        if seen[value] > 1:
            yield position, f"an earlier one has the same {name}: each is there once"
