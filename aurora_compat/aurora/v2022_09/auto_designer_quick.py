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
_OTHER_SPELLINGS = frozenset(option.also for option in OPTIONS if option.also is not None)
_KNOWN = frozenset({FILLER, *(option.old for option in OPTIONS)})
_MOVING = tuple((name, tuple((option.old, option.key) for option in OPTIONS if option.object == name)) for name in NEW)
_NAMES_OF = {name: {option.key: option.old for option in OPTIONS if option.object == name} for name in OBJECTS}
_OLD_NAMES = tuple(
    (name, names if any(old != key for key, old in names.items()) else None) for name, names in _NAMES_OF.items()
)
"""The names of the options in 2018.01, by object and key; None where all of them stay."""


def _wherever(body: Json, reader: Reader, edit: _Edit) -> Json:
    """The edit in the envelope, whatever its name, and at the root; where there are no options it does nothing."""
    root = body if type(body) is dict else reader.object(body)
    if root is None:
        raise Aside
    options = root.get(_ENVELOPE)
    if type(options) is dict and len(root) == 1:  # as documented: nothing else need be looked for
        made = edit(options, reader)
        return body if made is options else {_ENVELOPE: made}
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
            if held is None:
                continue
        made = edit(held, reader)
        if made is not held:
            if edited is root:
                edited = root.copy()
            edited[key] = made
    if at_root:
        edited = edit(edited, reader)
    return body if edited is root else edited


def _split(options: dict[str, Any], reader: Reader) -> dict[str, Any]:
    old = options.get(OLD)
    if old is not None and type(old) is not dict:
        old = reader.object(old)
    if not old:
        return {key: value for key, value in options.items() if key != FILLER} if FILLER in options else options
    placement: dict[str, Any] = {}
    for spelled, key in _STAYING:
        if spelled in old:
            placement[key] = old[spelled]
    known, edited = len(placement), options.copy()
    for name, moving in _MOVING:
        part: dict[str, Any] = {}
        for spelled, key in moving:
            if spelled in old:
                part[key] = old[spelled]
        if part:
            if name in options:
                raise Aside
            known += len(part)
            edited[name] = part
    if known < len(old):
        placement = _others(old) | placement
    if len(edited) > len(options) or placement.keys() != old.keys():
        edited[OLD] = placement
    elif FILLER not in options:
        return options
    edited.pop(FILLER, None)
    return edited


def _others(placement: dict[str, Any]) -> dict[str, Any]:
    """The undocumented options."""
    if not _OTHER_SPELLINGS.isdisjoint(placement):
        raise Aside
    return {key: value for key, value in placement.items() if key not in _KNOWN}


def _merge(options: dict[str, Any], reader: Reader) -> dict[str, Any]:
    placement: dict[str, Any] = {}
    old, claims, edited = None, 0, options.copy()
    for name, names in _OLD_NAMES:
        held = options.get(name)
        if type(held) is not dict:
            held = None if held is None else reader.object(held)
            if held is None:
                if name in options and name != OLD:
                    raise Aside
                continue
        if name == OLD:
            old = held
        else:
            del edited[name]
        claims += len(held)
        if names:
            try:
                for key in held:
                    placement[names[key]] = held[key]
            except KeyError:  # an undocumented option
                placement.update({names.get(key, key): held[key] for key in held})
        else:
            placement.update(held)
    if len(placement) < claims:
        raise Aside
    if len(edited) == len(options) and (old is None or placement.keys() == old.keys()):
        return options
    if placement or old is not None:
        edited[OLD] = placement
    return edited


def quick_up(body: Json, call: Call, reader: Reader) -> Json:
    """2018.01's one object as four."""
    return _wherever(body, reader, _split)


def quick_down(body: Json, call: Call, reader: Reader) -> Json:
    """The four objects as 2018.01's one."""
    return _wherever(body, reader, _merge)
