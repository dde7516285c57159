"""Projects: the mailing address, the location of the property, the preferred modules, no `updated_at`."""

from typing import Any

from aurora_compat.change import Body, Change, Reading
from aurora_compat.edits import At, Custom, Line, Nest, Remove, Rename, chain, each_of
from aurora_compat.run import Run
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.pointer import Trail

_OTHERS = ("list_projects", "create_project", "retrieve_project")
_ALL = (*_OTHERS, "update_project")
_LOCATION = FrozenMap({"address": "property_address", "latitude": "latitude", "longitude": "longitude"})


def _note_stray_address(project: Json, run: Run, at: Trail) -> Json:
    """Up: a top-level `property_address` is no key of the older version."""
    if isinstance(project, dict) and "property_address" in project:
        run.unsupported(
            (at, "property_address"), f"no version but {run.target} knows this key, and there it is in 'location'"
        )
    return project


def _read_stray_address(project: Json, run: Run, at: Trail) -> Json:
    """Down: a top-level `property_address` is read where `location` has none: the changelog can be read that way."""
    if not isinstance(project, dict) or "property_address" not in project:
        return project
    location = project.get("location")
    if location is not None and (not isinstance(location, dict) or "property_address" in location):
        return project
    run.normalised((at, "property_address"), "read as the one in 'location', where 2024.05 has it")
    if "location" in project and not location:
        run.normalised((at, "location"), "the empty 'location' counts as absent")
    run.moved((at, "property_address"), ((at, "location"), "property_address"))
    edited = dict(project)
    edited["location"] = {**(location or {}), "property_address": edited.pop("property_address")}
    return edited


def _complete_update(project: Json, run: Run, at: Trail) -> Json:
    """Up, Update Project: some but not all of the three; what the server does with the others is not published."""
    location = project.get("location") if isinstance(project, dict) else None
    if not isinstance(location, dict):
        return project
    place: Trail = (at, "location")
    open_keys = [key for key in _LOCATION.values() if key not in location]
    if not open_keys or len(open_keys) == len(_LOCATION):
        return project
    pages = run.ask("retrieve_project", place)
    body = pages[0] if pages else None
    known = body.get("project") if isinstance(body, dict) else None
    held = known.get("location") if isinstance(known, dict) else None
    more: dict[str, Any] = {key: held[key] for key in open_keys if key in held} if isinstance(held, dict) else {}
    if len(more) < len(open_keys):
        rest = ", ".join(key for key in open_keys if key not in more)
        run.assumed(place, f"sent without {rest}: whether {run.target} keeps what it has is not published")
    for key in more:
        run.assumed((place, key), "not given, taken from Retrieve Project so that it stays")
    return {**project, "location": {**location, **more}} if more else project


def _as_it_is(project: Json, run: Run, at: Trail) -> Json:  # noqa: ARG001  # a Step
    return project


_NESTED = chain(
    Nest("location", _LOCATION),
    Custom(
        _note_stray_address,
        _read_stray_address,
        down_lines=(Line("/property_address", "is read where location has none", ("assumed",)),),
    ),
)
_COMPLETED = Custom(
    _complete_update,
    _as_it_is,
    (Line("/location", "is completed from Retrieve Project", ("assumed",), ("retrieve_project",)),),
)

PREFERRED_SOLAR_MODULES = Change(
    id="preferred-solar-modules",
    summary="`preferred_solar_panels` of a project is called `preferred_solar_modules`.",
    published="preferred_solar_panels becomes preferred_solar_modules in Create Project and Update Project.",
    source="changelog of 2024.05",
    grade="A",
    bodies=(Body(_ALL, each_of("project", "projects", Rename("preferred_solar_panels", "preferred_solar_modules"))),),
    readings=(Reading("B", "The project carries the new name in the other project operations too."),),
)

MAILING_ADDRESS = Change(
    id="mailing-address",
    summary="`customer_address` of a project is called `mailing_address`.",
    published="customer_address becomes mailing_address in the Project APIs.",
    source="changelog of 2024.05",
    grade="A",
    bodies=(Body(_ALL, each_of("project", "projects", Rename("customer_address", "mailing_address"))),),
)

PROPERTY_LOCATION = Change(
    id="property-location",
    summary="A project's `address`, `latitude` and `longitude` move into `location`, the address as `property_address`.",
    published="address became property_address; property_address, longitude and latitude were added to location.",
    source="changelog of 2024.05; the documentation's samples",
    grade="A",
    bodies=(
        Body(_OTHERS, each_of("project", "projects", _NESTED)),
        Body(("update_project",), each_of("project", "projects", _NESTED), parts=("response",)),
        Body(("update_project",), each_of("project", "projects", chain(_NESTED, _COMPLETED)), parts=("request",)),
    ),
    readings=(
        Reading("B", "Nothing of the three stays at the top level."),
        Reading("C", "An update with some of the three is sent as it was given: Retrieve Project can supply the others."),
    ),
)

PROJECT_UPDATED_AT = Change(
    id="project-updated-at",
    summary="Projects no longer tell `updated_at`.",
    published="updated_at is removed from the Project endpoints.",
    source="changelog of 2024.05",
    grade="A",
    bodies=(Body(_ALL, each_of("project", "projects", Remove("updated_at")), parts=("response",)),),
)
