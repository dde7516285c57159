"""What every rule test uses: translate a body, compare result, notes and needs as wholes."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pytest

import aurora_compat as ac

Json: TypeAlias = Any
NoteKey: TypeAlias = tuple[str, str, str | None, str]
NeedKey: TypeAlias = tuple[str, str | None, bool, str, frozenset[tuple[str, str]]]

V18, V22, V24 = "2018.01", "2022.09", "2024.05"
UP, DOWN = "up", "down"
OLD, NEW = (V18, V22), (V22, V24)
PLACE = {
    name: f"{name.removesuffix('_id')}-1"
    for name in (
        *("tenant_id", "user_id", "project_id", "design_id", "financing_id", "design_request_id"),
        *("agreement_id", "webhook_id", "proposal_id", "asset_id"),
    )
}
"""Path parameters for any operation: a project is `project-1`, and so on."""


def hop(edge: tuple[str, str], direction: str) -> tuple[str, str]:
    """Source and target of one edge (`OLD` or `NEW`) in a direction."""
    return edge if direction == UP else (edge[1], edge[0])


def lost(change: str | None, pointer: str) -> NoteKey:
    return ("lost", pointer, change, "source")


def unsupported(change: str | None, pointer: str) -> NoteKey:
    return ("unsupported", pointer, change, "source")


def conflict(change: str | None, pointer: str) -> NoteKey:
    return ("conflict", pointer, change, "source")


def missing(change: str | None, pointer: str) -> NoteKey:
    return ("missing", pointer, change, "target")


def assumed(change: str | None, pointer: str) -> NoteKey:
    """The target got something that the source did not state."""
    return ("assumed", pointer, change, "target")


def edited(change: str | None, pointer: str) -> NoteKey:
    """Something of the source was normalised, and the way back does not restore it."""
    return ("assumed", pointer, change, "source")


def need(operation: str, change: str, version: str, *, required: bool = False, **path_params: str) -> NeedKey:
    return (operation, change, required, version, frozenset(path_params.items()))


def notes_of(notes: Iterable[ac.Note]) -> set[NoteKey]:
    return {(note.kind, note.pointer, note.change, note.side) for note in notes}


def needs_of(needs: Iterable[ac.Need]) -> set[NeedKey]:
    return {
        (one.operation, one.change, one.required, str(one.version), frozenset(one.path_params.items())) for one in needs
    }


def each(*values: Json) -> tuple[Json, ...]:
    """JSON values of several types, for a loop."""
    return values


def exact(value: Json) -> Json:
    """A value that compares as JSON does: 1, 1.0 and true are three values, member order has no meaning."""
    if isinstance(value, dict):
        return {key: exact(child) for key, child in value.items()}
    if isinstance(value, list):
        return [exact(child) for child in value]
    return (type(value).__name__, value)


def translation(
    payload: Json,
    operation: str,
    part: str,
    source: str,
    target: str,
    *,
    path_params: Mapping[str, str] = PLACE,
    **kw: Any,
) -> ac.Translation:
    where: dict[str, Any] = {"operation": operation, "part": part, "path_params": path_params}
    return ac.translate(payload, source=source, target=target, **where, **kw)


def translated(
    payload: Json, operation: str, part: str, source: str, target: str, **kw: Any
) -> tuple[Json, set[NoteKey]]:
    t = translation(payload, operation, part, source, target, **kw)
    return t.result, notes_of(t.notes)


def check(
    payload: Json,
    operation: str,
    part: str,
    source: str,
    target: str,
    result: Json,
    notes: Iterable[NoteKey] = (),
    needs: Iterable[NeedKey] = (),
    **kw: Any,
) -> None:
    """The translation gives exactly this result, exactly these notes, and asks exactly for these needs."""
    before = exact(payload)
    t = translation(payload, operation, part, source, target, **kw)
    assert exact(t.result) == exact(result)
    assert notes_of(t.notes) == set(notes)
    assert needs_of(t.needs) == set(needs)
    assert len(set(t.notes)) == len(t.notes), "a note is said twice"
    assert len(needs_of(t.needs)) == len(t.needs), "a need is asked twice"
    assert all(note.message.strip() for note in t.notes)
    assert exact(payload) == before, "the input was changed"


def refused(
    payload: Json, operation: str, source: str, target: str, change: str, pointer: str | None = None, **kw: Any
) -> None:
    """The request is refused by that change, whose id the message names, at that place of the payload."""
    with pytest.raises(ac.Untranslatable) as raised:
        translation(payload, operation, "request", source, target, **kw)
    error = raised.value
    assert error.change == change
    assert change in str(error)
    assert error.operation == operation
    assert pointer is None or error.pointer == pointer


def asked(
    payload: Json, operation: str, source: str, target: str, needs: Iterable[NeedKey], **kw: Any
) -> tuple[ac.Need, ...]:
    """The request misses these needs, which come back in order."""
    with pytest.raises(ac.MissingContext) as raised:
        translation(payload, operation, "request", source, target, **kw)
    assert needs_of(raised.value.needs) == set(needs)
    return raised.value.needs


def answered(t: ac.Translation, operation: str, body: Json, context: ac.Context | None = None) -> ac.Context:
    """A context that knows the answer to the one need for that operation."""
    (one,) = [each for each in t.needs if each.operation == operation]
    return (context or ac.Context()).with_answer(one, body)
