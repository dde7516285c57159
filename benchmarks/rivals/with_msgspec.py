"""msgspec structs: bytes to bytes, and a parsed document to another. Unknown fields are dropped, types are checked.

Bytes to bytes is what msgspec is made for: nothing is parsed that no struct names.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from benchmarks.rivals.base import Rival

Text: TypeAlias = str | UnsetType | None
Texts: TypeAlias = list[str] | UnsetType | None
Number: TypeAlias = float | UnsetType | None


class Location(msgspec.Struct):
    """Where the property is, from 2024.05 on."""

    property_address: Text = UNSET
    latitude: Number = UNSET
    longitude: Number = UNSET


class Common(msgspec.Struct):
    """What both versions have."""

    id: Text = UNSET
    external_provider_id: Text = UNSET
    name: Text = UNSET
    customer_salutation: Text = UNSET
    customer_first_name: Text = UNSET
    customer_last_name: Text = UNSET
    customer_email: Text = UNSET
    customer_phone: Text = UNSET
    project_type: Text = UNSET
    status: Text = UNSET
    tags: Texts = UNSET
    owner_id: Text = UNSET
    team_id: Text = UNSET
    partner_id: Text = UNSET
    created_from_lead_id: Text = UNSET
    order_id: Text = UNSET
    ahj_id: Text = UNSET
    created_at: Text = UNSET


class OldProject(Common):
    """2022.09."""

    customer_address: Text = UNSET
    address: Text = UNSET
    latitude: Number = UNSET
    longitude: Number = UNSET
    preferred_solar_panels: Texts = UNSET


class NewProject(Common):
    """2024.05."""

    mailing_address: Text = UNSET
    location: Location | UnsetType | None = UNSET
    preferred_solar_modules: Texts = UNSET


class OldBody(msgspec.Struct):
    """2022.09, with its envelope."""

    project: OldProject


class NewBody(msgspec.Struct):
    """2024.05, with its envelope."""

    project: NewProject


def _new(old: OldProject) -> NewProject:
    located = old.address is not UNSET or old.latitude is not UNSET or old.longitude is not UNSET
    return NewProject(
        id=old.id,
        external_provider_id=old.external_provider_id,
        name=old.name,
        customer_salutation=old.customer_salutation,
        customer_first_name=old.customer_first_name,
        customer_last_name=old.customer_last_name,
        customer_email=old.customer_email,
        customer_phone=old.customer_phone,
        project_type=old.project_type,
        status=old.status,
        tags=old.tags,
        owner_id=old.owner_id,
        team_id=old.team_id,
        partner_id=old.partner_id,
        created_from_lead_id=old.created_from_lead_id,
        order_id=old.order_id,
        ahj_id=old.ahj_id,
        created_at=old.created_at,
        mailing_address=old.customer_address,
        location=Location(old.address, old.latitude, old.longitude) if located else UNSET,
        preferred_solar_modules=old.preferred_solar_panels,
    )


def _old(new: NewProject) -> OldProject:
    location = new.location or Location()
    return OldProject(
        id=new.id,
        external_provider_id=new.external_provider_id,
        name=new.name,
        customer_salutation=new.customer_salutation,
        customer_first_name=new.customer_first_name,
        customer_last_name=new.customer_last_name,
        customer_email=new.customer_email,
        customer_phone=new.customer_phone,
        project_type=new.project_type,
        status=new.status,
        tags=new.tags,
        owner_id=new.owner_id,
        team_id=new.team_id,
        partner_id=new.partner_id,
        created_from_lead_id=new.created_from_lead_id,
        order_id=new.order_id,
        ahj_id=new.ahj_id,
        created_at=new.created_at,
        customer_address=new.mailing_address,
        address=location.property_address,
        latitude=location.latitude,
        longitude=location.longitude,
        preferred_solar_panels=new.preferred_solar_modules,
    )


def rivals() -> Iterator[Rival]:
    read_old, read_new = msgspec.json.Decoder(OldBody).decode, msgspec.json.Decoder(NewBody).decode
    write = msgspec.json.Encoder().encode

    def up(body: bytes) -> bytes:
        return write(NewBody(_new(read_old(body).project)))

    def down(body: bytes) -> bytes:
        return write(OldBody(_old(read_new(body).project)))

    def up_parsed(document: Any) -> Any:
        return msgspec.to_builtins(NewBody(_new(msgspec.convert(document, OldBody).project)))

    def down_parsed(document: Any) -> Any:
        return msgspec.to_builtins(OldBody(_old(msgspec.convert(document, NewBody).project)))

    yield Rival("msgspec structs, parsed", up_parsed, down_parsed)
    yield Rival("msgspec structs, bytes to bytes", up, down, takes="bytes")
