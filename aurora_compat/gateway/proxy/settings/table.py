"""What all tables of the proxy's settings have in common, and how they are shown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, SecretStr

HIDDEN = "***"
"""What a secret is shown as."""


class Table(BaseModel):
    """What all tables have in common: no other keys than theirs, no conversions, no changes, no values in errors."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


def twice(name: str, values: Iterable[str | None]) -> Iterator[tuple[int, str]]:
    """Which of several have a value that one before them has too, and the sentence about it."""
    seen: Counter[str] = Counter()
    for position, value in enumerate(values):
        if value is None:
            continue
        seen[value] += 1
        if seen[value] > 1:
            yield position, f"an earlier one has the same {name}: each is there once"


def shown_as_json(value: Any) -> Any:
    """A setting, or a table of them, as JSON values under the names of TOML; secrets as `***`."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields.items()
        return {field.alias or name: shown_as_json(getattr(value, name)) for name, field in fields}
    if isinstance(value, SecretStr):
        return HIDDEN
    if isinstance(value, Mapping):
        return {name: shown_as_json(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [shown_as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime) else value
