"""The laws of whole messages, each a function of one example that says what it found broken.

Equality is that of the specification: method, path, query with its spelling and order, headers as RFC 9110 compares
them (names without case, the values of one name in their order), the body as a JSON value (text as text).
`Content-Length`, `Content-Encoding`, `Accept-Encoding`, `ETag`, digests and credentials are outside.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import aurora_compat as ac
from aurora_compat.difference import differences
from aurora_compat.words.jsons import copied, same
from tests.laws import strategies as body_strategies
from tests.laws.laws import _named as _named_in_body
from tests.laws.laws import _touches, _typed
from tests.wire.strategies import Example, Message, Trip

Refused = (ac.Untranslatable, ac.MissingContext)
OUTSIDE = frozenset(
    {
        *("content-length", "content-encoding", "accept-encoding", "etag", "authorization"),
        *("content-md5", "digest", "content-digest", "repr-digest"),
    }
)
SIGNATURE = frozenset({"AuroraKey", "Timestamp", "Signature"})
TWINS = {
    "query/max_panel_spacing": ("query/max_module_spacing",),
    "query/max_module_spacing": ("query/max_panel_spacing",),
    "body#": ("headers/content-type",),
}
"""Places that go by another name on one of the trips, or follow from another place."""
NOTHING = object()
"""The body of a message that has none."""


def fields_of(message: Message) -> dict[str, tuple[str, ...]]:
    """The header fields that the laws speak of: by name, without case; the values of one name in their order."""
    return {name: message.headers.all(name) for name in sorted({name.lower() for name, _ in message.headers} - OUTSIDE)}


def query_of(message: ac.Request) -> list[str]:
    """The parameters that the laws speak of, as they are spelled."""
    spelled = zip(message.query, message.query.spellings, strict=True)
    return [spelling for (name, _), spelling in spelled if name not in SIGNATURE]


def body_of(message: Message) -> Any:
    """The value of a body: JSON, else its text, else its bytes; `NOTHING` where there is none."""
    plain = _plain(message.body, message.headers.get("content-encoding") or "")
    try:
        return json.loads(plain)
    except ValueError:
        return plain or NOTHING


def _plain(body: bytes, codings: str) -> bytes:
    for coding in reversed(codings.lower().replace(" ", "").split(",")):
        if not body:
            break
        if coding == "gzip":
            body = gzip.decompress(body)
        elif coding == "deflate":
            body = zlib.decompress(body) if body[:1] == b"x" else zlib.decompress(body, -15)
    return body


def differing(one: Message, other: Message) -> Iterator[str]:
    """What two messages differ in, part by part; nothing for equal ones."""
    if isinstance(one, ac.Request) and isinstance(other, ac.Request):
        if one.method != other.method:
            yield f"method: {one.method} became {other.method}"
        if one.path != other.path:
            yield f"path: {one.path} became {other.path}"
        if query_of(one) != query_of(other):
            yield f"query: {query_of(one)} became {query_of(other)}"
    if isinstance(one, ac.Response) and isinstance(other, ac.Response) and one.status != other.status:
        yield f"status: {one.status} became {other.status}"
    if fields_of(one) != fields_of(other):
        yield f"headers: {fields_of(one)} became {fields_of(other)}"
    if not same(body_of(one), body_of(other)):
        yield f"body: {one.body[:400]!r} became {other.body[:400]!r}"


def round_trip(example: Example) -> Iterator[str]:
    """There and back with the residue, the message is the same."""
    there = example.there()
    residue = json.loads(json.dumps(there.residue))
    example.back(there.result)  # a refusal of the way back is outside the law
    back = example.back(there.result, residue)
    yield from differing(example.message, back.result)


def no_silent_change(example: Example) -> Iterator[str]:
    """There and back without the residue, all that differs is named by a note of either trip."""
    there = example.there()
    back = example.back(there.result)
    came, went = example.message, back.result
    notes = {
        note.pointer.lower() if note.pointer.startswith("headers/") else note.pointer for note in _notes(there, back)
    }
    notes |= {twin for note in notes for twin in TWINS.get(note, ())}
    if isinstance(came, ac.Request) and isinstance(went, ac.Request):
        if (came.method, came.path) != (went.method, went.path) and "path" not in notes:
            yield f"silently {came.method} {came.path} became {went.method} {went.path}; noted: {notes}"
        for name in {name for name, _ in (*came.query, *went.query)} - SIGNATURE - _named(notes, "query/"):
            if _spellings(came, name) != _spellings(went, name):
                yield f"silently query {came.query.encoded} became {went.query.encoded}; noted: {notes}"
    for name in {name.lower() for name, _ in (*came.headers, *went.headers)} - OUTSIDE - _named(notes, "headers/"):
        if came.headers.all(name) != went.headers.all(name):
            yield f"silently {name}: {came.headers.all(name)} became {went.headers.all(name)}; noted: {notes}"
    yield from _silent_in_body(example, there, back)


def _notes(*trips: Trip) -> list[ac.Note]:
    return [note for trip in trips for note in trip.notes]


def _named(notes: set[str], front: str) -> set[str]:
    return {note.removeprefix(front) for note in notes if note.startswith(front)}


def _spellings(message: ac.Request, name: str) -> list[str]:
    return [text for pair, text in zip(message.query, message.query.spellings, strict=True) if pair[0] == name]


class _Half(NamedTuple):
    """What the laws of bodies ask of a trip."""

    result: Any
    notes: list[ac.Note]

    @classmethod
    def of(cls, trip: Trip) -> "_Half":
        notes = [note for note in trip.notes if note.pointer.startswith("body#")]
        inner = [ac.Note(n.kind, n.pointer.removeprefix("body#"), n.change, n.message, n.side) for n in notes]
        return cls(_value(trip.result), inner)


def _value(message: Message) -> Any:
    body = body_of(message)
    return None if body is NOTHING else body.decode("utf-8", "replace") if isinstance(body, bytes) else body


def _silent_in_body(example: Example, there: Trip, back: Trip) -> Iterator[str]:
    """Every JSON pointer that differs is at, under or above a place that a note names (law 2 of bodies)."""
    came, went = body_of(example.message), body_of(back.result)
    if same(came, went):
        return
    one, two = _Half.of(there), _Half.of(back)
    operation = there.operation.name if there.operation else None
    places = {tuple(_typed(note.pointer.split("/")[1:])) for note in (*one.notes, *two.notes)}
    case = example.case
    value = _value(example.message)
    named = case._replace(operation=operation or "retrieve_versions")  # the one that no rule touches
    twin = body_strategies.Example(named, value, example.status, example.context, ())
    places |= _named_in_body(twin, one, two)  # type: ignore[arg-type]  # a half has what it asks of a translation
    for difference in differences(value, two.result):
        if not any(_touches(difference.path, place, twin) for place in places):
            yield f"silently body#{difference.pointer} of {value!r:.400} became {two.result!r:.400}; noted: {places}"


def composition(example: Example) -> Iterator[str]:
    """A walk equals its hops one after the other; a version to itself is the identity."""
    case = example.case
    kept = example.over(example.message, case.source, case.source)
    if kept.result != example.message or kept.result.body is not example.message.body:
        yield f"a version to itself is no identity: {list(differing(example.message, kept.result))}"
    if kept.notes or kept.needs or kept.residue is not None:
        yield f"a version to itself has notes {kept.notes}, needs {kept.needs}, residue {kept.residue}"
    message = example.message
    hops = ac.registry.path(case.source, case.target)
    for hop in hops:
        message = example.over(message, str(hop.source), str(hop.target)).result
    if len(hops) > 1:
        yield from differing(example.there().result, message)


def purity(example: Example) -> Iterator[str]:
    """The message is unchanged afterwards, and equal calls give equal results."""
    message, payload = example.message, copied(example.payload)
    before = (message.headers, message.body, getattr(message, "query", None), getattr(message, "path", None))
    first, second = example.there(), example.there()
    found = [(trip.result, trip.notes, trip.needs, trip.residue, trip.operation) for trip in (first, second)]
    if found[0] != found[1]:
        yield f"two equal calls differ: {found}"
    example.back(first.result, first.residue)
    after = (message.headers, message.body, getattr(message, "query", None), getattr(message, "path", None))
    if before != after or not same(example.payload, payload):
        yield "the message was changed"
    if (first.result, first.notes, first.residue) != (found[1][0], found[1][1], found[1][3]):
        yield "a result changed afterwards"


LAWS: tuple[Callable[[Example], Iterator[str]], ...] = (round_trip, no_silent_change, composition, purity)


def broken(example: Example) -> list[str] | None:
    """Every law that an example breaks, and how; None where a trip is refused, which is outside every law."""
    found: list[str] = []
    try:
        for law in LAWS:
            found += (f"{law.__name__}: {what}" for what in law(example))
    except Refused:
        return None
    return found
