"""A breaking change, written down once as data; and a release, the changes that lead to a version."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from aurora_compat.edits import Edit
from aurora_compat.heads import HeadEdit
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.operation import PARTS, Method, Part
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

Grade: TypeAlias = Literal["A", "B", "C"]
Answers: TypeAlias = Literal["success", "client error"]

EVERY_OPERATION: tuple[str, ...] = ("*",)
"""Stands for all operations, those that no catalogue knows included."""


class Reading(Value):
    """Where the changelog is silent or contradicts itself: what was read into it, how surely, and what overturns it.

    Attributes:
        grade: `B` well evidenced, `C` our reading.
        what: the reading, a sentence.
        setting: the field of `Context` that overturns it, None where there is none yet.
    """

    grade: Grade
    what: str
    setting: str | None = None


class Body(Value):
    """What a change does to JSON bodies: an edit, written for the way up, and where it applies.

    Attributes:
        operations: names, or `EVERY_OPERATION`.
        edit: of the whole body.
        parts: `request`, `response` or both.
        answers: of a response, the class of status it holds for: `success` (2xx) or `client error` (4xx).
    """

    operations: tuple[str, ...]
    edit: Edit
    parts: tuple[Part, ...] = PARTS
    answers: Answers = "success"

    def touches(self, operation: str | None, part: Part) -> bool:
        """Whether the edit applies to that operation (None: one that no catalogue knows) and part."""
        return _touches(self, operation, part)


class Head(Value):
    """What a change does to the head of messages: an edit, written for the way up, and where it applies.

    Attributes:
        operations: names, or `EVERY_OPERATION`.
        edit: of method, path, query and header fields.
        parts: `request`, `response` or both.
        credentials: places such as `query/Signature` that hold credentials: no residue keeps them.
        everywhere: whether it holds on every edge of the graph, beside the one that published it.
    """

    operations: tuple[str, ...]
    edit: HeadEdit
    parts: tuple[Part, ...] = ("request",)
    credentials: tuple[str, ...] = ()
    everywhere: bool = False

    def touches(self, operation: str | None, part: Part) -> bool:
        """Whether the edit applies to that operation (None: one that no catalogue knows) and part."""
        return _touches(self, operation, part)


def _touches(rule: Body | Head, operation: str | None, part: Part) -> bool:
    named = rule.operations == EVERY_OPERATION or operation in rule.operations
    return named and part in rule.parts


class Change(Value, kw_only=True):
    """One entry of the published changelog, and everything that is derived from it.

    Attributes:
        id: names the change in code, tests, notes and on the command line.
        summary: a sentence for people.
        published: what the changelog says, in our words.
        source: where it says so, or where else it is known from.
        grade: `A` stated, `B` well evidenced, `C` our reading.
        bodies: what it does to JSON bodies.
        heads: what it does to paths, queries and header fields.
        refused_as: the status of the answer to a request that it refuses, where that is not the usual one.
        readings: what had to be read into it.
    """

    id: str
    summary: str
    published: str
    source: str
    grade: Grade
    bodies: tuple[Body, ...] = ()
    heads: tuple[Head, ...] = ()
    refused_as: int | None = None
    readings: tuple[Reading, ...] = ()

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that it touches, each once; `EVERY_OPERATION` for all."""
        rules: tuple[Body | Head, ...] = (*self.bodies, *self.heads)
        return tuple(dict.fromkeys(name for rule in rules for name in rule.operations))


class Endpoint(NamedTuple):
    """An operation as the release that brings it declares it."""

    name: str
    method: Method
    path: str
    evidence: str


class Release(Value, kw_only=True):
    """An edge of the version graph: what has changed from one version to the next.

    Attributes:
        version: the version that it leads to.
        after: the version that it starts from; None for a first version, which has endpoints and no changes.
        changes: in the order in which the way up applies them.
        endpoints: operations that are new in this version.
        removed: names of operations that this version no longer lists.
        paths: the new path templates of operations that have moved: by name, or a function of the old template.
    """

    version: Version
    after: Version | None = None
    changes: tuple[Change, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    removed: tuple[str, ...] = ()
    paths: Mapping[str, str] | Callable[[str], str] = FrozenMap()

    def moved(self, name: str, path: str) -> str:
        """The path template of an operation in this version, given that of the version before."""
        return self.paths(path) if callable(self.paths) else self.paths.get(name, path)
