"""HTTP messages as values. A payload is translated without them; what a translation needs is asked for by one."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from aurora_compat.words.value import Value

Pairs: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]


class Fields(tuple[tuple[str, str], ...]):
    """Names and values in their order, repeats kept: a query, or the headers of a message."""

    __slots__ = ()

    @classmethod
    def of(cls, pairs: Pairs) -> "Fields":
        """From a mapping or from pairs."""
        items = pairs.items() if isinstance(pairs, Mapping) else pairs
        return cls((name, value) for name, value in items)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value of that very name."""
        return next((value for key, value in self if key == name), default)


class Headers(Fields):
    """Header fields; names compare without case (RFC 9110, section 5.1)."""

    __slots__ = ()

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value of that name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self if key.lower() == wanted), default)


class Request(Value):
    """One HTTP request: `path` with its percent-encoding, `query` decoded, `body` as bytes (empty for none).

    The representation leaves query, headers and body out: credentials travel in them.
    """

    method: str
    path: str
    query: Fields = Fields()
    headers: Headers = Headers()
    body: bytes = b""

    def __post_init__(self) -> None:
        self.__dict__["query"] = Fields.of(self.query)
        self.__dict__["headers"] = Headers(Fields.of(self.headers))

    def __repr__(self) -> str:
        return f"Request({self.method} {self.path})"
