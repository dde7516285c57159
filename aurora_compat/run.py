"""One walk of one document through one plan: what the edits may ask, and where they say what they did.

A `Run` is made for a call and dies with it; it is the only mutable thing in a translation and never leaves it.
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from aurora_compat.routing import NO_SEGMENT, Route
from aurora_compat.trace import Moves
from aurora_compat.words.context import Context, Roles
from aurora_compat.words.fields import Fields
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json, kind_of
from aurora_compat.words.message import Request
from aurora_compat.words.note import Kind, Need, Note, Question, Side
from aurora_compat.words.operation import Operation, Part
from aurora_compat.words.pointer import Path, Trail, path_of, pointer_of
from aurora_compat.words.version import Version

PAGE_SIZE = 250
"""Items asked for on a page of a list: the most that the API gives."""


class Library(Protocol):
    """What a walk asks of the registry that started it."""

    @property
    def operations(self) -> Mapping[str, Operation]:
        """The catalogue, for the paths of needs."""

    def route(self, method: str, path: str, version: Version) -> Route | None:
        """The operation of a path."""

    def bring(self, body: Json, operation: str, source: Version, target: Version, context: Context) -> Json:
        """The answer to a need, translated from the server's version to that of the hop that wants it."""


class Call(NamedTuple):
    """What one call of a translation is about; the same for every step of the walk."""

    operation: str | None
    part: Part
    source: Version
    target: Version
    context: Context
    path_params: FrozenMap[str, str]
    status: int
    library: Library
    lenient: bool = False
    """Whether a request is answered like a response, without refusals: for the way back that measures what was lost."""
    null: bool = False
    """Whether a body that is None is the JSON value null, where a 4xx answer tells that from an empty body."""

    @property
    def where(self) -> dict[str, str | None]:
        """What an error says of it."""
        return {
            "operation": self.operation,
            "part": self.part,
            "source": str(self.source),
            "target": str(self.target),
        }


class Refusal(Exception):
    """A rule says no. The walk that meets it turns it into `Untranslatable`, with the place in the input's names."""

    def __init__(self, at: Trail, message: str) -> None:
        super().__init__(message)
        self.at = at
        self.message = message


class _Remark(NamedTuple):
    kind: Kind
    path: Path
    side: Side
    time: int
    change: str
    message: str


class Run:
    """The state of one walk.

    Attributes:
        call: what the walk is about.
        source: the version that the hop at hand starts from.
        target: the version that the hop at hand leads to.
        change: id of the change at hand.
        may_refuse: whether a rule may say no: true for requests only, as a response is always delivered.
        unmet: whether a required need is unmet.
        asker: of the first such need: the pointer of what asks, the field of `Context` that would do, the change.
    """

    __slots__ = ("_asked", "_remarks", "asker", "call", "change", "may_refuse", "moves", "source", "target", "unmet")

    def __init__(self, call: Call, *, traced: bool) -> None:
        self.call = call
        self.source = call.source
        self.target = call.target
        self.change = ""
        self.may_refuse = call.part == "request" and not call.lenient
        self.unmet = False
        self.asker = ("", "", "")
        self.moves = Moves() if traced else None
        self._remarks: list[_Remark] = []
        self._asked: list[tuple[Need, Path, int]] = []

    def at(self, source: Version, target: Version, change: str) -> "Run":
        """The run itself, now at that hop and change: for compiled plans."""
        self.source, self.target, self.change = source, target, change
        return self

    # What edits ask.

    @property
    def is_request(self) -> bool:
        """Whether the document is a request's body."""
        return self.call.part == "request"

    def roles(self) -> Roles | None:
        """The role directory that the caller gave for the tenant of this call."""
        return self.call.context.roles_of(self.call.path_params.get("tenant_id"))

    def answered(self, operation: str, **path_params: str) -> tuple[Json, ...] | None:
        """The server's answer to an operation, its pages brought to the target version of this hop; None: not known.

        `path_params` are added to those of the call.
        """
        answer = self.call.context.answer(operation, self._params(operation, path_params))
        if answer is None or not answer.complete:
            return None
        bring = self.call.library.bring
        return tuple(bring(page, operation, answer.version, self.target, self.call.context) for page in answer.pages)

    def ask(
        self,
        operation: str,
        at: Trail,
        *,
        paged: bool = False,
        required: bool = False,
        asker: Trail = None,
        instead: str = "",
        **path_params: str,
    ) -> tuple[Json, ...] | None:
        """The same as `answered`; where the answer is not known the need for it is noted, and the walk goes on without.

        `at` is where the answer would go, `asker` the value of the source that can't be translated without it, and
        `instead` the field of `Context` that would do as well.
        """
        pages = self.answered(operation, **path_params)
        if pages is not None or not NO_SEGMENT.isdisjoint(path_params.values()):
            return pages
        if required:
            self.require(asker or at, instead)
        target = self.call.library.operations.get(operation)
        if self.moves is not None and target is not None:
            version, params = self._server_version, self._params(operation, path_params)
            held = self.call.context.answer(operation, params)
            page = len(held.pages) + 1 if held is not None and held.version == version else 1
            query = FrozenMap({"page": str(page), "per_page": str(PAGE_SIZE)} if paged else {})
            path = target.path(version, params)
            request = Request(target.method, path, Fields.of(query)) if path is not None else None
            need = Need(operation, version, params, query, self.change, "", required and self.is_request, request)
            self._asked.append((need, path_of(at), self.moves.now))
        return None

    def require(self, at: Trail, instead: str) -> None:
        """A request can't do without something that only the caller can know: the field of `Context` that says it."""
        if self.may_refuse and not self.unmet:
            now = self.moves.now if self.moves is not None else 0
            self.unmet, self.asker = True, (self.pointer(path_of(at), now, "source"), instead, self.change)

    @property
    def _server_version(self) -> Version:
        return self.call.target if self.is_request else self.call.source

    def _params(self, operation: str, more: Mapping[str, str]) -> FrozenMap[str, str]:
        """Those of the operation's path parameters that are known."""
        known = {**self.call.path_params, **more}
        target = self.call.library.operations.get(operation)
        wanted = target.parameters(self._server_version) if target else ()
        return FrozenMap({name: known[name] for name in wanted if name in known})

    # Where edits say what they did. A trail is in the names of this moment.

    def moved(self, old: Trail, new: Trail) -> None:
        """What was at `old` is at `new` from now on."""
        if self.moves is not None:
            self.moves.add(path_of(old), path_of(new))

    def lost(self, at: Trail, message: str) -> None:
        """A value of the source that has no place in the target; said before anything moves."""
        self._say("lost", at, "source", message)

    def unsupported(self, at: Trail, message: str) -> None:
        """A value kept although one of the two versions does not define it."""
        self._say("unsupported", at, "source", message)

    def conflict(self, at: Trail, message: str) -> None:
        """A value that gave way to another which claims the same place."""
        self._say("conflict", at, "source", message)

    def assumed(self, at: Trail, message: str) -> None:
        """A value of the target that the source did not state."""
        self._say("assumed", at, "target", message)

    def normalised(self, at: Trail, message: str) -> None:
        """A value of the source reshaped for good: an `assumed` note that points at it."""
        self._say("assumed", at, "source", message)

    def missing(self, at: Trail, message: str) -> None:
        """A field of the target that nothing here can supply."""
        self._say("missing", at, "target", message)

    def odd(self, at: Trail, value: Json, wanted: str) -> None:
        """A value of another type than documented where a rule must look inside; it is kept as it is."""
        if self.moves is not None:
            self.unsupported(at, f"{kind_of(value)} stands where {wanted} belongs; it is passed on as it is")

    def _say(self, kind: Kind, at: Trail, side: Side, message: str) -> None:
        if self.moves is not None:
            self._remarks.append(_Remark(kind, path_of(at), side, self.moves.now, self.change, message))

    # What the walk found.

    def notes(self) -> tuple[Note, ...]:
        """The notes of the walk, in its order, each once; pointers into the input and the result."""
        notes: dict[tuple[object, ...], Note] = {}
        for remark in self._remarks:
            pointer = self.pointer(remark.path, remark.time, remark.side)
            key = (remark.kind, pointer, remark.change, remark.side)
            notes.setdefault(key, Note(remark.kind, pointer, remark.change, remark.message, remark.side))
        return tuple(notes.values())

    def needs(self) -> tuple[Need, ...]:
        """The unmet needs of the walk, each question once; required if any change requires it."""
        needs: dict[Question, Need] = {}
        for need, path, time in self._asked:
            known = needs.get(need.question)
            if known is None or (need.required and not known.required):
                needs[need.question] = _at(need, self.pointer(path, time, "target"))
        return tuple(needs.values())

    def pointer(self, path: Path, time: int, side: Side) -> str:
        """A place of that time as a pointer into the input (`source`) or the result (`target`)."""
        if self.moves is None:
            return pointer_of(path)
        follow = self.moves.origin if side == "source" else self.moves.destination
        return pointer_of(follow(path, time))


def _at(need: Need, pointer: str) -> Need:
    return Need(
        need.operation, need.version, need.path_params, need.query, need.change, pointer, need.required, need.request
    )
