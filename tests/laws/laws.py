"""The laws, each a function of one example that raises where it is broken."""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import aurora_compat as ac
from aurora_compat.difference import Difference, differences
from aurora_compat.run import Call, Run
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import copied, same
from aurora_compat.words.pointer import Path, keys_of, pointer_of
from tests.laws.strategies import PARAMS, Example, _keys, mutate

Refused = (ac.Untranslatable, ac.MissingContext)


def round_trip(example: Example) -> None:
    """Law 1: back with the residue gives the original, exactly."""
    there = example.there()
    residue = json.loads(json.dumps(there.residue))
    example.back(there.result)  # a refusal of the way back is outside the law
    back = example.back(there.result, residue=residue)
    assert same(back.result, example.payload), (back.result, there.result, residue)


def no_silent_loss(example: Example) -> None:
    """Law 2: back without the residue, every pointer that differs is named by a note of either trip."""
    there = example.there()
    back = example.back(there.result)
    named = _named(example, there, back)
    for difference in differences(example.payload, back.result):
        assert any(_touches(difference.path, place, example) for place in named), (
            difference.pointer,
            there.result,
            back.result,
            there.notes,
        )


def edit_in_the_middle(example: Example) -> None:
    """Law 3: an edit of the translated document is there after the way back, and nothing else is disturbed."""
    there = example.there()
    residue = json.loads(json.dumps(there.residue))
    keys = _keys(example.case.operation, example.case.part)
    edited = mutate(there.result, example.edit, keys)
    plain = example.back(edited)
    back = example.back(edited, residue=residue)
    untouched = example.back(there.result)
    moves = _walk(example, edited, example.case.target, example.case.source).moves
    original_moves = _walk(example, example.payload, example.case.source, example.case.target).moves
    back_moves = _walk(example, there.result, example.case.target, example.case.source).moves
    assert moves is not None
    assert original_moves is not None
    assert back_moves is not None
    edits = list(differences(there.result, edited))
    places: set[Path] = set()
    for edit in edits:
        path = edit.path
        places |= {moves.destination(path, 0), back_moves.destination(path, 0), original_moves.origin(path, _END)}
    reordered = _reordered(there.result, edited)  # then the places above, told by position, are not those of the items
    restored = list(differences(plain.result, back.result))
    for change in restored:
        # What the residue did is to put back a value of the original, at the same place of the same item.
        path = change.path
        if change.kind != "remove":
            assert any(same(change.new, value) for value in _at(example.payload, plain.result, change)), (
                "foreign value",
                pointer_of(path),
            )
        kept = [place for place in places if place[: len(path)] == path]
        assert not kept or reordered or same(plain.result, untouched.result), (
            "edit overwritten",
            pointer_of(path),
            kept,
        )
    named = _named(example, there, back) | _named(example, there, plain)
    for difference in differences(example.payload, back.result):
        path = difference.path
        accounted = any(_touches(path, place, example) for place in named) or any(
            _related(path, place) for place in places
        )
        assert accounted or _derived(difference, plain, untouched), ("silent", pointer_of(path), edited, back.result)


def composition(example: Example) -> None:
    """Law 4: a walk equals its hops one after the other, in result, needs and notes; no walk is the identity."""
    case = example.case
    assert example.over(example.payload, case.source, case.source).result is example.payload
    whole = example.there()
    document, notes, needs, walks = example.payload, set(), set(), []
    hops = ac.registry.path(case.source, case.target)
    chained = example.payload
    for hop, step in zip(hops, ac.steps(case.operation, case.part, case.source, case.target), strict=True):  # type: ignore[arg-type]
        link = example.over(document, str(hop.source), str(hop.target))
        walks.append((link, _walk(example, document, str(hop.source), str(hop.target))))
        document = link.result
        chained = step(chained, example.context, PARAMS, example.status)
    for index, (link, _) in enumerate(walks):
        for note in link.notes:
            pointer = _followed(note, [run for _, run in walks[:index]], [run for _, run in walks[index + 1 :]])
            notes.add((note.kind, pointer, note.change, note.side))
        needs |= {(need.operation, need.path_params, need.change, need.required) for need in link.needs}
    assert same(whole.result, document)
    assert same(whole.result, chained)
    assert {(note.kind, note.pointer, note.change, note.side) for note in whole.notes} == notes
    assert {(need.operation, need.path_params, need.change, need.required) for need in whole.needs} == needs


def purity(example: Example) -> None:
    """Law 5: the input is unchanged, and equal calls give equal results."""
    before = copied(example.payload)
    first, second = example.there(), example.there()
    assert same(first.result, second.result)
    assert (first.notes, first.needs, first.residue) == (second.notes, second.needs, second.residue)
    assert same(first.patch().apply(copied(before)), first.result)
    example.back(first.result, residue=first.residue)
    assert same(example.payload, before)
    assert same(first.result, second.result)


def stability(example: Example) -> None:
    """Law 7: there, back and there again is there, where nothing was kept that one of the versions does not define."""
    there = example.there()
    if any(note.kind in {"unsupported", "conflict"} for note in there.notes):
        return
    back = example.back(there.result)
    again = example.over(back.result, example.case.source, example.case.target)
    assert same(again.result, there.result), (there.result, back.result, again.result)


LAWS: tuple[Callable[[Example], None], ...] = (
    round_trip,
    no_silent_loss,
    edit_in_the_middle,
    composition,
    purity,
    stability,
)

_END = 10**9


def holds(law: Callable[[Example], None], example: Example) -> bool:
    """Check a law for an example; False where a trip is refused, which is outside every law."""
    try:
        law(example)
    except Refused:
        return False
    return True


def _walk(example: Example, document: Any, source: str, target: str) -> Run:
    case = example.case
    versions = {str(version): version for version in ac.versions}
    plan = ac.registry.plan(case.operation, case.part, source, target)  # type: ignore[arg-type]
    call = Call(
        case.operation,
        case.part,  # type: ignore[arg-type]
        versions[source],
        versions[target],
        example.context,
        FrozenMap(PARAMS),
        example.status,
        ac.registry,
    )
    return plan.trace(document, call)[1]


def _named(example: Example, there: ac.Translation, back: ac.Translation) -> set[Path]:
    """Every place that a note of either trip names, in the original's names and in those of what came back.

    A note on the whole document or on the envelope does not count, but for 4xx answers and absent bodies.
    """
    case = example.case
    first = _walk(example, example.payload, case.source, case.target).moves
    second = _walk(example, there.result, case.target, case.source).moves
    assert first is not None
    assert second is not None
    places: set[Path] = set()
    for notes, is_there in ((there.notes, True), (back.notes, False)):
        for note in notes:
            path = _typed(keys_of(note.pointer))
            if is_there:
                middle = first.destination(path, 0) if note.side == "source" else path
                found = {path, first.origin(middle, _END), second.destination(middle, 0)}
            else:
                middle = path if note.side == "source" else second.origin(path, _END)
                found = {path, first.origin(middle, _END), second.destination(middle, 0)}
            places |= found
    return places


def _typed(keys: Iterable[str]) -> Path:
    return tuple(int(key) if key.isascii() and key.isdigit() else key for key in keys)


def _touches(path: Path, place: Path, example: Example) -> bool:
    """Whether a noted place is at, under or above a path.

    A note on the whole document or on the envelope does not speak of what is within, but for 4xx answers and absent
    bodies. (The roof summary has no envelope.)
    """
    wide = len(place) > 1 or 400 <= example.status < 500 or example.payload is None or place == ("roofs",)
    return _related(path, place) and (wide or len(path) <= len(place))


def _related(path: Path, place: Path) -> bool:
    length = min(len(path), len(place))
    return [str(key) for key in path[:length]] == [str(key) for key in place[:length]]


def _at(original: Any, plain: Any, change: Difference) -> list[Any]:
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


def _reordered(before: Any, after: Any) -> bool:
    """Whether items with ids stand in another order somewhere than they did."""
    if isinstance(before, dict) and isinstance(after, dict):
        return any(_reordered(value, after[key]) for key, value in before.items() if key in after)
    if not isinstance(before, list) or not isinstance(after, list):
        return False
    old, new = ([item.get("id") for item in items if isinstance(item, dict)] for items in (before, after))
    common = [id_ for id_ in new if id_ is not None and id_ in old]
    moved = common != [id_ for id_ in old if id_ is not None and id_ in new]
    return moved or any(_reordered(a, b) for a, b in zip(before, after, strict=False))


class _Gap(NamedTuple):
    """Nothing there."""


def _value(document: Any, path: Path) -> Any:
    for key in path:
        try:
            document = document[key]
        except (LookupError, TypeError):
            return _Gap()
    return document


def _derived(difference: Difference, plain: ac.Translation, untouched: ac.Translation) -> bool:
    """Whether the way back made another value here because of the edit alone."""
    path = difference.path
    return not same(_value(plain.result, path), _value(untouched.result, path))


def _followed(note: ac.Note, before: list[Run], after: list[Run]) -> str:
    """A note's pointer of one hop, in the names of the whole walk's input or result."""
    path = _typed(keys_of(note.pointer))
    for run in reversed(before) if note.side == "source" else after:
        assert run.moves is not None
        path = run.moves.origin(path, _END) if note.side == "source" else run.moves.destination(path, 0)
    return pointer_of(path)
