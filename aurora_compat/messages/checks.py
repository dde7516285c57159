"""What can't be sent as a message, or would fall apart on the way: refused in requests, left out of responses."""

import re

from aurora_compat.run import Call
from aurora_compat.words.error import InvalidContext, MalformedPayload
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request
from aurora_compat.words.note import Note

_BREAKS = re.compile(r"[\r\n\0]")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NUMBER = re.compile(r"[0-9]+")


def checked(name: str, value: object, kind: type) -> None:
    """Refuse an argument of another type.

    Raises:
        InvalidContext: naming the argument.
    """
    if not isinstance(value, kind):
        raise InvalidContext(f"{name} is a {kind.__name__}, not {type(value).__name__}")


def check_target(request: Request, call: Call) -> None:
    """Refuse a request line that would split, and a path that is none.

    Raises:
        MalformedPayload.
    """
    if breaks(f"{request.method} {request.path} {request.query.encoded}"):
        raise MalformedPayload(
            "the request line holds a line break or NUL, which would split the request; percent-encode it",
            **call.where | {"pointer": "path" if breaks(request.path) else "query"},
        )
    if _NAME.fullmatch(request.method) is None:
        raise MalformedPayload(f"{request.method!r:.40} is no method such as GET", **call.where)
    path = request.path
    if path[:1] != "/" and path not in {"", "*"} and not request.origin:
        raise MalformedPayload(
            f"{path!r:.80} is neither a path, which starts with /, nor a whole URL",
            **call.where | {"pointer": "path"},
        )


def check_headers(headers: Headers, call: Call) -> None:
    """Refuse fields that would split, and lengths that contradict each other.

    Raises:
        MalformedPayload.
    """
    for name, value in headers:
        if not is_field(name, value):
            raise MalformedPayload(
                "a header field holds a line break, NUL, or a name that is none: it would become another field",
                **call.where | {"pointer": _place(name)},
            )
    odd = _odd_length(headers)
    if odd is not None:
        raise MalformedPayload(
            f"Content-Length says {odd}: where the message ends can't be told",
            **call.where | {"pointer": "headers/Content-Length"},
        )


def with_length(headers: Headers, body: bytes) -> Headers:
    """The fields with a `Content-Length` that is the body's, where there is one.

    Beside a `Transfer-Encoding` it is dropped: who reads the one and who reads the other would part the stream
    differently (RFC 9112, section 6.1).
    """
    length = headers.get("content-length")
    if length is None or (length == str(len(body)) and headers.get("transfer-encoding") is None):
        return headers
    if headers.get("transfer-encoding") is not None:
        return headers.without("Content-Length")
    return headers.with_value("Content-Length", str(len(body)))


def is_field(name: str, value: str) -> bool:
    """Whether a header field stays one when it is written."""
    return _NAME.fullmatch(name) is not None and not breaks(value)


def breaks(text: str) -> bool:
    """Whether a text holds a line break or NUL."""
    return _BREAKS.search(text) is not None


def _place(name: str) -> str:
    """A field as notes and errors point at it, whatever its name is."""
    return f"headers/{_BREAKS.sub('?', name)[:80]}"


def _odd_length(headers: Headers) -> str | None:
    """What `Content-Length` says, quoted, where that is not one number; None where it is, or is not there."""
    lengths = {length.strip(" \t") for value in headers.all("content-length") for length in value.split(",")}
    if len(lengths) < 2 and all(_NUMBER.fullmatch(length) for length in lengths):
        return None
    return f"{' and '.join(sorted(lengths))!r:.80}"


def harmless(headers: Headers, length: int, method: str) -> tuple[Headers, tuple[Note, ...]]:
    """The fields of a response less those that would break the message apart, and a note for each."""
    kept, notes = [], []
    for name, value in headers:
        if is_field(name, value):
            kept.append((name, value))
        else:
            told = "the field holds a line break, NUL, or a name that is none: it is not passed on"
            notes.append(Note("lost", _place(name), None, told, "source"))
    fields = Headers(kept)
    odd = _odd_length(fields)
    if odd is not None:
        told = f"it says {odd}; only the length of a body that came is passed on"
        notes.append(Note("lost", "headers/Content-Length", None, told, "source"))
        is_head = method.upper() == "HEAD"
        fields = fields.without("Content-Length") if is_head else fields.with_value("Content-Length", str(length))
    return fields, tuple(notes)
