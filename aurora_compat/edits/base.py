"""What an edit is, the sequence of edits, and the escape hatch of two hand-written functions."""

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from aurora_compat.code import Code, Place, Reader
from aurora_compat.run import Call, Run
from aurora_compat.words.jsons import Json
from aurora_compat.words.note import Kind
from aurora_compat.words.pointer import Trail
from aurora_compat.words.value import Value

Step: TypeAlias = Callable[[Json, Run, "Trail"], Json]
"""A pure function of a value, the walk and the value's place; it returns the very same value where nothing is to do."""


Quick: TypeAlias = Callable[[Json, Call, Reader], Json]
"""What a step makes of a value, without notes: the very same value where nothing is to do, else a new one, which later
edits may change. It looks into values through the reader, and steps aside (`Aside`) for whatever is not as documented.
"""


def unchanged(value: Json, run: Run, at: Trail) -> Json:
    """A step that does nothing: for an edit that has something to do in one direction only."""
    return value


def nothing(value: Json, call: Call, reader: Reader) -> Json:
    """The quick form of a step that only makes notes: compiled plans leave it out."""
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
        raise NotImplementedError  # abstract: each edit says its own

    def write(self, code: Code, place: Place, run: str) -> Place:
        """Write down, for a compiled plan, what `apply` makes of the value in a variable; where it stands afterwards.

        What this says holds for every edit: `apply` itself is called, with the value wholly parsed. Edits that can say
        it shorter do; what they write must give what `apply` gives, or step aside. `run` is an expression for the run.
        """
        return write_step(code, place, f"{code.constant(self, type(self).__name__)}.apply", run)

    @property
    def opens(self) -> Literal["dict", "list"] | None:
        """What the value must be for what it writes down: it is opened as such before. None: it looks for itself."""
        return None

    @property
    def opaque(self) -> bool:
        """Whether what it writes down takes the values that it moves as they come, unopened ones too."""
        return False

    @property
    def idle(self) -> bool:
        """Whether it never does anything this way: then no body is opened for it."""
        return False

    @property
    def inverse(self) -> "Edit":
        """The edit of the way back."""
        raise NotImplementedError  # abstract, as above

    def lines(self) -> Iterator[Line]:
        """What the edit does, for people."""
        raise NotImplementedError  # abstract, as above


class MemberEdit(Edit):
    """An edit of the members of one object; a value of another type is kept, and noted."""

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        if not isinstance(value, dict):
            run.odd(at, value, "an object")
            return value
        return self.edited(value, run, at)

    def edited(self, value: dict[str, Any], run: Run, at: Trail) -> Json:
        """The edited object; the same one where there is nothing to do."""
        raise NotImplementedError  # abstract: each edit says its own

    @property
    def opens(self) -> Literal["dict"]:
        return "dict"

    @property
    def opaque(self) -> bool:
        return True


def write_step(code: Code, place: Place, step: str, run: str) -> Place:
    """Write down the call of a step, given the expression for it: it sees the whole value."""
    whole, made = code.fresh("whole"), code.fresh("made")
    code.line(f"{whole} = reader.value({place.now})")
    code.line(f"{made} = {step}({whole}, {run}, None)")
    return code.rebound(place, f"{place.now} if {made} is {whole} else {made}")


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

    Both must be pure, importable (a migration pickles) and each other's inverse wherever they make no note. `quick_up`
    and `quick_down` may say the same shorter, for compiled plans: equal results, or they step aside. `by_level` tells
    that they open little of a large value.
    """

    up: Step
    down: Step
    up_lines: tuple[Line, ...] = ()
    down_lines: tuple[Line, ...] = ()
    quick_up: Quick | None = None
    quick_down: Quick | None = None
    by_level: bool = False

    def apply(self, value: Json, run: Run, at: Trail) -> Json:
        return self.up(value, run, at)

    def write(self, code: Code, place: Place, run: str) -> Place:
        if self.quick_up is nothing:
            return place
        if self.quick_up is None:
            return write_step(code, place, code.constant(self.up, _name_of(self.up)), run)
        quick = code.constant(self.quick_up, _name_of(self.quick_up))
        was = code.fresh("was")  # another name: what the value is now must be looked at again
        code.line(f"{was} = {place.was}")
        code.line(f"{place.now} = {quick}({place.now}, call, reader)")
        return Place(place.now, was)

    @property
    def opaque(self) -> bool:
        return self.by_level and self.quick_up is not None

    @property
    def idle(self) -> bool:
        return self.up is unchanged

    @property
    def inverse(self) -> Edit:
        return Custom(self.down, self.up, self.down_lines, self.up_lines, self.quick_down, self.quick_up, self.by_level)

    def lines(self) -> Iterator[Line]:
        yield from self.up_lines


def _name_of(function: Callable[..., object]) -> str:
    return getattr(function, "__name__", "step")
