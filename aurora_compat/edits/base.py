"""What an edit is, the sequence of edits, and the escape hatch of two hand-written functions."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from aurora_compat.run import Run
from aurora_compat.words.jsons import Json
from aurora_compat.words.note import Kind
from aurora_compat.words.pointer import Trail
from aurora_compat.words.value import Value

Step: TypeAlias = Callable[[Json, Run, "Trail"], Json]
"""A pure function of a value, the walk and the value's place; it returns the very same value where nothing is to do."""


def unchanged(value: Json, run: Run, at: Trail) -> Json:
    """A step that does nothing: for an edit that has something to do in one direction only."""
    return value


class Line(NamedTuple):
    """One line of an explained plan.

    `where` is a pointer pattern (`*` for every item, relative to the edit's own value), `what` a phrase; `notes` are
    the kinds that a well-formed document can cause, beyond those of the general rules; `needs` are operations whose
    answer it may ask for.
    """

    where: str
    what: str
    notes: tuple[Kind, ...] = ()
    needs: tuple[str, ...] = ()

    def below(self, key: str) -> "Line":
        """The same line as seen from one level up."""
        return self._replace(where=f"/{key}{self.where}")


class Edit(Value):
    """A reversible edit of a JSON value.

    `a.inverse.inverse == a`; and where `a` makes no note, `a.inverse` takes its result back to the original.
    """

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        """The edited value; the same object where there is nothing to do. `at` is its place in the document."""
        raise NotImplementedError

    @property
    def idle(self) -> bool:
        """Whether it never does anything this way: then no body is opened for it."""
        return False

    @property
    def inverse(self) -> "Edit":
        """The edit of the way back."""
        raise NotImplementedError

    def lines(self) -> Iterator[Line]:
        """What the edit does, for people."""
        raise NotImplementedError


class Chain(Edit):
    """Edits one after the other; the way back runs their inverses in the opposite order."""

    edits: tuple[Edit, ...]

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        for edit in self.edits:
            value = edit.apply(value, run, at)
        return value

    @property
    def inverse(self) -> Edit:
        return Chain(tuple(edit.inverse for edit in reversed(self.edits)))

    def lines(self) -> Iterator[Line]:
        for edit in self.edits:
            yield from edit.lines()


def chain(*edits: Edit) -> Edit:
    """One edit that does what the given ones do, in order."""
    return edits[0] if len(edits) == 1 else Chain(edits)


class Custom(Edit):
    """The escape hatch: two functions written by hand, and the lines that tell what each does.

    Both must be pure, importable (a migration pickles) and each other's inverse wherever they make no note.
    """

    up: Step
    down: Step
    up_lines: tuple[Line, ...] = ()
    down_lines: tuple[Line, ...] = ()

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        return self.up(value, run, at)

    @property
    def idle(self) -> bool:
        return self.up is unchanged

    @property
    def inverse(self) -> Edit:
        return Custom(self.down, self.up, self.down_lines, self.up_lines)

    def lines(self) -> Iterator[Line]:
        yield from self.up_lines
