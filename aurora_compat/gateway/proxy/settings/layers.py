"""Where the proxy's settings come from: a TOML file, the environment, what a program says; each is one layer."""

import os
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel  # noqa: TC002  # as the models import it
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from aurora_compat.gateway.proxy.secrets import referring, variables
from aurora_compat.gateway.proxy.settings.error import PREFIX, Problem, SettingsError, key_of
from aurora_compat.gateway.proxy.settings.fields import Path, fields_of, is_table, read_text, table_of

BETWEEN = "__"

_OTHERS = frozenset({"AURORA_COMPAT_DEBUG"})
_LINKS = re.compile(
    r"(?:.*_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?|PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_.*)?)=.*|(?:.*_)?PORT=[a-z]+://.*",
    re.DOTALL,
)
"""What Kubernetes puts into the environment of every pod for a service whose name begins with `aurora-compat`."""

_WHERE = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)


class Layer(PydanticBaseSettingsSource):
    """Settings from one place, as tables of plain values.

    Attributes:
        values: the tables.
        problems: what could not be read.
    """

    def __init__(
        self, settings: type[BaseSettings], values: Mapping[str, Any], environ: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(settings)
        self.values: dict[str, Any] = referring(values, environ or {})
        self.problems: tuple[Problem, ...] = ()

    def __call__(self) -> dict[str, Any]:
        """The tables, as pydantic-settings asks for them."""
        return self.values

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The value of one setting, its name, and that it is not text to be parsed."""
        name = field.alias or field_name
        return self.values.get(name), name, False

    @property
    def references(self) -> frozenset[str]:
        """The variables that hold secrets, as far as this layer refers to them."""
        return frozenset(variables(self.values))

    def holds(self, path: Path) -> bool:
        """Whether the value at a place is this layer's, as far as it says something about it."""
        at: Any = self.values
        for part in path:
            inside = part in at if isinstance(at, dict) else isinstance(at, list) and part in range(len(at))
            if not inside:
                return False
            at = at[part]
        return True

    def origin(self, path: Path) -> str | None:
        """Where the value at a place was written, None where its key says it all."""
        return None


class TomlFile(Layer):
    """The settings of a TOML file.

    Raises:
        SettingsError: it can't be read, or is no TOML; then with line and column.
    """

    def __init__(self, settings: type[BaseSettings], path: FilePath, environ: Mapping[str, str]) -> None:
        try:
            super().__init__(settings, _toml(path), environ)
        except RecursionError:
            raise SettingsError([(str(path), "it is nested too deeply to be settings")]) from None


class Environment(Layer):
    """The settings of the environment: `AURORA_COMPAT_LIMITS__BODY` is `limits.body`.

    Numbers and truths are read as such, lists and tables as JSON, all else is text.

    Args:
        settings: the model that tells what is wanted.
        environ: the environment.
        spared: names of variables that are none of our settings: they hold secrets that settings refer to.
    """

    def __init__(self, settings: type[BaseSettings], environ: Mapping[str, str], spared: Collection[str] = ()) -> None:
        ours = sorted(
            (_path(name), name) for name, value in environ.items() if _is_ours(name, value) and name not in spared
        )
        held = _Held(settings, environ, ours)
        referred = set(variables(referring(held.values, environ)))
        if not referred.isdisjoint(name for _, name in ours):
            held = _Held(settings, environ, [(path, name) for path, name in ours if name not in referred])
        super().__init__(settings, held.values, environ)
        self._names = held.names
        self.problems = tuple(held.problems)

    def origin(self, path: Path) -> str | None:
        """The variable that has told the value at a place."""
        return next((self._names[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self._names), None)


class _Held:
    """What variables say, each at its place; tables as a whole come before what says a part of them."""

    def __init__(
        self, settings: type[BaseSettings], environ: Mapping[str, str], variables: Iterable[tuple[tuple[str, ...], str]]
    ) -> None:
        self.values: dict[str, Any] = {}
        self.names: dict[Path, str] = {}
        self.problems: list[Problem] = []
        for path, name in variables:
            place, field = _reached(settings, path)
            if field is not None and len(place) < len(path):
                told = f"{name} goes below it: write what it holds as a whole, in {_spelled(place)}"
                self.problems.append((key_of(place), told))
            else:
                self._put(place, environ[name] if field is None else read_text(environ[name], field), name)

    def _put(self, place: tuple[str, ...], value: Any, name: str) -> None:
        at: Any = self.values
        for part in place[:-1]:
            at = at.setdefault(part, {})
            if not isinstance(at, dict):
                return  # what was said of the whole table is refused anyway
        at[place[-1]] = value
        self.names[place] = name


def _reached(settings: type[BaseSettings], path: tuple[str, ...]) -> tuple[tuple[str, ...], FieldInfo | None]:
    """How far a path leads: to a setting, or to the first name that none has, then without one."""
    model: type[BaseModel] | None = settings
    depth, field = 0, None
    while model is not None and depth < len(path):
        field = fields_of(model).get(path[depth])
        model = table_of(field) if field is not None and is_table(field) else None
        depth += 1
    return path[:depth], field


class Said(Layer):
    """What was said by a program: whole keys with dots between, and their values.

    Args:
        settings: the model that tells what is wanted.
        given: the keys, and values as TOML would have them.
        environ: the environment that references refer to.
        place: where that was said, as errors tell it.
    """

    def __init__(
        self, settings: type[BaseSettings], given: Mapping[str, object], environ: Mapping[str, str], place: str
    ) -> None:
        self._place = place
        values: dict[str, Any] = {}
        for key, value in given.items():
            *tables, name = key.split(".")
            at = values
            for table in tables:
                at = at.setdefault(table, {})
            at[name] = value
        super().__init__(settings, values, environ)

    def origin(self, path: Path) -> str | None:
        """The place where all of it was said."""
        return self._place


def origin_in(layers: Iterable[Layer], path: Path) -> str | None:
    """Where the value at a place was written: by the first layer that holds it, None where that is the file."""
    first = next((layer for layer in layers if layer.holds(path)), None)
    return first.origin(path) if first is not None else None


def _is_ours(name: str, value: str) -> bool:
    return name.startswith(PREFIX) and name not in _OTHERS and not _LINKS.fullmatch(f"{name[len(PREFIX) :]}={value}")


def _path(name: str) -> tuple[str, ...]:
    return tuple(name.removeprefix(PREFIX).lower().split(BETWEEN))


def _spelled(path: Path) -> str:
    return PREFIX + BETWEEN.join(str(part) for part in path).upper()


def _toml(path: FilePath) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = os.strerror(error.errno).lower() if isinstance(error, OSError) and error.errno else "no such name"
        raise SettingsError([(str(path), f"it can't be read: {reason}")]) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = _position(data[: error.start].decode("utf-8-sig"))
        raise SettingsError([(str(path), f"{where}: not UTF-8; save the file as UTF-8")]) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _WHERE.fullmatch(str(error))
        if match is None:
            raise SettingsError([(str(path), "it is no TOML")]) from None
        where = f"line {match['line']}, column {match['column']}" if match["line"] else _position(text)
        raise SettingsError([(str(path), f"{where}: {match['what'][:1].lower()}{match['what'][1:]}")]) from None
    except ValueError:
        raise SettingsError([(str(path), "it holds a number that is too long")]) from None


def _position(before: str) -> str:
    return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"
