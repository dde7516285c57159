"""Requests: from the client's version to the server's."""

from collections.abc import Collection, Mapping

from aurora_compat.aurora import aurora
from aurora_compat.code import Aside
from aurora_compat.heads import Draft, Sketch, place
from aurora_compat.messages.bodies import walk_body
from aurora_compat.messages.checks import check_headers, check_target, checked, with_length
from aurora_compat.messages.lanes import Lane, Way, lane_of, rewritten, scanned
from aurora_compat.messages.residues import Kept
from aurora_compat.messages.translation import Found, MessageTranslation
from aurora_compat.messages.walk import HeadWalk, is_answer_read, operation_of, route_of, walk_head
from aurora_compat.plan import unmet
from aurora_compat.reading import DEFAULTS, Limits
from aurora_compat.registries import Registry
from aurora_compat.routing import PlainRoute, plain_params
from aurora_compat.run import Call
from aurora_compat.strictness import refuse_losses
from aurora_compat.words.context import NOTHING_KNOWN, Context
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.message import Request
from aurora_compat.words.note import Note
from aurora_compat.words.version import Version


def translate_request(
    request: Request,
    *,
    source: Version | str,
    target: Version | str,
    context: Context | None = None,
    residue: Json = None,
    strict: bool | Collection[str] = False,
    registry: Registry | None = None,
    limits: Limits | None = None,
) -> MessageTranslation[Request]:
    """Translate a whole request from the client's version to the server's.

    Args:
        request: as the client made it; its path may be a whole URL.
        source: the version that it is in.
        target: the version wanted.
        context: what the request does not say: a bearer token, roles, settings, answers to needs.
        residue: that of the way there.
        strict: raise where something is lost, missing, unsupported or in conflict; or the kinds to raise on.
        registry: another than Aurora's.
        limits: on the size and depth of bodies.

    Raises:
        UnknownVersion, NoPath: there is no such translation.
        Untranslatable: a rule refuses the request.
        MissingContext: it needs what neither it nor the context says.
        MalformedPayload: it could not be sent as it is, or its body is broken or over a limit.
        LossError: `strict` does not accept a note.
    """
    registry = registry or aurora()
    limits = limits or DEFAULTS
    if residue is None and not strict:
        try:
            lane = lane_of(registry, "request", source, target)
            return quick_request(request, lane, context, limits)
        except Exception:
            pass  # whatever is odd: the walk decides, and says what is wrong
    translation = _walked(request, registry, source, target, context, residue, limits)
    if strict:
        refuse_losses(translation.notes, strict, translation.call)
    return translation


def _walked(
    request: Request,
    registry: Registry,
    source: Version | str,
    target: Version | str,
    context: Context | None,
    residue: Json,
    limits: Limits,
) -> MessageTranslation[Request]:
    """Translate a request, keeping track."""
    call, draft = begin_request(request, registry.version(source), registry.version(target), context, registry)
    return request_walk(request, call, draft, residue, limits)


def quick_request(
    request: Request, lane: Lane, context: Context | None, limits: Limits, found: PlainRoute | None = None
) -> MessageTranslation[Request]:
    """Translate a request as requests usually are; what else there is to know is found when it is asked for.

    `found` is what the router of the lane makes of its path, where that is known already.

    Raises:
        Exception: of any kind: this one is left to the walk.
    """
    method, path, query, headers, body = request.method, request.path, request.query, request.headers, request.body
    origin = "" if path[:1] == "/" else request.origin
    path = path[len(origin) :]
    found = found or lane.router.plainly(method, path)
    if found is None or not request.path.isprintable() or (query and not query.encoded.isprintable()):
        raise Aside
    if context is not None and type(context) is not Context:
        raise Aside
    name = found[0]
    way = lane.ways.get(name) or lane.way(name)
    fields = scanned(headers)
    put: dict[str, tuple[str, str]] = {}
    if context is not None or way.watches is None or not way.watches.isdisjoint(fields):
        sketch = Sketch(name, path, query, fields, context or NOTHING_KNOWN)
        for edit in way.heads:
            edit(sketch)
        path, query, put = sketch.path, sketch.query, sketch.put
    params = plain_params(found)
    fresh = way.turned(body, fields, context or NOTHING_KNOWN, params, limits)
    if way.answer_is_read and fields.get("accept-encoding") != "identity":
        put["accept-encoding"] = ("Accept-Encoding", "identity")
    result = Request.made(method, origin + path, query, rewritten(headers, fields, put, body, fresh), fresh)
    return translation_of(request, result, lane, way, params, context, limits)


def translation_of(
    request: Request,
    result: Request,
    lane: Lane,
    way: Way,
    params: Mapping[str, str],
    context: Context | None,
    limits: Limits,
) -> MessageTranslation[Request]:
    """That of a request whose result is known; the rest is found by a walk when it is asked for."""
    again = (_walked, (request, lane.registry, *lane.ends, context, None, limits))
    return MessageTranslation(result, way.operation, None, again, params, way)


def begin_request(
    request: Request, source: Version, target: Version, context: Context | None, registry: Registry
) -> tuple[Call, Draft]:
    """What the translation of a request is about, and its head.

    Raises:
        MalformedPayload: it could not be sent as it is.
    """
    checked("request", request, Request)
    checked("context", context or NOTHING_KNOWN, Context)
    context = context or NOTHING_KNOWN
    call = Call(None, "request", source, target, context, FrozenMap(), 200, registry)
    check_target(request, call)
    check_headers(request.headers, call)
    path = request.path[len(request.origin) :] or "/"
    draft = Draft(request.method, request.host, path, request.query, request.headers, None)
    routed = route_of(draft, call)
    draft = draft._replace(operation=routed.operation, listed=routed.listed)
    return call._replace(operation=routed.operation, path_params=routed.path_params), draft


def request_walk(
    request: Request, call: Call, draft: Draft, residue: Json, limits: Limits
) -> MessageTranslation[Request]:
    """Translate a request whose head has been read."""
    kept = Kept.of(residue, call)
    came = draft._replace(path_known=kept.head.holds_path(draft))
    walk = walk_head(came, call)
    if walk.run.unmet:
        error = unmet(walk.run)
        raise error.replaced(pointer=place(error.pointer or ""))
    restored, aside = kept.head.restored(came, walk.draft)
    walk = walk._replace(draft=restored)
    outcome = walk_body(request.body, restored.headers, walk, call, kept, limits)
    headers = with_length(outcome.headers, outcome.body)
    if restored.method.upper() != "HEAD" and is_answer_read(call, walk.operations):
        headers = headers.with_value("Accept-Encoding", "identity")
    path = request.origin + restored.path
    if request.path == request.origin and restored.path == "/":
        path = request.path
    result = Request(restored.method, path, restored.query, headers, outcome.body)
    extra = (*aside, *_strangers(came, walk, call))
    return MessageTranslation(result, operation_of(call), Found(walk, outcome, came, extra))


def _strangers(came: Draft, walk: HeadWalk, call: Call) -> tuple[Note, ...]:
    """A note on a path that the target lists and the source does not: the way back will read it as the target does."""
    if came.listed or not walk.operations or any(note.pointer == "/path" for note in walk.run.notes()):
        return ()
    found = call.library.route(walk.draft.method, walk.draft.path, call.target)
    if found is None:
        return ()
    told = f"{call.source} does not list this path; {call.target} reads it as {found.operation}, and it is passed on"
    return (Note("unsupported", "path", None, told, "source"),)
