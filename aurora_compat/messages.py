"""Whole HTTP messages between versions: `translate_request` and `translate_response`.

The head walks first, hop by hop: it may turn the message into another operation, and may ask for edits of the body.
So it is known which rules apply before the body is looked at; one that no rule applies to comes back as the same bytes.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from aurora_compat import payload
from aurora_compat.aurora import aurora
from aurora_compat.head_residue import HeadResidue
from aurora_compat.heads import Draft, place
from aurora_compat.plan import Plan, PlannedEdit, PlannedHop, refused, unmet
from aurora_compat.reading import DEFAULTS, Limits
from aurora_compat.registries import Registry
from aurora_compat.run import Call, Refusal, Run
from aurora_compat.translation import refuse_losses
from aurora_compat.words.context import Context
from aurora_compat.words.error import AuroraCompatError, InvalidContext, MalformedPayload
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.message import Headers, Query, Request, Response
from aurora_compat.words.note import Need, Note
from aurora_compat.words.operation import Operation
from aurora_compat.words.version import Version

_NOTHING_KNOWN = Context()
_BREAKS = re.compile(r"[\r\n\0]")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NO_BODY = frozenset({204, 304})


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
    plan = _plan(call, draft.operation)
    hops: list[PlannedHop] = []
    went: list[str | None] = []
    for index in range(len(plan.hops)):
        if operations is not None:
            draft = draft._replace(operation=operations[index])
        went.append(draft.operation)
        planned = _plan(call, draft.operation).hops[index]
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


def _plan(call: Call, operation: str | None) -> Plan:
    registry = call.library
    assert isinstance(registry, Registry)
    return registry.plan(operation, call.part, call.source, call.target)


class MessageTranslation:
    """What came of one translation of a whole message.

    Attributes:
        result: the translated message; its body is the same bytes object where no rule changed it.
        operation: the operation in the source version, None where no path template fits.
        path_params: the path's parameters, decoded.
        learned: what can be told of later messages from this one (responses in an exchange), else the context given.

    Places in notes, needs and errors are `path`, `query/<name>`, `headers/<name>` or `body#/json/pointer`.
    """

    def __init__(
        self,
        result: Any,
        operation: Operation | None,
        walk: HeadWalk,
        outcome: payload.Outcome,
        came: Draft,
        extra: tuple[Note, ...],
    ) -> None:
        self.result = result
        self.operation = operation
        self._walk, self._outcome, self._came, self._extra = walk, outcome, came, extra
        self._notes: tuple[Note, ...] | None = None
        self._residue: tuple[Json] | None = None

    def __repr__(self) -> str:
        call = self._walk.run.call
        return f"<Translation of {call.operation or 'an unknown operation'} {call.part} {call.source} -> {call.target}>"

    @property
    def path_params(self) -> Mapping[str, str]:
        """The path's parameters, decoded."""
        return self._walk.run.call.path_params

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was lost, kept, assumed or is missing: of the head, then of the body."""
        if self._notes is None:
            body = self._outcome.translation
            self._notes = (
                *(_put(note, pointer=place(note.pointer)) for note in self._walk.run.notes()),
                *self._extra,
                *self._outcome.notes,
                *(_put(note, pointer=payload.WHOLE + note.pointer) for note in (body.notes if body else ())),
            )
        return self._notes

    @property
    def needs(self) -> tuple[Need, ...]:
        """What the server could still be asked to make the result complete."""
        body = self._outcome.translation
        return tuple(_put(need, pointer=payload.WHOLE + need.pointer) for need in (body.needs if body else ()))

    @property
    def residue(self) -> Json:
        """What the way back will need to be exact: plain JSON without credentials, None where it needs nothing."""
        if self._residue is None:
            call = self._walk.run.call
            back = call._replace(source=call.target, target=call.source, lenient=True)
            head = HeadResidue.made(self._came, self._walk.draft, _back(self._walk.draft, back), _credentials(call))
            body = self._outcome.translation.residue if self._outcome.translation else None
            self._residue = (_residue(call, head, body),)
        return self._residue[0]


def _put(value: Any, **fields: object) -> Any:
    return value.__replace__(**fields)


def _back(draft: Draft, call: Call) -> Draft:
    """A translated head taken back at once; where that is refused, as it is."""
    try:
        return walk_head(draft, call).draft
    except AuroraCompatError:
        return draft


def _credentials(call: Call) -> frozenset[str]:
    registry = call.library
    assert isinstance(registry, Registry)
    return frozenset(name for change in registry.changes.values() for head in change.heads for name in head.credentials)


def _residue(call: Call, head: Json, body: Json) -> Json:
    if head is None and body is None:
        return None
    return {
        "format": 1,
        "message": call.part,
        "source": str(call.source),
        "target": str(call.target),
        "head": head,
        "body": body,
    }


def _parts_of(residue: Json, call: Call) -> tuple[HeadResidue, Json]:
    """Head and body of a residue that belongs to the way there of a call.

    Raises:
        MalformedPayload: it is no residue, or that of something else.
    """
    if residue is None:
        return HeadResidue({}), None
    wanted = {"format": 1, "message": call.part, "source": str(call.target), "target": str(call.source)}
    if not isinstance(residue, dict) or any(residue.get(name) != value for name, value in wanted.items()):
        raise MalformedPayload(
            "the residue given is none of the way there: pass what `residue` of that translation was", **_where(call)
        )
    return HeadResidue.read(residue.get("head"), **_where(call)), residue.get("body")


def _where(call: Call) -> dict[str, str | None]:
    return {"operation": call.operation, "part": call.part, "source": str(call.source), "target": str(call.target)}


def checked(name: str, value: object, kind: type) -> None:
    """Refuse an argument of another type.

    Raises:
        InvalidContext: naming the argument.
    """
    if not isinstance(value, kind):
        raise InvalidContext(f"{name} is a {kind.__name__}, not {type(value).__name__}")


# Requests.


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
) -> MessageTranslation:
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
    call, draft = begin_request(request, registry.version(source), registry.version(target), context, registry)
    translation = request_walk(request, call, draft, residue, limits or DEFAULTS)
    if strict:
        refuse_losses(translation.notes, strict, call)
    return translation


def begin_request(
    request: Request, source: Version, target: Version, context: Context | None, registry: Registry
) -> tuple[Call, Draft]:
    """What the translation of a request is about, and its head.

    Raises:
        MalformedPayload: it could not be sent as it is.
    """
    checked("request", request, Request)
    checked("context", context or _NOTHING_KNOWN, Context)
    context = context or _NOTHING_KNOWN
    call = Call(None, "request", source, target, context, FrozenMap(), 200, registry)
    _check_target(request, call)
    _check_headers(request.headers, call)
    path = request.path[len(request.origin) :] or "/"
    draft = Draft(request.method, request.host, path, request.query, request.headers, None)
    route = _route(draft, call)
    if route is not None:
        call = call._replace(operation=route[0], path_params=route[1])
        draft = draft._replace(operation=route[0])
    return call, draft


def _route(draft: Draft, call: Call) -> tuple[str, FrozenMap[str, str]] | None:
    """The operation of a request: by its path as it came, else by what the path becomes on the way."""
    found = call.library.route(draft.method, draft.path, call.source)
    if found is not None:
        return found.operation, found.path_params
    run = Run(call._replace(lenient=True), traced=False)
    for planned in _plan(call, None).hops:
        run.source, run.target = planned.hop.source, planned.hop.target
        for change, edit in planned.heads:
            run.change = change.id
            draft = edit.apply(draft, run)
        found = call.library.route(draft.method, draft.path, run.target)
        if found is not None:
            return found.operation, found.path_params
    return None


def request_walk(request: Request, call: Call, draft: Draft, residue: Json, limits: Limits) -> MessageTranslation:
    """Translate a request whose head has been read."""
    head_residue, body_residue = _parts_of(residue, call)
    came = draft._replace(path_known=head_residue.holds_path(draft))
    walk = walk_head(came, call)
    if walk.run.unmet:
        error = unmet(walk.run)
        raise error.replaced(pointer=place(error.pointer or ""))
    restored, aside = head_residue.restored(came, walk.draft)
    walk = walk._replace(draft=restored)
    outcome = _body(request.body, restored.headers, walk, call, body_residue, limits)
    headers = outcome.headers
    if _answer_is_read(walk, call):
        headers = headers.with_value("Accept-Encoding", "identity")
    path = request.origin + restored.path
    if request.path == request.origin and restored.path == "/":
        path = request.path
    result = Request(restored.method, path, restored.query, headers, outcome.body)
    return MessageTranslation(result, _operation(call), walk, outcome, came, aside)


def _operation(call: Call) -> Operation | None:
    return call.library.operations[call.operation] if call.operation else None


def _answer_is_read(walk: HeadWalk, call: Call) -> bool:
    """Whether a rule may have to open the answer, so that it must come in no coding that can't be read."""
    if not walk.operations or walk.draft.method.upper() == "HEAD":
        return False
    back = call._replace(part="response", source=call.target, target=call.source)
    count = len(walk.operations)
    return any(_plan(back, name).hops[count - 1 - index].edits for index, name in enumerate(walk.operations))


def _body(body: bytes, headers: Headers, walk: HeadWalk, call: Call, residue: Json, limits: Limits) -> payload.Outcome:
    groups = None
    if residue is not None:
        from aurora_compat.restoring import check_residue

        groups = check_residue(residue, call._replace(operation=walk.draft.operation))

    def way_back() -> Plan:
        back = call._replace(source=call.target, target=call.source, lenient=True)
        try:
            return walk_head(walk.draft, back, None if call.part == "request" else walk.operations[::-1]).plan
        except AuroraCompatError:
            return _plan(back, walk.draft.operation)

    try:
        return payload.translated(body, headers, walk.plan, call, limits, way_back, groups)
    except AuroraCompatError as error:
        at = f"{payload.WHOLE}{error.pointer or ''}"
        raise error.replaced(**{**_where(call), "pointer": at}) from None


def _check_target(request: Request, call: Call) -> None:
    target = f"{request.method} {request.path} {request.query.encoded}"
    if _BREAKS.search(target):
        raise MalformedPayload(
            "the request line holds a line break or NUL, which would split the request; percent-encode it",
            **_where(call) | {"pointer": "path" if _BREAKS.search(request.path) else "query"},
        )
    if _NAME.fullmatch(request.method) is None:
        raise MalformedPayload(f"{request.method!r:.40} is no method such as GET", **_where(call))
    path = request.path
    if path[:1] != "/" and path not in {"", "*"} and not request.origin:
        raise MalformedPayload(
            f"{path!r:.80} is neither a path, which starts with /, nor a whole URL",
            **_where(call) | {"pointer": "path"},
        )


def _check_headers(headers: Headers, call: Call) -> None:
    for name, value in headers:
        if _NAME.fullmatch(name) is None or _BREAKS.search(value):
            raise MalformedPayload(
                "a header field holds a line break, NUL, or a name that is none: it would become another field",
                **_where(call) | {"pointer": f"headers/{_BREAKS.sub('?', name)[:80]}"},
            )
    lengths = _lengths(headers)
    if len(lengths) > 1 or not all(re.fullmatch(r"[0-9]+", length) for length in lengths):
        raise MalformedPayload(
            f"Content-Length says {' and '.join(sorted(lengths))!r:.80}: where the message ends can't be told",
            **_where(call) | {"pointer": "headers/Content-Length"},
        )


def _lengths(headers: Headers) -> set[str]:
    return {length.strip() for value in headers.all("content-length") for length in value.split(",")}


# Responses.


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
) -> MessageTranslation:
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
    source, target = registry.version(source), registry.version(target)
    checked("response", response, Response)
    name = operation.name if isinstance(operation, Operation) else operation
    call = response_call(name, path_params, source, target, context, response.status, registry)
    _check_headers(response.headers, call)
    translation = response_walk(response, call, method, residue, limits or DEFAULTS)
    if strict:
        refuse_losses(translation.notes, strict, call)
    return translation


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
    checked("context", context or _NOTHING_KNOWN, Context)
    if path_params is not None:
        checked("path_params", path_params, Mapping)
    if operation is not None:
        registry.operation(operation)
    params = FrozenMap({name: str(value) for name, value in (path_params or {}).items() if value is not None})
    return Call(operation, "response", source, target, context or _NOTHING_KNOWN, params, status, registry)


def response_walk(
    response: Response,
    call: Call,
    method: str,
    residue: Json,
    limits: Limits,
    operations: tuple[str | None, ...] | None = None,
    hosts: frozenset[str] = frozenset(),
) -> MessageTranslation:
    """Translate a response; in an exchange `operations` are those of its hops, `hosts` those of its requests."""
    head_residue, body_residue = _parts_of(residue, call)
    came = Draft(method, None, "", Query.of(""), response.headers, call.operation, hosts)
    walk = walk_head(came, call, operations)
    restored, aside = head_residue.restored(came, walk.draft)
    walk = walk._replace(draft=restored)
    if method.upper() == "HEAD" or call.status in _NO_BODY or call.status < 200:
        headers = restored.headers
        if method.upper() == "HEAD" and 200 <= call.status < 300 and walk.plan.touches(call.status):
            headers = headers.without("Content-Length")  # that of the older body; the new one can't be known
        if response.body:
            what = f"an answer {'to HEAD' if method.upper() == 'HEAD' else f'with status {call.status}'} has no body"
            aside += (Note("lost", payload.WHOLE, None, f"{what}; this one is not passed on", "source"),)
        outcome = payload.Outcome(b"", headers)
    else:
        outcome = _body(response.body, restored.headers, walk, call, body_residue, limits)
    result = Response(response.status, outcome.headers, outcome.body)
    return MessageTranslation(result, _operation(call), walk, outcome, came, aside)


def harmless(headers: Headers) -> tuple[Headers, tuple[Note, ...]]:
    """The fields of a response less those that would break the message apart, and a note for each."""
    kept, notes = [], []
    for name, value in headers:
        if _NAME.fullmatch(name) is None or _BREAKS.search(value):
            told = "the field holds a line break, NUL, or a name that is none: it is not passed on"
            notes.append(Note("lost", f"headers/{_BREAKS.sub('?', name)[:80]}", None, told, "source"))
        else:
            kept.append((name, value))
    return Headers(kept), tuple(notes)
