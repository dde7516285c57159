"""`aurora-compat changes`: the catalogue of breaking changes."""

import sys
from typing import Annotated

import typer

import aurora_compat as ac
from aurora_compat.cli import streams
from aurora_compat.cli.options import AsJson
from aurora_compat.cli.table import Table
from aurora_compat.words.jsons import Json

_NAMES_SHOWN = 3


def changes(
    *,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="VERSION", help="Changes on the way from here (the oldest)."),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--to", metavar="VERSION", help="Changes on the way to here (the newest)."),
    ] = None,
    operation: Annotated[
        str | None, typer.Option("--operation", metavar="NAME", help="Only changes that touch this operation.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the breaking changes; grade A is stated by the changelog, B well evidenced, C our reading."""
    name = ac.registry.operation(operation).name if operation is not None else None
    hops = ac.registry.path(source or ac.versions[0], target or ac.versions[-1])
    walked = source is not None or target is not None
    releases = [hop.release for hop in hops] if walked else ac.registry.releases
    found = [
        (release, change) for release in releases for change in release.changes if name is None or touches(change, name)
    ]
    if as_json:
        streams.put_json([_entry(release, change) for release, change in found])
        return
    rows = (
        (change.id, str(release.version), change.grade, change.summary, _operations(change))
        for release, change in found
    )
    streams.put(Table(("id", "release", "grade", "summary", "operations"), tuple(rows)).text(sys.stdout))


def touches(change: ac.Change, operation: str) -> bool:
    """Whether a change concerns an operation."""
    return change.operations == ac.EVERY_OPERATION or operation in change.operations


def _operations(change: ac.Change) -> str:
    if change.operations == ac.EVERY_OPERATION:
        return "every operation"
    if len(change.operations) > _NAMES_SHOWN:
        return f"{len(change.operations)} operations"
    return ", ".join(change.operations)


def _entry(release: ac.Release, change: ac.Change) -> Json:
    return {
        "id": change.id,
        "release": str(release.version),
        "after": str(release.after),
        "grade": change.grade,
        "summary": change.summary,
        "published": change.published,
        "source": change.source,
        "operations": list(change.operations),
        "readings": [reading_entry(reading) for reading in change.readings],
    }


def reading_entry(reading: ac.Reading) -> Json:
    """What had to be read into a change, as JSON."""
    return {"grade": reading.grade, "what": reading.what, "setting": reading.setting}
