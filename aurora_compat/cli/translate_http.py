"""`aurora-compat translate-http`: one whole HTTP message from one version to another."""

from dataclasses import replace
from typing import Annotated, Any

import typer

import aurora_compat as ac
from aurora_compat.cli import files, streams, wire
from aurora_compat.cli.failure import InputError
from aurora_compat.cli.options import NotesOption, PartName, Residue, Source, Strict, Target, pairs
from aurora_compat.cli.report import NotesAs, report
from aurora_compat.cli.settings import context_of


def translate_http(
    *,
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="Raw HTTP/1.1 text, or one HAR entry; - is standard input.")
    ] = files.STDIN,
    source: Source,
    target: Target,
    part: Annotated[
        PartName | None, typer.Option("--part", help="Which message of a HAR entry is meant; the request by default.")
    ] = None,
    of_request: Annotated[
        str | None,
        typer.Option(
            "--request", metavar="'METHOD PATH'", help="Of a raw response: the request that it answers, as made."
        ),
    ] = None,
    role: Annotated[
        list[str] | None, typer.Option(metavar="NAME=UUID", help="A role of the tenant; repeatable.")
    ] = None,
    context: Annotated[
        str | None, typer.Option(metavar="FILE", help="Settings as JSON: roles, bearer_token, ...")
    ] = None,
    design_of_asset: Annotated[
        list[str] | None, typer.Option(metavar="ASSET=DESIGN", help="The design that an asset is of; repeatable.")
    ] = None,
    strict: Strict = False,
    residue: Residue = None,
    write_residue: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write what makes the way back exact.")
    ] = None,
    notes: NotesOption = NotesAs.TABLE,
) -> None:
    """Translate a whole HTTP request or response: path, query, headers and body; it leaves in the form it came in."""
    ac.registry.path(source, target)  # before anything is waited for
    if [file, context, residue].count(files.STDIN) > 1:
        raise InputError("standard input can be read only once: name a file for the message, --context or --residue")
    known = context_of(role, context)
    if design_of_asset:
        given = dict(pairs("--design-of-asset", design_of_asset, "ASSET=DESIGN"))
        known = replace(known, design_of_asset={**known.design_of_asset, **given})
    saved = files.read_json(residue, files.RESIDUE_LIMITS) if residue is not None else None
    name = "standard input" if file == files.STDIN else file
    held = wire.read(files.read(file), part.part if part else None, name)
    options: dict[str, Any] = {"source": source, "target": target, "context": known, "residue": saved, "strict": strict}
    translation: ac.MessageTranslation[Any]
    if isinstance(held.message, ac.Request):
        translation = ac.translate_request(held.message, **options)
    else:
        method, url = _asked(held, of_request)
        asked = ac.Request(method, url)
        route = ac.registry.route(method, asked.path[len(asked.origin) :], target)
        translation = ac.translate_response(
            held.message,
            operation=route.operation if route else None,
            path_params=route.path_params if route else None,
            method=method,
            **options,
        )
    if write_residue is not None:
        inputs = [path for path in (file, context, residue) if path is not None]
        files.write_json(translation.residue, write_residue, inputs)
    streams.put_bytes(wire.written(held, translation.result))
    report(translation, notes)


def _asked(held: wire.Held, of_request: str | None) -> tuple[str, str]:
    """Method and URL of the request that a response answers, as the client made it."""
    if of_request is not None:
        method, space, url = of_request.partition(" ")
        if not (method and space and url.strip()):
            raise InputError(f"--request takes a method and a path, such as 'GET /v2/versions', not {of_request!r:.80}")
        return method, url.strip()
    if held.method is None or held.url is None:
        raise InputError("a response alone does not tell what it answers: give --request 'METHOD PATH'")
    return held.method, held.url
