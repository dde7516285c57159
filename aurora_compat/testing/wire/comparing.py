"""When two messages are the same, and what they differ in.

Method, path, query with its spelling and order, header fields as RFC 9110 compares them (names without case, the values
of one name in their order), the body as a JSON value (text as text). Outside are the length and the coding of the body,
what vouches for its bytes, what coding is accepted, and credentials.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Any

from aurora_compat.registries import Registry
from aurora_compat.testing.judging import Breach
from aurora_compat.testing.wire.example import Message
from aurora_compat.words.jsons import same
from aurora_compat.words.message import Request, Response

OUTSIDE = frozenset(
    {
        *("content-length", "content-encoding", "accept-encoding", "etag", "authorization"),
        *("content-md5", "digest", "content-digest", "repr-digest"),
    }
)
"""Header fields that no law speaks of."""
NOTHING = object()
"""The body of a message that has none."""


class Comparison:
    """What is compared in messages of one registry: all but its credentials."""

    def __init__(self, registry: Registry) -> None:
        places = {place for change in registry.changes.values() for head in change.heads for place in head.credentials}
        self.parameters_outside = {place.removeprefix("query/") for place in places if place.startswith("query/")}
        fields = {place.removeprefix("headers/").lower() for place in places if place.startswith("headers/")}
        self.fields_outside = OUTSIDE | fields

    def differing(self, one: Message, other: Message, when: str) -> Iterator[Breach]:
        """What two messages differ in, part by part; nothing for equal ones."""
        if isinstance(one, Request) and isinstance(other, Request):
            yield from _unlike("method", one.method, other.method, when)
            yield from _unlike("path", one.path, other.path, when)
            yield from _unlike("query", self.query_of(one), self.query_of(other), when)
        if isinstance(one, Response) and isinstance(other, Response):
            yield from _unlike("status", one.status, other.status, when)
        yield from _unlike("headers", self.fields_of(one), self.fields_of(other), when)
        if not same(value_of(one), value_of(other)):
            yield Breach("body", f"{when}, {one.body[:400]!r} has become {other.body[:400]!r}")

    def fields_of(self, message: Message) -> dict[str, tuple[str, ...]]:
        """The header fields that laws speak of, by name in lower case, the values of one name in their order."""
        names = {name.lower() for name, _ in message.headers} - self.fields_outside
        return {name: message.headers.all(name) for name in sorted(names)}

    def query_of(self, message: Request) -> list[str]:
        """The parameters that laws speak of, as they are spelled."""
        spelled = zip(message.query, message.query.spellings, strict=True)
        return [spelling for (name, _), spelling in spelled if name not in self.parameters_outside]


def spellings_of(message: Request, name: str) -> list[str]:
    """A parameter of a query as it is spelled, each time."""
    return [text for pair, text in zip(message.query, message.query.spellings, strict=True) if pair[0] == name]


def value_of(message: Message) -> Any:
    """The value of a body: JSON, else its text as bytes; `NOTHING` where there is none."""
    plain = _plain(message.body, message.headers.get("content-encoding") or "")
    try:
        return json.loads(plain)
    except ValueError:
        return plain or NOTHING


def _plain(body: bytes, codings: str) -> bytes:
    for coding in reversed(codings.lower().replace(" ", "").split(",")):
        if not body:
            break
        if coding == "gzip":
            body = gzip.decompress(body)
        elif coding == "deflate":
            body = zlib.decompress(body) if body[:1] == b"x" else zlib.decompress(body, -15)
    return body


def _unlike(place: str, one: object, other: object, when: str) -> Iterator[Breach]:
    if one != other:
        yield Breach(place, f"{when}, {one} has become {other}")
