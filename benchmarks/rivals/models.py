"""A project of both versions as pydantic models, for the rivals that need some; unknown fields are dropped."""

from pydantic import BaseModel


class Common(BaseModel):
    """What both versions have."""

    id: str | None = None
    external_provider_id: str | None = None
    name: str | None = None
    customer_salutation: str | None = None
    customer_first_name: str | None = None
    customer_last_name: str | None = None
    customer_email: str | None = None
    customer_phone: str | None = None
    project_type: str | None = None
    status: str | None = None
    tags: list[str] | None = None
    owner_id: str | None = None
    team_id: str | None = None
    partner_id: str | None = None
    created_from_lead_id: str | None = None
    order_id: str | None = None
    ahj_id: str | None = None
    created_at: str | None = None


class Location(BaseModel):
    """Where the property is, from 2024.05 on."""

    property_address: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class OldProject(Common):
    """2022.09."""

    customer_address: str | None = None
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    preferred_solar_panels: list[str] | None = None


class NewProject(Common):
    """2024.05."""

    mailing_address: str | None = None
    location: Location | None = None
    preferred_solar_modules: list[str] | None = None


class OldBody(BaseModel):
    """2022.09, with its envelope."""

    project: OldProject


class NewBody(BaseModel):
    """2024.05, with its envelope."""

    project: NewProject


def plain(model: BaseModel) -> dict[str, object]:
    """What was set, as a document."""
    return model.model_dump(exclude_unset=True)
