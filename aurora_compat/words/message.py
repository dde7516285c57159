"""HTTP messages as frozen values: what a gateway holds, and what a translation asks for.

Nothing is normalised on the way in: the spelling of a path, of every query parameter and of every header comes out
as it went in, as long as no rule touches it. So a signature over the target stays good, and a proxy stays invisible.
"""

from collections.abc import Mapping, MutableMapping
from typing import Any

from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.fields import Headers, Pairs, Query, quoted, unquoted
from aurora_compat.words.value import Value


class Request(Value):
    """One HTTP request.

    Attributes:
        method: as sent.
        path: the path with its percent-encoding as it came, or a whole URL; what stands behind a `?` in it is moved to
            the front of `query`.
        query: the parameters, decoded; their spelling is kept too.
        headers: the fields, in order.
        body: empty for none.

    The representation leaves query, headers and body out: credentials travel in them.

    Raises:
        MalformedPayload: a field or the body is of another type.
    """

    method: str
    path: str
    query: Query = Query.of("")
    headers: Headers = Headers()
    body: bytes = b""

    def __init__(
        self,
        method: str,
        path: str,
        query: "Pairs | str | bytes | None" = None,
        headers: Pairs | None = None,
        body: bytes | None = None,
    ) -> None:
        if not isinstance(method, str) or not isinstance(path, str):
            raise MalformedPayload("method and path of a request are text")
        path, mark, behind = path.partition("?")
        parameters = Query.of(() if query is None else query)
        if mark:
            parameters = Query.of(behind).joined(parameters)
        fields = self.__dict__
        fields["method"], fields["path"], fields["query"] = method, path, parameters
        fields["headers"], fields["body"] = _headers(headers), _body(body)

    @classmethod
    def made(cls, method: str, path: str, query: Query, headers: Headers, body: bytes) -> "Request":
        """From parts that are what they should be, and that nobody need look at again."""
        request = cls.__new__(cls)
        fields = request.__dict__
        fields["method"], fields["path"], fields["query"] = method, path, query
        fields["headers"], fields["body"] = headers, body
        return request

    def __repr__(self) -> str:
        front, at, rest = self.origin.rpartition("@")
        origin = f"{front.partition('://')[0]}://...@{rest}" if at else rest
        return f"Request({self.method} {origin}{self.path[len(self.origin) :]})"

    @property
    def origin(self) -> str:
        """Scheme and host in front of an absolute path (`https://api.aurorasolar.com`), else empty."""
        return self.path[: _origin_length(self.path)]

    @property
    def host(self) -> str | None:
        """The host that the request is for, in lower case: that of its URL, else of its `Host` header."""
        origin = self.origin
        host = origin.partition("://")[2] if origin else self.headers.get("host")
        return host.rpartition("@")[2].strip().lower() if host else None

    @property
    def target(self) -> str:
        """Path and query as the request line and HTTP clients take them; what can't stand there is percent-encoded."""
        text = f"{self.path}?{self.query.encoded}" if self.query else self.path
        return text if text.isascii() and text.isprintable() and " " not in text else quoted(text, safe=_IN_TARGET)

    def json(self) -> Any:
        """The body, parsed.

        Raises:
            MalformedPayload: it is no JSON.
        """
        return _parsed(self.body)

    @classmethod
    def from_asgi(cls, scope: Mapping[str, Any], body: bytes = b"") -> "Request":
        """From an ASGI HTTP scope and the whole body."""
        raw_path = scope.get("raw_path")
        path = raw_path.decode("latin-1") if raw_path else quoted(scope["path"], safe="/%" + _IN_TARGET)
        return cls(scope["method"], path.partition("?")[0], scope.get("query_string", b""), scope["headers"], body)

    def to_asgi(self, scope: Mapping[str, Any]) -> MutableMapping[str, Any]:
        """A copy of an ASGI HTTP scope that carries this request."""
        target, _, query = self.target.partition("?")
        path = target[_origin_length(self.path) :]
        return {
            **scope,
            "method": self.method,
            "path": unquoted(path),
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "headers": [(name.lower(), value) for name, value in self.headers.raw],
        }


class Response(Value):
    """One HTTP response: status, header fields in order, body (empty for none).

    The representation leaves headers and body out.

    Raises:
        MalformedPayload: a field or the body is of another type.
    """

    status: int
    headers: Headers = Headers()
    body: bytes = b""

    def __init__(self, status: int, headers: Pairs | None = None, body: bytes | None = None) -> None:
        if not isinstance(status, int):
            raise MalformedPayload(f"the status of a response is a number such as 200, not {status!r:.40}")
        fields = self.__dict__
        fields["status"], fields["headers"], fields["body"] = int(status), _headers(headers), _body(body)

    @classmethod
    def made(cls, status: int, headers: Headers, body: bytes) -> "Response":
        """From parts that are what they should be, and that nobody need look at again."""
        response = cls.__new__(cls)
        fields = response.__dict__
        fields["status"], fields["headers"], fields["body"] = status, headers, body
        return response

    def __repr__(self) -> str:
        return f"Response({self.status})"

    def json(self) -> Any:
        """The body, parsed.

        Raises:
            MalformedPayload: it is no JSON.
        """
        return _parsed(self.body)

    @classmethod
    def from_asgi(cls, start: Mapping[str, Any], body: bytes = b"") -> "Response":
        """From an ASGI `http.response.start` message and the whole body."""
        return cls(start["status"], start.get("headers", ()), body)

    def to_asgi(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The two ASGI messages that send it."""
        headers = [(name.lower(), value) for name, value in self.headers.raw]
        return (
            {"type": "http.response.start", "status": self.status, "headers": headers},
            {"type": "http.response.body", "body": self.body},
        )


_IN_TARGET = "!#$%&'()*+,/:;=?@[]~"


def _headers(headers: Pairs | None) -> Headers:
    if isinstance(headers, Headers):
        return headers
    return Headers.of(headers) if headers else Headers()


def _body(body: Any) -> bytes:
    if isinstance(body, bytes):
        return body
    if body is None:
        return b""
    if isinstance(body, (bytearray, memoryview)):
        return bytes(body)
    raise MalformedPayload(f"the body of a message is bytes, not {type(body).__name__}")


def _parsed(body: bytes) -> Any:
    import json

    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedPayload(f"the body is no JSON: {error}") from None


def _origin_length(path: str) -> int:
    """How much of a path is scheme and host."""
    if path.startswith("/"):
        return 0
    scheme, mark, _ = path.partition("://")
    if not mark or not scheme.replace("+", "").replace("-", "").replace(".", "").isalnum():
        return 0
    end = path.find("/", len(scheme) + 3)
    return len(path) if end < 0 else end
