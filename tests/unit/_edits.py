"""Runs one edit by itself, as a plan would, and checks on the way what holds for every edit."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import pytest
from hypothesis import settings
from hypothesis import strategies as st

import aurora_compat as ac
from aurora_compat.edits import Custom, Edit
from aurora_compat.run import Call, Refusal, Run
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import copied, same
from aurora_compat.words.operation import Part
from aurora_compat.words.pointer import Trail, path_of, pointer_of

Json: TypeAlias = Any
NoteKey: TypeAlias = tuple[str, str, str]

OLD, NEW = ac.Version.of("1"), ac.Version.of("2")
CHANGE = "the-change"
LIBRARY = ac.Registry(
    ac.Release(
        version=OLD,
        endpoints=(
            ac.Endpoint("update_thing", "PUT", "/old/tenants/{tenant_id}/things/{thing_id}", "doc"),
            ac.Endpoint("list_things", "GET", "/old/tenants/{tenant_id}/things", "doc"),
        ),
    ),
    ac.Release(version=NEW, after=OLD, paths=lambda path: path.removeprefix("/old")),
)

THOROUGH = settings(max_examples=4 * settings().max_examples)
"""Small documents are cheap: some of them for each one that the profile draws of whole payloads."""


class Outcome(NamedTuple):
    """What an edit made of a value."""

    result: Json
    notes: set[NoteKey]
    said: Mapping[NoteKey, str]
    """Note -> its sentence."""


class Refused(NamedTuple):
    """Where and why an edit would not let a request pass."""

    pointer: str
    why: str


def lost(pointer: str) -> NoteKey:
    return ("lost", pointer, "source")


def unsupported(pointer: str) -> NoteKey:
    return ("unsupported", pointer, "source")


def conflict(pointer: str) -> NoteKey:
    return ("conflict", pointer, "source")


def missing(pointer: str) -> NoteKey:
    return ("missing", pointer, "target")


def assumed(pointer: str) -> NoteKey:
    return ("assumed", pointer, "target")


def reshaped(pointer: str) -> NoteKey:
    """Something of the source was normalised for good."""
    return ("assumed", pointer, "source")


def run_for(
    *,
    part: Part = "response",
    down: bool = False,
    lenient: bool = False,
    context: ac.Context | None = None,
    traced: bool = True,
) -> Run:
    """A walk over the one edge there is, at the only change there is."""
    source, target = (NEW, OLD) if down else (OLD, NEW)
    params = FrozenMap({"tenant_id": "t1"})
    run = Run(
        Call("update_thing", part, source, target, context or ac.Context(), params, 200, LIBRARY, lenient),
        traced=traced,
    )
    run.change = CHANGE
    return run


def over(edit: Edit, value: Json, *, at: Trail = None, **call: Any) -> Outcome:
    """The edit applied once. The value must stay as it was; a walk that keeps no track gives the same."""
    before = copied(value)
    run = run_for(**call)
    result = edit.apply(value, run, at)
    assert same(value, before), "the input was changed"
    quick = run_for(**call, traced=False)
    assert same(edit.apply(value, quick, at), result), "keeping track changes the result"
    assert quick.notes() == ()
    notes = run.notes()
    assert all(note.change == CHANGE for note in notes)
    for note in notes:
        check_sentence(note.message)
    said: dict[NoteKey, str] = {(note.kind, note.pointer, note.side): note.message for note in notes}
    assert len(said) == len(notes), "a note is said twice"
    return Outcome(result, set(said), said)


def up(edit: Edit, value: Json, **call: Any) -> Outcome:
    """The edit as written."""
    return over(edit, value, **call)


def down(edit: Edit, value: Json, **call: Any) -> Outcome:
    """The way back of the edit."""
    return over(edit.inverse, value, down=True, **call)


def refused(edit: Edit, value: Json, **call: Any) -> Refused:
    """The edit refuses this value in a request; in a response, and on the way back that only measures, it does not."""
    over(edit, value, **(call | {"part": "response"}))
    over(edit, value, **call, part="request", lenient=True)
    before = copied(value)
    with pytest.raises(Refusal) as raised:
        edit.apply(value, run_for(part="request", **call), None)
    assert same(value, before), "the input was changed"
    assert str(raised.value) == raised.value.message
    check_sentence(raised.value.message)
    return Refused(pointer_of(path_of(raised.value.at)), raised.value.message)


def check_sentence(message: str) -> None:
    """A sentence for people: it says something, in one line, and does not shout."""
    assert message == message.strip()
    assert len(message.split()) > 2
    assert "\n" not in message
    assert not re.search(r"(?!JSON|AHJ)\b\w*[A-Z]{2}", message), message


class Told(NamedTuple):
    """A line of an explained edit, its phrase cut into words."""

    where: str
    words: tuple[str, ...]
    notes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def explained(edit: Edit) -> list[Told]:
    """What the edit says of itself."""
    told = []
    for line in edit.lines():
        assert not re.search(r"[A-Z]{2}", line.what)
        told.append(Told(line.where, tuple(re.findall(r"[\w/']+", line.what)), line.notes, line.needs))
    return told


def says(sentence: str, *words: str) -> bool:
    """Whether a sentence has all of these words."""
    return all(word in sentence for word in words)


def untouched_is_shared(given: Json, result: Json) -> bool:
    """Whether what is equal in both at one place is an object of the input, not a copy."""
    known = set()
    todo = [given]
    for value in todo:
        if isinstance(value, (dict, list)):
            known.add(id(value))
            todo.extend(value.values() if isinstance(value, dict) else value)
    pairs = [(given, result)]
    for a, b in pairs:
        if not isinstance(a, (dict, list)):
            continue
        if same(a, b):
            if id(b) not in known:
                return False
        elif isinstance(a, dict) and isinstance(b, dict):
            pairs.extend((a[key], b[key]) for key in a if key in b)
        elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
            pairs.extend(zip(a, b, strict=True))
    return not same(given, result) or given is result


def backwards(value: Json, run: Run, at: Trail) -> Json:
    """A hand-written step that is its own way back: a list from the end."""
    return value[::-1] if isinstance(value, list) and not same(value, value[::-1]) else value


def wrapped(value: Json, run: Run, at: Trail) -> Json:
    return [value]


def unwrapped(value: Json, run: Run, at: Trail) -> Json:
    if not isinstance(value, list) or len(value) != 1:
        run.odd(at, value, "a list of one")
        return value
    return value[0]


BACKWARDS = Custom(backwards, backwards)

KEYS = ("a", "b", "c", "box", "x", "", "a/b", "~")
"""The keys that the edits under test know, and awkward ones."""
VALUES = (None, True, 1, 1.0, -0.0, 2**70, "", "old", "new", "other", "é")


def documents(leaves: int = 6) -> st.SearchStrategy[Json]:
    """Small JSON over few keys and values, so that spellings meet."""
    values = st.sampled_from(VALUES)
    return st.recursive(
        values,
        lambda inner: st.dictionaries(st.sampled_from(KEYS), inner, max_size=5) | st.lists(inner, max_size=3),
        max_leaves=leaves,
    )


def objects(leaves: int = 6) -> st.SearchStrategy[dict[str, Json]]:
    """The same, with an object at the top."""
    return st.dictionaries(st.sampled_from(KEYS), documents(leaves), max_size=6)
