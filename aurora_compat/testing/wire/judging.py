"""The laws of whole messages, each a function of one example that says where it is broken, and how."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from aurora_compat.difference import differences
from aurora_compat.testing.bodies import model_of
from aurora_compat.testing.example import Case, Example
from aurora_compat.testing.judging import Breach, noted, told, touches
from aurora_compat.testing.wire.comparing import NOTHING, Comparison, spellings_of, value_of
from aurora_compat.testing.wire.example import Message, MessageExample, Trip
from aurora_compat.words.jsons import Json, copied, same
from aurora_compat.words.message import Request
from aurora_compat.words.note import Note
from aurora_compat.words.pointer import Path, keys_of

Aliases: TypeAlias = Mapping[str, tuple[str, ...]]
_UNNOTED = "after the way back, and no note of either trip names it"


def purity(example: MessageExample, aliases: Aliases) -> Iterator[Breach]:
    """The message is unchanged afterwards, and equal calls give equal results."""
    message, payload = example.message, copied(example.body.payload)
    before = _parts(message)
    first, second = example.there(), example.there()
    yield from Comparison(example.case.registry).differing(first.result, second.result, "in an equal second call")
    found = [(trip.result, trip.notes, trip.needs, trip.residue, trip.operation) for trip in (first, second)]
    if found[0] != found[1]:
        yield Breach("", "an equal second call has another result, other notes, needs or residue")
    example.back(first.result, first.residue)
    if before != _parts(message) or not same(example.body.payload, payload):
        yield Breach("", "the message itself was changed")
    if (first.result, first.notes, first.residue) != (found[1][0], found[1][1], found[1][3]):
        yield Breach("", "the way back has changed what came of the way there")


def agreement(example: MessageExample, aliases: Aliases) -> Iterator[Breach]:
    """What is translated at once is what the walk that keeps track gives."""
    there = example.there()
    plain = there.walked
    yield from Comparison(example.case.registry).differing(plain.result, there.result, "translated at once")
    if _fields(plain.result) != _fields(there.result):
        yield Breach("headers", f"{_fields(plain.result)} are, translated at once, {_fields(there.result)}")
    came = example.message.body
    if (there.result.body is came) != (plain.result.body is came):
        yield Breach("body", "translated at once, it is taken for changed and is not, or the reverse")
    if (there.operation, there.path_params, there.operations) != (plain.operation, plain.path_params, plain.operations):
        yield Breach("path", "translated at once, the message is another operation's, or has other parameters")


def _fields(message: Message) -> list[tuple[str, str]]:
    """The header fields in their order; of lengths, that there is one: how a body is spelled is free."""
    return [(name, "" if name.lower() == "content-length" else value) for name, value in message.headers]


def identity(example: MessageExample, aliases: Aliases) -> Iterator[Breach]:
    """A version to itself is the same message, without notes, needs and residue."""
    version = example.case.source
    kept = example.over(example.message, version, version)
    yield from Comparison(example.case.registry).differing(example.message, kept.result, f"{version} to itself")
    if kept.result != example.message or kept.result.body is not example.message.body:
        yield Breach("", f"{version} to itself is another message")
    if kept.notes or kept.needs or kept.residue is not None:
        yield Breach("", f"{version} to itself has notes {kept.notes}, needs {kept.needs}, residue {kept.residue}")


def round_trip(example: MessageExample, aliases: Aliases) -> Iterator[Breach]:
    """There and back with the residue, the message is the same."""
    there = example.there()
    residue = json.loads(json.dumps(there.residue))
    example.back(there.result)  # a refusal of the way back is outside the law
    back = example.back(there.result, residue)
    yield from Comparison(example.case.registry).differing(example.message, back.result, "back with the residue")


def no_silent_change(example: MessageExample, aliases: Aliases) -> Iterator[Breach]:
    """There and back without the residue, all that differs is named by a note of either trip."""
    there = example.there()
    back = example.back(there.result)
    places = {_place(note) for note in (*there.notes, *back.notes)}
    places |= {"headers/content-type"} if "body#" in places else set()
    places |= {alias for place in places for alias in aliases.get(place, ())}
    yield from _silent_in_head(example, back.result, places)
    yield from _silent_in_body(example, there, back)


def composition(example: MessageExample, aliases: Aliases) -> Iterator[Breach]:
    """A walk equals its hops one after the other."""
    case, message = example.case, example.message
    hops = case.registry.path(case.source, case.target)
    if len(hops) > 1:
        for hop in hops:
            message = example.over(message, hop.source, hop.target).result
        yield from Comparison(case.registry).differing(example.there().result, message, "hop by hop")


def _parts(message: Message) -> tuple[object, ...]:
    if isinstance(message, Request):
        return message.method, message.path, message.query, message.headers, message.body
    return message.status, message.headers, message.body


def _place(note: Note) -> str:
    """Where a note is; names of header fields without case."""
    return note.pointer.lower() if note.pointer.startswith("headers/") else note.pointer


def _silent_in_head(example: MessageExample, went: Message, places: set[str]) -> Iterator[Breach]:
    came, compared = example.message, Comparison(example.case.registry)
    if isinstance(came, Request) and isinstance(went, Request):
        if came.method != went.method and "path" not in places:
            yield _silent("method", came.method, went.method)
        if came.path != went.path and "path" not in places:
            yield _silent("path", came.path, went.path)
        names = dict.fromkeys(name for name, _ in (*came.query, *went.query))
        for name in names:
            if name in compared.parameters_outside or f"query/{name}" in places:
                continue
            if spellings_of(came, name) != spellings_of(went, name):
                yield _silent(f"query/{name}", came.query.encoded, went.query.encoded)
    for name in dict.fromkeys(name.lower() for name, _ in (*came.headers, *went.headers)):
        if name in compared.fields_outside or f"headers/{name}" in places:
            continue
        if came.headers.all(name) != went.headers.all(name):
            yield _silent(f"headers/{name}", came.headers.all(name), went.headers.all(name))


def _silent(place: str, came: object, went: object) -> Breach:
    return Breach(place, f"{came!r} has become {went!r} {_UNNOTED}")


class _Half(NamedTuple):
    """What the laws of bodies ask of a trip."""

    result: Any
    notes: list[Note]

    @classmethod
    def of(cls, trip: Trip) -> "_Half":
        notes = [note for note in trip.notes if note.pointer.startswith("body#")]
        inner = [Note(one.kind, one.pointer.removeprefix("body#"), one.change, one.message, one.side) for one in notes]
        return cls(_json(trip.result), inner)


def _json(message: Message) -> Json:
    """A body as the laws of bodies compare it: text where it is no JSON, null where there is none."""
    value = value_of(message)
    return None if value is NOTHING else value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _silent_in_body(example: MessageExample, there: Trip, back: Trip) -> Iterator[Breach]:
    """Every JSON pointer that differs is at, under or above a place that a note names."""
    if same(value_of(example.message), value_of(back.result)):
        return
    came, halves = _json(example.message), (_Half.of(there), _Half.of(back))
    case = example.case
    name: Any = there.operation.name if there.operation else None  # a plan of no operation is one, too
    twin = Example(
        Case(name, case.part, case.source, case.target, case.registry, model_of(case.registry)),
        came,
        example.status,
        example.context,
    )
    places: set[Path] = {keys_of(note.pointer) for half in halves for note in half.notes}
    places |= noted(twin, *halves)  # type: ignore[arg-type]  # a half has what it asks of a translation
    for difference in differences(came, halves[1].result):
        if not any(touches(difference.path, place, twin) for place in places):
            yield Breach(f"body#{difference.pointer}", f"{told(difference)} {_UNNOTED}")
