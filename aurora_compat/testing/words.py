"""What generated payloads say: neutral, invented values, chosen by the names of fields. Nobody lives here."""

from types import MappingProxyType
from typing import Any

STREETS = ("120 Example Street", "7 Sample Lane", "45 Placeholder Avenue", "1 Río Bravo Road", "9 Musterweg")
CITIES = ("Sampleville", "Exampleton", "Placeholder Springs", "Beispielstadt")
ADDRESSES = (
    "120 Example Street, Sampleville, CA 90000, USA",
    "PO Box 12, Exampleton, NY 10000, USA",
    "7 Sample Lane, Placeholder Springs",
    "9 Musterweg, 00000 Beispielstadt",
)
FIRST_NAMES = ("Casey", "Robin", "Zoë", "Jun", "Noor")
LAST_NAMES = ("Example", "Sample", "Muster", "O'Placeholder")
EMAILS = ("casey.example@example.com", "robin@example.org", "noor+solar@example.net")
PHONES = ("+1-555-0100", "555-0142", "+49 30 000000")
URLS = ("https://hooks.example.com/a?project=<PROJECT_ID>", "https://files.example.org/plan.pdf", "http://localhost/x")
SENTENCES = ("as agreed on the telephone", "south side only", "größer als geplant", "see the plan")

ROLES = MappingProxyType(
    {
        "Team Member": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "Limited Team Member": "401e0000-0000-4000-8000-000000000002",
        "Admin": "401e0000-0000-4000-8000-000000000003",
        "SDK User": "401e0000-0000-4000-8000-000000000004",
        "Regional Sales": "401e0000-0000-4000-8000-000000000005",
    }
)
"""The roles of an invented tenant: users of generated payloads mostly have one of these."""
TWINS = MappingProxyType(
    {"Field Crew": ("401e0000-0000-4000-8000-000000000006", "401e0000-0000-4000-8000-000000000007")}
)
"""A name that two roles of that tenant share."""

KEYS = (
    *("allow_filler_row", "row_spacing", "panel_tilt_deg", "pitched_face_tilt_threshold_deg", "flat_face_panel_tilt"),
    *("irradiance_constraints", "placement_constraints", "flat_face_placement_options", "placement_options", "min_sap"),
    *("unit_cost", "unit_price", "tax_price", "cost_per_kw", "price_per_kw", "cost_price", "cost", "price"),
    *("property_address", "address", "location", "user_level", "role_id", "value", "url_parameter", "id"),
    *("manufacturer", "system_size", "updated_at", "user_ids", "item_type", "errors", "error", "message"),
    *("subcomponents", "project_id"),
)
"""Keys of Aurora's payloads in one version or another, and some that look like theirs."""
PARTS: tuple[Any, ...] = (
    *("True", "False", "Nearmap (True Ortho)", "Team Member", "Unheard Of", *ROLES.values(), *TWINS["Field Crew"]),
    *({"STATUS": "sold"}, [{"url_parameter": "STATUS", "value": "sold"}], {"url_parameter": "STATUS"}),
    *({"property_address": "1 Example Way"}, {"latitude": 1}, {"item_cost": 1}),
    *({"item_price": 1, "item_type": "adders"}, {"min_sap": 5}, {"row_spacing": 1}),
    *({"row_spacing_meters": 1, "row_spacing": 2}, {"tax_price": {"unit_cost": 1}}),
    *('[{"module": {"id": "x", "manufacturer": "y"}}]', "[1.10]", {"message": "m"}, {"name": ["is bad"]}),
)
"""Values and parts of Aurora's payloads, of either version, some of them odd."""

BY_NAME: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "user_level": (*ROLES, *TWINS),
        "role_id": (*ROLES.values(), *TWINS["Field Crew"]),
        "first_name": FIRST_NAMES,
        "last_name": LAST_NAMES,
        "street": STREETS,
        "city": CITIES,
        "region": ("CA", "NY", "BE"),
        "postal": ("90000", "10000", "00000"),
        "country": ("USA", "Germany"),
        "email": EMAILS,
        "phone": PHONES,
        "address": ADDRESSES,
        "url": URLS,
        "salutation": ("Mx.", "Dr."),
        "note": SENTENCES,
        "comment": SENTENCES,
        "description": SENTENCES,
        "message": SENTENCES,
    }
)
"""Values by what the name of a field has in it; the first that fits is taken."""

RANGES: MappingProxyType[str, tuple[int, int]] = MappingProxyType(
    {
        "latitude": (-90, 90),
        "longitude": (-180, 180),
        "azimuth": (0, 360),
        "tilt": (0, 90),
        "pitch": (0, 60),
        "percent": (0, 100),
        "rate": (0, 100),
        "year": (1, 40),
        "month": (1, 12),
        "degrees": (0, 90),
        "metres": (0, 100),
        "watts": (0, 20_000),
        "kWh": (0, 50_000),
        "minutes": (0, 10_000),
        "per_watt": (0, 10),
        "count": (0, 60),
        "quantity": (0, 60),
    }
)
"""Ranges of numbers by what the name of a field, or its unit, has in it."""
ANY_RANGE = (0, 100_000)


def texts_for(name: str) -> tuple[str, ...]:
    """Texts that suit a field of that name; none where the name says nothing."""
    lowered = name.lower()
    return next((texts for part, texts in BY_NAME.items() if part in lowered), ())


def range_for(name: str, unit: str | None) -> tuple[int, int]:
    """The range of numbers that suits a field of that name and unit."""
    lowered = name.lower()
    named = next((range_ for part, range_ in RANGES.items() if part in lowered), None)
    return named or next((range_ for part, range_ in RANGES.items() if unit and part in unit), ANY_RANGE)
