"""The options that several commands share, and how their values are read."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import typer

from aurora_compat.cli.failure import InputError
from aurora_compat.cli.report import NotesAs
from aurora_compat.words.note import STRICT
from aurora_compat.words.operation import Part


class PartName(StrEnum):
    """The two parts of an exchange, as typer wants choices."""

    REQUEST = "request"
    RESPONSE = "response"

    @property
    def part(self) -> Part:
        """As the core wants it."""
        return self.value


Operation = Annotated[
    str,
    typer.Option("--operation", metavar="NAME", help="The operation, such as create_project; `operations` lists them."),
]
PartOption = Annotated[PartName, typer.Option("--part", help="Which part of the exchange the payload is.")]
Source = Annotated[str, typer.Option("--from", metavar="VERSION", help="The version that the payload is in.")]
Target = Annotated[str, typer.Option("--to", metavar="VERSION", help="The version wanted.")]
Status = Annotated[int, typer.Option(min=100, max=599, help="Of a response: its status code.")]
Strict = Annotated[bool, typer.Option("--strict", help=f"Refuse where a note is {', '.join(sorted(STRICT))}.")]
Residue = Annotated[str | None, typer.Option(metavar="FILE", help="What --write-residue of the way there wrote.")]
NotesOption = Annotated[NotesAs, typer.Option(help="How notes and open needs are told on standard error.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs instead of a table for people.")]


def pairs(option: str, given: Iterable[str] | None, form: str) -> list[tuple[str, str]]:
    """`NAME=VALUE` options as pairs. A name may hold `=`, a value never does: ids have none.

    Raises:
        InputError: one has another form, or is no text.
    """
    found = []
    for spelled in given or ():
        name, equals, value = spelled.rpartition("=")
        if not (name.strip() and equals and value.strip()):
            raise InputError(f"{option} takes {form}, not {spelled!r}")
        if any(
            "\ud800" <= c <= "\udfff" for c in spelled
        ):  # so bytes arrive that are not UTF-8; no JSON can carry them
            raise InputError(f"{option} {spelled!r} is not UTF-8")
        found.append((name, value))
    return found
