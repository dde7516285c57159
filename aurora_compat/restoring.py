"""The way back with a residue: what still holds is put back, what was edited since is left and said.

What a residue is stands in `residue`.
"""

from collections.abc import Callable
from typing import Any

from aurora_compat.difference import ROOT, Lists
from aurora_compat.residue import ABSENT, FORMAT, member
from aurora_compat.run import Call
from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.jsons import Json, copied, digest, kind_of, same
from aurora_compat.words.note import Note
from aurora_compat.words.pointer import Path, pointer_of
from aurora_compat.words.value import Value


class Restored(Value):
    """What came of a residue: the document, the pointers that entries have put right, and a note for each set aside."""

    document: Json
    settled: tuple[str, ...]
    notes: tuple[Note, ...]


def check_residue(residue: Json, call: Call) -> list[Any]:
    """The groups of a residue that belongs to the way there of this call.

    Raises:
        MalformedPayload: it is no residue, or that of something else.
    """
    made_for = (call.operation, call.part, str(call.target), str(call.source))
    where = call.where
    if (
        not isinstance(residue, dict)
        or type(residue.get("format")) is not int
        or residue["format"] != FORMAT
        or not _well_formed(residue.get("groups"))
    ):
        raise MalformedPayload("the residue given is none: pass what `residue` of the way there was", **where)
    names = (residue.get(name) for name in ("operation", "part", "source", "target"))
    held = tuple(name if isinstance(name, (str, type(None))) else kind_of(name) for name in names)
    if held != made_for:
        made_of = "{} {} {} -> {}".format(*held)
        raise MalformedPayload(
            f"the residue given belongs to {made_of[:160]}: it can't complete this way back", **where
        )
    groups: list[Any] = residue["groups"]
    return groups


def _well_formed(groups: Json) -> bool:
    return isinstance(groups, list) and all(
        isinstance(group, dict)
        and isinstance(group.get("change"), (str, type(None)))
        and _all(group.get("while"), _is_carrier)
        and _all(group.get("entries"), _is_entry)
        for group in groups
    )


def _all(items: Json, check: Callable[[Json], bool]) -> bool:
    return isinstance(items, list) and all(check(item) for item in items)


def _is_step(step: Json) -> bool:
    if isinstance(step, str):
        return True
    return isinstance(step, dict) and type(step.get("index")) is int


def _is_carrier(carrier: Json) -> bool:
    return (
        isinstance(carrier, dict)
        and _all(carrier.get("at"), _is_step)
        and type(carrier.get("key")) in {str, int}
        and isinstance(carrier.get("was"), (str, type(None)))
    )


def _is_entry(entry: Json) -> bool:
    if not isinstance(entry, dict) or not _all(entry.get("at"), _is_step):
        return False
    kinds = [kind for kind in ("add", "remove", "replace") if kind in entry]
    if len(kinds) != 1 or not isinstance(entry[kinds[0]], str):
        return False
    if kinds == ["remove"]:
        return isinstance(entry.get("was"), str) and entry["at"] != []
    return "value" in entry and (kinds == ["add"] or isinstance(entry.get("was"), str))


def restore(document: Json, groups: list[Any], given: Json) -> Restored:
    """Complete the document that comes back (`document`, made of `given`) by the residue's groups.

    Raises:
        MalformedPayload: the groups contradict each other.
    """
    lists = Lists()
    wrapper: dict[str, Json] = {ROOT: document}
    settled: list[str] = []
    aside: list[Note] = []
    writes: list[tuple[Path, dict[str, Any]]] = []
    for group in groups:
        found = [(*_find(wrapper, entry["at"], lists), entry) for entry in group["entries"]]
        carried = all(_is_as_it_was(given, carrier, lists) for carrier in group["while"])
        applies = [_done(held, entry) or (carried and _applies(held, entry)) for _, held, entry in found]
        for path, held, entry in found:
            pointer = pointer_of((*path, _key(entry))[1:])
            if all(applies):
                settled.append(pointer)
                writes.append((path, entry))
            elif not _done(held, entry):
                aside.append(Note("lost", pointer, group["change"], _SET_ASIDE, "target"))
    try:
        _write(wrapper, writes)
    except (LookupError, TypeError, AttributeError):
        raise MalformedPayload(
            "the residue given contradicts itself: pass what `residue` of the way there was"
        ) from None
    return Restored(wrapper[ROOT], tuple(settled), tuple(aside))


def _write(wrapper: dict[str, Json], writes: list[tuple[Path, dict[str, Any]]]) -> None:
    fresh: dict[Path, Json] = {(): wrapper}
    for path, entry in writes:
        container = _writable(path, fresh)
        if "remove" in entry:
            del container[entry["remove"]]
        else:
            container[_key(entry)] = copied(entry["value"])


_SET_ASIDE = "what stood here could not be put back, as the document was edited here since; the residue still holds it"


def _key(entry: dict[str, Any]) -> str:
    key = next(entry[kind] for kind in ("add", "remove", "replace") if kind in entry)
    return str(key)


def _find(wrapper: Json, at: list[Any], lists: Lists) -> tuple[Path, Json]:
    """The container at a place and the path to it; `ABSENT` where it can't be told any more which one it is."""
    found: Json = wrapper
    path: list[str | int] = []
    for step in at:
        if isinstance(step, str):
            path.append(step)
            found = found.get(step, ABSENT) if isinstance(found, dict) else ABSENT
            continue
        index = step["index"]
        if not isinstance(found, list):
            found = ABSENT
        elif "id" in step:
            places = lists.positions(found, step["id"])
            index = places[0] if len(places) == 1 else index
            found = found[index] if len(places) == 1 else ABSENT
        elif step.get("within") in (None, lists.digest(found)) and 0 <= index < len(found):
            found = found[index]
        else:
            found = ABSENT
        path.append(index)
    return tuple(path), found


def _is_as_it_was(given: Json, carrier: dict[str, Any], lists: Lists) -> bool:
    """Whether the translated document is at that place as it was when the residue was made."""
    _, holder = _find({ROOT: given}, carrier["at"], lists)
    held = member(holder, (carrier["key"],)) if holder is not ABSENT else ABSENT
    was = carrier.get("was")
    return held is ABSENT if was is None else held is not ABSENT and digest(held) == was


def _applies(held: Json, entry: dict[str, Any]) -> bool:
    key = _key(entry)
    if not isinstance(held, dict):
        return False
    if "add" in entry:
        return key not in held
    return key in held and digest(held[key]) == entry["was"]


def _done(held: Json, entry: dict[str, Any]) -> bool:
    """Whether the object already is as the entry would make it.

    A member to remove that is gone already was deleted by an edit, and what goes with it must not come back.
    """
    if "remove" in entry or not isinstance(held, dict):
        return False
    key = _key(entry)
    return key in held and same(held[key], entry["value"])


def _writable(path: Path, fresh: dict[Path, Json]) -> Any:
    """The container at a path, copied along the way down so that nothing given is changed."""
    known = len(path)
    while path[:known] not in fresh:
        known -= 1
    container = fresh[path[:known]]
    for length in range(known, len(path)):
        child = container[path[length]].copy()
        container[path[length]] = child
        container = fresh[path[: length + 1]] = child
    return container
