"""Projects: the mailing address, the location of the property, the preferred modules, no `updated_at`."""

from typing import Any

from aurora_compat.change import Body, Change, Reading
from aurora_compat.code import Aside, Reader
from aurora_compat.edits import Custom, Line, Nest, Remove, Rename, each_of
from aurora_compat.run import Call, Run
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json, copied
from aurora_compat.words.pointer import Trail

_OTHERS = ("list_projects", "create_project", "retrieve_project")
_ALL = (*_OTHERS, "update_project")
_LOCATION = FrozenMap({"address": "property_address", "latitude": "latitude", "longitude": "longitude"})


_OUT_OF_LOCATION = {new: old for old, new in _LOCATION.items()}
_NESTED = Nest("location", _LOCATION, FrozenMap({"property_address": "address"}))


def _update(project: Json, run: Run, at: Trail) -> Json:
    """Up, Update Project: with some but not all of the three; what the server does with the others is not published."""
    nested = _NESTED.apply(project, run, at)
    if nested is project:  # none of the three was given
        return project
    location, place = nested["location"], (at, "location")
    open_keys = [key for key in _LOCATION.values() if key not in location]
    if not open_keys:
        return nested
    pages = run.ask("retrieve_project", place)
    body = pages[0] if pages else None
    known = body.get("project") if isinstance(body, dict) else None
    held = known.get("location") if isinstance(known, dict) else None
    more: dict[str, Any] = (
        {key: copied(held[key]) for key in open_keys if key in held} if isinstance(held, dict) else {}
    )
    if len(more) < len(open_keys):
        rest = ", ".join(key for key in open_keys if key not in more)
        run.assumed(place, f"sent without {rest}: whether {run.target} keeps what it has is not published")
    for key in more:
        run.assumed((place, key), "not given, taken from Retrieve Project so that it stays")
    return {**nested, "location": {**location, **more}} if more else nested


def _update_down(project: Json, run: Run, at: Trail) -> Json:
    return _NESTED.inverse.apply(project, run, at)


def _update_quick(project: Json, call: Call, reader: Reader) -> Json:
    """Aside where some are given, some not, and answers are known: one of them may tell the others."""
    members = project if type(project) is dict else reader.object(project)
    if members is None:
        raise Aside
    moving = [key for key in _LOCATION if key in members]
    if not moving:
        return project
    if len(moving) < len(_LOCATION) and call.context.answers:
        raise Aside
    held = members.get("location")
    if held is not None and type(held) is not dict:
        held = reader.object(held)
    location, edited = dict(held or {}), members.copy()
    for key in moving:
        location[_LOCATION[key]] = edited.pop(key)
    edited["location"] = location
    return edited


def _update_down_quick(project: Json, call: Call, reader: Reader) -> Json:
    members = project if type(project) is dict else reader.object(project)
    if members is None or any(stray in members for stray in _NESTED.strays):
        raise Aside
    held = members.get("location")
    if held is not None and type(held) is not dict:
        held = reader.object(held)
    if not held:
        return project
    edited, rest = members.copy(), {}
    for key, value in held.items():
        old = _OUT_OF_LOCATION.get(key)
        if old is None:
            rest[key] = value
        else:
            edited[old] = value
    if len(rest) == len(held):
        return project
    if rest:
        edited["location"] = rest
    else:
        del edited["location"]
    return edited


_UPDATED = Custom(
    _update,
    _update_down,
    (
        *_NESTED.lines(),
        Line("/location", "is completed from Retrieve Project", ("assumed",), ("retrieve_project",)),
    ),
    tuple(_NESTED.inverse.lines()),
    _update_quick,
    _update_down_quick,
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
    summary="A project's `address`, `latitude` and `longitude` are in `location`, the address as `property_address`.",
    published="address became property_address; property_address, longitude and latitude were added to location.",
    source="changelog of 2024.05; the documentation's samples",
    grade="A",
    bodies=(
        Body(_OTHERS, each_of("project", "projects", _NESTED)),
        Body(("update_project",), each_of("project", "projects", _NESTED), parts=("response",)),
        Body(("update_project",), each_of("project", "projects", _UPDATED), parts=("request",)),
    ),
    readings=(
        Reading("B", "Nothing of the three stays at the top level."),
        Reading(
            "C", "An update with some of the three is sent as it was given: Retrieve Project can supply the others."
        ),
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
