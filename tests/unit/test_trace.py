"""Where things went: places followed back to the first input and on to the last result."""

from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_compat.trace import Moves
from aurora_compat.words.pointer import Path
from tests.unit._edits import THOROUGH

Log: TypeAlias = list[tuple[Path, Path]]


def moves(*log: tuple[str, str]) -> Moves:
    """A log of moves, places written like `a.b.0`."""
    made = Moves()
    for old, new in log:
        made.add(path(old), path(new))
    return made


def path(text: str) -> Path:
    """`a.b.0` as a path: digits are indexes of lists."""
    return tuple(int(key) if key.isdigit() else key for key in text.split(".")) if text else ()


CHAIN = moves(("a", "b"), ("b", "c"), ("c", "d"))
PREFIX = moves(("x.a", "y"), ("y.b", "z"))
SHIFT = moves(("e.2", "e.3"), ("e.1", "e.2"), ("e.0", "e.1"))
SWAP = moves(("a", "tmp"), ("b", "a"), ("tmp", "b"))
AWAY_AND_ANEW = moves(("a", "b"), ("c", "a"))


@pytest.mark.parametrize(
    ("log", "place", "time", "origin"),
    [
        (moves(), "a", 0, "a"),
        (moves(), "", 9, ""),
        (CHAIN, "a", 0, "a"),
        (CHAIN, "b", 0, "b"),  # at the beginning nothing has moved yet
        (CHAIN, "b", 1, "a"),
        (CHAIN, "c", 2, "a"),
        (CHAIN, "d", 3, "a"),
        (CHAIN, "d", 99, "a"),
        (CHAIN, "c", 1, "c"),
        (CHAIN, "b", 2, "b"),  # what was there has left
        (CHAIN, "d.k.0", 3, "a.k.0"),
        (CHAIN, "e", 3, "e"),
        (CHAIN, "", 3, ""),
        (PREFIX, "y", 1, "x.a"),
        (PREFIX, "z", 2, "x.a.b"),
        (PREFIX, "z.k", 2, "x.a.b.k"),
        (PREFIX, "y.c", 2, "x.a.c"),
        (PREFIX, "x", 2, "x"),
        (SHIFT, "e.3", 3, "e.2"),
        (SHIFT, "e.2", 3, "e.1"),
        (SHIFT, "e.1", 3, "e.0"),
        (SHIFT, "e.0", 3, "e.0"),
        (SHIFT, "e.1.message", 3, "e.0.message"),
        (SHIFT, "e.2", 1, "e.2"),
        (SWAP, "a", 3, "b"),
        (SWAP, "b", 3, "a"),
        (SWAP, "tmp", 1, "a"),
        (SWAP, "a", 2, "b"),
        (AWAY_AND_ANEW, "a", 2, "c"),
        (AWAY_AND_ANEW, "b", 2, "a"),
        (AWAY_AND_ANEW, "a", 1, "a"),
        (moves(("f.A", "f.0.value"), ("f.B", "f.1.value")), "f.1.value.k", 2, "f.B.k"),
        (moves(("a", "b.c"), ("b", "d")), "d.c.k", 2, "a.k"),
        (moves(("a", "b"), ("c", "b.d")), "b.d.k", 2, "c.k"),  # the later of two arrivals
        (moves(("c", "b.d"), ("a", "b")), "b.d.k", 2, "a.d.k"),
        (moves(("a", "b"), ("b", "a"), ("a", "b")), "b", 3, "a"),
        (moves(("", "all")), "all.k", 1, "k"),
    ],
)
def test_origin(log: Moves, place: str, time: int, origin: str) -> None:
    assert log.origin(path(place), time) == path(origin)


@pytest.mark.parametrize(
    ("log", "place", "time", "destination"),
    [
        (moves(), "a", 0, "a"),
        (CHAIN, "a", 0, "d"),
        (CHAIN, "a", 1, "a"),  # what is there now came after the other had left
        (CHAIN, "b", 0, "d"),
        (CHAIN, "b", 1, "d"),
        (CHAIN, "b", 2, "b"),
        (CHAIN, "c", 2, "d"),
        (CHAIN, "d", 0, "d"),
        (CHAIN, "d", 3, "d"),
        (CHAIN, "a.k.0", 0, "d.k.0"),
        (CHAIN, "", 0, ""),
        (PREFIX, "x.a.b.k", 0, "z.k"),
        (PREFIX, "x.a.c", 0, "y.c"),
        (PREFIX, "x", 0, "x"),
        (PREFIX, "x.c", 0, "x.c"),
        (SHIFT, "e.0", 0, "e.1"),
        (SHIFT, "e.1", 0, "e.2"),
        (SHIFT, "e.2.message", 0, "e.3.message"),
        (SHIFT, "e.3", 0, "e.3"),
        (SHIFT, "e.0", 3, "e.0"),
        (SWAP, "a", 0, "b"),
        (SWAP, "b", 0, "a"),
        (SWAP, "b", 2, "b"),
        (SWAP, "tmp", 1, "b"),
        (AWAY_AND_ANEW, "a", 0, "b"),
        (AWAY_AND_ANEW, "c", 0, "a"),
        (AWAY_AND_ANEW, "a", 1, "a"),
        (moves(("a", "b.c"), ("b", "d")), "a.k", 0, "d.c.k"),
        (moves(("a.b", "c"), ("a", "d")), "a.b.k", 0, "c.k"),  # the first departure counts
        (moves(("a", "d"), ("a.b", "c")), "a.b.k", 0, "d.b.k"),
        (moves(("a", "b"), ("b", "a"), ("a", "b")), "a", 0, "b"),
        (moves(("", "all")), "k", 0, "all.k"),
    ],
)
def test_destination(log: Moves, place: str, time: int, destination: str) -> None:
    assert log.destination(path(place), time) == path(destination)


def test_the_clock_tells_the_time_of_the_next_move() -> None:
    log = Moves()
    assert log.now == 0
    log.add(("a",), ("b",))
    log.add(("b",), ("c",))
    assert log.now == 2


@pytest.mark.parametrize(
    ("log", "journeys"),
    [
        (moves(), []),
        (moves(("a", "b")), [("a", "b")]),
        (CHAIN, [("a", "d"), ("a", "d"), ("a", "d")]),
        (PREFIX, [("x.a", "y"), ("x.a.b", "z")]),
        (SHIFT, [("e.2", "e.3"), ("e.1", "e.2"), ("e.0", "e.1")]),
        (SWAP, [("a", "b"), ("b", "a"), ("a", "b")]),
        (AWAY_AND_ANEW, [("a", "b"), ("c", "a")]),
        (moves(("a", "b.c"), ("b", "d")), [("a", "d.c"), ("b", "d")]),
        (moves(("x", "a"), ("a", "b"), ("y", "a"), ("a", "c")), [("x", "b"), ("x", "b"), ("y", "c"), ("y", "c")]),
    ],
)
def test_journeys(log: Moves, journeys: list[tuple[str, str]]) -> None:
    assert sorted(log.journeys(), key=repr) == sorted(((path(a), path(b)) for a, b in journeys), key=repr)


KEYS = st.sampled_from(("a", "b", "c", 0, 1))
PLACES = st.lists(KEYS, min_size=1, max_size=3).map(tuple)


@THOROUGH
@given(st.lists(PLACES, min_size=1, max_size=6), st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=8))
def test_every_value_is_found_at_any_time(leaves: list[Path], wanted: Log) -> None:
    """A document of leaves is moved about; whoever asks for a leaf at some time is told where it began and ended."""
    now: dict[Path, Path] = {}  # where each leaf is: its first place -> its place
    for leaf in leaves:
        if not any(_touch(leaf, other) for other in now):
            now[leaf] = leaf
    log, history = Moves(), [dict(now)]
    for old, new in wanted:
        moving = [leaf for leaf, place in now.items() if place[: len(old)] == old]
        taken = any(_touch(new, place) for place in now.values())
        if not moving or taken or _touch(old, new):
            continue
        now.update({leaf: new + now[leaf][len(old) :] for leaf in moving})
        log.add(old, new)
        history.append(dict(now))
    for time, places in enumerate(history):
        for leaf, place in places.items():
            assert log.origin(place, time) == leaf
            assert log.destination(place, time) == now[leaf]


def _touch(a: Path, b: Path) -> bool:
    length = min(len(a), len(b))
    return a[:length] == b[:length]
