"""The least that is to do for ordinary messages: functions made once, which have at hand what they need for every one.

They are for a gateway, to which every microsecond counts: an attribute looked up, a function called between two others
cost it as much as a part of the parsing.
"""

from collections.abc import Callable, Collection
from typing import TypeAlias

from aurora_compat.code import Aside
from aurora_compat.messages.lanes import Way
from aurora_compat.messages.payload import VALIDATORS
from aurora_compat.messages.usual import JSON, USUAL_NAMES
from aurora_compat.reading import Limits
from aurora_compat.routing import PlainRoute
from aurora_compat.run import Call
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request
from aurora_compat.words.operation import known_params

Sender: TypeAlias = Callable[[Request, PlainRoute], Request | None]
"""Gives the request to send, nothing else being known; None for one whose head is not ordinary.

The request has the plain path that is given, and fields as a parser of HTTP gives them, without control characters. It
raises, whatever it is, where the body is left to the walk.
"""

Answerer: TypeAlias = Callable[[Collection[tuple[bytes, bytes]], bytes, PlainRoute], bytes]
"""Gives the body of a successful answer of which no field changes, nothing else being known.

The fields are as a parser of HTTP gives them, without control characters, names in lower case; the body is whole, and
the route that of the request. It raises, whatever it is, where the answer is left to others.
"""

_VALIDATORS = frozenset(name.lower() for name in VALIDATORS)
_FRAMING = frozenset({*_VALIDATORS, "content-length", "transfer-encoding"})
_MINDED = frozenset(name.encode() for name in (*_FRAMING, "content-encoding"))
"""Fields of an answer that go with the bytes of its body."""
_KINDS = frozenset(kind.encode() for kind in JSON)
_ORDERS = 64
"""Orders of fields that are kept in mind for an operation: clients are many, libraries that write heads are few."""

_Place: TypeAlias = tuple[int, str, int]
"""How many fields stand before the one that tells what codings are accepted, its name, and with how many it ends."""


def sender(way: Way, limits: Limits) -> Sender:
    """That of a way of requests, with limits on what is read."""
    head = way.ordinary
    if head is None:
        return lambda request, found: None
    turn, touches, call, walks = way.turn(limits), way.touches, way.call, way.compiled.walks
    answer_is_read, has_bearer, absent = way.answer_is_read, head.bearer, head.absent | _FRAMING
    start, put, cut, longer = f"{head.cut}/", head.put, len(head.cut), head.longer + len(head.cut)
    places: dict[tuple[str, ...], _Place] = {}

    def place_in(names: tuple[str, ...]) -> _Place | None:
        if not USUAL_NAMES.issuperset(names) or not absent.isdisjoint(names):
            return None
        at = names.index("accept-encoding") if "accept-encoding" in names else len(names)
        place = (at, "accept-encoding", at + 1) if at < len(names) else (at, "Accept-Encoding", at)
        if len(places) < _ORDERS:
            places[names] = place
        return place

    def send(request: Request, found: PlainRoute) -> Request | None:
        path, headers, body = request.path, request.headers, request.body
        fields = dict(headers)
        names = tuple(fields)
        place = places.get(names) or place_in(names)
        if (
            place is None
            or request.query
            or len(names) != len(headers)
            or len(path) <= longer
            or not path.startswith(start)
            or not path.isprintable()
        ):
            return None
        if has_bearer:
            held = fields.get("authorization", "")
            if held[:7].lower() != "bearer " or not held[7:].strip():
                return None
        if body and touches:
            if fields.get("content-type") not in JSON or "content-encoding" in fields:
                raise Aside
            body = turn(body, _told(call, found) if walks else call)
        if answer_is_read and fields.get("accept-encoding") != "identity":
            before, name, behind = place
            headers = Headers((*headers[:before], (name, "identity"), *headers[behind:]))
        return Request.made(request.method, put + path[cut:], request.query, headers, body)

    return send


def answerer(way: Way, limits: Limits) -> Answerer:
    """That of a way of answers, with limits on what is read."""
    turn, touches, call, walks = way.turn(limits), way.touches, way.call, way.compiled.walks
    is_telling = way.watches is not None
    minded = _MINDED.union(name.encode() for name in way.watches or ())

    def answer(raw: Collection[tuple[bytes, bytes]], body: bytes, found: PlainRoute) -> bytes:
        fields = dict(raw)
        if len(fields) != len(raw) or not is_telling or not minded.isdisjoint(fields):
            raise Aside
        if not body or not touches:
            return body
        if fields.get(b"content-type") not in _KINDS:
            raise Aside
        return turn(body, _told(call, found) if walks else call)

    return answer


def _told(call: Call, found: PlainRoute) -> Call:
    """A call with the parameters of a path."""
    return call._replace(path_params=known_params(dict(zip(found[1], found[2], strict=True))))
