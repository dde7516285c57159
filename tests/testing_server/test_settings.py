"""What a fake server does on demand: answers in gzip, strict bodies, updates that replace."""

import gzip
import json

import pytest

import aurora_compat as ac
from aurora_compat.testing.server import FakeAurora
from aurora_compat.testing.server.payload import request_body

from ._kit import PROJECT, VERSIONS, messages, params_of

every_version = pytest.mark.parametrize("version", VERSIONS)


def sent(fake: FakeAurora, **headers: str) -> ac.Response:
    request = fake.request("retrieve_project", project_id=PROJECT)
    return fake.send(ac.Request(request.method, request.path, headers={**fake.headers, **headers}))


@every_version
def test_gzip_where_it_is_accepted(version: str) -> None:
    fake = FakeAurora(version, compress=True)
    plain, packed = sent(fake), sent(fake, **{"Accept-Encoding": "gzip, br"})
    assert plain.headers.get("content-encoding") is None
    assert packed.headers.get("content-encoding") == "gzip"
    assert packed.headers.get("content-length") == str(len(packed.body))
    assert gzip.decompress(packed.body) == plain.body
    assert fake.calls[-1].response == packed
    assert sent(FakeAurora(version), **{"Accept-Encoding": "gzip"}) == plain


@every_version
def test_an_empty_answer_stays_empty(version: str) -> None:
    fake = FakeAurora(version, compress=True)
    request = fake.request("delete_project", project_id=PROJECT)
    headers = {**fake.headers, "Accept-Encoding": "gzip"}
    answer = fake.send(ac.Request(request.method, request.path, headers=headers))
    assert (answer.status, answer.body, answer.headers.get("content-encoding")) == (204, b"", None)


@every_version
def test_keys_that_no_document_names(version: str) -> None:
    body = {"project": {"name": "Roof", "nonsense": 1}}
    assert FakeAurora(version).call("update_project", body, project_id=PROJECT).status == 200
    strict = FakeAurora(version, strict=True)
    answer = strict.call("update_project", body, project_id=PROJECT)
    assert answer.status == 422
    assert messages(strict, answer) == ["project.nonsense is a key that no document names"]


@every_version
def test_a_strict_server_takes_what_is_documented(version: str) -> None:
    spoken = ac.registry.version(version)
    for operation in ac.operations.values():
        body = request_body(operation.name, spoken) if operation.template(spoken) else None
        if body is not None:
            fake = FakeAurora(version, strict=True)
            assert fake.call(operation.name, body, **params_of(operation.name, version)).status < 300, operation.name


def test_a_length_that_is_not_that_of_the_body() -> None:
    fake = FakeAurora("2024.05")
    request = fake.request("update_project", {"project": {"name": "Roof"}}, project_id=PROJECT)
    headers = [*request.headers, ("Content-Length", str(len(request.body) - 1))]
    answer = fake.send(ac.Request(request.method, request.path, headers=headers, body=request.body))
    assert (answer.status, messages(fake, answer)) == (400, ["Content-Length is not that of the body"])


@pytest.mark.parametrize(("merges", "kept"), [(True, "120 Example Street, Sampleville, CA 90000, USA"), (False, None)])
def test_a_location_given_in_part(merges: bool, kept: str | None) -> None:
    fake = FakeAurora("2024.05")
    fake.tenant.merges = merges
    answer = fake.call("update_project", {"project": {"location": {"latitude": 1.5}}}, project_id=PROJECT)
    location = json.loads(answer.body)["project"]["location"]
    assert (location["property_address"], location["latitude"]) == (kept, 1.5)
