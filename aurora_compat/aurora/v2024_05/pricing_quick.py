"""The quick form of the pricing edit: the same tables, one lookup a key, no notes.

Where a key of the target version stands beside the source's, or two keys want one name, or something else than JSON
stands, it steps aside. Every key counts here, so it reads the whole of the pricing.
"""

from collections.abc import Mapping
from typing import Any

from aurora_compat.aurora.v2024_05.pricing_edit import DOWN, NEVER_ENTERED, UP, Way, reference
from aurora_compat.code import Aside, Reader
from aurora_compat.run import Call
from aurora_compat.words.context import PRICING_METHODS
from aurora_compat.words.jsons import LEAVES, Json, same

_DEEPEST = 50
"""What the rule does not name is entered by recursion, so not deeper than this."""

_STAYING = ("price_per_watt", "adder_name", "component_type", "manufacturer_name", "name", "quantity")
"""Keys that need not be looked at: the documented ones that are no references, and `price_per_watt`, which is none."""
_ITEM_TYPE = "item_type"


class _Walk:
    """The walk over objects of one shape.

    Attributes:
        names: of the documented keys.
        lists: key -> the walk over the items of the list under it.
        types: what becomes of the item types, where objects have one.
        opaque: keys under which containers are not for this walk.
        odd: keys that only the target defines: which of the spellings counts, the edit decides.
        others: the walk over objects that the rule does not name.
    """

    __slots__ = ("lists", "names", "odd", "opaque", "others", "tokens", "types")

    def __init__(self, way: Way, name: str, others: "_Walk | None") -> None:
        shape = way.shapes[name]
        staying = (*_STAYING, *NEVER_ENTERED, *shape.lists, *([_ITEM_TYPE] if shape.item_types else []))
        self.names = {**{key: key for key in staying}, **shape.keys}
        self.lists: dict[str, _Walk] = {}
        self.types = dict(way.item_types) if shape.item_types else None
        self.opaque = frozenset({_ITEM_TYPE} if shape.item_types else {way.mode} & shape.keys.keys())
        self.odd = frozenset(way.shapes_back[name].keys)
        self.tokens = way.old_token, way.new_token
        self.others = others or self

    def objects(self, values: list[Json]) -> list[Json]:
        """Such objects in the target's names; most have documented keys only."""
        try:
            return self._named(values, self.names, 0)
        except KeyError:
            return self._named(values, self._names_of(values), 0)

    def object(self, value: dict[str, Any], depth: int = 0) -> dict[str, Any]:
        """One such object. Much may stand below it, so its names are known before it is gone through."""
        names = self.names if self.names.keys() >= value.keys() else self._names_of([value])
        made: dict[str, Any] = self._named([value], names, depth)[0]
        return made

    def _named(self, values: list[Json], names: dict[str, str], depth: int) -> list[Json]:
        lists, types, leaves = self.lists, self.types, LEAVES
        made: list[Json] = []
        for value in values:
            if type(value) is not dict:
                if value is not None:
                    raise Aside
                made.append(None)
                continue
            edited: dict[str, Json] = {}
            for key, member in value.items():
                if type(member) in leaves:
                    edited[names[key]] = member
                elif key in lists:
                    if type(member) is not list:
                        raise Aside
                    edited[names[key]] = lists[key].objects(member) if member else member
                else:
                    edited[names[key]] = self._container(key, member, depth)
            if types is not None and _ITEM_TYPE in edited:
                kind = edited[_ITEM_TYPE]
                edited[_ITEM_TYPE] = types.get(kind, kind)
            if len(edited) < len(value):
                raise Aside
            made.append(edited)
        return made

    def _container(self, key: str, value: Json, depth: int) -> Json:
        """What stands under a key that is not known for holding a list of objects."""
        if key in NEVER_ENTERED:
            return value
        if key in self.opaque:
            raise Aside
        return self.others.anything(value, depth + 1)

    def anything(self, value: Json, depth: int) -> Json:
        """A value that may hold objects of this shape."""
        if type(value) in LEAVES:
            return value
        if depth > _DEEPEST:
            raise Aside
        if type(value) is dict:
            return self.object(value, depth)
        if type(value) is not list:
            raise Aside
        return [self.anything(item, depth + 1) for item in value]

    def _names_of(self, values: list[Json]) -> dict[str, str]:
        """The names of all keys, of those that no document shows too."""
        names, (old, new) = dict(self.names), self.tokens
        for value in values:
            for key in value if type(value) is dict else ():
                if key in self.odd:
                    raise Aside
                if key not in names:
                    names[key] = reference(key, old, new) if old in key else key
        return names


def _walk(way: Way) -> _Walk:
    """The walk over `pricing`, made of the edit's tables."""
    others = _Walk(way, "other", None)
    walks = {name: _Walk(way, name, others) for name in way.shapes if name != "other"}
    for name, walk in walks.items():
        walk.lists = {key: walks[listed] for key, listed in way.shapes[name].lists.items()}
    return walks["pricing"]


_UP, _DOWN = _walk(UP), _walk(DOWN)
_METHODS_UP = dict(PRICING_METHODS)
_METHODS_DOWN = {new: old for old, new in PRICING_METHODS.items()}


def quick_up(pricing: Json, call: Call, reader: Reader) -> Json:
    """Costs as prices."""
    given = call.context.pricing_method_values
    return _whole(_UP, UP, pricing, {**PRICING_METHODS, **given} if given else _METHODS_UP, reader)


def quick_down(pricing: Json, call: Call, reader: Reader) -> Json:
    """Prices as costs."""
    given = call.context.pricing_method_values
    methods = {new: old for old, new in {**PRICING_METHODS, **given}.items()} if given else _METHODS_DOWN
    return _whole(_DOWN, DOWN, pricing, methods, reader)


def _whole(walk: _Walk, way: Way, pricing: Json, methods: Mapping[str, str], reader: Reader) -> Json:
    """The pricing; where no documented key has moved, it must be looked at whether anything has."""
    whole = pricing if type(pricing) is dict else reader.value(pricing)
    if type(whole) is not dict:
        raise Aside
    try:
        made = walk.object(whole)
    except TypeError:  # a key that is no text
        raise Aside from None
    renamed = way.shapes["pricing"].keys
    if way.mode in whole:
        method = whole[way.mode]
        new = methods.get(method, method)
        made[renamed[way.mode]] = new if new != method else method
    elif renamed.keys().isdisjoint(whole) and same(made, whole):
        return pricing
    return made
