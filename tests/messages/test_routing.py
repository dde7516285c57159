"""Routing (method, path, version -> operation and parameters), unknown paths, and what passes untouched."""

import json
import re

import pytest

import aurora_compat as ac

from ._send import (
    DOWN,
    DOWN22,
    DOWN24,
    HOPS,
    JSON_TYPE,
    PLACE,
    PRODUCTION,
    SANDBOX,
    UP,
    UP18,
    UP22,
    V18,
    V22,
    V24,
    T,
    answered,
    notes_of,
    place,
    sent,
)

P, D = "T/projects/{project_id}", "T/designs/{design_id}"
CATALOGUE = [
    ("retrieve_versions", "GET", "/versions"),
    ("retrieve_tenant", "GET", "T"),
    ("list_roles", "GET", "T/roles"),
    ("list_teams", "GET", "T/teams"),
    ("list_partners", "GET", "T/partners"),
    ("retrieve_sso_provider", "GET", "T/sso_provider"),
    ("list_users", "GET", "T/users"),
    ("create_user", "POST", "T/users"),
    ("invite_user", "POST", "T/users/invite"),
    ("retrieve_user", "GET", "T/users/{user_id}"),
    ("update_user", "PUT", "T/users/{user_id}"),
    ("activate_user", "PUT", "T/users/{user_id}/activate"),
    ("deactivate_user", "PUT", "T/users/{user_id}/deactivate"),
    ("list_projects", "GET", "T/projects"),
    ("create_project", "POST", "T/projects"),
    ("retrieve_project", "GET", P),
    ("update_project", "PUT", P),
    ("delete_project", "DELETE", P),
    ("list_project_assets", "GET", f"{P}/assets"),
    ("retrieve_ahj", "GET", f"{P}/ahj"),
    ("retrieve_consumption_profile", "GET", f"{P}/consumption_profile"),
    ("update_consumption_profile", "PUT", f"{P}/consumption_profile"),
    ("list_designs", "GET", f"{P}/designs"),
    ("create_design", "POST", "T/designs"),
    ("retrieve_design", "GET", D),
    ("retrieve_design_summary", "GET", f"{D}/summary"),
    ("retrieve_roof_summary", "GET", f"{D}/roof_summary"),
    ("list_racking_arrays", "GET", f"{D}/racking_arrays"),
    ("retrieve_design_pricing", "GET", f"{D}/pricing"),
    ("update_design_pricing", "PUT", f"{D}/pricing"),
    ("create_adder", "POST", f"{D}/pricing/adders"),
    ("delete_adder", "DELETE", f"{D}/pricing/adders/{{adder_id}}"),
    ("list_financings", "GET", f"{D}/financings"),
    ("retrieve_financing", "GET", f"{D}/financings/{{financing_id}}"),
    ("list_design_assets", "GET", f"{D}/assets"),
    ("run_auto_designer", "POST", f"{D}/auto_designer/run"),
    ("retrieve_auto_designer_status", "GET", f"{D}/auto_designer/status"),
    ("run_performance_simulation", "POST", f"{D}/performance_simulation/run"),
    ("retrieve_performance_simulation_status", "GET", f"{D}/performance_simulation/status"),
    ("run_irradiance_analysis", "POST", f"{D}/irradiance_analysis/run"),
    ("retrieve_irradiance_analysis_status", "GET", f"{D}/irradiance_analysis/status"),
    ("run_proposal_pdf_generation", "POST", f"{D}/proposal_pdf_generation/run"),
    ("retrieve_proposal_pdf_generation_status", "GET", f"{D}/proposal_pdf_generation/status"),
    ("create_proposal", "POST", f"{D}/proposals/default"),
    ("retrieve_proposal", "GET", f"{D}/proposals/default"),
    ("delete_proposal", "DELETE", f"{D}/proposals/default"),
    ("retrieve_web_proposal", "GET", f"{D}/web_proposal"),
    ("generate_web_proposal_url", "POST", f"{D}/web_proposal/generate_url"),
    ("create_design_request", "POST", "T/design_requests"),
    ("list_design_requests", "GET", "T/design_requests"),
    ("retrieve_design_request", "GET", "T/design_requests/{design_request_id}"),
    ("accept_design_request", "POST", "T/design_requests/{design_request_id}/accept"),
    ("list_agreements", "GET", "T/agreements"),
    ("retrieve_agreement", "GET", "T/agreements/{agreement_id}"),
    ("run_agreement_download_url", "POST", "T/agreements/{agreement_id}/download_url/run"),
    ("retrieve_agreement_download_url_status", "GET", "T/agreements/{agreement_id}/download_url/status"),
    ("list_modules", "GET", "T/components/modules"),
    ("retrieve_module", "GET", "T/components/modules/{module_id}"),
    ("list_webhooks", "GET", "T/webhooks"),
    ("create_webhook", "POST", "T/webhooks"),
    ("retrieve_webhook", "GET", "T/webhooks/{webhook_id}"),
    ("update_webhook", "PUT", "T/webhooks/{webhook_id}"),
    ("delete_webhook", "DELETE", "T/webhooks/{webhook_id}"),
]
"""operations.md, less what differs by version; `T` is `/tenants/{tenant_id}`."""


def filled(template: str) -> tuple[str, dict[str, str]]:
    """A template with its parameters filled in, and these."""
    whole = re.sub(r"^T", "/tenants/{tenant_id}", template)
    names = re.findall(r"{(\w+)}", whole)
    return whole.format(**PLACE), {name: PLACE[name] for name in names}


def routed(method: str, path: str, version: str) -> tuple[str, dict[str, str]] | None:
    route = ac.registry.route(method, path, version)
    return None if route is None else (route.operation, dict(route.path_params))


@pytest.mark.parametrize("version", [V18, V22, V24])
@pytest.mark.parametrize(("operation", "method", "template"), CATALOGUE)
class TestCatalogue:
    def test_the_operation_and_its_parameters(self, operation: str, method: str, template: str, version: str) -> None:
        path, params = filled(template)
        assert routed(method, place(version, path), version) == (operation, params)

    def test_a_trailing_slash(self, operation: str, method: str, template: str, version: str) -> None:
        path, params = filled(template)
        assert routed(method, place(version, path) + "/", version) == (operation, params)


@pytest.mark.parametrize(
    ("operation", "method", "path", "versions"),
    [
        ("retrieve_root", "GET", "/v2", {V18}),
        ("retrieve_root", "GET", "/v2/", {V18}),
        ("duplicate_design", "POST", f"{T}/designs/d-1/duplicate", {V22, V24}),
        ("duplicate_design", "POST", f"/v2{T}/designs/d-1/duplicate", set()),
        ("retrieve_design_asset", "GET", f"/v2{T}/assets/a-1", {V18}),
        ("retrieve_design_asset", "GET", f"{T}/assets/a-1", {V22}),
        ("retrieve_design_asset", "GET", f"{T}/designs/d-1/assets/a-1", {V24}),
        ("retrieve_design_asset", "GET", f"/v2{T}/designs/d-1/assets/a-1", set()),
        ("list_projects", "GET", f"/v2{T}/projects", {V18}),
    ],
)
def test_what_differs_by_version(operation: str, method: str, path: str, versions: set[str]) -> None:
    found = {version: ac.registry.route(method, path, version) for version in (V18, V22, V24)}
    assert {version for version, route in found.items() if route and route.operation == operation} == versions


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/tenants"),
        ("GET", f"{T}/nothing"),
        ("GET", f"{T}/projects/p-1/nothing"),
        ("GET", f"{T}/projects//"),
        ("PATCH", f"{T}/projects/p-1"),
        ("DELETE", f"{T}/projects"),
        ("GET", f"{T}/Projects"),
        ("GET", f"/api{T}/projects"),
        ("GET", f"/v2{T}/projects"),
    ],
)
def test_an_unknown_path_is_none(method: str, path: str) -> None:
    assert ac.registry.route(method, path, V22) is None
    assert ac.registry.route(method, path, V24) is None


@pytest.mark.parametrize(
    ("segment", "value"),
    [
        ("a%20b", "a b"),
        ("a%2Fb", "a/b"),
        ("%C3%BC", "ü"),
        ("a+b", "a+b"),
        ("a%25b", "a%b"),
        ("a:b@c,d;e=f", "a:b@c,d;e=f"),
    ],
)
def test_parameters_are_decoded_and_segments_kept_raw(segment: str, value: str) -> None:
    route = ac.registry.route("GET", f"{T}/projects/{segment}", V22)
    assert route is not None
    assert route.operation == "retrieve_project"
    assert dict(route.path_params) == {"tenant_id": "t-1", "project_id": value}
    assert dict(route.segments) == {"tenant_id": "t-1", "project_id": segment}


def test_head_is_routed_as_the_get_that_it_stands_for() -> None:
    assert routed("HEAD", f"{T}/projects/project-1", V22) == routed("GET", f"{T}/projects/project-1", V22)
    assert routed("HEAD", f"{T}/users/u-1/activate", V22) is None


def test_options_is_no_operation() -> None:
    assert ac.registry.route("OPTIONS", f"{T}/projects", V22) is None


LITERAL = ac.Endpoint("invited", "GET", "/people/invited", "doc")
ANY = ac.Endpoint("one_of", "GET", "/people/{person_id}", "doc")
LATER = ac.Endpoint("items_of_new", "GET", "/people/{person_id}/new", "doc")
EARLIER = ac.Endpoint("item_of_invited", "GET", "/people/invited/{item_id}", "doc")


@pytest.mark.parametrize("endpoints", [(LITERAL, ANY), (ANY, LITERAL)])
def test_of_two_templates_the_more_literal_one(endpoints: tuple[ac.Endpoint, ...]) -> None:
    registry = ac.Registry(ac.Release(version=ac.Version.of("1"), endpoints=endpoints))
    found = {path: registry.route("GET", path, "1") for path in ("/people/invited", "/people/x", "/people/invited/")}
    assert {path: route and route.operation for path, route in found.items()} == {
        "/people/invited": "invited",
        "/people/x": "one_of",
        "/people/invited/": "invited",
    }


@pytest.mark.parametrize("endpoints", [(LATER, EARLIER), (EARLIER, LATER)])
def test_a_template_that_turns_out_not_to_fit_gives_way(endpoints: tuple[ac.Endpoint, ...]) -> None:
    registry = ac.Registry(ac.Release(version=ac.Version.of("1"), endpoints=endpoints))
    for path, operation in (("/people/x/new", "items_of_new"), ("/people/invited/x", "item_of_invited")):
        route = registry.route("GET", path, "1")
        assert route is not None
        assert route.operation == operation


# What a translation says of it.


def test_the_operation_and_parameters_are_those_of_the_source() -> None:
    t = sent(UP, "GET", f"/v2{T}/projects/p%201")
    assert t.operation is not None
    assert t.operation.name == "retrieve_project"
    assert dict(t.path_params) == {"tenant_id": "t-1", "project_id": "p 1"}
    t = sent(DOWN, "GET", f"{T}/designs/d-1/assets/a-1")
    assert t.operation is not None
    assert t.operation.name == "retrieve_design_asset"
    assert dict(t.path_params) == {"tenant_id": "t-1", "design_id": "d-1", "asset_id": "a-1"}


def test_of_an_unknown_path_there_is_none() -> None:
    t = sent(UP, "POST", "/v2/somewhere/else")
    assert t.operation is None
    assert dict(t.path_params) == {}


@pytest.mark.parametrize("hop", HOPS)
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", [f"{T}/webhook_deliveries/", "/api_keys/upgrade_version", f"{T}/projects/p-1/x%2Fy"])
def test_unknown_paths_go_by_the_general_rules_with_their_body_untouched(
    hop: tuple[str, str], method: str, path: str
) -> None:
    body = b'{"project": {"customer_address": "a", "mailing_address": "b"}, "x": [1.0, }'
    query = [("max_panel_spacing", "1"), ("site_model_design_id", "d-1"), ("include_design", "false")]
    t = sent(hop, method, place(hop[0], path), query=query, headers=JSON_TYPE, body=body)
    assert t.result.method == method
    assert t.result.path == place(hop[1], path)
    assert list(t.result.query) == query
    assert t.result.body is body
    assert t.result.headers.get("content-type") == "application/json"
    assert notes_of(t) == set()


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
@pytest.mark.parametrize("hop", HOPS)
def test_head_and_options_go_along(hop: tuple[str, str], method: str) -> None:
    t = sent(hop, method, place(hop[0], f"{T}/projects"))
    assert (t.result.method, t.result.path, t.result.body) == (method, place(hop[1], f"{T}/projects"), b"")
    assert t.notes == ()


@pytest.mark.parametrize("hop", HOPS)
def test_answers_of_unknown_operations_keep_their_body(hop: tuple[str, str]) -> None:
    body = b'{"project": {"customer_address": "a", "updated_at": 1}, "roofs": [{"panels": 1, "modules": 2}]}'
    t = answered(hop, 200, body, JSON_TYPE | {"ETag": '"e"', "Content-Length": str(len(body))})
    assert t.result.body is body
    assert t.result.headers.get("etag") == '"e"'
    assert t.notes == ()


# What passes.


@pytest.mark.parametrize("version", [V18, V22, V24])
def test_a_version_to_itself_is_the_identity(version: str) -> None:
    body = b'{"project" : {"customer_address": "a", "mailing_address": "b"}}'
    headers = JSON_TYPE | {"Aurora-API-Version": "2018.01", "Accept-Encoding": "br"}
    query = [("AuroraKey", "k"), ("max_panel_spacing", "1"), ("max_module_spacing", "2")]
    t = sent((version, version), "POST", f"/v2{T}/projects", query=query, headers=headers, body=body, bearer=False)
    assert t.result == ac.Request("POST", f"/v2{T}/projects", query, headers, body)
    assert t.result.body is body
    assert t.notes == ()
    back = answered((version, version), 404, b"<p>", {"Location": "/v2/x"}, operation="retrieve_project")
    assert back.result == ac.Response(404, {"Location": "/v2/x"}, b"<p>")
    assert back.notes == ()


@pytest.mark.parametrize("hop", HOPS)
@pytest.mark.parametrize("body", [b'{"adder" : {"cost":1.0}}', b"", b"{}", b"\xff\x00", b"[[[", b'"\\u00fc"'])
def test_an_untouched_body_is_the_same_bytes_object(hop: tuple[str, str], body: bytes) -> None:
    t = sent(hop, "POST", place(hop[0], f"{T}/designs/d-1/pricing/adders"), headers=JSON_TYPE, body=body)
    assert t.result.body is body
    back = answered(hop, 200, body, JSON_TYPE, operation="create_adder")
    assert back.result.body is body


@pytest.mark.parametrize("hop", [UP22, DOWN24])
def test_a_body_without_anything_to_change_is_the_same_bytes_object(hop: tuple[str, str]) -> None:
    body = b'{ "project" : {"name":"n", "x": 1.10, "x2": 1E2, "y": "\\u00fc\\/"} }\n'
    t = sent(hop, "POST", f"{T}/projects", headers=JSON_TYPE, body=body)
    assert t.result.body is body
    assert t.notes == ()


def test_a_touched_body_keeps_numbers_key_order_and_nulls() -> None:
    big = "123456789012345678901234567890"
    text = (
        '{"z": null, "a": [1, 1.0, true, null, -0.0, 1e3], "project": {"zz": null, "customer_address": null, '
        f'"b": {big}, "a": 0.1, "aa": {{"d": 1, "c": [{{}}, []]}}}}, "m": 2.50}}'
    )
    t = sent(UP22, "POST", f"{T}/projects", headers=JSON_TYPE, body=text.encode())
    expected = text.replace("customer_address", "mailing_address")
    assert repr(json.loads(t.result.body)["project"]["aa"]) == repr(json.loads(expected)["project"]["aa"])

    def values(source: str | bytes) -> dict[str, str]:
        flat = json.loads(source)
        return {key: repr(value) for key, value in (flat | flat["project"]).items() if key != "project"}

    assert values(t.result.body) == values(expected)
    result = json.loads(t.result.body)
    assert list(result) == ["z", "a", "project", "m"]
    assert [key for key in result["project"] if key != "mailing_address"] == ["zz", "b", "a", "aa"]


@pytest.mark.parametrize(
    ("status", "method"), [(204, "DELETE"), (204, "PUT"), (304, "GET"), (200, "HEAD"), (404, "HEAD")]
)
@pytest.mark.parametrize("hop", HOPS)
@pytest.mark.parametrize("operation", ["retrieve_design_summary", "retrieve_project", "list_financings", None])
def test_no_body_on_204_304_and_head(hop: tuple[str, str], status: int, method: str, operation: str | None) -> None:
    headers = JSON_TYPE | {"ETag": '"e"'}
    t = answered(hop, status, b"", headers, operation=operation, method=method)
    assert t.result == ac.Response(status, headers, b"")
    assert t.notes == ()
    assert t.needs == ()


# Paths and URLs.


@pytest.mark.parametrize(
    "origin", [PRODUCTION, SANDBOX, "http://localhost:8080", "https://[::1]:8443", "https://API.AuroraSolar.com"]
)
@pytest.mark.parametrize("path", [f"{T}/projects/p%2F1/", "/unknown", f"{T}/users"])
def test_an_absolute_url_stays_absolute(origin: str, path: str) -> None:
    assert sent(UP, "DELETE", f"{origin}/v2{path}").result.path == f"{origin}{path}"
    assert sent(DOWN, "DELETE", f"{origin}{path}").result.path == f"{origin}/v2{path}"
    assert sent(UP22, "DELETE", f"{origin}{path}").result.path == f"{origin}{path}"


@pytest.mark.parametrize("path", [f"{T}/projects/p-1", "/unknown"])
def test_a_path_stays_a_path(path: str) -> None:
    assert sent(UP, "DELETE", f"/v2{path}", headers={"Host": "api.aurorasolar.com"}).result.path == path
    assert sent(DOWN, "DELETE", path, headers={"Host": "api.aurorasolar.com"}).result.path == f"/v2{path}"


@pytest.mark.parametrize(
    "rest",
    [
        "/a%20b",
        "/%c3%bc",
        "/%C3%BC",
        "/a%2Fb%2fc",
        "/a+b",
        "/%7Etilde/~tilde",
        "/a%25b",
        "/x;y=1,2",
        "/%zz",
        "/100%",
        "/a%2e%2E/b",
    ],
)
def test_percent_encoding_is_kept_as_it_came(rest: str) -> None:
    for path in (f"{T}/projects{rest}", rest, f"/tenants{rest}/users"):
        assert sent(UP18, "GET", f"/v2{path}").result.path == path
        assert sent(DOWN22, "GET", path).result.path == f"/v2{path}"
        assert sent(UP22, "GET", path).result.path == path


@pytest.mark.parametrize(
    "query", ["a=b%20c", "a=b+c", "a=%2f&b=%2F", "a&b=&=c", "x[]=1&x[]=2", "a=%zz", "z=1&a=2&z=3", "a=%C3%BC&b=%fc"]
)
def test_a_query_keeps_spelling_order_and_repeats(query: str) -> None:
    for hop in HOPS:
        t = sent(hop, "GET", place(hop[0], f"{T}/projects"), query=query)
        assert t.result.query.encoded == query
        assert t.notes == ()
