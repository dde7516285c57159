"""Texts and numbers of a schema, as lifelike as its annotations and the field's name allow."""

from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import strategies as st

from aurora_compat.testing import chance, words

uuids: st.SearchStrategy[str] = st.uuids().map(str)
times: st.SearchStrategy[datetime] = st.datetimes(datetime(2015, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
"""Whole days of the years that such an API has seen; seconds too."""
stamps: st.SearchStrategy[str] = times.map(lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S UTC"))
"""Times as Aurora writes them."""

_FORMATS: dict[str, st.SearchStrategy[str]] = {
    "uuid": uuids,
    "uuid4": st.uuids(version=4).map(str),
    "date-time": times.map(lambda moment: moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")),
    "date": st.dates(date(2015, 1, 1), date(2026, 12, 31)).map(date.isoformat),
    "time": st.times(time(0), time(23, 59, 59)).map(lambda moment: moment.replace(microsecond=0).isoformat()),
    "duration": st.integers(0, 10_000).map(lambda minutes: f"PT{minutes}M"),
    "email": st.sampled_from(words.EMAILS),
    "uri": st.sampled_from(("https://example.com/", "https://files.example.org/plan.pdf?x=1")),
    "hostname": st.sampled_from(("example.com", "api.example.org")),
    "ipv4": st.ip_addresses(v=4).map(str),
    "ipv6": st.ip_addresses(v=6).map(str),
    "decimal": st.integers(0, 100_000).map(lambda cents: f"{cents / 100:.2f}"),
    "json-string": st.sampled_from(("{}", "[1, 2]", '{"a": null}')),
}
_DOCUMENTS = ("[]", "{}", '[{"module": {"id": "x", "manufacturer": "y"}}]', "[1.10]")


def text(schema: dict[str, Any], name: str) -> st.SearchStrategy[str]:
    """Texts: by pattern or format, else by known values, examples and the field's name; now and then any other."""
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    shown = tuple(one for one in schema.get("examples", ()) if isinstance(one, str))
    known = tuple(schema.get("x-known-values", ()))

    def fits(value: str) -> bool:
        return least <= len(value) and (most is None or len(value) <= most)

    if "pattern" in schema:
        # Of a final `$` Python allows a line break behind it, pydantic does not.
        return st.from_regex(schema["pattern"]).filter(lambda value: "\n" not in value and fits(value))
    if "x-format" in schema:
        return stamps
    if schema.get("format") == "uuid" and words.texts_for(name):
        return chance.of(words.texts_for(name), uuids)
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if schema.get("contentMediaType") == "application/json":
        return chance.of((*shown, *_DOCUMENTS), chance.plain_text)
    likely = known or tuple(dict.fromkeys((*shown, *words.texts_for(name))))
    longest = max(least, 12) if most is None else most
    other = st.text(st.characters(codec="utf-8"), min_size=least, max_size=min(longest, max(least, 12)))
    return chance.of(tuple(one for one in likely if fits(one)), other)


def integer(schema: dict[str, Any], name: str) -> st.SearchStrategy[int]:
    """Whole numbers, within the schema's bounds and those that suit the name."""
    low, high = _bounds(schema, name)
    step = schema.get("multipleOf", 1)
    return st.integers(-(-low // step), high // step).map(lambda drawn: int(drawn * step))


def number(schema: dict[str, Any], name: str) -> st.SearchStrategy[float]:
    """Numbers: whole ones as integers or doubles, and hundredths."""
    low, high = _bounds(schema, name)
    step = schema.get("multipleOf")
    if step is not None:
        return st.integers(int(-(-low // step)), int(high // step)).map(lambda drawn: drawn * step)
    if high - low < 1:
        return st.floats(low, high, exclude_min="exclusiveMinimum" in schema, exclude_max="exclusiveMaximum" in schema)
    whole = st.integers(-int(-low // 1), int(high // 1))
    return (
        whole
        | whole.map(float)
        | st.integers(int(low * 100), int(high * 100))
        .map(lambda drawn: drawn / 100)
        .filter(lambda drawn: low <= drawn <= high)
    )


def _bounds(schema: dict[str, Any], name: str) -> tuple[Any, Any]:
    """The lowest and the highest number that suit."""
    low, high = words.range_for(name, schema.get("x-unit"))
    whole = schema.get("type") == "integer"
    least: Any = schema.get("minimum", schema.get("exclusiveMinimum"))
    most: Any = schema.get("maximum", schema.get("exclusiveMaximum"))
    if "exclusiveMinimum" in schema:
        least += 1 if whole or most is None or most - least > 2 else 0
    if "exclusiveMaximum" in schema:
        most -= 1 if whole or least is None or most - least > 2 else 0
    if least is not None and (high < least or low < least):
        low, high = least, max(high, least + (high - low))
    if most is not None and high > most:
        low, high = (low if low <= most else most - (high - low)), most
    if least is not None:
        low = max(low, least)
    return low, high
