"""The quick form of the pricing edit: the same tables, one lookup a key, no notes.

Where a key of the target version stands beside the source's, or something else than JSON, it steps aside. Every key
counts here, so it reads the whole of the pricing.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from aurora_compat.aurora.v2024_05.pricing_edit import DOWN, NEVER_ENTERED, UP, Way, reference
from aurora_compat.code import Aside, Reader
from aurora_compat.run import Call
from aurora_compat.words.context import PRICING_METHODS
from aurora_compat.words.jsons import Json

_DEEPEST = 50
"""What the rule does not name is entered by recursion, so not deeper than this."""
_LEAVES = frozenset({str, int, float, bool, type(None)})

_STAYING = ("price_per_watt", "adder_name", "component_type", "manufacturer_name", "name", "quantity")
"""Keys that need not be looked at: the documented ones that are no references, and `price_per_watt`, which is none."""

_Methods: TypeAlias = Mapping[str, str]
_Into: TypeAlias = Callable[[Json, _Methods], Json]
"""What becomes of the value under a key that the rule names."""


class _Walk:
    """The walk over objects of one shape.

    Attributes:
        names: key -> its new name, "" for the same, of keys under which anything may stand.
        rules: key -> its new name and what becomes of the value, of the others that the rule names.
        others: the walk over objects that the rule does not name.
    """

    __slots__ = ("_new", "_old", "names", "others", "rules")

    def __init__(self, way: Way, others: "_Walk | None") -> None:
        self._old, self._new = way.old_token, way.new_token
        self.others = others or self
        self.names = dict.fromkeys(_STAYING, "")
        self.rules: dict[str, tuple[str, _Into]] = {key: (key, _kept) for key in NEVER_ENTERED}

    def object(self, value: dict[str, Any], methods: _Methods, depth: int = 0) -> dict[str, Any]:
        """One object in the target's names; the same one where it has none of the source's."""
        find, leaves, changed = self.names.get, _LEAVES, False
        edited: dict[str, Any] = {}
        for key, member in value.items():
            new = find(key)
            if new:
                changed = True
            elif new is not None:
                new = key
            else:
                rule = self.rules.get(key)
                if rule is not None:
                    new, into = rule
                    edited[new] = made = into(member, methods)
                    changed = changed or made is not member or new != key
                    continue
                new = key
                if self._old in key:
                    new = self._referring(key, value)
                    changed = changed or new != key
            if type(member) in leaves:
                edited[new] = member
            else:
                edited[new] = made = self.others.anything(member, methods, depth + 1)
                changed = changed or made is not member
        return edited if changed else value

    def items(self, value: Json, methods: _Methods) -> Json:
        """A list of such objects."""
        if not value and (value is None or type(value) is list):
            return value
        if type(value) is not list:
            raise Aside
        made: list[Json] = []
        changed, edit = False, self.object
        for item in value:
            if type(item) is dict:
                new = edit(item, methods)
                changed = changed or new is not item
                made.append(new)
            elif item is None:
                made.append(None)
            else:
                raise Aside
        return made if changed else value

    def anything(self, value: Json, methods: _Methods, depth: int) -> Json:
        """A value that may hold objects of this shape."""
        if type(value) in _LEAVES:
            return value
        if depth > _DEEPEST:
            raise Aside
        if type(value) is dict:
            return self.object(value, methods, depth)
        if type(value) is not list:
            raise Aside
        made = [self.anything(item, methods, depth + 1) for item in value]
        return value if all(new is item for new, item in zip(made, value, strict=True)) else made

    def _referring(self, key: str, value: dict[str, Any]) -> str:
        """The new name of a key that no document shows; its own where that is taken."""
        new = reference(key, self._old, self._new)
        return key if new in value else new


def _kept(value: Json, methods: _Methods) -> Json:
    return value


def _target_key(value: Json, methods: _Methods) -> Json:
    """Under a key that only the target defines: which of the spellings counts, the edit decides."""
    raise Aside


def _method(value: Json, methods: _Methods) -> Json:
    if type(value) is not str:
        return _leaf(value)
    new = methods.get(value, value)
    return value if new == value else new


def _item_types(names: Mapping[str, str]) -> _Into:
    table = dict(names)

    def item_type(value: Json, methods: _Methods) -> Json:
        return table.get(value, value) if type(value) is str else _leaf(value)

    return item_type


def _leaf(value: Json) -> Json:
    if type(value) not in _LEAVES:
        raise Aside
    return value


def _walk(way: Way) -> _Walk:
    """The walk over `pricing`, made of the edit's tables."""
    others = _Walk(way, None)
    walks = {name: _Walk(way, others) for name in way.shapes if name != "other"}
    for name, walk in walks.items():
        shape = way.shapes[name]
        walk.names |= shape.keys
        walk.rules |= {new: (new, _target_key) for new in way.shapes_back[name].keys}
        walk.rules |= {key: (shape.keys.get(key, key), walks[listed].items) for key, listed in shape.lists.items()}
        if shape.item_types:
            walk.rules["item_type"] = ("item_type", _item_types(way.item_types))
        if way.mode in shape.keys:
            walk.rules[way.mode] = (shape.keys[way.mode], _method)
        for key in walk.rules:
            walk.names.pop(key, None)
    return walks["pricing"]


_UP, _DOWN = _walk(UP), _walk(DOWN)
_METHODS_UP = dict(PRICING_METHODS)
_METHODS_DOWN = {new: old for old, new in PRICING_METHODS.items()}


def quick_up(pricing: Json, call: Call, reader: Reader) -> Json:
    """Costs as prices."""
    given = call.context.pricing_method_values
    return _whole(_UP, pricing, {**PRICING_METHODS, **given} if given else _METHODS_UP, reader)


def quick_down(pricing: Json, call: Call, reader: Reader) -> Json:
    """Prices as costs."""
    given = call.context.pricing_method_values
    methods = {new: old for old, new in {**PRICING_METHODS, **given}.items()} if given else _METHODS_DOWN
    return _whole(_DOWN, pricing, methods, reader)


def _whole(walk: _Walk, pricing: Json, methods: _Methods, reader: Reader) -> Json:
    whole = pricing if type(pricing) is dict else reader.value(pricing)
    if type(whole) is not dict:
        raise Aside
    try:
        made = walk.object(whole, methods)
    except TypeError:  # a key that is no text
        raise Aside from None
    return pricing if made is whole else made
