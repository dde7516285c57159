"""The models of the package, found by walking what each version exports."""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, get_args

from aurora_compat.models import MODULES, Model

NOT_MODELS = {"ERRORS", "PAYLOADS", "VERSION"}
VERSION_MODULES: dict[str, ModuleType] = {
    str(version): import_module(f"aurora_compat.models.{name}") for version, name in MODULES.items()
}


def exported(version: str) -> dict[str, type[Model]]:
    """The classes of one version, by the names that all versions use."""
    module = VERSION_MODULES[version]
    return {name: getattr(module, name) for name in module.__all__ if name not in NOT_MODELS}


def reachable(model: type[Model]) -> set[type[Model]]:
    """A model and those that its fields hold, at any depth."""
    found: set[type[Model]] = set()
    todo = [model]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            for field in one.model_fields.values():
                todo += _models_in(field.annotation)
    return found


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def everything() -> list[type[Model]]:
    """All models of all versions, by name."""
    found = {model for version in VERSION_MODULES for model in exported(version).values()}
    return sorted(set().union(*map(reachable, found)), key=lambda model: model.__name__)
