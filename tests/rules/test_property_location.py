"""`property-location`: the site's address and coordinates move into `location`."""

import pytest

from ._check import (
    DOWN,
    NEW,
    OLD,
    UP,
    V18,
    V22,
    V24,
    Json,
    NoteKey,
    check,
    conflict,
    each,
    edited,
    hop,
    refused,
    translated,
    unsupported,
)
from ._projects import CASES, at, beside, wrapped

C = "property-location"
FLAT = {"address": "1 Sun St", "latitude": 37.77, "longitude": -122.4}
NESTED = {"property_address": "1 Sun St", "latitude": 37.77, "longitude": -122.4}
COMPONENTS = {"property_address_components": {"city": "Berlin"}}
KEYS = [("address", "property_address"), ("latitude", "latitude"), ("longitude", "longitude")]
NO_UPDATE = [case for case in CASES if case != ("update_project", "request")]
"""A partial update up has a note of its own: see `test_property_location_update`."""


def up(
    operation: str, part: str, project: Json, result: Json, *notes: NoteKey, sources: tuple[str, ...] = (V22, V18)
) -> None:
    for source in sources:
        check(wrapped(operation, project), operation, part, source, V24, wrapped(operation, result), notes)


def down(operation: str, part: str, project: Json, result: Json, *notes: NoteKey) -> None:
    every = {*notes, *beside(operation, part, DOWN)}
    for target in (V22, V18):
        check(wrapped(operation, project), operation, part, V24, target, wrapped(operation, result), every)


@pytest.mark.parametrize(("operation", "part"), CASES)
class TestAllThree:
    def test_they_move_and_nothing_stays_at_the_top_level(self, operation: str, part: str) -> None:
        up(operation, part, {"name": "n", **FLAT}, {"name": "n", "location": NESTED})
        down(operation, part, {"name": "n", "location": NESTED}, {"name": "n", **FLAT})

    def test_nulls_move_too(self, operation: str, part: str) -> None:
        old = dict.fromkeys(FLAT)
        new = {"location": dict.fromkeys(NESTED)}
        up(operation, part, old, new)
        down(operation, part, new, old)

    def test_values_move_whatever_they_are(self, operation: str, part: str) -> None:
        old = {"address": {"street": 1}, "latitude": "37.77", "longitude": [1]}
        new = {"location": {"property_address": {"street": 1}, "latitude": "37.77", "longitude": [1]}}
        up(operation, part, old, new)
        down(operation, part, new, old)

    def test_an_existing_location_is_merged_into_and_keeps_its_other_keys(self, operation: str, part: str) -> None:
        up(
            operation,
            part,
            {**FLAT, "location": {"x": None, **COMPONENTS}},
            {"location": {"x": None, **COMPONENTS, **NESTED}},
        )

    def test_it_stays_on_the_way_down_where_it_holds_anything_else(self, operation: str, part: str) -> None:
        down(operation, part, {"location": {**NESTED, **COMPONENTS}}, {**FLAT, "location": COMPONENTS})

    @pytest.mark.parametrize("location", [None, {}])
    def test_a_null_or_empty_location_counts_as_absent(self, operation: str, part: str, location: Json) -> None:
        up(operation, part, {**FLAT, "location": location}, {"location": NESTED}, edited(C, at(operation, "location")))

    def test_not_on_the_older_edge(self, operation: str, part: str) -> None:
        for body in (wrapped(operation, FLAT), wrapped(operation, {"location": NESTED})):
            for direction in (UP, DOWN):
                check(body, operation, part, *hop(OLD, direction), body)


@pytest.mark.parametrize(("operation", "part"), NO_UPDATE)
@pytest.mark.parametrize(("old", "new"), KEYS)
class TestEachAlone:
    @pytest.mark.parametrize("value", ["x", 1.5, None])
    def test_location_is_created_and_disappears(
        self, operation: str, part: str, old: str, new: str, value: Json
    ) -> None:
        up(operation, part, {old: value}, {"location": {new: value}})
        down(operation, part, {"location": {new: value}}, {old: value})

    @pytest.mark.parametrize("location", [None, {}])
    def test_a_null_or_empty_location_counts_as_absent(
        self, operation: str, part: str, old: str, new: str, location: Json
    ) -> None:
        note = edited(C, at(operation, "location"))
        up(operation, part, {old: 1, "location": location}, {"location": {new: 1}}, note)

    def test_both_spellings(self, operation: str, part: str, old: str, new: str) -> None:
        both = {old: 1, "location": {new: 2}}
        up(operation, part, both, {"location": {new: 1}}, conflict(C, at(operation, f"location/{new}")))
        down(operation, part, both, {old: 2}, conflict(C, at(operation, old)))

    def test_already_speaks_the_target(self, operation: str, part: str, old: str, new: str) -> None:
        there = {"location": {new: 1}}
        up(operation, part, there, there, unsupported(C, at(operation, f"location/{new}")))
        down(operation, part, {old: 1}, {old: 1}, unsupported(C, at(operation, old)))

    def test_another_type_of_location(self, operation: str, part: str, old: str, new: str) -> None:
        assert new
        for location in each([], "x", 5, True):
            project = {old: 1, "location": location}
            if part == "request":
                body = wrapped(operation, project)
                refused(body, operation, V22, V24, C)
                refused(body, operation, V18, V24, C)
            else:
                up(operation, part, project, project, unsupported(C, at(operation, old)))


@pytest.mark.parametrize(("operation", "part"), CASES)
class TestSome:
    def test_some_of_the_three_down(self, operation: str, part: str) -> None:
        location = {"property_address": "a", "longitude": None, "x": 1}
        down(operation, part, {"location": location}, {"address": "a", "longitude": None, "location": {"x": 1}})

    @pytest.mark.parametrize("location", [None, {}, {"x": 1}, COMPONENTS])
    def test_without_any_of_the_three_location_stays(self, operation: str, part: str, location: Json) -> None:
        project = {"name": "n", "location": location}
        up(operation, part, project, project)
        down(operation, part, project, project)

    def test_absent_stays_absent(self, operation: str, part: str) -> None:
        up(operation, part, {"name": "n"}, {"name": "n"})
        down(operation, part, {"name": "n"}, {"name": "n"})

    def test_a_top_level_property_address_on_the_way_up(self, operation: str, part: str) -> None:
        project = {"property_address": "x"}
        note = unsupported(C, at(operation, "property_address"))
        up(operation, part, project, project, note)
        up(operation, part, {**FLAT, **project}, {"location": NESTED, **project}, note)

    def test_a_top_level_property_address_on_the_way_down(self, operation: str, part: str) -> None:
        note = edited(C, at(operation, "property_address"))
        down(operation, part, {"property_address": "x"}, {"address": "x"}, note)
        project = {"property_address": None, "location": {"latitude": 1, **COMPONENTS}}
        down(operation, part, project, {"address": None, "latitude": 1, "location": COMPONENTS}, note)

    def test_a_top_level_property_address_beside_the_one_in_location(self, operation: str, part: str) -> None:
        body = wrapped(operation, {"property_address": "stray", "location": {"property_address": "x"}})
        result, notes = translated(body, operation, part, V24, V22)
        assert result == wrapped(operation, {"property_address": "stray", "address": "x"})
        stray = at(operation, "property_address")
        assert notes - beside(operation, part, DOWN) <= {unsupported(C, stray), conflict(C, stray)}

    @pytest.mark.parametrize("location", [None, {}, {"x": 1}])
    def test_a_location_without_any_of_the_three_stays_beside_it(
        self, operation: str, part: str, location: Json
    ) -> None:
        note = edited(C, at(operation, "property_address"))
        project = {"property_address": "x", "location": location}
        down(operation, part, project, {"address": "x", "location": location}, note)

    @pytest.mark.parametrize("location", [[], "x", 5, False])
    def test_another_type_of_location_on_the_way_up_where_nothing_moves_in(
        self, operation: str, part: str, location: Json
    ) -> None:
        up(operation, part, {"location": location}, {"location": location}, unsupported(C, at(operation, "location")))

    @pytest.mark.parametrize("location", [[], "x", 5, False])
    def test_another_type_of_location_on_the_way_down(self, operation: str, part: str, location: Json) -> None:
        project = {"location": location}
        if part == "request":
            for target in (V22, V18):
                refused(wrapped(operation, project), operation, V24, target, C, "/project/location")
        else:
            down(operation, part, project, project, unsupported(C, at(operation, "location")))


class TestItems:
    def test_every_item_on_its_own_up(self) -> None:
        body = wrapped(
            "list_projects", FLAT, {"location": {"latitude": 1}}, {"name": "n"}, {"address": 1, "location": 2}
        )
        nested = [{"location": NESTED}, {"location": {"latitude": 1}}, {"name": "n"}, {"address": 1, "location": 2}]
        notes = {unsupported(C, "/projects/1/location/latitude"), unsupported(C, "/projects/3/address")}
        check(body, "list_projects", "response", *NEW, wrapped("list_projects", *nested), notes)

    def test_mixed_in_one_object_each_key_for_itself(self) -> None:
        body = wrapped("retrieve_project", {"latitude": 1, "location": {"property_address": "x"}})
        result = wrapped("retrieve_project", {"location": {"property_address": "x", "latitude": 1}})
        notes = [unsupported(C, "/project/location/property_address")]
        check(body, "retrieve_project", "response", *NEW, result, notes)
        result = wrapped("retrieve_project", {"address": "x", "latitude": 1})
        notes = [unsupported(C, "/project/latitude"), *beside("retrieve_project", "response", DOWN)]
        check(body, "retrieve_project", "response", V24, V22, result, notes)

    def test_other_operations_keep_theirs(self) -> None:
        body = {"project": {**FLAT, "location": NESTED}, "design_request": FLAT}
        for operation in ("retrieve_design", "list_project_assets", "retrieve_design_request"):
            for direction in (UP, DOWN):
                check(body, operation, "response", *hop(NEW, direction), body)
