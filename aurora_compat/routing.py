"""Routing: which operation a method and a path mean in one version of an API."""

from collections.abc import Iterable
from typing import NamedTuple

from aurora_compat.words.frozen import FrozenMap

NO_SEGMENT = frozenset({"", ".", ".."})
"""What no segment of a path can be: a request with an id like this would call another resource."""


class Route(NamedTuple):
    """What a path was found to mean.

    Attributes:
        operation: the operation's name.
        path_params: its path parameters, decoded.
        segments: the same, with the percent-encoding that they came in.
    """

    operation: str
    path_params: FrozenMap[str, str]
    segments: FrozenMap[str, str]


class _Node:
    """One segment of the templates: what may follow it, and what ends there."""

    __slots__ = ("any", "ends", "literal")

    def __init__(self) -> None:
        self.literal: dict[str, _Node] = {}
        self.any: _Node | None = None
        self.ends: dict[str, tuple[str, tuple[str, ...]]] = {}


class Router:
    """The path templates of one version as a tree of segments: a look-up costs the depth of the path.

    Of two templates that fit, the one whose first differing segment is literal is taken. A trailing slash makes no
    difference, `HEAD` is routed as `GET`, and percent-encoded letters of a template's own words are understood, but for
    the first one: `/%762` is not `/v2`.
    """

    def __init__(self, endpoints: Iterable[tuple[str, str, str]]) -> None:
        """From operation name, method and template."""
        self._root, self._depth = _Node(), 0
        for name, method, template in endpoints:
            node, names = self._root, []
            segments = _segments(template)
            for segment in segments:
                if segment.startswith("{"):
                    names.append(segment[1:-1])
                    if node.any is None:
                        node.any = _Node()
                    node = node.any
                else:
                    node = node.literal.setdefault(segment, _Node())
            node.ends.setdefault(method, (name, tuple(names)))
            self._depth = max(self._depth, len(segments))

    def route(self, method: str, path: str) -> Route | None:
        """The operation of a path (no scheme, host or query), None for one that no template fits."""
        if path.count("/") > self._depth + 1 or not path.startswith("/"):
            return None
        segments = _segments(path)
        method = method.upper()
        found = _find(self._root, segments, 0, "GET" if method == "HEAD" else method)
        if found is None:
            return None
        (name, names), values = found
        decoded = {key: _decoded(value) for key, value in zip(names, values, strict=True)}
        return Route(name, FrozenMap(decoded), FrozenMap(dict(zip(names, values, strict=True))))


def _find(
    node: _Node, segments: list[str], at: int, method: str
) -> tuple[tuple[str, tuple[str, ...]], tuple[str, ...]] | None:
    if at == len(segments):
        end = node.ends.get(method)
        return (end, ()) if end else None
    segment = segments[at]
    literal = node.literal.get(segment) or (node.literal.get(_decoded(segment)) if at else None)
    if literal is not None:
        found = _find(literal, segments, at + 1, method)
        if found is not None:
            return found
    if node.any is None or _decoded(segment) in NO_SEGMENT:
        return None
    found = _find(node.any, segments, at + 1, method)
    return found and (found[0], (segment, *found[1]))


def _segments(path: str) -> list[str]:
    """The segments of a path; one slash at its end makes none."""
    segments = path[1:].split("/")
    if segments[-1] == "":
        segments.pop()
    return segments


def _decoded(segment: str) -> str:
    if "%" not in segment:
        return segment
    from urllib.parse import unquote

    return unquote(segment)
