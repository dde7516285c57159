"""Design requests: a new source of imagery, and one spelled anew."""

from aurora_compat.change import Body, Change, Reading
from aurora_compat.edits import Edit, MapValue, NewOption, Respell, each_of
from aurora_compat.words.frozen import FrozenMap

_OPERATIONS = ("create_design_request", "list_design_requests", "retrieve_design_request", "accept_design_request")
_SPELLING = FrozenMap({"NearMap": "Nearmap"})


def _requests(edit: Edit) -> Edit:
    return each_of("design_request", "design_requests", edit)


NEARMAP_TRUE_ORTHO = Change(
    id="nearmap-true-ortho",
    summary="`image_src` of a design request may be `Nearmap (True Ortho)`.",
    published="The option Nearmap (True Ortho) is added in the Design Request endpoints.",
    source="changelog of 2024.05",
    grade="A",
    bodies=(Body(_OPERATIONS, _requests(NewOption("image_src", "Nearmap (True Ortho)"))),),
)

NEARMAP_SPELLING = Change(
    id="nearmap-spelling",
    summary="The `image_src` `NearMap` is spelled `Nearmap`.",
    published="NearMap becomes Nearmap in Retrieve Design Request.",
    source="changelog of 2024.05",
    grade="A",
    bodies=(
        Body(_OPERATIONS, _requests(MapValue("image_src", _SPELLING)), parts=("response",)),
        Body(_OPERATIONS, _requests(Respell("image_src", _SPELLING)), parts=("request",)),
    ),
    readings=(
        Reading("C", "Design requests are spelled so in the answers of the other operations too."),
        Reading(
            "C", "Requests are sent to 2024.05 in the new spelling; towards older versions they are left as given."
        ),
    ),
)
