"""An immutable, hashable mapping, so that values that hold mappings stay values."""

from collections.abc import ItemsView, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenMap(Mapping[K, V]):
    """A read-only copy of a mapping: keeps its order, equals any mapping with the same items, hashes and pickles.

    `types.MappingProxyType` would do but for the last two: it has no hash, does not pickle, and shows later edits of
    the dictionary below it.
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[K, V] | None = None) -> None:
        self._items: dict[K, V] = dict(items or {})

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def items(self) -> ItemsView[K, V]:
        """The items, without asking for each by its key."""
        return self._items.items()

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)
