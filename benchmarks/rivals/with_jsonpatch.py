"""jsonpatch: `JsonPatch.apply` of a patch that is made once. It copies the document deeply before it edits the copy.

A JSON Patch can't say "if it is there": these fit a project that has all five members.
"""

from collections.abc import Iterator

from jsonpatch import JsonPatch

from benchmarks.rivals.base import Rival

_MOVES = {
    "preferred_solar_panels": "preferred_solar_modules",
    "customer_address": "mailing_address",
    "address": "location/property_address",
    "latitude": "location/latitude",
    "longitude": "location/longitude",
}


def _move(source: str, target: str) -> dict[str, object]:
    return {"op": "move", "from": f"/project/{source}", "path": f"/project/{target}"}


def rivals() -> Iterator[Rival]:
    up = JsonPatch(
        [
            {"op": "add", "path": "/project/location", "value": {}},
            *(_move(old, new) for old, new in _MOVES.items()),
        ]
    )
    down = JsonPatch([*(_move(new, old) for old, new in _MOVES.items()), {"op": "remove", "path": "/project/location"}])
    yield Rival("jsonpatch", up.apply, down.apply, faster=40)
