"""Run AutoDesigner, 2018.01 <-> 2022.09: one object of options becomes four."""

from typing import Any

from benchmarks.handwritten.base import Refused, first_hop

Object = dict[str, Any]


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
    placement = old.copy()
    new["placement_options"] = placement
    if "allow_filler_row" in placement:
        del placement["allow_filler_row"]
    if "row_spacing_meters" in placement:
        placement["row_spacing"] = placement.pop("row_spacing_meters")
    if "column_spacing_meters" in placement:
        placement["column_spacing"] = placement.pop("column_spacing_meters")
    if "panel_tilt_deg" in placement:
        placement.setdefault("panel_tilt", placement.pop("panel_tilt_deg"))
    if "pitched_face_tilt_threshold_deg" in placement:
        placement.setdefault("pitched_face_tilt_threshold", placement.pop("pitched_face_tilt_threshold_deg"))
    flat = {}
    if "flat_face_orientations" in placement:
        flat["flat_face_orientations"] = placement.pop("flat_face_orientations")
    if "flat_face_row_spacing_meters" in placement:
        flat["flat_face_row_spacing"] = placement.pop("flat_face_row_spacing_meters")
    if "flat_face_column_spacing_meters" in placement:
        flat["flat_face_column_spacing"] = placement.pop("flat_face_column_spacing_meters")
    if "flat_face_panel_tilt_deg" in placement:
        flat["flat_face_panel_tilt"] = placement.pop("flat_face_panel_tilt_deg")
    if flat:
        new["flat_face_placement_options"] = _into(new, "flat_face_placement_options", flat)
    irradiance = {}
    if "min_sap" in placement:
        irradiance["min_sap"] = placement.pop("min_sap")
    if "min_tsrf" in placement:
        irradiance["min_tsrf"] = placement.pop("min_tsrf")
    if irradiance:
        new["irradiance_constraints"] = _into(new, "irradiance_constraints", irradiance)
    constraints = {}
    if "min_contiguous_panels" in placement:
        constraints["min_contiguous_panels"] = placement.pop("min_contiguous_panels")
    if "azimuth_min_deg" in placement:
        constraints["azimuth_min_deg"] = placement.pop("azimuth_min_deg")
    if "azimuth_max_deg" in placement:
        constraints["azimuth_max_deg"] = placement.pop("azimuth_max_deg")
    if "filler_row_locations" in placement:
        constraints["filler_row_locations"] = placement.pop("filler_row_locations")
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
    old = new.get("placement_options")
    placement = old.copy() if type(old) is dict else {}
    if "row_spacing" in placement:
        placement["row_spacing_meters"] = placement.pop("row_spacing")
    if "column_spacing" in placement:
        placement["column_spacing_meters"] = placement.pop("column_spacing")
    flat = new.get("flat_face_placement_options")
    if flat is not None:
        if type(flat) is not dict:
            raise Refused("flat_face_placement_options")
        del new["flat_face_placement_options"]
        flat = flat.copy()
        if "flat_face_row_spacing" in flat:
            placement["flat_face_row_spacing_meters"] = flat.pop("flat_face_row_spacing")
        if "flat_face_column_spacing" in flat:
            placement["flat_face_column_spacing_meters"] = flat.pop("flat_face_column_spacing")
        if "flat_face_panel_tilt" in flat:
            placement["flat_face_panel_tilt_deg"] = flat.pop("flat_face_panel_tilt")
        placement.update(flat)
    irradiance = new.get("irradiance_constraints")
    if irradiance is not None:
        if type(irradiance) is not dict:
            raise Refused("irradiance_constraints")
        del new["irradiance_constraints"]
        placement.update(irradiance)
    constraints = new.get("placement_constraints")
    if constraints is not None:
        if type(constraints) is not dict:
            raise Refused("placement_constraints")
        del new["placement_constraints"]
        placement.update(constraints)
    if type(old) is dict:
        new["placement_options"] = placement
    elif placement:
        if old is not None:
            raise Refused("placement_options")
        new["placement_options"] = placement
    return new


FLOORS = first_hop("run_auto_designer", "request", request_up, request_down)
