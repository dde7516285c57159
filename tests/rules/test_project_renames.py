"""`preferred-solar-modules` and `mailing-address`: two keys of projects are renamed."""

import pytest

from ._check import DOWN, NEW, OLD, UP, V18, V24, Json, check, conflict, hop, missing, unsupported
from ._projects import CASES, at, beside, wrapped

RENAMES = [
    ("preferred-solar-modules", "preferred_solar_panels", "preferred_solar_modules"),
    ("mailing-address", "customer_address", "mailing_address"),
]
VALUES: list[Json] = ["1 Sun St", ["module-1", "module-2"], [], None, 5, {"street": "x"}, ""]


@pytest.mark.parametrize(("operation", "part"), CASES)
@pytest.mark.parametrize(("change", "old", "new"), RENAMES)
class TestEverywhere:
    @pytest.mark.parametrize("value", VALUES)
    def test_renamed_both_ways_whatever_the_value(
        self, change: str, old: str, new: str, operation: str, part: str, value: Json
    ) -> None:
        assert change
        before = wrapped(operation, {"id": "p", old: value, "name": None})
        after = wrapped(operation, {"id": "p", new: value, "name": None})
        for source in (NEW[0], V18):
            check(before, operation, part, source, V24, after, beside(operation, part, UP))
            check(after, operation, part, V24, source, before, beside(operation, part, DOWN))

    def test_both_spellings(self, change: str, old: str, new: str, operation: str, part: str) -> None:
        both = wrapped(operation, {old: 1, new: 2})
        for direction, key, value, other in [(UP, new, 1, new), (DOWN, old, 2, old)]:
            notes = beside(operation, part, direction) | {conflict(change, at(operation, other))}
            check(both, operation, part, *hop(NEW, direction), wrapped(operation, {key: value}), notes)

    def test_already_speaks_the_target(self, change: str, old: str, new: str, operation: str, part: str) -> None:
        for direction, key in [(UP, new), (DOWN, old)]:
            body = wrapped(operation, {key: 1, "name": "n"})
            notes = beside(operation, part, direction) | {unsupported(change, at(operation, key))}
            check(body, operation, part, *hop(NEW, direction), body, notes)

    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_not_on_the_older_edge(
        self, change: str, old: str, new: str, operation: str, part: str, direction: str
    ) -> None:
        assert change
        for key in (old, new):
            body = wrapped(operation, {key: 1})
            check(body, operation, part, *hop(OLD, direction), body)


@pytest.mark.parametrize(("operation", "part"), CASES)
def test_both_envelopes_in_every_operation(operation: str, part: str) -> None:
    old = {"customer_address": 1, "preferred_solar_panels": [], "address": 2, "latitude": 3, "longitude": 4}
    location = {"property_address": 2, "latitude": 3, "longitude": 4}
    new = {"mailing_address": 1, "preferred_solar_modules": [], "location": location}
    before, after = {"project": old, "projects": [{}, old]}, {"project": new, "projects": [{}, new]}
    check(before, operation, part, *NEW, after)
    notes = {missing("project-updated-at", f"/{place}/updated_at") for place in ("project", "projects/0", "projects/1")}
    check(after, operation, part, *hop(NEW, DOWN), before, notes if part == "response" else ())


@pytest.mark.parametrize(("operation", "part"), CASES)
@pytest.mark.parametrize("direction", [UP, DOWN])
class TestShapes:
    def test_absent_stays_absent(self, operation: str, part: str, direction: str) -> None:
        body = wrapped(operation, {"name": "n"})
        check(body, operation, part, *hop(NEW, direction), body, beside(operation, part, direction))

    def test_null_and_missing_envelopes(self, operation: str, part: str, direction: str) -> None:
        for body in ({"project": None}, {"projects": None}, {}):
            check(body, operation, part, *hop(NEW, direction), body)


@pytest.mark.parametrize(("change", "old", "new"), RENAMES)
class TestItems:
    def test_every_item_on_its_own(self, change: str, old: str, new: str) -> None:
        body = wrapped("list_projects", {old: 1}, {new: 2}, {}, {old: 3, new: 4}, None)
        result = wrapped("list_projects", {new: 1}, {new: 2}, {}, {new: 3}, None)
        notes = {unsupported(change, f"/projects/1/{new}"), conflict(change, f"/projects/3/{new}")}
        check(body, "list_projects", "response", *NEW, result, notes)

    def test_other_operations_and_places(self, change: str, old: str, new: str) -> None:
        assert change
        body = {"project": {"inner": {old: 1, new: 1}}, old: 1, "design": {old: 1}}
        check(body, "retrieve_project", "response", *NEW, body)
        body = {"project": {old: 1}, "projects": [{new: 1}]}
        for operation in ("retrieve_design", "create_design", "list_project_assets", "retrieve_consumption_profile"):
            for direction in (UP, DOWN):
                check(body, operation, "response", *hop(NEW, direction), body)
