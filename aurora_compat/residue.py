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

from collections.abc import Iterable
from typing import NamedTuple

from aurora_compat.difference import ROOT, ById, ByIndex, Difference, Lists, Place, differences, keys_along, place_of
from aurora_compat.run import Call
from aurora_compat.trace import Moves
from aurora_compat.words.jsons import Json, copied, digest
from aurora_compat.words.note import Note
from aurora_compat.words.pointer import Path, PointerMap, keys_of, pointer_of

FORMAT = 1
ABSENT = object()
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
        self.went_from_within = _by_place((came, went) for came, went in there.moves.journeys())
        self.came_to_within = _by_place((went, came) for came, went in back.moves.journeys())
        self.missing: dict[tuple[str | None, Path], list[Path]] = {}
        for note in there.notes:
            if note.kind == "missing":
                path = typed_path(there.document, keys_of(note.pointer))
                self.missing.setdefault((note.change, path[:-1]), []).append(path)

    def carriers(self, difference: Difference) -> set[Path]:
        """The places of the translated document that carried a value, or would have."""
        went = self.there.moves.destination(difference.path, 0)
        places = {went, *self.missing.get((self.changes.near(difference.pointer), went[:-1]), ())}
        places.update(self.went_from_within.get(difference.path, ()))
        if difference.kind != "add":
            places.add(self.back.moves.origin(difference.path, _END))
            places.update(self.came_to_within.get(difference.path, ()))
        return places


def _by_place(journeys: Iterable[tuple[Path, Path]]) -> dict[Path, list[Path]]:
    """For every place, the other ends of the journeys that start or end within it."""
    ends: dict[Path, list[Path]] = {}
    for here, there in journeys:
        for length in range(len(here)):
            ends.setdefault(here[:length], []).append(there)
    return ends


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
    held = member({ROOT: document}, (ROOT, *path))
    key = path[-1] if path else ROOT
    return {"at": _steps(at, lists), "key": key, "was": None if held is ABSENT else digest(held)}


def member(document: Json, path: Path) -> Json:
    """What stands at a path of a document, `ABSENT` where nothing does."""
    for key in path:
        try:
            document = document[key]
        except (LookupError, TypeError):
            return ABSENT
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
