"""Messages as they usually are, translated at once: what can be looked up for an operation is looked up once.

A lane gives the result alone. It steps aside, with any exception, for every message that is not plain: signed twice,
compressed, of an unknown operation, odd in any way. The walk that keeps track then decides; it also tells notes, needs
and residue, when someone asks for them.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from aurora_compat.code import Aside
from aurora_compat.heads import Ordinary, Sketch
from aurora_compat.messages.checks import is_field
from aurora_compat.messages.payload import VALIDATORS
from aurora_compat.messages.walk import is_answer_read
from aurora_compat.plan import Plan
from aurora_compat.reading import Limits
from aurora_compat.registries import Registry
from aurora_compat.routing import Router
from aurora_compat.run import Call
from aurora_compat.wire import translated
from aurora_compat.words.context import NOTHING_KNOWN, Context
from aurora_compat.words.fields import Headers
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.message import Request
from aurora_compat.words.operation import Operation, Part, known_params
from aurora_compat.words.version import Version

_JSON = frozenset({"application/json", "application/json; charset=utf-8", "application/json;charset=utf-8"})
"""Content types as they are usually written, of JSON in UTF-8."""
_VALIDATORS = frozenset(name.lower() for name in VALIDATORS)
_ONCE = frozenset(
    {
        *("content-length", "content-type", "content-encoding", "transfer-encoding", "accept-encoding"),
        *("authorization", "aurora-api-version"),
    }
)
"""Fields of which a second one calls for a closer look."""
_TITLES = (
    *("Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "Aurora-API-Version"),
    *("Cache-Control", "Connection", "Content-Digest", "Content-Encoding", "Content-Length", "Content-Location"),
    *("Content-MD5", "Content-Type", "Cookie", "Date", "Digest", "ETag", "Expect", "Forwarded", "Host", "If-Match"),
    *("If-None-Match", "Keep-Alive", "Link", "Location", "Origin", "Referer", "Repr-Digest", "Retry-After", "Server"),
    *("Set-Cookie", "Strict-Transport-Security", "Traceparent", "Transfer-Encoding", "User-Agent", "Vary", "Via"),
    *("X-Amzn-Trace-Id", "X-Content-Type-Options", "X-Correlation-Id", "X-Forwarded-For", "X-Forwarded-Host"),
    *("X-Forwarded-Proto", "X-Frame-Options", "X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"),
    *("X-Real-Ip", "X-Request-Id", "X-Runtime"),
)
_LOWER = {spelling: title.lower() for title in _TITLES for spelling in (title, title.lower())}
"""Names of header fields as they are usually written, in lower case: those need not be looked at."""
_LOWERS = frozenset(_LOWER.values())
_JSON_BYTES = frozenset(kind.encode() for kind in _JSON)
_FRAMING = frozenset({*_VALIDATORS, "content-length", "transfer-encoding"})
_MINDED = frozenset(name.encode() for name in (*_VALIDATORS, "content-encoding", "content-length", "transfer-encoding"))
"""Fields of an answer that go with the bytes of its body."""


class Topic(NamedTuple):
    """Which messages one is of: those of an operation (None: one that no catalogue knows), a part and a walk."""

    operation: str | None
    part: Part
    source: str
    target: str


class Way:
    """One operation's messages on one walk.

    Attributes:
        topic: which messages they are.
        operation: as the registry holds it.
        plan: of the body.
        heads: what happens to the head, in order.
        ordinary: what becomes of ordinary requests' heads; None where there is no telling, and for answers.
        watches: header fields without which nothing happens to it where no context is given; None: no telling.
        touches: whether a rule looks at the body.
        compiled: the plan of the body.
        asks: whether a rule may ask the server for something.
        operations: by which each hop goes.
        answer_is_read: of a request: whether a rule may look at the body of its answer.
    """

    __slots__ = (
        *(
            "_call",
            "_minds",
            "answer_is_read",
            "asks",
            "compiled",
            "heads",
            "operation",
            "operations",
            "ordinary",
            "topic",
            "touches",
            "watches",
        ),
    )

    def __init__(self, operation: Operation, plan: Plan, call: Call) -> None:
        self.operation, self._call = operation, call
        self.topic = Topic(operation.name, call.part, str(call.source), str(call.target))
        self.heads: tuple[Callable[[Sketch], None], ...] = tuple(
            one.edit.quick for planned in plan.hops for one in planned.heads
        )
        watched = [one.edit.watches(call.part) for planned in plan.hops for one in planned.heads]
        known = [names for names in watched if names is not None]
        self.watches = frozenset[str]().union(*known) if len(known) == len(watched) else None
        self._minds = None if self.watches is None else _MINDED.union(name.encode() for name in self.watches)
        self.ordinary = _ordinary(plan) if call.part == "request" else None
        self.touches = plan.touches()
        self.asks = any(line.needs for _, _, line in plan.lines())
        self.compiled = plan.compiled
        self.operations: tuple[str | None, ...] = (operation.name,) * len(plan.hops)
        self.answer_is_read = call.part == "request" and is_answer_read(call, self.operations)

    def turned(
        self, body: bytes, fields: dict[str, str], context: Context, params: Mapping[str, Any], limits: Limits
    ) -> bytes:
        """The body, translated; the same bytes object where nothing changed.

        Raises:
            Exception: of any kind, where the body is left to the walk.
        """
        if not body or not self.touches:
            return body
        if fields.get("content-type") not in _JSON or "content-encoding" in fields:
            raise Aside
        return self._through(body, context, params, limits)

    def sent(self, request: Request, params: Mapping[str, Any], limits: Limits) -> Request | None:
        """The request to send for one whose head is ordinary, nothing else being known: the least that is to do.

        None for one whose head is not.

        Args:
            request: a plain path of this operation.
            params: of the path.
            limits: on what is read.

        Raises:
            Exception: of any kind, where its body is left to the walk.
        """
        path, headers, body, head = request.path, request.headers, request.body, self.ordinary
        fields = dict(headers)
        if (
            head is None
            or request.query
            or len(fields) != len(headers)
            or not _LOWERS.issuperset(fields)
            or not head.absent.isdisjoint(fields)
            or not path.startswith(head.cut + "/")
            or len(path) - len(head.cut) <= head.longer
            or not (path + "".join(fields.values())).isprintable()
        ):
            return None
        if head.bearer:
            held = fields.get("authorization", "")
            if held[:7].lower() != "bearer " or not held[7:].strip():
                return None
        if body and self.touches:
            if fields.get("content-type") not in _JSON or "content-encoding" in fields:
                raise Aside
            body = self._through(body, NOTHING_KNOWN, params, limits)
        if self.answer_is_read and fields.get("accept-encoding") != "identity":
            wants = ("accept-encoding", "identity")
            if "accept-encoding" in fields:
                headers = Headers([wants if name == "accept-encoding" else (name, value) for name, value in headers])
            else:
                headers = Headers((*headers, ("Accept-Encoding", "identity")))
        return Request.made(request.method, head.put + path[len(head.cut) :], request.query, headers, body)

    def answered(
        self, raw: Collection[tuple[bytes, bytes]], body: bytes, params: Mapping[str, Any], limits: Limits
    ) -> bytes:
        """The body of a successful answer of which no field changes, nothing else being known: the least that is to do.

        Args:
            raw: its fields as a parser of HTTP gives them, without control characters; names are in lower case.
            body: all of it.
            params: of the path.
            limits: on what is read.

        Raises:
            Exception: of any kind, where the answer is left to others.
        """
        fields = dict(raw)
        if len(fields) != len(raw) or self._minds is None or not self._minds.isdisjoint(fields):
            raise Aside
        if not body or not self.touches:
            return body
        if fields.get(b"content-type") not in _JSON_BYTES:
            raise Aside
        return self._through(body, NOTHING_KNOWN, params, limits)

    def _through(self, body: bytes, context: Context, params: Mapping[str, Any], limits: Limits) -> bytes:
        call = self._call
        if self.compiled.walks or (self.compiled.asks_call and context is not NOTHING_KNOWN):
            call = call._replace(context=context, path_params=known_params(params))
        return translated(body, self.compiled, call, limits)


def _ordinary(plan: Plan) -> Ordinary | None:
    """What becomes of ordinary heads on all hops of a plan of requests."""
    found: Ordinary | None = Ordinary(absent=_FRAMING)
    for planned in plan.hops:
        for one in planned.heads:
            found = found.then(one.edit.ordinary) if found is not None else None
    return found


class Lane:
    """The messages of one part on one walk, by operation.

    Attributes:
        registry: whose operations they are.
        part: `request` or `response`.
        ends: the versions that the walk joins.
        router: of the version that it starts from.
        ways: those that were asked for.
    """

    __slots__ = ("ends", "part", "registry", "router", "ways")

    def __init__(self, registry: Registry, part: Part, source: Version | str, target: Version | str) -> None:
        self.registry, self.part = registry, part
        self.ends = start, _ = registry.version(source), registry.version(target)
        self.router: Router = registry.router(start)
        self.ways: dict[str, Way] = {}

    def way(self, name: str) -> Way:
        """That of an operation, found once."""
        known = self.ways.get(name)
        if known is None:
            source, target = self.ends
            operation = self.registry.operation(name)
            plan = self.registry.plan(name, self.part, source, target)
            call = Call(name, self.part, source, target, NOTHING_KNOWN, FrozenMap(), 200, self.registry)
            known = self.ways.setdefault(name, Way(operation, plan, call))
        return known


def lane_of(registry: Registry, part: Part, source: Version | str, target: Version | str) -> Lane:
    """That of a walk, made once for every usual spelling of the versions."""
    key = (Lane, part, source, target)
    lane: Lane | None = registry.memo.get(key)
    if lane is None:
        lane = Lane(registry, part, source, target)
        if registry.are_usual(source, target):
            registry.memo[key] = lane
    return lane


def scanned(headers: Headers) -> dict[str, str]:
    """The values of header fields by name in lower case.

    Raises:
        Aside: a field would not stay one, or is there twice where that matters.
    """
    try:
        fields = dict(headers)
        if not _LOWERS.issuperset(fields):
            fields = {_LOWER[name]: value for name, value in headers}
        if len(fields) == len(headers) and "".join(fields.values()).isprintable():
            return fields
    except KeyError:
        pass
    fields = {}
    for name, value in headers:
        if not is_field(name, value):
            raise Aside
        lower = name.lower()
        if lower in fields and lower in _ONCE:
            raise Aside
        fields[lower] = value
    return fields


def rewritten(
    headers: Headers, fields: dict[str, str], put: dict[str, tuple[str, str]], came: bytes, goes: bytes
) -> Headers:
    """The header fields with what edits have put, for the body that goes.

    Raises:
        Aside: the fields contradict each other about the length.
    """
    length = fields.get("content-length")
    if length is not None:
        fits = str(len(goes))
        if length != fits:
            if not (length.isascii() and length.isdigit()):
                raise Aside
            put["content-length"] = ("Content-Length", fits)
        if "transfer-encoding" in fields:
            raise Aside
    is_fresh = goes is not came and not _VALIDATORS.isdisjoint(fields)
    if not put and not is_fresh:
        return headers
    if len(fields) < len(headers) or is_fresh:
        return _sifted(headers, put, _VALIDATORS if is_fresh else frozenset())
    kept, order = list(headers), list(fields)
    for lower, (name, value) in put.items():
        if lower in fields:
            index = order.index(lower)
            kept[index] = (kept[index][0], value)
        else:
            kept.append((name, value))
    return Headers(kept)


def _sifted(headers: Headers, put: dict[str, tuple[str, str]], gone: frozenset[str]) -> Headers:
    """The fields with others set, each once, and some of them gone."""
    for name in gone:
        headers = headers.without(name) if headers.get(name) is not None else headers
    for name, value in put.values():
        headers = headers.with_value(name, value)
    return headers
