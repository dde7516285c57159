"""The body of a message on the walk that its head has chosen."""

from aurora_compat.messages import payload
from aurora_compat.messages.residues import Kept
from aurora_compat.messages.walk import HeadWalk, returning, turned, walk_head
from aurora_compat.plan import Plan
from aurora_compat.reading import Limits
from aurora_compat.registries import plan_of
from aurora_compat.run import Call
from aurora_compat.words.error import AuroraCompatError, MissingContext
from aurora_compat.words.fields import Headers


def walk_body(body: bytes, headers: Headers, walk: HeadWalk, call: Call, kept: Kept, limits: Limits) -> payload.Outcome:
    """Translate a body; places in errors are told as those of a message.

    Raises:
        Untranslatable, MissingContext: a rule refuses the request.
        MalformedPayload: the body is broken or over a limit, or the residue belongs to something else.
    """
    groups = None
    if kept.body is not None:
        from aurora_compat.restoring import check_residue

        made_by = kept.body.get("operation") if isinstance(kept.body, dict) else None
        groups = check_residue(kept.body, call._replace(operation=made_by))  # the head may have made another of it

    def way_back() -> Plan:
        back = turned(call)
        try:
            operations = None if call.part == "request" else walk.operations[::-1]
            return walk_head(returning(walk.draft, back), back, operations).plan
        except AuroraCompatError:
            return plan_of(back, walk.draft.operation)

    job = payload.Job(walk.plan, call, limits, way_back, groups, kept.content)
    try:
        return payload.translated(body, headers, job)
    except AuroraCompatError as error:
        at = f"{payload.WHOLE}{error.pointer or ''}"
        if isinstance(error, MissingContext):
            needs = tuple(need.__replace__(pointer=payload.WHOLE + need.pointer) for need in error.needs)
            error = error.replaced(needs=needs)
        raise error.replaced(**{**call.where, "pointer": at}) from None
