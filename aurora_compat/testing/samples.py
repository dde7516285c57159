"""Fixtures in every version: written down once, in one version, and translated to the one that a test speaks."""

from collections.abc import Collection, Mapping
from typing import Any

from aurora_compat.aurora import aurora
from aurora_compat.registries import Registry
from aurora_compat.testing.words import ROLES
from aurora_compat.translation import translate
from aurora_compat.words.context import Context
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json, copied
from aurora_compat.words.operation import Part
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version


class Sample(Value):
    """A payload of one version, and what its translation needs to know.

    Attributes:
        operation: its name, such as `create_project`.
        part: `request` or `response`.
        version: the version that the payload is in.
        payload: a JSON value; nobody changes it.
        context: what the payload does not say; by default the roles that the packaged samples have.
        path_params: the values of the path parameters, for rules that ask.
        status: of a response.
        registry: another than Aurora's.
    """

    operation: str
    part: Part
    version: Version | str
    payload: Json
    context: Context = Context(roles=ROLES)
    path_params: Mapping[str, str] = FrozenMap()
    status: int = 200
    registry: Registry | None = None

    def __hash__(self) -> int:
        return hash((self.operation, self.part, self.version, self.status))


def as_of(version: Version | str, fixture: Sample | str, *, strict: bool | Collection[str] = False) -> Any:
    """A fixture as a version has it: a payload of your own, that you may change.

    Args:
        version: the version wanted.
        fixture: a sample, or the name of one of the packaged `SAMPLES`.
        strict: raise where something is lost, missing, unsupported or in conflict; or the kinds to raise on.

    Raises:
        KeyError: no packaged sample has that name.
        UnknownVersion, UnknownOperation, NoPath, Untranslatable, MissingContext, LossError: as `translate` does.
    """
    sample = _packaged(fixture) if isinstance(fixture, str) else fixture
    translated = translate(
        sample.payload,
        operation=sample.operation,
        part=sample.part,
        source=sample.version,
        target=version,
        context=sample.context,
        path_params=sample.path_params,
        status=sample.status,
        strict=strict,
        registry=sample.registry or aurora(),
    )
    return copied(translated.result)


def _packaged(name: str) -> Sample:
    if name not in SAMPLES:
        raise KeyError(f"there is no packaged sample {name!r}; there are {', '.join(SAMPLES)}")
    return SAMPLES[name]


_TENANT = "7e7a0000-0000-4000-8000-000000000001"
_PROJECT_ID = "12345343-5343-4345-3445-123456789012"
_PROJECT = {
    "name": "Example Street rooftop",
    "external_provider_id": "crm-1001",
    "customer_salutation": "Mx.",
    "customer_first_name": "Casey",
    "customer_last_name": "Example",
    "customer_email": "casey.example@example.com",
    "customer_phone": "+1-555-0100",
    "customer_address": "PO Box 12, Exampleton, NY 10000, USA",
    "address": "120 Example Street, Sampleville, CA 90000, USA",
    "latitude": 36.1201,
    "longitude": -119.5502,
    "project_type": "residential",
    "status": "Remote Assessment Completed",
    "preferred_solar_panels": ["50a40000-0000-4000-8000-000000000001"],
    "tags": ["south-facing"],
}
_STORED = {
    **_PROJECT,
    "id": _PROJECT_ID,
    "created_at": "2024-03-05 16:20:11 UTC",
    "updated_at": "2024-03-18 09:41:52 UTC",
}
_USER = {
    "first_name": "Robin",
    "last_name": "Sample",
    "email": "robin@example.org",
    "phone": "555-0142",
    "user_level": "Team Member",
}
_WEBHOOK = {
    "event": "project_status_changed",
    "url_template": "https://hooks.example.com/a?project=<PROJECT_ID>&status=<STATUS>",
    "description": "A project was sold",
    "enabled": True,
    "filters": {"STATUS": "sold"},
}
_PRICING = {
    "pricing_mode": "flat system cost",
    "flat_system_cost": 21000,
    "system_cost": 21000.5,
    "system_cost_breakdown": [
        {"item_type": "base_cost", "item_cost": 20000, "cumulative_cost": 20000},
        {"item_type": "adders", "item_cost": 1000.5, "cumulative_cost": 21000.5},
    ],
}


def _answer(operation: str, payload: Json, **params: str) -> Sample:
    return Sample(operation, "response", "2018.01", payload, path_params={"tenant_id": _TENANT, **params})


def _request(operation: str, payload: Json, **params: str) -> Sample:
    return Sample(operation, "request", "2018.01", payload, path_params={"tenant_id": _TENANT, **params})


SAMPLES: Mapping[str, Sample] = FrozenMap(
    {
        "create_project": _request("create_project", {"project": _PROJECT}),
        "update_project": _request("update_project", {"project": {"name": "South roof"}}, project_id=_PROJECT_ID),
        "project": _answer("retrieve_project", {"project": _STORED}, project_id=_PROJECT_ID),
        "projects": _answer("list_projects", {"projects": [_STORED, {"id": "12345343-5343-4345-3445-123456789013"}]}),
        "create_user": _request("create_user", {"user": _USER}),
        "user": _answer("retrieve_user", {"user": {"id": "05e40000-0000-4000-8000-000000000001", **_USER}}),
        "create_webhook": _request("create_webhook", {"webhook": _WEBHOOK}),
        "webhook": _answer("retrieve_webhook", {"webhook": {"id": "eb400000-0000-4000-8000-000000000001", **_WEBHOOK}}),
        "pricing": _answer("retrieve_design_pricing", {"pricing": _PRICING}),
        "not_found": Sample(
            "retrieve_project", "response", "2024.05", {"errors": [{"message": "Project not found"}]}, status=404
        ),
    }
)
"""Packaged fixtures, by name: requests are called as their operation, answers as what they hold."""
