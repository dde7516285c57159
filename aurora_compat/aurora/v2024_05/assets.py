"""Retrieve Design Asset stands under its design."""

from aurora_compat.change import Change, Head
from aurora_compat.edits import Line
from aurora_compat.heads import PATH, CustomHead, Draft, located, path_of, spelled
from aurora_compat.routing import NO_SEGMENT
from aurora_compat.run import Run

_OPERATION = "retrieve_design_asset"


def _under_design(draft: Draft, run: Run) -> Draft:
    route = located(draft, run)
    if route is None or route.version != run.source:
        return draft
    design = run.call.context.design_of_asset.get(route.path_params["asset_id"])
    if design is None or design in NO_SEGMENT:
        if not draft.path_known:
            run.require(PATH, "Context.design_of_asset: the design of each asset")
        return draft
    params = {**route.segments, "design_id": spelled(design, "")}
    return draft._replace(path=path_of(draft, run, _OPERATION, run.target, params))


def _from_design(draft: Draft, run: Run) -> Draft:
    route = located(draft, run)
    if route is None or route.version != run.source:
        return draft
    run.lost(PATH, f"in {run.target} the path of an asset does not name its design")
    return draft._replace(path=path_of(draft, run, _OPERATION, run.target, route.segments))


DESIGN_ASSET_PATH = Change(
    id="design-asset-path",
    summary="Retrieve Design Asset is called under the asset's design.",
    published="/tenants/{tenant_id}/assets/{id} becomes /tenants/{tenant_id}/designs/{design_id}/assets/{id}.",
    source="changelog of 2024.05",
    grade="A",
    heads=(
        Head(
            (_OPERATION,),
            CustomHead(
                _under_design,
                _from_design,
                (Line("path", "names the design, which the caller knows"),),
                (Line("path", "no longer names the design", ("lost",)),),
            ),
        ),
    ),
)
