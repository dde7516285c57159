"""What a rival brings to a comparison."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeAlias

Translate: TypeAlias = Callable[[Any], Any]


def _as_it_is(result: Any) -> Any:
    return result


class Rival(NamedTuple):
    """A way to make the change of a project with another library.

    Attributes:
        name: library and way.
        up: 2022.09 -> 2024.05, None where it has no such way.
        down: 2024.05 -> 2022.09.
        takes: a parsed document, or the bytes of one; it gives back the same.
        faster: how many times faster this library wants to be, None where it wants nothing.
        plain: its result as a document, for the check before timing; not timed.
    """

    name: str
    up: Translate | None
    down: Translate | None
    takes: Literal["document", "bytes"] = "document"
    faster: float | None = None
    plain: Translate = _as_it_is
