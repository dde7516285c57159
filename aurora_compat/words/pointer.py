"""JSON Pointer (RFC 6901), and the paths that become one.

While a document is walked its places are kept as *trails*: `None` for the root, `(trail, key)` below it. Growing a
trail is one small tuple, so walks carry it always and only those who speak of a place pay for its spelling.
"""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeAlias, TypeVar

V = TypeVar("V")

Trail: TypeAlias = "tuple[Trail, str | int] | None"
Path: TypeAlias = tuple[str | int, ...]


def path_of(trail: Trail) -> Path:
    """The keys from the root down to the place."""
    keys: list[str | int] = []
    while trail is not None:
        trail, key = trail
        keys.append(key)
    return tuple(reversed(keys))


def pointer_of(path: Path) -> str:
    """Spell a path as a JSON Pointer: `~` is `~0`, `/` is `~1` (RFC 6901, section 3); the root is the empty string."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)


def keys_of(pointer: str) -> tuple[str, ...]:
    """The reference tokens of a pointer, unescaped; indexes of lists stay text, as the pointer alone can't tell them.

    Raises:
        ValueError: the pointer is neither empty nor starts with `/`.
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        raise ValueError(f"{pointer!r} is no JSON Pointer: it must be empty or start with '/'")
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/"))


class PointerMap(Generic[V]):
    """Values at places of a document, found by a place at, within or around theirs; of several, the first given."""

    def __init__(self, items: Iterable[tuple[str, V]]) -> None:
        self._at: dict[str, V] = {}
        self._around: dict[str, V] = {}
        for pointer, value in items:
            self._at.setdefault(pointer, value)
            for above in _above(pointer):
                self._around.setdefault(above, value)

    def near(self, pointer: str) -> V | None:
        """The value at that very place, else at the nearest place above it, else at one below it."""
        if pointer in self._at:
            return self._at[pointer]
        for above in _above(pointer):
            if above in self._at:
                return self._at[above]
        return self._around.get(pointer)


def _above(pointer: str) -> Iterator[str]:
    """The places above a place, nearest first."""
    while pointer:
        pointer = pointer[: pointer.rindex("/")]
        yield pointer
