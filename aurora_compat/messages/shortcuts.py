"""The least that is to do for ordinary messages: functions made once, which have at hand what they need for every one.

They are for a gateway, to which every microsecond counts: an attribute looked up, a function called between two others
cost it as much as a part of the parsing.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple, TypeAlias

from aurora_compat.code import Aside
from aurora_compat.messages.lanes import Way
from aurora_compat.messages.payload import VALIDATORS
from aurora_compat.messages.usual import JSON, USUAL_NAMES
from aurora_compat.reading import Limits
from aurora_compat.routing import PlainRoute, plain_params
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

_FRAMING = VALIDATORS | {"content-length", "transfer-encoding"}
_MINDED = frozenset(name.encode() for name in (*_FRAMING, "content-encoding"))
"""Fields of an answer that go with the bytes of its body."""
_KINDS = frozenset(kind.encode() for kind in JSON)
_ORDERS = 64
"""Orders of fields that are kept in mind for an operation: clients are many, libraries that write heads are few."""


class _Places(NamedTuple):
    """Where the fields of an ordinary head stand; None for one that is not there, or does not matter.

    Attributes:
        bearer: the credential, where there must be one.
        accepts: what codings are accepted.
        kind: the content type, of a body in no coding.
    """

    bearer: int | None
    accepts: int | None
    kind: int | None


def sender(way: Way, limits: Limits) -> Sender:
    """That of a way of requests, with limits on what is read."""
    head = way.ordinary
    if head is None:
        return lambda request, found: None
    turn, touches, call, walks = way.turn(limits), way.touches, way.call, way.compiled.walks
    answer_is_read, has_bearer, absent = way.answer_is_read, head.bearer, head.absent | _FRAMING
    start, put, cut, longer = f"{head.cut}/", head.put, len(head.cut), head.longer + len(head.cut)
    known: dict[tuple[str, ...], _Places] = {}

    def places_in(names: tuple[str, ...]) -> _Places | None:
        if not USUAL_NAMES.issuperset(names) or not absent.isdisjoint(names) or len({*names}) != len(names):
            return None
        bearer, accepts, kind, coding = (
            names.index(name) if name in names else None
            for name in ("authorization", "accept-encoding", "content-type", "content-encoding")
        )
        if has_bearer and bearer is None:
            return None
        places = _Places(bearer if has_bearer else None, accepts, kind if coding is None else None)
        if len(known) < _ORDERS:
            known[names] = places
        return places

    def send(request: Request, found: PlainRoute) -> Request | None:
        path, headers, body = request.path, request.headers, request.body
        names, values = zip(*headers)  # noqa: B905  # names and values are as many
        places = known.get(names) or places_in(names)
        if (
            places is None
            or request.query
            or len(path) <= longer
            or not path.startswith(start)
            or not path.isprintable()
        ):
            return None
        bearer, accepts, kind = places
        if bearer is not None:
            held = values[bearer]
            if not held.startswith("Bearer ") or held[-1].isspace():
                return None
        if body and touches:
            if kind is None or values[kind] not in JSON:
                raise Aside
            body = turn(body, _told(call, found) if walks else call)
        if answer_is_read:
            if accepts is None:
                headers = Headers((*headers, ("Accept-Encoding", "identity")))
            elif values[accepts] != "identity":
                headers = Headers((*headers[:accepts], ("accept-encoding", "identity"), *headers[accepts + 1 :]))
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
    return call._replace(path_params=known_params(plain_params(found)))
