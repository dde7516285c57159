"""A realistic payload of every operation that has one: what the sample tenant is told and answers, always the same."""

from typing import Any

from aurora_compat.aurora import aurora
from aurora_compat.models import model_for
from aurora_compat.testing.server import sample
from aurora_compat.testing.server.app import FakeAurora
from aurora_compat.testing.server.fields import foreign, without
from aurora_compat.testing.server.forms import CANONICAL
from aurora_compat.testing.server.tenant import Record
from aurora_compat.translation import translate
from aurora_compat.words.context import Context
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json, copied
from aurora_compat.words.operation import PARTS, Part
from aurora_compat.words.version import Version

PATH_PARAMS = FrozenMap(
    {
        "tenant_id": sample.TENANT,
        "user_id": sample.USER,
        "project_id": sample.PROJECT,
        "design_id": sample.DESIGN,
        "adder_id": "add00000-0000-4000-8000-00000000a001",
        "financing_id": "f1400000-0000-4000-8000-00000000a002",
        "asset_id": "a5500000-0000-4000-8000-00000000a001",
        "design_request_id": "d4000000-0000-4000-8000-00000000a001",
        "agreement_id": "a9400000-0000-4000-8000-00000000a001",
        "module_id": sample.MODULE,
        "webhook_id": "eb000000-0000-4000-8000-00000000a001",
    }
)
"""Ids that the sample tenant has."""

_USER: Record = {"user": {"first_name": "Robin", "last_name": "Sample", "email": "robin.sample@example.com"}}
_ROLE: Record = {"role_id": sample.TEAM_MEMBER}
_PROJECT: Record = {
    "name": "Harbour Road rooftop",
    "customer_first_name": "Alex",
    "customer_last_name": "Example",
    "customer_email": "alex.example@example.com",
    "mailing_address": "PO Box 40, Sampleville, CA 90000, USA",
    "location": {
        "property_address": "40 Harbour Road, Sampleville, CA 90000, USA",
        "latitude": 36.1402,
        "longitude": -119.5413,
    },
    "project_type": "residential",
    "preferred_solar_modules": [sample.MODULE],
    "tags": ["north"],
}
_HOOK: Record = {
    "event": "project_status_changed",
    "url_template": "https://hooks.example.com/aurora?project=<PROJECT_ID>&status=<STATUS>",
    "enabled": True,
    "filters": [{"url_parameter": "STATUS", "value": "sold"}],
}
_RUN: Record = {
    "mode": "max_fit",
    "placement_options": {"orientations": ["portrait"], "row_spacing": 0.02, "panel_tilt": 0},
    "flat_face_placement_options": {"flat_face_orientations": ["landscape"], "flat_face_panel_tilt": 10},
    "irradiance_constraints": {"min_sap": 70, "min_tsrf": 65},
    "placement_constraints": {"min_contiguous_panels": 3, "azimuth_min_deg": 90, "azimuth_max_deg": 270},
}

_REQUESTS: FrozenMap[str, Record] = FrozenMap(
    {
        "create_user": {"user": {**_USER["user"], **_ROLE}},
        "invite_user": {"user": {**_USER["user"], **_ROLE}},
        "update_user": {"user": {"title": "Lead Consultant", **_ROLE}},
        "create_project": {"project": _PROJECT},
        "update_project": {
            "project": {
                "name": "Harbour Road carport",
                "mailing_address": "PO Box 41",
                "location": _PROJECT["location"],
            }
        },
        "update_consumption_profile": {"consumption_profile": {"annual_energy": 12000}},
        "create_design": {"design": {"project_id": sample.PROJECT, "name": "South side"}},
        "duplicate_design": {"design": {"name": "South side, again"}},
        "update_design_pricing": {"pricing": {"flat_system_price": 25900.0}},
        "create_adder": {"adder": {"adder_name": "Trenching", "adder_value": 450.0, "is_discount": False}},
        "run_auto_designer": {"auto_designer": _RUN},
        "create_design_request": {"design_request": {"project_id": sample.PROJECT, "sla": 180, "image_src": "Nearmap"}},
        "create_webhook": {"webhook": _HOOK},
        "update_webhook": {"webhook": {"enabled": False, "filters": _HOOK["filters"]}},
    }
)
"""Requests in 2024.05."""


def payload(operation: str, part: Part, version: Version | str) -> Json:
    """A payload of an operation, in a version: a request that the sample tenant takes, or what it answers.

    Every call gives a copy of its own.

    Raises:
        UnknownVersion, UnknownOperation: there is none of that name.
        ValueError: there is no such payload: the version does not list the operation, or the part has no body.
    """
    spoken, name = aurora().version(version), aurora().operation(operation).name
    if part not in PARTS:
        raise ValueError(f"part is 'request' or 'response', not {part!r:.80}")
    if aurora().operation(name).template(spoken) is None:
        raise ValueError(f"{spoken} does not list {name}")
    body = request_body(name, spoken) if part == "request" else _response_body(name, spoken)
    if body is None:
        raise ValueError(f"the {part} of {name} has no body")
    return body


def request_body(operation: str, version: Version) -> Json:
    """A request in a version; None for one without a body."""
    if operation not in _REQUESTS:
        return None
    body = copied(_REQUESTS[operation])
    if version == CANONICAL:
        return body
    roles = Context(roles=sample.sample_tenant().directory())
    told = copied(
        translate(body, operation=operation, part="request", source=CANONICAL, target=version, context=roles).result
    )
    own, other = model_for(operation, "request", version), model_for(operation, "request", CANONICAL)
    if own and other:
        without(told, [one.path for one in foreign(told, (own,), (other,))])
    return told


def _response_body(operation: str, version: Version) -> Json:
    fake = FakeAurora(version)
    known = aurora().operation(operation)
    params: dict[str, Any] = {name: PATH_PARAMS[name] for name in known.parameters(version)}
    query: dict[str, str] = {}
    if operation.endswith("_status"):
        run = f"run_{operation.removeprefix('retrieve_').removesuffix('_status')}"
        (job,) = fake.call(run, **params).json().values()
        query = {"job_id": job["job_id"]}
        fake.tenant.jobs[job["job_id"]]["left"] = 0
    response = fake.call(operation, request_body(operation, version), query=query, **params)
    return response.json() if response.body else None
