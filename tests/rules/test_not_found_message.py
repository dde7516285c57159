"""`not-found-message`: a 404 names the resource that was not found."""

import pytest

from ._check import V18, V22, V24, Json, NoteKey, assumed, check, lost

C = "not-found-message"
FIRST = assumed(C, "/errors/0/message")
FORMATTED = assumed("error-format", "")
NAMED = "The project with id project-1 could not be found"


def form(*messages: str) -> Json:
    return {"errors": [{"message": message} for message in messages]}


@pytest.mark.parametrize("target", [V22, V24])
@pytest.mark.parametrize(
    ("body", "result", "notes"),
    [
        pytest.param(form("gone"), form(NAMED, "gone"), {FIRST}, id="the old messages follow"),
        pytest.param(form("a", "b"), form(NAMED, "a", "b"), {FIRST}, id="all of them, in order"),
        pytest.param({"errors": []}, form(NAMED), {FIRST}, id="no messages at all"),
        pytest.param({"error": "gone"}, form(NAMED, "gone"), {FIRST, FORMATTED}, id="after the form is made"),
        pytest.param("gone", form(NAMED, "gone"), {FIRST, FORMATTED}, id="text"),
        pytest.param(None, form(NAMED, "Not Found"), {FIRST, FORMATTED}, id="an empty body"),
        pytest.param(
            {"detail": 1}, form(NAMED, "Not Found"), {FIRST, FORMATTED, lost("error-format", "")}, id="none gathered"
        ),
        pytest.param(
            {"errors": [{"message": "gone", "code": 7}], "x": 1},
            {"errors": [{"message": NAMED}, {"message": "gone", "code": 7}], "x": 1},
            {FIRST},
            id="other keys stay",
        ),
        pytest.param(
            form("no project-1 here"), form("no project-1 here"), set(), id="the id is there: nothing is added"
        ),
        pytest.param(form("a", "b project-1"), form("a", "b project-1"), set(), id="the id is in a later message"),
        pytest.param(
            {"error": [{"message": NAMED}]}, form(NAMED), {FORMATTED}, id="the example's spelling `error` is read"
        ),
    ],
)
def test_the_first_message_names_the_resource(body: Json, result: Json, notes: set[NoteKey], target: str) -> None:
    check(body, "retrieve_project", "response", V18, target, result, notes, status=404)


def test_the_published_example() -> None:
    id_ = "12345343-5343-4345-3445-123456789012"
    result = form(f"The project with id {id_} could not be found", "Not found")
    params = {"tenant_id": "t", "project_id": id_}
    check(form("Not found"), "retrieve_project", "response", V18, V22, result, [FIRST], status=404, path_params=params)


@pytest.mark.parametrize(
    ("operation", "resource", "id_"),
    [
        ("retrieve_tenant", "tenant", "tenant-1"),
        ("list_projects", "tenant", "tenant-1"),
        ("update_user", "user", "user-1"),
        ("list_designs", "project", "project-1"),
        ("retrieve_design_summary", "design", "design-1"),
        ("list_financings", "design", "design-1"),
        ("retrieve_financing", "financing", "financing-1"),
        ("retrieve_proposal", "design", "design-1"),
        ("retrieve_design_request", "design request", "design_request-1"),
        ("accept_design_request", "design request", "design_request-1"),
        ("retrieve_agreement", "agreement", "agreement-1"),
        ("delete_webhook", "webhook", "webhook-1"),
        ("retrieve_design_asset", "asset", "asset-1"),
    ],
)
def test_the_resource_is_the_routes_last_path_parameter(operation: str, resource: str, id_: str) -> None:
    result = form(f"The {resource} with id {id_} could not be found", "gone")
    check(form("gone"), operation, "response", V18, V22, result, [FIRST], status=404)


@pytest.mark.parametrize(
    ("operation", "path_params"),
    [
        pytest.param("retrieve_versions", {}, id="the route has no id"),
        pytest.param("retrieve_project", {}, id="the id is not known"),
        pytest.param("retrieve_project", {"tenant_id": "tenant-1"}, id="the last id is not known"),
    ],
)
def test_without_an_id_nothing_is_added(operation: str, path_params: dict[str, str]) -> None:
    same = form("gone")
    check(same, operation, "response", V18, V22, same, status=404, path_params=path_params)


@pytest.mark.parametrize("status", [200, 400, 403, 405, 410, 422, 500])
def test_only_a_404(status: int) -> None:
    check(form("gone"), "retrieve_project", "response", V18, V22, form("gone"), status=status)


@pytest.mark.parametrize(("source", "target"), [(V22, V18), (V24, V18), (V22, V24), (V24, V22)])
@pytest.mark.parametrize("body", [form("gone"), {"error": "gone"}, "gone", None])
def test_any_other_way_it_is_unchanged(source: str, target: str, body: Json) -> None:
    check(body, "retrieve_project", "response", source, target, body, status=404)
