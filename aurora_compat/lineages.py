"""Field lineage: what a field of one version is called in another.

Derived from the edits themselves: a document that holds little more than the field is walked through the plan, and the
field followed on its way. So a validation error, or a 422 that names a field of the server's version, can be told in
the names of the caller.
"""

from collections.abc import Iterator

from aurora_compat.aurora import aurora
from aurora_compat.plan import Plan
from aurora_compat.registries import Registry
from aurora_compat.residue import typed_path
from aurora_compat.run import Call
from aurora_compat.words.context import Context
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Part
from aurora_compat.words.pointer import Path, keys_of, pointer_of
from aurora_compat.words.version import Version

_ROLE = "role"
_KNOWN = Context(roles={_ROLE: _ROLE})
"""A directory in which a role's name is its id, so that a probe may stand for either."""

_PROBES: tuple[Json, ...] = (_ROLE, 1, True, {}, [])


def lineage(
    operation: str,
    part: Part,
    pointer: str,
    source: Version | str,
    target: Version | str,
    *,
    document: Json = None,
    registry: Registry | None = None,
) -> str | None:
    """Where a field of the source version stands in the target version; None where it has no place there.

    Args:
        operation: the operation's name.
        part: `request` or `response`.
        pointer: a JSON Pointer (`/project/location/property_address`), or names joined by dots, as errors of servers
            write them (`project.location.property_address`); the answer has the same form.
        source: the version that the field is of.
        target: the version wanted.
        document: the payload that holds the field, where it is at hand: what a rule makes of a field can depend on
            its neighbours. Without it a field is judged alone.
        registry: another than Aurora's.

    Raises:
        UnknownVersion, UnknownOperation, NoPath: there is no such translation.
        ValueError: `pointer` is neither.
    """
    registry = registry or aurora()
    source, target = registry.version(source), registry.version(target)
    plan = registry.plan(registry.operation(operation).name, part, source, target)
    dotted = not pointer.startswith("/") and pointer != ""
    keys = tuple(pointer.split(".")) if dotted else keys_of(pointer)
    call = Call(operation, part, source, target, _KNOWN, FrozenMap(), 200, registry, lenient=True)
    documents = ((document, typed_path(document, keys)),) if document is not None else _probes(keys)
    for probe, path in documents:
        found = _followed(plan, call, probe, path)
        if found is not None:
            return ".".join(map(str, found)) if dotted else pointer_of(found)
    return None


def _followed(plan: Plan, call: Call, document: Json, path: Path) -> Path | None:
    """The place to which a walk brings what stands at a path."""
    result, run = plan.trace(document, call)
    end = run.moves.destination(path, 0) if run.moves is not None else path
    return end if _stands(result, end) else None


def _stands(document: Json, path: Path) -> bool:
    for key in path:
        try:
            document = document[key]
        except (LookupError, TypeError):
            return False
    return True


def _probes(keys: tuple[str, ...]) -> Iterator[tuple[Json, Path]]:
    """Documents that hold one field, of several types; a number is an index, of a list."""
    path = tuple(int(key) if key.isascii() and key.isdigit() else key for key in keys)
    for value in _PROBES:
        document = value
        for key in reversed(path):
            document = [*({} for _ in range(min(key, 99))), document] if isinstance(key, int) else {key: document}
        yield document, path
