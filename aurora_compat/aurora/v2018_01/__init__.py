"""2018.01: the first version, and the endpoints that it lists.

Paths as published or as working clients call them; where only the name is documented the path follows the API's
convention (evidence `name`).
"""

from aurora_compat.change import Endpoint, Release
from aurora_compat.words.operation import Method
from aurora_compat.words.version import Version

VERSION = Version.of("2018.01")
_TENANT = "/v2/tenants/{tenant_id}"
_DESIGN = "/designs/{design_id}"


def _in_tenant(name: str, method: Method, path: str, evidence: str) -> Endpoint:
    return Endpoint(name, method, _TENANT + path, evidence)


def _in_design(name: str, method: Method, path: str, evidence: str) -> Endpoint:
    return _in_tenant(name, method, _DESIGN + path, evidence)


RELEASE = Release(
    version=VERSION,
    endpoints=(
        Endpoint("retrieve_root", "GET", "/v2/", "doc"),
        Endpoint("retrieve_versions", "GET", "/v2/versions", "code"),
        _in_tenant("retrieve_tenant", "GET", "", "code"),
        _in_tenant("list_roles", "GET", "/roles", "code"),
        _in_tenant("list_teams", "GET", "/teams", "code"),
        _in_tenant("list_partners", "GET", "/partners", "code"),
        _in_tenant("retrieve_sso_provider", "GET", "/sso_provider", "code"),
        _in_tenant("list_users", "GET", "/users", "code"),
        _in_tenant("create_user", "POST", "/users", "code"),
        _in_tenant("invite_user", "POST", "/users/invite", "code"),
        _in_tenant("retrieve_user", "GET", "/users/{user_id}", "code"),
        _in_tenant("update_user", "PUT", "/users/{user_id}", "code"),
        _in_tenant("activate_user", "PUT", "/users/{user_id}/activate", "doc"),
        _in_tenant("deactivate_user", "PUT", "/users/{user_id}/deactivate", "name"),
        _in_tenant("list_projects", "GET", "/projects", "code"),
        _in_tenant("create_project", "POST", "/projects", "doc"),
        _in_tenant("retrieve_project", "GET", "/projects/{project_id}", "code"),
        _in_tenant("update_project", "PUT", "/projects/{project_id}", "code"),
        _in_tenant("delete_project", "DELETE", "/projects/{project_id}", "name"),
        _in_tenant("list_project_assets", "GET", "/projects/{project_id}/assets", "code"),
        _in_tenant("retrieve_ahj", "GET", "/projects/{project_id}/ahj", "name"),
        _in_tenant("retrieve_consumption_profile", "GET", "/projects/{project_id}/consumption_profile", "code"),
        _in_tenant("update_consumption_profile", "PUT", "/projects/{project_id}/consumption_profile", "doc"),
        _in_tenant("list_designs", "GET", "/projects/{project_id}/designs", "code"),
        _in_tenant("create_design", "POST", "/designs", "code"),
        _in_design("retrieve_design", "GET", "", "code"),
        _in_design("retrieve_design_summary", "GET", "/summary", "doc"),
        _in_design("retrieve_roof_summary", "GET", "/roof_summary", "doc"),
        _in_design("list_racking_arrays", "GET", "/racking_arrays", "doc, code"),
        _in_design("retrieve_design_pricing", "GET", "/pricing", "doc"),
        _in_design("update_design_pricing", "PUT", "/pricing", "doc"),
        _in_design("create_adder", "POST", "/pricing/adders", "doc (name), code (path)"),
        _in_design("delete_adder", "DELETE", "/pricing/adders/{adder_id}", "code"),
        _in_design("list_financings", "GET", "/financings", "code"),
        _in_design("retrieve_financing", "GET", "/financings/{financing_id}", "code"),
        _in_design("list_design_assets", "GET", "/assets", "code"),
        _in_tenant("retrieve_design_asset", "GET", "/assets/{asset_id}", "doc"),
        _in_design("run_auto_designer", "POST", "/auto_designer/run", "code"),
        _in_design("retrieve_auto_designer_status", "GET", "/auto_designer/status", "doc"),
        _in_design("run_performance_simulation", "POST", "/performance_simulation/run", "doc"),
        _in_design("retrieve_performance_simulation_status", "GET", "/performance_simulation/status", "doc"),
        _in_design("run_irradiance_analysis", "POST", "/irradiance_analysis/run", "name"),
        _in_design("retrieve_irradiance_analysis_status", "GET", "/irradiance_analysis/status", "name"),
        _in_design("run_proposal_pdf_generation", "POST", "/proposal_pdf_generation/run", "code"),
        _in_design("retrieve_proposal_pdf_generation_status", "GET", "/proposal_pdf_generation/status", "code"),
        _in_design("create_proposal", "POST", "/proposals/default", "doc, code"),
        _in_design("retrieve_proposal", "GET", "/proposals/default", "doc, code"),
        _in_design("delete_proposal", "DELETE", "/proposals/default", "doc, code"),
        _in_design("retrieve_web_proposal", "GET", "/web_proposal", "code"),
        _in_design("generate_web_proposal_url", "POST", "/web_proposal/generate_url", "code"),
        _in_tenant("create_design_request", "POST", "/design_requests", "doc"),
        _in_tenant("list_design_requests", "GET", "/design_requests", "code"),
        _in_tenant("retrieve_design_request", "GET", "/design_requests/{design_request_id}", "code"),
        _in_tenant("accept_design_request", "POST", "/design_requests/{design_request_id}/accept", "doc"),
        _in_tenant("list_agreements", "GET", "/agreements", "name"),
        _in_tenant("retrieve_agreement", "GET", "/agreements/{agreement_id}", "code"),
        _in_tenant("run_agreement_download_url", "POST", "/agreements/{agreement_id}/download_url/run", "code"),
        _in_tenant(
            "retrieve_agreement_download_url_status", "GET", "/agreements/{agreement_id}/download_url/status", "code"
        ),
        _in_tenant("list_modules", "GET", "/components/modules", "code"),
        _in_tenant("retrieve_module", "GET", "/components/modules/{module_id}", "name"),
        _in_tenant("list_webhooks", "GET", "/webhooks", "code"),
        _in_tenant("create_webhook", "POST", "/webhooks", "doc"),
        _in_tenant("retrieve_webhook", "GET", "/webhooks/{webhook_id}", "code"),
        _in_tenant("update_webhook", "PUT", "/webhooks/{webhook_id}", "doc"),
        _in_tenant("delete_webhook", "DELETE", "/webhooks/{webhook_id}", "doc"),
    ),
)
