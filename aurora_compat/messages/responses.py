"""Responses: from the server's version to the client's."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from aurora_compat.aurora import aurora
from aurora_compat.code import Aside
from aurora_compat.heads import Draft, Sketch
from aurora_compat.messages import payload
from aurora_compat.messages.bodies import walk_body
from aurora_compat.messages.checks import check_headers, checked, with_length
from aurora_compat.messages.lanes import Lane, lane_of, rewritten, scanned
from aurora_compat.messages.residues import Kept
from aurora_compat.messages.translation import Again, Found, MessageTranslation
from aurora_compat.messages.walk import HeadWalk, operation_of, walk_head
from aurora_compat.reading import DEFAULTS, Limits
from aurora_compat.registries import Registry
from aurora_compat.run import Call
from aurora_compat.strictness import refuse_losses
from aurora_compat.words.context import NOTHING_KNOWN, Context
from aurora_compat.words.fields import Headers, Query
from aurora_compat.words.jsons import Json
from aurora_compat.words.message import Response
from aurora_compat.words.note import Note
from aurora_compat.words.operation import Operation, known_params
from aurora_compat.words.version import Version

_NO_QUERY = Query.of("")
_WITH_BODY = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_NO_BODY = frozenset({204, 304})


def translate_response(
    response: Response,
    *,
    operation: Operation | str | None,
    path_params: Mapping[str, str] | None = None,
    source: Version | str,
    target: Version | str,
    method: str = "GET",
    context: Context | None = None,
    residue: Json = None,
    strict: bool | Collection[str] = False,
    registry: Registry | None = None,
    limits: Limits | None = None,
) -> MessageTranslation[Response]:
    """Translate a whole response from the server's version to the client's.

    Args:
        response: as the server gave it.
        operation: that of the request as the client made it; None for one that no catalogue knows.
        path_params: its path parameters.
        source: the version that the response is in.
        target: the version wanted.
        method: of the request: an answer to HEAD has no body.
        context: what the response does not say: roles, settings, answers to needs.
        residue: that of the way there.
        strict: raise where something is lost, missing, unsupported or in conflict; or the kinds to raise on.
        registry: another than Aurora's.
        limits: on the size and depth of bodies.

    Raises:
        UnknownVersion, UnknownOperation, NoPath: there is no such translation.
        MalformedPayload: a rule applies, and the message is broken or over a limit.
        LossError: `strict` does not accept a note.
    """
    registry = registry or aurora()
    limits = limits or DEFAULTS
    name = operation.name if isinstance(operation, Operation) else operation
    if residue is None and not strict and name is not None:
        try:
            lane = lane_of(registry, "response", source, target)
            again = (_walked, (response, registry, name, path_params, source, target, method, context, None, limits))
            return quick_response(response, lane, name, path_params, method, context, limits, again)
        except Exception:
            pass  # whatever is odd: the walk decides, and says what is wrong
    translation = _walked(response, registry, name, path_params, source, target, method, context, residue, limits)
    if strict:
        refuse_losses(translation.notes, strict, translation.call)
    return translation


def _walked(
    response: Response,
    registry: Registry,
    operation: str | None,
    path_params: Mapping[str, str] | None,
    source: Version | str,
    target: Version | str,
    method: str,
    context: Context | None,
    residue: Json,
    limits: Limits,
) -> MessageTranslation[Response]:
    """Translate a response, keeping track."""
    start, end = registry.version(source), registry.version(target)
    checked("response", response, Response)
    call = response_call(operation, path_params, start, end, context, response.status, registry)
    check_headers(response.headers, call)
    return response_walk(response, call, Incoming(method), residue, limits)


def quick_response(
    response: Response,
    lane: Lane,
    name: str,
    path_params: Mapping[str, str] | None,
    method: str,
    context: Context | None,
    limits: Limits,
    again: Again[Response],
) -> MessageTranslation[Response]:
    """Translate a response as successful ones usually are; `again` finds what else there is to know when it is asked.

    Raises:
        Exception: of any kind: this one is left to the walk.
    """
    status, headers, body = response.status, response.headers, response.body
    if not 200 <= status < 300 or status == 204 or method not in _WITH_BODY:
        raise Aside
    if context is not None and type(context) is not Context:
        raise Aside
    way = lane.ways.get(name) or lane.way(name)
    fields = scanned(headers)
    put: dict[str, tuple[str, str]] = {}
    if context is not None or way.watches is None or not way.watches.isdisjoint(fields):
        sketch = Sketch(name, "", _NO_QUERY, fields, context or NOTHING_KNOWN)
        for edit in way.heads:
            edit(sketch)
        put = sketch.put
    params = {} if path_params is None else path_params
    fresh = way.turned(body, fields, context or NOTHING_KNOWN, params, limits)
    result = Response.made(status, rewritten(headers, fields, put, body, fresh), fresh)
    return MessageTranslation(result, way.operation, None, again, params, way)


def response_call(
    operation: str | None,
    path_params: Mapping[str, str] | None,
    source: Version,
    target: Version,
    context: Context | None,
    status: int,
    registry: Registry,
) -> Call:
    """What the translation of a response is about."""
    checked("context", context or NOTHING_KNOWN, Context)
    if path_params is not None:
        checked("path_params", path_params, Mapping)
    if operation is not None:
        registry.operation(operation)
    known = context or NOTHING_KNOWN
    return Call(operation, "response", source, target, known, known_params(path_params or {}), status, registry)


class Incoming(NamedTuple):
    """What is known of a response beside itself.

    Attributes:
        method: of the request that it answers.
        operations: in an exchange, by which operation each hop goes; None for the call's own.
        hosts: in an exchange, the hosts of its requests.
        notes: what has been done to the response already.
        unread: why the body can't be read, so that it is passed on as it is.
    """

    method: str
    operations: tuple[str | None, ...] | None = None
    hosts: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()
    unread: str | None = None

    @property
    def answers_head(self) -> bool:
        """Whether there can be no body, whatever the status."""
        return self.method.upper() == "HEAD"


def response_walk(
    response: Response, call: Call, incoming: Incoming, residue: Json, limits: Limits
) -> MessageTranslation[Response]:
    """Translate a response."""
    kept = Kept.of(residue, call)
    came = Draft(incoming.method, None, "", _NO_QUERY, response.headers, call.operation, incoming.hosts)
    walk = walk_head(came, call, incoming.operations)
    restored, aside = kept.head.restored(came, walk.draft)
    walk = walk._replace(draft=restored)
    notes = (*incoming.notes, *aside)
    if incoming.answers_head or call.status in _NO_BODY or call.status < 200:
        outcome = _without_body(response, restored.headers, walk, call, incoming)
    elif incoming.unread is not None:
        note = Note(
            "unsupported", payload.WHOLE, None, f"{incoming.unread}; the body is passed on as it came", "source"
        )
        outcome = payload.Outcome(response.body, restored.headers, notes=(note,))
    else:
        outcome = walk_body(response.body, restored.headers, walk, call, kept, limits)
        outcome = outcome._replace(headers=with_length(outcome.headers, outcome.body))
    result = Response(response.status, outcome.headers, outcome.body)
    return MessageTranslation(result, operation_of(call), Found(walk, outcome, came, notes))


def _without_body(
    response: Response, headers: Headers, walk: HeadWalk, call: Call, incoming: Incoming
) -> payload.Outcome:
    """A response that has no body by its nature (RFC 9112, section 6.3)."""
    if incoming.answers_head and 200 <= call.status < 300 and walk.plan.touches(call.status):
        headers = headers.without("Content-Length")  # that of the server's body; what GET would give can't be known
    if not response.body:
        return payload.Outcome(b"", headers)
    if call.status == 204:
        headers = headers.without("Content-Length")  # it must have none (RFC 9110, section 8.6)
    which = "an answer to HEAD" if incoming.answers_head else f"an answer with status {call.status}"
    note = Note("lost", payload.WHOLE, None, f"{which} has no body; this one is not passed on", "source")
    return payload.Outcome(b"", headers, notes=(note,))
