"""Strategies of payloads, and of what a caller may know beside them.

What a model knows of a payload is read from its JSON Schema. Where there is no model, as in a registry of your own,
payloads are general JSON objects around the members that its rules name; a pydantic model of yours makes them exact.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import assume
from hypothesis import strategies as st

from aurora_compat.aurora import aurora
from aurora_compat.models import MODULES, model_for
from aurora_compat.registries import Registry
from aurora_compat.testing import outline, schemas, words
from aurora_compat.translation import translate
from aurora_compat.words.context import Context
from aurora_compat.words.error import MissingContext, UnknownOperation, UnknownVersion, Untranslatable
from aurora_compat.words.jsons import copied
from aurora_compat.words.operation import Part
from aurora_compat.words.version import Version

if TYPE_CHECKING:
    from pydantic import BaseModel

Models: TypeAlias = Callable[[str, Part, Version, int], Any]
"""The model of a payload, by operation, part, version and status; None where there is none."""

_ROLES: dict[str, str | tuple[str, ...]] = {**words.ROLES, **words.TWINS}
_CONTEXTS = (
    Context(roles=_ROLES),
    Context(roles=words.ROLES, system_size_source="ac", pricing_method_values={"cost breakdown": "by component"}),
    Context(roles=_ROLES, system_size_source=None, default_module_spacing=None),
    Context(),
)


def payloads(
    operation: str,
    part: Part,
    version: Version | str,
    *,
    unknown: bool = False,
    nulls: bool = True,
    registry: Registry | None = None,
    model: "type[BaseModel] | None" = None,
    status: int = 200,
) -> st.SearchStrategy[Any]:
    """Payloads of one part of an operation in a version, each of them valid there.

    Args:
        operation: its name, such as `create_project`.
        part: `request` or `response`.
        version: the version that the payloads are in.
        unknown: add members that no document names, under odd keys, with odd values.
        nulls: give null now and then where it may stand.
        registry: another than Aurora's.
        model: a pydantic model of the payload; without one Aurora's own is taken, and where there is none (a registry
            of your own), general JSON objects with the members that the registry's rules name.
        status: of a response: of 4xx the payload is an error.

    Raises:
        UnknownOperation, UnknownVersion: the registry holds none of that name.
    """
    registry = registry or aurora()
    version, name = registry.version(version), registry.operation(operation).name
    if model is not None:
        return _of_model(model, unknown, nulls).filter(lambda payload: _is_valid(model, payload)).map(copied)
    known = model_of(registry)(name, part, version, status)
    if known is not None:
        return _of_model(known, unknown, nulls).map(copied)
    if status >= 400:
        return outline.errors().map(copied)
    if part == "request" and registry.operation(name).method in {"GET", "DELETE"}:
        return st.none()
    older = _modelled(registry, name, part, version)
    if older is not None:
        before = payloads(name, part, older, unknown=unknown, nulls=nulls, registry=registry)
        return st.tuples(before, contexts(registry)).map(
            lambda drawn: _brought(drawn[0], name, part, older, version, drawn[1], registry)
        )
    return outline.general(registry, name, part, version, unknown=unknown).map(copied)


def contexts(registry: Registry | None = None) -> st.SearchStrategy[Context]:
    """What a caller may know: the roles of an invented tenant, which generated users have; settings; nothing.

    For a registry that is not Aurora's, nothing: its rules learn from answers to their needs.
    """
    return st.sampled_from(_CONTEXTS) if is_auroras(registry or aurora()) else st.just(Context())


def model_of(registry: Registry) -> Models:
    """Where the models of a registry's payloads are found: Aurora's own for what is Aurora's, none for others."""
    return _auroras if is_auroras(registry) else _none


def is_auroras(registry: Registry) -> bool:
    """Whether a registry holds Aurora's releases, its own or with others added."""
    mine = aurora()
    return registry is mine or any(release in mine.releases[1:] for release in registry.releases)


def _auroras(operation: str, part: Part, version: Version, status: int) -> Any:
    try:
        return model_for(operation, part, version, status)
    except (UnknownOperation, UnknownVersion):
        return None


def _none(operation: str, part: Part, version: Version, status: int) -> Any:
    return None


@lru_cache(maxsize=512)
def _of_model(model: "type[BaseModel]", unknown: bool, nulls: bool) -> st.SearchStrategy[Any]:
    return schemas.from_schema(model.model_json_schema(), unknown=unknown, nulls=nulls)


def _is_valid(model: "type[BaseModel]", payload: Any) -> bool:
    """A model's own validators may ask for more than its schema says."""
    from pydantic import ValidationError

    try:
        model.model_validate_json(json.dumps(payload))
    except ValidationError:
        return False
    return True


def _modelled(registry: Registry, operation: str, part: Part, version: Version) -> Version | None:
    """The nearest version with a model of the payload, for a version that has none of any."""
    if not is_auroras(registry) or version in MODULES:
        return None
    found = [
        (len(registry.path(one, version)), one)
        for one in registry.versions
        if one in MODULES and model_of(registry)(operation, part, one, 200) is not None
    ]
    return min(found, key=lambda told: told[0])[1] if found else None


def _brought(
    payload: Any, operation: str, part: Part, source: Version, target: Version, context: Context, registry: Registry
) -> Any:
    """A payload of another version, in this one."""
    try:
        translated = translate(
            payload, operation=operation, part=part, source=source, target=target, context=context, registry=registry
        )
    except (Untranslatable, MissingContext):
        assume(False)
    return copied(translated.result)
