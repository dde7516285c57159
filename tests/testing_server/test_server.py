"""What a fake server does: forms of every version, state, pages, credentials, jobs, refusals."""

from datetime import UTC, datetime
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.models import model_for
from aurora_compat.testing.server import KEY, SECRET, FakeAurora, sample_tenant
from aurora_compat.testing.server.core import HANDLERS
from aurora_compat.testing.server.payload import payload
from tests.rules._check import V18, V22, V24

from ._kit import DESIGN, PROJECT, USER, VERSIONS, WEBHOOK, messages, params_of

ADDRESS: dict[str, dict[str, Any]] = {
    V18: {"address": "1 Sun Street"},
    V22: {"address": "1 Sun Street"},
    V24: {"location": {"property_address": "1 Sun Street"}},
}


@pytest.fixture(params=VERSIONS)
def fake(request: pytest.FixtureRequest) -> FakeAurora:
    return FakeAurora(request.param)


def test_every_operation_of_every_version_is_answered() -> None:
    assert set(ac.operations) == set(HANDLERS)


def test_every_answer_keeps_to_the_model_and_holds_nothing_of_another_version(fake: FakeAurora) -> None:
    version = str(fake.version)
    for name, operation in ac.operations.items():
        if operation.template(fake.version) is None:
            continue
        if operation.method == "DELETE" or name in {"activate_user", "deactivate_user"}:
            with pytest.raises(ValueError, match="has no body"):
                payload(name, "response", version)
            continue
        body = payload(name, "response", version)
        model = model_for(name, "response", version)
        if model is not None:
            model.model_validate(body)
        old = {"customer_address", "preferred_solar_panels", "pricing_mode", "panels", "updated_at", "user_ids"}
        new = {
            "mailing_address",
            "preferred_solar_modules",
            "pricing_method",
            "modules",
            "order_id",
            "signing_provider",
        }
        keys = _keys(body) - ({"modules"} if name == "list_modules" else set())
        if name not in {"retrieve_consumption_profile", "update_consumption_profile", "create_proposal"}:
            assert not keys & (old if version == V24 else new), name
        if version != V18:
            assert not keys & {"user_level", "system_size"}, name
        else:
            assert "role_id" not in keys, name


def _keys(value: Any) -> set[str]:
    if isinstance(value, list):
        return {key for item in value for key in _keys(item)}
    return {*value, *(key for item in value.values() for key in _keys(item))} if isinstance(value, dict) else set()


def test_leftovers_of_translation_come_from_the_state() -> None:
    fake = FakeAurora(V18)
    assert (
        fake.call("retrieve_project", project_id=PROJECT).json()["project"]["updated_at"] == "2024-03-18 09:41:52 UTC"
    )
    assert fake.call("retrieve_tenant").json()["tenant"]["user_ids"] == list(fake.tenant.users)
    assert [one["system_cost"] for one in _financings(fake)] == [35200.0, 35200.0]
    summary = fake.call("retrieve_design_summary", design_id=DESIGN).json()["design"]
    assert summary["system_size"] == summary["system_size_stc"] == 6800
    assert summary["arrays"][0]["module"]["manufacturer"] == "Example Modules"
    assert set(_financings(FakeAurora(V22))[0]) == {"id", "name", "selected_in_sales_mode", "financing_option"}


def _financings(fake: FakeAurora) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = fake.call("list_financings", design_id=DESIGN).json()["financings"]
    return listed


def test_create_update_and_delete_change_the_state(fake: FakeAurora) -> None:
    order = {"project": {"name": "Roof", **ADDRESS[str(fake.version)]}}
    created = fake.call("create_project", order)
    assert created.status == 200
    id_ = created.json()["project"]["id"]
    assert id_ == "94000000-0000-4000-8000-000000000001"
    assert fake.tenant.projects[id_]["location"]["property_address"] == "1 Sun Street"
    assert created.json()["project"]["created_at"] == "2024-06-03 10:00:00 UTC"

    changed = fake.call("update_project", {"project": {"name": "South side"}}, project_id=id_)
    assert changed.json()["project"]["name"] == "South side"
    assert changed.json() == fake.call("retrieve_project", project_id=id_).json()
    assert fake.tenant.projects[id_]["location"]["property_address"] == "1 Sun Street"

    assert fake.call("delete_project", project_id=id_).status == 204
    assert fake.call("retrieve_project", project_id=id_).status == 404
    assert [call.operation for call in fake.calls][-2:] == ["delete_project", "retrieve_project"]
    assert fake.calls[-1].path_params["project_id"] == id_


def test_a_project_takes_its_designs_along(fake: FakeAurora) -> None:
    assert fake.call("delete_project", project_id=PROJECT).status == 204
    assert fake.call("retrieve_design", design_id=DESIGN).status == 404
    assert not fake.tenant.assets
    assert not fake.tenant.financings


def test_lists_come_in_pages(fake: FakeAurora) -> None:
    for number in range(260):
        fake.tenant.teams[str(number)] = {"id": str(number)}
    held = list(fake.tenant.teams.values())

    def listed(**query: str) -> Any:
        return fake.call("list_teams", query=query).json()["teams"]

    assert listed() == held[:100]
    assert listed(page="3") == held[200:261]
    assert listed(page="2", per_page="250") == held[250:]
    assert listed(page="9") == []
    for query, name in (({"per_page": "251"}, "per_page"), ({"page": "0"}, "page"), ({"page": "x"}, "page")):
        response = fake.call("list_teams", query=query)
        assert (response.status, name in messages(fake, response)[0]) == (422, True)


def test_what_is_not_there_is_404_in_the_form_of_the_version(fake: FakeAurora) -> None:
    response = fake.call("retrieve_project", project_id="p-9")
    assert response.status == 404
    named = "The project with id p-9 could not be found"
    assert messages(fake, response) == ["Not found" if str(fake.version) == V18 else named]
    elsewhere = fake.call("list_projects", tenant_id="t-9")
    assert elsewhere.status == 404


def test_unknown_paths_and_methods(fake: FakeAurora) -> None:
    base = fake.request("list_projects").path
    assert fake.send(ac.Request("GET", f"{base}/x/y/z", headers=fake.headers)).status == 404
    other = base.removeprefix("/v2") if base.startswith("/v2") else f"/v2{base}"
    assert fake.send(ac.Request("GET", other, headers=fake.headers)).status == 404
    refused = fake.send(ac.Request("DELETE", base, headers=fake.headers))
    assert (refused.status, refused.headers.get("Allow")) == (405, "GET, POST")
    head = fake.send(ac.Request("HEAD", base, headers=fake.headers))
    assert (head.status, head.body, head.headers.get("Content-Length") != "0") == (200, b"", True)


def test_credentials(fake: FakeAurora) -> None:
    bare = ac.Request("GET", fake.request("list_projects").path)
    assert fake.send(bare).status == 401
    assert fake.send(bare).headers.get("WWW-Authenticate") == "Bearer"
    wrong = ac.Request("GET", bare.path, headers={"Authorization": "Bearer wrong"})
    assert fake.send(wrong).status == 401
    signed = ac.hmac_auth.sign(bare, key=KEY, secret=SECRET)
    assert fake.send(signed).status == (200 if str(fake.version) == V18 else 401)
    assert fake.send(ac.hmac_auth.sign(bare, key=KEY, secret="wrong")).status == 401
    assert FakeAurora(fake.version, require_auth=False).send(bare).status == 200
    assert all("token" not in repr(call) and "wrong" not in repr(call) for call in fake.calls)


def test_signatures_are_checked_against_the_given_time() -> None:
    now = datetime(2018, 5, 4, 3, 2, 1, tzinfo=UTC)
    fake = FakeAurora(V18, now=now)
    signed = ac.hmac_auth.sign(ac.Request("GET", fake.request("list_users").path), key=KEY, secret=SECRET, now=now)
    assert fake.send(signed).status == 200
    assert FakeAurora(V18).send(signed).status == 401
    assert fake.tenant.time == "2018-05-04 03:02:01 UTC"


def test_unknown_fields_are_left_out_and_additions_are_kept(fake: FakeAurora) -> None:
    body = {"user": {"shoe_size": 43, "base_price_per_watt_min": 2.75}}
    assert fake.call("update_user", body, user_id=USER).status == 200
    assert "shoe_size" not in fake.tenant.users[USER]
    assert fake.tenant.users[USER]["base_price_per_watt_min"] == 2.75


def test_jobs_run_until_they_are_done(fake: FakeAurora) -> None:
    fake.tenant.polls = 2
    started = fake.call("run_performance_simulation", design_id=DESIGN)
    assert started.status == 202
    job = started.json()["performance_simulation_job"]["job_id"]

    def status(**query: str) -> ac.Response:
        return fake.call("retrieve_performance_simulation_status", query=query, design_id=DESIGN)

    told = [status(job_id=job).json()["performance_simulation_job"]["status"] for _ in range(3)]
    assert told == ["in-progress", "in-progress", "succeeded"]
    fake.tenant.jobs[job]["outcome"] = "failed"
    assert status(job_id=job).json()["performance_simulation_job"]["status"] == "failed"
    assert (status().status, status(job_id="j-9").status) == (422, 404)
    other = fake.call("retrieve_irradiance_analysis_status", query={"job_id": job}, design_id=DESIGN)
    assert other.status == 404


def test_users_can_be_let_in_and_out(fake: FakeAurora) -> None:
    fake.tenant.users[USER]["account_status"] = "inactive"
    second = list(fake.tenant.users)[1]
    fake.tenant.users[second]["email"] = fake.tenant.users[USER]["email"]
    assert fake.call("activate_user", user_id=USER).status == 422
    assert fake.call("deactivate_user", user_id=second).status == 204
    assert fake.call("activate_user", user_id=USER).status == 204


def test_pricing_is_reckoned(fake: FakeAurora) -> None:
    flat, total = (
        ("flat_system_price", "system_price") if str(fake.version) == V24 else ("flat_system_cost", "system_cost")
    )
    before = fake.call("retrieve_design_pricing", design_id=DESIGN).json()["pricing"]
    after = fake.call("update_design_pricing", {"pricing": {flat: 25000.0}}, design_id=DESIGN).json()["pricing"]
    assert after[total] == before[total] + 500.0
    adder = {"adder": {"adder_name": "Trenching", "adder_value": 450.0}}
    made = fake.call("create_adder", adder, design_id=DESIGN).json()["adder"]
    assert fake.call("retrieve_design_pricing", design_id=DESIGN).json()["pricing"][total] == after[total] + 450.0
    assert fake.call("delete_adder", design_id=DESIGN, adder_id=made["id"]).status == 204
    assert fake.call("delete_adder", design_id=DESIGN, adder_id=made["id"]).status == 404
    by_watt = fake.call("update_design_pricing", {"pricing": {"price_per_watt": 3}}, design_id=DESIGN).json()["pricing"]
    assert by_watt["pricing_method" if str(fake.version) == V24 else "pricing_mode"] == "price per watt"


def test_designs_from_a_site_model() -> None:
    old, body = FakeAurora(V18), {"design": {"project_id": PROJECT, "name": "Copy"}}
    copied = {"site_model_design_id": DESIGN, "include_design": "true"}
    whole = old.call("create_design", body, query=copied).json()["design"]["id"]
    roof = old.call("create_design", body, query={"site_model_design_id": DESIGN}).json()["design"]["id"]
    assert old.tenant.summaries[whole]["system_size_stc"] == 6800
    assert old.tenant.summaries[roof]["system_size_stc"] == 0
    assert old.tenant.roofs[roof] == old.tenant.roofs[DESIGN]
    new = FakeAurora(V24)
    assert new.call("create_design", body, query=copied).status == 422
    again = new.call("duplicate_design", design_id=DESIGN).json()["design"]
    assert (again["project_id"], again["design_request_id"]) == (PROJECT, None)
    assert old.send(new.request("duplicate_design", design_id=DESIGN)).status == 404


def test_the_default_spacing_of_modules_shows() -> None:
    def near(version: str, **query: str) -> list[int]:
        response = FakeAurora(version).call("list_racking_arrays", query=query, design_id=DESIGN)
        return [len(one["adjacent_arrays"]) for one in response.json()["racking_arrays"]]

    assert (near(V18), near(V24)) == ([0, 0], [1, 1])
    assert (near(V18, max_panel_spacing="0.026"), near(V24, max_module_spacing="0.01")) == ([1, 1], [0, 0])
    assert FakeAurora(V24).call("list_racking_arrays", query={"max_panel_spacing": "1"}, design_id=DESIGN).status == 422


def test_answers_can_be_forced(fake: FakeAurora) -> None:
    fake.answer_next(ac.Response(429, {"Retry-After": "1"}))
    assert [fake.call("list_users").status for _ in range(2)] == [429, 200]


def test_a_request_of_no_operation() -> None:
    with pytest.raises(ac.UnknownOperation):
        FakeAurora(V18).request("duplicate_design", design_id=DESIGN)
    with pytest.raises(ValueError, match="design_id"):
        FakeAurora(V24).request("retrieve_design")
    with pytest.raises(ac.UnknownVersion):
        FakeAurora("2019.01")


def test_servers_of_several_versions_share_a_tenant() -> None:
    tenant = sample_tenant()
    old, middle, new = (FakeAurora(version, tenant=tenant) for version in VERSIONS)
    made = old.call("create_webhook", {"webhook": {"enabled": "true", "filters": {"STATUS": "sold"}}}).json()["webhook"]
    shown = new.call("retrieve_webhook", webhook_id=made["id"]).json()["webhook"]
    assert (shown["enabled"], shown["filters"]) == (True, [{"url_parameter": "STATUS", "value": "sold"}])
    new.call("update_user", {"user": {"role_id": "401e0000-0000-4000-8000-000000000003"}}, user_id=USER)
    assert old.call("retrieve_user", user_id=USER).json()["user"]["user_level"] == "Admin"
    middle.call("update_project", {"project": {"latitude": 1.5}}, project_id=PROJECT)
    place = new.call("retrieve_project", project_id=PROJECT).json()["project"]["location"]
    assert (place["latitude"], place["longitude"]) == (1.5, -119.5502)
    assert place["property_address_components"]["city"] == "Sampleville"
    assert old.call("delete_webhook", webhook_id=WEBHOOK).status == 204
    assert middle.call("retrieve_webhook", webhook_id=WEBHOOK).status == 404


def test_what_is_shown_is_no_part_of_the_state(fake: FakeAurora) -> None:
    one, other = FakeAurora(fake.version), FakeAurora(fake.version)
    one.call("update_project", {"project": {"tags": ["changed"]}}, project_id=PROJECT)
    assert other.tenant.projects[PROJECT]["tags"] == ["south-facing", "battery"]
    before = repr(vars(other.tenant))
    for name, operation in ac.operations.items():
        if operation.method == "GET" and operation.template(fake.version) and not name.endswith("_status"):
            other.call(name, **params_of(name, str(fake.version)))
    assert repr(vars(other.tenant)) == before
