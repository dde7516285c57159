"""What came of the translation of a whole message."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from aurora_compat.heads import Draft, place
from aurora_compat.messages import payload
from aurora_compat.messages.acting import acting
from aurora_compat.messages.head_residue import HeadResidue
from aurora_compat.messages.lanes import Topic, Way
from aurora_compat.messages.residues import Kept
from aurora_compat.messages.walk import HeadWalk, returning, turned, walk_head
from aurora_compat.registries import registry_of
from aurora_compat.run import Call
from aurora_compat.words.error import AuroraCompatError
from aurora_compat.words.jsons import Json
from aurora_compat.words.message import Request, Response
from aurora_compat.words.note import Need, Note, Question
from aurora_compat.words.operation import Operation, known_params

M = TypeVar("M", bound=Request | Response)


class Found(NamedTuple):
    """What the walk of a message has found.

    Attributes:
        walk: of its head.
        outcome: of its body.
        came: the head as it came.
        extra: notes of neither.
    """

    walk: HeadWalk
    outcome: payload.Outcome
    came: Draft
    extra: tuple[Note, ...]


class MessageTranslation(Generic[M]):
    """What came of one translation of a whole message.

    Attributes:
        result: the translated message; its body is the same bytes object where no rule changed it.
        operation: the operation in the source version, None where no path template fits.
        path_params: the path's parameters, decoded.
        in_vain: questions that were asked already; needs that ask them are not told again.

    Places in notes, needs and errors are `path`, `query/<name>`, `headers/<name>` or `body#/json/pointer`.
    """

    in_vain: frozenset[Question] = frozenset()
    _notes: tuple[Note, ...] | None = None
    _residue: tuple[Json] | None = None

    def __init__(
        self,
        result: M,
        operation: Operation | None,
        found: Found | None,
        again: "Again[M] | None" = None,
        path_params: Mapping[str, str] | None = None,
        way: Way | None = None,
    ) -> None:
        """Of a walk, or of a result alone: then `again` is the function that walks, and its arguments."""
        self.result: M = result
        self.operation, self._found, self._again, self._params, self._way = operation, found, again, path_params, way

    def __repr__(self) -> str:
        call = self.call
        return f"<Translation of {call.operation or 'an unknown operation'} {call.part} {call.source} -> {call.target}>"

    @property
    def call(self) -> Call:
        """What the translation is about."""
        return self.found.walk.run.call

    @property
    def topic(self) -> Topic:
        """Which messages it is one of: known without a walk, so cheap enough to count every message by."""
        if self._way is not None:
            return self._way.topic
        call = self.call
        return Topic(call.operation, call.part, str(call.source), str(call.target))

    @property
    def walked(self) -> "MessageTranslation[M]":
        """The same translation as the walk makes it, which keeps track: equal in every way, and slower."""
        if self._again is None:
            return self
        walk, arguments = self._again
        return walk(*arguments)

    @property
    def found(self) -> Found:
        """What the walk of the message has found."""
        if self._found is None:
            self._found = self.walked.found
        return self._found

    @property
    def operations(self) -> tuple[str | None, ...]:
        """By which operation each hop went, named as where the hop started."""
        return self._way.operations if self._way is not None else self.found.walk.operations

    @property
    def path_params(self) -> Mapping[str, str]:
        """The path's parameters, decoded."""
        return self.call.path_params if self._params is None else known_params(self._params)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was lost, kept, assumed or is missing: of the head, then of the body."""
        if self._notes is None:
            walk, outcome, _, extra = self.found
            body = outcome.translation
            head = (_put(note, pointer=place(note.pointer)) for note in walk.run.notes())
            inner = (_put(note, pointer=payload.WHOLE + note.pointer) for note in (body.notes if body else ()))
            self._notes = (*head, *extra, *outcome.notes, *inner)
        return self._notes

    @property
    def needs(self) -> tuple[Need, ...]:
        """What the server could still be asked to make the result complete."""
        if self._way is not None and not self._way.asks:
            return ()
        body = self.found.outcome.translation
        return tuple(
            _put(need, pointer=payload.WHOLE + need.pointer)
            for need in (body.needs if body else ())
            if need.question not in self.in_vain
        )

    @property
    def acted(self) -> frozenset[str]:
        """The ids of the changes that did something to the message; worked out each time, by doing it once more."""
        walk, outcome, came, _ = self.found
        return acting(walk, came, outcome.translation)

    @property
    def residue(self) -> Json:
        """What the way back will need to be exact: plain JSON without credentials, None where it needs nothing."""
        if self._residue is None:
            walk, outcome, came, _ = self.found
            call = walk.run.call
            head = HeadResidue.made(came, walk.draft, _back(walk.draft, turned(call)), _credentials(call))
            self._residue = (Kept.made(call, head, outcome),)
        return self._residue[0]


Again: TypeAlias = tuple[Callable[..., MessageTranslation[M]], tuple[Any, ...]]
"""A function that walks a message, and its arguments."""


def _put(value: Any, **fields: object) -> Any:
    return value.__replace__(**fields)


def _back(draft: Draft, call: Call) -> Draft:
    """A translated head taken back at once; where that is refused, as it is."""
    try:
        return walk_head(returning(draft, call), call).draft
    except AuroraCompatError:
        return draft


def _credentials(call: Call) -> frozenset[str]:
    changes = registry_of(call).changes.values()
    return frozenset(name for change in changes for head in change.heads for name in head.credentials)
