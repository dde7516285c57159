"""`aurora-compat translate`: one payload from one version to another."""

from enum import StrEnum
from typing import Annotated, NamedTuple

import typer

import aurora_compat as ac
from aurora_compat.cli import files, streams
from aurora_compat.cli.failure import InputError
from aurora_compat.cli.options import (
    NotesOption,
    Operation,
    PartName,
    PartOption,
    Residue,
    Source,
    Status,
    Strict,
    Target,
    pairs,
)
from aurora_compat.cli.report import NotesAs, report
from aurora_compat.cli.settings import context_of
from aurora_compat.words.jsons import Json
from aurora_compat.words.note import KINDS, STRICT

KindName = StrEnum("KindName", [(kind.upper(), kind) for kind in KINDS])  # type: ignore[misc]  # typer wants an enum


class _Body(NamedTuple):
    """A payload, and whether it came as text that is no JSON: then it also leaves as text."""

    value: Json
    is_text: bool = False


def translate(
    *,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The payload; - is standard input.")] = files.STDIN,
    operation: Operation,
    part: PartOption,
    source: Source,
    target: Target,
    status: Status = 200,
    path_param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A value of the path, such as tenant_id=...; repeatable."),
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=UUID", help="A role of the tenant; repeatable, one name with two ids is ambiguous."),
    ] = None,
    context: Annotated[
        str | None, typer.Option(metavar="FILE", help="Settings as JSON: roles, system_size_source, ...")
    ] = None,
    strict: Strict = False,
    strict_kind: Annotated[list[KindName] | None, typer.Option(help="Refuse where a note is of this kind.")] = None,
    residue: Residue = None,
    write_residue: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write what makes the way back exact; null where nothing is needed."),
    ] = None,
    patch: Annotated[
        bool, typer.Option("--patch", help="Write the JSON Patch (RFC 6902) instead of the result.")
    ] = False,
    notes: NotesOption = NotesAs.TABLE,
) -> None:
    """Translate a payload: the result to standard output, what was lost or assumed to standard error."""
    ac.registry.plan(ac.registry.operation(operation).name, part.part, source, target)  # before anything is waited for
    if [file, context, residue].count(files.STDIN) > 1:
        raise InputError("standard input can be read only once: name a file for the payload, --context or --residue")
    params = _path_params(path_param)
    known = context_of(role, context)
    held = files.read_json(residue, files.RESIDUE_LIMITS) if residue is not None else None
    body = _body(file, part, status)
    translation = ac.translate(
        body.value,
        operation=operation,
        part=part.part,
        source=source,
        target=target,
        context=known,
        path_params=params,
        status=status,
        residue=held,
        strict=(STRICT if strict else frozenset()) | {kind.value for kind in strict_kind or ()},
    )
    if write_residue is not None:
        given = [path for path in (file, context, residue) if path is not None]
        files.write_json(translation.residue, write_residue, given)
    if patch:
        streams.put_json(list(translation.patch()))
    elif body.is_text and isinstance(translation.result, (str, type(None))):
        streams.put(translation.result or "", "utf-8")
    else:
        streams.put_json(translation.result)
    report(translation, notes)


def _path_params(given: list[str] | None) -> dict[str, str]:
    """The path parameters; a name that no operation has is a typing error, others do no harm."""
    names = {name for one in ac.operations.values() for version in one.paths for name in one.parameters(version)}
    found: dict[str, str] = {}
    for name, value in pairs("--path-param", given, "NAME=VALUE"):
        if name not in names:
            raise InputError(f"--path-param: no path has {name!r}; there are {', '.join(sorted(names))}")
        if found.setdefault(name, value) != value:
            raise InputError(f"--path-param gives {name} two values: give one")
    return found


def _body(file: str, part: PartName, status: int) -> _Body:
    """The payload. Only a response that is no success may be empty, or text that is no JSON: proxies send such."""
    data = files.read(file)
    may_be_text = part is PartName.RESPONSE and not 200 <= status < 300
    if may_be_text and not data.strip():
        return _Body(None, is_text=True)
    try:
        return _Body(files.json_of(data, file))
    except files.NotJsonError:
        if not may_be_text:
            raise
        return _Body(data.decode(), is_text=True)
