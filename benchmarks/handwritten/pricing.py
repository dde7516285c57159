"""Design pricing, 2022.09 <-> 2024.05: cost becomes price.

An object that has exactly the documented keys is written anew as a literal, which is the fastest there is; any other
goes through the tables and the rule for undocumented keys.
"""

from itertools import pairwise
from typing import Any

from benchmarks.handwritten.base import second_hop

Object = dict[str, Any]

_TOP = {
    "flat_system_cost": "flat_system_price",
    "system_cost": "system_price",
    "system_cost_breakdown": "system_price_breakdown",
    "storage_system_cost_breakdown": "storage_system_price_breakdown",
    "pricing_mode": "pricing_method",
    "line_items": "pricing_by_component",
}
_TOP_BACK = {new: old for old, new in _TOP.items()}
_ITEM = {"item_cost": "item_price", "cumulative_cost": "cumulative_price"}
_ITEM_BACK = {new: old for old, new in _ITEM.items()}
_COMPONENT = {"cost": "price"}
_COMPONENT_BACK = {"price": "cost"}
_METHODS = {"flat system cost": "flat system price", "cost breakdown": "price breakdown"}
_METHODS_BACK = {new: old for old, new in _METHODS.items()}
_TYPES = {
    "starting_cost": "starting_price",
    "base_cost": "base_price",
    "adders_without_discounts": "adders",
    "adders": "discounts",
}
_TYPES_BACK = {new: old for old, new in _TYPES.items()}
_NEVER_ENTERED = ("adders", "incentives")


def up(payload: Object) -> Object:
    """2022.09 -> 2024.05."""
    pricing = payload["pricing"]
    if len(pricing) == 9:
        try:
            mode = pricing["pricing_mode"]
            new = {
                "pricing_method": _METHODS.get(mode, mode),
                "price_per_watt": pricing["price_per_watt"],
                "flat_system_price": pricing["flat_system_cost"],
                "system_price": pricing["system_cost"],
                "system_price_breakdown": [_item_up(item) for item in pricing["system_cost_breakdown"]],
                "storage_system_price_breakdown": [_item_up(item) for item in pricing["storage_system_cost_breakdown"]],
                "pricing_by_component": [_component_up(item) for item in pricing["line_items"]],
                "adders": pricing["adders"],
                "incentives": pricing["incentives"],
            }
        except KeyError:
            new = _top_up(pricing)
    else:
        new = _top_up(pricing)
    return {**payload, "pricing": new}


def down(payload: Object) -> Object:
    """2024.05 -> 2022.09."""
    pricing = payload["pricing"]
    if len(pricing) == 9:
        try:
            method = pricing["pricing_method"]
            new = {
                "pricing_mode": _METHODS_BACK.get(method, method),
                "price_per_watt": pricing["price_per_watt"],
                "flat_system_cost": pricing["flat_system_price"],
                "system_cost": pricing["system_price"],
                "system_cost_breakdown": [_item_down(item) for item in pricing["system_price_breakdown"]],
                "storage_system_cost_breakdown": [
                    _item_down(item) for item in pricing["storage_system_price_breakdown"]
                ],
                "line_items": [_component_down(item) for item in pricing["pricing_by_component"]],
                "adders": pricing["adders"],
                "incentives": pricing["incentives"],
            }
        except KeyError:
            new = _top_down(pricing)
    else:
        new = _top_down(pricing)
    return {**payload, "pricing": new}


def _item_up(item: Object) -> Object:
    if len(item) == 4:
        try:
            kind, subcomponents = item["item_type"], item["subcomponents"]
            return {
                "item_type": _TYPES.get(kind, kind),
                "item_price": item["item_cost"],
                "cumulative_price": item["cumulative_cost"],
                "subcomponents": [_part_up(part) for part in subcomponents] if subcomponents else subcomponents,
            }
        except KeyError:
            pass
    new = _renamed(item, _ITEM, "cost", "price")
    if "item_type" in new:
        new["item_type"] = _TYPES.get(new["item_type"], new["item_type"])
    if new.get("subcomponents"):
        new["subcomponents"] = [_part_up(part) for part in item["subcomponents"]]
    return new


def _item_down(item: Object) -> Object:
    if len(item) == 4:
        try:
            kind, subcomponents = item["item_type"], item["subcomponents"]
            return {
                "item_type": _TYPES_BACK.get(kind, kind),
                "item_cost": item["item_price"],
                "cumulative_cost": item["cumulative_price"],
                "subcomponents": [_part_down(part) for part in subcomponents] if subcomponents else subcomponents,
            }
        except KeyError:
            pass
    new = _renamed(item, _ITEM_BACK, "price", "cost")
    if "item_type" in new:
        new["item_type"] = _TYPES_BACK.get(new["item_type"], new["item_type"])
    if new.get("subcomponents"):
        new["subcomponents"] = [_part_down(part) for part in item["subcomponents"]]
    return new


def _part_up(part: Object) -> Object:
    if len(part) == 3:
        try:
            return {"adder_name": part["adder_name"], "quantity": part["quantity"], "item_price": part["item_cost"]}
        except KeyError:
            pass
    return _renamed(part, _ITEM, "cost", "price")


def _part_down(part: Object) -> Object:
    if len(part) == 3:
        try:
            return {"adder_name": part["adder_name"], "quantity": part["quantity"], "item_cost": part["item_price"]}
        except KeyError:
            pass
    return _renamed(part, _ITEM_BACK, "price", "cost")


def _component_up(item: Object) -> Object:
    if len(item) == 5:
        try:
            return {
                "component_type": item["component_type"],
                "name": item["name"],
                "manufacturer_name": item["manufacturer_name"],
                "quantity": item["quantity"],
                "price": item["cost"],
            }
        except KeyError:
            pass
    return _renamed(item, _COMPONENT, "cost", "price")


def _component_down(item: Object) -> Object:
    if len(item) == 5:
        try:
            return {
                "component_type": item["component_type"],
                "name": item["name"],
                "manufacturer_name": item["manufacturer_name"],
                "quantity": item["quantity"],
                "cost": item["price"],
            }
        except KeyError:
            pass
    return _renamed(item, _COMPONENT_BACK, "price", "cost")


def _top_up(pricing: Object) -> Object:
    new = _renamed(pricing, _TOP, "cost", "price")
    if "pricing_method" in new:
        new["pricing_method"] = _METHODS.get(new["pricing_method"], new["pricing_method"])
    for key in ("system_price_breakdown", "storage_system_price_breakdown"):
        if new.get(key):
            new[key] = [_item_up(item) for item in pricing[_TOP_BACK[key]]]
    if new.get("pricing_by_component"):
        new["pricing_by_component"] = [_component_up(item) for item in pricing["line_items"]]
    return new


def _top_down(pricing: Object) -> Object:
    new = _renamed(pricing, _TOP_BACK, "price", "cost")
    if "pricing_mode" in new:
        new["pricing_mode"] = _METHODS_BACK.get(new["pricing_mode"], new["pricing_mode"])
    for key in ("system_cost_breakdown", "storage_system_cost_breakdown"):
        if new.get(key):
            new[key] = [_item_down(item) for item in pricing[_TOP[key]]]
    if new.get("line_items"):
        new["line_items"] = [_component_down(item) for item in pricing["pricing_by_component"]]
    return new


def _renamed(value: Object, names: dict[str, str], old: str, new: str) -> Object:
    """The documented keys by their table; any other by its word, and so all that stands below it."""
    edited = {}
    for key, member in value.items():
        name = names.get(key)
        if name is None:
            name = _by_word(key, old, new) if old in key else key
            if name != key and name in value:
                name = key
            if key not in _NEVER_ENTERED and isinstance(member, (dict, list)):
                member = _below(member, old, new)
        edited[name] = member
    return edited


def _below(value: Any, old: str, new: str) -> Any:
    if type(value) is list:
        return [_below(item, old, new) for item in value]
    return _renamed(value, {}, old, new) if type(value) is dict else value


def _by_word(key: str, old: str, new: str) -> str:
    words = key.split("_")
    if new in words or old not in words or (old, "per") in pairwise(words):
        return key
    return "_".join(new if word == old else word for word in words)


FLOORS = {
    **second_hop("retrieve_design_pricing", "response", up, down),
    **second_hop("update_design_pricing", "response", up, down),
    **second_hop("update_design_pricing", "request", up, down),
}
