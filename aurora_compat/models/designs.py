"""Designs: the object did not change; 2024.05 tells its milestone."""

from aurora_compat.models.base import Model, Time, Uuid, envelope, seen

_PROJECT = "12345343-5343-4345-3445-123456789012"
_DESIGN = "de510000-0000-4000-8000-000000000001"
_EXTERNAL_ID = "The design's id in another system"
_NAME = "The design's name"


class DesignFields(Model):
    """What a design is, in every version."""

    id: Uuid = seen("The design's id", examples=[_DESIGN], required=True)
    project_id: Uuid | None = seen("Id of the project", examples=[_PROJECT])
    external_provider_id: str | None = seen(_EXTERNAL_ID, examples=["crm-design-1"])
    name: str | None = seen(_NAME, examples=["Design 1"])
    created_at: Time | None = seen("When it was created", examples=["2024-03-06 10:02:44 UTC"])


class Design2018(DesignFields, title="Design"):
    """A design in an answer of 2018.01 and 2022.09."""


class DesignEnvelope2018(Model, title="DesignEnvelope"):
    """The body that answers with one design, to 2022.09."""

    design: Design2018 = envelope("the design")


class DesignList2018(Model, title="DesignList"):
    """The body of List Designs, to 2022.09."""

    designs: list[Design2018] = envelope("a page of designs")


class DuplicatedDesign2022(Design2018, title="DuplicatedDesign"):
    """A design that Duplicate Design made, in 2022.09 (`create-design-from-site-model`)."""

    design_request_id: Uuid | None = seen("Id of the design request that was made with it")


class DuplicatedDesignEnvelope2022(Model, title="DuplicatedDesignEnvelope"):
    """The body of Duplicate Design's answer, in 2022.09."""

    design: DuplicatedDesign2022 = envelope("the new design")


class Milestone(Model):
    """How far a design is, as 2024.05 tells it."""

    id: Uuid | None = seen("The milestone's id")
    milestone: str | None = seen("The name of the milestone", known=["sold"])
    notes: str | None = seen("What was noted with it")
    recorded_at: Time | None = seen("When it was reached", examples=["2024-03-06 10:02:44 UTC"])


class Design2024(DesignFields, title="Design"):
    """A design in an answer of 2024.05: no breaking change; its milestone was added."""

    milestone: Milestone | None = seen("How far it is", only="2024.05")


class DesignEnvelope2024(Model, title="DesignEnvelope"):
    """The body that answers with one design, in 2024.05."""

    design: Design2024 = envelope("the design")


class DesignList2024(Model, title="DesignList"):
    """The body of List Designs, in 2024.05."""

    designs: list[Design2024] = envelope("a page of designs")


class DuplicatedDesign2024(Design2024, title="DuplicatedDesign"):
    """A design that Duplicate Design made, in 2024.05: no breaking change; its milestone was added."""

    design_request_id: Uuid | None = seen("Id of the design request that was made with it")


class DuplicatedDesignEnvelope2024(Model, title="DuplicatedDesignEnvelope"):
    """The body of Duplicate Design's answer, in 2024.05."""

    design: DuplicatedDesign2024 = envelope("the new design")


class DuplicateDesignInput(Model):
    """What a duplicate is given: it stays in the project of its original (`create-design-from-site-model`)."""

    name: str | None = seen(_NAME, examples=["Design 1"])
    external_provider_id: str | None = seen(_EXTERNAL_ID, examples=["crm-design-1"])


class DuplicateDesignRequest(Model):
    """The body of Duplicate Design; the request may go without one."""

    design: DuplicateDesignInput | None = seen("The envelope of the body: the new design as it is to be")


class CreateDesignInput(DuplicateDesignInput):
    """What a new design is given, in every version."""

    project_id: Uuid | None = seen("Id of the project", examples=[_PROJECT])


class CreateDesignRequest(Model):
    """The body of Create Design, in every version."""

    design: CreateDesignInput = envelope("the design as it is to be")
