"""What the parts of the server share: how an operation is answered, in 2024.05's form, and pages of lists."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple, TypeAlias

from aurora_compat.testing.server.refused import wrong
from aurora_compat.testing.server.tenant import Record, Tenant
from aurora_compat.words.jsons import Json

PER_PAGE, MOST = 100, 250


class Asked(NamedTuple):
    """A request as the state knows it: in 2024.05's form, checked, less what no document names.

    Attributes:
        tenant: whose.
        params: the parameters of the path.
        query: those of the query, in 2024.05's names.
        body: an object; empty where there is none.
    """

    tenant: Tenant
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Record

    def given(self, envelope: str) -> Record:
        """What stands in the envelope of the body; null and nothing are an empty object."""
        inner: Record = self.body.get(envelope) or {}
        return inner


Answer: TypeAlias = tuple[int, Json]
Handler: TypeAlias = Callable[[Asked], Answer]

HANDLERS: dict[str, Handler] = {}
"""Operation -> how it is answered; the modules beside this one fill it."""


def answers(*operations: str) -> Callable[[Handler], Handler]:
    """Marks the function that answers these operations."""

    def marked(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(operations, handler))
        return handler

    return marked


def page(asked: Asked, envelope: str, items: Collection[Json]) -> Answer:
    """A page of a list."""
    number, size = _number(asked, "page", 1, None), _number(asked, "per_page", PER_PAGE, MOST)
    return 200, {envelope: list(items)[(number - 1) * size : number * size]}


def _number(asked: Asked, name: str, default: int, most: int | None) -> int:
    text = asked.query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 4000 and int(text) >= 1):
        raise wrong(name, "is a number from 1 on")
    if most is not None and int(text) > most:
        raise wrong(name, f"is at most {most}")
    return int(text)
