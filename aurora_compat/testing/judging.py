"""The laws of design, each a function of one example that says where it is broken: a place and what is wrong there."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from aurora_compat.code import Aside, Parsed, Reader
from aurora_compat.difference import Difference, differences
from aurora_compat.migrations import steps
from aurora_compat.run import Refusal, Run
from aurora_compat.testing import sealed
from aurora_compat.testing.example import END, REFUSED, Example, path_in, related
from aurora_compat.testing.outline import ITEMS
from aurora_compat.translation import Translation
from aurora_compat.words.jsons import Json, copied
from aurora_compat.words.note import Note
from aurora_compat.words.pointer import Path, pointer_of


class Breach(NamedTuple):
    """Where a law is broken, and how."""

    pointer: str
    what: str


def round_trip(example: Example) -> Iterator[Breach]:
    """Back with the residue gives the original, exactly."""
    there = example.there()
    residue = json.loads(json.dumps(there.residue))
    example.back(there.result)  # a refusal of the way back is outside the law
    back = example.back(there.result, residue)
    yield from _differing(example.payload, back.result, "back with the residue")


def no_silent_loss(example: Example) -> Iterator[Breach]:
    """Back without the residue, every place that differs is named by a note of either trip."""
    there = example.there()
    back = example.back(there.result)
    named = noted(example, there, back)
    for difference in differences(example.payload, back.result):
        if not any(touches(difference.path, place, example) for place in named):
            yield Breach(
                difference.pointer, f"{told(difference)} after the way back, and no note of either trip names it"
            )


def composition(example: Example) -> Iterator[Breach]:
    """A walk equals its hops one after the other, in result, needs and notes; no walk is the identity."""
    case = example.case
    if example.over(example.payload, case.source, case.source).result is not example.payload:
        yield Breach("", f"{case.source} to itself is no identity")
    whole = example.there()
    document, chained = example.payload, example.payload
    notes: set[tuple[object, ...]] = set()
    needs: set[tuple[object, ...]] = set()
    walks: list[tuple[Json, Translation, Run]] = []
    chain = steps(case.operation, case.part, case.source, case.target, registry=case.registry)
    for hop, step in zip(case.registry.path(case.source, case.target), chain, strict=True):
        link = example.over(document, hop.source, hop.target)
        walks.append((document, link, example.walk(document, hop.source, hop.target)))
        document = link.result
        chained = step(chained, example.context, example.path_params, example.status)
    for index, (came, link, _) in enumerate(walks):
        before, after = ([run for _, _, run in some] for some in (walks[:index], walks[index + 1 :]))
        for note in link.notes:
            path = path_in(came if note.side == "source" else link.result, note.pointer)
            pointer = pointer_of(_followed(path, note, before, after))
            notes.add((note.kind, pointer, note.change, note.side))
        needs |= {(need.operation, need.path_params, need.change, need.required) for need in link.needs}
    yield from _differing(whole.result, document, "hop by hop")
    yield from _differing(whole.result, chained, "by its steps")
    yield from _unlike({(note.kind, note.pointer, note.change, note.side) for note in whole.notes}, notes, "notes")
    asked: set[tuple[object, ...]] = {
        (need.operation, need.path_params, need.change, need.required) for need in whole.needs
    }
    yield from _unlike(asked, needs, "needs")


def purity(example: Example) -> Iterator[Breach]:
    """The input is unchanged, and equal calls give equal results."""
    before = copied(example.payload)
    first = example.there()
    yield from _differing(before, example.payload, "in the input itself: an edit has changed what it was given;")
    second = example.there()
    yield from _differing(first.result, second.result, "in an equal second call")
    found = [(one.notes, one.needs, one.residue) for one in (first, second)]
    if found[0] != found[1]:
        yield Breach("", f"an equal second call has other notes, needs or residue: {found}")
    yield from _differing(first.result, first.patch().apply(copied(before)), "by the JSON Patch")
    kept = copied(first.result)
    example.back(first.result, first.residue)
    yield from _differing(before, example.payload, "in the input itself: a trip has changed what it was given;")
    yield from _differing(kept, first.result, "in the result, which the way back has changed;")


def agreement(example: Example) -> Iterator[Breach]:
    """The compiled plan gives what its edits give, or steps aside; parsed, and opened level by level."""
    plan, call, payload = example.case.plan, example.call, example.payload
    if plan.answers(example.status) != "success":
        return
    ways: tuple[tuple[str, Json, Reader], ...] = (
        ("compiled", payload, Parsed()),
        ("compiled and opened level by level", sealed.opened(payload), sealed.Opener()),
    )
    for how, document, reader in ways:
        try:
            result = plan.compiled.function(document, call, reader)
        except (Aside, Refusal):
            continue
        try:
            expected = plan.interpret(payload, call)
        except REFUSED as error:
            yield Breach("", f"{how}, the plan gives a result for what a rule refuses: {error.message}")
            return
        yield from _differing(expected, sealed.unsealed(result), f"in the plan {how}")
        if (result is document) != (expected is payload):
            yield Breach("", f"the plan {how} takes a document for changed that is not, or the reverse")


def stability(example: Example) -> Iterator[Breach]:
    """Up, down and up again is up, where nothing was kept that one of the versions does not define."""
    if not example.case.is_up:
        return
    there = example.there()
    if any(note.kind in {"unsupported", "conflict"} for note in there.notes):
        return
    back = example.back(there.result)
    again = example.over(back.result, example.case.source, example.case.target)
    yield from _differing(there.result, again.result, "up, down and up again")


def conformity(example: Example) -> Iterator[Breach]:
    """A payload valid in the source version's model is valid in the target version's."""
    here, wanted = example.model(example.case.source), example.model(example.case.target)
    if here is None or wanted is None or any(True for _ in invalid(here, example.payload)):
        return
    there = example.there()
    for path, message in invalid(wanted, there.result):
        yield Breach(pointer_of(path), f"{example.case.target}'s model refuses the result here: {message}")


def invalid(model: Any, document: Json) -> Iterator[tuple[Path, str]]:
    """What a pydantic model says against a document."""
    from pydantic import ValidationError

    try:
        if model.model_config.get("strict"):
            model.model_validate(document)
        else:
            model.model_validate_json(json.dumps(document))
    except ValidationError as error:
        for one in error.errors(include_input=False, include_context=False, include_url=False):
            yield one["loc"], one["msg"]


def noted(example: Example, there: Translation, back: Translation) -> set[Path]:
    """Every place that a note of either trip names, in the original's names and in those of what came back."""
    case = example.case
    first = example.walk(example.payload, case.source, case.target).moves
    second = example.walk(there.result, case.target, case.source).moves
    assert first is not None
    assert second is not None
    places: set[Path] = set()
    ends = ((there.notes, example.payload, there.result), (back.notes, there.result, back.result))
    for (notes, came, went), is_there in zip(ends, (True, False), strict=True):
        for note in notes:
            path = path_in(came if note.side == "source" else went, note.pointer)
            if is_there:
                middle = first.destination(path, 0) if note.side == "source" else path
            else:
                middle = path if note.side == "source" else second.origin(path, END)
            places |= {path, first.origin(middle, END), second.destination(middle, 0)}
    return places


def touches(path: Path, place: Path, example: Example) -> bool:
    """Whether a noted place is at, under or above a path.

    A note on the whole document or on an envelope does not speak of what is within, but for 4xx answers and absent
    bodies.
    """
    envelopes = example.envelopes
    wide = not place or (len(place) == 1 and (place[0] in envelopes or ITEMS in envelopes))
    free = not wide or 400 <= example.status < 500 or example.payload is None
    return related(path, place) and (free or len(path) <= len(place))


def _differing(wanted: Json, found: Json, when: str) -> Iterator[Breach]:
    for difference in differences(wanted, found):
        yield Breach(difference.pointer, f"{when}, {told(difference)}")


def told(difference: Difference) -> str:
    """What has become of a value."""
    if difference.kind == "remove":
        return f"{_short(difference.old)} is gone"
    if difference.kind == "add":
        return f"{_short(difference.new)} has come from nowhere"
    return f"{_short(difference.old)} has become {_short(difference.new)}"


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}..."


def _unlike(whole: set[tuple[object, ...]], hops: set[tuple[object, ...]], what: str) -> Iterator[Breach]:
    if whole != hops:
        apart = sorted(map(str, whole ^ hops))
        pointer = next((str(one[1]) for one in whole ^ hops if what == "notes"), "")
        yield Breach(pointer, f"the walk and its hops have other {what}: {'; '.join(apart)}")


def _followed(path: Path, note: Note, before: list[Run], after: list[Run]) -> Path:
    """A note's place of one hop, in the names of the whole walk's input or result."""
    for run in reversed(before) if note.side == "source" else after:
        assert run.moves is not None
        path = run.moves.origin(path, END) if note.side == "source" else run.moves.destination(path, 0)
    return path
