"""The roof summary: `panels` becomes `modules`."""

from aurora_compat.change import Body, Change
from aurora_compat.edits import At, Each, Rename, chain

_RENAMED = Rename("panels", "modules")

ROOF_MODULES = Change(
    id="roof-modules",
    summary="`panels` of roofs and their faces is called `modules`.",
    published="panels becomes modules in Retrieve Roof Summary.",
    source="changelog of 2024.05",
    grade="A",
    bodies=(
        Body(
            ("retrieve_roof_summary",),
            At("roofs", Each(chain(_RENAMED, At("faces", Each(_RENAMED))))),
            parts=("response",),
        ),
    ),
)
