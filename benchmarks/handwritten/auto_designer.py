"""Run AutoDesigner, 2018.01 <-> 2022.09: one object of options becomes four."""

from typing import Any

from benchmarks.handwritten.base import Refused, first_hop

Object = dict[str, Any]

_PLACEMENT = {
    "orientations": "orientations",
    "row_spacing_meters": "row_spacing",
    "column_spacing_meters": "column_spacing",
    "panel_tilt": "panel_tilt",
    "pitched_face_tilt_threshold": "pitched_face_tilt_threshold",
}
_ALSO = {
    "row_spacing": "row_spacing_meters",
    "column_spacing": "column_spacing_meters",
    "panel_tilt_deg": "panel_tilt",
    "pitched_face_tilt_threshold_deg": "pitched_face_tilt_threshold",
}
_FLAT = {
    "flat_face_orientations": "flat_face_orientations",
    "flat_face_row_spacing_meters": "flat_face_row_spacing",
    "flat_face_column_spacing_meters": "flat_face_column_spacing",
    "flat_face_panel_tilt_deg": "flat_face_panel_tilt",
}
_IRRADIANCE = ("min_sap", "min_tsrf")
_CONSTRAINTS = ("min_contiguous_panels", "azimuth_min_deg", "azimuth_max_deg", "filler_row_locations")
_NEW = ("flat_face_placement_options", "irradiance_constraints", "placement_constraints")

_UP: dict[str, tuple[int, str]] = {
    **{old: (0, new) for old, new in _PLACEMENT.items()},
    **{old: (1, new) for old, new in _FLAT.items()},
    **{key: (2, key) for key in _IRRADIANCE},
    **{key: (3, key) for key in _CONSTRAINTS},
    **{also: (4, old) for also, old in _ALSO.items()},
    "allow_filler_row": (5, ""),
}
"""Which object an option goes to, and its name there; 4: another spelling, 5: it has no place any more."""
_DOWN: dict[str, dict[str, str]] = {
    "placement_options": {new: old for old, new in _PLACEMENT.items()},
    "flat_face_placement_options": {new: old for old, new in _FLAT.items()},
    "irradiance_constraints": {key: key for key in _IRRADIANCE},
    "placement_constraints": {key: key for key in _CONSTRAINTS},
}


def request_up(payload: Object) -> Object:
    """2018.01 -> 2022.09; the options stand in their envelope, or at the root."""
    options = payload.get("auto_designer")
    return _split(payload) if options is None else {**payload, "auto_designer": _split(options)}


def request_down(payload: Object) -> Object:
    """2022.09 -> 2018.01."""
    options = payload.get("auto_designer")
    return _merge(payload) if options is None else {**payload, "auto_designer": _merge(options)}


def _split(options: Object) -> Object:
    new = options.copy()
    if "allow_filler_row" in new:
        del new["allow_filler_row"]
    old = new.get("placement_options")
    if type(old) is not dict:
        return new
    placement: Object = {}
    flat: Object = {}
    irradiance: Object = {}
    constraints: Object = {}
    objects = (placement, flat, irradiance, constraints)
    table = _UP
    for key, value in old.items():
        if key in table:
            index, name = table[key]
            if index < 4:
                objects[index][name] = value
            elif index == 4 and name not in old:
                placement[_PLACEMENT[name]] = value
        else:
            placement[key] = value
    new["placement_options"] = placement
    if flat:
        new["flat_face_placement_options"] = _into(new, "flat_face_placement_options", flat)
    if irradiance:
        new["irradiance_constraints"] = _into(new, "irradiance_constraints", irradiance)
    if constraints:
        new["placement_constraints"] = _into(new, "placement_constraints", constraints)
    return new


def _into(options: Object, name: str, moved: Object) -> Object:
    held = options.get(name)
    if held is None:
        return moved
    if type(held) is not dict:
        raise Refused(name)
    return {**held, **moved}


def _merge(options: Object) -> Object:
    new = options.copy()
    placement: Object = {}
    old = new.get("placement_options")
    if type(old) is dict:
        names = _DOWN["placement_options"]
        for key, value in old.items():
            placement[names.get(key) or key] = value
    some = False
    for name in _NEW:
        if name in new:
            held = new[name]
            if held is None:
                continue
            if type(held) is not dict:
                raise Refused(name)
            del new[name]
            names = _DOWN[name]
            for key, value in held.items():
                if key in names:
                    placement[names[key]] = value
                else:
                    placement.setdefault(key, value)
                some = True
    if old is not None and type(old) is not dict:
        if some:
            raise Refused("placement_options")
    elif some or old is not None:
        new["placement_options"] = placement
    return new


FLOORS = first_hop("run_auto_designer", "request", request_up, request_down)
