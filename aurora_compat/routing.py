"""Routing: which operation a method and a path mean in one version of an API."""

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from aurora_compat.words.frozen import FrozenMap

NO_SEGMENT = frozenset({"", ".", ".."})
"""What no segment of a path can be: a request with an id like this would call another resource."""

PlainRoute: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...]]
"""An operation, and the names and values of its path's parameters."""


def plain_params(found: PlainRoute) -> dict[str, str]:
    """The path parameters of a plain route, by name."""
    return dict(zip(found[1], found[2], strict=True))


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
        endpoints = tuple(endpoints)
        self._root, self._depth, self._shapes = _Node(), 0, _shapes(endpoints)
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
        method = method.upper()
        found = _find(self._root, _segments(path), 0, "GET" if method == "HEAD" else method)
        if found is None:
            return None
        (name, names), values = found
        return Route(name, decoded_params(names, values), FrozenMap(dict(zip(names, values, strict=True))))

    def plainly(self, method: str, path: str) -> PlainRoute | None:
        """Operation, names and values of the path parameters, for a method in capitals and a plain path.

        None for all that `route` must look at: what no template fits, and what fits only after a closer look.
        """
        segments = path.split("/")
        if segments[0] or not segments[-1] or "%" in path or "/." in path or "//" in path:
            return None
        for literals, values, ends in self._shapes.get((method, len(segments)), ()):
            end = ends.get(literals(segments))
            if end is not None:
                return end[0], end[1], values(segments)
        return None


class _Shape(NamedTuple):
    """Templates of one method and length with words at the same places.

    Attributes:
        literals: gives the words of a path that was split; a text where there is one.
        values: gives the values of its parameters, a tuple.
        ends: operation and names of the parameters, by words.
    """

    literals: Callable[[list[str]], Any]
    values: Callable[[list[str]], tuple[str, ...]]
    ends: dict[Any, tuple[str, tuple[str, ...]]]


def _shapes(endpoints: Iterable[tuple[str, str, str]]) -> dict[tuple[str, int], list[_Shape]]:
    """The templates by method, length and shape: that with the first word before others, as in the tree."""
    found: dict[tuple[str, tuple[bool, ...]], _Shape] = {}
    for name, method, template in endpoints:
        segments = template.split("/")
        words = tuple(not segment.startswith("{") for segment in segments)
        shape = found.get((method, words))
        if shape is None:
            places = [place for place, is_word in enumerate(words) if not is_word]
            literals = itemgetter(*(place for place, is_word in enumerate(words) if is_word))
            shape = found.setdefault((method, words), _Shape(literals, _getter(places), {}))
        names = tuple(segment[1:-1] for segment in segments if segment.startswith("{"))
        shape.ends.setdefault(shape.literals(segments), (name, names))
    ordered: dict[tuple[str, int], list[_Shape]] = {}
    for method, words in sorted(found, reverse=True):
        ordered.setdefault((method, len(words)), []).append(found[method, words])
    return ordered


def _getter(places: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """The items at some places, as a tuple whatever their number."""
    if len(places) > 1:
        return itemgetter(*places)
    if places:
        only = places[0]
        return lambda segments: (segments[only],)
    return lambda segments: ()


def decoded_params(names: Iterable[str], values: Iterable[str]) -> FrozenMap[str, str]:
    """Path parameters by name, without their percent-encoding."""
    return FrozenMap({name: _decoded(value) for name, value in zip(names, values, strict=True)})


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
