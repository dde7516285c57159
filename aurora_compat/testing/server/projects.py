"""Projects, and what stands beside one: assets, the authority having jurisdiction, the consumption profile."""

from aurora_compat.testing.server.core import Answer, Asked, answers, page
from aurora_compat.testing.server.refused import wrong
from aurora_compat.testing.server.tenant import Record, found
from aurora_compat.words.jsons import Json

_BLANK = (
    *("external_provider_id", "name", "customer_salutation", "customer_first_name", "customer_last_name"),
    *("customer_email", "customer_phone", "mailing_address", "project_type", "status", "owner_id", "team_id"),
    *("partner_id", "created_from_lead_id", "order_id", "ahj_id"),
)


@answers("list_projects")
def list_projects(asked: Asked) -> Answer:
    """The tenant's projects."""
    return page(asked, "projects", asked.tenant.projects.values())


@answers("create_project")
def create_project(asked: Asked) -> Answer:
    """A new project: it wants an address or both coordinates."""
    tenant, given = asked.tenant, asked.given("project")
    place = given.get("location") or {}
    if not place.get("property_address") and None in (place.get("latitude"), place.get("longitude")):
        raise wrong("project.location.property_address", "is wanted, or both coordinates")
    id_ = tenant.new_id("project")
    blank: Record = {"id": id_, **dict.fromkeys(_BLANK), "tags": [], "preferred_solar_modules": []}
    tenant.projects[id_] = {**blank, **given, "location": _located({}, place), "created_at": tenant.time}
    tenant.touch(id_)
    return 200, {"project": tenant.projects[id_]}


@answers("retrieve_project")
def retrieve_project(asked: Asked) -> Answer:
    """One project."""
    return 200, {"project": _project(asked)}


@answers("update_project")
def update_project(asked: Asked) -> Answer:
    """Change the fields that are given; of a location given in part the rest stays, if the tenant merges."""
    tenant, project, given = asked.tenant, _project(asked), dict(asked.given("project"))
    if given.get("location") is not None:
        given["location"] = _located((project.get("location") or {}) if tenant.merges else {}, given["location"])
    project.update(given)
    tenant.touch(project["id"])
    return 200, {"project": project}


@answers("delete_project")
def delete_project(asked: Asked) -> Answer:
    """Remove a project and its designs."""
    tenant, id_ = asked.tenant, _project(asked)["id"]
    del tenant.projects[id_]
    for design in [key for key, held in tenant.designs.items() if held.get("project_id") == id_]:
        tenant.drop_design(design)
    for held in (tenant.consumption_profiles, tenant.ahjs, tenant.updated_at):
        held.pop(id_, None)
    return 204, None


@answers("list_project_assets")
def list_project_assets(asked: Asked) -> Answer:
    """The assets of all designs of a project."""
    tenant, id_ = asked.tenant, _project(asked)["id"]
    designs = {key for key, held in tenant.designs.items() if held.get("project_id") == id_}
    return page(asked, "assets", [held for held in tenant.assets.values() if held.get("design_id") in designs])


@answers("retrieve_ahj")
def retrieve_ahj(asked: Asked) -> Answer:
    """The authority having jurisdiction over a project's property, where it was found."""
    return 200, {"ahj": found(asked.tenant.ahjs, "ahj of the project", _project(asked)["id"])}


@answers("retrieve_consumption_profile")
def retrieve_consumption_profile(asked: Asked) -> Answer:
    """What the household of a project consumes; an empty object where nobody has said so."""
    return 200, {"consumption_profile": asked.tenant.consumption_profiles.get(_project(asked)["id"], {})}


@answers("update_consumption_profile")
def update_consumption_profile(asked: Asked) -> Answer:
    """Change the fields that are given."""
    held = asked.tenant.consumption_profiles.setdefault(_project(asked)["id"], {})
    held.update(asked.given("consumption_profile"))
    return 200, {"consumption_profile": held}


def _project(asked: Asked) -> Record:
    return found(asked.tenant.projects, "project", asked.params["project_id"])


def _located(held: Record, given: Record) -> Record:
    """A location with what is given laid over it; the parts of an address go when the address changes."""
    fresh: dict[str, Json] = {"property_address": None, "latitude": None, "longitude": None, **held, **given}
    if fresh["property_address"] != held.get("property_address"):
        fresh.pop("property_address_components", None)
    return fresh
