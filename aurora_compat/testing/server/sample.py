"""A tenant with something of everything. All of it is invented: people, addresses, ids, products and prices."""

from datetime import datetime

from aurora_compat.testing.server.money import blank_pricing, reckon
from aurora_compat.testing.server.sample_design import SUMMARY, racking_arrays, roofs
from aurora_compat.testing.server.tenant import NOW, Record, Tenant
from aurora_compat.words.jsons import copied

TENANT = "7e7a0000-0000-4000-8000-000000000001"
PROJECT, SECOND_PROJECT = "94000000-0000-4000-8000-00000000a001", "94000000-0000-4000-8000-00000000a002"
DESIGN, SECOND_DESIGN = "de500000-0000-4000-8000-00000000a001", "de500000-0000-4000-8000-00000000a002"
USER, SECOND_USER = "05e00000-0000-4000-8000-00000000a001", "05e00000-0000-4000-8000-00000000a002"
TEAM_MEMBER = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
TEAM, PARTNER = "7ea30000-0000-4000-8000-00000000a001", "9a470000-0000-4000-8000-00000000a001"
MODULE = "c0390000-0000-4000-8000-000000000001"
AHJ = "a4100000-0000-4000-8000-00000000a001"
_BEFORE, _LATER = "2024-03-05 16:20:11 UTC", "2024-03-18 09:41:52 UTC"
_ROLES = ("Limited Team Member", "Admin", "SDK User")


def sample_tenant(*, now: datetime = NOW) -> Tenant:
    """A new tenant, always the same, and shared with nobody."""
    tenant = Tenant(TENANT, "Example Solar Works", now=now)
    tenant.roles = _by_id(
        {"id": TEAM_MEMBER, "name": "Team Member"},
        *({"id": f"401e0000-0000-4000-8000-{n:012d}", "name": name} for n, name in enumerate(_ROLES, 2)),
    )
    tenant.teams = _by_id({"id": TEAM, "name": "North"})
    tenant.partners = _by_id({"id": PARTNER, "name": "Example Roofing"})
    tenant.sso_provider = {"name": "Example Sign-on", "enabled": True}
    tenant.modules = _by_id(
        {"id": MODULE, "name": "EX-400 Black", "manufacturer_name": "Example Modules", "rating_stc": 400},
        {
            "id": "c0390000-0000-4000-8000-000000000002",
            "name": "EX-420",
            "manufacturer_name": "Example Modules",
            "rating_stc": 420,
        },
    )
    tenant.users = _by_id(
        _user(USER, "Jessica", "Solar", TEAM_MEMBER),
        _user(SECOND_USER, "Sam", "Sample", "401e0000-0000-4000-8000-000000000003"),
    )
    _projects(tenant)
    _designs(tenant)
    _papers(tenant)
    _webhooks(tenant)
    return tenant


def _by_id(*records: Record) -> dict[str, Record]:
    return {record["id"]: record for record in records}


def _user(id_: str, first: str, last: str, role: str) -> Record:
    return {
        "id": id_,
        "tenant_id": TENANT,
        "external_provider_id": f"crm-user-{id_[-1]}",
        "first_name": first,
        "last_name": last,
        "email": f"{first}.{last}@example.com".lower(),
        "phone": f"+1-555-010{id_[-1]}",
        "title": "Solar Consultant",
        "job_function": "Sales",
        "role_id": role,
        "account_status": "active",
        "locale": "en-US",
        "team_ids": [TEAM],
        "partner_ids": [PARTNER],
        "partner_id": PARTNER,
        "base_price_per_watt_min": 2.5,
        "base_price_per_watt_max": 4.25,
    }


def _projects(tenant: Tenant) -> None:
    first: Record = {
        "id": PROJECT,
        "external_provider_id": "crm-1001",
        "name": "Example Street rooftop",
        "customer_salutation": "Mx.",
        "customer_first_name": "Casey",
        "customer_last_name": "Example",
        "customer_email": "casey.example@example.com",
        "customer_phone": "+1-555-0120",
        "mailing_address": "PO Box 12, Sampleville, CA 90000, USA",
        "location": {
            "property_address": "120 Example Street, Sampleville, CA 90000, USA",
            "latitude": 36.1201,
            "longitude": -119.5502,
            "property_address_components": {
                "street_address": "120 Example Street",
                "city": "Sampleville",
                "region": "CA",
                "postal_code": "90000",
                "country": "USA",
            },
        },
        "project_type": "residential",
        "status": "Remote Assessment Completed",
        "tags": ["south-facing", "battery"],
        "preferred_solar_modules": [MODULE],
        "owner_id": USER,
        "team_id": TEAM,
        "partner_id": PARTNER,
        "created_from_lead_id": None,
        "order_id": "04de0000-0000-4000-8000-00000000a001",
        "ahj_id": AHJ,
        "created_at": _BEFORE,
    }
    nothing = dict.fromkeys(first)
    second: Record = {
        **nothing,
        "id": SECOND_PROJECT,
        "name": "Sample Road carport",
        "location": {"property_address": None, "latitude": 36.131, "longitude": -119.5617},
        "project_type": "commercial",
        "tags": [],
        "preferred_solar_modules": [],
        "owner_id": SECOND_USER,
        "created_at": _LATER,
    }
    tenant.projects = _by_id(first, second)
    tenant.updated_at = {PROJECT: _LATER, SECOND_PROJECT: _LATER}
    tenant.ahjs = {PROJECT: {"id": AHJ, "name": "City of Sampleville"}}
    tenant.consumption_profiles = {PROJECT: {"annual_energy": 11400, "updated_at": _LATER}}


def _designs(tenant: Tenant) -> None:
    tenant.designs = _by_id(
        {
            "id": DESIGN,
            "project_id": PROJECT,
            "external_provider_id": "crm-design-1",
            "name": "Design 1",
            "created_at": _BEFORE,
            "milestone": {
                "id": "31e00000-0000-4000-8000-00000000a001",
                "milestone": "sold",
                "notes": None,
                "recorded_at": _LATER,
            },
        },
        {
            "id": SECOND_DESIGN,
            "project_id": PROJECT,
            "external_provider_id": None,
            "name": "Design 2",
            "created_at": _LATER,
            "milestone": None,
        },
    )
    for id_, design in tenant.designs.items():
        copied_keys = ("project_id", "external_provider_id", "created_at")
        tenant.summaries[id_] = {"design_id": id_, **{key: design[key] for key in copied_keys}, **copied(SUMMARY)}
        tenant.roofs[id_], tenant.racking_arrays[id_] = roofs(), racking_arrays(MODULE)
        tenant.pricings[id_] = _pricing()
    tenant.assets = _by_id(
        {
            "id": "a5500000-0000-4000-8000-00000000a001",
            "design_id": DESIGN,
            "asset_type": "CAD Screenshot",
            "filename": "roof.png",
            "url": "https://assets.example.com/roof.png",
        }
    )
    tenant.proposals = {DESIGN: {"design_id": DESIGN, "template": "default", "created_at": _BEFORE}}
    tenant.web_proposals = {DESIGN: {"design_id": DESIGN, "url": "https://proposals.example.com/design-1"}}


def _pricing() -> Record:
    pricing: Record = {
        **blank_pricing(),
        "price_per_watt": 3.25,
        "flat_system_price": 24500.0,
        "storage_system_price_breakdown": [
            {"item_type": "base_price", "item_price": 9800.0, "cumulative_price": 9800.0, "subcomponents": []}
        ],
        "pricing_by_component": [
            {
                "component_type": "modules",
                "name": "EX-400 Black",
                "manufacturer_name": "Example Modules",
                "quantity": 17,
                "price": 6800.0,
            }
        ],
        "adders": [
            _adder(1, "Main panel upgrade", 1400.0, discount=False),
            _adder(2, "Neighbor discount", 500.0, discount=True),
        ],
        "incentives": [{"name": "Example Tax Credit", "incentive_type": "percentage", "amount": 30.0}],
    }
    reckon(pricing, SUMMARY["system_size_stc"])
    return pricing


def _adder(number: int, name: str, value: float, *, discount: bool) -> Record:
    id_ = f"add00000-0000-4000-8000-00000000a{number:03d}"
    return {"id": id_, "adder_name": name, "adder_value": value, "is_discount": discount}


def _papers(tenant: Tenant) -> None:
    """Financings, agreements and design requests."""
    tenant.financings = _by_id(
        _financing(1, "Cash", "cash", selected=True), _financing(2, "20 year loan", "loans", selected=False)
    )
    tenant.financings["f1400000-0000-4000-8000-00000000a002"].update(
        loan_term=20, financier={"id": "f19c0000-0000-4000-8000-00000000a001", "name": "Example Credit Union"}
    )
    agreement: Record = {
        "id": "a9400000-0000-4000-8000-00000000a001",
        "project_id": PROJECT,
        "design_id": DESIGN,
        "agreement_template_name": "Residential purchase agreement",
        "status": "signed",
        "signing_provider": "docusign",
        "last_viewed_at": _LATER,
        "created_at": _BEFORE,
        "sent_at": _BEFORE,
        "error_message": None,
    }
    tenant.agreements = _by_id(agreement)
    tenant.updated_at[agreement["id"]] = _LATER
    tenant.design_requests = _by_id(
        {
            "id": "d4000000-0000-4000-8000-00000000a001",
            "project_id": PROJECT,
            "design_id": DESIGN,
            "status": "designer_completed",
            "sla": 180,
            "latitude": 36.1201,
            "longitude": -119.5502,
            "image_src": "Nearmap",
            "created_at": _BEFORE,
        }
    )


def _financing(number: int, name: str, option: str, *, selected: bool) -> Record:
    return {
        "id": f"f1400000-0000-4000-8000-00000000a{number:03d}",
        "name": name,
        "selected_in_sales_mode": selected,
        "financing_option": option,
        "project_id": PROJECT,
        "design_id": DESIGN,
        "up_to_date": True,
        "system_price": 35200.0,
        "inverter_price_per_watt": 0.28,
        "lifetime_savings": 41200.0,
        "payback_period": 9.4,
        "incentive_values": [{"name": "Example Tax Credit", "sum": 10560.0}],
        "year1_avoided_cost": [92.1, 98.4, 121.7, 133.0, 148.6, 152.2, 155.9, 147.3, 128.8, 110.5, 95.2, 90.3],
        "annual_cashflows": [-24640.0, 1474.0, 1511.0],
    }


def _webhooks(tenant: Tenant) -> None:
    hook: Record = {
        "id": "eb000000-0000-4000-8000-00000000a001",
        "event": "project_status_changed",
        "url_template": "https://hooks.example.com/aurora/status?project=<PROJECT_ID>&status=<STATUS>",
        "description": "A project was sold",
        "enabled": True,
        "header_auth_key": "X-Example-Hook",
        "header_auth_value": "example-value",
        "filters": [{"url_parameter": "STATUS", "value": ["sold", "installed"]}],
    }
    tenant.webhooks = _by_id(hook)
