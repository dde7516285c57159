"""The law of the edit in the middle: the edit is there after the way back, and nothing else is disturbed."""

import json
from collections.abc import Iterator
from typing import Any

from aurora_compat.difference import Difference, differences
from aurora_compat.testing.bending import Hand, Pool, bent, lists_of
from aurora_compat.testing.example import END, Example, related, value_at
from aurora_compat.testing.judging import Breach, noted, touches
from aurora_compat.translation import Translation
from aurora_compat.words.jsons import Json, copied, same
from aurora_compat.words.pointer import Path, pointer_of


def edit_in_the_middle(example: Example, edit: tuple[Hand, ...], pool: Pool) -> Iterator[Breach]:
    """An edit of the translated payload is there after the way back; what else differs is noted, or follows from it."""
    there = example.there()
    residue = json.loads(json.dumps(there.residue))
    yield from _edited(example, there, residue, bent(there.result, edit, pool))
    yield from _reordered_items(example, there, residue)


def _edited(example: Example, there: Translation, residue: Json, edited: Json) -> Iterator[Breach]:
    case = example.case
    plain, back = example.back(edited), example.back(edited, residue)
    untouched = example.back(there.result)
    moves = example.walk(edited, case.target, case.source).moves
    original_moves = example.walk(example.payload, case.source, case.target).moves
    back_moves = example.walk(there.result, case.target, case.source).moves
    assert moves is not None
    assert original_moves is not None
    assert back_moves is not None
    places: set[Path] = set()
    reordered = list(_reordered(there.result, edited, ()))  # what is told by position there is not of the same items
    for path in (*(one.path for one in differences(there.result, edited)), *reordered):
        places |= {moves.destination(path, 0), back_moves.destination(path, 0), original_moves.origin(path, END)}
    for change in differences(plain.result, back.result):
        # What the residue did is to put back a value of the original, at the same place of the same item.
        if change.kind != "remove" and not any(
            same(change.new, value) for value in _at(example.payload, plain.result, change)
        ):
            yield Breach(change.pointer, f"after an edit, {change.new!r} was put back here, where it never stood")
        kept = [place for place in places if place[: len(change.path)] == change.path]
        if kept and not reordered and not same(plain.result, untouched.result):
            yield Breach(change.pointer, "an edit of the translated payload was overwritten on the way back")
    named = noted(example, there, back) | noted(example, there, plain)
    for difference in differences(example.payload, back.result):
        path = difference.path
        accounted = any(touches(path, place, example) for place in named)
        accounted = accounted or any(related(path, place) for place in places)
        if not accounted and same(value_at(plain.result, path), value_at(untouched.result, path)):
            yield Breach(
                difference.pointer,
                f"an edit elsewhere has changed this: {difference.old!r} has become {difference.new!r},"
                f" and no note says so (edited: {json.dumps(edited, ensure_ascii=False):.400})",
            )


def _reordered_items(example: Example, there: Translation, residue: Json) -> Iterator[Breach]:
    """Items that were put in another order, and nothing else, keep what is theirs."""
    mine = _items(example.payload)
    for position, items in enumerate(lists_of(there.result)):
        if len(items) < 2 or len(_by_id(items)) < len(items):
            continue
        edited = copied(there.result)
        lists_of(edited)[position].reverse()
        back = example.back(edited, residue)
        foreign = _foreign(mine, _items(back.result))
        if foreign is not None:
            path, value = foreign
            yield Breach(
                pointer_of(path),
                f"items were put in another order in between, and {value!r} of one has come to another"
                f" (reordered: {json.dumps(edited, ensure_ascii=False):.400})",
            )


def _foreign(mine: dict[Any, tuple[Path, Json]], found: dict[Any, tuple[Path, Json]]) -> tuple[Path, Json] | None:
    """The first value of an item that was another item's, and not its own."""
    for id_, (path, item) in found.items():
        if id_ not in mine:
            continue
        for difference in differences(mine[id_][1], item):
            others = (value_at(other, difference.path) for key, (_, other) in mine.items() if key != id_)
            if difference.kind != "remove" and any(same(difference.new, value) for value in others):
                return (*path, *difference.path), difference.new
    return None


def _by_id(items: list[Json]) -> dict[Any, Json]:
    ids = [(type(item["id"]), item["id"]) for item in items if isinstance(item, dict) and _is_id(item.get("id"))]
    return dict(zip(ids, items, strict=False)) if len(ids) == len(items) else {}


def _is_id(value: Json) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _items(document: Json) -> dict[Any, tuple[Path, Json]]:
    """Every item of a list that has an id no other item of the document has, with its path."""
    found: dict[Any, tuple[Path, Json]] = {}
    twice: set[Any] = set()
    todo: list[tuple[Path, Json]] = [((), document)]
    for path, value in todo:
        members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        todo.extend(((*path, key), member) for key, member in members)
        if path and isinstance(path[-1], int) and isinstance(value, dict) and _is_id(value.get("id")):
            key = (type(value["id"]), value["id"])
            if key in found:
                twice.add(key)
            found[key] = (path, value)
    return {key: item for key, item in found.items() if key not in twice}


def _at(original: Json, plain: Json, change: Difference) -> list[Json]:
    """What the original holds at the place of a change of the document that came back: items go by their id."""
    found: Any = {"": original}
    beside: Any = {"": plain}
    for step in (*change.at, change.key):
        if isinstance(found, dict) and isinstance(step, str):
            if step not in found:
                return []
            found, beside = found[step], beside.get(step)
        elif isinstance(found, list) and not isinstance(step, str):
            item = beside[step.position]
            id_ = item.get("id") if isinstance(item, dict) else None
            items = [other for other in found if isinstance(other, dict) and same(other.get("id"), id_)]
            if id_ is not None and len(items) == 1:
                found = items[0]
            elif same(found, beside) or len(found) == len(beside):
                found = found[step.position]
            else:
                return []
            beside = item
        else:
            return []
    return [found]


def _reordered(before: Json, after: Json, at: Path) -> Iterator[Path]:
    """The lists in which items with ids stand in another order than they did."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            if key in after:
                yield from _reordered(value, after[key], (*at, key))
    if not isinstance(before, list) or not isinstance(after, list):
        return
    old, new = ([item.get("id") for item in items if isinstance(item, dict)] for items in (before, after))
    common = [id_ for id_ in new if id_ is not None and id_ in old]
    if common != [id_ for id_ in old if id_ is not None and id_ in new]:
        yield at
    for index, (one, other) in enumerate(zip(before, after, strict=False)):
        yield from _reordered(one, other, (*at, index))
