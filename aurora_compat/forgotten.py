"""Forgotten fields: what the schemas of two versions have apart, and no change accounts for.

The models say which fields each version of a payload has, and which values they take. A field or value of one version
that the other lacks must be touched by a translation, or told in a note: else a change has been forgotten. A field
that is documented for one version only is declared so on the model (`x-only`) and excepted.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from aurora_compat.aurora import aurora
from aurora_compat.change import Release
from aurora_compat.difference import differences
from aurora_compat.registries import Registry, plan_of
from aurora_compat.run import Call
from aurora_compat.words.context import NOTHING_KNOWN, Context
from aurora_compat.words.error import MissingContext, Untranslatable
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import PARTS, Part
from aurora_compat.words.pointer import pointer_of
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

if TYPE_CHECKING:
    from pydantic import BaseModel

Models: TypeAlias = Callable[[str, Part, Version, int], Any]
"""The model of a payload, by operation, part, version and status; None where there is none."""

_STATUSES = {"request": (200,), "response": (200, 400)}
_UNFORMED: tuple[Json, ...] = ({"error": "a message"}, {"message": "a message"})
"""What a 4xx answer of a version may be that has no one form."""


class Forgotten(Value):
    """A field or value that one version has, the other has not, and no change accounts for.

    Attributes:
        operation: whose payload holds it.
        part: `request` or `response`.
        source: the version that has it.
        target: the version that has not.
        pointer: where it is; `*` stands for every item.
        value: the value that the target does not take; None where it lacks the whole field.
    """

    operation: str
    part: Part
    source: Version
    target: Version
    pointer: str
    value: Json = None

    def __hash__(self) -> int:
        return hash((self.operation, self.part, self.source, self.target, self.pointer))

    def __str__(self) -> str:
        what = "the field" if self.value is None else f"the value {self.value!r} of"
        hop = f"{self.source} -> {self.target}"
        return f"{self.operation} {self.part} {hop}: no change accounts for {what} {self.pointer or '(whole body)'}"


def forgotten_fields(registry: Registry | None = None, models: Models | None = None) -> tuple[Forgotten, ...]:
    """Every field and value that a release has forgotten, in both directions of every edge.

    Args:
        registry: another than Aurora's.
        models: those of its payloads; Aurora's own by default.
    """
    registry = registry or aurora()
    known = models or _of_aurora
    found: list[Forgotten] = []
    for release in registry.releases:
        for source, target in _directions(release):
            for name in registry.operations:
                for part in PARTS:
                    for status in _STATUSES[part]:
                        here, there = known(name, part, source, status), known(name, part, target, status)
                        if here is not there and there is not None:
                            call = Call(name, part, source, target, NOTHING_KNOWN, FrozenMap(), status, registry)
                            found += _of_payload(call, here, there)
    return tuple(found)


def _of_aurora(operation: str, part: Part, version: Version, status: int) -> Any:
    from aurora_compat.models import model_for

    return model_for(operation, part, version, status)


def _directions(release: Release) -> tuple[tuple[Version, Version], ...]:
    before = release.after
    return () if before is None else ((before, release.version), (release.version, before))


class _Field(NamedTuple):
    """One leaf of a schema: types, known values and examples that it takes, and the version it is declared for."""

    types: frozenset[str]
    known: tuple[Json, ...]
    examples: tuple[Json, ...]
    only: str | None
    has_fields: bool


_Leaves: TypeAlias = dict[tuple[str, ...], _Field]


def _of_payload(call: Call, source: "type[BaseModel] | None", target: "type[BaseModel]") -> Iterator[Forgotten]:
    if source is None:
        if call.status >= 400:
            from aurora_compat.validation import problems_of

            results = ((probe, _translated(call, probe)[0]) for probe in _UNFORMED)
            yield from (_forgotten(call, (), probe) for probe, result in results if any(problems_of(result, target)))
        return
    (here, whole), (there, _) = _read(source), _read(target)
    for path, field in here.items():
        if field.only is not None or (field.has_fields and path not in there):
            continue  # documented for this version alone, or told by what it holds
        for value in _apart(field, there.get(path)):
            probes = (_probe(path, value), _put(whole, path, value))
            if not any(_is_touched(call, probe, path) for probe in probes):
                yield _forgotten(call, path, value if path in there else None)
                break


def _forgotten(call: Call, path: tuple[str, ...], value: Json) -> Forgotten:
    return Forgotten(call.operation or "", call.part, call.source, call.target, pointer_of(path), value)


def _apart(field: _Field, other: _Field | None) -> Iterator[Json]:
    """The values of a field that the other version has no place for."""
    if other is None:
        yield (field.examples or tuple(_OF_TYPE[one] for one in sorted(field.types)) or ("text",))[0]
        return
    for type_ in sorted(field.types - other.types - {"null"}):
        if not (type_ == "integer" and "number" in other.types):
            yield next((one for one in field.examples if _type_of(one) == type_), _OF_TYPE[type_])
    if other.known:
        yield from (value for value in field.known if value not in other.known)


_OF_TYPE: dict[str, Json] = {
    "string": "true",
    "number": 1.5,
    "integer": 1,
    "boolean": True,
    "array": ["text"],
    "object": {"KEY": "text"},
    "null": None,
}


def _type_of(value: Json) -> str:
    names = {bool: "boolean", str: "string", int: "integer", float: "number", list: "array", dict: "object"}
    return names.get(type(value), "null")


# Walking through a translation.


def _translated(call: Call, document: Json) -> tuple[Json, set[str]]:
    """The result, and the places of the source that a note of some change names."""
    roles = {value: value for value in _texts(document)}
    call = call._replace(context=Context(roles=roles))
    result, run = plan_of(call, call.operation).trace(document, call)
    return result, {note.pointer for note in run.notes() if note.change is not None}


def _is_touched(call: Call, document: Json, path: tuple[str, ...]) -> bool:
    """Whether a translation changes what stands at a path, or near it, or says something of it."""
    at = pointer_of(tuple("0" if key == "*" else key for key in path))
    try:
        result, noted = _translated(call, document)
    except (Untranslatable, MissingContext):
        return True  # a rule knows it, and refuses
    places = {difference.pointer for difference in differences(document, result)} | noted
    return any(f"{place}/".startswith(f"{at}/") or f"{at}/".startswith(f"{place}/") for place in places)


def _texts(document: Json) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, (dict, list)):
        for child in document.values() if isinstance(document, dict) else document:
            yield from _texts(child)


# Reading schemas.


@lru_cache(maxsize=256)  # all of Aurora's: pydantic takes most of the time there is
def _read(model: "type[BaseModel]") -> tuple[_Leaves, Json]:
    """The leaves of a model's schema, and a document with every field."""
    schema = model.model_json_schema()
    found: _Leaves = {}
    _collect(schema, schema.get("$defs", {}), (), None, found)
    return found, _example(schema)


def _collect(schema: Json, defs: Json, path: tuple[str, ...], only: str | None, found: _Leaves) -> None:
    """Every leaf of a schema; a container is told by its leaves."""
    choices = _choices(schema, defs)
    only = only or schema.get("x-only") or next((one["x-only"] for one in choices if one.get("x-only")), None)
    leaf = _Field(
        frozenset(one["type"] for one in choices if isinstance(one.get("type"), str)),
        tuple(schema.get("x-known-values", ())),
        tuple(schema.get("examples", ())),
        only,
        any(one.get("properties") or isinstance(one.get("items"), dict) for one in choices),
    )
    inner = [one for one in choices if one.get("properties") or isinstance(one.get("items"), dict)]
    known = found.get(path)
    if path and (known is None or len(known.types) < len(leaf.types)):
        found[path] = leaf
    for one in inner:
        for key, child in one.get("properties", {}).items():
            _collect(child, defs, (*path, key), only, found)
        if isinstance(one.get("items"), dict):
            _collect(one["items"], defs, (*path, "*"), only, found)


def _choices(schema: Json, defs: Json) -> list[dict[str, Any]]:
    """The alternatives of a schema, references followed."""
    if "$ref" in schema:
        target = defs[schema["$ref"].rpartition("/")[2]]
        return _choices({**target, **{key: value for key, value in schema.items() if key != "$ref"}}, defs)
    if "anyOf" in schema:
        return [choice for one in schema["anyOf"] for choice in _choices(one, defs)]
    return [schema]


def _probe(path: tuple[str, ...], value: Json) -> Json:
    """The smallest document that holds a value at a path."""
    for key in reversed(path):
        value = [value] if key == "*" else {key: value}
    return value


def _put(document: Json, path: tuple[str, ...], value: Json) -> Json:
    """A document with another value at a path, which is made where it is absent."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if key == "*":
        items = document if isinstance(document, list) and document else [None]
        return [_put(items[0], rest, value), *items[1:]]
    held = document if isinstance(document, dict) else {}
    return {**held, key: _put(held.get(key), rest, value)}


def _example(schema: Json, defs: Json = None) -> Json:
    """A document with every field of a schema, made of its examples."""
    defs = schema.get("$defs", {}) if defs is None else defs
    if schema.get("examples"):
        return schema["examples"][0]
    choice = _choices(schema, defs)[0]
    if choice.get("properties"):
        return {key: _example(child, defs) for key, child in choice["properties"].items()}
    if isinstance(choice.get("items"), dict):
        return [_example(choice["items"], defs)]
    return _OF_TYPE.get(choice.get("type", "string"))
