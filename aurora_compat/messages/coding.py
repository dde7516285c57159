"""Content codings (RFC 9110, section 8.4): taking a body out of gzip or deflate, within a limit."""

import zlib

from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.fields import Headers

_MOST = 4
"""Codings over each other: nobody sends more than one, and each would multiply what a bomb costs."""

_KNOWN = frozenset({"gzip", "x-gzip", "deflate"})


def unknown_codings(headers: Headers) -> tuple[str, ...]:
    """The codings that a body comes in and that can't be taken off."""
    return tuple(name for name in _codings(headers) if name not in _KNOWN)


def decoded(body: bytes, headers: Headers, limit: int) -> bytes:
    """The body without the codings that its fields name, all of which must be known.

    Raises:
        MalformedPayload: it is not what its header says, is broken off, or is larger than `limit` bytes.
    """
    codings = _codings(headers)
    if len(codings) > _MOST:
        raise MalformedPayload(f"{len(codings)} content codings lie over each other; send the body with one, or none")
    for coding in reversed(codings):
        try:
            body = _inflated(body, coding, limit)
        except zlib.error as error:
            raise MalformedPayload(
                f"the body is not {coding}, as its Content-Encoding says ({error}); send it without"
            ) from None
    return body


def _codings(headers: Headers) -> tuple[str, ...]:
    """The codings that `Content-Encoding` names, in the order in which they were applied, without `identity`."""
    names = (name.strip().lower() for value in headers.all("content-encoding") for name in value.split(","))
    return tuple(name for name in names if name not in {"", "identity"})


def _inflated(body: bytes, coding: str, limit: int) -> bytes:
    """One coding less. `deflate` is zlib's format (RFC 1950), but some send the bare stream: both are read."""
    if coding != "deflate":
        window = 31
    else:
        window = 15 if len(body) > 1 and body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0 else -15
    parts: list[bytes] = []
    size = at = 0
    while True:
        inflater = zlib.decompressobj(window)
        step = 512  # members may be many and small: each must not cost a copy of all that follows
        while not inflater.eof and at < len(body):
            chunk = body[at : at + step]
            at += len(chunk)
            step = min(2 * step, 1 << 20)
            part = inflater.decompress(chunk, limit + 1 - size)
            parts.append(part)
            size += len(part)
            if size > limit or inflater.unconsumed_tail:
                raise MalformedPayload(f"unpacked it is larger than the limit of {limit:,} bytes; send less at once")
        if not inflater.eof:
            raise MalformedPayload(f"the {coding} body is broken off")
        at -= len(inflater.unused_data)
        if at == len(body) or coding == "deflate":
            return b"".join(parts)
