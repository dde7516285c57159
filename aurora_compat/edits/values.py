"""Edits of a value where it stands: spellings of an enum."""

from collections.abc import Iterator, Mapping
from typing import Any

from aurora_compat.code import Code, Place
from aurora_compat.edits.base import Edit, Line, MemberEdit
from aurora_compat.run import Run
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.pointer import Trail


class MapValue(MemberEdit):
    """One-to-one new names for some values of a member; other values pass.

    A value that only the target defines is kept, `unsupported`: the way back would rename it.
    """

    key: str
    values: FrozenMap[str, str]

    def edited(self, value: dict[str, Any], run: Run, at: Trail) -> Json:
        old = value.get(self.key)
        if not isinstance(old, str):
            return value
        new = self.values.get(old)
        if new is not None:
            return {**value, self.key: new}
        if old in self.values.values():
            run.unsupported(
                (at, self.key), f"'{old}' is how {run.target} spells it, not {run.source}; it is passed on as it is"
            )
        return value

    def write(self, code: Code, place: Place, run: str) -> Place:
        _write_table(code, place, self.key, self.values)
        return place

    @property
    def inverse(self) -> Edit:
        return MapValue(self.key, FrozenMap({new: old for old, new in self.values.items()}))

    def lines(self) -> Iterator[Line]:
        for old, new in self.values.items():
            yield Line(f"/{self.key}", f"value '{old}' becomes '{new}'")


class Respell(MemberEdit):
    """Values written the way the newer version spells them, on the way up; the way down leaves them: both are read."""

    key: str
    values: FrozenMap[str, str]
    upwards: bool = True

    def edited(self, value: dict[str, Any], run: Run, at: Trail) -> Json:
        old = value.get(self.key) if self.upwards else None
        new = self.values.get(old) if isinstance(old, str) else None
        if new is None:
            return value
        run.normalised((at, self.key), f"'{old}' is sent as '{new}', the spelling of {run.target}")
        return {**value, self.key: new}

    def write(self, code: Code, place: Place, run: str) -> Place:
        if self.upwards:
            _write_table(code, place, self.key, self.values)
        return place

    @property
    def inverse(self) -> Edit:
        return Respell(self.key, self.values, not self.upwards)

    def lines(self) -> Iterator[Line]:
        if self.upwards:
            for old, new in self.values.items():
                yield Line(f"/{self.key}", f"value '{old}' is written '{new}'", ("assumed",))


class NewOption(MemberEdit):
    """A value that the newer version has added to an enum: kept on the way down, where it is not defined."""

    key: str
    option: str
    upwards: bool = True

    def edited(self, value: dict[str, Any], run: Run, at: Trail) -> Json:
        if not self.upwards and value.get(self.key) == self.option:
            run.unsupported(
                (at, self.key), f"'{self.option}' came with {run.source}; {run.target} may not know it, it is kept"
            )
        return value

    def write(self, code: Code, place: Place, run: str) -> Place:
        return place  # it makes notes only

    @property
    def inverse(self) -> Edit:
        return NewOption(self.key, self.option, not self.upwards)

    def lines(self) -> Iterator[Line]:
        if not self.upwards:
            yield Line(f"/{self.key}", f"value '{self.option}' is kept, but new", ("unsupported",))


def _write_table(code: Code, place: Place, key: str, values: Mapping[str, str]) -> None:
    held, new = code.fresh(key), code.fresh("new")
    code.line(f"{held} = {place.now}.get({key!r})")
    with code.block(f"if {held} is not None:"):
        with code.block(f"if type({held}) is not str:"):
            code.line(f"{held} = reader.value({held})")
        code.line(f"{new} = {code.constant(dict(values), key)}.get({held}) if type({held}) is str else None")
        with code.block(f"if {new} is not None:"):
            code.own(place)
            code.line(f"{place.now}[{key!r}] = {new}")
