"""The design summary: the deprecated `system_size` is gone."""

from typing import Any

from aurora_compat.change import Body, Change, Reading
from aurora_compat.edits import At, Remove
from aurora_compat.run import Call, Run
from aurora_compat.words.jsons import LEAVES, Json, copied
from aurora_compat.words.pointer import Trail

_KEYS: dict[str | None, str] = {rating: f"system_size_{rating}" for rating in ("stc", "ptc", "ac")}


def _system_size(design: dict[str, Any], run: Run, at: Trail) -> tuple[Json, str] | None:  # a Supply
    found, key = _rated(design, run.call), _KEYS.get(run.call.context.system_size_source)
    return found and (*found, f"taken from {key}: which rating the older system_size meant is not published")


def _rated(design: dict[str, Any], call: Call) -> tuple[Json] | None:  # a QuickSupply
    try:
        size = design[_KEYS[call.context.system_size_source]]
    except KeyError:
        return None
    return (size if type(size) in LEAVES else copied(size),)


SYSTEM_SIZE = Change(
    id="system-size",
    summary="The design summary has `system_size_ac`, `_ptc` and `_stc`, and no `system_size`.",
    published="The deprecated system_size is removed from Retrieve Design Summary.",
    source="changelog of 2022.09",
    grade="A",
    bodies=(
        Body(
            ("retrieve_design_summary",),
            At(
                "design",
                Remove(
                    "system_size",
                    _system_size,
                    "is filled from system_size_stc, or as the context says",
                    quick_supply=_rated,
                ),
            ),
            parts=("response",),
        ),
    ),
    readings=(Reading("C", "`system_size` was the rating at standard test conditions.", "system_size_source"),),
)
