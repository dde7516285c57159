"""Which operation has which model, in which version."""

import subprocess
import sys

import pytest

import aurora_compat as ac
from aurora_compat.models import MODULES, model_for, v2018_01, v2022_09, v2024_05
from aurora_compat.words.operation import PARTS, Part
from tests.documents import VERSIONS
from tests.models._classes import exported, reachable

NO_REQUEST_BODY = {
    *("activate_user", "deactivate_user", "accept_design_request"),
    *("run_performance_simulation", "run_irradiance_analysis", "run_proposal_pdf_generation"),
    *("run_agreement_download_url", "create_proposal", "generate_web_proposal_url"),
}
"""Operations that may send a body, by their method, for which none is documented."""

NO_ANSWER_BODY = {
    *("delete_project", "delete_adder", "delete_proposal", "delete_webhook"),
    *("activate_user", "deactivate_user"),
}
"""Operations that answer 204."""

NOTHING_KNOWN = {("retrieve_root", "response")}


def _has_body(operation: ac.Operation, part: Part) -> bool:
    if (operation.name, part) in NOTHING_KNOWN:
        return False
    if part == "request":
        return operation.method in {"POST", "PUT"} and operation.name not in NO_REQUEST_BODY
    return operation.name not in NO_ANSWER_BODY


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("operation", ac.operations.values(), ids=list(ac.operations))
def test_every_body_of_a_listed_operation_has_a_model(operation: ac.Operation, part: Part, version: str) -> None:
    listed = operation.template(ac.Version.of(version)) is not None
    assert (model_for(operation.name, part, version) is not None) == (listed and _has_body(operation, part))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_maps_nothing_that_it_does_not_list(version: str) -> None:
    module = {"2018.01": v2018_01, "2022.09": v2022_09, "2024.05": v2024_05}[version]
    for operation, part in module.PAYLOADS:
        assert ac.operations[operation].template(module.VERSION) is not None
        assert part in PARTS
    assert str(module.VERSION) == version


def test_every_version_of_the_registry_has_its_module() -> None:
    assert tuple(MODULES) == ac.versions


@pytest.mark.parametrize("version", VERSIONS)
def test_the_names_are_those_that_every_version_uses(version: str) -> None:
    for name, model in exported(version).items():
        assert model.model_config.get("title", model.__name__) == name
    names = exported(version)
    assert all(model in names.values() for one in names.values() for model in reachable(one))
    payloads = {"2018.01": v2018_01, "2022.09": v2022_09, "2024.05": v2024_05}[version].PAYLOADS
    assert set(payloads.values()) <= set(names.values())


def test_the_names_that_not_every_version_has() -> None:
    names = {version: set(exported(version)) for version in VERSIONS}
    assert names["2018.01"] - names["2022.09"] == set()
    assert names["2022.09"] - names["2024.05"] == {"LineItem"}
    assert names["2024.05"] - names["2022.09"] == {
        *("AddressComponents", "Location", "LocationInput", "Milestone", "PricedComponent", "WebhookFilter"),
    }
    assert {"ErrorBody", "DuplicateDesignRequest", "FinancingItem"} <= names["2022.09"] - names["2018.01"]


def _changed(older: str, newer: str) -> set[tuple[str, str]]:
    return {
        (operation, part)
        for operation in ac.operations
        for part in PARTS
        if model_for(operation, part, older) is not model_for(operation, part, newer)
    }


def _touched(version: str) -> set[tuple[str, str]]:
    release = next(release for release in ac.registry.releases if str(release.version) == version)
    return {
        (operation, part)
        for change in release.changes
        for body in change.bodies
        if body.answers == "success"
        for operation in body.operations
        for part in body.parts
        if model_for(operation, part, version) is not None
    }


def test_one_class_is_shared_wherever_nothing_changed() -> None:
    """Beyond the bodies that changes name, only additions of one version and known values make a class of their own."""
    designs = {(operation, "response") for operation in ("create_design", "retrieve_design", "list_designs")}
    users = {
        ("list_users", "response"),
        *((operation, part) for operation in ("create_user", "invite_user", "update_user") for part in PARTS),
        ("retrieve_user", "response"),
    }
    duplicate = {("duplicate_design", part) for part in PARTS}
    assert _changed("2018.01", "2022.09") == _touched("2022.09") | duplicate
    assert _changed("2022.09", "2024.05") == _touched("2024.05") | designs | users | {("duplicate_design", "response")}
    assert v2018_01.Adder is v2022_09.Adder is v2024_05.Adder
    assert v2018_01.Project is v2022_09.Project
    assert v2022_09.AutoDesigner is v2024_05.AutoDesigner


@pytest.mark.parametrize("version", ["2022.09", "2024.05"])
@pytest.mark.parametrize("status", [400, 404, 422, 429, 499])
def test_a_4xx_has_the_one_format(version: str, status: int) -> None:
    assert model_for("delete_webhook", "response", version, status) is v2022_09.ErrorBody


def test_a_4xx_of_2018_has_no_model() -> None:
    assert model_for("retrieve_project", "response", "2018.01", 404) is None


@pytest.mark.parametrize("status", [100, 204, 205, 301, 304, 500, 503])
def test_other_answers_have_no_model(status: int) -> None:
    assert model_for("retrieve_project", "response", "2024.05", status) is None


def test_any_2xx_with_a_body_and_any_status_of_a_request_will_do() -> None:
    assert model_for("run_auto_designer", "response", "2024.05", 202) is v2024_05.AutoDesignerJobEnvelope
    assert model_for("create_project", "request", "2024.05", 404) is v2024_05.ProjectRequest


@pytest.mark.parametrize("spelling", ["2022.09", "v2022.09", "2022-09", ac.Version.of("2022.09")])
def test_versions_are_read_in_every_spelling(spelling: str | ac.Version) -> None:
    assert model_for("create_user", "request", spelling) is v2022_09.UserRequest


def test_unknown_names_are_refused_as_the_registry_refuses_them() -> None:
    with pytest.raises(ac.UnknownOperation) as operation:
        model_for("create_projects", "request", "2024.05")
    assert "create_project" in operation.value.nearest
    for version in ("2023.01", "latest"):
        with pytest.raises(ac.UnknownVersion):
            model_for("create_project", "request", version)
    with pytest.raises(ValueError, match="part is 'request' or 'response', not 'body'"):
        model_for("create_project", "body", "2024.05")  # type: ignore[arg-type]  # that is the point


def test_a_version_without_models_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aurora_compat.models.MODULES", {})
    assert model_for("create_project", "request", "2024.05") is None


def test_the_package_alone_loads_no_models() -> None:
    code = "import sys, aurora_compat; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
