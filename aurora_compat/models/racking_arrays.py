"""Racking arrays: the body did not change (`module-spacing` is about the query)."""

from aurora_compat.models.base import DEGREES, WATTS, Model, Number, Uuid, envelope, seen


class RackingModule(Model):
    """The modules of a racking array; they keep their manufacturer in every version."""

    id: Uuid | None = seen("The module's id", examples=["c0390000-0000-4000-8000-000000000001"])
    manufacturer: str | None = seen("Who makes it", examples=["Example Modules"])
    rating_stc: Number = seen("A module's power under standard test conditions", unit=WATTS, examples=[400])
    name: str | None = seen("The module's name", examples=["EX-400 Black"])
    count: int = seen("How many there are", examples=[11])


class AdjacentArray(Model):
    """Where a neighbouring array lies; the unit is not documented."""

    idx: int = seen("The neighbour's index", examples=[1])
    x: Number = seen("Its x coordinate", examples=[0.0])
    y: Number = seen("Its y coordinate", examples=[2.0])


class RackingArray(Model):
    """Modules that are mounted as one."""

    rows: int = seen("How many rows", examples=[2])
    columns: int = seen("How many columns", examples=[6])
    array_layout: list[str] = seen("The layout of its modules, as texts")
    ground_mounted: bool = seen("Whether it stands on the ground", examples=[False])
    pitch: Number = seen("Its pitch", unit=DEGREES, examples=[22.6])
    azimuth: Number = seen("The direction that it faces", unit=DEGREES, examples=[180.0])
    tilt: Number = seen("Its tilt", unit=DEGREES, examples=[22.6])
    rotation: Number = seen("Its rotation", unit=DEGREES, examples=[0.0])
    module: RackingModule = seen("Its modules")
    adjacent_arrays: list[AdjacentArray] = seen("Its neighbours")


class RackingArrayList(Model):
    """The body of List Racking Arrays."""

    racking_arrays: list[RackingArray] = envelope("the design's racking arrays")
