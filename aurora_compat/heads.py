"""Reversible edits of a message's head: method, path, query and header fields.

They are to a message what `edits` are to its body: written once, for the way up; `inverse` is the way down; pure. What
they say of themselves names its place as `path`, `query/<name>` or `headers/<name>`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from aurora_compat.code import Aside
from aurora_compat.edits import Edit, Line
from aurora_compat.run import Run
from aurora_compat.words.context import Context
from aurora_compat.words.fields import Headers, Query
from aurora_compat.words.operation import Part
from aurora_compat.words.pointer import Trail
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

PATH: Trail = (None, "path")
_QUERY: Trail = (None, "query")
_HEADERS: Trail = (None, "headers")
_PLAIN = re.compile(r"[\w.~%-]+", re.ASCII)


class Draft(NamedTuple):
    """A message on its way between versions, all but its body.

    Attributes:
        method: of the request; of a response, that of the request it answers.
        host: that the request is for, in lower case; None where it is not told.
        path: of a request, without scheme, host and query, as it came; empty for a response.
        query: of a request.
        headers: of the message.
        operation: the operation's name by which the message goes now; None for one that no catalogue knows.
        hosts: of a response: the hosts of this conversation, beside the API's own.
        body: edits that the head asks of the body; they are made even where there is none.
        looks: edits that it asks of the body where there is one.
        path_known: whether a residue holds the path of the result, so that nobody need be asked for a part of it.
        listed: of a request: whether its version lists its path.
    """

    method: str
    host: str | None
    path: str
    query: Query
    headers: Headers
    operation: str | None
    hosts: frozenset[str] = frozenset()
    body: tuple[Edit, ...] = ()
    looks: tuple[Edit, ...] = ()
    path_known: bool = False
    listed: bool = True


class Sketch:
    """The head of a message as messages usually are, on its quick way: for results, without notes.

    Attributes:
        operation: by which the message goes; an edit that would make another of it steps aside.
        path: of a request.
        query: of a request.
        fields: the header fields by name in lower case.
        context: what is known.
        put: header fields to be set, by name in lower case: name and value.
    """

    __slots__ = ("context", "fields", "operation", "path", "put", "query")

    def __init__(self, operation: str, path: str, query: Query, fields: dict[str, str], context: Context) -> None:
        self.operation, self.path, self.query, self.fields, self.context = operation, path, query, fields, context
        self.put: dict[str, tuple[str, str]] = {}


class Ordinary(NamedTuple):
    """What becomes of an ordinary request's head: one without a query, of which nothing else is known.

    Attributes:
        absent: names of header fields, in lower case, that an ordinary one does not have.
        bearer: whether it has a bearer token.
        longer: characters that its path has more than, behind `cut`.
        cut: what its path starts with, and loses.
        put: what its path starts with then.
    """

    absent: frozenset[str] = frozenset()
    bearer: bool = False
    longer: int = 0
    cut: str = ""
    put: str = ""

    def then(self, other: "Ordinary | None") -> "Ordinary | None":
        """What becomes of it by this and by another behind it; None where no short way tells."""
        if other is None or ((self.cut or self.put) and (other.cut or other.put)):
            return None
        return Ordinary(
            self.absent | other.absent,
            self.bearer or other.bearer,
            max(self.longer, other.longer),
            self.cut or other.cut,
            self.put or other.put,
        )


HeadStep: TypeAlias = Callable[[Draft, Run], Draft]
QuickHead: TypeAlias = Callable[[Sketch], None]
"""What a step does to a head as heads usually are; it steps aside (`Aside`) for all others."""


class HeadEdit(Value):
    """A reversible edit of a head."""

    def apply(self, draft: Draft, run: Run) -> Draft:
        """The edited head; the same object where there is nothing to do."""
        raise NotImplementedError  # abstract: each edit says its own

    def quick(self, sketch: Sketch) -> None:
        """The same without notes, for heads as they usually are.

        Raises:
            Aside: this one is not, and is left to `apply`; every head is, where an edit says nothing else.
        """
        raise Aside

    def watches(self, part: Part) -> frozenset[str] | None:
        """Names, in lower case, of header fields without which it does nothing to that part where no context is given.

        None where there is no telling, which is what an edit says by itself.
        """
        return None

    @property
    def ordinary(self) -> Ordinary | None:
        """What it does to an ordinary request, and to which; None where `quick` is to tell, which is so by itself."""
        return None

    @property
    def inverse(self) -> "HeadEdit":
        """The edit of the way back."""
        raise NotImplementedError  # abstract, as above

    def lines(self) -> Iterator[Line]:
        """What the edit does, for people."""
        raise NotImplementedError  # abstract, as above


class CustomHead(HeadEdit):
    """Two functions written by hand, and the lines that tell what each does."""

    up: HeadStep
    down: HeadStep
    up_lines: tuple[Line, ...] = ()
    down_lines: tuple[Line, ...] = ()
    quick_up: QuickHead | None = None
    quick_down: QuickHead | None = None
    ordinary_up: Ordinary | None = None
    ordinary_down: Ordinary | None = None

    def apply(self, draft: Draft, run: Run) -> Draft:
        """As the function written by hand says."""
        return self.up(draft, run)

    def quick(self, sketch: Sketch) -> None:
        """As the other function written by hand says, where there is one."""
        if self.quick_up is not None:
            self.quick_up(sketch)
        elif self.up is not untouched:
            raise Aside

    def watches(self, part: Part) -> frozenset[str] | None:
        """Nothing can make an edit of one way do something on the other."""
        return frozenset() if self.up is untouched else None

    @property
    def ordinary(self) -> Ordinary | None:
        """As given; a step that does nothing does nothing to an ordinary one."""
        return Ordinary() if self.up is untouched else self.ordinary_up

    @property
    def inverse(self) -> HeadEdit:
        """The other function."""
        quick, ordinary = (self.quick_down, self.quick_up), (self.ordinary_down, self.ordinary_up)
        return CustomHead(self.down, self.up, self.down_lines, self.up_lines, *quick, *ordinary)

    def lines(self) -> Iterator[Line]:
        """As given."""
        yield from self.up_lines


def untouched(draft: Draft, run: Run) -> Draft:
    """A step that does nothing."""
    return draft


def parameter(name: str) -> Trail:
    """The place of a query parameter."""
    return (_QUERY, name)


def header(name: str) -> Trail:
    """The place of a header field."""
    return (_HEADERS, name)


def place(pointer: str) -> str:
    """A place of a head as notes tell it: `query/page`."""
    return pointer[1:]


class Located(NamedTuple):
    """A path that is its operation's: in which version, and its parameters, decoded and as they are spelled."""

    version: Version
    path_params: Mapping[str, str]
    segments: Mapping[str, str]


def located(draft: Draft, run: Run) -> Located | None:
    """How the path of a draft is to be read, None where it is not its operation's.

    It is read in the version that the hop leads to as well: another rule may have brought it there already.
    """
    for version in (run.source, run.target):
        route = run.call.library.route(draft.method, draft.path, version)
        if route is not None and route.operation == draft.operation:
            return Located(version, route.path_params, route.segments)
    return None


def path_of(draft: Draft, run: Run, operation: str, version: Version, params: Mapping[str, str]) -> str:
    """The path of an operation in a version; a trailing slash stays. `params` are spelled as they stand in a path."""
    template = run.call.library.operations[operation].template(version) or ""
    path = re.sub(r"\{(\w+)\}", lambda match: params[match[1]], template)
    return path + "/" if draft.path.endswith("/") and not path.endswith("/") else path


def spelled(value: str, came: str) -> str:
    """A value for a path or a query: in the spelling that it came in where that is good in both, else encoded.

    `came` is empty for a value that came in neither.
    """
    if _PLAIN.fullmatch(came):
        return came
    from urllib.parse import quote

    return quote(value, safe="")
