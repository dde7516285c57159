"""The quick form of the edit of AutoDesigner's options: the same tables, without notes.

Where two spellings or two objects claim one place it steps aside.
"""

from collections.abc import Callable
from functools import partial
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


def _wherever(edit: _Edit, body: Json, call: Call, reader: Reader) -> Json:
    """The edit in the envelope, whatever its name, and at the root."""
    root = body if type(body) is dict else reader.object(body)
    if root is None:
        raise Aside
    edited, at_root = root, False
    for key, value in root.items():
        if key in _SIGNS:
            at_root = True
            if key == FILLER and type(reader.value(value)) is dict:
                raise Aside
            continue
        held = value
        if type(held) is not dict:
            if key != _ENVELOPE and type(reader.value(held)) is not dict:
                continue
            held = reader.object(held)
        if held is not None and not _SIGNS.isdisjoint(held):
            made = edit(held, reader)
            if made is not held:
                edited = edited.copy() if edited is root else edited
                edited[key] = made
    if at_root:
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
    old, claims = None, 0
    for name, names in _OLD_NAMES:
        held = options.get(name)
        if held is not None and type(held) is not dict:
            held = reader.object(held)
        if held is not None:
            claims += len(held)
            if names:
                for key, value in held.items():
                    placement[names.get(key, key)] = value
            else:
                placement.update(held)
            old = held if name == OLD else old
        elif name in options and name != OLD:
            raise Aside
    if len(placement) < claims:
        raise Aside
    edited = options.copy()
    for name in NEW:
        edited.pop(name, None)
    if len(edited) == len(options) and (old is None or placement.keys() == old.keys()):
        return options
    if placement or old is not None:
        edited[OLD] = placement
    return edited


quick_up, quick_down = partial(_wherever, _split), partial(_wherever, _merge)
"""2018.01's one object as four, and the four as one."""
