"""Authentication: signed requests are gone, bearer tokens stay."""

from aurora_compat.aurora.signature import PARAMETERS
from aurora_compat.change import EVERY_OPERATION, Change, Head, Reading
from aurora_compat.code import Aside
from aurora_compat.edits import Line
from aurora_compat.heads import CustomHead, Draft, Ordinary, Sketch, header, parameter, untouched
from aurora_compat.run import Run

_HEADER = "Authorization"


def _to_bearer(draft: Draft, run: Run) -> Draft:
    for name in PARAMETERS:
        if draft.query.get(name) is not None:
            run.lost(parameter(name), f"requests are not signed from {run.target} on; {name} is not sent")
    query = draft.query.without(*PARAMETERS)
    headers = draft.headers
    if not any(value[:7].lower() == "bearer " and value[7:].strip() for value in headers.all(_HEADER)):
        token = run.call.context.bearer_token
        if token is None:
            run.require(header(_HEADER), "Context.bearer_token")
        else:
            if headers.get(_HEADER) is not None:
                run.lost(header(_HEADER), f"{run.target} takes bearer tokens only; the caller's own is sent instead")
            headers = headers.with_value(_HEADER, f"Bearer {token}")
    return draft._replace(query=query, headers=headers)


def _quick_bearer(sketch: Sketch) -> None:
    """Signed requests of which the token is known, and such as carry a token already."""
    if sketch.query:
        sketch.query = sketch.query.without(*PARAMETERS)
    held = sketch.fields.get(_HEADER.lower(), "")
    if held[:7].lower() != "bearer " or not held[7:].strip():
        token = sketch.context.bearer_token
        if token is None:
            raise Aside
        sketch.put[_HEADER.lower()] = (_HEADER, f"Bearer {token}")


HMAC_AUTHENTICATION = Change(
    id="hmac-authentication",
    summary="Requests carry a bearer token; HMAC signatures are gone.",
    published="HMAC authentication was removed; use a bearer token.",
    source="changelog of 2022.09",
    grade="A",
    refused_as=401,
    heads=(
        Head(
            EVERY_OPERATION,
            CustomHead(
                _to_bearer,
                untouched,
                (
                    Line(f"query/<{', '.join(PARAMETERS)}>", "are dropped", ("lost",)),
                    Line("headers/Authorization", "is the caller's bearer token, where the request has none"),
                ),
                quick_up=_quick_bearer,
                ordinary_up=Ordinary(bearer=True),
            ),
            credentials=(*(f"query/{name}" for name in PARAMETERS), "headers/Authorization"),
        ),
    ),
    readings=(
        Reading("A", "The bearer token comes from the caller.", "bearer_token"),
        Reading("B", "2018.01 accepts bearer tokens too, so the way down leaves them."),
    ),
)
