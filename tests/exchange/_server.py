"""The kit's fake server as the tests of exchanges use it: over a small tenant, with answers as a proxy meets them.

Answers come in gzip where that is accepted, with a validator, an id and the place of what was made. The server refuses
keys that no document names, the version header where its version has none, and a parameter that is repeated.
"""

from datetime import UTC, datetime
from typing import Any

import aurora_compat as ac
from aurora_compat.testing.server import FakeAurora, Tenant, sample_tenant
from aurora_compat.testing.server.sample import TENANT
from aurora_compat.testing.server.tenant import Record

T = TENANT
TOKEN = "neutral-token-1"
KEY, SECRET = "neutral-key-1", "neutral-secret-1"
NOW = datetime(2018, 5, 4, 3, 2, 1, tzinfo=UTC)
TEAM, ADMIN = "role-team", "role-admin"
HELD = ("projects", "users", "designs", "webhooks", "pricings", "jobs")
"""What is compared of two tenants that were told the same."""


def tenant(filler: int = 0) -> Tenant:
    """The sample tenant, with resources called `project-1` and so on; `filler` roles and users before the others."""
    made = sample_tenant()
    made.tokens, made.secrets = {TOKEN}, {KEY: SECRET}
    roles = [{"id": f"role-{n}", "name": f"Role {n}"} for n in range(filler)]
    named: list[Record] = [*roles, {"id": TEAM, "name": "Team Member"}, {"id": ADMIN, "name": "Admin"}]
    made.roles = {role["id"]: role for role in named}
    ids = [*(f"user-f{n}" for n in range(filler)), "user-1", "user-2"]
    made.users = {id_: _user(id_, ADMIN if id_ == "user-2" else TEAM) for id_ in ids}
    made.projects = {"project-1": _project(), "project-2": {**_project(), "id": "project-2"}}
    made.updated_at = dict.fromkeys(("project-1", "project-2", "agreement-1"), made.time)
    _design(made)
    made.webhooks = {"webhook-1": _webhook()}
    return made


def _design(made: Tenant) -> None:
    """One design, with what belongs to it; one neighbour of a racking array is further away than an old default."""
    first = next(iter(made.designs.values()))
    for held in (made.summaries, made.roofs, made.racking_arrays, made.pricings):
        records: dict[str, Any] = held  # of records, or of lists of them
        records["design-1"] = records[first["id"]]
        for id_ in [id_ for id_ in records if id_ != "design-1"]:
            del records[id_]
    made.designs = {"design-1": {**first, "id": "design-1", "project_id": "project-1", "name": "First"}}
    made.summaries["design-1"] |= {"design_id": "design-1", "project_id": "project-1"}
    near = [{"id": f"near-{n}", "gap": gap} for n, gap in enumerate((0.005, 0.02, 0.4, 0.6))]
    made.racking_arrays["design-1"] = [{"id": "array-1", "rows": 2, "columns": 3, "adjacent_arrays": near}]
    asset = {"id": "asset-1", "design_id": "design-1", "asset_type": "image", "filename": "a.png", "url": "https://x"}
    made.assets = {"asset-1": asset}
    belongs = {"design_id": "design-1", "project_id": "project-1"}
    financings = enumerate(made.financings.values(), 1)
    made.financings = {f"financing-{n}": {**one, **belongs, "id": f"financing-{n}"} for n, one in financings}
    agreement = next(iter(made.agreements.values()))
    made.agreements = {"agreement-1": {**agreement, **belongs, "id": "agreement-1"}}


class Server:
    """A server of one version over such a tenant: call it with a request, it gives the answer.

    Attributes:
        tenant: its state.
        seen: every request, in order.
        made: how much was created.
    """

    def __init__(self, version: str, filler: int = 0, *, merges: bool = True) -> None:
        self.version, self.tenant = version, tenant(filler)
        self.tenant.merges = merges
        self.fake = FakeAurora(version, tenant=self.tenant, now=NOW, strict=True, compress=True)
        self.seen: list[ac.Request] = []
        self.made = 0

    def __call__(self, request: ac.Request) -> ac.Response:
        """Answer a request."""
        self.seen.append(request)
        answer = self._refused(request) or self.fake.send(request)
        headers = [*answer.headers, ("X-Request-Id", str(len(self.seen)))]
        if answer.body:
            headers.append(("ETag", '"1"'))
        if answer.status == 200 and request.method == "POST":
            self.made += 1
            prefix = "/v2" if self.version == "2018.01" else ""
            headers.append(("Location", f"{prefix}/tenants/{T}/made/{self.made}"))
        return ac.Response(answer.status, headers, answer.body)

    def _refused(self, request: ac.Request) -> ac.Response | None:
        """What the kit's server lets pass, as Aurora may, and a translation is not to bring about."""
        names = [name for name, _ in request.query]
        if len(names) != len(set(names)):
            return ac.Response(422)
        named = request.headers.get("aurora-api-version")
        return ac.Response(400) if named and self.version == "2024.05" else None


def _user(id_: str, role: str) -> Record:
    return {"id": id_, "first_name": "Ada", "last_name": id_, "email": f"{id_}@mail.example", "role_id": role}


def _project() -> Record:
    return {
        "id": "project-1",
        "name": "First",
        "customer_first_name": "Ada",
        "project_type": "residential",
        "status": "In Progress",
        "tags": ["north"],
        "created_at": "2024-06-01 10:00:00 UTC",
        "mailing_address": "PO Box 1",
        "preferred_solar_modules": ["module-1"],
        "location": {"property_address": "1 Main St", "latitude": 37.5, "longitude": -122.25},
    }


def _webhook() -> Record:
    filters = [{"url_parameter": "STATUS", "value": ["sold", "lost"]}, {"url_parameter": "SOURCE", "value": "api"}]
    return {
        "id": "webhook-1",
        "event": "project_status_changed",
        "url_template": "https://hooks.example/<PROJECT_ID>/<STATUS>",
        "enabled": True,
        "filters": filters,
    }
