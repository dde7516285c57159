"""The residue (complement): what the way back can't know, kept so that it is exact, and never put over an edit.

After a translation the document is taken back at once; where it then differs from the original stands what the way
back would get wrong. That difference is the residue: groups of entries, each group about one object of the document
that comes back, each entry with the condition under which it may be applied:

- a member is added where its object is there and lacks it;
- a member is removed or replaced where it is exactly as it was;
- items of lists are found by `id`, or by their position where the whole list is exactly as it was.

Entries of one object that hang together stand or fall together. What is not applied is said, as `lost`.

The residue is plain JSON; its values are those that the translation could not carry, the rest are fingerprints:

    {"format": 1, "operation": "retrieve_project", "part": "response", "source": "2022.09", "target": "2024.05",
     "groups": [{"at": ["", "project"], "change": "project-updated-at",
                 "entries": [{"add": "updated_at", "value": "2022-05-01 10:00:00 UTC"}]}]}
"""

from collections.abc import Iterable
from typing import Any

from aurora_compat.difference import ROOT, ById, ByIndex, Difference, Place, differences, keys_along
from aurora_compat.run import Call
from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.jsons import Json, copied, digest, same
from aurora_compat.words.note import Note
from aurora_compat.words.pointer import Path, pointer_of
from aurora_compat.words.value import Value

FORMAT = 1
_ABSENT = object()


def residue_of(original: Json, back: Json, call: Call, there: Iterable[Note], here: Iterable[Note]) -> Json:
    """What makes the document that came back the original again; None where it already is.

    Args:
        original: the input of the translation that `call` describes.
        back: its result, taken back.
        call: the translation.
        there: the notes of the translation.
        here: the notes of the way back.
    """
    by_object: dict[tuple[Any, ...], list[Difference]] = {}
    for difference in differences(back, original):
        by_object.setdefault(_key_of(difference.at), []).append(difference)
    if not by_object:
        return None
    there, here = tuple(there), tuple(here)
    lost = {note.pointer for note in there if note.kind == "lost"}
    missing = {note.pointer for note in here if note.kind == "missing"}
    groups = []
    for found in by_object.values():
        for together in _groups(found, lost):
            groups.append(_written(together, (*there, *here), missing))  # noqa: PERF401  # reads better than nested
    return {
        "format": FORMAT,
        "operation": call.operation,
        "part": call.part,
        "source": str(call.source),
        "target": str(call.target),
        "groups": groups,
    }


def _key_of(at: Place) -> tuple[Any, ...]:
    return keys_along(at) if at else (None,)


def _groups(found: list[Difference], lost: set[str]) -> list[list[Difference]]:
    """The differences of one object, by what must be applied together.

    A member that is removed or replaced may be the other spelling of one that is added, so these go together. What was
    simply dropped (`lost`) has no other spelling, nor has anything in an object that only gains members.
    """
    alone = [
        difference
        for difference in found
        if difference.kind == "add" and pointer_of((*keys_along(difference.at), difference.key)) in lost
    ]
    rest = [difference for difference in found if difference not in alone]
    if all(difference.kind == "add" for difference in rest):
        return [[difference] for difference in found]
    return [[difference] for difference in alone] + [rest]


def _written(together: list[Difference], notes: tuple[Note, ...], missing: set[str]) -> Json:
    at = together[0].at
    entries = []
    for difference in together:
        entry: dict[str, Json] = {difference.kind: difference.key}
        if difference.kind != "add":
            entry["was"] = digest(difference.old)
        if difference.kind != "remove":
            entry["value"] = copied(difference.new)
        if _pointer(difference.at, difference.key) in missing:
            entry["missing"] = True
        entries.append(entry)
    pointers = [_pointer(at, difference.key) for difference in together]
    steps = [_written_step(step) for step in _guarded(at)]
    return {"at": steps, "change": _change_at(pointers, notes), "entries": entries}


def _pointer(at: Place, key: str) -> str:
    return pointer_of((*keys_along(at), key) if at else ())


def _guarded(at: Place) -> Place:
    """The place with the outermost list that has no ids as the only one to compare: it holds the others."""
    guarded: list[str | ById | ByIndex] = []
    seen = False
    for step in at:
        if isinstance(step, ByIndex):
            guarded.append(step._replace(within=[]) if seen else step)
            seen = True
        else:
            guarded.append(step)
    return tuple(guarded)


def _written_step(step: str | ById | ByIndex) -> Json:
    if isinstance(step, ById):
        return {"id": step.id, "index": step.index}
    if isinstance(step, ByIndex):
        return {"index": step.index, "within": digest(step.within) if step.within else None}
    return step


def _change_at(pointers: list[str], notes: tuple[Note, ...]) -> str | None:
    """The change that made a difference: the one whose note names its place, else a place above or below."""
    near = (
        lambda a, b: a == b,
        lambda a, b: a.startswith(b + "/"),
        lambda a, b: b.startswith(a + "/"),
    )
    for related in near:
        for note in notes:
            if note.change and any(related(pointer, note.pointer) for pointer in pointers):
                return note.change
    return None


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
        and isinstance(group.get("at"), list)
        and all(_is_step(step) for step in group["at"])
        and isinstance(group.get("change"), (str, type(None)))
        and isinstance(group.get("entries"), list)
        and all(_is_entry(entry) for entry in group["entries"])
        for group in groups
    )


def _is_step(step: Json) -> bool:
    return isinstance(step, str) or (isinstance(step, dict) and isinstance(step.get("index"), int))


def _is_entry(entry: Json) -> bool:
    if not isinstance(entry, dict):
        return False
    kinds = [kind for kind in ("add", "remove", "replace") if isinstance(entry.get(kind), str)]
    return len(kinds) == 1 and ("add" in entry or "was" in entry) and ("remove" in entry or "value" in entry)


def restore(document: Json, groups: list[Any], notes: Iterable[Note]) -> Restored:
    """Complete the document that comes back by the residue's groups.

    `notes` are those of the way back: a place that it newly calls `missing` was reached by an edit that it could not
    express, so the old value does not belong there.
    """
    wrapper: dict[str, Json] = {ROOT: document}
    missing = {note.pointer for note in notes if note.kind == "missing"}
    settled: list[str] = []
    said: list[Note] = []
    writes: list[tuple[Path, dict[str, Any]]] = []
    for group in groups:
        path, held = _find(wrapper, group["at"])
        if held is not _ABSENT and all(_applies(held, entry, path, missing) for entry in group["entries"]):
            for entry in group["entries"]:
                settled.append(pointer_of((*path, _key(entry))[1:]))
                writes.append((path, entry))
            continue
        for entry in group["entries"]:
            if held is _ABSENT or not _done(held, entry):
                pointer = pointer_of((*path, _key(entry))[1:])
                said.append(Note("lost", pointer, group["change"], _SET_ASIDE, "target"))
    fresh: dict[Path, Json] = {(): wrapper}
    for path, entry in writes:
        container = _writable(path, fresh)
        if "remove" in entry:
            del container[entry["remove"]]
        else:
            container[_key(entry)] = copied(entry["value"])
    return Restored(wrapper[ROOT], tuple(settled), tuple(said))


_SET_ASIDE = (
    "what stood here before could not be put back: the document was edited here since; the original value is in the residue"
)


def _key(entry: dict[str, Any]) -> str:
    key = next(entry[kind] for kind in ("add", "remove", "replace") if kind in entry)
    return str(key)


def _find(wrapper: Json, at: list[Any]) -> tuple[Path, Json]:
    """The object at a place and the path to it; `_ABSENT` where it can't be told any more which one it is."""
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
            places = [n for n, item in enumerate(found) if isinstance(item, dict) and same(item.get("id"), step["id"])]
            index = places[0] if len(places) == 1 else index
            found = found[index] if len(places) == 1 else _ABSENT
        elif step.get("within") in (None, digest(found)) and 0 <= index < len(found):
            found = found[index]
        else:
            found = _ABSENT
        path.append(index)
    return tuple(path), found if isinstance(found, dict) else _ABSENT


def _applies(held: dict[str, Json], entry: dict[str, Any], path: Path, missing: set[str]) -> bool:
    key = _key(entry)
    if _done(held, entry):
        return True
    if pointer_of((*path, key)[1:]) in missing and not entry.get("missing"):
        return False
    if "add" in entry:
        return key not in held
    return key in held and digest(held[key]) == entry["was"]


def _done(held: dict[str, Json], entry: dict[str, Any]) -> bool:
    """Whether the object already is as the entry would make it."""
    if "remove" in entry:
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
