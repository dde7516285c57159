"""`project-updated-at` and `agreement-updated-at`: `updated_at` leaves Project and Agreement endpoints."""

import pytest

from ._check import NEW, UP, V18, V22, V24, Json, check, hop, lost, missing, unsupported

TIME = "2024-05-01 12:00:00 UTC"
PLACES = [
    ("project-updated-at", "list_projects", "projects"),
    ("project-updated-at", "create_project", "project"),
    ("project-updated-at", "retrieve_project", "project"),
    ("project-updated-at", "update_project", "project"),
    ("agreement-updated-at", "list_agreements", "agreements"),
    ("agreement-updated-at", "retrieve_agreement", "agreement"),
]
ELSEWHERE = [
    *("retrieve_design", "list_designs", "retrieve_proposal", "create_proposal", "retrieve_consumption_profile"),
    *("update_consumption_profile", "retrieve_design_request", "retrieve_agreement_download_url_status"),
    *("retrieve_webhook", "list_project_assets", "retrieve_user"),
]


def body(key: str, *objects: Json) -> Json:
    return {key: [*objects]} if key.endswith("s") else {key: objects[0]}


def at(key: str) -> str:
    return f"/{key}/0/updated_at" if key.endswith("s") else f"/{key}/updated_at"


@pytest.mark.parametrize(("change", "operation", "key"), PLACES)
class TestEverywhere:
    @pytest.mark.parametrize("value", [TIME, None, 5])
    @pytest.mark.parametrize("source", [V22, V18])
    def test_up_it_is_dropped(self, change: str, operation: str, key: str, source: str, value: Json) -> None:
        before, after = body(key, {"id": "x", "updated_at": value}), body(key, {"id": "x"})
        check(before, operation, "response", source, V24, after, [lost(change, at(key))])

    def test_up_absent_stays_absent(self, change: str, operation: str, key: str) -> None:
        assert change
        check(body(key, {"id": "x"}), operation, "response", *NEW, body(key, {"id": "x"}))

    @pytest.mark.parametrize("target", [V22, V18])
    def test_down_it_is_missing_and_nothing_is_invented(
        self, change: str, operation: str, key: str, target: str
    ) -> None:
        same = body(key, {"id": "x", "created_at": TIME})
        check(same, operation, "response", V24, target, same, [missing(change, at(key))])

    @pytest.mark.parametrize("value", [TIME, None])
    def test_down_one_that_is_there_is_kept(self, change: str, operation: str, key: str, value: Json) -> None:
        same = body(key, {"updated_at": value})
        check(same, operation, "response", V24, V22, same, [unsupported(change, at(key))])

    def test_requests_keep_it(self, change: str, operation: str, key: str) -> None:
        assert change
        same = body(key, {"updated_at": TIME})
        for direction in (UP, "down"):
            check(same, operation, "request", *hop(NEW, direction), same)

    def test_not_on_the_older_edge(self, change: str, operation: str, key: str) -> None:
        assert change
        for same in (body(key, {"updated_at": TIME}), body(key, {})):
            for source, target in [(V18, V22), (V22, V18)]:
                check(same, operation, "response", source, target, same)

    @pytest.mark.parametrize("value", [5, "x", True])
    def test_what_is_no_object_is_kept(self, change: str, operation: str, key: str, value: Json) -> None:
        same = body(key, value)
        pointer = at(key).removesuffix("/updated_at")
        for direction in (UP, "down"):
            t_notes = [unsupported(change, pointer)]
            if change == "project-updated-at":
                t_notes += [unsupported(c, pointer) for c in ("mailing-address", "property-location")]
                t_notes += [unsupported("preferred-solar-modules", pointer)]
            check(same, operation, "response", *hop(NEW, direction), same, t_notes)

    def test_null_passes(self, change: str, operation: str, key: str) -> None:
        assert change
        for direction in (UP, "down"):
            check(body(key, None), operation, "response", *hop(NEW, direction), body(key, None))


@pytest.mark.parametrize(
    ("change", "operation", "key"), [place for place in PLACES if place[2].endswith("s")], ids=lambda value: str(value)
)
class TestItems:
    def test_every_item_on_its_own(self, change: str, operation: str, key: str) -> None:
        mixed = {key: [{"id": "a", "updated_at": TIME}, {"id": "b"}]}
        bare = {key: [{"id": "a"}, {"id": "b"}]}
        check(mixed, operation, "response", *NEW, bare, [lost(change, f"/{key}/0/updated_at")])
        notes = [unsupported(change, f"/{key}/0/updated_at"), missing(change, f"/{key}/1/updated_at")]
        check(mixed, operation, "response", V24, V22, mixed, notes)
        check({key: []}, operation, "response", V24, V22, {key: []})


@pytest.mark.parametrize("operation", ELSEWHERE)
@pytest.mark.parametrize("direction", [UP, "down"])
def test_not_in_other_endpoints(operation: str, direction: str) -> None:
    keys = ["design", "proposal", "consumption_profile", "project", "agreement", "webhook", "user", "job"]
    same = {key: {"updated_at": TIME} for key in keys} | {"designs": [{"updated_at": TIME}, {}]}
    check(same, operation, "response", *hop(NEW, direction), same)
