"""Header fields of one hop: those that end here, and those that frame a body, which the next hop does anew.

From RFC 9110, section 7.6.1, and RFC 9112, section 6.
"""

import re
from collections.abc import Collection, Iterable
from http import HTTPStatus
from typing import NamedTuple

from aurora_compat.messages import USUAL_NAMES
from aurora_compat.words.fields import Headers

HOP = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection"),
        *(b"te", b"trailer", b"transfer-encoding", b"upgrade"),
    }
)
"""Fields that speak to the next hop alone, in lower case."""

_ENDS_HERE = HOP | {b"content-length", b"expect"}
_OF_REQUESTS = frozenset({b"connection", b"content-length", b"expect", b"host", b"transfer-encoding", b"x-request-id"})
_LINKS = frozenset({b"content-location", b"link", b"location"})
_OF_ANSWERS = HOP | _LINKS | {b"content-length", b"x-request-id"}
_USUAL = frozenset({b"close", b"keep-alive", b"Keep-Alive"})
_VERSIONS = frozenset({"1.0", "1.1"})
_TEXTS = {name.encode("latin-1"): name for name in USUAL_NAMES}
"""Names as text that is made once: looking one up, and comparing it with itself, is cheaper than to decode it."""
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]").search

Raw = Collection[tuple[bytes, bytes]]
"""Header fields as bytes, as ASGI and HTTP clients hand them over."""


class Framing(NamedTuple):
    """What the head of a request says of its body.

    Attributes:
        length: bytes; None where it comes in chunks.
        fault: why it is not taken: the status of the answer, and a sentence.
        named: further fields that end here, as `Connection` names them, in lower case.
        id: what the caller calls the request, by `X-Request-Id`.
        size: bytes of all fields.
    """

    length: int | None = 0
    fault: tuple[HTTPStatus, str] | None = None
    named: frozenset[bytes] = frozenset()
    id: bytes = b""
    size: int = 0


_PLAIN = Framing()


def framing_of(raw: Raw, version: str = "1.1") -> Framing:
    """The framing of a request.

    Args:
        raw: its fields; names are in lower case, as ASGI has them.
        version: of HTTP.
    """
    length: int | None = 0
    fault: tuple[HTTPStatus, str] | None = None
    named: frozenset[bytes] = frozenset()
    id_ = b""
    size = hosts = 0
    for name, value in raw:
        size += len(name) + len(value)
        if name not in _OF_REQUESTS:
            continue
        if name == b"host":
            hosts += 1
        elif name == b"content-length":
            length = int(value)
        elif name == b"x-request-id":
            id_ = value
        elif name == b"connection":
            if value not in _USUAL:
                named = named.union(_tokens(value))
        elif name == b"transfer-encoding":
            length = None
            if value.strip().lower() != b"chunked":
                fault = HTTPStatus.NOT_IMPLEMENTED, "chunked is the only transfer coding that is known here"
        elif value.lower() != b"100-continue":
            fault = HTTPStatus.EXPECTATION_FAILED, "only 100-continue can be expected"
    if hosts != 1 and (hosts or version == "1.1"):
        fault = HTTPStatus.BAD_REQUEST, "a request names its host once"
    elif version not in _VERSIONS:
        fault = HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here"
    return Framing(length, fault, named, id_, size)


def of_request(raw: Raw, framing: Framing = _PLAIN) -> Headers:
    """The fields of a request that go on to the server; names are in lower case."""
    ends = _ENDS_HERE | framing.named if framing.named else _ENDS_HERE
    texts = _TEXTS.get
    return Headers(
        [(texts(name) or name.decode("latin-1"), value.decode("latin-1")) for name, value in raw if name not in ends]
    )


def of_answer(raw: Raw) -> tuple[list[tuple[bytes, bytes]], bool]:
    """The fields of an answer that go on to the client, names in lower case, and whether some of them are links.

    The id of a request is the gateway's to tell.

    Raises:
        ValueError: a value holds what can't be sent on.
    """
    kept: list[tuple[bytes, bytes]] = []
    named: list[bytes] = []
    links = False
    for name, value in raw:
        name = name.lower()
        if name not in _OF_ANSWERS:
            kept.append((name, value))
        elif name in _LINKS:
            kept.append((name, value))
            links = True
        elif name == b"connection" and value not in _USUAL:
            named += _tokens(value)
    if _FORBIDDEN(b"".join([value for _, value in kept])) is not None:
        raise ValueError("control characters in a header field")
    return ([field for field in kept if field[0] not in named] if named else kept), links


def _tokens(value: bytes) -> Iterable[bytes]:
    return (token.strip().lower() for token in value.split(b","))
