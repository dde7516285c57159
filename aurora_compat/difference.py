"""What differs between two JSON documents, object by object; parts that are the same object are not looked at."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from aurora_compat.words.jsons import Json, digest, same
from aurora_compat.words.pointer import Path, pointer_of
from aurora_compat.words.value import Value

Kind: TypeAlias = Literal["add", "remove", "replace"]


class ById(NamedTuple):
    """An item of a list addressed by its `id`; `position` is where it stood."""

    id: Json
    position: int


class ByIndex(NamedTuple):
    """An item of a list that has no ids to go by, addressed by its position in the very list `within`."""

    position: int
    within: list[Json]


Place: TypeAlias = tuple[str | ById | ByIndex, ...]

ROOT = ""
"""The key under which a document stands in the object that wraps it, so that the whole document can be replaced too."""


class Difference(Value):
    """One member of an object that must be added, removed or replaced to make the old document the new one.

    `at` leads from the wrapping object `{ROOT: document}` to the object that the member belongs to.
    """

    kind: Kind
    at: Place
    key: str
    old: Json = None
    new: Json = None

    @property
    def path(self) -> Path:
        """The member's path in the document; empty where the whole document differs."""
        return (*keys_along(self.at), self.key) if self.at else ()

    @property
    def pointer(self) -> str:
        """The same as a JSON Pointer."""
        return pointer_of(self.path)


def keys_along(at: Place) -> Path:
    """The keys and indexes of a place, without the wrapping object's."""
    return tuple(step if isinstance(step, str) else step.position for step in at)[1:]


def differences(old: Json, new: Json) -> Iterator[Difference]:
    """What makes the old document the new one. Lists are entered item by item where their items correspond."""
    todo: list[tuple[Place, Any, Any]] = [((), {ROOT: old}, {ROOT: new})]
    while todo:
        at, a, b = todo.pop()
        if isinstance(a, list):
            todo.extend(_paired_items(at, a, b))
            continue
        for key, value in a.items():
            if key not in b:
                yield Difference("remove", at, key, old=value)
            elif value is b[key] or same(value, b[key]):
                continue
            elif _enterable(value, b[key]):
                todo.append(((*at, key), value, b[key]))
            else:
                yield Difference("replace", at, key, value, b[key])
        for key, value in b.items():
            if key not in a:
                yield Difference("add", at, key, new=value)


_NESTED_LISTS = 16
"""Lists of lists are entered this deep; below, they are replaced whole."""


def _enterable(a: Json, b: Json, depth: int = _NESTED_LISTS) -> bool:
    """Whether two different values correspond part by part: both objects, or lists with the same run of containers."""
    if isinstance(a, dict):
        return isinstance(b, dict)
    if not isinstance(a, list) or not isinstance(b, list) or len(a) != len(b) or not depth:
        return False
    return all(x is y or same(x, y) or _enterable(x, y, depth - 1) for x, y in zip(a, b, strict=True))


def _paired_items(at: Place, a: list[Json], b: list[Json]) -> Iterator[tuple[Place, Json, Json]]:
    by_id = _have_ids(a) and _have_ids(b) and all(same(x["id"], y["id"]) for x, y in zip(a, b, strict=True))
    for index, (x, y) in enumerate(zip(a, b, strict=True)):
        if x is not y and not same(x, y):
            step = ById(x["id"], index) if by_id else ByIndex(index, a)
            yield (*at, step), x, y


def _have_ids(items: list[Json]) -> bool:
    """Whether every item is an object with an `id` of its own: text or a number."""
    ids = [item.get("id") if isinstance(item, dict) else None for item in items]
    if not all(isinstance(id_, (str, int)) and not isinstance(id_, bool) for id_ in ids):
        return False
    return len(set(ids)) == len(ids)


class Lists:
    """What is worked out of the lists of documents at hand, each list once: their ids, their fingerprints.

    Lists are told apart by their identity, so this lives no longer than the documents.
    """

    def __init__(self) -> None:
        self._ids: dict[int, dict[tuple[type, Json], list[int]]] = {}
        self._all_have_ids: dict[int, bool] = {}
        self._digests: dict[int, str] = {}

    def have_ids(self, items: list[Json]) -> bool:
        """Whether items can be told by their ids."""
        known = self._all_have_ids.get(id(items))
        if known is None:
            known = self._all_have_ids[id(items)] = _have_ids(items)
        return known

    def positions(self, items: list[Json], id_: Json) -> list[int]:
        """Where the items with that id stand."""
        if not isinstance(id_, (str, int)):
            return []
        ids = self._ids.get(id(items))
        if ids is None:
            ids = self._ids[id(items)] = {}
            for position, item in enumerate(items):
                found = item.get("id") if isinstance(item, dict) else None
                if isinstance(found, (str, int)):
                    ids.setdefault((type(found), found), []).append(position)
        return ids.get((type(id_), id_), [])

    def digest(self, items: list[Json]) -> str:
        """The fingerprint of a whole list."""
        known = self._digests.get(id(items))
        if known is None:
            known = self._digests[id(items)] = digest(items)
        return known


def place_of(document: Json, path: Path, lists: Lists) -> Place:
    """A path of a document as a place: items of lists by their ids where the list has them."""
    place: list[str | ById | ByIndex] = [ROOT]
    for key in path:
        if isinstance(key, int) and isinstance(document, list) and key < len(document):
            place.append(ById(document[key]["id"], key) if lists.have_ids(document) else ByIndex(key, document))
            document = document[key]
        else:
            place.append(str(key))
            document = document.get(key) if isinstance(document, dict) else None
    return tuple(place)
