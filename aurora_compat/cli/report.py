"""What a translation says of itself, on standard error: a table for people, or JSON lines for programs."""

import json
import sys
from enum import StrEnum
from typing import Protocol

import aurora_compat as ac
from aurora_compat.cli.failure import call
from aurora_compat.cli.streams import tell
from aurora_compat.cli.table import Table
from aurora_compat.words.jsons import Json


class NotesAs(StrEnum):
    """How notes and needs are told."""

    TABLE = "table"
    JSON = "json"
    NONE = "none"


class _Told(Protocol):
    """A translation of a body or of a whole message."""

    @property
    def notes(self) -> tuple[ac.Note, ...]: ...

    @property
    def needs(self) -> tuple[ac.Need, ...]: ...


def report(translation: _Told, form: NotesAs) -> None:
    """Tell the notes and the open needs of a translation; nothing where there are none."""
    if form is NotesAs.JSON:
        told = [_note(note) for note in translation.notes] + [_need(need) for need in translation.needs]
        tell("".join(json.dumps(one) + "\n" for one in told))  # ASCII: whatever a pointer holds, a line stays a line
    elif form is NotesAs.TABLE:
        tables = [table for table in (_notes(translation), _needs(translation)) if table.rows]
        tell("\n".join(table.text(sys.stderr) for table in tables))


def _notes(translation: _Told) -> Table:
    rows = ((note.kind, shown(note.pointer), note.change or "", note.message) for note in translation.notes)
    return Table(("kind", "pointer", "change", "message"), tuple(rows))


def _needs(translation: _Told) -> Table:
    rows = (
        (need.operation, f"{call(need)} ({need.version})", shown(need.pointer), need.change or "")
        for need in translation.needs
    )
    return Table(("would complete it", "call", "for", "change"), tuple(rows))


def shown(pointer: str) -> str:
    """A pointer for people: that of the whole document is the empty string, which looks like none."""
    return pointer or "(whole body)"


def _note(note: ac.Note) -> Json:
    return {
        "kind": note.kind,
        "pointer": note.pointer,
        "change": note.change,
        "message": note.message,
        "side": note.side,
    }


def _need(need: ac.Need) -> Json:
    return {
        "need": need.operation,
        "version": str(need.version),
        "method": ac.operations[need.operation].method,
        "path": need.request.path if need.request else None,
        "path_params": dict(need.path_params),
        "query": dict(need.query),
        "change": need.change,
        "pointer": need.pointer,
        "required": need.required,
    }
