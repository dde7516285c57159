"""The design summary: a component's `manufacturer` is not repeated where the bill of materials tells it."""

from typing import Any

from aurora_compat.aurora.v2024_05.design_summary_quick import COMPONENTS, KEY, quick_down, quick_up
from aurora_compat.change import Body, Change, Reading
from aurora_compat.edits import At, Custom, Line
from aurora_compat.run import Run
from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.jsons import Json, same
from aurora_compat.words.pointer import Trail


class _Bill:
    """The bill of materials, looked up by id, and by name for what has no id there."""

    def __init__(self, items: Json, run: Run, at: Trail) -> None:
        self._by: dict[str, dict[object, tuple[Json] | None]] = {"id": {}, "name": {}}
        if items is not None and not isinstance(items, list):
            run.odd(at, items, "a list")
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                self._add(item)
            elif item is not None:
                run.odd((at, index), item, "an object")

    def _add(self, item: dict[str, Any]) -> None:
        told = (item["manufacturer_name"],) if "manufacturer_name" in item else None
        for field, found in self._by.items():
            token = _token(item.get(field))
            if token is not None:
                held = found.setdefault(token, told)
                if held is not None and (told is None or not same(held[0], told[0])):
                    found[token] = None

    def manufacturer(self, component: dict[str, Any]) -> tuple[Json] | None:
        """What the matching items say, in a tuple of one; None where none matches, or they disagree."""
        id_ = _token(component.get("id"))
        if id_ is not None and id_ in self._by["id"]:
            return self._by["id"][id_]
        return self._by["name"].get(_token(component.get("name")))


def _token(value: Json) -> object:
    """What an id or a name is looked up by; None where there is none to go by."""
    return (type(value), value) if isinstance(value, (str, int, float)) else None


def _up(design: Json, run: Run, at: Trail) -> Json:
    return _summary(design, run, at, _drop)


def _down(design: Json, run: Run, at: Trail) -> Json:
    return _summary(design, run, at, _fill)


def _summary(design: Json, run: Run, at: Trail, edit: Any) -> Json:
    """The design with its arrays edited, whether they are given as a list or as JSON in a string."""
    if not isinstance(design, dict):
        run.odd(at, design, "an object")
        return design
    arrays, place = design.get("arrays"), (at, "arrays")
    bill = _Bill(design.get("bill_of_materials"), run, (at, "bill_of_materials"))
    if isinstance(arrays, str):
        edited: Json = _in_text(arrays, bill, run, place, edit)
    else:
        edited = _arrays(arrays, bill, run, place, edit, inside=None)
    return design if edited is arrays else {**design, "arrays": edited}


def _in_text(text: str, bill: _Bill, run: Run, at: Trail, edit: Any) -> str:
    """Arrays as JSON in a string: a string again, in the style that it came in if that can be told."""
    from aurora_compat.reading import parse  # loads json, and few summaries are like this

    try:
        arrays = parse(text)
    except MalformedPayload:
        arrays = None
    if not isinstance(arrays, list):
        run.odd(at, text, "a list, or a list as JSON text,")
        return text
    edited = _arrays(arrays, bill, run, at, edit, inside=at)
    if edited is arrays:
        return text
    styles = [((",", ":"), False), ((",", ":"), True), ((", ", ": "), False), ((", ", ": "), True)]
    style = next((style for style in styles if _written(arrays, *style) == text), None)
    if style is None:
        run.normalised(at, "the JSON in this string was written anew; its spacing and spelling may differ")
    return _written(edited, *(style or styles[0]))


def _written(arrays: Json, separators: tuple[str, str], ascii_only: bool) -> str:
    import json

    return json.dumps(arrays, separators=separators, ensure_ascii=ascii_only)


def _arrays(arrays: Json, bill: _Bill, run: Run, at: Trail, edit: Any, inside: Trail) -> Json:
    """Every component of every array; `inside` is where notes point when there is no pointer into a string."""
    if arrays is None:
        return None
    if not isinstance(arrays, list):
        run.odd(at, arrays, "a list")
        return arrays
    edited = arrays
    for index, array in enumerate(arrays):
        if array is None:
            continue
        place: Trail = (at, index)
        if not isinstance(array, dict):
            run.odd(inside or place, array, "an object")
            continue
        new = array
        for name in COMPONENTS:
            component = array.get(name)
            if isinstance(component, dict):
                changed = edit(component, bill, run, inside or ((place, name), KEY))
                new = {**new, name: changed} if changed is not component else new
            elif component is not None:
                run.odd(inside or (place, name), component, "an object")
        if new is not array:
            edited = edited.copy() if edited is arrays else edited
            edited[index] = new
    return edited


def _drop(component: dict[str, Any], bill: _Bill, run: Run, at: Trail) -> dict[str, Any]:
    told = bill.manufacturer(component)
    if KEY not in component or told is None or not same(told[0], component[KEY]):
        return component
    return {key: value for key, value in component.items() if key != KEY}


def _fill(component: dict[str, Any], bill: _Bill, run: Run, at: Trail) -> dict[str, Any]:
    told = bill.manufacturer(component)
    if KEY in component:
        if told is not None and same(told[0], component[KEY]):
            run.unsupported(at, f"{run.source} leaves it to the bill of materials, {run.target} repeats it; it is kept")
        return component
    if told is None:
        run.missing(at, "no item of the bill of materials with this id or name tells one manufacturer")
        return component
    run.assumed(at, "taken from the matching item of the bill of materials")
    return {**component, KEY: told[0]}


SUMMARY_MANUFACTURER = Change(
    id="summary-manufacturer",
    summary="Components of the design summary's arrays leave `manufacturer` to the bill of materials.",
    published="manufacturer is removed from the arrays where it repeats the items of bill_of_materials.",
    source="changelog of 2024.05; the documentation's samples",
    grade="A",
    bodies=(
        Body(
            ("retrieve_design_summary",),
            At(
                "design",
                Custom(
                    _up,
                    _down,
                    tuple(
                        Line(f"/arrays/*/{name}/manufacturer", "is dropped where the bill of materials says the same")
                        for name in COMPONENTS
                    ),
                    tuple(
                        Line(
                            f"/arrays/*/{name}/manufacturer",
                            "is filled from the bill of materials",
                            ("assumed", "missing"),
                        )
                        for name in COMPONENTS
                    ),
                    quick_up,
                    quick_down,
                    by_level=True,
                ),
            ),
            parts=("response",),
        ),
    ),
    readings=(Reading("B", "The key stood in `module`, `microinverter` and `dc_optimizer` of each array."),),
)
