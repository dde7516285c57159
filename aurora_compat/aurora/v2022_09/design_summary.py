"""The design summary: the deprecated `system_size` is gone."""

from typing import Any

from aurora_compat.change import Body, Change, Reading
from aurora_compat.edits import At, Remove
from aurora_compat.run import Run
from aurora_compat.words.jsons import Json, copied
from aurora_compat.words.pointer import Trail


def _system_size(design: dict[str, Any], run: Run, at: Trail) -> tuple[Json, str] | None:  # a Supply
    rating = run.call.context.system_size_source
    key = f"system_size_{rating}"
    if rating is None or key not in design:
        return None
    return copied(design[key]), f"taken from {key}: which rating the older system_size meant is not published"


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
                    opaque_supply=True,
                ),
            ),
            parts=("response",),
        ),
    ),
    readings=(Reading("C", "`system_size` was the rating at standard test conditions.", "system_size_source"),),
)
