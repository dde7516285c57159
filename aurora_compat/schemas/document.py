"""The OpenAPI 3.1 document of a version: its operations, with the schemas of their bodies shared by name."""

from collections.abc import Iterable

from aurora_compat.aurora import aurora
from aurora_compat.models import Model, model_for
from aurora_compat.registries import Registry
from aurora_compat.schemas.facts import (
    ACCESS,
    DESCRIPTION,
    FAILURES,
    PATH_PARAMETER,
    QUERY,
    SERVERS,
    SUCCESSES,
    TITLE,
    Failure,
    QueryParameter,
)
from aurora_compat.schemas.payloads import Definitions, definitions
from aurora_compat.words.error import UnknownOperation, UnknownVersion
from aurora_compat.words.jsons import Json, copied
from aurora_compat.words.operation import Operation, Part
from aurora_compat.words.version import Version

OPENAPI = "3.1.0"
_SCHEMAS = "#/components/schemas/"
_MEDIA = "application/json"


def openapi(version: Version | str, registry: Registry | None = None) -> dict[str, Json]:
    """The OpenAPI 3.1 document of a version, made afresh at each call, always in the same order.

    Args:
        version: in any spelling.
        registry: Aurora's with more releases, say. Bodies of operations and versions that have no model are open.

    Raises:
        UnknownVersion.
    """
    registry = registry or aurora()
    return _Document(registry.version(version), registry).told()


class _Document:
    """What is needed to tell of one version: its operations, and the schemas of all their bodies."""

    def __init__(self, version: Version, registry: Registry) -> None:
        self.version = version
        self.operations = [one for one in registry.operations.values() if one.template(version) is not None]
        self.schemas = definitions(self._models(), _SCHEMAS)
        self.parameters = dict.fromkeys(name for one in self.operations for name in one.parameters(version))
        self.access = [one.credentials for one in ACCESS if one.versions.holds(version)]

    def told(self) -> dict[str, Json]:
        return {
            "openapi": OPENAPI,
            "info": {"title": TITLE, "version": str(self.version), "description": DESCRIPTION},
            "servers": [dict(server) for server in SERVERS],
            "security": [{one.name: [] for one in together} for together in self.access],
            "paths": self._paths(),
            "components": {
                "schemas": dict(self.schemas.schemas),
                "responses": {failure.name: self._failure(failure) for failure in FAILURES},
                "parameters": {name: _path_parameter(name) for name in sorted(self.parameters)},
                "securitySchemes": {one.name: dict(one.scheme) for together in self.access for one in together},
            },
        }

    def _models(self) -> Iterable[type[Model]]:
        for operation in self.operations:
            found = [self._model(operation, "request"), self._model(operation, "response")]
            found += [self._model(operation, "response", failure.example) for failure in FAILURES]
            yield from (model for model in found if model is not None)

    def _model(self, operation: Operation, part: Part, status: int = 200) -> type[Model] | None:
        try:
            return model_for(operation.name, part, self.version, status)
        except (UnknownOperation, UnknownVersion):
            return None  # of another registry: no model is known

    def _paths(self) -> dict[str, Json]:
        paths: dict[str, Json] = {}
        for operation in self.operations:
            template = operation.template(self.version) or ""
            paths.setdefault(template, {})[operation.method.lower()] = self._operation(operation)
        return paths

    def _operation(self, operation: Operation) -> dict[str, Json]:
        told: dict[str, Json] = {
            "operationId": operation.name,
            "summary": operation.title,
            "x-aurora-evidence": operation.evidence,
        }
        parameters: list[Json] = [
            {"$ref": f"#/components/parameters/{name}"} for name in operation.parameters(self.version)
        ]
        parameters += [_query_parameter(one) for one in QUERY if one.is_of(operation, self.version)]
        if parameters:
            told["parameters"] = parameters
        body = self._model(operation, "request")
        if body is not None:
            # A body may be left out where its model wants no member of it.
            required = any(field.is_required() for field in body.model_fields.values())
            told["requestBody"] = {"required": required, "content": _content(body, self.schemas)}
        told["responses"] = self._responses(operation)
        return told

    def _responses(self, operation: Operation) -> dict[str, Json]:
        success = next(one for one in SUCCESSES if one.is_of(operation))
        answer: dict[str, Json] = {"description": success.description}
        if success.has_body:
            answer["content"] = _content(self._model(operation, "response"), self.schemas)
        failures = {failure.status: {"$ref": f"#/components/responses/{failure.name}"} for failure in FAILURES}
        return {str(success.status): answer, **failures}

    def _failure(self, failure: Failure) -> dict[str, Json]:
        """It is the same for every operation, so that any known one tells its model."""
        models = (self._model(one, "response", failure.example) for one in self.operations)
        model = next(filter(None, models), None)
        told: dict[str, Json] = {"description": failure.description}
        if failure.headers:
            told["headers"] = {name: copied(dict(header)) for name, header in failure.headers.items()}
        return {**told, "content": _content(model, self.schemas)}


def _content(model: type[Model] | None, schemas: Definitions) -> dict[str, Json]:
    """The one media type of the API; an open schema where nothing is known of the body."""
    return {_MEDIA: {"schema": {"$ref": f"{_SCHEMAS}{schemas.names[model]}"} if model is not None else {}}}


def _path_parameter(name: str) -> dict[str, Json]:
    what = name.removesuffix("_id").replace("_", " ")
    return {
        "name": name,
        "in": "path",
        "description": f"Id of the {what}.",
        "required": True,
        "schema": dict(PATH_PARAMETER),
    }


def _query_parameter(parameter: QueryParameter) -> dict[str, Json]:
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "required": parameter.required,
        "schema": dict(parameter.schema),
    }
