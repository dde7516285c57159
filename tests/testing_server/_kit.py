"""What the tests of the fake server share."""

from typing import Any

import aurora_compat as ac
from aurora_compat.testing.server import FakeAurora
from aurora_compat.testing.server.payload import PATH_PARAMS
from tests.rules._check import V18, V22, V24

VERSIONS = (V18, V22, V24)
PROJECT, DESIGN, USER, WEBHOOK = (PATH_PARAMS[f"{name}_id"] for name in ("project", "design", "user", "webhook"))


def params_of(operation: str, version: str) -> dict[str, Any]:
    """The path parameters of an operation, of things that the sample tenant has."""
    names = ac.operations[operation].parameters(ac.registry.version(version))
    return {name: PATH_PARAMS[name] for name in names}


def messages(fake: FakeAurora, response: ac.Response) -> list[str]:
    """What a 4xx says, whatever the version's form of it."""
    body = response.json()
    if str(fake.version) == V18:
        assert set(body) == {"error"}
        return [body["error"]]
    assert set(body) == {"errors"}
    assert all(set(one) == {"message"} for one in body["errors"])
    return [one["message"] for one in body["errors"]]
