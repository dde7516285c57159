"""A plan: the changes of every hop of a walk, composed for one operation and part; and how a document walks it."""

from collections.abc import Iterator
from typing import NamedTuple

from aurora_compat.change import Change
from aurora_compat.edits import Edit, Line
from aurora_compat.graph import Hop
from aurora_compat.run import Call, Refusal, Run
from aurora_compat.words.error import MissingContext, Untranslatable
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Part
from aurora_compat.words.pointer import path_of
from aurora_compat.words.value import Value


class PlannedEdit(NamedTuple):
    """One edit of a plan, turned the way that the hop goes."""

    change: Change
    edit: Edit
    answers: str


class PlannedHop(Value):
    """One hop of a plan and the edits that it makes, in their order."""

    hop: Hop
    edits: tuple[PlannedEdit, ...]

    @classmethod
    def of(cls, hop: Hop, operation: str | None, part: Part) -> "PlannedHop":
        """The edits of one hop that touch the operation (None: one that no catalogue knows) and part."""
        edits = []
        for change in hop.changes:
            bodies = change.bodies if hop.direction == "up" else change.bodies[::-1]
            for body in bodies:
                if body.touches(operation, part):
                    edit = body.edit if hop.direction == "up" else body.edit.inverse
                    edits.append(PlannedEdit(change, edit, body.answers))
        return cls(hop, tuple(edits))


class Plan(Value):
    """What happens to one part of one operation's messages on the way from one version to another.

    Made by `Registry.plan`, once; `apply` runs it.
    """

    operation: str | None
    part: Part
    hops: tuple[PlannedHop, ...]

    def lines(self) -> Iterator[tuple[Hop, Change, Line]]:
        """The plan told for people: hop, change and what it does where."""
        for planned in self.hops:
            for change, edit, _ in planned.edits:
                for line in edit.lines():
                    yield planned.hop, change, line

    def touches(self, status: int = 200) -> bool:
        """Whether any edit of the plan looks at a body with this status."""
        answers = self._answers(status)
        return any(edit.answers == answers for planned in self.hops for edit in planned.edits)

    def apply(self, document: Json, call: Call) -> Json:
        """The translated document; the same object where nothing applies.

        Raises:
            Untranslatable: a rule refuses the request.
            MissingContext: a required need of the request is unmet.
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
        where = {"operation": call.operation, "part": call.part, "source": str(call.source), "target": str(call.target)}
        try:
            result = self._walk(document, run)
        except Refusal as refusal:
            moves = run.moves
            pointer = run.pointer(path_of(refusal.at), moves.now if moves else 0, "source")
            raise Untranslatable(refusal.message, change=run.change, pointer=pointer, **where) from None
        if run.unmet:
            needs = tuple(need for need in run.needs() if need.required)
            pointer, instead, change = run.asker
            ways = [f"give {instead}"] if instead else []
            if needs and needs[0].request is not None:
                ways.append("send the request of the need and hand its answer to Context.with_answer")
            elif needs:
                ways.append(f"give path_params, so that {needs[0].operation} can be asked")
            raise MissingContext(
                f"this request can't be translated with what is known: {', or '.join(ways)}",
                change=change,
                pointer=pointer,
                needs=needs,
                **where,
            )
        return result, run

    def _walk(self, document: Json, run: Run) -> Json:
        answers = self._answers(run.call.status)
        if document is None and answers == "success":
            return None  # an absent body stays absent, null stays null
        for planned in self.hops:
            run.source, run.target = planned.hop.source, planned.hop.target
            for change, edit, wanted in planned.edits:
                if wanted == answers:
                    run.change = change.id
                    document = edit.apply(document, run, None)
        return document

    def _answers(self, status: int) -> str:
        """The class of a status: body rules hold for requests and 2xx answers, a few for 4xx, none for others."""
        if self.part == "request" or 200 <= status < 300:
            return "success"
        return "client error" if 400 <= status < 500 else "other"
