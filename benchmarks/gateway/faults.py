"""What goes wrong at the upstream of a soak, and what the client may then see.

Which request fails, and how, is a function of the id that it carries: upstream and client agree on it without a word.
An id is `p-` and a number.
"""

import json
import re
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from benchmarks.bodies import V2024, compact
from benchmarks.gateway import samples

SLOW, HANG = 0.25, 4.0
"""Seconds until a slow answer comes; and until one that hangs would: the proxy's read timeout is to be less."""

READ_TIMEOUT = 2.0
"""What a soak sets the proxy's read timeout to, in seconds."""

LARGE = "exports"
"""Where in a path of the upstream large answers are: an operation that no catalogue knows."""

_FILLING = compact([f"row {number:06}" for number in range(8_000)])
_ID = re.compile(r"p-\d+")
_REASONS = {
    200: "OK",
    201: "Created",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class Write(NamedTuple):
    """Send these bytes."""

    data: bytes


class Later(NamedTuple):
    """Go on after so many seconds."""

    seconds: float


class Close(NamedTuple):
    """Close the connection."""


Act: TypeAlias = Write | Later | Close


class Asked(NamedTuple):
    """A request as the upstream reads it."""

    method: str
    path: str
    body: bytes


class Fault(NamedTuple):
    """One way to fail.

    Attributes:
        name: for the table.
        statuses: what the client may be answered then.
        untouched: the same, where the proxy does not translate the answer: one that it streams may break off.
        echoes: whether an answer that comes through carries its id; one that the proxy makes itself does not.
    """

    name: str
    statuses: frozenset[int]
    untouched: frozenset[int]
    echoes: bool


BROKEN_OFF = 0
"""Stands for a status where an answer broke off."""

GOOD = frozenset({200, 201})
"""What a request that nothing happens to is answered."""

_BAD, _LATE = frozenset({502}), frozenset({504})
FAULTS = (
    Fault("slow", GOOD, GOOD, True),
    Fault("hangs", _LATE, _LATE, False),
    Fault("closed before", _BAD, _BAD, False),
    Fault("closed mid-body", _BAD, _BAD | {BROKEN_OFF}, False),
    Fault("500", frozenset({500}), frozenset({500}), True),
    Fault("503", frozenset({503}), frozenset({503}), True),
    Fault("429", frozenset({429}), frozenset({429}), True),
    Fault("garbage", _BAD, _BAD, False),
    Fault("no JSON", _BAD | GOOD, GOOD, False),
    Fault("HTML", GOOD, GOOD, True),
)


def fault_of(identity: str, share: float) -> Fault | None:
    """How the request of that id is to fail; None: not at all.

    Args:
        identity: `p-` and a number.
        share: of all ids, how many fail: 0 to 1.
    """
    drawn = zlib.crc32(identity.encode()) / 2**32
    return None if drawn >= share else FAULTS[int(drawn / share * len(FAULTS))]


def identity_of(asked: Asked) -> str:
    """The id that a request carries: in its path, or else in its body; empty without one."""
    found = _ID.search(asked.path) or _ID.search(asked.body.decode("utf-8", "replace"))
    return found.group() if found else ""


def answered(asked: Asked, share: float) -> Iterator[Act]:
    """What the upstream does about a request."""
    identity = identity_of(asked)
    fault = fault_of(identity, share)
    status = 201 if asked.method == "POST" else 200
    right = whole(status, _large(identity) if f"/{LARGE}/" in asked.path else compact(project_of(identity)))
    match fault.name if fault else "":
        case "slow":
            yield from (Later(SLOW), Write(right))
        case "hangs":
            yield from (Later(HANG), Write(right))
        case "closed before":
            yield Close()
        case "closed mid-body":
            yield from (Write(right[:-700]), Close())
        case "garbage":
            yield from (Write(b"\x00\x16 this is not HTTP " + identity.encode() + b"\r\n\r\n"), Close())
        case "no JSON":
            yield Write(whole(status, right[-900:]))
        case "HTML":
            yield Write(whole(status, b"<!doctype html><title>Welcome</title>" + identity.encode(), "text/html"))
        case "":
            yield Write(right)
        case number:
            told = {"errors": [{"message": f"trouble with {identity}"}]}
            yield Write(whole(int(number), json.dumps(told).encode()))


def project_of(identity: str) -> dict[str, Any]:
    """The 2 kB answer of a 2024.05 server that carries an id."""
    document = samples.project(V2024, "response")
    document["project"]["external_provider_id"] = identity
    return document


def _large(identity: str) -> bytes:
    return b'{"export":{"id":"%s","rows":%s}}' % (identity.encode(), _FILLING)


def whole(status: int, body: bytes, media: str = "application/json") -> bytes:
    """An answer as bytes of HTTP/1.1."""
    head = f"HTTP/1.1 {status} {_REASONS[status]}\r\ncontent-type: {media}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body
