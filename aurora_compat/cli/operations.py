"""`aurora-compat operations`: the catalogue of endpoints, with the changes that touch each."""

import sys

import aurora_compat as ac
from aurora_compat.cli import streams
from aurora_compat.cli.changes import touches
from aurora_compat.cli.options import AsJson
from aurora_compat.cli.table import Cell, Table
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Operation


def operations(*, as_json: AsJson = False) -> None:
    """List the operations: name, method, path in each version, and the breaking changes that touch each."""
    if as_json:
        streams.put_json([_entry(operation) for operation in ac.operations.values()])
        return
    general = tuple(change.id for change in ac.changes.values() if change.operations == ac.EVERY_OPERATION)
    rows: list[tuple[Cell, ...]] = [
        (
            operation.name,
            operation.method,
            _paths(operation),
            tuple(id_ for id_ in _touching(operation) if id_ not in general),
        )
        for operation in ac.operations.values()
    ]
    rows.append(("(every operation)", "", "", general))
    streams.put(Table(("operation", "method", "paths", "changes"), tuple(rows)).text(sys.stdout))


def _touching(operation: Operation) -> list[str]:
    return [change.id for change in ac.changes.values() if touches(change, operation.name)]


def _paths(operation: Operation) -> tuple[str, ...]:
    """A line for each different path, with the versions that have it."""
    versions: dict[str, list[str]] = {}
    for version in ac.versions:
        versions.setdefault(operation.template(version) or "(not listed)", []).append(str(version))
    return tuple(f"{', '.join(names)}: {path}" for path, names in versions.items())


def _entry(operation: Operation) -> Json:
    return {
        "name": operation.name,
        "method": operation.method,
        "paths": {str(version): operation.template(version) for version in ac.versions},
        "evidence": operation.evidence,
        "changes": _touching(operation),
    }
