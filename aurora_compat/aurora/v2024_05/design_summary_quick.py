"""The quick form of the edit of the design summary's components.

It opens arrays and components, and reads the bill of materials where a component wants it: the names of its items only
where an id does not tell. Ids and names are text.
"""

from aurora_compat.code import Aside, Reader
from aurora_compat.run import Call
from aurora_compat.words.jsons import Json, same

COMPONENTS = ("module", "microinverter", "dc_optimizer")
KEY = "manufacturer"
_UNKNOWN = object()
_SILENT = object()
"""Stands for the manufacturer where the bill of materials tells none, or several."""


def _text(value: Json, reader: Reader) -> str | None:
    text = value if value is None or type(value) is str else reader.value(value)
    if text is not None and type(text) is not str:
        raise Aside
    return text


def _items(given: Json, reader: Reader) -> list[Json]:
    items = reader.value(given) if given is not None else None
    if items is not None and type(items) is not list:
        raise Aside
    return items or []


def _told(items: list[Json], field: str) -> dict[str | None, Json]:
    """The manufacturers by id or by name."""
    found: dict[str | None, Json] = {}
    try:
        for item in items:
            token = item[field]
            if type(token) is not str:
                return _told_by_some(items, field)
            found[token] = item["manufacturer_name"]
    except (KeyError, TypeError):  # one is no object, or does not tell
        return _told_by_some(items, field)
    return found if len(found) == len(items) else _told_by_some(items, field)


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
    return _summary(design, reader, True)


def quick_down(design: Json, call: Call, reader: Reader) -> Json:
    """Components with what the bill of materials says."""
    return _summary(design, reader, False)


def _summary(design: Json, reader: Reader, drops: bool) -> Json:
    """Components that have the key and should not (`drops`), or the reverse.

    Aside for arrays that are no list: they may be JSON in a string.
    """
    members = design if type(design) is dict else reader.object(design)
    if members is None:
        raise Aside
    arrays = members.get("arrays")
    if arrays is not None and type(arrays) is not list:
        arrays = reader.list(arrays)
    if not arrays:
        return design
    items: list[Json] = []
    by_id, by_name, edited = None, None, arrays
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
            if by_id is None:
                items = _items(members.get("bill_of_materials"), reader)
                by_id = _told(items, "id")
            id_ = component.get("id")
            told = by_id.get(id_ if type(id_) is str else _text(id_, reader), _UNKNOWN)
            if told is _UNKNOWN:
                if by_name is None:
                    by_name = _told(items, "name")
                told = by_name.get(_text(component.get("name"), reader), _SILENT)
            if drops:
                own = component[KEY]
                if told != own if type(own) is str else told is _SILENT or not same(told, reader.value(own)):
                    continue
                made = component.copy()
                del made[KEY]
            elif told is _SILENT:
                continue
            else:
                made = component.copy()
                made[KEY] = told
            if new is array:
                new = array.copy()
            new[name] = made
        if new is not array:
            edited = arrays.copy() if edited is arrays else edited
            edited[index] = new
    return design if edited is arrays else {**members, "arrays": edited}
