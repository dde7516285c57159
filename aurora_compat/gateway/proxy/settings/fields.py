"""The shape of the proxy's settings: their names as written in TOML, what stands below them, how text is read."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal, TypeAlias, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

Path: TypeAlias = tuple[str | int, ...]
"""The place of a setting: names of tables and keys, positions in lists."""

_TRUTHS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The settings of a table, by their names in TOML."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def table_of(field: FieldInfo) -> type[BaseModel] | None:
    """The table that a setting is, or is a list of, or maps names to; None where it holds plain values."""
    return next((type_ for type_ in _types(field.annotation) if _is_table(type_)), None)


def is_table(field: FieldInfo) -> bool:
    """Whether a setting is one table of its own."""
    return _is_table(field.annotation)


def table_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The table at a place, None where there is none; positions, and names that a mapping has, lead to its values."""
    at: type[BaseModel] | None = model
    parts = list(path)
    while parts and at is not None:
        field = fields_of(at).get(str(parts.pop(0)))
        at = table_of(field) if field is not None else None
        if field is not None and not is_table(field) and parts:
            parts.pop(0)
    return at


def settings_of(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every setting that is no table, by its whole key; lists of tables as `relay[].name`, mappings as `x.*.y`."""
    for name, field in fields_of(model).items():
        inner = table_of(field)
        if inner is None:
            yield f"{above}{name}", field
        else:
            several = "" if is_table(field) else ".*" if _is_mapping(field) else "[]"
            yield from settings_of(inner, f"{above}{name}{several}.")


def read_text(text: str, field: FieldInfo) -> Any:
    """The value that a variable of the environment means; the text itself where it can't be read, to be refused."""
    kinds = set(_types(field.annotation))
    if kinds & {str, SecretStr, datetime} and not _holds_others(field):
        return text
    try:
        if bool in kinds:
            return _TRUTHS.get(text.strip().lower(), text)
        if int in kinds or float in kinds:
            return int(text) if int in kinds else float(text)
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _types(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of, those of its arguments among them; a literal is that of its values."""
    if get_origin(annotation) is Literal:
        yield from {type(value) for value in get_args(annotation)}
        return
    yield annotation
    for argument in get_args(annotation):
        yield from _types(argument)


def _holds_others(field: FieldInfo) -> bool:
    return any(get_origin(type_) in (tuple, dict, Mapping) or _is_table(type_) for type_ in _types(field.annotation))


def _is_mapping(field: FieldInfo) -> bool:
    return any(
        isinstance(get_origin(type_), type) and issubclass(get_origin(type_), Mapping)
        for type_ in _types(field.annotation)
    )


def _is_table(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, BaseModel)
