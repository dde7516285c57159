"""The walk of a message's head through the versions: it decides what is to happen to the body."""

from typing import NamedTuple

from aurora_compat.heads import Draft, place
from aurora_compat.plan import Plan, PlannedEdit, PlannedHop, refused
from aurora_compat.registries import Registry
from aurora_compat.run import Call, Refusal, Run
from aurora_compat.words.operation import Operation


class HeadWalk(NamedTuple):
    """A head that has walked: what it is now, what is to happen to the body, and by which operation each hop went."""

    draft: Draft
    plan: Plan
    run: Run
    operations: tuple[str | None, ...]


def walk_head(draft: Draft, call: Call, operations: tuple[str | None, ...] | None = None) -> HeadWalk:
    """Walk a head through the versions of a call, keeping track.

    Args:
        draft: the head.
        call: what the walk is about.
        operations: of a response in an exchange: by which operation each hop goes; else that of the draft.

    Raises:
        Untranslatable: a rule refuses the request.
    """
    run = Run(call, traced=True)
    plan = plan_of(call, draft.operation)
    hops: list[PlannedHop] = []
    went: list[str | None] = []
    for index in range(len(plan.hops)):
        if operations is not None:
            draft = draft._replace(operation=operations[index])
        went.append(draft.operation)
        planned = plan_of(call, draft.operation).hops[index]
        run.source, run.target, edits = planned.hop.source, planned.hop.target, planned.edits
        for change, edit in planned.heads:
            run.change = change.id
            try:
                draft = edit.apply(draft, run)
            except Refusal as refusal:
                error = refused(run, refusal)
                raise error.replaced(pointer=place(error.pointer or "")) from None
            edits += tuple(PlannedEdit(change, of_body, "success", absent=True) for of_body in draft.body)
            draft = draft._replace(body=()) if draft.body else draft
        hops.append(planned if edits is planned.edits else PlannedHop(planned.hop, edits, planned.heads))
    if any(fresh is not known for fresh, known in zip(hops, plan.hops, strict=True)):
        plan = Plan(call.operation, call.part, tuple(hops))
    return HeadWalk(draft, plan, run, tuple(went))


def plan_of(call: Call, operation: str | None) -> Plan:
    """The plan of an operation for the walk that a call is about."""
    registry = call.library
    assert isinstance(registry, Registry)
    return registry.plan(operation, call.part, call.source, call.target)


def operation_of(call: Call) -> Operation | None:
    """The operation that a call is about."""
    return call.library.operations[call.operation] if call.operation else None
