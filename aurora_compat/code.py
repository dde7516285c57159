"""Generated source: what edits write themselves as, so that a plan runs as one function without interpretation.

The function gives the result and nothing else. Whatever is not as the rules expect it (another type, a value that a
rule must refuse) makes it step aside with `Aside`; then the edits themselves walk the document, and decide. Values
that an edit moves are opaque to it, so the same function runs over a parsed document and over one that is opened level
by level: a `Reader` opens what must be looked into.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

from aurora_compat.words.jsons import Json


class Aside(Exception):
    """The compiled function leaves a document to the edits themselves."""


class Reader(Protocol):
    """How compiled functions look into values; of a value that is not what they take it for they step aside."""

    def object(self, value: Any) -> dict[str, Any] | None:
        """The members of an object, None for null."""

    def list(self, value: Any) -> "list[Any] | None":
        """The items of a list, None for null."""

    def member(self, value: Any) -> Any:
        """The value as it is, None for null."""

    def value(self, value: Any) -> Json:
        """The value, wholly parsed."""


class Parsed:
    """The reader of documents that are parsed already; it is asked only for what is no object, or no list."""

    @staticmethod
    def object(value: Any) -> dict[str, Any] | None:
        """None for null."""
        if value is None:
            return None
        raise Aside

    @staticmethod
    def list(value: Any) -> "list[Any] | None":
        """None for null."""
        if value is None:
            return None
        raise Aside

    @staticmethod
    def member(value: Any) -> Any:
        """The value itself."""
        return value

    @staticmethod
    def value(value: Any) -> Json:
        """The value itself."""
        return value


PARSED: Reader = Parsed()
"""With it a compiled plan that steps aside goes the plain way by itself."""

STRICT: Reader = Parsed()
"""The same for who handles that, so that `Aside` reaches them."""


class Place(NamedTuple):
    """A value in the making: names of variables.

    Attributes:
        now: holds what has become of it so far.
        was: holds the same object as long as nothing was changed in a copy of our own.
    """

    now: str
    was: str


class Code:
    """The lines of a function, and the objects that it calls by name."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 1
        self._count = 0
        self.constants: dict[str, Any] = {}

    @property
    def lines(self) -> tuple[str, ...]:
        """The body of the function, indented."""
        return tuple(self._lines)

    def line(self, text: str) -> None:
        """One more line."""
        self._lines.append("    " * self._depth + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """What is written within stands in a block of its own; nothing at all is written for an empty one."""
        at = len(self._lines)
        self.line(head)
        self._depth += 1
        yield
        self._depth -= 1
        if len(self._lines) == at + 1:
            self._lines.pop()

    def fresh(self, stem: str) -> str:
        """A name that nothing has yet."""
        self._count += 1
        word = "".join(character if character.isalnum() and character.isascii() else "_" for character in stem)
        word = word.strip("_")
        return f"{word if word[:1].isalpha() else 'it'}_{self._count}"

    def constant(self, value: Any, stem: str) -> str:
        """The name of an object that is not written down in the source."""
        known = next((name for name, held in self.constants.items() if held is value), None)
        if known is None:
            known = self.fresh(stem).upper()
            self.constants[known] = value
        return known

    def own(self, place: Place) -> None:
        """From here on the value is a copy that may be changed."""
        self.line(f"if {place.now} is {place.was}:")
        self.line(f"    {place.now} = {place.was}.copy()")

    def open(self, name: str, kind: str) -> None:
        """Make sure that a variable holds a `dict` or `list`, or None."""
        reads = {"dict": "object", "list": "list"}[kind]
        self.line(f"if {name} is not None and type({name}) is not {kind}:")
        self.line(f"    {name} = reader.{reads}({name})")

    def rebound(self, place: Place, expression: str) -> Place:
        """The place after an expression has made another value of it, which is not ours to change."""
        was = self.fresh("was")
        self.line(f"{place.now} = {was} = {expression}")
        return Place(place.now, was)
