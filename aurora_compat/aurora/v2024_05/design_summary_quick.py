"""The quick form of the edit of the design summary's components.

It opens arrays and components, and reads the bill of materials where a component wants it.
"""

from typing import Any

from aurora_compat.code import Aside, Reader
from aurora_compat.run import Call
from aurora_compat.words.jsons import Json, same

COMPONENTS = ("module", "microinverter", "dc_optimizer")
KEY = "manufacturer"
_UNKNOWN = object()
_SILENT = object()
"""Stands for the manufacturer where the bill of materials tells none, or several."""
_TEXT = frozenset({str})


class _Bill:
    """The bill of materials, read when it is first needed, and its names only then; ids and names are text.

    Attributes:
        by_id: manufacturers by the ids of items.
    """

    __slots__ = ("_by_name", "_items", "by_id")

    def __init__(self, given: Json, reader: Reader) -> None:
        items = reader.value(given) if given is not None else None
        if items is not None and type(items) is not list:
            raise Aside
        self._items: list[Json] = items or []
        self._by_name: dict[str | None, Json] | None = None
        self.by_id = _told(self._items, "id")

    def manufacturer(self, component: dict[str, Any], reader: Reader) -> Json:
        """What the matching items say; `_SILENT` where none matches, or they disagree."""
        told = self.by_id.get(_text(component.get("id"), reader), _UNKNOWN)
        if told is not _UNKNOWN:
            return told
        if self._by_name is None:
            self._by_name = _told(self._items, "name")
        return self._by_name.get(_text(component.get("name"), reader), _SILENT)


def _text(value: Json, reader: Reader) -> str | None:
    text = value if value is None or type(value) is str else reader.value(value)
    if text is not None and type(text) is not str:
        raise Aside
    return text


def _told(items: list[Json], field: str) -> dict[str | None, Json]:
    """The manufacturers by id or by name."""
    try:
        found = {item[field]: item["manufacturer_name"] for item in items}
    except (KeyError, TypeError):  # one is no object, or does not tell
        return _told_by_some(items, field)
    return found if len(found) == len(items) and _TEXT.issuperset(map(type, found)) else _told_by_some(items, field)


def _told_by_some(items: list[Json], field: str) -> dict[str | None, Json]:
    """The same where some items have no manufacturer, or are the same component."""
    found: dict[str | None, Json] = {}
    for item in items:
        if item is None:
            continue
        if type(item) is not dict:
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
    bill, edited = None, arrays
    for index, given in enumerate(arrays):
        array = given if given is None or type(given) is dict else reader.object(given)
        if array is None:
            continue
        new = array
        for name in COMPONENTS:
            component = array.get(name)
            if component is not None and type(component) is not dict:
                component = reader.object(component)
            if component is None or (KEY in component) is not drops:
                continue
            if bill is None:
                bill = _Bill(members.get("bill_of_materials"), reader)
            id_ = component.get("id")
            told = bill.by_id.get(id_, _UNKNOWN) if type(id_) is str else _UNKNOWN
            if told is _UNKNOWN:
                told = bill.manufacturer(component, reader)
            own = component.get(KEY)
            if told is _SILENT or (drops and (told != own if type(own) is str else not same(told, reader.value(own)))):
                continue
            made = component.copy()
            if drops:
                del made[KEY]
            else:
                made[KEY] = told
            new = array.copy() if new is array else new
            new[name] = made
        if new is not array:
            edited = arrays.copy() if edited is arrays else edited
            edited[index] = new
    return design if edited is arrays else {**members, "arrays": edited}
