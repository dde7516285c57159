"""The difference between two documents as JSON Patch (RFC 6902) operations."""

from typing import Any

from aurora_compat.difference import Difference, differences
from aurora_compat.words.jsons import Json, copied, digest


def patch_operations(old: Json, new: Json) -> list[dict[str, Any]]:
    """The operations that make the old document the new one; a member that only changed its key is a `move`.

    Own code because `jsonpatch.make_patch` holds 1, 1.0 and true for equal, and leaves such changes out.
    """
    found = list(differences(old, new))
    removed: dict[str, list[Difference]] = {}
    for difference in found:
        if difference.kind == "remove":
            removed.setdefault(digest(difference.old), []).append(difference)
    operations: list[dict[str, Any]] = []
    for difference in found:
        if difference.kind == "remove":
            continue
        same_value = removed.get(digest(difference.new)) if difference.kind == "add" else None
        if same_value:
            operations.append({"op": "move", "from": same_value.pop(0).pointer, "path": difference.pointer})
        else:
            operations.append({"op": difference.kind, "path": difference.pointer, "value": copied(difference.new)})
    return operations + [{"op": "remove", "path": gone.pointer} for left in removed.values() for gone in left]
