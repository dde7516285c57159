"""Where things went: the log of one walk, so that notes speak in the first input's or the last result's names.

Edits log the places they move, as they move them, in the names of that moment. A place named in the middle of the walk
is then followed back to the input or on to the result, prefix by prefix: what lies below a moved place moved with it.
Kept only for a walk that someone asked notes of.
"""

from bisect import bisect_left
from collections.abc import Iterator

from aurora_compat.words.pointer import Path

DEEP = 32
"""How many levels down moves are followed. The documented bodies have ten; in a tower of renamed keys the search for
where each of them came from would cost the cube of its height."""


class Moves:
    """The moves of one walk, each with its time."""

    __slots__ = ("_clock", "_from", "_to")

    def __init__(self) -> None:
        self._clock = 0
        self._from: dict[Path, list[tuple[int, Path]]] = {}
        self._to: dict[Path, list[tuple[int, Path]]] = {}

    @property
    def now(self) -> int:
        """The time of the next move."""
        return self._clock

    def add(self, old: Path, new: Path) -> None:
        """What was at `old` is at `new` from now on. Moves further down than `DEEP` are not kept."""
        if len(old) > DEEP or len(new) > DEEP or old == new:
            return
        self._from.setdefault(old, []).append((self._clock, new))
        self._to.setdefault(new, []).append((self._clock, old))
        self._clock += 1

    def journeys(self) -> Iterator[tuple[Path, Path]]:
        """Where everything that moved stood in the first input, and where it stands in the last result."""
        for old, moves in self._from.items():
            for time, new in moves:
                yield self.origin(old, time), self.destination(new, time + 1)

    def origin(self, path: Path, time: int) -> Path:
        """Where in the first input stood what is at `path` at that time; the same path where it never moved."""
        while self._to:
            found: tuple[int, int, Path] | None = None
            for length in range(min(len(path), DEEP) + 1):
                arrival = _before(self._to.get(path[:length]), time)
                if arrival is None or (found is not None and arrival[0] < found[0]):
                    continue
                departure = _before(self._from.get(path[:length]), time)
                if departure is None or departure[0] < arrival[0]:
                    found = (arrival[0], length, arrival[1])
            if found is None:
                break
            time, length, old = found
            path = old + path[length:]
        return path

    def destination(self, path: Path, time: int) -> Path:
        """Where in the last result stands what is at `path` at that time; the same path where it never moves."""
        while self._from:
            found: tuple[int, int, Path] | None = None
            for length in range(min(len(path), DEEP) + 1):
                departure = _after(self._from.get(path[:length]), time)
                if departure is not None and (found is None or departure[0] < found[0]):
                    found = (departure[0], length, departure[1])
            if found is None:
                break
            moved, length, new = found
            time = moved + 1
            path = new + path[length:]
        return path


def _before(moves: list[tuple[int, Path]] | None, time: int) -> tuple[int, Path] | None:
    """The last move before that time."""
    if not moves:
        return None
    index = bisect_left(moves, time, key=lambda move: move[0])
    return moves[index - 1] if index else None


def _after(moves: list[tuple[int, Path]] | None, time: int) -> tuple[int, Path] | None:
    """The first move at that time or later."""
    if not moves:
        return None
    index = bisect_left(moves, time, key=lambda move: move[0])
    return moves[index] if index < len(moves) else None
