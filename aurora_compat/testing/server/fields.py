"""What the models say of fields: which a version knows, and which only another version does."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias, get_args

from pydantic.fields import FieldInfo

from aurora_compat.models import Model
from aurora_compat.words.jsons import Json
from aurora_compat.words.pointer import Path

Models: TypeAlias = tuple[type[Model], ...]


class Foreign(NamedTuple):
    """A key of which the one side's models know nothing, and the other side's do.

    Attributes:
        path: where it stands.
        addition: whether it is a plain addition of one version, of which no change speaks.
    """

    path: Path
    addition: bool


def foreign(document: Json, own: Models, others: Models, path: Path = ()) -> Iterator[Foreign]:
    """The keys of a document that only the others define, the outermost of each branch."""
    if isinstance(document, list):
        for index, item in enumerate(document):
            yield from foreign(item, own, others, (*path, index))
    if not isinstance(document, dict) or not own:
        return
    for key, value in document.items():
        mine, theirs = _fields(own, key), _fields(others, key)
        if mine:
            yield from foreign(value, _inside(mine), _inside(theirs), (*path, key))
        elif theirs:
            yield Foreign((*path, key), all(_is_addition(field) for field in theirs))


def known(document: Json, own: Models) -> Json:
    """The document less the keys that the models do not define; objects of which nothing is documented stay whole."""
    if isinstance(document, list):
        return [known(item, own) for item in document]
    if not isinstance(document, dict) or not any(model.model_fields for model in own):
        return document
    return {key: known(value, _inside(_fields(own, key))) for key, value in document.items() if _fields(own, key)}


def without(document: Json, paths: Iterable[Path]) -> None:
    """Remove these keys from a document."""
    for *front, last in paths:
        held = document
        for key in front:
            held = held[key]
        del held[last]


def _fields(models: Models, key: str) -> list[FieldInfo]:
    return [model.model_fields[key] for model in models if key in model.model_fields]


def _inside(fields: Iterable[FieldInfo]) -> Models:
    return tuple(model for field in fields for model in _models_in(field.annotation))


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _is_addition(field: FieldInfo) -> bool:
    extra = field.json_schema_extra
    return isinstance(extra, dict) and "x-only" in extra
