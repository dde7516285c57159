"""Requests that nobody would write by hand: schemathesis makes them of the document of 2018.01; 2024.05 answers.

Whatever comes, the proxy answers no 500 and no other 5xx than its table in `refusals.py` tells of. What succeeds keeps
to the document of the client's version, and what does not is in the API's form of errors.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

import aurora_compat as ac
from aurora_compat.gateway.proxy import refusals
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.testing.server import TOKEN, FakeAurora, sample_tenant
from tests.exchange._talk import V18, V24
from tests.testing_server._kit import document

from ._loopback import listening
from ._proxy import Running

FEW = settings(deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
OPERATIONS = sorted(name for name in ac.operations if ac.operations[name].template(ac.registry.version(V18)))
DOCUMENTED = {502, 503, 504}


class Forgetful(FakeAurora):
    """Its tenant is new for every request: what is deleted is not missed."""

    def send(self, request: ac.Request) -> ac.Response:
        self.tenant = sample_tenant()
        return super().send(request)


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with listening(Forgetful(V24)) as upstream:
        told = {"upstream": upstream, "server": V24, "client": V18, "learned": "memory:", "lookups.share": 1.0}
        proxy = Running(Settings.read(None, {}, {**told, "admin.listen": "", "log.access": False}))
        with proxy.running():
            yield f"http://127.0.0.1:{proxy.port}"


@pytest.fixture(scope="module")
def operations() -> dict[str, Any]:
    """What schemathesis knows of each operation."""
    found = schemathesis.openapi.from_dict(document(V18)).get_all_operations()
    known: list[Any] = [one.ok() for one in found]  # type: ignore[union-attr]  # of a valid document each is one
    return {one.definition.raw["operationId"]: one for one in known}


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        yield session


def test_the_table_tells_of_these() -> None:
    assert all(f"\n| {status} |" in (refusals.__doc__ or "") for status in DOCUMENTED)


def test_the_document_has_every_operation(operations: dict[str, Any]) -> None:
    assert sorted(operations) == OPERATIONS


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: str(mode.value))
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_one_that_the_client_may_get(
    name: str, mode: GenerationMode, operations: dict[str, Any], origin: str, session: requests.Session
) -> None:
    @seed(20240503)
    @settings(FEW, max_examples=3 if operations[name].body else 1)
    @given(case=operations[name].as_strategy(generation_mode=mode))
    def judged(case: Any) -> None:
        answer = case.call(base_url=origin, headers=dict(session.headers), session=session)
        assert answer.status_code < 500 or answer.status_code in DOCUMENTED, answer.text
        if answer.status_code < 300:
            case.validate_response(answer, checks=[content_type_conformance, response_schema_conformance])
            return
        assert answer.headers["content-type"] == ["application/json"]
        assert "gave no answer" not in answer.text, "the upstream is well: it got what no server should"
        body = answer.json()
        assert body["errors"] if "errors" in body else body["error"]

    judged()
