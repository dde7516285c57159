"""Messages as they usually are, translated at once: what can be looked up for an operation is looked up once.

A lane gives the result alone. It steps aside, with any exception, for every message that is not plain: signed twice,
compressed, of an unknown operation, odd in any way. The walk that keeps track then decides; it also tells notes, needs
and residue, when someone asks for them.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from aurora_compat.code import Aside
from aurora_compat.heads import Ordinary, Sketch
from aurora_compat.messages.checks import is_field
from aurora_compat.messages.payload import VALIDATORS
from aurora_compat.messages.usual import JSON, LOWER, USUAL_NAMES
from aurora_compat.messages.walk import is_answer_read
from aurora_compat.plan import Plan
from aurora_compat.reading import Limits
from aurora_compat.registries import Registry
from aurora_compat.routing import Router
from aurora_compat.run import Call
from aurora_compat.wire import Turn, turn_of
from aurora_compat.words.context import NOTHING_KNOWN, Context
from aurora_compat.words.fields import Headers
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.operation import Operation, Part, known_params
from aurora_compat.words.version import Version

_ONCE = frozenset(
    {
        *("content-length", "content-type", "content-encoding", "transfer-encoding", "accept-encoding"),
        *("authorization", "aurora-api-version"),
    }
)
"""Fields of which a second one calls for a closer look."""


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
        call: what it is about, as long as nothing else is known.
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
            "_turn",
            "answer_is_read",
            "asks",
            "call",
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
        self.operation, self.call = operation, call
        self.topic = Topic(operation.name, call.part, str(call.source), str(call.target))
        self.heads: tuple[Callable[[Sketch], None], ...] = tuple(
            one.edit.quick for planned in plan.hops for one in planned.heads
        )
        watched = [one.edit.watches(call.part) for planned in plan.hops for one in planned.heads]
        known = [names for names in watched if names is not None]
        self.watches = frozenset[str]().union(*known) if len(known) == len(watched) else None
        self.ordinary: Ordinary | None = Ordinary() if call.part == "request" else None
        for planned in plan.hops:
            for one in planned.heads:
                self.ordinary = self.ordinary and self.ordinary.then(one.edit.ordinary)
        self.touches = plan.touches()
        self.asks = any(line.needs for _, _, line in plan.lines())
        self.compiled = plan.compiled
        self._turn: tuple[Limits, Turn] | None = None
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
        if fields.get("content-type") not in JSON or "content-encoding" in fields:
            raise Aside
        call = self.call
        if self.compiled.walks or (self.compiled.asks_call and context is not NOTHING_KNOWN):
            call = call._replace(context=context, path_params=known_params(params))
        return self.turn(limits)(body, call)

    def turn(self, limits: Limits) -> Turn:
        """What takes a body through the plan; kept for the limits that were asked for last."""
        known = self._turn
        if known is None or known[0] is not limits:
            known = self._turn = (limits, turn_of(self.compiled, limits))
        return known[1]


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
        if not USUAL_NAMES.issuperset(fields):
            fields = {LOWER[name]: value for name, value in headers}
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
    is_fresh = goes is not came and not VALIDATORS.isdisjoint(fields)
    if not put and not is_fresh:
        return headers
    if len(fields) < len(headers) or is_fresh:
        return _sifted(headers, put, VALIDATORS if is_fresh else frozenset())
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
