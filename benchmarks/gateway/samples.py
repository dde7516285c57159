"""What is sent and answered: a Create Project of 2 kB, a Retrieve Project, and the project of 2 kB that answers both.

Bodies are the golden documents with more tags and modules, as a tenant with many of both has them.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from benchmarks.bodies import FIXTURES, V2018, V2024, compact

TENANT, TOKEN = "t-1", "example-token"
_TAGS = tuple(f"roof-{number:02}" for number in range(30))
_MODULES = tuple(f"c0390000-0000-4000-8000-{number:012}" for number in range(1, 26))
_MODULES_KEY = {V2018: "preferred_solar_panels", V2024: "preferred_solar_modules"}


class Shot(NamedTuple):
    """One request that load is made of.

    Attributes:
        method: in capitals.
        path: as it is sent, without a host.
        body: its bytes; empty for none.
        answer: what the answer's body is, parsed, where nothing went wrong, the server being of 2024.05.
    """

    method: str
    path: str
    body: bytes
    answer: Mapping[str, Any]

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The header fields of a usual client, less Host and Content-Length."""
        fields = (
            ("Authorization", f"Bearer {TOKEN}"),
            ("Accept", "application/json"),
            ("Accept-Encoding", "gzip, deflate"),
            ("User-Agent", "integration/1.0"),
        )
        return (*fields, ("Content-Type", "application/json")) if self.body else fields


def prefix(version: str) -> str:
    """What stands before `/tenants` in the paths of a version."""
    return "/v2" if version == V2018 else ""


def create_project(version: str) -> Shot:
    """A Create Project as a client of that version sends it."""
    body = compact(project(version, "request"))
    return Shot("POST", f"{prefix(version)}/tenants/{TENANT}/projects", body, project(version, "response"))


def retrieve_project(version: str) -> Shot:
    """A Retrieve Project as a client of that version sends it."""
    answer = project(version, "response")
    path = f"{prefix(version)}/tenants/{TENANT}/projects/{answer['project']['id']}"
    return Shot("GET", path, b"", answer)


def project(version: str, part: str) -> dict[str, Any]:
    """The body of 2 kB of a request or a response, parsed, afresh."""
    document: dict[str, Any] = json.loads((FIXTURES / version / f"create_project.{part}.json").read_bytes())
    document["project"].update({"tags": list(_TAGS), _MODULES_KEY[version]: list(_MODULES)})
    document["project"].pop("updated_at", None)  # no 2024.05 server tells it
    return document
