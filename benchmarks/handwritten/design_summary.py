"""The design summary, both hops and both at once: no `system_size`, no `manufacturer` that is told elsewhere."""

import json
from typing import Any

from benchmarks.handwritten.base import V2018, V2022, V2024, Floor, Key

Object = dict[str, Any]

_COMPONENTS = ("module", "microinverter", "dc_optimizer")
_STYLES = (((",", ":"), False), ((",", ":"), True), ((", ", ": "), False), ((", ", ": "), True))


def up_2022(payload: Object) -> Object:
    """2018.01 -> 2022.09."""
    design = payload["design"]
    if "system_size" not in design:
        return payload
    new = design.copy()
    del new["system_size"]
    return {**payload, "design": new}


def down_2018(payload: Object) -> Object:
    """2022.09 -> 2018.01."""
    design = payload["design"]
    if "system_size" in design or "system_size_stc" not in design:
        return payload
    return {**payload, "design": {**design, "system_size": design["system_size_stc"]}}


def up_2024(payload: Object) -> Object:
    """2022.09 -> 2024.05."""
    design = payload["design"]
    arrays = design.get("arrays")
    edited = _dropped(arrays, design)
    return payload if edited is arrays else {**payload, "design": {**design, "arrays": edited}}


def down_2022(payload: Object) -> Object:
    """2024.05 -> 2022.09."""
    design = payload["design"]
    arrays = design.get("arrays")
    edited = _filled(arrays, design)
    return payload if edited is arrays else {**payload, "design": {**design, "arrays": edited}}


def up_both(payload: Object) -> Object:
    """2018.01 -> 2024.05."""
    design = payload["design"]
    new = design.copy()
    if "system_size" in new:
        del new["system_size"]
    arrays = new.get("arrays")
    edited = _dropped(arrays, design)
    if edited is not arrays:
        new["arrays"] = edited
    return {**payload, "design": new}


def down_both(payload: Object) -> Object:
    """2024.05 -> 2018.01."""
    design = payload["design"]
    new = design.copy()
    arrays = new.get("arrays")
    edited = _filled(arrays, design)
    if edited is not arrays:
        new["arrays"] = edited
    if "system_size" not in new and "system_size_stc" in new:
        new["system_size"] = new["system_size_stc"]
    return {**payload, "design": new}


def _dropped(arrays: Any, design: Object) -> Any:
    if not arrays:
        return arrays
    if type(arrays) is str:
        return _in_text(arrays, design, _dropped)
    items = design.get("bill_of_materials") or ()
    by_id, by_name, edited = _told(items, "id"), None, arrays
    for index, array in enumerate(arrays):
        new = array
        for slot in _COMPONENTS:
            component = array.get(slot)
            if component and "manufacturer" in component:
                id_ = component.get("id")
                if id_ in by_id:
                    told = by_id[id_]
                else:
                    if by_name is None:
                        by_name = _told(items, "name")
                    told = by_name.get(component.get("name"), _NOT_TOLD)
                if told == component["manufacturer"]:
                    if new is array:
                        new = array.copy()
                    slim = component.copy()
                    del slim["manufacturer"]
                    new[slot] = slim
        if new is not array:
            if edited is arrays:
                edited = arrays.copy()
            edited[index] = new
    return edited


def _filled(arrays: Any, design: Object) -> Any:
    if not arrays:
        return arrays
    if type(arrays) is str:
        return _in_text(arrays, design, _filled)
    items = design.get("bill_of_materials") or ()
    by_id, by_name, edited = _told(items, "id"), None, arrays
    for index, array in enumerate(arrays):
        new = array
        for slot in _COMPONENTS:
            component = array.get(slot)
            if component and "manufacturer" not in component:
                id_ = component.get("id")
                if id_ in by_id:
                    told = by_id[id_]
                else:
                    if by_name is None:
                        by_name = _told(items, "name")
                    told = by_name.get(component.get("name"), _NOT_TOLD)
                if told is not _NOT_TOLD:
                    if new is array:
                        new = array.copy()
                    filled = component.copy()
                    filled["manufacturer"] = told
                    new[slot] = filled
        if new is not array:
            if edited is arrays:
                edited = arrays.copy()
            edited[index] = new
    return edited


_NOT_TOLD = object()


def _told(items: Any, field: str) -> Object:
    """Manufacturers by id or by name; an item without one, or two that disagree, tell nothing."""
    try:
        told = {item[field]: item["manufacturer_name"] for item in items}
    except KeyError:
        told = {}
    if len(told) == len(items) and None not in told:
        return told
    told = {}
    for item in items:
        if item.get(field) is not None:
            manufacturer = item.get("manufacturer_name", _NOT_TOLD)
            if told.setdefault(item[field], manufacturer) != manufacturer:
                told[item[field]] = _NOT_TOLD
    return told


def _in_text(text: str, design: Object, edit: Any) -> str:
    """Arrays as JSON in a string: a string again, in its own style."""
    arrays = json.loads(text)
    edited = edit(arrays, design)
    if edited is arrays:
        return text
    for separators, ascii_only in _STYLES:
        if json.dumps(arrays, separators=separators, ensure_ascii=ascii_only) == text:
            return json.dumps(edited, separators=separators, ensure_ascii=ascii_only)
    return json.dumps(edited, separators=(",", ":"), ensure_ascii=False)


_WALKS: dict[tuple[str, str], Floor] = {
    (V2018, V2022): up_2022,
    (V2022, V2024): up_2024,
    (V2018, V2024): up_both,
    (V2022, V2018): down_2018,
    (V2024, V2022): down_2022,
    (V2024, V2018): down_both,
}
FLOORS: dict[Key, Floor] = {("retrieve_design_summary", "response", *walk): floor for walk, floor in _WALKS.items()}
