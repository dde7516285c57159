"""Which bodies of an operation's messages must be read whole before the message can go on; the others are streamed."""

from typing import NamedTuple

from aurora_compat.change import EVERY_OPERATION
from aurora_compat.learning import learns
from aurora_compat.plan import Plan
from aurora_compat.registries import Registry
from aurora_compat.words.message import Response
from aurora_compat.words.version import Version

_NEVER = frozenset({204, 304})
"""Statuses whose answers have no body (RFC 9110)."""


class Bodies(NamedTuple):
    """Which bodies a rule may have to look at.

    Attributes:
        request: the request's.
        success: that of a 2xx answer.
        error: that of a 4xx answer.
        teaches: whether a 2xx answer tells what later requests need; it can be listened to as it passes.
        is_plain: whether both messages can be translated at once, each for itself: neither asks, teaches, or becomes
            that of another operation.
    """

    request: bool
    success: bool
    error: bool
    teaches: bool = False
    is_plain: bool = False

    def answer(self, head: Response, method: str) -> bool:
        """Whether the body of an answer is to be read whole, as its head tells."""
        kind = head.headers.get("content-type")
        return self.of_status(head.status, kind.encode("latin-1", "replace") if kind is not None else None, method)

    def of_status(self, status: int, kind: bytes | None, method: str) -> bool:
        """The same, as status and content type tell; `kind` is None where the answer tells none."""
        if method == "HEAD" or status in _NEVER:
            return False
        if 200 <= status < 300:
            return self.success and (kind is None or b"json" in kind.lower())
        return self.error and 400 <= status < 500


NONE = Bodies(request=False, success=False, error=False)


def bodies_of(registry: Registry, operation: str | None, client: Version, server: Version) -> Bodies:
    """The bodies of an operation (None: one that no catalogue knows) between two versions."""
    if client == server:
        return NONE
    up = registry.plan(operation, "request", client, server)
    down = registry.plan(operation, "response", server, client)
    reshaped = _is_reshaped(up) or _is_reshaped(down)
    asks = any(line.needs for plan in (up, down) for _, _, line in plan.lines())
    teaches = learns(operation)
    return Bodies(
        request=up.touches() or reshaped,
        success=down.touches() or reshaped,
        error=down.touches(400),
        teaches=teaches,
        is_plain=not (reshaped or asks or teaches or operation is None),
    )


def _is_reshaped(plan: Plan) -> bool:
    """Whether a rule of this very operation looks at the head: such a rule may ask for edits of the body."""
    heads = (head for hop in plan.hops for planned in hop.heads for head in planned.change.heads)
    return any(head.operations != EVERY_OPERATION and head.touches(plan.operation, plan.part) for head in heads)
