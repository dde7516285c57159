"""Header fields of one hop: those that end here, and those that frame a body, which the next hop does anew.

From RFC 9110, section 7.6.1, and RFC 9112, section 6.
"""

from collections.abc import Iterable

from aurora_compat.words.fields import Headers

HOP = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection"),
        *(b"te", b"trailer", b"transfer-encoding", b"upgrade"),
    }
)
"""Fields that speak to the next hop alone, in lower case."""

_ENDS_HERE = HOP | {b"content-length", b"expect"}
_OF_ANSWERS = HOP | {b"content-length"}

Raw = Iterable[tuple[bytes, bytes]]
"""Header fields as bytes, as ASGI and HTTP clients hand them over."""


def of_request(raw: Raw) -> Headers:
    """The fields of a request that go on to the server; names are in lower case."""
    return _kept(raw, _ENDS_HERE)


def of_answer(raw: Raw) -> Headers:
    """The fields of an answer that go on to the client, likewise."""
    return _kept([(name.lower(), value) for name, value in raw], _OF_ANSWERS)


def _kept(raw: Raw, ends: frozenset[bytes]) -> Headers:
    fields, more = [], None
    for name, value in raw:
        if name not in ends:
            fields.append((name.decode("latin-1"), value.decode("latin-1")))
        elif name == b"connection" and value not in (b"close", b"keep-alive"):
            more = (more or b"") + b"," + value
    if more:
        named = {token.strip().lower() for token in more.decode("latin-1").split(",")}
        fields = [field for field in fields if field[0] not in named]
    return Headers(fields)
