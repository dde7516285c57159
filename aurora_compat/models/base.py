"""What the models are made of: one base class, one line a field, and the types of JSON that pydantic has not.

Every field says in its description what it is, its unit, and where it is known from; the same stands in its JSON
Schema for programs: `x-evidence` (`S`: seen, `I`: inferred), `x-unit`, `x-known-values` (of an open set), `x-only` (the
one version that a plain addition is documented for: it passes every translation, no change speaks of it).

The models are lenient. Unknown fields are kept. What is only inferred, and what was gathered without saying whether it
can be null, may be null or absent; what was seen may be absent, but for the few fields without which a payload says
nothing. An absent field reads as None and stays absent in `model_dump(exclude_unset=True)`.
"""

from collections.abc import Sequence
from typing import Annotated, Any, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_SEEN = "Aurora's documentation, its samples or working public clients"
_INFERRED = "the change list, the API's conventions or another version of the same object"

MONEY = "the tenant's currency"
MONEY_PER_WATT = "the tenant's currency per watt"
DEGREES = "degrees"
WATTS = "watts"
ENERGY = "kWh"
METRES = "metres"
MINUTES = "minutes"


class Model(BaseModel):
    """An object of a payload: strict about the types of JSON, open for fields that no document names.

    Errors leave the input out of their text, because some inputs are credentials; `errors(include_input=False)` does so
    for their data.
    """

    model_config = ConfigDict(extra="allow", strict=True, hide_input_in_errors=True)


class OpenObject(Model):
    """An object of which no field is documented: whatever it holds is kept."""


def seen(
    description: str,
    *,
    unit: str | None = None,
    examples: Sequence[Any] = (),
    known: Sequence[str] = (),
    required: bool = False,
    only: str | None = None,
    secret: bool = False,
    source: str = _SEEN,
) -> Any:
    """A field that the documentation, its samples or a working client shows.

    Args:
        description: what it is: a phrase without a full stop, or sentences.
        unit: what it is measured in.
        examples: values that the field takes; those of `known` where none are given.
        known: the known values of a set that stays open.
        required: a payload without it says nothing.
        only: the one version that it is documented for, though no change brought it.
        secret: left out of the representation.
        source: where it was seen.
    """
    return _field(f"Seen in {source}.", "S", description, unit, examples, known, required, only, secret)


def inferred(
    description: str,
    *,
    unit: str | None = None,
    examples: Sequence[Any] = (),
    known: Sequence[str] = (),
    only: str | None = None,
    source: str = _INFERRED,
) -> Any:
    """A field that follows from something else, such as the change that removed it: give it a type that takes None."""
    return _field(f"Inferred from {source}.", "I", description, unit, examples, known, False, only, False)


def envelope(what: str) -> Any:
    """The one documented key of a body: `{"project": {...}}`, `{"projects": [...]}`."""
    return seen(f"The envelope of the body: {what}", required=True)


def _field(
    evidence: str,
    grade: str,
    description: str,
    unit: str | None,
    examples: Sequence[Any],
    known: Sequence[str],
    required: bool,
    only: str | None,
    secret: bool,
) -> Any:
    parts = [f"{description.rstrip('.')}{f', in {unit}' if unit else ''}.", evidence]
    extra: dict[str, Any] = {"x-evidence": grade}
    if unit:
        extra["x-unit"] = unit
    if known:
        extra["x-known-values"] = list(known)
        parts.insert(1, f"Known values, of an open set: {', '.join(known)}.")
    if only:
        extra["x-only"] = only
        parts.append(f"Documented for {only} only; other versions let it pass.")
    shown = list(examples or known) or None
    text = " ".join(parts)
    if required:
        return Field(description=text, examples=shown, json_schema_extra=extra, repr=not secret)
    return Field(  # a factory, as a plain default of None would stand in the JSON Schema of fields that can't be null
        default_factory=_absent, description=text, examples=shown, json_schema_extra=extra, repr=not secret
    )


def _absent() -> None:
    return None


class OneOf:
    """Marks a union of scalars: what is none of them is one error at the field itself, not one for each."""

    def __init__(self, wanted: str, *choices: CoreSchema) -> None:
        self.wanted = wanted
        self.choices = choices

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.union_schema(
            list(self.choices), custom_error_type="wrong_type", custom_error_message=f"Input should be {self.wanted}"
        )


class OrText:
    """Marks `list[...] | str`: a text passes as it is, and errors in the list are at their own place in it."""

    def __init__(self, **schema: Any) -> None:
        self.schema = {"type": "string", **schema}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        (listing,) = [choice for choice in get_args(source) if choice is not str]
        inner = handler.generate_schema(listing)
        return core_schema.no_info_wrap_validator_function(
            _list_or_text,
            inner,
            serialization=core_schema.wrap_serializer_function_ser_schema(_text_or_dumped, schema=inner),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(schema), self.schema]}


def _list_or_text(value: Any, listed: core_schema.ValidatorFunctionWrapHandler) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return listed(value)
    raise PydanticCustomError("wrong_type", "Input should be a list or a text")


def _text_or_dumped(value: Any, dumped: core_schema.SerializerFunctionWrapHandler) -> Any:
    return value if isinstance(value, str) else dumped(value)


Number: TypeAlias = Annotated[
    int | float,
    OneOf("a number", core_schema.int_schema(strict=True), core_schema.float_schema(strict=True, allow_inf_nan=False)),
    WithJsonSchema({"type": "number"}),
]
"""An integer or a double, kept as which it came; never a boolean or a text."""

Uuid: TypeAlias = Annotated[str, WithJsonSchema({"type": "string", "format": "uuid"})]
"""An id. Its format is documented and not checked: ids are opaque."""

Time: TypeAlias = Annotated[str, WithJsonSchema({"type": "string", "x-format": "YYYY-MM-DD HH:MM:SS UTC"})]
"""A time as Aurora writes it, which is not RFC 3339: `2024-03-05 16:20:11 UTC`; described, not checked."""

Texts: TypeAlias = Annotated[
    Any,
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"type": "null"}]}),
]
"""A text, a list of texts or null; described, not checked, as nobody has seen which."""

BooleanOrText: TypeAlias = Annotated[
    bool | str,
    OneOf(
        'a boolean or one of the texts "true" and "false"',
        core_schema.bool_schema(strict=True),
        core_schema.str_schema(strict=True, pattern=r"^(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"),
    ),
]
"""A boolean, or one of the texts `true` and `false` in any case."""
