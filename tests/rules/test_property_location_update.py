"""`property-location` in Update Project requests: some but not all of the three."""

import pytest

from ._check import (
    V18,
    V22,
    V24,
    Json,
    NoteKey,
    answered,
    assumed,
    check,
    conflict,
    each,
    edited,
    need,
    refused,
    translation,
    unsupported,
)

C = "property-location"
OPERATION = "update_project"
WHOLE = assumed(C, "/project/location")
NEED = need("retrieve_project", C, V24, tenant_id="tenant-1", project_id="project-1")
SITE = {"property_address": "1 Sun St", "latitude": 37.77, "longitude": -122.4}
PARTIAL = [
    pytest.param({"address": "a"}, {"property_address": "a"}, id="address"),
    pytest.param({"latitude": 1}, {"latitude": 1}, id="latitude"),
    pytest.param({"longitude": 2.5}, {"longitude": 2.5}, id="longitude"),
    pytest.param({"latitude": 1, "longitude": 2}, {"latitude": 1, "longitude": 2}, id="coordinates"),
    pytest.param({"address": "a", "longitude": 2}, {"property_address": "a", "longitude": 2}, id="address, longitude"),
    pytest.param({"address": None}, {"property_address": None}, id="a null counts as given"),
    pytest.param(
        {"address": "a", "latitude": None}, {"property_address": "a", "latitude": None}, id="a null and another"
    ),
]


def project(value: Json) -> Json:
    return {"project": {"name": "n", **value}}


@pytest.mark.parametrize("source", [V22, V18])
class TestPartial:
    @pytest.mark.parametrize(("given", "location"), PARTIAL)
    def test_what_was_given_is_sent_with_a_note_and_an_optional_need(
        self, source: str, given: Json, location: Json
    ) -> None:
        result = project({"location": location})
        check(project(given), OPERATION, "request", source, V24, result, [WHOLE], [NEED])

    @pytest.mark.parametrize(("given", "location"), PARTIAL)
    def test_the_answer_supplies_the_others(self, source: str, given: Json, location: Json) -> None:
        t = translation(project(given), OPERATION, "request", source, V24)
        known = answered(t, "retrieve_project", {"project": {"name": "other", "location": {**SITE, "x": 1}}})
        notes = [assumed(C, f"/project/location/{key}") for key in SITE if key not in location]
        result = project({"location": {**SITE, **location}})
        check(project(given), OPERATION, "request", source, V24, result, notes, context=known)

    def test_an_answer_that_lacks_one_supplies_the_rest(self, source: str) -> None:
        t = translation(project({"address": "a"}), OPERATION, "request", source, V24)
        known = answered(t, "retrieve_project", {"project": {"location": {"latitude": 1}}})
        result = project({"location": {"property_address": "a", "latitude": 1}})
        notes = [WHOLE, assumed(C, "/project/location/latitude")]
        check(project({"address": "a"}), OPERATION, "request", source, V24, result, notes, context=known)

    def test_the_need_is_ready_to_send(self, source: str) -> None:
        (one,) = translation(project({"address": "a"}), OPERATION, "request", source, V24).needs
        assert one.request is not None
        assert (one.request.method, one.request.path) == ("GET", "/tenants/tenant-1/projects/project-1")

    @pytest.mark.parametrize("location", [None, {}])
    def test_with_a_null_or_empty_location(self, source: str, location: Json) -> None:
        body, result = project({"address": "a", "location": location}), project({"location": {"property_address": "a"}})
        notes = [WHOLE, edited(C, "/project/location")]
        check(body, OPERATION, "request", source, V24, result, notes, [NEED])

    def test_with_other_keys_in_location(self, source: str) -> None:
        body = project({"address": "a", "location": {"x": 1}})
        result = project({"location": {"x": 1, "property_address": "a"}})
        check(body, OPERATION, "request", source, V24, result, [WHOLE], [NEED])

    def test_both_spellings(self, source: str) -> None:
        body = project({"latitude": 1, "location": {"latitude": 2}})
        notes = [WHOLE, conflict(C, "/project/location/latitude")]
        check(body, OPERATION, "request", source, V24, project({"location": {"latitude": 1}}), notes, [NEED])

    def test_another_type_of_location_is_refused(self, source: str) -> None:
        for location in each([], "x", 5, True):
            refused(project({"address": "a", "location": location}), OPERATION, source, V24, C)


NO_NOTE: list[tuple[Json, Json, list[NoteKey]]] = [
    ({"address": "a", "latitude": 1, "longitude": 2}, {"property_address": "a", "latitude": 1, "longitude": 2}, []),
    (
        {"address": "a", "latitude": None, "longitude": None},
        {"property_address": "a", "latitude": None, "longitude": None},
        [],
    ),
    (
        {"address": "a", "location": {"latitude": 1, "longitude": 2}},
        {"property_address": "a", "latitude": 1, "longitude": 2},
        [unsupported(C, "/project/location/latitude"), unsupported(C, "/project/location/longitude")],
    ),
]


@pytest.mark.parametrize(("given", "location", "notes"), NO_NOTE, ids=["all three", "nulls", "the rest is in location"])
def test_where_none_is_lacking_there_is_no_such_note(given: Json, location: Json, notes: list[NoteKey]) -> None:
    check(project(given), OPERATION, "request", V22, V24, project({"location": location}), notes)


def test_a_body_that_already_speaks_the_target_is_left_alone() -> None:
    for location in each({"latitude": 1}, {"property_address": "a", "longitude": None}):
        body = project({"location": location})
        notes = [unsupported(C, f"/project/location/{key}") for key in location]
        check(body, OPERATION, "request", V22, V24, body, notes)


def test_where_none_is_given_nothing_is_asked() -> None:
    for given in ({}, {"location": {"x": 1}}):
        check(project(given), OPERATION, "request", V22, V24, project(given))


def test_only_update_requests_on_the_way_up() -> None:
    flat, nested = project({"address": "a"}), project({"location": {"property_address": "a"}})
    check(flat, "create_project", "request", V22, V24, nested)
    check(flat, OPERATION, "response", V22, V24, nested)
    for target in (V22, V18):
        check(nested, OPERATION, "request", V24, target, flat)
