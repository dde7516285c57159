"""A plan: the changes of every hop of a walk, composed for one operation and part; and how a document walks it."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import FunctionType
from typing import Any, NamedTuple, cast

from aurora_compat.change import Change
from aurora_compat.code import PARSED
from aurora_compat.compiling import Compiled, Told, compiled
from aurora_compat.edits import Edit, Line
from aurora_compat.graph import Hop
from aurora_compat.heads import HeadEdit
from aurora_compat.run import Call, Refusal, Run
from aurora_compat.words.error import MissingContext, Untranslatable
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Part
from aurora_compat.words.pointer import path_of
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version


class PlannedEdit(NamedTuple):
    """One edit of a plan, turned the way that the hop goes.

    `asked`: the head of one message has asked for it; `absent`: it is made where there is no body, too.
    """

    change: Change
    edit: Edit
    answers: str
    asked: bool = False
    absent: bool = False


class PlannedHead(NamedTuple):
    """One edit of a message's head, turned the way that the hop goes."""

    change: Change
    edit: HeadEdit


class PlannedHop(Value):
    """One hop of a plan and the edits that it makes, in their order: of the body, and of the head of a message."""

    hop: Hop
    edits: tuple[PlannedEdit, ...]
    heads: tuple[PlannedHead, ...] = ()

    @classmethod
    def of(cls, hop: Hop, operation: str | None, part: Part, everywhere: Iterable[Change] = ()) -> "PlannedHop":
        """The edits of one hop that touch the operation (None: one that no catalogue knows) and part.

        `everywhere` are changes of the registry with heads that hold on every edge.
        """
        edits, up = [], hop.direction == "up"
        rules = [
            *(
                (change, head)
                for change in everywhere
                if change not in hop.changes
                for head in change.heads
                if head.everywhere
            ),
            *((change, head) for change in hop.changes for head in (change.heads if up else change.heads[::-1])),
        ]
        heads = [
            PlannedHead(change, head.edit if up else head.edit.inverse)
            for change, head in rules
            if head.touches(operation, part)
        ]
        for change in hop.changes:
            for body in change.bodies if up else change.bodies[::-1]:
                edit = body.edit if up else body.edit.inverse
                if body.touches(operation, part) and not edit.idle:
                    edits.append(PlannedEdit(change, edit, body.answers))
        return cls(hop, tuple(edits), tuple(heads))

    def told(self) -> Iterator[tuple[Change, Iterable[Line]]]:
        """What it does, for people: change by change, heads first."""
        for head in self.heads:
            yield head.change, head.edit.lines()
        for edit in self.edits:
            yield edit.change, edit.edit.lines()


class Plan(Value):
    """What happens to one part of one operation's messages on the way from one version to another.

    Made by `Registry.plan`, once; `apply` runs it.
    """

    operation: str | None
    part: Part
    hops: tuple[PlannedHop, ...]

    def lines(self) -> Iterator[tuple[Hop, Change, Line]]:
        """The plan told for people: hop, change and what it does where; heads of messages first."""
        for planned in self.hops:
            for change, lines in planned.told():
                for line in lines:
                    yield planned.hop, change, line

    def touches(self, status: int = 200) -> bool:
        """Whether any edit of the plan looks at a body with this status."""
        answers = self.answers(status)
        return any(edit.answers == answers for planned in self.hops for edit in planned.edits)

    def apply(self, document: Json, call: Call) -> Json:
        """The translated document; the same object where nothing applies.

        Raises:
            Untranslatable: a rule refuses the request.
            MissingContext: a required need of the request is unmet.
        """
        return self.applied(call)(document)

    def applied(self, call: Call) -> Callable[[Json], Json]:
        """`apply` for many documents of one call: what can be looked up once is."""
        if not self._compiles or self.answers(call.status) != "success":
            return partial(self.interpret, call=call)
        function = self.compiled.function
        made = FunctionType(function.__code__, function.__globals__, function.__name__, (call, PARSED))
        return cast("Callable[[Json], Json]", made)

    @property
    def compiled(self) -> Compiled:
        """The edits of requests and 2xx answers as one function; compiled when first asked for."""
        known: Compiled | None = self.__dict__.get("_compiled")
        if known is None:
            told = (
                Told(one.edit, planned.hop.source, planned.hop.target, one.change.id)
                for planned in self.hops
                for one in planned.edits
                if one.answers == "success"
            )
            walk = " -> ".join(str(version) for version in self.walk)
            known = compiled(f"{self.operation or 'unknown operation'} {self.part}, {walk}", told, self.interpret)
            self.__dict__["_compiled"] = known
        return known

    @property
    def _compiles(self) -> bool:
        """Whether it is worth compiling: not where a message's head has asked for edits of its own body."""
        return not any(one.asked for planned in self.hops for one in planned.edits)

    @property
    def walk(self) -> tuple[Version, ...]:
        """The versions that it leads through; none where it leads nowhere."""
        hops = self.hops
        return (hops[0].hop.source, *(planned.hop.target for planned in hops)) if hops else ()

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name in self._names}

    def interpret(self, document: Json, call: Call) -> Json:
        """The same as `apply`, edit by edit.

        Raises:
            Untranslatable, MissingContext.
        """
        run = Run(call, traced=False)
        try:
            result = self._walk(document, run)
        except Refusal:
            run.unmet = True
        if run.unmet:  # walk once more, now keeping track: the error names the places in the input's own names
            result, _ = self.trace(document, call)
        return result

    def trace(self, document: Json, call: Call) -> tuple[Json, Run]:
        """The same as `apply`, and the walk that knows its notes and needs."""
        run = Run(call, traced=True)
        try:
            result = self._walk(document, run)
        except Refusal as refusal:
            raise refused(run, refusal) from None
        if run.unmet:
            raise unmet(run)
        return result, run

    def _walk(self, document: Json, run: Run) -> Json:
        answers = self.answers(run.call.status)
        fails = answers == "client error"  # else an absent body stays absent, null stays null
        for planned in self.hops:
            run.source, run.target = planned.hop.source, planned.hop.target
            for change, edit, wanted, _, absent in planned.edits:
                if wanted == answers and (document is not None or fails or absent):
                    run.change = change.id
                    document = edit.apply(document, run, None)
        return document

    def answers(self, status: int) -> str:
        """The class of a status: body rules hold for requests and 2xx answers, a few for 4xx, none for others."""
        if self.part == "request" or 200 <= status < 300:
            return "success"
        return "client error" if 400 <= status < 500 else "other"


class Journey:
    """A plan and the call that walks it, for one document or many.

    Attributes:
        plan: the walk.
        call: what it is about.
        way_back: the plan of the way back; only residues want it.
        apply: the document's translation; raises as `Plan.apply` does.
    """

    __slots__ = ("apply", "call", "plan", "way_back")

    def __init__(self, plan: Plan, call: Call, way_back: Callable[[], Plan]) -> None:
        self.plan, self.call, self.way_back = plan, call, way_back
        self.apply = plan.applied(call)


def refused(run: Run, refusal: Refusal) -> Untranslatable:
    """The error of a rule that said no in a walk that kept track."""
    pointer = run.pointer(path_of(refusal.at), run.moves.now if run.moves else 0, "source")
    return Untranslatable(refusal.message, change=run.change, pointer=pointer, **run.call.where)


def unmet(run: Run) -> MissingContext:
    """The error of a walk that kept track and has a required need that is unmet."""
    needs = tuple(need for need in run.needs() if need.required)
    pointer, instead, change = run.asker
    ways = [instead] if instead else []
    if needs and needs[0].request is not None:
        ways.append(f"the server's answer to {needs[0].operation}, handed to Context.with_answer")
    elif needs:
        ways.append(f"path_params, so that {needs[0].operation} can be asked")
    message = f"this request can't be translated with what is known: it takes {', or '.join(ways)}"
    return MissingContext(message, change=change, pointer=pointer, needs=needs, **run.call.where)
