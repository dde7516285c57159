"""The difference between two documents as JSON Patch (RFC 6902) operations."""

from typing import Any

from aurora_compat.difference import differences
from aurora_compat.words.jsons import Json, copied, same


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
            operations.append({"op": "move", "from": moved.pointer, "path": difference.pointer})
        else:
            operations.append({"op": difference.kind, "path": difference.pointer, "value": copied(difference.new)})
    return operations + [{"op": "remove", "path": difference.pointer} for difference in removed]

