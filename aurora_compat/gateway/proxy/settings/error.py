"""What is wrong with settings, as sentences: each names the key, what was met, and what is wanted; never a secret."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from difflib import get_close_matches
from typing import Any, TypeAlias

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from aurora_compat.gateway.proxy.settings.fields import Path, fields_of, table_at
from aurora_compat.words.error import listed

Problem: TypeAlias = tuple[str, str]
"""The key as it is written in TOML, or the name of the file; and the sentence."""

PREFIX = "AURORA_COMPAT_"
"""What the names of variables of the environment begin with."""

_BARE = re.compile(r"[A-Za-z0-9_-]{1,80}")
_ONE_OF = "one_of"
_KEY = "[key]"
"""What pydantic puts behind the place of a name that a mapping may not have."""
_WANTED = {
    "int_type": "a whole number is wanted",
    "int_from_float": "a whole number is wanted",
    "float_type": "a number is wanted",
    "finite_number": "a finite number is wanted",
    "bool_type": "true or false is wanted",
    "string_type": "text in quotes is wanted",
    "tuple_type": "a list is wanted",
    "dict_type": "a table is wanted",
    "mapping_type": "a table is wanted",
    "model_type": "a table is wanted",
    "model_attributes_type": "a table is wanted",
}
_BOUNDS = {
    "greater_than": ("more than", "gt", "that or less"),
    "greater_than_equal": ("at least", "ge", "less"),
    "less_than": ("less than", "lt", "that or more"),
    "less_than_equal": ("at most", "le", "more"),
}
_OF_TEXT = frozenset({"a list is wanted", "a table is wanted"})


class SettingsError(ValueError):
    """Settings that can't be used; all that is wrong with them, one line each.

    Attributes:
        problems: the key as it is written in TOML, such as `lookups.share` (items of lists count from 0), or the name
            of the file; and the sentence.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(" ".join(f"{key}: {sentence}".splitlines()) for key, sentence in self.problems)


class SeveralError(ValueError):
    """Problems that one look has found at several places below the one that it looked at."""

    def __init__(self, problems: Iterable[tuple[Path, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


def unless(problems: Iterable[tuple[Path, str]]) -> None:
    """Go on where there are no problems.

    Raises:
        SeveralError: there are.
    """
    found = tuple(problems)
    if found:
        raise SeveralError(found)


def one_of(names: Iterable[str]) -> PydanticCustomError:
    """The error of a value that is none of these: where it comes from a file, the sentence shows it."""
    return PydanticCustomError(_ONE_OF, "one of a list is wanted", {"expected": _either(names)})


def _either(names: Iterable[str]) -> str:
    *most, last = map(repr, names)
    return f"{', '.join(most)} or {last}" if most else last


def key_of(path: Path) -> str:
    """A place as it is written in TOML: `relay[0].name`, `lifecycle."2018.01".sunset`."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            name = part if _BARE.fullmatch(part) else json.dumps(part[:80])
            written += f".{name}" if written else name
    return written


def met(value: object) -> str:
    """What kind of value it is: that may be told of a secret too."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true or false"
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (str, "text"),
        (int, "a whole number"),
        (float, "a fractional number"),
        (list, "a list"),
        (dict, "a table"),
        ((date, time), "a date or time"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "something else")


def problems_of(
    error: ValidationError, model: type[BaseModel], origin: Callable[[Path], str | None]
) -> Iterator[Problem]:
    """What pydantic has found, in our own words: its own would show values.

    Args:
        error: as it was raised.
        model: the settings.
        origin: where the value at a place comes from, to be told beside it: a variable, the command line; None where
            it is the file.
    """
    for one in error.errors(include_url=False):
        path = tuple(part for part in one["loc"] if part != _KEY)
        cause = one.get("ctx", {}).get("error")
        several = cause.problems if isinstance(cause, SeveralError) else (((), None),)
        for below, sentence in several:
            place = (*path, *below)
            source = origin(place)
            told = sentence or _sentence(one, model, path, source)
            yield key_of(place), told if source is None else f"{told} (from {source})"


def _sentence(error: ErrorDetails, model: type[BaseModel], path: Path, source: str | None) -> str:
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    if kind == "value_error":
        return str(context["error"])
    if error["loc"][-1:] == (_KEY,):
        return f"it is named by no version; {context.get('expected', 'text')} is wanted, in quotes"
    if kind == "missing":
        variable = f", or set {PREFIX}{str(path[0]).upper()}" if len(path) == 1 else ""
        return f"it is missing and has no default: write it down{variable}"
    if kind == "extra_forbidden":
        return _unknown(str(path[-1]), table_at(model, path[:-1]))
    if kind in ("literal_error", _ONE_OF):
        return f"{context['expected']} is wanted; {_quoted(value, source)} was met"
    if kind in ("string_too_short", "string_too_long"):
        return "it is empty" if kind == "string_too_short" else f"it is longer than {context['max_length']} characters"
    if kind in _BOUNDS:
        wanted, bound, found = _BOUNDS[kind]
        return f"{wanted} {context[bound]:.12g} is wanted; {found} was met"
    sentence = _WANTED.get(kind, f"it can't be used ({kind})")
    if sentence in _OF_TEXT and isinstance(value, str) and _is_variable(source):
        sentence += ", as JSON"
    return f"{sentence}; {met(value)} was met"


def _quoted(value: Any, source: str | None) -> str:
    if not isinstance(value, str):
        return f"{met(value)}, not text in quotes,"
    return "another text" if _is_variable(source) else f"{value!r:.80}"


def _is_variable(source: str | None) -> bool:
    """Whether a value comes from the environment: values of variables are never shown."""
    return source is not None and source.startswith(PREFIX)


def _unknown(name: str, table: type[BaseModel] | None) -> str:
    known = list(fields_of(table)) if table is not None else []
    near = get_close_matches(name, known, n=1)
    if near:
        return f"there is no such setting; did you mean {near[0]}?"
    return "there is no such setting" + (f"; here are {listed(known)}" if known else "")
