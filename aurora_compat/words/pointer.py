"""JSON Pointer (RFC 6901), and the paths that become one.

While a document is walked its places are kept as *trails*: `None` for the root, `(trail, key)` below it. Growing a
trail is one small tuple, so walks carry it always and only those who speak of a place pay for its spelling.
"""

from typing import TypeAlias

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
