"""Designs and what one consists of: summary, roof, racking arrays, assets, proposals."""

from aurora_compat.testing.server.core import Answer, Asked, answers, page
from aurora_compat.testing.server.money import blank_pricing
from aurora_compat.testing.server.refused import unknown, wrong
from aurora_compat.testing.server.tenant import Record, found
from aurora_compat.words.jsons import Json, copied

DEFAULT_SPACING = 0.026
"""Metres: that of 2024.05 (change `module-spacing`)."""


@answers("list_designs")
def list_designs(asked: Asked) -> Answer:
    """The designs of a project."""
    project = found(asked.tenant.projects, "project", asked.params["project_id"])
    return page(
        asked, "designs", [held for held in asked.tenant.designs.values() if held["project_id"] == project["id"]]
    )


@answers("create_design")
def create_design(asked: Asked) -> Answer:
    """A new design; in 2018.01 with the roof of another one, or all of it."""
    tenant, given = asked.tenant, asked.given("design")
    if given.get("project_id") not in tenant.projects:
        raise wrong("design.project_id", "is no project of the tenant")
    model = asked.query.get("site_model_design_id")
    if model is not None and found(tenant.designs, "design", model)["project_id"] != given["project_id"]:
        raise wrong("site_model_design_id", "is a design of another project")
    design = _made(asked, given)
    if model is not None and asked.query.get("include_design", "").lower() in {"true", "1"}:
        tenant.copy_design(model, design["id"])
    elif model is not None:
        tenant.copy_roof(model, design["id"])
    return 200, {"design": design}


@answers("duplicate_design")
def duplicate_design(asked: Asked) -> Answer:
    """A copy of a design, in the project of its original."""
    original = _design(asked)
    design = _made(asked, {"name": original.get("name"), **asked.given("design"), "project_id": original["project_id"]})
    asked.tenant.copy_design(original["id"], design["id"])
    return 200, {"design": {**design, "design_request_id": None}}


def _made(asked: Asked, given: Record) -> Record:
    tenant = asked.tenant
    id_ = tenant.new_id("design")
    named: Record = {"external_provider_id": None, "name": None, **given}
    tenant.designs[id_] = {"id": id_, **named, "created_at": tenant.time, "milestone": None}
    tenant.summaries[id_] = {
        "design_id": id_,
        "project_id": given["project_id"],
        "external_provider_id": named["external_provider_id"],
        "created_at": tenant.time,
        **dict.fromkeys(("system_size_ac", "system_size_ptc", "system_size_stc"), 0),
        **{key: [] for key in ("bill_of_materials", "arrays", "string_inverters", "storage_inverters", "batteries")},
    }
    tenant.roofs[id_], tenant.racking_arrays[id_] = [], []
    tenant.pricings[id_] = blank_pricing()
    return tenant.designs[id_]


@answers("retrieve_design")
def retrieve_design(asked: Asked) -> Answer:
    """One design."""
    return 200, {"design": _design(asked)}


@answers("retrieve_design_summary")
def retrieve_design_summary(asked: Asked) -> Answer:
    """What a design consists of, and what it yields."""
    return 200, {"design": found(asked.tenant.summaries, "design", _design(asked)["id"])}


@answers("retrieve_roof_summary")
def retrieve_roof_summary(asked: Asked) -> Answer:
    """The roofs of a design."""
    return 200, {"roofs": asked.tenant.roofs.get(_design(asked)["id"], [])}


@answers("list_racking_arrays")
def list_racking_arrays(asked: Asked) -> Answer:
    """The racking arrays; of their neighbours those that are no further away than the spacing that is asked for.

    What the spacing does at Aurora is not documented: here it shows which spacing a request came with. A neighbour of
    the tenant's record may hold the distance as `gap`, which no answer has.
    """
    text = asked.query.get("max_module_spacing")
    try:
        spacing = DEFAULT_SPACING if text is None else float(text)
    except ValueError:
        spacing = -1.0
    if not 0 <= spacing < 1e6:
        raise wrong("max_module_spacing", "is a number of metres")
    arrays = copied(asked.tenant.racking_arrays.get(_design(asked)["id"], []))
    for array in arrays:
        near = [one for one in array.get("adjacent_arrays", []) if one.get("gap", 0) <= spacing]
        array["adjacent_arrays"] = [{key: one[key] for key in one if key != "gap"} for one in near]
    return page(asked, "racking_arrays", arrays)


@answers("list_design_assets")
def list_design_assets(asked: Asked) -> Answer:
    """The assets of a design."""
    id_ = _design(asked)["id"]
    return page(asked, "assets", [held for held in asked.tenant.assets.values() if held.get("design_id") == id_])


@answers("retrieve_design_asset")
def retrieve_design_asset(asked: Asked) -> Answer:
    """One asset; only 2024.05 names its design in the path."""
    asset = found(asked.tenant.assets, "asset", asked.params["asset_id"])
    if "design_id" in asked.params and asset.get("design_id") != _design(asked)["id"]:
        raise unknown("asset", asked.params["asset_id"])
    return 200, {"asset": asset}


@answers("create_proposal")
def create_proposal(asked: Asked) -> Answer:
    """The design's default proposal, made anew."""
    tenant, id_ = asked.tenant, _design(asked)["id"]
    held: Record = {"design_id": id_, "template": "default", "created_at": tenant.time, "updated_at": tenant.time}
    tenant.proposals[id_] = held
    return 200, {"proposal": held}


@answers("retrieve_proposal")
def retrieve_proposal(asked: Asked) -> Answer:
    """The design's default proposal."""
    return 200, {"proposal": found(asked.tenant.proposals, "proposal of the design", _design(asked)["id"])}


@answers("delete_proposal")
def delete_proposal(asked: Asked) -> Answer:
    """Remove the design's default proposal."""
    id_ = _design(asked)["id"]
    found(asked.tenant.proposals, "proposal of the design", id_)
    del asked.tenant.proposals[id_]
    return 204, None


@answers("retrieve_web_proposal")
def retrieve_web_proposal(asked: Asked) -> Answer:
    """The design's web proposal."""
    return 200, {"web_proposal": found(asked.tenant.web_proposals, "web proposal of the design", _design(asked)["id"])}


@answers("generate_web_proposal_url")
def generate_web_proposal_url(asked: Asked) -> Answer:
    """A new address for the design's web proposal."""
    tenant, id_ = asked.tenant, _design(asked)["id"]
    url: Json = f"https://proposals.example.com/{tenant.new_id('web_proposal')}"
    tenant.web_proposals[id_] = {"design_id": id_, "url": url}
    return 200, {"web_proposal": tenant.web_proposals[id_]}


def _design(asked: Asked) -> Record:
    return found(asked.tenant.designs, "design", asked.params["design_id"])
