"""The walk of a message's head through the versions: it decides what is to happen to the body."""

from typing import NamedTuple

from aurora_compat.heads import Draft, place
from aurora_compat.plan import Plan, PlannedEdit, PlannedHop, refused
from aurora_compat.registries import plan_of
from aurora_compat.run import Call, Refusal, Run
from aurora_compat.words.frozen import FrozenMap
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
    name, hops_of_name = draft.operation, plan.hops
    for index in range(len(plan.hops)):
        if operations is not None:
            draft = draft._replace(operation=operations[index])
        if draft.operation != name:
            name = draft.operation
            hops_of_name = plan_of(call, name).hops
        went.append(name)
        planned = hops_of_name[index]
        run.source, run.target, edits = planned.hop.source, planned.hop.target, planned.edits
        for change, edit in planned.heads:
            run.change = change.id
            try:
                draft = edit.apply(draft, run)
            except Refusal as refusal:
                error = refused(run, refusal)
                raise error.replaced(pointer=place(error.pointer or "")) from None
            if draft.body or draft.looks:
                edits += tuple(PlannedEdit(change, one, "success", asked=True, absent=True) for one in draft.body)
                edits += tuple(PlannedEdit(change, one, "success", asked=True) for one in draft.looks)
                draft = draft._replace(body=(), looks=())
        hops.append(planned if edits is planned.edits else PlannedHop(planned.hop, edits, planned.heads))
    if any(fresh is not known for fresh, known in zip(hops, plan.hops, strict=True)):
        plan = Plan(call.operation, call.part, tuple(hops))
    return HeadWalk(draft, plan, run, tuple(went))


def operation_of(call: Call) -> Operation | None:
    """The operation that a call is about."""
    return call.library.operations[call.operation] if call.operation else None


def turned(call: Call) -> Call:
    """The call of the way back, without refusals: it measures what the way there has left out."""
    return call._replace(source=call.target, target=call.source, lenient=True)


def returning(draft: Draft, back: Call) -> Draft:
    """A translated head as whoever sends it back will read it: by its path."""
    if back.part == "response":
        return draft
    return draft._replace(operation=route_of(draft, back).operation)


class Routed(NamedTuple):
    """The operation of a request, and whether the source version lists its path."""

    operation: str | None
    path_params: FrozenMap[str, str]
    listed: bool


def route_of(draft: Draft, call: Call) -> Routed:
    """The operation of a request: by its path as it came, else by what the path becomes on the way."""
    found = call.library.route(draft.method, draft.path, call.source)
    if found is not None:
        return Routed(found.operation, found.path_params, listed=True)
    run = Run(call._replace(lenient=True), traced=False)
    for planned in plan_of(call, None).hops:
        run.source, run.target = planned.hop.source, planned.hop.target
        for change, edit in planned.heads:
            run.change = change.id
            draft = edit.apply(draft, run)
        found = call.library.route(draft.method, draft.path, run.target)
        if found is not None and call.library.operations[found.operation].template(call.source) is not None:
            return Routed(found.operation, found.path_params, listed=False)
    return Routed(None, FrozenMap(), listed=False)


def is_answer_read(call: Call, operations: tuple[str | None, ...]) -> bool:
    """Whether a rule may have to open the answer to a request that went by these operations, hop by hop."""
    back = call._replace(part="response", source=call.target, target=call.source)
    count = len(operations)
    return any(plan_of(back, name).hops[count - 1 - index].edits for index, name in enumerate(operations))
