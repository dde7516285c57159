"""The schemas: valid, whole, true to the fixtures and to the rules, and as they were published.

`fixtures/openapi/` holds the OpenAPI document of each version. After a wanted change:

    .venv/bin/python -m tests.test_openapi
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types
from openapi_spec_validator import OpenAPIV31SpecValidator

import aurora_compat as ac
from aurora_compat.models import MODULES, model_for
from aurora_compat.schemas import json_schema, openapi
from aurora_compat.words.operation import PARTS, Part, parameters
from tests.documents import FIXTURES, PAIRS, VERSIONS, Document, documents
from tests.models.test_fixtures import TOO_OLD

FOLDER = FIXTURES / "openapi"
AGAIN = "if that is on purpose, run python -m tests.test_openapi"
STATUSES: dict[Part, tuple[int, ...]] = {"request": (200,), "response": (200, 202, 400, 404, 429)}
T = "/tenants/{tenant_id}"

by_version = pytest.mark.parametrize("version", VERSIONS)


@cache
def document_of(version: str) -> Any:
    return openapi(version)


def written(version: str) -> str:
    return json.dumps(openapi(version), indent=1, ensure_ascii=False) + "\n"


def operations(version: str) -> dict[str, Any]:
    """The operations of a document by name, each with the place where it stands."""
    return {
        told["operationId"]: {**told, "at": (method, path)}
        for path, item in document_of(version)["paths"].items()
        for method, told in item.items()
    }


def resolved(version: str, value: Any) -> Any:
    """What a reference leads to; other values as they are."""
    while isinstance(value, dict) and "$ref" in value:
        place, value = value["$ref"], document_of(version)
        assert place.startswith("#/")
        for key in place[2:].split("/"):
            value = value[key]
    return value


def parameters_of(version: str, operation: str, where: str) -> dict[str, Any]:
    """The parameters of an operation that stand in the path, or in the query."""
    found = [resolved(version, one) for one in operations(version)[operation].get("parameters", ())]
    names = [(one["in"], one["name"]) for one in found]
    assert len(names) == len(set(names))
    return {one["name"]: one for one in found if one["in"] == where}


def within(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from within(child)


class TestPublished:
    @by_version
    def test_a_version_has_not_changed(self, version: str) -> None:
        held = (FOLDER / f"{version}.json").read_text("utf-8")
        before, now = json.loads(held), json.loads(written(version))
        for part in ("schemas", "responses", "parameters", "securitySchemes"):
            for name in before["components"][part] | now["components"][part]:
                assert now["components"][part].get(name) == before["components"][part].get(name), f"{name}: {AGAIN}"
        for path in before["paths"] | now["paths"]:
            assert now["paths"].get(path) == before["paths"].get(path), f"{path}: {AGAIN}"
        assert now == before, AGAIN
        assert written(version) == held, f"the order has changed: {AGAIN}"

    def test_every_version_has_one_document(self) -> None:
        assert {path.name for path in FOLDER.iterdir()} == {f"{version}.json" for version in VERSIONS}


class TestDocument:
    @by_version
    def test_it_is_valid(self, version: str) -> None:
        document = document_of(version)
        OpenAPIV31SpecValidator(document).validate()
        assert document["openapi"].startswith("3.1.")
        assert document["info"]["version"] == version
        assert [server["url"] for server in document["servers"]] == [
            "https://api.aurorasolar.com",
            "https://api-sandbox.aurorasolar.com",
        ]

    @by_version
    def test_every_operation_is_there_once(self, version: str) -> None:
        listed = [one for one in ac.operations.values() if one.template(ac.Version.of(version))]
        ids = [told["operationId"] for told in within(document_of(version)["paths"]) if "operationId" in told]
        assert sorted(ids) == sorted(one.name for one in listed)
        for one in listed:
            told = operations(version)[one.name]
            assert told["at"] == (one.method.lower(), one.template(ac.Version.of(version)))
            assert (told["summary"], told["x-aurora-evidence"]) == (one.title, one.evidence)

    @by_version
    def test_every_path_parameter_is_declared_and_no_other(self, version: str) -> None:
        for name, told in operations(version).items():
            declared = parameters_of(version, name, "path")
            assert tuple(declared) == parameters(told["at"][1])
            assert all(one["required"] for one in declared.values())

    @by_version
    def test_references_lead_somewhere_and_nothing_is_there_for_nobody(self, version: str) -> None:
        document = document_of(version)
        used = {one["$ref"] for one in within(document) if "$ref" in one}
        for place in used:
            resolved(version, {"$ref": place})
        for part in ("schemas", "responses", "parameters"):
            assert {f"#/components/{part}/{name}" for name in document["components"][part]} <= used
        schemes = {name for together in document["security"] for name in together}
        assert schemes == set(document["components"]["securitySchemes"])

    @by_version
    def test_names_are_plain(self, version: str) -> None:
        schemas = document_of(version)["components"]["schemas"]
        assert list(schemas) == sorted(schemas)
        assert all(schema["title"] == name for name, schema in schemas.items())
        assert re.findall(r"[A-Za-z]20(?:18|22|24)\b", written(version)) == []

    @by_version
    def test_equal_calls_give_equal_documents_that_share_nothing(self, version: str) -> None:
        first, second = openapi(version), openapi(f"v{version}")
        assert json.dumps(first) == json.dumps(second)
        assert {id(one) for one in within(first)} & {id(one) for one in within(second)} == set()

    def test_a_release_without_models_has_open_bodies_and_keeps_what_the_last_version_said(self) -> None:
        endpoint = ac.Endpoint("archive_project", "POST", f"{T}/projects/{{project_id}}/archive", "doc")
        release = ac.Release(version=ac.Version.of("2026.01"), after=ac.Version.of("2024.05"), endpoints=(endpoint,))
        document = openapi("2026.01", ac.registry.with_release(release))
        OpenAPIV31SpecValidator(document).validate()
        assert document["components"]["schemas"] == {}
        assert document["paths"][endpoint.path]["post"]["responses"]["200"]["content"] == {
            "application/json": {"schema": {}}
        }
        arrays = document["paths"][f"{T}/designs/{{design_id}}/racking_arrays"]["get"]["parameters"]
        assert [one["name"] for one in arrays if "name" in one] == ["page", "per_page", "max_module_spacing"]
        assert document["security"] == [{"bearer": []}]

    def test_an_operation_of_another_registry_has_an_open_body(self) -> None:
        endpoint = ac.Endpoint("a_probe", "GET", "/probe", "doc")
        registry = ac.Registry(ac.Release(version=ac.Version.of("2024.05"), endpoints=(endpoint,)))
        document = openapi("2024.05", registry)
        OpenAPIV31SpecValidator(document).validate()
        assert document["paths"]["/probe"]["get"]["responses"]["200"]["content"] == {"application/json": {"schema": {}}}

    def test_a_version_that_is_not_there(self) -> None:
        with pytest.raises(ac.UnknownVersion):
            openapi("2026.01")


class TestQuery:
    @by_version
    def test_lists_page(self, version: str) -> None:
        for name in operations(version):
            found = parameters_of(version, name, "query")
            assert ({"page", "per_page"} <= set(found)) == name.startswith("list_")
        assert found.keys() == set()  # delete_webhook or duplicate_design, the last ones
        page, size = (parameters_of(version, "list_users", "query")[name]["schema"] for name in ("page", "per_page"))
        assert page["minimum"] == 1
        assert (size["default"], size["maximum"]) == (100, 250)

    @by_version
    def test_a_status_is_asked_for_by_the_id_of_the_job(self, version: str) -> None:
        for name in operations(version):
            job = parameters_of(version, name, "query").get("job_id")
            assert (job is not None) == (name.startswith("retrieve_") and name.endswith("_status"))
            assert job is None or job["required"]

    @pytest.mark.parametrize(("source", "target"), PAIRS)
    def test_the_spacing_has_the_name_and_the_default_that_the_rules_know(self, source: str, target: str) -> None:
        (here,), (there,) = (_spacings(version) for version in (source, target))
        path = "/tenants/t/designs/d/racking_arrays"
        path, headers = ("/v2" if source == "2018.01" else "") + path, {"Authorization": "Bearer token"}
        renamed = ac.translate_request(
            ac.Request("GET", path, {here: "0.5"}, headers=headers), source=source, target=target
        )
        assert dict(renamed.result.query) == {there: "0.5"}
        silent = ac.translate_request(ac.Request("GET", path, headers=headers), source=source, target=target)
        said = "".join(note.message for note in silent.notes)
        told = {version: float(default) for version, default in re.findall(r"(20\d\d\.\d\d)(?: takes)? (0\.\d+)", said)}
        assert bool(told) == (here != there)
        assert told == {version: _default(version) for version in told}

    def test_create_design_takes_what_a_duplicate_becomes(self) -> None:
        request = ac.Request("POST", "/tenants/t/designs/d/duplicate", headers={"Authorization": "Bearer token"})
        context = ac.Context(project_of_design={"d": "p"})
        older = ac.translate_request(request, source="2022.09", target="2018.01", context=context).result
        assert older.path == "/v2/tenants/t/designs"
        assert {name for name, _ in older.query} == parameters_of("2018.01", "create_design", "query").keys()
        for version in ("2022.09", "2024.05"):
            assert parameters_of(version, "create_design", "query") == {}


def _spacings(version: str) -> set[str]:
    return {name for name in parameters_of(version, "list_racking_arrays", "query") if "spacing" in name}


def _default(version: str) -> Any:
    (name,) = _spacings(version)
    return parameters_of(version, "list_racking_arrays", "query")[name]["schema"]["default"]


class TestBodies:
    @by_version
    @pytest.mark.parametrize("operation", list(ac.operations))
    def test_each_is_that_of_its_model(self, operation: str, version: str) -> None:
        told = operations(version).get(operation)
        if told is None:
            assert ac.operations[operation].template(ac.Version.of(version)) is None
            return
        assert _named(told.get("requestBody")) == _title(operation, "request", version)
        success, *failures = told["responses"].items()
        assert _named(success[1]) == _title(operation, "response", version)
        assert [status for status, _ in failures] == ["429", "4XX"]
        for status, failure in failures:
            answer = resolved(version, failure)
            assert _named(answer) == _title(operation, "response", version, int(status.replace("X", "0")))
            assert ("Retry-After" in answer.get("headers", {})) == (status == "429")

    @by_version
    def test_statuses_of_success(self, version: str) -> None:
        for name, told in operations(version).items():
            status, answer = next(iter(told["responses"].items()))
            empty = told["at"][0] == "delete" or name in {"activate_user", "deactivate_user"}
            assert status == ("204" if empty else "202" if name.startswith("run_") else "200")
            assert ("content" in answer) == (not empty)

    def test_4xx_have_the_one_format_from_2022_on(self) -> None:
        forms = {
            version: resolved(version, {"$ref": "#/components/responses/ClientError"})["content"]
            for version in VERSIONS
        }
        one = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}
        assert forms == {"2018.01": {"application/json": {"schema": {}}}, "2022.09": one, "2024.05": one}

    @by_version
    def test_a_body_may_be_left_out_where_nothing_in_it_is_wanted(self, version: str) -> None:
        bodies = {name: told["requestBody"] for name, told in operations(version).items() if "requestBody" in told}
        assert bodies["create_project"]["required"]
        optional = {name for name, told in bodies.items() if not told["required"]}
        assert "duplicate_design" in optional or version == "2018.01"
        for name in optional:
            schema = resolved(version, bodies[name]["content"]["application/json"]["schema"])
            assert Draft202012Validator(schema).is_valid({})


def _named(message: Any) -> str | None:
    """The name of the schema of a body."""
    schema = message["content"]["application/json"]["schema"] if message and "content" in message else {}
    return str(schema["$ref"]).rpartition("/")[2] if schema else None


def _title(operation: str, part: Part, version: str, status: int = 200) -> str | None:
    model = model_for(operation, part, version, status)
    return None if model is None else model.model_config.get("title", model.__name__)


class TestSecurity:
    def test_only_the_first_version_takes_signed_requests(self) -> None:
        signed: dict[str, list[str]] = {"AuroraKey": [], "Timestamp": [], "Signature": []}
        assert {version: document_of(version)["security"] for version in VERSIONS} == {
            "2018.01": [{"bearer": []}, signed],
            "2022.09": [{"bearer": []}],
            "2024.05": [{"bearer": []}],
        }
        schemes = document_of("2018.01")["components"]["securitySchemes"]
        assert [(schemes[name]["type"], schemes[name]["in"], schemes[name]["name"]) for name in signed] == [
            ("apiKey", "query", name) for name in signed
        ]
        assert schemes["bearer"]["scheme"] == "bearer"

    def test_a_signed_request_has_the_parameters_named(self) -> None:
        request = ac.hmac_auth.sign(ac.Request("GET", "/v2/versions"), key="key", secret="secret")
        assert [name for name, _ in request.query] == [*document_of("2018.01")["security"][1]]


def _schemas() -> Iterator[Any]:
    for version in MODULES:
        for operation in ac.operations:
            for part in PARTS:
                for status in STATUSES[part]:
                    if model_for(operation, part, version, status) is not None:
                        yield pytest.param(
                            operation, part, str(version), status, id=f"{operation}-{part}-{status}-{version}"
                        )


class TestJsonSchema:
    @pytest.mark.parametrize(("operation", "part", "version", "status"), list(_schemas()))
    def test_each_is_valid_stands_alone_and_is_that_of_the_document(
        self, operation: str, part: Part, version: str, status: int
    ) -> None:
        schema = json_schema(operation, part, version, status)
        assert schema is not None
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
        kind = "response 4XX" if status >= 400 else part
        assert schema["title"] == f"{operation} {kind} {version}"
        held = document_of(version)["components"]["schemas"]
        title = _title(operation, part, version, status)
        moved = json.loads(json.dumps(schema).replace("#/$defs/", "#/components/schemas/"))
        inner = moved.pop("$defs", {})
        assert inner == {name: held[name] for name in sorted(inner)}
        assert {one["$ref"].rpartition("/")[2] for one in within([moved, inner]) if "$ref" in one} == set(inner)
        assert {**moved, "title": title} == {"$schema": schema["$schema"], **held[str(title)]}

    @by_version
    @pytest.mark.parametrize("document", list(documents()), ids=lambda document: document.name)
    def test_a_golden_document_is_valid_by_it(self, document: Document, version: str) -> None:
        part: Part = "request" if document.part == "request" else "response"
        schema = json_schema(document.operation, part, version, document.status)
        if schema is None:
            assert (document.status >= 400, version) == (True, "2018.01")
            return
        errors = list(Draft202012Validator(schema).iter_errors(document.body(version)))
        refused = TOO_OLD.get((document.name, version))
        assert [tuple(error.absolute_path) for error in errors] == ([refused] if refused else [])

    def test_there_is_none_where_no_body_is_known(self) -> None:
        assert json_schema("retrieve_project", "request", "2024.05") is None
        assert json_schema("delete_project", "response", "2024.05") is None
        assert json_schema("duplicate_design", "request", "2018.01") is None
        assert json_schema("retrieve_project", "response", "2018.01", 404) is None
        assert json_schema("retrieve_project", "response", "2024.05", 500) is None

    def test_what_is_unknown_is_refused(self) -> None:
        with pytest.raises(ac.UnknownOperation):
            json_schema("creat_project", "request", "2024.05")
        with pytest.raises(ac.UnknownVersion):
            json_schema("create_project", "request", "2023.01")
        with pytest.raises(ValueError, match="part is"):
            json_schema("create_project", "both", "2024.05")  # type: ignore[arg-type]  # that is the point


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for one in VERSIONS:
        (FOLDER / f"{one}.json").write_text(written(one), "utf-8")
