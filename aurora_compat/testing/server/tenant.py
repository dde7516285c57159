"""The state of a fake server: one tenant, everything in the form of 2024.05.

Servers of several versions can share one tenant: what one of them is told, all of them show.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

from aurora_compat.testing.server.refused import unknown
from aurora_compat.words.jsons import Json, copied

Record: TypeAlias = dict[str, Json]
Records: TypeAlias = dict[str, Record]

TOKEN = "example-token"
"""The bearer token that a new tenant accepts."""

KEY, SECRET = "example-key", "example-secret"
"""The key with which requests of 2018.01 may be signed, and its secret."""

NOW = datetime(2024, 6, 3, 10, 0, 0, tzinfo=UTC)
"""The time at which everything happens, unless the tenant is given another."""

_PREFIXES = {
    "project": "94000000",
    "design": "de500000",
    "user": "05e00000",
    "webhook": "eb000000",
    "adder": "add00000",
    "design_request": "d4000000",
    "job": "10000000",
    "asset": "a5500000",
    "agreement": "a9400000",
    "financing": "f1400000",
    "web_proposal": "4e000000",
}


class Tenant:
    """One tenant in memory: read it to assert, change it to arrange.

    Records are JSON objects of 2024.05 by id, and may be edited in place. `updated_at` of projects and agreements,
    which 2024.05 does not show, stands beside them. Ids count up and times stand still, so that a test sees the
    same at every run.

    Attributes:
        id: the tenant's id.
        name: its name.
        now: the time of everything that happens; set it to let time pass.
        tokens: the bearer tokens that are accepted.
        secrets: key id -> secret of signed requests (2018.01).
        roles, teams, partners, users, projects, designs, webhooks, financings, design_requests, agreements, assets,
            modules, jobs: records by id.
        summaries, roofs, racking_arrays, pricings, proposals, web_proposals: what a design has, by the design's id.
        consumption_profiles, ahjs: what a project has, by the project's id.
        sso_provider: how users sign in.
        updated_at: when a project or an agreement was last changed, by its id.
        merges: whether a location that an update gives in part keeps the rest; what Aurora does is not published, so
            try an integration with False as well, the worst that a server could do.
        polls: how often the status of a new job is `in-progress` before it is what its `outcome` says.
    """

    def __init__(self, id_: str, name: str, *, now: datetime = NOW) -> None:
        if now.tzinfo is None:
            raise ValueError("now must be aware of its time zone: datetime(2024, 6, 3, tzinfo=UTC)")
        self.id, self.name, self.now = id_, name, now
        self.tokens: set[str] = {TOKEN}
        self.secrets: dict[str, str] = {KEY: SECRET}
        self.roles: Records = {}
        self.teams: Records = {}
        self.partners: Records = {}
        self.users: Records = {}
        self.projects: Records = {}
        self.designs: Records = {}
        self.webhooks: Records = {}
        self.financings: Records = {}
        self.design_requests: Records = {}
        self.agreements: Records = {}
        self.assets: Records = {}
        self.modules: Records = {}
        self.jobs: Records = {}
        self.summaries: Records = {}
        self.roofs: dict[str, list[Record]] = {}
        self.racking_arrays: dict[str, list[Record]] = {}
        self.pricings: Records = {}
        self.proposals: Records = {}
        self.web_proposals: Records = {}
        self.consumption_profiles: Records = {}
        self.ahjs: Records = {}
        self.sso_provider: Record = {}
        self.updated_at: dict[str, str] = {}
        self.merges = True
        self.polls = 1
        self._counts: dict[str, int] = {}

    def __repr__(self) -> str:
        return f"<Tenant {self.name}: {len(self.projects)} projects, {len(self.designs)} designs>"

    @property
    def time(self) -> str:
        """The time, as the API writes it."""
        return self.now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")

    def new_id(self, kind: str) -> str:
        """The next id of a kind: `94000000-0000-4000-8000-000000000001` is the first new project."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"{_PREFIXES[kind]}-0000-4000-8000-{self._counts[kind]:012d}"

    def touch(self, id_: str) -> None:
        """Note that a project or an agreement was changed now."""
        self.updated_at[id_] = self.time

    def directory(self) -> dict[str, str | tuple[str, ...]]:
        """The role directory as a translation takes it: name -> id, or ids where several roles bear the name."""
        held: dict[str, tuple[str, ...]] = {}
        for id_, role in self.roles.items():
            held[role["name"]] = (*held.get(role["name"], ()), id_)
        return {name: ids[0] if len(ids) == 1 else ids for name, ids in held.items()}

    def copy_design(self, original: str, id_: str) -> None:
        """Give a new design what another one consists of."""
        self.copy_roof(original, id_)
        for held in (self.summaries, self.pricings):
            if original in held:
                held[id_] = copied(held[original])
        self.racking_arrays[id_] = copied(self.racking_arrays.get(original, []))
        if id_ in self.summaries:
            self.summaries[id_].update(
                design_id=id_,
                project_id=self.designs[id_]["project_id"],
                external_provider_id=self.designs[id_].get("external_provider_id"),
                created_at=self.time,
            )

    def copy_roof(self, original: str, id_: str) -> None:
        """Give a new design the roof of another one."""
        self.roofs[id_] = copied(self.roofs.get(original, []))

    def drop_design(self, id_: str) -> None:
        """Remove a design, and what it consists of."""
        self.designs.pop(id_, None)
        for held in (self.summaries, self.pricings, self.proposals, self.web_proposals):
            held.pop(id_, None)
        self.roofs.pop(id_, None)
        self.racking_arrays.pop(id_, None)
        for records in (self.financings, self.assets):
            for key in [key for key, record in records.items() if record.get("design_id") == id_]:
                del records[key]


def found(records: Mapping[str, Record], kind: str, id_: str) -> Record:
    """A record by its id.

    Raises:
        Refused: 404, the tenant does not have it.
    """
    record = records.get(id_)
    if record is None:
        raise unknown(kind, id_)
    return record
