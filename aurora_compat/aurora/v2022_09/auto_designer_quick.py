"""The quick form of the edit of AutoDesigner's options: the same tables, without notes.

Where two spellings or two objects claim one place it steps aside.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from aurora_compat.aurora.v2022_09.placement_options import FILLER, NEW, OBJECTS, OLD, OPTIONS
from aurora_compat.code import Aside, Reader
from aurora_compat.run import Call
from aurora_compat.words.jsons import Json

_Edit: TypeAlias = Callable[[dict[str, Any], Reader], dict[str, Any]]

_ENVELOPE = "auto_designer"
_SIGNS = frozenset({*OBJECTS, FILLER})
"""Keys that tell the object that holds the options."""
_STAYING = tuple((option.old, option.key) for option in OPTIONS if option.object == OLD)
_OTHER_SPELLINGS = tuple(option.also for option in OPTIONS if option.also is not None)
_MOVING = tuple((name, tuple((option.old, option.key) for option in OPTIONS if option.object == name)) for name in NEW)
_OLD_NAMES = tuple(
    (name, {option.key: option.old for option in OPTIONS if option.object == name and option.key != option.old})
    for name in OBJECTS
)


def quick_up(body: Json, call: Call, reader: Reader) -> Json:
    """2018.01's one object as four."""
    return _wherever(body, reader, _split)


def quick_down(body: Json, call: Call, reader: Reader) -> Json:
    """The four objects as 2018.01's one."""
    return _wherever(body, reader, _merge)


def _wherever(body: Json, reader: Reader, edit: _Edit) -> Json:
    """The edit in the envelope, whatever its name, and at the root."""
    root = body if type(body) is dict else reader.object(body)
    if root is None:
        raise Aside
    edited = root
    for key, value in root.items():
        held = value
        if type(held) is not dict:
            if key in OBJECTS or (key != _ENVELOPE and type(reader.value(held)) is not dict):
                continue
            held = reader.object(held)
        if held is not None and key not in OBJECTS and not _SIGNS.isdisjoint(held):
            made = edit(held, reader)
            if made is not held:
                edited = edited.copy() if edited is root else edited
                edited[key] = made
    if not _SIGNS.isdisjoint(edited):
        edited = edit(edited, reader)
    return body if edited is root else edited


def _split(options: dict[str, Any], reader: Reader) -> dict[str, Any]:
    old = options.get(OLD)
    if old is not None and type(old) is not dict:
        old = reader.object(old)
    edited = options
    if FILLER in options:
        edited = options.copy()
        del edited[FILLER]
    if not old:
        return edited
    placement = old.copy()
    placement.pop(FILLER, None)
    for also in _OTHER_SPELLINGS:
        if also in placement:
            raise Aside
    for spelled, key in _STAYING:
        if spelled in placement:
            placement[key] = placement.pop(spelled)
    fresh = {}
    for name, moving in _MOVING:
        part = {key: placement.pop(spelled) for spelled, key in moving if spelled in placement}
        if part:
            if name in options:
                raise Aside
            fresh[name] = part
    if not fresh and placement.keys() == old.keys():
        return edited
    return {**edited, OLD: placement, **fresh}


def _merge(options: dict[str, Any], reader: Reader) -> dict[str, Any]:
    placement: dict[str, Any] = {}
    emptied, claims, moves = [], 0, False
    for name, names in _OLD_NAMES:
        if name not in options:
            continue
        held = options[name]
        if held is not None and type(held) is not dict:
            held = reader.object(held)
        if held is None:
            if name == OLD:
                continue
            raise Aside
        if name != OLD:
            emptied.append(name)
        for key, value in held.items():
            placement[names.get(key, key)] = value
        claims += len(held)
        moves = moves or (name == OLD and not names.keys().isdisjoint(held))
    if len(placement) < claims:
        raise Aside
    if not emptied and not moves:
        return options
    edited = options.copy()
    for name in emptied:
        del edited[name]
    if placement or edited.get(OLD) is not None:
        edited[OLD] = placement
    return edited
