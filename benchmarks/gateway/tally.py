"""Requests of a soak, each of an id of its own, and what became of them."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from typing import Literal, NamedTuple

from aurora_compat.gateway.proxy.refusals import overloaded
from benchmarks.bodies import V2018, compact
from benchmarks.gateway import samples
from benchmarks.gateway.client import Answer, encoded
from benchmarks.gateway.faults import BROKEN_OFF, GOOD, LARGE, Fault, fault_of

_PLACES = {"retrieve": "projects", "untouched": "designs", "large": LARGE}
_IDS = re.compile(rb"\bp-\d+\b")
_NO_ROOM = overloaded().body
"""What the proxy says where it has no room."""


Kind = Literal["create", "retrieve", "untouched", "large"]
"""A body that is translated both ways; an answer that is; one that no change touches; such a one, too large to be held.

The proxy streams the last."""

_TURNS: tuple[Kind, ...] = (*("create", "retrieve", "untouched") * 4, "large")


class Ask(NamedTuple):
    """A request that is made.

    Attributes:
        identity: the id that it carries.
        fault: what the upstream puts to it; None for nothing.
        kind: what it asks for.
        data: its bytes.
    """

    identity: str
    fault: Fault | None
    kind: Kind
    data: bytes

    @property
    def told(self) -> str:
        """For messages."""
        return f"{self.identity} ({self.fault.name if self.fault else 'no fault'})"


_TRANSLATED = frozenset({"create", "retrieve"})


class Tally:
    """What became of all requests.

    Attributes:
        statuses: how many there were of each fault ("" for none) and status.
        refused: how many the proxy refused for want of room: it does so where it is behind, and by its own 503.
        problems: how many there were of each kind that must not be; the first of each in `examples`.
    """

    def __init__(self) -> None:
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.refused = 0
        self.problems: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    def lost(self, ask: Ask, why: str) -> None:
        """Nothing came back."""
        self._problem(f"lost ({why})", ask.told)

    def answered(self, ask: Ask, answer: Answer) -> None:
        """An answer came: see whether it may be this one."""
        fault = ask.fault
        self.statuses[fault.name if fault else "", answer.status] += 1
        told = f"{ask.told}: {answer.status}"
        seen = set(_IDS.findall(answer.body))
        if seen - {ask.identity.encode()}:
            self._problem("crossed", f"{told} names {sorted(seen)[:3]}")
        allowed = GOOD if fault is None else fault.statuses if ask.kind in _TRANSLATED else fault.untouched
        if answer.status == HTTPStatus.SERVICE_UNAVAILABLE and _NO_ROOM in answer.body:
            self.refused += 1
        elif answer.status not in allowed:
            kind = "broken off" if answer.status == BROKEN_OFF else f"unexpected {answer.status}"
            self._problem(kind, f"{told} {answer.body[:150]!r}")
        elif not seen and (fault is None or fault.echoes):
            self._problem("without its id", f"{told} {answer.body[:150]!r}")
        elif fault is None and ask.kind in _TRANSLATED and b'"customer_address"' not in answer.body:
            self._problem("not translated", f"{told} {answer.body[:150]!r}")

    def _problem(self, kind: str, example: str) -> None:
        self.problems[kind] += 1
        self.examples.setdefault(kind, example)


def asks(port: int, share: float, first: int) -> Iterator[Ask]:
    """Endless requests of a 2018.01 client, each of an id of its own.

    They are of all kinds, by turns.

    Args:
        port: of the proxy.
        share: of the upstream's faults, 0 to 1.
        first: number of the first id.
    """
    shot = samples.create_project(V2018)
    document = samples.project(V2018, "request")
    for number in itertools.count(first):
        identity = f"p-{number}"
        fault = fault_of(identity, share)
        kind = _TURNS[number % len(_TURNS)]
        if kind == "create":
            document["project"]["external_provider_id"] = identity
            data = encoded("POST", shot.path, port, shot.headers, compact(document))
        else:
            path = f"/v2/tenants/{samples.TENANT}/{_PLACES[kind]}/{identity}"
            data = encoded("GET", path, port, shot._replace(body=b"").headers)
        yield Ask(identity, fault, kind, data)
