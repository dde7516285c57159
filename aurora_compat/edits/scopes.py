"""Edits of a part of a document: the member of an object, every item of a list."""

from collections.abc import Iterator

from aurora_compat.edits.base import Chain, Edit, Line
from aurora_compat.run import Run
from aurora_compat.words.jsons import Json
from aurora_compat.words.pointer import Trail


class At(Edit):
    """An edit of the value under one key; absent stays absent, null stays null."""

    key: str
    edit: Edit

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        if not isinstance(value, dict):
            run.odd(at, value, "an object")
            return value
        old = value.get(self.key)
        if old is None:
            return value
        new = self.edit.apply(old, run, (at, self.key))
        return value if new is old else {**value, self.key: new}

    @property
    def inverse(self) -> Edit:
        return At(self.key, self.edit.inverse)

    def lines(self) -> Iterator[Line]:
        for line in self.edit.lines():
            yield line.below(self.key)


class Each(Edit):
    """The same edit for every item of a list, each judged on its own; null items stay."""

    edit: Edit

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        if not isinstance(value, list):
            run.odd(at, value, "a list")
            return value
        edited = value
        apply = self.edit.apply
        for index, old in enumerate(value):
            if old is None:
                continue
            new = apply(old, run, (at, index))
            if new is not old:
                if edited is value:
                    edited = value.copy()
                edited[index] = new
        return edited

    @property
    def inverse(self) -> Edit:
        return Each(self.edit.inverse)

    def lines(self) -> Iterator[Line]:
        for line in self.edit.lines():
            yield line.below("*")


def each_of(single: str, several: str, edit: Edit) -> Edit:
    """An edit of a resource in both of its envelopes: `{"project": {}}` and `{"projects": [{}]}`."""
    return Chain((At(single, edit), At(several, Each(edit))))
