"""What is measured of this library, behind one function each: the only module to change when its interface does."""

from collections.abc import Callable
from typing import Any

import aurora_compat as ac

Apply = Callable[[Any], Any]
"""Document in, document out."""


def plan_apply(operation: str, part: Any, source: str, target: str, registry: ac.Registry | None = None) -> Apply:
    """The plan applied to a parsed body, again and again."""
    return (registry or ac.registry).journey(operation, part, source, target).apply


def migration(operation: str, part: Any, source: str, target: str) -> Apply:
    """A link of the chain, made once, as a user applies it to a parsed body."""
    link = ac.migration(operation, part, source, target)
    return link.up if source < target else link.down


def translate(operation: str, part: Any, source: str, target: str) -> Apply:
    """`translate` as a user calls it, for the result alone."""
    return lambda document: ac.translate(document, operation=operation, part=part, source=source, target=target).result


def translate_batch(operation: str, part: Any, source: str, target: str) -> Callable[[list[Any]], list[Any]]:
    """`translate_batch` as a user calls it, for the results alone."""

    def translated(documents: list[Any]) -> list[Any]:
        batch = ac.translate_batch(documents, operation=operation, part=part, source=source, target=target)
        return [t.result for t in batch]

    return translated


def translate_explained(operation: str, part: Any, source: str, target: str) -> Apply:
    """`translate`, and its notes and residue looked at."""

    def explained(document: Any) -> Any:
        t = ac.translate(document, operation=operation, part=part, source=source, target=target)
        assert t.notes is not None
        assert t.residue is not ...
        return t.result

    return explained


def translate_request(source: str, target: str) -> Callable[[ac.Request], ac.Request]:
    """A whole request."""
    return lambda request: ac.translate_request(request, source=source, target=target).result


def translate_response(operation: str, source: str, target: str) -> Callable[[ac.Response], ac.Response]:
    """A whole response."""
    return lambda response: ac.translate_response(response, operation=operation, source=source, target=target).result
