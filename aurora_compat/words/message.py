"""HTTP messages as frozen values: what a gateway holds, and what a translation asks for.

Nothing is normalised on the way in: the spelling of a path, of every query parameter and of every header comes out
as it went in, as long as no rule touches it. So a signature over the target stays good, and a proxy stays invisible.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, TypeAlias

from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.value import Value

Text: TypeAlias = str | bytes | int
Pairs: TypeAlias = Mapping[Any, Any] | Iterable[tuple[Any, Any]]


class Fields(tuple[tuple[str, str], ...]):
    """Names and values in their order, repeats kept."""

    __slots__ = ()

    @classmethod
    def of(cls, pairs: Pairs) -> "Fields":
        """From a mapping or from pairs; bytes are read as Latin-1, as HTTP servers hand them over.

        Raises:
            MalformedPayload: a name or value is no text.
        """
        return cls(_texts(pairs))

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value of that very name."""
        return next((value for key, value in self if key == name), default)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of that very name, in order."""
        return tuple(value for key, value in self if key == name)


class Query(Fields):
    """The parameters of a query, decoded, and the spelling that each came in.

    Made from decoded names and values, or from the text behind the `?`. Parameters that are not touched keep their
    spelling, malformed percent-encoding (`%zz`) too; new ones are percent-encoded (RFC 3986).
    """

    _spelled: tuple[str, ...]

    @classmethod
    def of(cls, pairs: "Pairs | str | bytes") -> "Query":
        """From the text of a query (str or bytes, without `?`), a mapping, or pairs."""
        if isinstance(pairs, Query):
            return pairs
        if isinstance(pairs, (str, bytes)):
            text = pairs.decode("latin-1") if isinstance(pairs, bytes) else pairs
            return cls._spelt((_decoded_pair(part), part) for part in text.split("&")) if text else cls._spelt(())
        return cls._spelt((pair, _encoded_pair(pair)) for pair in _texts(pairs))

    @classmethod
    def _spelt(cls, parts: Iterable[tuple[tuple[str, str], str]]) -> "Query":
        parts = tuple(parts)
        query = cls(pair for pair, _ in parts)
        query._spelled = tuple(spelling for _, spelling in parts)
        return query

    def __reduce__(self) -> tuple[Any, ...]:
        return Query._spelt, (tuple(zip(self, self._spelled, strict=True)),)

    @property
    def encoded(self) -> str:
        """The text behind the `?`."""
        return "&".join(self._spelled)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every parameter as it is written in the target, in order."""
        return self._spelled

    def spelling(self, name: str) -> str:
        """The first value of that name as it is written in the target; empty where there is none."""
        found = (text for pair, text in zip(self, self._spelled, strict=True) if pair[0] == name)
        return next(found, "").partition("=")[2]

    def is_plain(self, name: str) -> bool:
        """Whether all parameters of that name spell it plainly."""
        spelled = (text for pair, text in zip(self, self._spelled, strict=True) if pair[0] == name)
        return all(text.partition("=")[0] == name and "=" in text for text in spelled)

    def joined(self, more: "Query") -> "Query":
        """This query and another behind it."""
        return Query._spelt((*zip(self, self._spelled, strict=True), *zip(more, more.spellings, strict=True)))

    def without(self, *names: str) -> "Query":
        """The query less all parameters of these names."""
        return Query._spelt(item for item in zip(self, self._spelled, strict=True) if item[0][0] not in names)

    def renamed(self, old: str, new: str) -> "Query":
        """The query with another name on all parameters of one name; their values keep their spelling."""
        return Query._spelt(
            ((new, pair[1]), _quoted(new) + spelling[len(spelling.partition("=")[0]) :])
            if pair[0] == old
            else (pair, spelling)
            for pair, spelling in zip(self, self._spelled, strict=True)
        )

    def plus(self, name: str, value: str, spelling: str | None = None) -> "Query":
        """The query with one more parameter at its end; `spelling` is the value as it is to stand there."""
        spelled = f"{_quoted(name)}={_quoted(value) if spelling is None else spelling}"
        return Query._spelt((*zip(self, self._spelled, strict=True), ((name, value), spelled)))


class Headers(Fields):
    """Header fields; names compare without case (RFC 9110, section 5.1)."""

    __slots__ = ()

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value of that name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self if key.lower() == wanted), default)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of that name, in order, whatever its case."""
        wanted = name.lower()
        return tuple(value for key, value in self if key.lower() == wanted)

    def without(self, *names: str) -> "Headers":
        """The fields less all of these names."""
        unwanted = {name.lower() for name in names}
        return Headers(pair for pair in self if pair[0].lower() not in unwanted)

    def with_value(self, name: str, value: str) -> "Headers":
        """The fields with one value for a name: in the place and spelling of the first one, else at the end."""
        wanted, found, fields = name.lower(), False, []
        for key, held in self:
            if key.lower() != wanted:
                fields.append((key, held))
            elif not found:
                found = True
                fields.append((key, value))
        return Headers(fields if found else [*fields, (name, value)])

    def mapped(self, name: str, change: Callable[[str], str]) -> "Headers":
        """The fields with a function applied to every value of one name."""
        wanted = name.lower()
        return Headers((key, change(value) if key.lower() == wanted else value) for key, value in self)

    @property
    def raw(self) -> list[tuple[bytes, bytes]]:
        """Names and values as bytes, as ASGI and HTTP clients take them."""
        return [(_bytes(name), _bytes(value)) for name, value in self]


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
            inside = Query.of(behind)
            parameters = inside.joined(parameters)
        fields = self.__dict__
        fields["method"], fields["path"], fields["query"] = method, path, parameters
        fields["headers"], fields["body"] = _headers(headers), _body(body)

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
        return text if text.isascii() and text.isprintable() and " " not in text else _quoted(text, safe=_IN_TARGET)

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
        path = raw_path.decode("latin-1") if raw_path else _quoted(scope["path"], safe="/%" + _IN_TARGET)
        return cls(scope["method"], path.partition("?")[0], scope.get("query_string", b""), scope["headers"], body)

    def to_asgi(self, scope: Mapping[str, Any]) -> MutableMapping[str, Any]:
        """A copy of an ASGI HTTP scope that carries this request."""
        path = self.target.partition("?")[0][_origin_length(self.path) :]
        query = self.target.partition("?")[2].encode("latin-1")
        return {
            **scope,
            "method": self.method,
            "path": _unquoted(path),
            "raw_path": path.encode("latin-1"),
            "query_string": query,
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


_NEVER = "\r\n\0"
_IN_TARGET = "!#$%&'()*+,/:;=?@[]~"


def _texts(pairs: Pairs) -> Iterator[tuple[str, str]]:
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    try:
        for name, value in items:
            yield _text(name), _text(value)
    except (TypeError, ValueError) as error:
        raise MalformedPayload(f"query and headers are a mapping or pairs of text: {error}") from None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (bytes, bytearray)):
        return value.decode("latin-1")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"{type(value).__name__} was met")


def _bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _headers(headers: Pairs | None) -> Headers:
    if isinstance(headers, Headers):
        return headers
    return Headers(_texts(headers)) if headers else Headers()


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


def _quoted(text: str, safe: str = "") -> str:
    if text.isalnum() and text.isascii():
        return text
    from urllib.parse import quote  # loads much: only texts that need it wait for it

    return quote(text, safe=safe, errors="surrogatepass")


def _unquoted(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


def _encoded_pair(pair: tuple[str, str]) -> str:
    """Line breaks and NUL stay bare, so that a translation sees and refuses them."""
    return f"{_quoted(pair[0], safe=_NEVER)}={_quoted(pair[1], safe=_NEVER)}"


def _decoded_pair(part: str) -> tuple[str, str]:
    name, _, value = part.replace("+", " ").partition("=")
    return _unquoted(name), _unquoted(value)
