"""The tables of AutoDesigner's options: their names and places in either version."""

from typing import NamedTuple

OLD = "placement_options"
NEW = ("flat_face_placement_options", "irradiance_constraints", "placement_constraints")
OBJECTS = (OLD, *NEW)
FILLER = "allow_filler_row"


class Option(NamedTuple):
    """An option: its key in 2018.01's `placement_options`, and its object and key from 2022.09 on."""

    old: str
    object: str
    key: str
    also: str | None = None
    """Another spelling that 2018.01 reads."""


OPTIONS = (
    Option("orientations", OLD, "orientations"),
    Option("row_spacing_meters", OLD, "row_spacing", "row_spacing"),
    Option("column_spacing_meters", OLD, "column_spacing", "column_spacing"),
    Option("panel_tilt", OLD, "panel_tilt", "panel_tilt_deg"),
    Option("pitched_face_tilt_threshold", OLD, "pitched_face_tilt_threshold", "pitched_face_tilt_threshold_deg"),
    Option("flat_face_orientations", NEW[0], "flat_face_orientations"),
    Option("flat_face_row_spacing_meters", NEW[0], "flat_face_row_spacing"),
    Option("flat_face_column_spacing_meters", NEW[0], "flat_face_column_spacing"),
    Option("flat_face_panel_tilt_deg", NEW[0], "flat_face_panel_tilt"),
    Option("min_sap", NEW[1], "min_sap"),
    Option("min_tsrf", NEW[1], "min_tsrf"),
    Option("min_contiguous_panels", NEW[2], "min_contiguous_panels"),
    Option("azimuth_min_deg", NEW[2], "azimuth_min_deg"),
    Option("azimuth_max_deg", NEW[2], "azimuth_max_deg"),
    Option("filler_row_locations", NEW[2], "filler_row_locations"),
)
NAMED = {(option.object, option.key): option.old for option in OPTIONS}
OLD_ONLY = {name for option in OPTIONS for name in (option.old, option.also) if name} - {
    option.key for option in OPTIONS if option.object == OLD
}
"""Names in `placement_options` that only 2018.01 reads."""
