"""Names and values in their order: the query of a request, the header fields of a message.

What is not touched keeps its spelling; so a signature over the target stays good, and a proxy stays invisible.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Self, TypeAlias

from aurora_compat.words.error import MalformedPayload

Pairs: TypeAlias = Mapping[Any, Any] | Iterable[tuple[Any, Any]]
"""A mapping or pairs, of text, bytes or integers."""

_BARE = "\r\n\0"
"""What stays unencoded in parameters that are given decoded, so that a translation sees and refuses it."""


class Fields(tuple[tuple[str, str], ...]):
    """Names and values in their order, repeats kept."""

    __slots__ = ()

    @classmethod
    def of(cls, pairs: Pairs) -> Self:
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
            ((new, pair[1]), quoted(new) + spelling[len(spelling.partition("=")[0]) :])
            if pair[0] == old
            else (pair, spelling)
            for pair, spelling in zip(self, self._spelled, strict=True)
        )

    def plus(self, name: str, value: str, spelling: str | None = None) -> "Query":
        """The query with one more parameter at its end; `spelling` is the value as it is to stand there."""
        spelled = f"{quoted(name)}={quoted(value) if spelling is None else spelling}"
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


def quoted(text: str, safe: str = "") -> str:
    """Percent-encoded, but for unreserved characters and those of `safe`."""
    if text.isalnum() and text.isascii():
        return text
    from urllib.parse import quote  # loads much: only texts that need it wait for it

    return quote(text, safe=safe, errors="surrogatepass")


def unquoted(text: str) -> str:
    """Without percent-encoding; what is malformed stays."""
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


def _encoded_pair(pair: tuple[str, str]) -> str:
    return f"{quoted(pair[0], safe=_BARE)}={quoted(pair[1], safe=_BARE)}"


def _decoded_pair(part: str) -> tuple[str, str]:
    name, _, value = part.replace("+", " ").partition("=")
    return unquoted(name), unquoted(value)
