"""Aurora's own registry: its versions, every operation with its paths, every change."""

import pickle
import re

import pytest

import aurora_compat as ac
from aurora_compat.aurora import aurora
from aurora_compat.words.operation import Operation

OLDEST, MIDDLE, NEWEST = ac.versions

OPERATIONS = """
retrieve_root GET /
retrieve_versions GET /versions
retrieve_tenant GET T
list_roles GET T/roles
list_teams GET T/teams
list_partners GET T/partners
retrieve_sso_provider GET T/sso_provider
list_users GET T/users
create_user POST T/users
invite_user POST T/users/invite
retrieve_user GET T/users/{user_id}
update_user PUT T/users/{user_id}
activate_user PUT T/users/{user_id}/activate
deactivate_user PUT T/users/{user_id}/deactivate
list_projects GET T/projects
create_project POST T/projects
retrieve_project GET T/projects/{project_id}
update_project PUT T/projects/{project_id}
delete_project DELETE T/projects/{project_id}
list_project_assets GET T/projects/{project_id}/assets
retrieve_ahj GET T/projects/{project_id}/ahj
retrieve_consumption_profile GET T/projects/{project_id}/consumption_profile
update_consumption_profile PUT T/projects/{project_id}/consumption_profile
list_designs GET T/projects/{project_id}/designs
create_design POST T/designs
retrieve_design GET D
retrieve_design_summary GET D/summary
retrieve_roof_summary GET D/roof_summary
list_racking_arrays GET D/racking_arrays
retrieve_design_pricing GET D/pricing
update_design_pricing PUT D/pricing
create_adder POST D/pricing/adders
delete_adder DELETE D/pricing/adders/{adder_id}
list_financings GET D/financings
retrieve_financing GET D/financings/{financing_id}
list_design_assets GET D/assets
retrieve_design_asset GET T/assets/{asset_id}
run_auto_designer POST D/auto_designer/run
retrieve_auto_designer_status GET D/auto_designer/status
run_performance_simulation POST D/performance_simulation/run
retrieve_performance_simulation_status GET D/performance_simulation/status
run_irradiance_analysis POST D/irradiance_analysis/run
retrieve_irradiance_analysis_status GET D/irradiance_analysis/status
run_proposal_pdf_generation POST D/proposal_pdf_generation/run
retrieve_proposal_pdf_generation_status GET D/proposal_pdf_generation/status
create_proposal POST D/proposals/default
retrieve_proposal GET D/proposals/default
delete_proposal DELETE D/proposals/default
retrieve_web_proposal GET D/web_proposal
generate_web_proposal_url POST D/web_proposal/generate_url
create_design_request POST T/design_requests
list_design_requests GET T/design_requests
retrieve_design_request GET T/design_requests/{design_request_id}
accept_design_request POST T/design_requests/{design_request_id}/accept
list_agreements GET T/agreements
retrieve_agreement GET T/agreements/{agreement_id}
run_agreement_download_url POST T/agreements/{agreement_id}/download_url/run
retrieve_agreement_download_url_status GET T/agreements/{agreement_id}/download_url/status
list_modules GET T/components/modules
retrieve_module GET T/components/modules/{module_id}
list_webhooks GET T/webhooks
create_webhook POST T/webhooks
retrieve_webhook GET T/webhooks/{webhook_id}
update_webhook PUT T/webhooks/{webhook_id}
delete_webhook DELETE T/webhooks/{webhook_id}
duplicate_design POST D/duplicate
"""
"""Name, method and path (without `/v2`) of all operations documented: T is the tenant, D a design."""

TABLE = {
    name: (method, path.replace("D", "T/designs/{design_id}").replace("T", "/tenants/{tenant_id}"))
    for name, method, path in (line.split() for line in OPERATIONS.strip().splitlines())
}

BODY_CHANGES = {
    "user-roles": "2022.09",
    "error-format": "2022.09",
    "not-found-message": "2022.09",
    "system-size": "2022.09",
    "list-financings-reduced": "2022.09",
    "autodesigner-options": "2022.09",
    "tenant-user-ids": "2024.05",
    "preferred-solar-modules": "2024.05",
    "mailing-address": "2024.05",
    "property-location": "2024.05",
    "project-updated-at": "2024.05",
    "agreement-updated-at": "2024.05",
    "nearmap-true-ortho": "2024.05",
    "nearmap-spelling": "2024.05",
    "summary-manufacturer": "2024.05",
    "roof-modules": "2024.05",
    "pricing": "2024.05",
    "financing-price": "2024.05",
    "webhook-enabled": "2024.05",
    "webhook-filters": "2024.05",
}
"""The published breaking changes that concern bodies, and the release that brought each."""
HEAD_CHANGES = {
    "root-endpoint": "2022.09",
    "v2-prefix": "2022.09",
    "hmac-authentication": "2022.09",
    "create-design-from-site-model": "2022.09",
    "version-header": "2024.05",
    "module-spacing": "2024.05",
    "design-asset-path": "2024.05",
}
"""Those that concern paths, queries and header fields."""
HEADS_TOUCHED = {
    "create-design-from-site-model": {"create_design", "duplicate_design"},
    "module-spacing": {"list_racking_arrays"},
    "design-asset-path": {"retrieve_design_asset"},
}

PROJECTS = {"list_projects", "create_project", "retrieve_project", "update_project"}
REQUESTS = {"create_design_request", "list_design_requests", "retrieve_design_request", "accept_design_request"}
TOUCHED = {
    "user-roles": {"create_user", "invite_user", "retrieve_user", "update_user", "list_users"},
    "error-format": {"*"},
    "not-found-message": {"*"},
    "system-size": {"retrieve_design_summary"},
    "list-financings-reduced": {"list_financings"},
    "autodesigner-options": {"run_auto_designer"},
    "tenant-user-ids": {"retrieve_tenant"},
    "preferred-solar-modules": PROJECTS,
    "mailing-address": PROJECTS,
    "property-location": PROJECTS,
    "project-updated-at": PROJECTS,
    "agreement-updated-at": {"list_agreements", "retrieve_agreement"},
    "nearmap-true-ortho": REQUESTS,
    "nearmap-spelling": REQUESTS,
    "summary-manufacturer": {"retrieve_design_summary"},
    "roof-modules": {"retrieve_roof_summary"},
    "pricing": {"retrieve_design_pricing", "update_design_pricing"},
    "financing-price": {"retrieve_financing"},
    "webhook-enabled": {"create_webhook", "update_webhook"},
    "webhook-filters": {"list_webhooks", "create_webhook", "retrieve_webhook", "update_webhook"},
}
BOTH_PARTS = {
    "user-roles",
    "preferred-solar-modules",
    "mailing-address",
    "property-location",
    "nearmap-true-ortho",
    "nearmap-spelling",
    "pricing",
    "webhook-filters",
}
REQUESTS_ONLY = {"autodesigner-options", "webhook-enabled"}


def test_three_versions_oldest_first() -> None:
    assert [str(version) for version in ac.versions] == ["2018.01", "2022.09", "2024.05"]
    assert ac.versions == ac.registry.versions
    assert repr(ac.registry) == "<Registry of 2018.01, 2022.09 and 2024.05>"
    assert [str(hop) for hop in ac.registry.path("2018.01", "2024.05")] == ["2018.01 -> 2022.09", "2022.09 -> 2024.05"]


def test_the_registry_is_one_object() -> None:
    assert aurora() is aurora()
    assert (ac.registry.operations, ac.registry.changes) == (ac.operations, ac.changes)
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = ac.no_such_thing


def test_the_operations_are_those_documented_in_their_order() -> None:
    assert list(ac.operations) == list(TABLE)
    assert all(operation.name == name for name, operation in ac.operations.items())


@pytest.mark.parametrize("name", TABLE)
def test_an_operation_has_its_method_and_its_paths(name: str) -> None:
    method, path = TABLE[name]
    operation = ac.operations[name]
    expected = {OLDEST: "/v2" + path, MIDDLE: path, NEWEST: path}
    if name == "retrieve_root":
        expected = {OLDEST: "/v2/"}
    if name == "duplicate_design":
        del expected[OLDEST]
    if name == "retrieve_design_asset":
        expected[NEWEST] = "/tenants/{tenant_id}/designs/{design_id}/assets/{asset_id}"
    assert operation.method == method
    assert operation.paths == expected
    assert list(operation.paths) == [version for version in ac.versions if version in expected]


def test_an_operation_tells_how_its_path_is_known() -> None:
    assert {re.split(r"[ ,(]", operation.evidence)[0] for operation in ac.operations.values()} == {
        "doc",
        "code",
        "name",
    }
    by_convention = {name for name, operation in ac.operations.items() if operation.evidence == "name"}
    assert by_convention == {
        *("deactivate_user", "delete_project", "retrieve_ahj", "run_irradiance_analysis"),
        *("retrieve_irradiance_analysis_status", "list_agreements", "retrieve_module"),
    }


def test_titles_are_the_names_in_words() -> None:
    assert ac.operations["run_auto_designer"].title == "Run Auto Designer"


def test_every_published_change_is_there_and_no_other() -> None:
    assert set(ac.changes) == {*BODY_CHANGES, *HEAD_CHANGES}
    for release in ac.registry.releases:
        ids = {change.id for change in release.changes}
        published = {**BODY_CHANGES, **HEAD_CHANGES}
        assert ids == {id_ for id_, version in published.items() if version == str(release.version)}


def test_body_changes_stand_in_the_order_of_the_changelog() -> None:
    assert [id_ for id_ in ac.changes if id_ in BODY_CHANGES] == list(BODY_CHANGES)


@pytest.mark.parametrize("id_", HEAD_CHANGES)
def test_a_change_of_heads_touches_no_body_by_itself(id_: str) -> None:
    change = ac.changes[id_]
    assert change.bodies == ()
    assert set(change.operations) == HEADS_TOUCHED.get(id_, {"*"})
    parts = {part for head in change.heads for part in head.parts}
    assert parts == ({"request", "response"} if id_ == "v2-prefix" else {"request"})
    for head in change.heads:
        assert head.edit.inverse.inverse == head.edit
        for edit in (head.edit, head.edit.inverse):
            assert all(re.match(r"path$|query/|headers/|body#", line.where) for line in edit.lines())


@pytest.mark.parametrize("id_", BODY_CHANGES)
def test_a_change_touches_the_operations_and_parts_that_its_rule_names(id_: str) -> None:
    change = ac.changes[id_]
    assert change.id == id_
    assert set(change.operations) == TOUCHED[id_]
    parts = {(name, part) for body in change.bodies for name in body.operations for part in body.parts}
    both = {"request", "response"}
    expected = both if id_ in BOTH_PARTS else {"request"} if id_ in REQUESTS_ONLY else {"response"}
    assert parts == {(name, part) for name in TOUCHED[id_] for part in expected}
    answers = {body.answers for body in change.bodies}
    assert answers == {"client error" if id_ in {"error-format", "not-found-message"} else "success"}


@pytest.mark.parametrize("id_", [*BODY_CHANGES, *HEAD_CHANGES])
def test_a_change_says_what_it_is_how_surely_and_where_it_was_published(id_: str) -> None:
    change = ac.changes[id_]
    assert change.summary.endswith(".")
    assert change.published.endswith(".")
    assert f"changelog of {(BODY_CHANGES | HEAD_CHANGES)[id_]}" in change.source
    assert change.grade in {"A", "B", "C"}
    for reading in change.readings:
        assert reading.grade in {"A", "B", "C"}
        assert reading.what.endswith(".")
        assert reading.setting is None or hasattr(ac.Context(), reading.setting)


@pytest.mark.parametrize("id_", BODY_CHANGES)
def test_a_change_explains_itself_both_ways_with_pointers_and_phrases(id_: str) -> None:
    for body in ac.changes[id_].bodies:
        for edit in (body.edit, body.edit.inverse):
            for line in edit.lines():
                assert line.where == "" or line.where.startswith("/")
                assert line.what
                assert not re.search(r"[A-Z]{2}", line.what.replace("HTTP", ""))
                assert set(line.notes) <= {"lost", "unsupported", "conflict", "assumed", "missing"}
                assert set(line.needs) <= set(ac.operations)


@pytest.mark.parametrize("id_", BODY_CHANGES)
def test_the_inverse_of_the_inverse_is_the_edit(id_: str) -> None:
    for body in ac.changes[id_].bodies:
        assert body.edit.inverse.inverse == body.edit


def test_the_settings_that_overturn_a_reading() -> None:
    settings = {id_: {one.setting for one in change.readings} - {None} for id_, change in ac.changes.items()}
    assert {id_: found for id_, found in settings.items() if found} == {
        "user-roles": {"roles"},
        "system-size": {"system_size_source"},
        "pricing": {"pricing_method_values"},
        "create-design-from-site-model": {"project_of_design"},
        "hmac-authentication": {"bearer_token"},
        "module-spacing": {"default_module_spacing"},
        "version-header": {"environment", "send_version_header"},
    }


def test_needs_are_asked_where_the_rules_say() -> None:
    needs: dict[str, set[str]] = {}
    for id_, change in ac.changes.items():
        for body in change.bodies:
            for edit in (body.edit, body.edit.inverse):
                for line in edit.lines():
                    needs.setdefault(id_, set()).update(line.needs)
    assert {id_: found for id_, found in needs.items() if found} == {
        "user-roles": {"list_roles"},
        "list-financings-reduced": {"retrieve_financing"},
        "tenant-user-ids": {"list_users"},
        "property-location": {"retrieve_project"},
    }


@pytest.mark.parametrize(
    ("operation", "source", "target", "line"),
    [
        ("update_design_pricing", "2022.09", "2024.05", ("/pricing/flat_system_cost", "becomes flat_system_price")),
        ("update_design_pricing", "2022.09", "2024.05", ("/pricing/line_items/*/cost", "becomes price")),
        (
            "update_design_pricing",
            "2022.09",
            "2024.05",
            ("/pricing/system_cost_breakdown/*/subcomponents/*/item_cost", "becomes item_price"),
        ),
        (
            "update_design_pricing",
            "2022.09",
            "2024.05",
            ("/pricing/storage_system_cost_breakdown/*/item_type", "value 'adders' becomes 'discounts'"),
        ),
        (
            "update_design_pricing",
            "2022.09",
            "2024.05",
            ("/pricing/pricing_mode", "value 'flat system cost' becomes 'flat system price'"),
        ),
        ("update_design_pricing", "2024.05", "2022.09", ("/pricing/pricing_by_component/*/price", "becomes cost")),
        (
            "update_design_pricing",
            "2024.05",
            "2022.09",
            ("/pricing/pricing_method", "value 'price breakdown' becomes 'cost breakdown'"),
        ),
        (
            "update_design_pricing",
            "2024.05",
            "2022.09",
            ("/pricing/system_price_breakdown/*/item_type", "value 'starting_price' becomes 'starting_cost'"),
        ),
        (
            "update_design_pricing",
            "2024.05",
            "2022.09",
            ("/pricing/**/*_price_*", "any other key that speaks of a price speaks of a cost"),
        ),
        ("create_project", "2018.01", "2024.05", ("/project/customer_address", "becomes mailing_address")),
        ("create_project", "2018.01", "2024.05", ("/projects/*/latitude", "moves to location/latitude")),
        (
            "run_auto_designer",
            "2018.01",
            "2024.05",
            ("/*/placement_options/min_sap", "becomes irradiance_constraints/min_sap"),
        ),
        (
            "run_auto_designer",
            "2024.05",
            "2018.01",
            ("/*/placement_options/row_spacing", "becomes placement_options/row_spacing_meters"),
        ),
    ],
)
def test_a_plan_tells_what_happens_where(operation: str, source: str, target: str, line: tuple[str, str]) -> None:
    plan = ac.registry.plan(operation, "request", source, target)
    assert line in [(told.where, told.what) for _, _, told in plan.lines()]


def test_a_pricing_plan_names_each_documented_key_once_in_each_place() -> None:
    for source, target, token in (("2022.09", "2024.05", "cost"), ("2024.05", "2022.09", "price")):
        lines = [line for _, _, line in ac.registry.plan("update_design_pricing", "request", source, target).lines()]
        renamed = [line.where for line in lines if line.what.startswith("becomes")]
        assert len(renamed) == len(set(renamed)) == 6 + 2 * 2 + 2 * 2 + 1
        values = [line for line in lines if line.what.startswith("value")]
        assert len(values) == 2 * 4 + 2
        assert [line.notes for line in values] == [()] * 8 + [(), ("assumed",)]
        assert lines[-1].where == f"/pricing/**/*_{token}_*"
        assert lines[-1].notes == ("assumed", "unsupported")


def test_an_operation_knows_its_parameters_in_each_version() -> None:
    asset: Operation = ac.operations["retrieve_design_asset"]
    assert asset.parameters(OLDEST) == ("tenant_id", "asset_id")
    assert asset.parameters(MIDDLE) == ("tenant_id", "asset_id")
    assert asset.parameters(NEWEST) == ("tenant_id", "design_id", "asset_id")
    assert ac.operations["duplicate_design"].parameters(OLDEST) == ()


@pytest.mark.parametrize("change", ac.changes.values(), ids=lambda change: change.id)
def test_changes_pickle(change: ac.Change) -> None:
    """A registry that holds them travels to worker processes."""
    assert pickle.loads(pickle.dumps(change)) == change
