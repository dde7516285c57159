"""The difference between two documents as JSON Patch (RFC 6902) operations."""

from typing import Any

from aurora_compat.difference import Difference, differences, keys_along
from aurora_compat.words.jsons import Json, copied, same
from aurora_compat.words.pointer import pointer_of


def patch_operations(old: Json, new: Json) -> list[dict[str, Any]]:
    """The operations that make the old document the new one; a member that only changed its key is a `move`.

    Own code because `jsonpatch.make_patch` holds 1, 1.0 and true for equal, and leaves such changes out.
    """
    found = list(differences(old, new))
    removed = [difference for difference in found if difference.kind == "remove"]
    operations: list[dict[str, Any]] = []
    for difference in found:
        if difference.kind == "remove":
            continue
        moved = next((gone for gone in removed if difference.kind == "add" and same(gone.old, difference.new)), None)
        if moved is not None:
            removed = [gone for gone in removed if gone is not moved]
            operations.append({"op": "move", "from": _pointer(moved), "path": _pointer(difference)})
        else:
            operations.append({"op": difference.kind, "path": _pointer(difference), "value": copied(difference.new)})
    return operations + [{"op": "remove", "path": _pointer(difference)} for difference in removed]


def _pointer(difference: Difference) -> str:
    return pointer_of((*keys_along(difference.at), difference.key) if difference.at else ())
