"""The functions that people call: `translate` for a whole walk, `migration` and `steps` for its links."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from aurora_compat.aurora import aurora
from aurora_compat.plan import Plan
from aurora_compat.registries import Registry
from aurora_compat.run import Call
from aurora_compat.trace import Moves
from aurora_compat.words.context import NOTHING_KNOWN, Context
from aurora_compat.words.error import InvalidContext, LossError, MalformedPayload, NoPath, listed
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.note import KINDS, STRICT, Need, Note
from aurora_compat.words.operation import Part
from aurora_compat.words.pointer import PointerMap
from aurora_compat.words.problem import Problem
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

if TYPE_CHECKING:
    from jsonpatch import JsonPatch

_NO_PARAMS: FrozenMap[str, str] = FrozenMap()


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

    __slots__ = ("_call", "_findings", "_groups", "_payload", "_plan", "_residue", "_way_back", "problems", "result")

    def __init__(
        self, payload: Json, call: Call, plan: Plan, way_back: Callable[[], Plan], groups: list[Any] | None = None
    ) -> None:
        self._payload, self._call, self._plan, self._way_back, self._groups = payload, call, plan, way_back, groups
        self._findings: _Findings | None = None
        self._residue: tuple[Json] | None = None
        self.problems: tuple[Problem, ...] = ()
        if groups is None:
            self.result: Json = plan.apply(payload, call)
        else:
            self._findings = self._find()
            self.result = self._find().document  # its own copy: what is found must not change under the caller's edits

    def __repr__(self) -> str:
        call = self._call
        return f"<Translation of {call.operation} {call.part} {call.source} -> {call.target}>"

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

            here, there = self._found(), self._call
            call = there._replace(source=there.target, target=there.source, lenient=True)
            back, run = self._way_back().trace(here.document, call)
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
        self.problems = validation.problems(self._payload, found.document, found.moves, self._call)
        if self._call.part == "request":
            validation.refuse(self.problems, self._call)

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
        document, run = self._plan.trace(self._payload, self._call)
        notes, needs, moves = run.notes(), run.needs(), run.moves or Moves()
        if self._groups is None:
            return _Findings(document, notes, needs, moves)
        from aurora_compat.restoring import restore

        try:
            restored = restore(document, self._groups, self._payload)
        except MalformedPayload as error:
            raise error.replaced(**self._call.where) from None
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
    registry = registry or aurora()
    source, target = registry.version(source), registry.version(target)
    plan = registry.plan(registry.operation(operation).name, part, source, target)
    if context is None:
        context = NOTHING_KNOWN
    elif not isinstance(context, Context):
        raise InvalidContext(f"context is a Context, not {type(context).__name__}", operation=operation)
    if path_params is not None and not isinstance(path_params, Mapping):
        raise InvalidContext("path_params maps the names of path parameters to values", operation=operation)
    if not isinstance(status, int):
        raise InvalidContext(f"status is a number such as 200, not {status!r:.40}", operation=operation)
    known = {name: str(value) for name, value in (path_params or {}).items() if value is not None}
    params = FrozenMap(known) if known else _NO_PARAMS
    call = Call(operation, part, source, target, context, params, status, registry)
    if not isinstance(payload, (dict, list, str, int, float, type(None))):
        raise MalformedPayload(
            f"{type(payload).__name__} is no JSON value: parse the body before it is translated",
            operation=operation,
            part=part,
            source=str(source),
            target=str(target),
        )
    groups = None
    if residue is not None:
        from aurora_compat.restoring import check_residue

        groups = check_residue(residue, call)
    translation = Translation(payload, call, plan, partial(registry.plan, operation, part, target, source), groups)
    if validate:
        translation.validate()
    if strict:
        refuse_losses(translation.notes, strict, call)
    return translation


def _strict_kinds(strict: bool | Collection[str]) -> Collection[str]:
    kinds: Collection[str] = STRICT if isinstance(strict, bool) else {strict} if isinstance(strict, str) else strict
    unknown = set(kinds) - set(KINDS)
    if unknown:
        raise ValueError(f"strict takes kinds of notes: {listed(KINDS)}, not {listed(sorted(unknown))}")
    return kinds


def refuse_losses(notes: Iterable[Note], strict: bool | Collection[str], call: Call) -> None:
    """Raise on the notes that `strict` does not accept.

    Raises:
        LossError: it carries them.
    """
    kinds = _strict_kinds(strict)
    refused = tuple(note for note in notes if note.kind in kinds)
    if refused:
        first, more = refused[0], len(refused) - 1
        raise LossError(
            f"{first.kind}: {first.message}" + (f" (and {more} more)" if more else ""),
            operation=call.operation,
            part=call.part,
            change=first.change,
            pointer=first.pointer,
            source=str(call.source),
            target=str(call.target),
            notes=refused,
        )


class Migration(Value):
    """One link of a chain: what one release means for one part of one operation, as a pair of pure functions.

    Pickles, so that it can be handed to worker processes.

    Attributes:
        operation: the operation's name.
        part: `request` or `response`.
        source: the older version.
        target: the newer version.
        direction: `up` or `down`: the way that the walk which this link was asked for goes.
        registry: the registry that it is from.
    """

    operation: str
    part: Part
    source: Version
    target: Version
    direction: Literal["up", "down"]
    registry: Registry

    def up(
        self,
        document: Json,
        context: Context | None = None,
        path_params: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Json:
        """The document in the newer version. Raises what `translate` would."""
        return self._translated(document, self.source, self.target, context, path_params, status)

    def down(
        self,
        document: Json,
        context: Context | None = None,
        path_params: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Json:
        """The document in the older version. Raises what `translate` would."""
        return self._translated(document, self.target, self.source, context, path_params, status)

    def __call__(
        self,
        document: Json,
        context: Context | None = None,
        path_params: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Json:
        """The document one link further along the walk."""
        return (self.up if self.direction == "up" else self.down)(document, context, path_params, status)

    def _translated(
        self,
        document: Json,
        source: Version,
        target: Version,
        context: Context | None,
        path_params: Mapping[str, str] | None,
        status: int,
    ) -> Json:
        return translate(
            document,
            operation=self.operation,
            part=self.part,
            source=source,
            target=target,
            context=context,
            path_params=path_params,
            status=status,
            registry=self.registry,
        ).result


def steps(
    operation: str, part: Part, source: Version | str, target: Version | str, *, registry: Registry | None = None
) -> tuple[Migration, ...]:
    """The chain that `translate` composes: each link called on the result of the one before gives the same result.

    Raises:
        UnknownVersion, UnknownOperation, NoPath.
    """
    registry = registry or aurora()
    plan = registry.plan(registry.operation(operation).name, part, source, target)
    hops = (planned.hop for planned in plan.hops)
    return tuple(Migration(operation, part, hop.older, hop.newer, hop.direction, registry) for hop in hops)


def migration(
    operation: str, part: Part, source: Version | str, target: Version | str, *, registry: Registry | None = None
) -> Migration:
    """One link of the chain: the two versions must be joined by one release, in either order.

    Raises:
        UnknownVersion, UnknownOperation.
        NoPath: no release joins the two versions, or a chain of several does: that is what `steps` gives.
    """
    links = steps(operation, part, source, target, registry=registry)
    if len(links) != 1:
        hint = f"{len(links)} releases lie between them: use steps()" if links else "they are the same version"
        raise NoPath(
            f"a migration is one release long; {hint}",
            operation=operation,
            part=part,
            source=str(source),
            target=str(target),
        )
    return links[0]
