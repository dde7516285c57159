"""Design requests: the fields did not change, the known values of `image_src` did."""

from aurora_compat.models.base import DEGREES, MINUTES, Model, Number, Time, Uuid, envelope, seen

_IMAGE = "Where the image of the roof is from"
_OLD_IMAGES = ["NearMap"]
_SENT_IMAGES = ["NearMap", "Nearmap"]
"""Requests are read in both spellings (`nearmap-spelling`)."""
_IMAGES = ["Nearmap", "Nearmap (True Ortho)"]


class DesignRequestFields(Model):
    """What a design request is given, in every version, but for its image."""

    project_id: Uuid | None = seen("Id of the project", examples=["12345343-5343-4345-3445-123456789012"])
    sla: int | None = seen("How soon it is to be done", unit=MINUTES, examples=[30, 180])
    latitude: Number | None = seen("Latitude of the property", unit=DEGREES, examples=[36.1201])
    longitude: Number | None = seen("Longitude of the property", unit=DEGREES, examples=[-119.5502])


class DesignRequestAnswer(Model):
    """What only the server says of a design request, in every version."""

    id: Uuid = seen("The design request's id", examples=["d4e90000-0000-4000-8000-000000000001"], required=True)
    design_id: Uuid | None = seen(
        "Id of the design, once there is one", examples=["de510000-0000-4000-8000-000000000001"]
    )
    status: str | None = seen(
        "How far it is", known=["submitted", "designer_completed", "designer_rejected", "accepted"]
    )
    created_at: Time | None = seen("When it was created", examples=["2024-03-05 17:30:00 UTC"])


class DesignRequestInput2018(DesignRequestFields, title="DesignRequestInput"):
    """A design request as a request of 2018.01 and 2022.09 gives it (`nearmap-spelling`)."""

    image_src: str | None = seen(_IMAGE, known=_SENT_IMAGES)


class DesignRequest2018(DesignRequestInput2018, DesignRequestAnswer, title="DesignRequest"):
    """A design request in an answer of 2018.01 and 2022.09 (`nearmap-spelling`)."""

    image_src: str | None = seen(_IMAGE, known=_OLD_IMAGES)


class DesignRequestRequest2018(Model, title="DesignRequestRequest"):
    """The body of Create Design Request, to 2022.09."""

    design_request: DesignRequestInput2018 = envelope("the design request as it is to be")


class DesignRequestEnvelope2018(Model, title="DesignRequestEnvelope"):
    """The body that answers with one design request, to 2022.09."""

    design_request: DesignRequest2018 = envelope("the design request")


class DesignRequestList2018(Model, title="DesignRequestList"):
    """The body of List Design Requests, to 2022.09."""

    design_requests: list[DesignRequest2018] = envelope("a page of design requests")


class DesignRequestInput2024(DesignRequestFields, title="DesignRequestInput"):
    """A design request as a request of 2024.05 gives it (`nearmap-spelling`, `nearmap-true-ortho`)."""

    image_src: str | None = seen(_IMAGE, known=_IMAGES)


class DesignRequest2024(DesignRequestInput2024, DesignRequestAnswer, title="DesignRequest"):
    """A design request in an answer of 2024.05 (`nearmap-spelling`, `nearmap-true-ortho`)."""


class DesignRequestRequest2024(Model, title="DesignRequestRequest"):
    """The body of Create Design Request, in 2024.05."""

    design_request: DesignRequestInput2024 = envelope("the design request as it is to be")


class DesignRequestEnvelope2024(Model, title="DesignRequestEnvelope"):
    """The body that answers with one design request, in 2024.05."""

    design_request: DesignRequest2024 = envelope("the design request")


class DesignRequestList2024(Model, title="DesignRequestList"):
    """The body of List Design Requests, in 2024.05."""

    design_requests: list[DesignRequest2024] = envelope("a page of design requests")
