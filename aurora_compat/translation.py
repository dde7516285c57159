"""`translate`: one body of an operation from one version to another; `translate_batch`: many."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from aurora_compat.aurora import aurora
from aurora_compat.plan import Journey
from aurora_compat.registries import Registry
from aurora_compat.run import Call
from aurora_compat.strictness import refuse_losses, strict_kinds
from aurora_compat.trace import Moves
from aurora_compat.words.context import Context
from aurora_compat.words.error import InvalidContext, MalformedPayload
from aurora_compat.words.jsons import Json
from aurora_compat.words.note import Need, Note
from aurora_compat.words.operation import Part, known_params
from aurora_compat.words.pointer import PointerMap
from aurora_compat.words.problem import Problem
from aurora_compat.words.version import Version

if TYPE_CHECKING:
    from jsonpatch import JsonPatch


class _Findings(NamedTuple):
    """A walk that kept track: its result, made afresh, and what it says."""

    document: Json
    notes: tuple[Note, ...]
    needs: tuple[Need, ...]
    moves: Moves


class Translation:
    """What came of one translation.

    `result` is there at once; notes, needs, residue and patch are worked out when first asked for, from the payload as
    it then is. So who edits the parts that result and payload share should ask first. `problems` is what the
    models say, where `validate` was asked for.
    """

    problems: tuple[Problem, ...] = ()
    _findings: _Findings | None = None
    _residue: tuple[Json] | None = None
    _groups: list[Any] | None = None

    def __init__(self, payload: Json, journey: Journey, groups: list[Any] | None = None) -> None:
        self._payload, self._journey = payload, journey
        if groups is None:
            self.result: Json = journey.apply(payload)
        else:
            self._groups = groups
            self._findings = self._find()
            self.result = self._find().document  # its own copy: what is found must not change under the caller's edits

    def __repr__(self) -> str:
        call = self._journey.call
        return f"<Translation of {call.operation} {call.part} {call.source} -> {call.target}>"

    @property
    def call(self) -> Call:
        """What the translation is about."""
        return self._journey.call

    @property
    def payload(self) -> Json:
        """What was translated, as it now is."""
        return self._payload

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was lost, kept, assumed or is missing, in the order of the walk; empty when nothing was."""
        return self._found().notes

    @property
    def needs(self) -> tuple[Need, ...]:
        """What the server could still be asked to make the result complete."""
        return self._found().needs

    @property
    def residue(self) -> Json:
        """What the way back will need to be exact: plain JSON, None where it needs nothing."""
        if self._residue is None:
            from aurora_compat.residue import Trip, residue_of  # loaded with hashlib, by those who use residues

            here, there = self._found(), self._journey.call
            call = there._replace(source=there.target, target=there.source, lenient=True)
            back, run = self._journey.way_back().trace(here.document, call)
            trip = Trip(here.document, here.notes, here.moves)
            self._residue = (residue_of(self._payload, there, trip, Trip(back, run.notes(), run.moves or Moves())),)
        return self._residue[0]

    def validate(self) -> None:
        """Check both ends against the models of their versions; `problems` says what was found.

        Raises:
            MalformedPayload: something is wrong with a request.
        """
        from aurora_compat import validation  # loads pydantic

        found = self._found()
        self.problems = validation.problems(self._payload, found.document, found.moves, self._journey.call)
        if self._journey.call.part == "request":
            validation.refuse(self.problems, self._journey.call)

    def patch(self) -> "JsonPatch":
        """The JSON Patch (RFC 6902) that makes the payload the result."""
        from jsonpatch import JsonPatch

        from aurora_compat.patch import patch_operations

        return JsonPatch(patch_operations(self._payload, self._found().document))

    def _found(self) -> _Findings:
        if self._findings is None:
            self._findings = self._find()
        return self._findings

    def _find(self) -> _Findings:
        document, run = self._journey.plan.trace(self._payload, self._journey.call)
        notes, needs, moves = run.notes(), run.needs(), run.moves or Moves()
        if self._groups is None:
            return _Findings(document, notes, needs, moves)
        from aurora_compat.restoring import restore

        try:
            restored = restore(document, self._groups, self._payload)
        except MalformedPayload as error:
            raise error.replaced(**self._journey.call.where) from None
        filled = set(restored.settled)
        settled = PointerMap((pointer, True) for pointer in restored.settled)
        aside = PointerMap((note.pointer, True) for note in restored.notes)

        def is_open(pointer: str) -> bool:
            return pointer not in filled and (not settled.near(pointer) or bool(aside.near(pointer)))

        open_notes = [note for note in notes if note.side == "source" or is_open(note.pointer)]
        open_needs = tuple(need for need in needs if is_open(need.pointer))
        return _Findings(restored.document, (*open_notes, *restored.notes), open_needs, moves)


def translate(
    payload: Json,
    *,
    operation: str,
    part: Part,
    source: Version | str,
    target: Version | str,
    context: Context | None = None,
    path_params: Mapping[str, str] | None = None,
    status: int = 200,
    residue: Json = None,
    strict: bool | Collection[str] = False,
    validate: bool = False,
    registry: Registry | None = None,
) -> Translation:
    """Translate one body of an operation from one version of the API to another.

    The payload is not changed; parts of it that no rule touches are shared by the result, not copied.

    Args:
        payload: a JSON value; for a 4xx answer also text that is no JSON (str) or an empty body (None).
        operation: its name, such as `create_project`; `aurora_compat.operations` holds them all.
        part: `request` or `response`.
        source: the version that the payload is in.
        target: the version wanted.
        context: what the payload does not say: roles, settings, answers to needs.
        path_params: the values of the path parameters by name, such as `tenant_id`: needs and 404 messages use them.
        status: of a response; bodies of 2xx are translated, of 4xx brought to the error format, others left alone.
        residue: that of the way there: makes the way back exact, where nothing was edited in between.
        strict: raise where something is lost, missing, unsupported or in conflict; or the kinds to raise on.
        validate: check payload and result against the models of their versions (`aurora_compat.models`): a request is
            refused, of a response `problems` tells; places are in the caller's names.
        registry: another than Aurora's.

    Raises:
        UnknownVersion, UnknownOperation, NoPath: there is no such translation.
        Untranslatable: a rule refuses the request.
        MissingContext: the request needs what neither payload nor context say.
        MalformedPayload: the payload is no JSON value, or the residue belongs to something else, or `validate` finds
            something wrong with a request.
        LossError: `strict` does not accept a note.
    """
    journey = (registry or aurora()).journey(operation, part, source, target)
    if context is not None or path_params is not None or status != 200:
        journey = _given(journey, context, path_params, status)
    groups = None
    if residue is not None:
        from aurora_compat.restoring import check_residue

        groups = check_residue(residue, journey.call)
    translation = Translation(_json(payload, journey.call), journey, groups)
    return _judged(translation, validate, strict) if validate or strict else translation


def translate_batch(
    payloads: Iterable[Json],
    *,
    operation: str,
    part: Part,
    source: Version | str,
    target: Version | str,
    context: Context | None = None,
    path_params: Mapping[str, str] | None = None,
    status: int = 200,
    strict: bool | Collection[str] = False,
    validate: bool = False,
    registry: Registry | None = None,
) -> Iterator[Translation]:
    """Translate many bodies of one kind, one after the other, as `translate` does; what can be looked up once is.

    What is wrong with the arguments is raised at once, what is wrong with a payload at its turn; the iterator can go on
    with the next one after that.

    Args:
        payloads: any number of them; they are taken one by one.
        operation: as `translate` takes it, and so are all other arguments.
        part: `request` or `response`.
        source: the version that the payloads are in.
        target: the version wanted.
        context: what the payloads do not say.
        path_params: the values of the path parameters by name.
        status: of responses.
        strict: raise where something is lost, missing, unsupported or in conflict; or the kinds to raise on.
        validate: check payloads and results against the models of their versions.
        registry: another than Aurora's.

    Raises:
        UnknownVersion, UnknownOperation, NoPath: there is no such translation.
        Untranslatable, MissingContext, MalformedPayload, LossError: of one payload, at its turn.
    """
    journey = (registry or aurora()).journey(operation, part, source, target)
    if context is not None or path_params is not None or status != 200:
        journey = _given(journey, context, path_params, status)
    strict_kinds(strict)

    def one(payload: Json) -> Translation:
        translation = Translation(_json(payload, journey.call), journey)
        return _judged(translation, validate, strict) if validate or strict else translation

    return map(one, payloads)


def _given(journey: Journey, context: Context | None, path_params: Mapping[str, str] | None, status: int) -> Journey:
    """The journey of a call that knows more.

    Raises:
        InvalidContext: an argument is of another type.
    """
    operation = journey.call.operation
    if context is not None and not isinstance(context, Context):
        raise InvalidContext(f"context is a Context, not {type(context).__name__}", operation=operation)
    if path_params is not None and not isinstance(path_params, Mapping):
        raise InvalidContext("path_params maps the names of path parameters to values", operation=operation)
    if not isinstance(status, int):
        raise InvalidContext(f"status is a number such as 200, not {status!r:.40}", operation=operation)
    known = context or journey.call.context
    call = journey.call._replace(context=known, path_params=known_params(path_params or {}), status=status)
    return Journey(journey.plan, call, journey.way_back)


def _json(payload: Json, call: Call) -> Json:
    """The payload, which must be a JSON value.

    Raises:
        MalformedPayload: it is none.
    """
    if type(payload) is dict or isinstance(payload, (dict, list, str, int, float, type(None))):
        return payload
    raise MalformedPayload(
        f"{type(payload).__name__} is no JSON value: parse the body before it is translated", **call.where
    )


def _judged(translation: Translation, validate: bool, strict: bool | Collection[str]) -> Translation:
    """The translation, checked as its caller wants it."""
    if validate:
        translation.validate()
    if strict:
        refuse_losses(translation.notes, strict, translation.call)
    return translation
