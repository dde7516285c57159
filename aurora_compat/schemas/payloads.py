"""The schemas of payloads: those of the models, under the plain names that every version uses."""

from collections.abc import Iterable

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from aurora_compat.aurora import aurora
from aurora_compat.models import Model, model_for
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Part
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFINITIONS = "#/$defs/"


def json_schema(operation: str, part: Part, version: Version | str, status: int = 200) -> dict[str, Json] | None:
    """The JSON Schema 2020-12 of a body: that of a request, of a 2xx answer or, by `status`, of a 4xx.

    It stands alone: what it refers to is in its `$defs`. Its title tells it from every other: `create_project request
    2024.05`, `create_project response 4XX 2024.05`.

    None where there is no body, or where nothing is known of it, as with `models.model_for`.

    Raises:
        UnknownOperation, UnknownVersion, ValueError for a part that is neither request nor response.
    """
    model = model_for(operation, part, version, status)
    if model is None:
        return None
    kind = f"{part} 4XX" if part == "response" and status >= 400 else part
    held = definitions([model], DEFINITIONS)
    schemas = dict(held.schemas)
    top = schemas.pop(held.names[model])
    named = {"$schema": DIALECT, "title": f"{operation} {kind} {aurora().version(version)}"}
    schema = named | {key: value for key, value in top.items() if key not in named}
    return {**schema, "$defs": schemas} if schemas else schema


class Definitions(Value):
    """The schemas of some models and of all that they hold, by plain name; and the name of each of the models."""

    names: FrozenMap[type[Model], str]
    schemas: FrozenMap[str, dict[str, Json]]


def definitions(models: Iterable[type[Model]], place: str) -> Definitions:
    """The schemas of models, by the title of each class and in the order of these names.

    Args:
        models: those of one version, in which no two classes have one title.
        place: where the schemas will stand, such as `#/$defs/`: what references start with.
    """
    wanted = tuple(dict.fromkeys(models))
    keys, told = models_json_schema(
        [(model, "validation") for model in wanted],
        ref_template=f"{place}{{model}}",
        schema_generator=_Plain,
    )
    by_class: dict[str, dict[str, Json]] = told.get("$defs", {})
    titles = {f"{place}{name}": f"{place}{schema['title']}" for name, schema in by_class.items()}
    schemas = {schema["title"]: _renamed(schema, titles) for _, schema in sorted(by_class.items())}
    if len(schemas) < len(by_class):
        raise ValueError("two classes of one version have the same title")
    names = {model: titles[keys[model, "validation"]["$ref"]].removeprefix(place) for model in wanted}
    return Definitions(FrozenMap(names), FrozenMap({name: schemas[name] for name in sorted(schemas)}))


class _Plain(GenerateJsonSchema):
    """Fields have no title: pydantic would make one of the name, and say nothing new."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def _renamed(schema: Json, titles: dict[str, str]) -> Json:
    """A schema whose references lead to the new names."""
    if isinstance(schema, list):
        return [_renamed(one, titles) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: titles[value] if key == "$ref" and isinstance(value, str) else _renamed(value, titles)
        for key, value in schema.items()
    }
