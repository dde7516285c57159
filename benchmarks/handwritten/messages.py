"""The floor of a message that no body rule touches: routing, a copy of the head, the body as it is."""

from typing import Any, NamedTuple

import aurora_compat as ac

_DROPPED = frozenset({"aurora-api-version"})


class Message(NamedTuple):
    """What is left of a request when its operation is known."""

    operation: str | None
    path_params: dict[str, str]
    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes


_End = tuple[str, tuple[tuple[int, str], ...]]


class Routes:
    """Operations by method and the literal segments of their templates: one or two look-ups a path."""

    def __init__(self, version: str) -> None:
        """From the catalogue of a version; the tenant stands at the same place in all of its templates."""
        self.ends: dict[tuple[str, int, tuple[str, ...]], _End] = {}
        self.places: dict[tuple[str, int, str], list[tuple[int, ...]]] = {}
        held = ac.registry.version(version)
        for name, operation in ac.operations.items():
            template = operation.paths.get(held)
            if template is None:
                continue
            parts = template.split("/")
            literal = tuple(index for index in range(3, len(parts)) if not parts[index].startswith("{"))
            words = tuple(parts[index] for index in literal)
            params = tuple((index, part[1:-1]) for index, part in enumerate(parts) if part.startswith("{"))
            self.ends[operation.method, len(parts), words] = (name, params)
            places = self.places.setdefault((operation.method, len(parts), parts[3] if len(parts) > 3 else ""), [])
            if literal not in places:
                places.append(literal)
                places.sort(key=len, reverse=True)

    def find(self, method: str, path: str) -> tuple[str | None, dict[str, str]]:
        """The operation, and its path parameters."""
        parts = path.split("/")
        count = len(parts)
        for literal in self.places.get((method, count, parts[3] if count > 3 else ""), ()):
            end = self.ends.get((method, count, tuple([parts[index] for index in literal])))
            if end is not None:
                return end[0], {name: parts[index] for index, name in end[1]}
        return None, {}


def request_2024(routes: Routes) -> Any:
    """2022.09 -> 2024.05, production: routed, less the version header."""

    def up(request: ac.Request) -> Message:
        operation, params = routes.find(request.method, request.path)
        headers = [(name, value) for name, value in request.headers if name.lower() not in _DROPPED]
        return Message(operation, params, request.method, request.path, headers, request.body)

    return up


def response(answer: ac.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    """Either way: a copy of the head."""
    return answer.status, list(answer.headers), answer.body
