"""The design summary: `system_size` in 2018.01, the manufacturers of the arrays' components to 2022.09."""

from typing import Annotated, Any

from aurora_compat.models.base import (
    DEGREES,
    ENERGY,
    WATTS,
    Model,
    Number,
    OrText,
    Time,
    Uuid,
    envelope,
    inferred,
    seen,
)

_COMPONENT = "c0390000-0000-4000-8000-000000000001"
_REMOVED = "the change `summary-manufacturer`, which removed it"
_MADE_BY = "Who makes it; one item of the bill of materials usually says the same"
_ARRAYS = "The arrays of modules, or a JSON text of them"


class BillItem(Model):
    """A line of the bill of materials."""

    id: Uuid | None = seen("The component's id", examples=[_COMPONENT])
    component_type: str | None = seen(
        "The kind of component",
        known=["modules", "inverters", "microinverters", "dc_optimizers", "batteries", "racking_components"],
    )
    sku: str | None = seen("The tenant's stock keeping unit", examples=["EX-400-BLK"])
    name: str = seen("The component's name", examples=["EX-400 Black"])
    manufacturer_name: str | None = seen("Who makes it", examples=["Example Modules"])
    quantity: Number = seen("How many there are", examples=[17])


class ArrayModule2024(Model, title="ArrayModule"):
    """The modules of an array, in 2024.05: who makes them is told by the bill of materials (`summary-manufacturer`)."""

    id: Uuid | None = seen("The module's id", examples=[_COMPONENT])
    name: str | None = seen("The module's name", examples=["EX-400 Black"])
    rating_stc: Number = seen("A module's power under standard test conditions", unit=WATTS, examples=[400])
    count: int = seen("How many there are", examples=[11])
    orientation: str = seen("How they lie", known=["portrait", "landscape"])


class ArrayModule2018(ArrayModule2024, title="ArrayModule"):
    """The modules of an array, to 2022.09, with the manufacturer that `summary-manufacturer` removed."""

    manufacturer: str | None = seen(_MADE_BY, examples=["Example Modules"])


class ArrayMicroinverter2024(Model, title="ArrayMicroinverter"):
    """The microinverters of an array, in 2024.05 (`summary-manufacturer`)."""

    id: Uuid | None = seen("The microinverter's id", examples=[_COMPONENT])
    name: str | None = seen("The microinverter's name", examples=["Micro 290"])
    count: int = seen("How many there are", examples=[6])
    rated_power: Number = seen("A microinverter's power", unit=WATTS, examples=[290])


class ArrayMicroinverter2018(ArrayMicroinverter2024, title="ArrayMicroinverter"):
    """The microinverters of an array, to 2022.09, with a manufacturer (`summary-manufacturer`)."""

    manufacturer: str | None = inferred(_MADE_BY, examples=["Example Modules"], source=_REMOVED)


class ArrayDcOptimizer2024(Model, title="ArrayDcOptimizer"):
    """The DC optimizers of an array, in 2024.05 (`summary-manufacturer`)."""

    id: Uuid | None = seen("The optimizer's id", examples=[_COMPONENT])
    name: str | None = seen("The optimizer's name", examples=["Optimizer 440"])
    count: int = seen("How many there are", examples=[11])


class ArrayDcOptimizer2018(ArrayDcOptimizer2024, title="ArrayDcOptimizer"):
    """The DC optimizers of an array, to 2022.09, with a manufacturer (`summary-manufacturer`)."""

    manufacturer: str | None = inferred(_MADE_BY, examples=["Example Modules"], source=_REMOVED)


class SolarAccess(Model):
    """How much of the sun reaches an array."""

    annual: Number = seen("Over a year", examples=[90.4])
    monthly: list[Number] = seen("By month: twelve numbers", examples=[[90.4] * 12])


class SolarResourceFraction(Model):
    """How much of the best possible irradiation an array gets."""

    annual: Number = seen("Over a year", examples=[88.1])


class Shading(Model):
    """What shades an array."""

    solar_access: SolarAccess = seen("How much of the sun reaches the array")
    total_solar_resource_fraction: SolarResourceFraction = seen("The share of the best possible irradiation")


class ArrayFields(Model):
    """What an array is, in every version."""

    face: int = seen("The number of the roof face", examples=[1])
    azimuth: Number = seen("The direction that it faces", unit=DEGREES, examples=[180.0])
    pitch: Number = seen("How steep it is", unit=DEGREES, examples=[22.6])
    size: Number = seen("Its power", unit=WATTS, examples=[4400])
    orientation: str = seen("How its modules lie", known=["portrait", "landscape"])
    configuration: str = seen("How it is mounted", examples=["Flush Mount"])
    ground_mounted: bool = seen("Whether it stands on the ground", examples=[False])
    shading: Shading = seen("What shades it")


class SummaryArray2018(ArrayFields, title="SummaryArray"):
    """An array to 2022.09: its components name who makes them (`summary-manufacturer`)."""

    module: ArrayModule2018 = seen("Its modules")
    microinverter: ArrayMicroinverter2018 | None = seen("Its microinverters")
    dc_optimizer: ArrayDcOptimizer2018 | None = seen("Its DC optimizers")


class SummaryArray2024(ArrayFields, title="SummaryArray"):
    """An array in 2024.05: the bill of materials tells who makes its components (`summary-manufacturer`)."""

    module: ArrayModule2024 = seen("Its modules")
    microinverter: ArrayMicroinverter2024 | None = seen("Its microinverters")
    dc_optimizer: ArrayDcOptimizer2024 | None = seen("Its DC optimizers")


class EnergyProduction(Model):
    """What the last simulation says."""

    up_to_date: bool = seen("Whether the design has not changed since", examples=[True])
    annual: Number = seen("Energy of a year", unit=ENERGY, examples=[13104.0])
    annual_offset: str = seen("The share of the consumption that it covers, as text", examples=["87%"])
    monthly: list[Number] = seen("Energy by month: twelve numbers", unit=ENERGY, examples=[[1092.0] * 12])
    hourly: list[Number] | None = seen("Energy by hour of the year: 8,760 numbers", unit=ENERGY)
    loss_summary: list[Any] = seen("What is lost on the way; its items are not documented")


class SummaryFields(Model):
    """What a summary tells, in every version."""

    design_id: Uuid = seen("Id of the design", examples=["de510000-0000-4000-8000-000000000001"])
    project_id: Uuid = seen("Id of the project", examples=["12345343-5343-4345-3445-123456789012"])
    external_provider_id: str | None = seen("The design's id in another system", examples=["crm-design-1"])
    created_at: Time | None = seen("When the design was created", examples=["2024-03-06 10:02:44 UTC"])
    system_size_ac: Number = seen("Its size, as alternating current", unit=WATTS, examples=[7600])
    system_size_ptc: Number = seen("Its size under PVUSA test conditions", unit=WATTS, examples=[8510.5])
    system_size_stc: Number = seen("Its size under standard test conditions", unit=WATTS, examples=[9200])
    bill_of_materials: list[BillItem] = seen("All components of the design")
    string_inverters: list[Any] | None = seen("String inverters; their fields are not documented")
    storage_inverters: list[Any] | None = seen("Storage inverters; their fields are not documented")
    batteries: list[Any] | None = seen("Batteries; their fields are not documented")
    energy_production: EnergyProduction | None = seen("Energy; absent until a simulation ran")


class DesignSummary2022(SummaryFields, title="DesignSummary"):
    """The summary of 2022.09: no `system_size` (`system-size`), manufacturers in the arrays."""

    arrays: Annotated[list[SummaryArray2018] | str, OrText(contentMediaType="application/json")] = seen(_ARRAYS)


class DesignSummary2018(DesignSummary2022, title="DesignSummary"):
    """The summary of 2018.01, with the `system_size` that `system-size` removed."""

    system_size: Number | None = seen("Its size; deprecated, see system_size_stc", unit=WATTS, examples=[9200])


class DesignSummary2024(SummaryFields, title="DesignSummary"):
    """The summary of 2024.05: no manufacturers in the arrays (`summary-manufacturer`)."""

    arrays: Annotated[list[SummaryArray2024] | str, OrText(contentMediaType="application/json")] = seen(_ARRAYS)


class DesignSummaryEnvelope2018(Model, title="DesignSummaryEnvelope"):
    """The body of Retrieve Design Summary, in 2018.01."""

    design: DesignSummary2018 = envelope("the summary")


class DesignSummaryEnvelope2022(Model, title="DesignSummaryEnvelope"):
    """The body of Retrieve Design Summary, in 2022.09."""

    design: DesignSummary2022 = envelope("the summary")


class DesignSummaryEnvelope2024(Model, title="DesignSummaryEnvelope"):
    """The body of Retrieve Design Summary, in 2024.05."""

    design: DesignSummary2024 = envelope("the summary")
