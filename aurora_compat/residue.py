"""The residue (complement): what the way back can't know, kept so that it is exact, and never put over an edit.

After a translation the document is taken back at once; where it then differs from the original stands what the way
back would get wrong. That difference is the residue: groups of entries that stand or fall together. An entry of the
document that comes back

- adds a member where its object is there and lacks it,
- removes or replaces a member where it is exactly as it was,

and a group also says which places of the translated document its values were carried by, or would have been: where one
of these was edited, the group is set aside, and said to be (`lost`). Items of lists are found by `id`, or by their
position where the whole list is exactly as it was.

The residue is plain JSON; its values are those that the translation could not carry, the rest are fingerprints:

    {"format": 1, "operation": "retrieve_project", "part": "response", "source": "2022.09", "target": "2024.05",
     "groups": [{"change": "project-updated-at",
                 "while": [{"at": ["", "project"], "key": "updated_at", "was": null}],
                 "entries": [{"at": ["", "project"], "add": "updated_at", "value": "2022-05-01 10:00:00 UTC"}]}]}
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from aurora_compat.difference import ROOT, ById, ByIndex, Difference, Lists, Place, differences, keys_along, place_of
from aurora_compat.run import Call
from aurora_compat.trace import Moves
from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.jsons import Json, copied, digest, same
from aurora_compat.words.note import Note
from aurora_compat.words.pointer import Path, PointerMap, keys_of, pointer_of
from aurora_compat.words.value import Value

FORMAT = 1
_ABSENT = object()
_END = 1 << 62


class Trip(NamedTuple):
    """A translation that was traced: its result, its notes, and where things went."""

    document: Json
    notes: tuple[Note, ...]
    moves: Moves


class _Journey:
    """There and back, and what is looked up in it for every difference."""

    def __init__(self, there: Trip, back: Trip) -> None:
        self.there, self.back, self.lists = there, back, Lists()
        notes = (*there.notes, *back.notes)
        self.changes = PointerMap((note.pointer, note.change) for note in notes if note.change)
        self.lost = {note.pointer for note in there.notes if note.kind == "lost"}
        self.missing: dict[tuple[str | None, Path], list[Path]] = {}
        for note in there.notes:
            if note.kind == "missing":
                path = typed_path(there.document, keys_of(note.pointer))
                self.missing.setdefault((note.change, path[:-1]), []).append(path)

    def carriers(self, difference: Difference) -> set[Path]:
        """The places of the translated document that carried a value, or would have."""
        went = self.there.moves.destination(difference.path, 0)
        places = {went, *self.missing.get((self.changes.near(difference.pointer), went[:-1]), ())}
        if difference.kind != "add":
            places.add(self.back.moves.origin(difference.path, _END))
        return places


class _Group(NamedTuple):
    """Differences that stand or fall together, and the places of the translated document that they hang on."""

    found: list[Difference]
    carriers: set[Path]


def residue_of(original: Json, call: Call, there: Trip, back: Trip) -> Json:
    """What makes the document that came back the original again; None where it already is.

    Args:
        original: the input of the translation that `call` describes.
        call: the translation.
        there: what came of it.
        back: what came of taking its result back.
    """
    journey = _Journey(there, back)
    by_object: dict[Path | None, list[Difference]] = {}
    for difference in differences(back.document, original):
        key = keys_along(difference.at) if difference.at else None
        by_object.setdefault(key, []).append(difference)
    if not by_object:
        return None
    groups = [
        _Group(together, {place for difference in together for place in journey.carriers(difference)})
        for found in by_object.values()
        for together in _of_one_object(found, journey.lost)
    ]
    return {
        "format": FORMAT,
        "operation": call.operation,
        "part": call.part,
        "source": str(call.source),
        "target": str(call.target),
        "groups": [_written(group, journey) for group in _merged(groups)],
    }


def _of_one_object(found: list[Difference], lost: set[str]) -> list[list[Difference]]:
    """The differences of one object, by what must be applied together.

    A member that is removed or replaced may be the other spelling of one that is added, so these go together. What was
    simply dropped (`lost`) has no other spelling, nor has anything in an object that only gains members.
    """
    alone: list[Difference] = []
    rest: list[Difference] = []
    for difference in found:
        (alone if difference.kind == "add" and difference.pointer in lost else rest).append(difference)
    if all(difference.kind == "add" for difference in rest):
        return [[difference] for difference in found]
    return [*([difference] for difference in alone), rest]


def _merged(groups: list[_Group]) -> list[_Group]:
    """The groups, those put together that hang on one place, or one on a place within the other's."""
    places = sorted((tuple(map(str, path)), index) for index, group in enumerate(groups) for path in group.carriers)
    leader = list(range(len(groups)))

    def led_by(index: int) -> int:
        while leader[index] != index:
            index = leader[index]
        return index

    above: list[tuple[tuple[str, ...], int]] = []
    for path, index in places:  # sorted, so what lies within a place comes right after it
        while above and path[: len(above[-1][0])] != above[-1][0]:
            above.pop()
        if above:
            first, second = sorted((led_by(above[-1][1]), led_by(index)))
            leader[second] = first
        above.append((path, index))
    merged: dict[int, _Group] = {}
    for index, group in enumerate(groups):
        held = merged.setdefault(led_by(index), _Group([], set()))
        held.found.extend(group.found)
        held.carriers.update(group.carriers)
    return list(merged.values())


def typed_path(document: Json, keys: tuple[str, ...]) -> Path:
    """The path that a pointer's tokens mean in a document: indexes of lists are numbers."""
    path: list[str | int] = []
    for key in keys:
        step: str | int = int(key) if isinstance(document, list) and key.isdigit() else key
        path.append(step)
        try:
            document = document[step]
        except (LookupError, TypeError):
            document = None
    return tuple(path)


def _written(group: _Group, journey: _Journey) -> Json:
    changes = (journey.changes.near(difference.pointer) for difference in group.found)
    carriers = sorted(group.carriers, key=pointer_of)
    return {
        "change": next(filter(None, changes), None),
        "while": [_written_carrier(path, journey.there.document, journey.lists) for path in carriers],
        "entries": [_written_entry(difference, journey.lists) for difference in group.found],
    }


def _written_carrier(path: Path, document: Json, lists: Lists) -> Json:
    at = place_of(document, path[:-1], lists) if path else ()
    held = _member({ROOT: document}, (ROOT, *path))
    key = path[-1] if path else ROOT
    return {"at": _steps(at, lists), "key": key, "was": None if held is _ABSENT else digest(held)}


def _member(document: Json, path: Path) -> Json:
    for key in path:
        try:
            document = document[key]
        except (LookupError, TypeError):
            return _ABSENT
    return document


def _written_entry(difference: Difference, lists: Lists) -> Json:
    entry: dict[str, Json] = {"at": _steps(difference.at, lists), difference.kind: difference.key}
    if difference.kind != "add":
        entry["was"] = digest(difference.old)
    if difference.kind != "remove":
        entry["value"] = copied(difference.new)
    return entry


def _steps(at: Place, lists: Lists) -> list[Json]:
    """A place as JSON. Of nested lists without ids only the outermost is compared: it holds the others."""
    steps: list[Json] = []
    compared = False
    for step in at:
        if isinstance(step, ById):
            steps.append({"id": step.id, "index": step.position})
        elif isinstance(step, ByIndex):
            steps.append({"index": step.position, "within": None if compared else lists.digest(step.within)})
            compared = True
        else:
            steps.append(step)
    return steps


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
    where = {"operation": call.operation, "part": call.part, "source": str(call.source), "target": str(call.target)}
    if not isinstance(residue, dict) or residue.get("format") != FORMAT or not _well_formed(residue.get("groups")):
        raise MalformedPayload("the residue given is none: pass what `residue` of the way there was", **where)
    held = tuple(residue.get(name) for name in ("operation", "part", "source", "target"))
    if held != made_for:
        made_of = "{} {} {} -> {}".format(*held)
        raise MalformedPayload(f"the residue given belongs to {made_of[:160]}: it can't complete this way back", **where)
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
    return isinstance(step, str) or (isinstance(step, dict) and isinstance(step.get("index"), int))


def _is_carrier(carrier: Json) -> bool:
    return isinstance(carrier, dict) and _all(carrier.get("at"), _is_step) and isinstance(carrier.get("key"), (str, int))


def _is_entry(entry: Json) -> bool:
    if not isinstance(entry, dict) or not _all(entry.get("at"), _is_step):
        return False
    kinds = [kind for kind in ("add", "remove", "replace") if isinstance(entry.get(kind), str)]
    return len(kinds) == 1 and ("add" in entry or "was" in entry) and ("remove" in entry or "value" in entry)


def restore(document: Json, groups: list[Any], given: Json) -> Restored:
    """Complete the document that comes back (`document`, made of `given`) by the residue's groups."""
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
    fresh: dict[Path, Json] = {(): wrapper}
    for path, entry in writes:
        container = _writable(path, fresh)
        if "remove" in entry:
            del container[entry["remove"]]
        else:
            container[_key(entry)] = copied(entry["value"])
    return Restored(wrapper[ROOT], tuple(settled), tuple(aside))


_SET_ASIDE = (
    "what stood here before could not be put back: the document was edited here since; the original value is in the residue"
)


def _key(entry: dict[str, Any]) -> str:
    key = next(entry[kind] for kind in ("add", "remove", "replace") if kind in entry)
    return str(key)


def _find(wrapper: Json, at: list[Any], lists: Lists) -> tuple[Path, Json]:
    """The container at a place and the path to it; `_ABSENT` where it can't be told any more which one it is."""
    found: Json = wrapper
    path: list[str | int] = []
    for step in at:
        if isinstance(step, str):
            path.append(step)
            found = found.get(step, _ABSENT) if isinstance(found, dict) else _ABSENT
            continue
        index = step["index"]
        if not isinstance(found, list):
            found = _ABSENT
        elif "id" in step:
            places = lists.positions(found, step["id"])
            index = places[0] if len(places) == 1 else index
            found = found[index] if len(places) == 1 else _ABSENT
        elif step.get("within") in (None, lists.digest(found)) and 0 <= index < len(found):
            found = found[index]
        else:
            found = _ABSENT
        path.append(index)
    return tuple(path), found


def _is_as_it_was(given: Json, carrier: dict[str, Any], lists: Lists) -> bool:
    """Whether the translated document is at that place as it was when the residue was made."""
    _, holder = _find({ROOT: given}, carrier["at"], lists)
    held = _member(holder, (carrier["key"],)) if holder is not _ABSENT else _ABSENT
    was = carrier.get("was")
    return held is _ABSENT if was is None else held is not _ABSENT and digest(held) == was


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
    container = fresh.get(path)
    if container is None:
        parent = _writable(path[:-1], fresh)
        container = parent[path[-1]].copy()
        parent[path[-1]] = container
        fresh[path] = container
    return container
