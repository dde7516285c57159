"""JSON Schema, the part of it that pydantic emits, as strategies: from the schema of a model to its payloads.

Known: `$ref` and `$defs`, `anyOf`, `oneOf`, `allOf`, `const`, `enum`, every `type`, the bounds of numbers, texts and
lists, `pattern`, `format`, `prefixItems`, `uniqueItems`, `properties`, `required`, `additionalProperties`,
`patternProperties`; beside them `examples`, `x-known-values`, `x-format` and `x-unit`, which make values lifelike.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from hypothesis import strategies as st

from aurora_compat.testing import chance, leaves

Schema: TypeAlias = dict[str, Any]
Strategy: TypeAlias = st.SearchStrategy[Any]

_UNIQUE = ("id", "url_parameter")
"""Members that tell the items of one list apart."""
_ANNOTATIONS = ("examples", "x-known-values", "x-format", "x-unit")
_SEVERAL = 3
"""Items of a list, unless its schema says more."""


def from_schema(schema: Schema, *, unknown: bool = False, nulls: bool = True) -> Strategy:
    """Values that a schema allows.

    Args:
        schema: of a whole payload, with its `$defs`.
        unknown: add members that it does not name, where it leaves its objects open.
        nulls: give null now and then where it may stand.
    """
    return _Walk(schema.get("$defs", {}), unknown, nulls).of(schema, "")


class _Walk:
    """One schema on its way to a strategy. `name` is that of the field at hand: it says what its values look like."""

    def __init__(self, defs: dict[str, Schema], unknown: bool, nulls: bool) -> None:
        self._defs, self._unknown, self._nulls = defs, unknown, nulls
        self._known: dict[tuple[str, str], Strategy] = {}

    def of(self, schema: Schema | bool, name: str) -> Strategy:
        """The values of a schema."""
        if schema is True or schema == {}:
            return chance.values
        if schema is False:
            return st.nothing()
        if "$ref" in schema:
            return self._referred(schema["$ref"].rpartition("/")[2], name)
        if "const" in schema:
            return st.just(schema["const"])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        if "allOf" in schema:
            return self.of(self._merged(schema), name)
        choices = self._choices(schema)
        if choices is not None:
            return self._one_of(choices, name)
        made: dict[str, Callable[[Schema, str], Strategy]] = {
            "object": self._object,
            "array": self._array,
            "string": leaves.text,
            "integer": leaves.integer,
            "number": leaves.number,
        }
        plain = {"boolean": st.booleans(), "null": st.none()}
        kind = schema.get("type", "object" if "properties" in schema else None)
        if kind in plain:
            return plain[kind]
        return made[kind](schema, name) if kind in made else chance.values

    def _referred(self, target: str, name: str) -> Strategy:
        """Of a definition, worked out when it is first drawn from: schemas may refer to themselves."""
        key = (target, name)
        if key not in self._known:
            self._known[key] = st.deferred(lambda: self.of(self._defs[target], name))
        return self._known[key]

    def _merged(self, schema: Schema) -> Schema:
        merged: Schema = {key: value for key, value in schema.items() if key != "allOf"}
        for one in schema["allOf"]:
            target = self._defs[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
            merged = {
                **target,
                **merged,
                "properties": {**target.get("properties", {}), **merged.get("properties", {})},
                "required": [*target.get("required", ()), *merged.get("required", ())],
            }
        return merged if merged.get("properties") else {k: v for k, v in merged.items() if k != "properties"}

    def _choices(self, schema: Schema) -> list[Schema] | None:
        """The alternatives of a schema, each with what is said of all; None where it has none."""
        several = schema.get("anyOf") or schema.get("oneOf")
        if several is None and isinstance(schema.get("type"), list):
            several = [{**schema, "type": kind} for kind in schema["type"]]
        if several is None:
            return None
        said = {key: schema[key] for key in _ANNOTATIONS if key in schema}
        return [one if "$ref" in one else {**said, **one} for one in several]

    def _one_of(self, choices: list[Schema], name: str) -> Strategy:
        rest = [one for one in choices if one.get("type") != "null"]
        some = st.one_of([self.of(one, name) for one in rest]) if rest else st.none()
        if len(rest) == len(choices) or not rest:
            return some
        return chance.rarely.flatmap(lambda null: st.none() if null else some) if self._nulls else some

    # Lists.

    def _array(self, schema: Schema, name: str) -> Strategy:
        front = [self.of(one, name) for one in schema.get("prefixItems", ())]
        least = max(schema.get("minItems", 0) - len(front), 0)
        most = min(schema.get("maxItems", least + _SEVERAL + len(front)) - len(front), least + _SEVERAL)
        if front and "items" not in schema:
            return st.tuples(*front).map(list)
        items = self._items(schema.get("items", True), schema)
        key = next((key for key in _UNIQUE if key in self._properties(schema.get("items", True))), None)
        unique: dict[str, Any] = {}
        if schema.get("uniqueItems"):
            unique = {"unique_by": repr}
        elif key is not None:
            unique = {"unique_by": lambda item: _told_by(item, key)}
        listed = st.lists(self.of(items, name), min_size=least, max_size=most, **unique)
        return st.tuples(*front, listed).map(lambda drawn: [*drawn[:-1], *drawn[-1]]) if front else listed

    def _items(self, items: Schema | bool, schema: Schema) -> Schema | bool:
        """The schema of the items, with what the list's own examples say of them."""
        shown = [item for example in schema.get("examples", ()) if isinstance(example, list) for item in example]
        known = schema.get("x-known-values")
        if not isinstance(items, dict) or "$ref" in items or not (shown or known):
            return items
        said: Schema = {"examples": shown} if shown else {}
        return {**said, **({"x-known-values": known} if known else {}), **items}

    def _properties(self, schema: Schema | bool) -> Schema:
        if not isinstance(schema, dict):
            return {}
        if "$ref" in schema:
            return self._properties(self._defs[schema["$ref"].rpartition("/")[2]])
        properties: Schema = schema.get("properties", {})
        return properties

    # Objects.

    def _object(self, schema: Schema, name: str) -> Strategy:
        required = schema.get("required", ())
        members = schema.get("properties", {})
        always = {key: self.of(members.get(key, True), key) for key in members if key in required}
        maybe = {key: self.of(one, key) for key, one in members.items() if key not in required}
        more = self._more(schema, name)
        open_ = self._unknown and schema.get("additionalProperties", True) is True

        if not members and more is None and not open_:
            return st.builds(dict)

        @st.composite
        def drawn(draw: st.DrawFn) -> dict[str, Any]:
            value = {key: draw(one) for key, one in always.items()}
            for key, one in maybe.items():
                if draw(chance.mostly):
                    value[key] = draw(one)
            if more is not None:
                value = {**draw(more), **value}
            if open_ and draw(st.booleans()):
                strange = draw(st.dictionaries(chance.keys, chance.values, min_size=1, max_size=2))
                value |= {key: one for key, one in strange.items() if key not in members}
            return value

        return drawn()

    def _more(self, schema: Schema, name: str) -> Strategy | None:
        """Members that are not named but have a schema: `dict[str, X]`."""
        kinds = [(st.from_regex(key), one) for key, one in schema.get("patternProperties", {}).items()]
        rest = schema.get("additionalProperties")
        if isinstance(rest, dict):
            shown = tuple(key for example in schema.get("examples", ()) if isinstance(example, dict) for key in example)
            kinds.append((chance.of(shown, leaves.text(schema.get("propertyNames", {}), name)), rest))
        if not kinds:
            return None
        least, most = schema.get("minProperties", 0), schema.get("maxProperties")
        parts = [
            st.dictionaries(key, self.of(one, name), min_size=least, max_size=least + 2 if most is None else most)
            for key, one in kinds
        ]
        return st.tuples(*parts).map(lambda drawn: {key: value for part in drawn for key, value in part.items()})


def _told_by(item: Any, key: str) -> Any:
    """What tells an item from the others of its list: its id, else itself."""
    told = item.get(key) if isinstance(item, dict) else None
    return (0, told) if isinstance(told, (str, int)) else (1, id(item))
