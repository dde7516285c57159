"""Synthetic versions: a graph of so many releases, each of which renames another key of one object."""

from itertools import pairwise
from typing import Any

import aurora_compat as ac
from aurora_compat.edits import At, Edit, Rename, chain

OPERATION = "create_order"
OTHERS = 20
"""Members that no release touches, so that an object looks like one."""


def old_key(number: int) -> str:
    """A key of the first version."""
    return f"old_name_{number}"


def new_key(number: int) -> str:
    """The same key in the last version."""
    return f"new_name_{number}"


def order(keys: int) -> dict[str, Any]:
    """An order of the first version with so many keys to be renamed."""
    others = {f"other_{number}": number for number in range(OTHERS)}
    return {"order": {**others, **{old_key(number): f"value {number}" for number in range(keys)}}}


def hand_written(keys: int) -> Any:
    """The floor of such a walk: all keys at once, on one copy."""
    names = [(old_key(number), new_key(number)) for number in range(keys)]

    def up(payload: dict[str, Any]) -> dict[str, Any]:
        new = payload["order"].copy()
        for old, key in names:
            if old in new:
                new[key] = new.pop(old)
        return {**payload, "order": new}

    return up


def registry(hops: int, keys_a_hop: int = 1) -> ac.Registry:
    """Versions 1, 2, and so on; each hop renames `keys_a_hop` keys that no other hop renames."""
    versions = [ac.Version.of(str(number)) for number in range(1, hops + 2)]
    endpoints = (ac.Endpoint(OPERATION, "POST", "/orders", "doc"),)
    releases = [ac.Release(version=versions[0], endpoints=endpoints)]
    for hop, (after, version) in enumerate(pairwise(versions)):
        keys = range(hop * keys_a_hop, (hop + 1) * keys_a_hop)
        releases.append(ac.Release(version=version, after=after, changes=(_change(hop, keys),)))
    return ac.Registry(*releases)


def _change(hop: int, keys: range) -> ac.Change:
    renames: list[Edit] = [Rename(old_key(number), new_key(number)) for number in keys]
    return ac.Change(
        id=f"names-{hop}",
        summary="Some members have new names.",
        published="Some members have new names.",
        source="made for measuring",
        grade="A",
        bodies=(ac.Body((OPERATION,), At("order", renames[0] if len(renames) == 1 else chain(*renames))),),
    )
