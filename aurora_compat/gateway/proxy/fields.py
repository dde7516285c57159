"""Header fields of one hop: those that end here, and those that frame a body, which the next hop does anew.

From RFC 9110, section 7.6.1, and RFC 9112, section 6.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from aurora_compat.words.fields import Headers

HOP = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection"),
        *(b"te", b"trailer", b"transfer-encoding", b"upgrade"),
    }
)
"""Fields that speak to the next hop alone, in lower case."""

_ENDS_HERE = HOP | {b"content-length", b"expect"}
_OF_ANSWERS = HOP | {b"content-length", b"x-request-id"}
_USUAL = frozenset({b"close", b"keep-alive", b"Keep-Alive"})

Raw = Collection[tuple[bytes, bytes]]
"""Header fields as bytes, as ASGI and HTTP clients hand them over."""


class Framing(NamedTuple):
    """What the head of a request says of its body.

    Attributes:
        length: bytes; None where it comes in chunks.
        expects: whether it expects something other than `100-continue`.
        named: further fields that end here, as `Connection` names them, in lower case.
        id: what the caller calls the request, by `X-Request-Id`.
        size: bytes of all fields.
    """

    length: int | None = 0
    expects: bool = False
    named: frozenset[bytes] = frozenset()
    id: bytes = b""
    size: int = 0


_PLAIN = Framing()


def framing_of(raw: Raw) -> Framing:
    """The framing of a request; names are in lower case, as ASGI has them."""
    length: int | None = 0
    expects = False
    named: frozenset[bytes] = frozenset()
    id_ = b""
    size = 0
    for name, value in raw:
        size += len(name) + len(value)
        if name == b"content-length":
            length = int(value)
        elif name == b"transfer-encoding":
            length = None
        elif name == b"expect":
            expects = value.lower() != b"100-continue"
        elif name == b"x-request-id":
            id_ = value
        elif name == b"connection" and value not in _USUAL:
            named = named.union(_tokens(value))
    return Framing(length, expects, named, id_, size)


def of_request(raw: Raw, framing: Framing = _PLAIN) -> Headers:
    """The fields of a request that go on to the server; names are in lower case."""
    ends = _ENDS_HERE | framing.named if framing.named else _ENDS_HERE
    return Headers([(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw if name not in ends])


def of_answer(raw: Raw) -> list[tuple[bytes, bytes]]:
    """The fields of an answer that go on to the client, in lower case; the id of a request is the gateway's to tell."""
    kept = [(lower, value) for name, value in raw if (lower := name.lower()) not in _OF_ANSWERS]
    named = frozenset(
        token
        for name, value in raw
        if name.lower() == b"connection" and value not in _USUAL
        for token in _tokens(value)
    )
    return [field for field in kept if field[0] not in named] if named else kept


def _tokens(value: bytes) -> Iterable[bytes]:
    return (token.strip().lower() for token in value.split(b","))
