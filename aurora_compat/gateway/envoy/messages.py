"""What Envoy tells of an HTTP message, as the values that the engine takes.

Envoy has names of header fields in lower case, and what HTTP/2 calls pseudo-header fields among them: `:method`,
`:path` (with the query), `:authority` (what `Host` is in HTTP/1.1), `:scheme`, `:status`. Bytes of values come in
`raw_value`, or, of an older Envoy, as text in `value`.
"""

from typing import Any, NamedTuple

from aurora_compat.gateway.proxy.fields import HOP
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request, Response

_ENDS_HERE = HOP | {b"content-length", b"expect"}


class Head(NamedTuple):
    """The head of a message.

    Attributes:
        pseudo: the pseudo-header fields by name, with their colon.
        raw: all others, in order, repeats kept.
        is_raw: whether values came as bytes; then they are to be sent so, too.
        is_all: whether no body follows.
    """

    pseudo: dict[str, str]
    raw: list[tuple[bytes, bytes]]
    is_raw: bool
    is_all: bool

    @classmethod
    def of(cls, told: Any) -> "Head":
        """From an `HttpHeaders` message."""
        pseudo: dict[str, str] = {}
        raw: list[tuple[bytes, bytes]] = []
        is_raw = False
        for field in told.headers.headers:
            value = field.raw_value
            if value:
                is_raw = True
            else:
                value = field.value.encode()
            if field.key.startswith(":"):
                pseudo[field.key] = value.decode("latin-1")
            else:
                raw.append((field.key.encode(), value))
        return cls(pseudo, raw, is_raw, told.end_of_stream)

    def request(self, body: bytes = b"") -> Request:
        """The request that it begins, without the fields of this hop.

        Raises:
            KeyError: Envoy was told to keep `:method` or `:path` to itself.
        """
        headers = self._end_to_end()
        if ":authority" in self.pseudo and headers.get("host") is None:
            headers = Headers((("host", self.pseudo[":authority"]), *headers))
        return Request(self.pseudo[":method"], self.pseudo[":path"], None, headers, body)

    def response(self, body: bytes = b"") -> Response:
        """The response that it begins, likewise.

        Raises:
            KeyError: Envoy was told to keep `:status` to itself.
        """
        return Response(int(self.pseudo[":status"]), self._end_to_end(), body)

    @property
    def length(self) -> int | None:
        """Of the body, as it is told; None where it is not."""
        told = next((value for name, value in self.raw if name == b"content-length"), b"")
        return int(told) if told.isdigit() else None

    def _end_to_end(self) -> Headers:
        """The fields that are not of this hop alone; names are in lower case, as Envoy has them."""
        ends = _ENDS_HERE
        for name, value in self.raw:
            if name == b"connection":
                ends = ends.union(token.strip().lower() for token in value.split(b","))
        return Headers.of(field for field in self.raw if field[0] not in ends)
