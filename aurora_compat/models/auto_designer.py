"""Run AutoDesigner: options in one object in 2018.01, in four from 2022.09 on (`autodesigner-options`)."""

from collections.abc import Sequence
from typing import Any

from aurora_compat.models.base import DEGREES, METRES, Model, Number, OpenObject, inferred, seen

_ORIENTATIONS = ["portrait", "landscape"]


def _option(description: str, unit: str | None = None, *examples: Any, known: Sequence[str] = ()) -> Any:
    return inferred(description, unit=unit, examples=examples, known=known, source="the change `autodesigner-options`")


class IrradianceConstraints(Model):
    """How much sun a place for modules must have; one of the objects of 2022.09 (`autodesigner-options`)."""

    min_sap: Number | None = _option("The least solar access, 0 to 100, by default 0", None, 70)
    min_tsrf: Number | None = _option("The least total solar resource fraction, 0 to 100, by default 0", None, 65)


class PlacementConstraints(Model):
    """Where modules may be placed; one of the objects of 2022.09 (`autodesigner-options`)."""

    min_contiguous_panels: int | None = _option("The least number of modules in one place", None, 3)
    azimuth_min_deg: Number | None = _option("The least azimuth", DEGREES, 90)
    azimuth_max_deg: Number | None = _option("The greatest azimuth", DEGREES, 270)
    filler_row_locations: list[str] | None = _option(
        "Where filler rows go; the words are not documented", None, ["top", "bottom"]
    )


class PlacementOptions2018(IrradianceConstraints, PlacementConstraints, title="PlacementOptions"):
    """All options of 2018.01, in one object; 2022.09 has four (`autodesigner-options`).

    Translation reads `row_spacing`, `column_spacing`, `panel_tilt_deg` and `pitched_face_tilt_threshold_deg` too, since
    the published texts disagree on suffixes; they are no fields here.
    """

    orientations: list[str] | None = _option("How modules may lie", None, _ORIENTATIONS, known=_ORIENTATIONS)
    row_spacing_meters: Number | None = _option("The space between rows", METRES, 0.02)
    column_spacing_meters: Number | None = _option("The space between columns", METRES, 0.02)
    panel_tilt: Number | None = _option("The tilt of the modules", DEGREES, 0)
    pitched_face_tilt_threshold: Number | None = _option("The threshold of tilt for pitched faces", DEGREES, 7.5)
    flat_face_orientations: list[str] | None = _option(
        "How modules may lie on flat faces", None, _ORIENTATIONS, known=_ORIENTATIONS
    )
    flat_face_row_spacing_meters: Number | None = _option("The space between rows on flat faces", METRES, 0.45)
    flat_face_column_spacing_meters: Number | None = _option("The space between columns on flat faces", METRES, 0.03)
    flat_face_panel_tilt_deg: Number | None = _option("The tilt of the modules on flat faces", DEGREES, 10)
    allow_filler_row: bool | None = _option("Whether filler rows are placed", None, True)


class AutoDesignerFields(Model):
    """What did not change in the run of AutoDesigner."""

    mode: str | None = seen("What it aims at; a mode that aims at an energy exists", known=["max_fit"])
    components: OpenObject | None = inferred("The components to design with; their keys are not documented")


class AutoDesigner2018(AutoDesignerFields, title="AutoDesigner"):
    """A run of AutoDesigner in 2018.01: one object of options (`autodesigner-options`)."""

    placement_options: PlacementOptions2018 | None = _option("All options")
    allow_filler_row: bool | None = _option("As in placement_options, where it may stand as well", None, True)


class AutoDesignerRequest2018(AutoDesigner2018, title="AutoDesignerRequest"):
    """The body of Run AutoDesigner in 2018.01: in an envelope, or at the root."""

    auto_designer: AutoDesigner2018 | None = inferred("The envelope of the body, where it has one: the run")


class PlacementOptions2022(Model, title="PlacementOptions"):
    """How modules are placed; one of the objects of 2022.09 (`autodesigner-options`)."""

    orientations: list[str] | None = _option("How modules may lie", None, _ORIENTATIONS, known=_ORIENTATIONS)
    row_spacing: Number | None = _option("The space between rows", METRES, 0.02)
    column_spacing: Number | None = _option("The space between columns", METRES, 0.02)
    panel_tilt: Number | None = _option("The tilt of the modules", DEGREES, 0)
    pitched_face_tilt_threshold: Number | None = _option("The threshold of tilt for pitched faces", DEGREES, 7.5)


class FlatFacePlacementOptions(Model):
    """How modules are placed on flat faces; one of the objects of 2022.09 (`autodesigner-options`)."""

    flat_face_orientations: list[str] | None = _option(
        "How modules may lie on flat faces", None, _ORIENTATIONS, known=_ORIENTATIONS
    )
    flat_face_row_spacing: Number | None = _option("The space between rows on flat faces", METRES, 0.45)
    flat_face_column_spacing: Number | None = _option("The space between columns on flat faces", METRES, 0.03)
    flat_face_panel_tilt: Number | None = _option("The tilt of the modules on flat faces", DEGREES, 10)


class AutoDesigner2022(AutoDesignerFields, title="AutoDesigner"):
    """A run of AutoDesigner from 2022.09 on: four objects of options (`autodesigner-options`)."""

    placement_options: PlacementOptions2022 | None = _option("How modules are placed")
    flat_face_placement_options: FlatFacePlacementOptions | None = _option("How modules are placed on flat faces")
    irradiance_constraints: IrradianceConstraints | None = _option("How much sun a place for modules must have")
    placement_constraints: PlacementConstraints | None = _option("Where modules may be placed")


class AutoDesignerRequest2022(AutoDesigner2022, title="AutoDesignerRequest"):
    """The body of Run AutoDesigner from 2022.09 on: in an envelope, or at the root."""

    auto_designer: AutoDesigner2022 | None = inferred("The envelope of the body, where it has one: the run")
