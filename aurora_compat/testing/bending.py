"""Payloads bent out of shape, by a few hands that are small integers each.

So Hypothesis shrinks a failure to the payload and the one or two hands that matter. The hands set, delete, add, rename,
repeat and transplant; what they put in are keys and values that rules know, and odd ones.
"""

from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

from aurora_compat.testing import chance
from aurora_compat.words.jsons import Json, copied

Hand: TypeAlias = tuple[int, int, int, int]
"""What to do, where, with which key, with which value."""
_Places: TypeAlias = list[tuple[Any, Any]]

_SEVEN = 7


class Pool(NamedTuple):
    """Keys and values that hands put in."""

    keys: tuple[str, ...] = chance.ODD_KEYS
    values: tuple[Any, ...] = chance.ODD_VALUES

    @classmethod
    def of(cls, known: tuple[str, ...], parts: tuple[Any, ...] = ()) -> "Pool":
        """With the texts that rules know, each of them a key and a value, and with parts of payloads."""
        return cls((*known, *chance.ODD_KEYS), (*chance.ODD_VALUES, *known, *parts))


_MOST = 9_999
"""More than a payload has places, or a pool keys: whatever stands there is drawn now and then."""
hands: st.SearchStrategy[Hand] = st.tuples(
    st.integers(0, 6), st.integers(0, _MOST), st.integers(0, _MOST), st.integers(0, _MOST)
)
few: st.SearchStrategy[tuple[Hand, ...]] = st.lists(hands, max_size=5).map(tuple)
one_or_two: st.SearchStrategy[tuple[Hand, ...]] = st.lists(hands, min_size=1, max_size=2).map(tuple)


def some_edits(count: int) -> tuple[tuple[Hand, ...], ...]:
    """A few edits, always the same."""
    random = Random(0)  # not for secrets: a spread of edits that never changes
    return tuple(
        ((what % _SEVEN, random.randrange(_MOST), random.randrange(_MOST), random.randrange(_MOST)),)
        for what in range(count)
    )


def bent(document: Json, doing: tuple[Hand, ...], pool: Pool) -> Json:
    """A copy of the document after each hand has changed something in it."""
    root = {"": copied(document)}
    for what, where, which, value in doing:
        places = places_of(root)
        holder, key = places[where % len(places)]
        new = copied(pool.values[value % len(pool.values)])
        _HANDS[what % len(_HANDS)](holder, key, pool.keys[which % len(pool.keys)], new, places)
    return root[""]


def lists_of(document: Json) -> list[list[Json]]:
    """Every list of a document."""
    root = {"": document}
    return [holder[key] for holder, key in places_of(root) if isinstance(holder[key], list)]


def places_of(document: Json) -> _Places:
    """Every (container, key) of a document."""
    found: _Places = []
    todo = [document]
    for holder in todo:
        items = holder.items() if isinstance(holder, dict) else enumerate(holder) if isinstance(holder, list) else ()
        for key, value in items:
            found.append((holder, key))
            todo.append(value)
    return found


def _set(holder: Any, key: Any, name: str, value: Any, places: _Places) -> None:
    holder[key] = value


def _delete(holder: Any, key: Any, name: str, value: Any, places: _Places) -> None:
    if holder is not places[0][0]:
        del holder[key]


def _add(holder: Any, key: Any, name: str, value: Any, places: _Places) -> None:
    inside = holder[key]
    if isinstance(inside, dict):
        inside[name] = value
    elif isinstance(inside, list):
        inside.insert(len(name) % (len(inside) + 1), value)
    elif isinstance(holder, dict) and holder is not places[0][0]:
        holder[name] = value


def _rename(holder: Any, key: Any, name: str, value: Any, places: _Places) -> None:
    if isinstance(holder, dict) and holder is not places[0][0]:
        holder[name] = holder.pop(key)


def _repeat(holder: Any, key: Any, name: str, value: Any, places: _Places) -> None:
    if isinstance(holder, list):
        holder.insert(len(name) % (len(holder) + 1), copied(holder[key]))
    elif isinstance(holder[key], list):
        holder[key].reverse()


def _transplant(holder: Any, key: Any, name: str, value: Any, places: _Places) -> None:
    other, there = places[len(repr(value)) * 7 % len(places)]
    fresh = copied(other[there])
    if isinstance(holder[key], dict):
        holder[key][name] = fresh
    else:
        holder[key] = fresh


def _reverse(holder: Any, key: Any, name: str, value: Any, places: _Places) -> None:
    lists = [inner[at] for inner, at in places if isinstance(inner[at], list)]
    for items in lists[len(name) % len(lists) :][:1] if lists else ():
        items.reverse()


_HANDS: tuple[Callable[..., None], ...] = (_add, _rename, _delete, _set, _repeat, _transplant, _reverse)
