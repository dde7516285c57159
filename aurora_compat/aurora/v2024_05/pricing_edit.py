"""The edit of design pricing: a walk over the tables of its documented keys and values.

The documented keys and values are tables; every other key that speaks of a cost is renamed too, as the changelog says
*all references*, and noted, as no document shows it.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from aurora_compat.edits.members import both_spellings, target_key
from aurora_compat.run import Run
from aurora_compat.words.context import PRICING_METHODS
from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.pointer import Trail, path_of, pointer_of

DEPTH = 512
"""Objects and lists may be nested this deep below `pricing`: the package's limit for bodies."""


class _Shape(NamedTuple):
    """A kind of object that the rule names: its documented keys, old -> new, and what stands under them (old keys)."""

    keys: Mapping[str, str]
    lists: Mapping[str, str] = {}
    """Key -> name of the shape of the list's items."""
    item_types: bool = False


_SHAPES = {
    "pricing": _Shape(
        {
            "flat_system_cost": "flat_system_price",
            "system_cost": "system_price",
            "system_cost_breakdown": "system_price_breakdown",
            "storage_system_cost_breakdown": "storage_system_price_breakdown",
            "pricing_mode": "pricing_method",
            "line_items": "pricing_by_component",
        },
        {"system_cost_breakdown": "item", "storage_system_cost_breakdown": "item", "line_items": "component"},
    ),
    "item": _Shape(
        {"item_cost": "item_price", "cumulative_cost": "cumulative_price"}, {"subcomponents": "subcomponent"}, True
    ),
    "subcomponent": _Shape({"item_cost": "item_price", "cumulative_cost": "cumulative_price"}),
    "component": _Shape({"cost": "price"}),
    "other": _Shape({}),
}
ASSUMED_METHODS = frozenset({"cost breakdown"})
"""The value that no source shows; its new name is our reading."""
_ITEM_TYPES = FrozenMap(
    {
        "starting_cost": "starting_price",
        "base_cost": "base_price",
        "adders_without_discounts": "adders",
        "adders": "discounts",
    }
)
NEVER_ENTERED = frozenset({"adders", "incentives"})
_MODE, _METHOD = "pricing_mode", "pricing_method"


class Way(NamedTuple):
    """The tables, turned the way that the walk goes."""

    shapes: Mapping[str, _Shape]
    shapes_back: Mapping[str, _Shape]
    item_types: Mapping[str, str]
    old_token: str
    new_token: str
    mode: str
    upwards: bool


def _turned(shape: _Shape) -> _Shape:
    keys = {new: old for old, new in shape.keys.items()}
    return _Shape(keys, {shape.keys.get(key, key): name for key, name in shape.lists.items()}, shape.item_types)


_TURNED = {name: _turned(shape) for name, shape in _SHAPES.items()}
UP = Way(_SHAPES, _TURNED, _ITEM_TYPES, "cost", "price", _MODE, True)
DOWN = Way(
    _TURNED,
    _SHAPES,
    FrozenMap({new: old for old, new in _ITEM_TYPES.items()}),
    "price",
    "cost",
    _METHOD,
    False,
)


def pricing_up(pricing: Json, run: Run, at: Trail) -> Json:
    """Costs as prices."""
    return _document(pricing, run, at, UP)


def pricing_down(pricing: Json, run: Run, at: Trail) -> Json:
    """Prices as costs."""
    return _document(pricing, run, at, DOWN)


def _document(pricing: Json, run: Run, at: Trail, way: Way) -> Json:
    if not isinstance(pricing, dict):
        run.odd(at, pricing, "an object")
        return pricing
    return _object(pricing, "pricing", run, at, way, 0)


def _object(value: dict[str, Any], name: str, run: Run, at: Trail, way: Way, depth: int) -> dict[str, Any]:
    """One object that the rule names, in the target's keys and values."""
    shape = way.shapes[name]
    if _speaks_target(value, shape, run, at, way):
        return _listed_parts(value, shape, run, at, way, depth)
    back = way.shapes_back[name].keys
    for new, old in back.items():  # before anything moves: these notes speak of the source
        if new in value:
            (both_spellings if old in value else target_key)(run, (at, new), old)
    edited: dict[str, Any] = {}
    for key, new in _names({k: m for k, m in value.items() if k not in back}, value, shape, run, at, way).items():
        edited[new] = _member(key, value[key], shape, run, (at, new), way, depth)
    edited.update({new: value[new] for new, old in back.items() if new in value and old not in value})
    return value if _unchanged(value, edited) else edited


def _names(
    members: dict[str, Any], value: dict[str, Any], shape: _Shape, run: Run, at: Trail, way: Way
) -> dict[str, str]:
    """The new name of each of some members of an object; what is renamed is moved from now on."""
    names: dict[str, str] = {}
    for key in members:
        names[key] = new = _key(key, value, shape, run, at, way)
        if new != key:
            run.moved((at, key), (at, new))
            if key not in shape.keys:
                run.assumed(
                    (at, new), f"no document shows '{key}' here: renamed as all references to {way.old_token} are"
                )
    return names


def _unchanged(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return old.keys() == new.keys() and all(new[key] is member for key, member in old.items())


def _speaks_target(value: dict[str, Any], shape: _Shape, run: Run, at: Trail, way: Way) -> bool:
    """Whether an object has keys that only the target defines, and none of the source's: then it is left alone."""
    theirs = [(new, old) for old, new in shape.keys.items() if new in value]
    if not theirs or any(key in value for key in shape.keys):
        return False
    for new, old in theirs:
        target_key(run, (at, new), old)
    if shape.item_types and _is_key_of(value.get("item_type"), way.item_types.values()):
        run.unsupported((at, "item_type"), f"read as {run.target}'s, as the keys beside it are; it is kept")
    return True


def _listed_parts(value: dict[str, Any], shape: _Shape, run: Run, at: Trail, way: Way, depth: int) -> dict[str, Any]:
    """An object that is left alone, but for the lists in it whose items the rule judges on their own."""
    edited = value
    for key in shape.lists:
        if key in value and key not in shape.keys:
            new = _member(key, value[key], shape, run, (at, key), way, depth)
            if new is not value[key]:
                edited = {**edited, key: new}
    return edited


def _key(key: str, value: dict[str, Any], shape: _Shape, run: Run, at: Trail, way: Way) -> str:
    """The key's name in the target."""
    documented = shape.keys.get(key)
    if documented is not None:
        return documented
    if key == "price_per_watt" or not isinstance(key, str):
        return key
    new = reference(key, way.old_token, way.new_token)
    if new == key:
        if _reads_as_reference(key, way):
            run.unsupported(
                (at, key), f"no document shows it here, and the way back could not tell it; '{key}' is kept"
            )
        return key
    if new in value:
        run.unsupported((at, key), f"its new name '{new}' is taken; both are kept")
        return key
    return new


def reference(key: str, old_token: str, new_token: str) -> str:
    """The key with one word for the other; the same key where the way back would not read it back.

    `price_per_...` is never rewritten, as `price_per_watt` has that name in every version.
    """
    tokens = key.split("_")
    if new_token in tokens or old_token not in tokens:
        return key
    followed_by_per = any(a == old_token and b == "per" for a, b in pairwise(tokens))
    return key if followed_by_per else "_".join(new_token if token == old_token else token for token in tokens)


def _reads_as_reference(key: str, way: Way) -> bool:
    tokens = key.split("_")
    return way.old_token in tokens or way.new_token in tokens


def _member(key: str, member: Json, shape: _Shape, run: Run, at: Trail, way: Way, depth: int) -> Json:
    """The value under a key, in the target's terms. `at` is its new place."""
    if key in NEVER_ENTERED:
        return member
    if key == way.mode and key in shape.keys:
        return _method(member, run, at, way)
    if key == "item_type" and shape.item_types:
        return _item_type(member, run, at, way)
    listed = shape.lists.get(key)
    if listed is not None:
        return _list_of(member, listed, run, at, way, depth)
    return _any(member, run, at, way, depth)


def _list_of(value: Json, name: str, run: Run, at: Trail, way: Way, depth: int) -> Json:
    """A list whose items are of a shape that the rule names."""
    if value is None:
        return None
    if not isinstance(value, list):
        run.odd(at, value, "a list")
        return value
    edited = value
    for index, item in enumerate(value):
        if item is None:
            continue
        if not isinstance(item, dict):
            run.odd((at, index), item, "an object")
            continue
        new = _object(item, name, run, (at, index), way, depth + 2)
        if new is not item:
            edited = edited.copy() if edited is value else edited
            edited[index] = new
    return edited


class _Node:
    """A container somewhere below what the rule names, where only keys matter."""

    __slots__ = ("at", "children", "depth", "names", "parent", "slot", "value")

    def __init__(self, value: Any, at: Trail, depth: int, parent: "_Node | None", slot: str | int) -> None:
        self.value, self.at, self.depth, self.parent, self.slot = value, at, depth, parent, slot
        self.names: dict[str, str] = {}
        self.children: dict[str | int, Json] = {}

    def members(self, run: Run, way: Way) -> Iterator[tuple[str | int, str | int, Json]]:
        """Old key, new key and value of every member to be looked into."""
        if isinstance(self.value, list):
            yield from ((index, index, item) for index, item in enumerate(self.value))
            return
        self.names = _names(self.value, self.value, way.shapes["other"], run, self.at, way)
        for key, new in self.names.items():
            if key not in NEVER_ENTERED:
                yield key, new, self.value[key]

    def edited(self) -> Json:
        """The container with its children and names; the same object where none of them is new."""
        if isinstance(self.value, list):
            return [self.children.get(n, item) for n, item in enumerate(self.value)] if self.children else self.value
        if not self.children and all(key == new for key, new in self.names.items()):
            return self.value
        return {new: self.children.get(key, self.value[key]) for key, new in self.names.items()}


def _any(value: Json, run: Run, at: Trail, way: Way, depth: int) -> Json:
    """Whatever else stands below `pricing`, at any depth, so without recursion: parents first, then put together."""
    if not isinstance(value, (dict, list)):
        return value
    nodes = [_Node(value, at, depth + 1, None, "")]
    for node in nodes:
        if node.depth > DEPTH:
            raise _too_deep(run, at)
        for slot, key, member in node.members(run, way):
            if isinstance(member, (dict, list)):
                nodes.append(_Node(member, (node.at, key), node.depth + 1, node, slot))
    for node in reversed(nodes[1:]):
        edited = node.edited()
        if edited is not node.value and node.parent is not None:
            node.parent.children[node.slot] = edited
    return nodes[0].edited()


def _too_deep(run: Run, at: Trail) -> MalformedPayload:
    call = run.call
    return MalformedPayload(
        f"nested more than {DEPTH} deep",
        operation=call.operation,
        part=call.part,
        pointer=pointer_of(path_of(at)),
        source=str(call.source),
        target=str(call.target),
    )


def _method(value: Json, run: Run, at: Trail, way: Way) -> Json:
    """The value of `pricing_mode` or `pricing_method`."""
    given = run.call.context.pricing_method_values
    values = {**PRICING_METHODS, **given}
    turned = values if way.upwards else {new: old for old, new in values.items()}
    new = turned.get(value) if isinstance(value, str) else None
    if new is None:
        if _is_key_of(value, turned.values()):
            run.unsupported(at, f"'{value}' is a value of {run.target}, not of {run.source}; it is kept")
        return value
    old_value = value if way.upwards else new
    if old_value in ASSUMED_METHODS and old_value not in given:
        run.assumed(
            at, f"'{value}' became '{new}': no document shows it; Context.pricing_method_values can say otherwise"
        )
    return new if new != value else value


def _item_type(value: Json, run: Run, at: Trail, way: Way) -> Json:
    new = way.item_types.get(value) if isinstance(value, str) else None
    if new is not None:
        return new
    if _is_key_of(value, way.item_types.values()):
        run.unsupported(at, f"'{value}' is an item type of {run.target}, not of {run.source}; it is kept")
    return value


def _is_key_of(value: Json, values: Any) -> bool:
    return isinstance(value, str) and value in values
