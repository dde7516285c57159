"""Payloads made smaller: less every member and item that a failure does not need."""

from collections.abc import Callable

from aurora_compat.testing.bending import places_of
from aurora_compat.words.jsons import Json, copied

_TRIES = 400


def smaller(payload: Json, still: Callable[[Json], bool]) -> Json:
    """The payload less what can be left out, so that something still holds of it."""
    position = 0
    for _ in range(_TRIES):
        less = _without(payload, position)
        if less is None:
            break
        if still(copied(less)):
            payload = less
        else:
            position += 1
    return payload


def _without(payload: Json, position: int) -> Json:
    """A copy without the member or item that stands at a position of all; None where there are no more."""
    root = {"": copied(payload)}
    places = places_of(root)[1:]
    if position >= len(places):
        return None
    holder, key = places[position]
    del holder[key]
    return root[""]
