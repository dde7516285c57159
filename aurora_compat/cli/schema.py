"""`aurora-compat schema` and `aurora-compat openapi`: what the payloads of a version look like."""

from typing import Annotated

import typer

import aurora_compat as ac
from aurora_compat.cli import streams
from aurora_compat.cli.failure import InputError
from aurora_compat.cli.options import Operation, PartOption, Status

VersionOption = Annotated[str, typer.Option("--version", metavar="VERSION", help="The version that is told of.")]


def schema(
    *,
    operation: Operation,
    part: PartOption,
    version: VersionOption,
    status: Status = 200,
) -> None:
    """Print the JSON Schema (2020-12) of a payload: of a request, of a 2xx answer or, by --status, of a 4xx."""
    from aurora_compat import schemas  # builds models: no other command needs them

    told, known = ac.registry.operation(operation), ac.registry.version(version)
    found = schemas.json_schema(told.name, part.part, known, status)
    if found is None:
        if told.template(known) is None:
            raise InputError(f"{known} does not list {told.name}; `operations` shows who does")
        answer = f" with status {status}" if part.part == "response" else ""
        raise InputError(f"no body is known of {told.name} {part.part}{answer} in {known}, so it has no schema")
    streams.put_json(found)


def openapi(*, version: VersionOption) -> None:
    """Print the OpenAPI 3.1 document of a version: operations, parameters, bodies, errors, security."""
    from aurora_compat import schemas  # builds models: no other command needs them

    streams.put_json(schemas.openapi(version))
