"""The quick form of the edit of the design summary's components.

It opens arrays and components, and reads the bill of materials where a component wants it.
"""

from typing import Any

from aurora_compat.code import Aside, Reader
from aurora_compat.run import Call
from aurora_compat.words.jsons import Json, same

COMPONENTS = ("module", "microinverter", "dc_optimizer")
KEY = "manufacturer"
_SILENT = object()
"""Stands for the manufacturer where the bill of materials tells none, or several."""


class _Bill:
    """The bill of materials; ids and names are text, else it steps aside. Read when it is first asked."""

    __slots__ = ("_by_id", "_by_name", "_given", "_items", "_reader")

    def __init__(self, given: Json, reader: Reader) -> None:
        self._given, self._reader = given, reader
        self._items: list[dict[str, Any]] = []
        self._by_id: dict[str, Json] | None = None
        self._by_name: dict[str, Json] | None = None

    def manufacturer(self, component: dict[str, Any]) -> Json:
        """What the matching items say; `_SILENT` where none matches, or they disagree."""
        if self._by_id is None:
            items = self._reader.value(self._given) if self._given is not None else None
            if items is not None and type(items) is not list:
                raise Aside
            self._items = items or []
            self._by_id = self._told("id")
        id_ = self._text(component.get("id"))
        if id_ is not None and id_ in self._by_id:
            return self._by_id[id_]
        if self._by_name is None:
            self._by_name = self._told("name")
        name = self._text(component.get("name"))
        return self._by_name.get(name, _SILENT) if name is not None else _SILENT

    def _text(self, value: Json) -> str | None:
        if value is None:
            return None
        text = value if type(value) is str else self._reader.value(value)
        if text is not None and type(text) is not str:
            raise Aside
        return text

    def _told(self, field: str) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for item in self._items:
            if type(item) is not dict:
                if item is None:
                    continue
                raise Aside
            token = item.get(field)
            if type(token) is str:
                told = item.get("manufacturer_name", _SILENT)
                held = found.setdefault(token, told)
                if held is not told and (held is _SILENT or told is _SILENT or not same(held, told)):
                    found[token] = _SILENT
            elif token is not None:
                raise Aside
        return found


def quick_up(design: Json, call: Call, reader: Reader) -> Json:
    """Components without what the bill of materials says."""
    return _summary(design, reader, drops=True)


def quick_down(design: Json, call: Call, reader: Reader) -> Json:
    """Components with what the bill of materials says."""
    return _summary(design, reader, drops=False)


def _summary(design: Json, reader: Reader, *, drops: bool) -> Json:
    """Aside for arrays that are no list: they may be JSON in a string."""
    members = design if type(design) is dict else reader.object(design)
    if members is None:
        raise Aside
    arrays = members.get("arrays")
    if arrays is not None and type(arrays) is not list:
        arrays = reader.list(arrays)
    if not arrays:
        return design
    bill, edited = _Bill(members.get("bill_of_materials"), reader), arrays
    for index, given in enumerate(arrays):
        array = given if given is None or type(given) is dict else reader.object(given)
        if array is None:
            continue
        new = array
        for name in COMPONENTS:
            component = array.get(name)
            if component is not None and type(component) is not dict:
                component = reader.object(component)
            if component is not None and (KEY in component) is drops:
                made = _dropped(component, bill, reader) if drops else _filled(component, bill)
                if made is not component:
                    new = new.copy() if new is array else new
                    new[name] = made
        if new is not array:
            edited = edited.copy() if edited is arrays else edited
            edited[index] = new
    return design if edited is arrays else {**members, "arrays": edited}


def _dropped(component: dict[str, Any], bill: _Bill, reader: Reader) -> dict[str, Any]:
    told, own = bill.manufacturer(component), component[KEY]
    own = own if type(own) is str else reader.value(own)
    if told is _SILENT or not same(told, own):
        return component
    edited = component.copy()
    del edited[KEY]
    return edited


def _filled(component: dict[str, Any], bill: _Bill) -> dict[str, Any]:
    told = bill.manufacturer(component)
    return component if told is _SILENT else {**component, KEY: told}
