"""Projects, 2022.09 <-> 2024.05: two new names, the location in an object of its own, no `updated_at`."""

from typing import Any

from benchmarks.handwritten.base import Refused, second_hop

Object = dict[str, Any]


def request_up(payload: Object) -> Object:
    """2022.09 -> 2024.05."""
    return {**payload, "project": _up(payload["project"], True)}


def request_down(payload: Object) -> Object:
    """2024.05 -> 2022.09."""
    return {**payload, "project": _down(payload["project"], True)}


def response_up(payload: Object) -> Object:
    """2022.09 -> 2024.05."""
    new = _up(payload["project"], False)
    if "updated_at" in new:
        del new["updated_at"]
    return {**payload, "project": new}


def response_down(payload: Object) -> Object:
    """2024.05 -> 2022.09; nothing tells `updated_at`."""
    return {**payload, "project": _down(payload["project"], False)}


def list_up(payload: Object) -> Object:
    """2022.09 -> 2024.05."""
    projects = []
    for project in payload["projects"]:
        new = _up(project, False)
        if "updated_at" in new:
            del new["updated_at"]
        projects.append(new)
    return {**payload, "projects": projects}


def list_down(payload: Object) -> Object:
    """2024.05 -> 2022.09."""
    return {**payload, "projects": [_down(project, False) for project in payload["projects"]]}


def _up(project: Object, may_refuse: bool) -> Object:
    new = project.copy()
    if "preferred_solar_panels" in new:
        new["preferred_solar_modules"] = new.pop("preferred_solar_panels")
    if "customer_address" in new:
        new["mailing_address"] = new.pop("customer_address")
    if "address" in new or "latitude" in new or "longitude" in new:
        location = new.get("location")
        if location is None:
            location = {}
        elif type(location) is dict:
            location = location.copy()
        elif may_refuse:
            raise Refused("location")
        else:
            return new
        if "address" in new:
            location["property_address"] = new.pop("address")
        if "latitude" in new:
            location["latitude"] = new.pop("latitude")
        if "longitude" in new:
            location["longitude"] = new.pop("longitude")
        new["location"] = location
    return new


def _down(project: Object, may_refuse: bool) -> Object:
    new = project.copy()
    if "preferred_solar_modules" in new:
        new["preferred_solar_panels"] = new.pop("preferred_solar_modules")
    if "mailing_address" in new:
        new["customer_address"] = new.pop("mailing_address")
    location = new.get("location")
    if location is None:
        return new
    if type(location) is not dict:
        if may_refuse:
            raise Refused("location")
        return new
    rest = location.copy()
    if "property_address" in rest:
        new["address"] = rest.pop("property_address")
    if "latitude" in rest:
        new["latitude"] = rest.pop("latitude")
    if "longitude" in rest:
        new["longitude"] = rest.pop("longitude")
    if rest:
        new["location"] = rest
    elif location:
        del new["location"]
    return new


FLOORS = {
    **second_hop("create_project", "request", request_up, request_down),
    **second_hop("update_project", "request", request_up, request_down),
    **second_hop("create_project", "response", response_up, response_down),
    **second_hop("update_project", "response", response_up, response_down),
    **second_hop("retrieve_project", "response", response_up, response_down),
    **second_hop("list_projects", "response", list_up, list_down),
}
