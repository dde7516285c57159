"""Webhooks: `enabled` is a boolean, `filters` a list."""

from typing import Any

from aurora_compat.change import Body, Change, Reading
from aurora_compat.code import Aside, Reader
from aurora_compat.edits import At, Custom, Line, each_of
from aurora_compat.edits.base import nothing
from aurora_compat.run import Call, Refusal, Run
from aurora_compat.words.jsons import Json, kind_of
from aurora_compat.words.note import SPEAKS
from aurora_compat.words.pointer import Trail

_WRITERS = ("create_webhook", "update_webhook")
_ALL = ("list_webhooks", "retrieve_webhook", *_WRITERS)
_TRUTHS = {"true": True, "false": False}


def _truth(enabled: Json, run: Run, at: Trail) -> Json:
    if not isinstance(enabled, str):
        return enabled
    truth = _TRUTHS.get(enabled.lower())
    if truth is None:
        run.unsupported(at, f"{run.target} wants a boolean here; this text is neither true nor false and is kept")
        return enabled
    run.normalised(at, f"text is no longer accepted here; sent as {str(truth).lower()}")
    return truth


def _truth_quick(enabled: Json, call: Call, reader: Reader) -> Json:
    text = enabled if type(enabled) is str else reader.value(enabled)
    truth = _TRUTHS.get(text.lower()) if isinstance(text, str) else None
    return enabled if truth is None else truth


def _as_it_is(value: Json, run: Run, at: Trail) -> Json:  # a Step
    return value


def _to_list(filters: Json, run: Run, at: Trail) -> Json:
    if isinstance(filters, list):
        run.unsupported(at, f"{run.source} has an object here: {SPEAKS} {run.target}; the list is kept")
        return filters
    if not isinstance(filters, dict):
        return _neither(filters, run, at, "an object keyed by url parameter")
    for index, name in enumerate(filters):
        run.moved((at, name), ((at, index), "value"))
    return [{"url_parameter": name, "value": value} for name, value in filters.items()]


def _to_list_quick(filters: Json, call: Call, reader: Reader) -> Json:
    named = filters if type(filters) is dict else reader.object(filters)
    if named is None:
        raise Aside
    return [{"url_parameter": name, "value": value} for name, value in named.items()]


def _to_object(filters: Json, run: Run, at: Trail) -> Json:
    if isinstance(filters, dict):
        run.unsupported(at, f"{run.source} has a list here: {SPEAKS} {run.target}; the object is kept")
        return filters
    if not isinstance(filters, list):
        return _neither(filters, run, at, "a list of objects with url_parameter and value")
    by_name: dict[str, list[int]] = {}
    for index, item in enumerate(filters):
        name = item.get("url_parameter") if isinstance(item, dict) else None
        if isinstance(name, str):
            by_name.setdefault(name, []).append(index)
        elif run.may_refuse:
            raise Refusal((at, index), "a filter without a url_parameter can't be told to the older version; name one")
        else:
            run.lost((at, index), f"a filter without a url_parameter has no place in {run.target}'s object")
    for name, indexes in by_name.items():
        if len(indexes) > 1 and run.may_refuse:
            raise Refusal(
                (at, indexes[1]), f"'{name}' occurs twice, and the older version has one value for each; merge them"
            )
        for index in indexes:
            for key in [key for key in filters[index] if key not in {"url_parameter", "value"}]:
                run.lost(((at, index), key), f"{run.target} has only a value for each url parameter")
    return {name: _value(name, indexes, filters, run, at) for name, indexes in by_name.items()}


def _value(name: str, indexes: list[int], filters: list[dict[str, Any]], run: Run, at: Trail) -> Json:
    if any("value" not in filters[index] for index in indexes):
        run.assumed((at, name), "this filter had no value; null stands for it")
    values = [filters[index].get("value") for index in indexes]
    if len(values) == 1:
        run.moved(((at, indexes[0]), "value"), (at, name))
        return values[0]
    run.normalised(at, f"'{name}' occurs {len(values)} times; its values became one list")
    for place, index in enumerate(indexes):
        run.moved(((at, index), "value"), ((at, name), place))
    return values


def _to_object_quick(filters: Json, call: Call, reader: Reader) -> Json:
    """Aside for filters without a name, and for names that occur twice."""
    items = filters if type(filters) is list else reader.list(filters)
    if items is None:
        raise Aside
    made: dict[str, Json] = {}
    for given in items:
        item = given if type(given) is dict else reader.object(given)
        name = item.get("url_parameter") if item is not None else None
        if type(name) is not str and name is not None:
            name = reader.value(name)
        if item is None or type(name) is not str:
            raise Aside
        made[name] = item.get("value")
    if len(made) < len(items):
        raise Aside
    return made


def _neither(filters: Json, run: Run, at: Trail, wanted: str) -> Json:
    if run.may_refuse:
        raise Refusal(at, f"{kind_of(filters)} stands where {wanted} belongs, so it can't be told to {run.target}")
    run.odd(at, filters, wanted)
    return filters


WEBHOOK_ENABLED = Change(
    id="webhook-enabled",
    summary="`enabled` of a webhook is a boolean; the texts `true` and `false` are no longer accepted.",
    published="String values of enabled are no longer supported in Create Webhook and Update Webhook.",
    source="changelog of 2024.05",
    grade="A",
    bodies=(
        Body(
            _WRITERS,
            At(
                "webhook",
                At(
                    "enabled",
                    Custom(
                        _truth,
                        _as_it_is,
                        (Line("", "true or false as text is a boolean", ("assumed",)),),
                        quick_up=_truth_quick,
                        quick_down=nothing,
                    ),
                ),
            ),
            parts=("request",),
        ),
    ),
    readings=(Reading("B", "The case of the texts does not matter."),),
)

WEBHOOK_FILTERS = Change(
    id="webhook-filters",
    summary="`filters` of a webhook is a list of `url_parameter` and `value`, no longer an object.",
    published="filters is a list of objects with url_parameter and value in place of an object keyed by url parameter.",
    source="changelog of 2024.05",
    grade="A",
    bodies=(
        Body(
            _ALL,
            each_of(
                "webhook",
                "webhooks",
                At(
                    "filters",
                    Custom(
                        _to_list,
                        _to_object,
                        (Line("", "becomes a list of url_parameter and value"),),
                        (Line("", "becomes an object keyed by url parameter", ("lost", "assumed")),),
                        _to_list_quick,
                        _to_object_quick,
                    ),
                ),
            ),
        ),
    ),
    readings=(Reading("B", "It holds in the requests and the answers of all webhook operations."),),
)
