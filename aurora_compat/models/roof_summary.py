"""The roof summary: `panels` to 2022.09, `modules` from 2024.05 on (`roof-modules`)."""

from aurora_compat.models.base import DEGREES, Model, Number, envelope, seen

_BEARS = "Whether modules lie on it"


class EdgesLength(Model):
    """How long a roof's edges are, by kind; the unit is not documented."""

    eave: Number = seen("Eaves", examples=[25.4])
    hip: Number = seen("Hips", examples=[0.0])
    rake: Number = seen("Rakes", examples=[21.8])
    ridge: Number = seen("Ridges", examples=[12.7])
    valley: Number = seen("Valleys", examples=[0.0])


class RoofFaceFields(Model):
    """What a face of a roof is, in every version."""

    area: Number = seen("Its area; the unit is not documented", examples=[74.1])
    modules_area: Number = seen("The part of it that modules cover; this name in every version", examples=[33.9])
    azimuth: Number = seen("The direction that it faces", unit=DEGREES, examples=[180.0])
    pitch: Number = seen("How steep it is", unit=DEGREES, examples=[22.6])


class RoofFields(Model):
    """What a roof is, in every version."""

    area: Number = seen("Its area; the unit is not documented", examples=[148.2])
    modules_area: Number = seen("The part of it that modules cover; this name in every version", examples=[33.9])
    pitch: Number | None = seen("How steep it is", unit=DEGREES, examples=[22.6])
    edges_length: EdgesLength = seen("How long its edges are")


class RoofFace2018(RoofFaceFields, title="RoofFace"):
    """A face of a roof to 2022.09 (`roof-modules`)."""

    panels: bool = seen(_BEARS, examples=[True])


class Roof2018(RoofFields, title="Roof"):
    """A roof to 2022.09 (`roof-modules`)."""

    panels: bool = seen(_BEARS, examples=[True])
    faces: list[RoofFace2018] = seen("Its faces")


class RoofSummary2018(Model, title="RoofSummary"):
    """The body of Retrieve Roof Summary, to 2022.09."""

    roofs: list[Roof2018] = envelope("the design's roofs")


class RoofFace2024(RoofFaceFields, title="RoofFace"):
    """A face of a roof in 2024.05 (`roof-modules`)."""

    modules: bool = seen(_BEARS, examples=[True])


class Roof2024(RoofFields, title="Roof"):
    """A roof in 2024.05 (`roof-modules`)."""

    modules: bool = seen(_BEARS, examples=[True])
    faces: list[RoofFace2024] = seen("Its faces")


class RoofSummary2024(Model, title="RoofSummary"):
    """The body of Retrieve Roof Summary, in 2024.05."""

    roofs: list[Roof2024] = envelope("the design's roofs")
