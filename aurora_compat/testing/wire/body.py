"""Bodies on the wire: a JSON value in some spelling, type and coding, and how a message carries it."""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

from aurora_compat.testing import chance
from aurora_compat.words.fields import Headers
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.message import Request, Response

Message: TypeAlias = Request | Response

TYPES = (
    *("application/json", "application/json", "application/json; charset=utf-8", "application/vnd.example+json"),
    *("Application/JSON", None),
)
_TEXTS = ("text/html", "text/plain; charset=utf-8", None)
CODINGS: Mapping[str, Callable[[bytes], bytes]] = FrozenMap(
    {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "Deflate": lambda body: zlib.compress(body, wbits=-15),
        "gzip, deflate": lambda body: zlib.compress(gzip.compress(body)),
        "identity": bytes,
    }
)
"""Content codings, and what makes them."""
_FIELDS = ("Content-Type", "Content-Encoding", "Content-Length")


class Body(NamedTuple):
    """A value, and how it is spelled on the wire.

    Attributes:
        payload: the value; None may also stand for no body.
        kind: its media type, None for none.
        coding: its content coding, None for none.
        absent: there are no bytes.
        as_text: a text stands as it is, not as JSON.
        ascii_only: what is not ASCII is escaped.
        indent: of the JSON text.
        measured: its length is told.
    """

    payload: Json = None
    kind: str | None = "application/json"
    coding: str | None = None
    absent: bool = False
    as_text: bool = False
    ascii_only: bool = False
    indent: int | None = None
    measured: bool = False

    @property
    def content(self) -> bytes:
        """The bytes."""
        if self.absent:
            return b""
        if self.as_text and isinstance(self.payload, str):
            plain = self.payload.encode("utf-8", "replace")
        else:
            text = json.dumps(self.payload, ensure_ascii=self.ascii_only, indent=self.indent)
            plain = text.encode("utf-8", "surrogatepass")
        return CODINGS[self.coding](plain) if self.coding else plain

    def put(self, message: Message) -> Any:
        """The message with this body, and the header fields that describe it."""
        content = self.content
        fields = [("Content-Type", self.kind)] if self.kind and not self.absent else []
        if self.coding and content:
            fields.append(("Content-Encoding", self.coding))
        if self.measured:
            fields.append(("content-length", str(len(content))))
        headers = Headers((*message.headers.without(*_FIELDS), *fields))
        return message.__replace__(headers=headers, body=content)


spelled: st.SearchStrategy[Body] = st.tuples(
    st.sampled_from(TYPES),
    chance.seldom(st.sampled_from(tuple(CODINGS))),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from((None, None, 1)),
    st.booleans(),
).map(lambda drawn: Body(None, *drawn))
"""Every way in which a value may stand in a message."""


def encoded(payload: Json, how: Body, *, text: bool) -> Body:
    """A value in one of these ways; `text`: a text may stand as it is. Only null may be absent."""
    as_text = text and isinstance(payload, str)
    kind = _TEXTS[TYPES.index(how.kind) % len(_TEXTS)] if as_text else how.kind
    return how._replace(payload=payload, kind=kind, absent=how.absent and payload is None, as_text=as_text)
