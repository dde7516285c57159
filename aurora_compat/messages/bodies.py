"""The body of a message on the walk that its head has chosen."""

from aurora_compat.messages import payload
from aurora_compat.messages.walk import HeadWalk, plan_of, walk_head
from aurora_compat.plan import Plan
from aurora_compat.reading import Limits
from aurora_compat.run import Call
from aurora_compat.words.error import AuroraCompatError, MissingContext
from aurora_compat.words.jsons import Json
from aurora_compat.words.message import Headers


def walk_body(
    body: bytes, headers: Headers, walk: HeadWalk, call: Call, residue: Json, limits: Limits
) -> payload.Outcome:
    """Translate a body; places in errors are told as those of a message.

    Raises:
        Untranslatable, MissingContext: a rule refuses the request.
        MalformedPayload: the body is broken or over a limit, or the residue belongs to something else.
    """
    groups = None
    if residue is not None:
        from aurora_compat.restoring import check_residue

        groups = check_residue(residue, call._replace(operation=walk.draft.operation))

    def way_back() -> Plan:
        back = call._replace(source=call.target, target=call.source, lenient=True)
        try:
            return walk_head(walk.draft, back, None if call.part == "request" else walk.operations[::-1]).plan
        except AuroraCompatError:
            return plan_of(back, walk.draft.operation)

    try:
        return payload.translated(body, headers, walk.plan, call, limits, way_back, groups)
    except AuroraCompatError as error:
        at = f"{payload.WHOLE}{error.pointer or ''}"
        if isinstance(error, MissingContext):
            needs = tuple(need.__replace__(pointer=payload.WHOLE + need.pointer) for need in error.needs)
            error = error.replaced(needs=needs)
        raise error.replaced(**{**call.where, "pointer": at}) from None
