"""Which changes did something to a message: `MessageTranslation.acted`."""

import gzip
import json
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.edits import Custom
from aurora_compat.messages.acting import acting
from aurora_compat.run import Run
from aurora_compat.words.pointer import Trail
from tests.documents import PAIRS, Document, documents
from tests.messages._send import BEARER, DOWN, DOWN24, HOPS, JSON_TYPE, UP, UP18, UP22, V18, V22, T, answered, sent
from tests.unit._registries import RENAMED, change, first, then

PROJECT = {"name": "Solar for Jessica", "customer_address": "PO Box 12"}


def body(**members: Any) -> bytes:
    return json.dumps({"project": members}).encode()


def created(hop: tuple[str, str], given: bytes, **headers: str) -> frozenset[str]:
    prefix = "/v2" if hop[0] == V18 else ""
    return sent(hop, "POST", f"{prefix}{T}/projects", headers=JSON_TYPE | headers, body=given).acted


class TestRequests:
    def test_a_plain_rename_acts_although_it_makes_no_note(self) -> None:
        t = sent(UP, "POST", f"/v2{T}/projects", headers=JSON_TYPE, body=body(**PROJECT))
        assert t.notes == ()
        assert t.acted == {"v2-prefix", "mailing-address"}

    def test_a_body_that_no_change_finds_anything_in(self) -> None:
        assert created(UP, body(name="Solar for Jessica")) == {"v2-prefix"}

    def test_without_a_body(self) -> None:
        assert created(UP, b"") == {"v2-prefix"}

    def test_only_the_edges_that_are_walked(self) -> None:
        assert created(UP18, body(**PROJECT)) == {"v2-prefix"}
        assert created(UP22, body(**PROJECT)) == {"mailing-address"}

    def test_down(self) -> None:
        assert created(DOWN, body(name="a", mailing_address="PO Box 12")) == {"v2-prefix", "mailing-address"}
        assert created(DOWN24, body(name="a", mailing_address="PO Box 12")) == {"mailing-address"}

    def test_a_compressed_body(self) -> None:
        packed = gzip.compress(body(**PROJECT))
        assert created(UP, packed, **{"Content-Encoding": "gzip"}) == {"v2-prefix", "mailing-address"}

    def test_a_body_that_speaks_the_other_version_already(self) -> None:
        t = sent(UP22, "POST", f"{T}/projects", headers=JSON_TYPE, body=body(name="a", mailing_address="PO Box 12"))
        assert [note.change for note in t.notes] == ["mailing-address"]
        assert t.acted == frozenset()

    def test_a_query(self) -> None:
        path = f"{T}/designs/d-1/racking_arrays"
        assert sent(UP22, "GET", path).acted == {"module-spacing"}
        assert sent(UP22, "GET", path, query={"max_module_spacing": "0.02"}).acted == frozenset()

    def test_a_header(self) -> None:
        named = sent(UP18, "GET", f"/v2{T}", headers={"Aurora-Api-Version": V18})
        assert named.acted == {"v2-prefix", "version-header"}

    def test_a_signature(self) -> None:
        signed = {"AuroraKey": "k-1", "Timestamp": "2024-05-01T12:00:00Z", "Signature": "c2lnbmVk"}
        context = ac.Context(bearer_token="example-token")
        t = sent(UP18, "GET", f"/v2{T}", query=signed, bearer=False, context=context)
        assert t.acted == {"v2-prefix", "hmac-authentication"}

    def test_one_that_becomes_another_operation(self) -> None:
        query = {"site_model_design_id": "d-1", "include_design": "true"}
        given = json.dumps({"design": {"project_id": "p-1", "name": "Copy"}}).encode()
        context = ac.Context(project_of_design={"d-1": "p-1"})
        path = f"/v2{T}/designs"
        t = sent(UP, "POST", path, query=query, headers=JSON_TYPE, body=given, context=context)
        assert t.result.path == f"{T}/designs/d-1/duplicate"
        changes = t.acted - {"v2-prefix"}
        assert changes
        assert all("duplicate_design" in ac.changes[one].operations for one in changes)

    def test_a_path_that_no_version_lists(self) -> None:
        assert sent(UP, "GET", f"/v2{T}/drones").acted == {"v2-prefix"}
        assert sent(UP22, "GET", f"{T}/drones").acted == frozenset()


class TestResponses:
    @pytest.mark.parametrize("packed", [False, True])
    def test_a_body(self, packed: bool) -> None:
        given = body(name="a", mailing_address="PO Box 12")
        headers = JSON_TYPE | ({"Content-Encoding": "gzip"} if packed else {})
        t = answered(DOWN, 200, gzip.compress(given) if packed else given, headers, operation="retrieve_project")
        assert "mailing-address" in t.acted
        assert "v2-prefix" not in t.acted

    def test_the_body_of_an_error(self) -> None:
        t = answered((V18, V22), 404, b"gone", {"Content-Type": "text/plain"}, operation="retrieve_project")
        assert t.acted == {"error-format", "not-found-message"}
        t = answered((V18, V22), 422, b"bad", {"Content-Type": "text/plain"}, operation="retrieve_project")
        assert t.acted == {"error-format"}

    def test_of_another_status_nothing_is_looked_at(self) -> None:
        given = body(mailing_address="PO Box 12")
        assert answered(DOWN, 503, given, JSON_TYPE, operation="retrieve_project").acted == frozenset()

    def test_one_that_cannot_be_read(self) -> None:
        request = ac.Request("GET", f"/v2{T}/projects/p-1", None, BEARER)
        exchange = ac.Exchange(request, client=V18, server="2024.05")
        answer = exchange.respond(ac.Response(200, JSON_TYPE, b"<html>"))
        assert answer.result.body == b"<html>"
        assert answer.acted == frozenset()

    def test_those_of_an_exchange(self) -> None:
        request = ac.Request("GET", f"/v2{T}/projects/p-1", None, BEARER)
        exchange = ac.Exchange(request, client=V18, server="2024.05")
        assert exchange.translation.acted == {"v2-prefix"}
        answer = exchange.respond(ac.Response(200, JSON_TYPE, body(name="a", mailing_address="PO Box 12")))
        assert "mailing-address" in answer.acted


def _whole(document: Document, source: str, target: str) -> "ac.MessageTranslation[Any]":
    """A golden document as a message."""
    given = document.given()
    name, context, params = given["operation"], given["context"], given["path_params"]
    content = json.dumps(document.body(source)).encode()
    if document.part == "response":
        response = ac.Response(document.status, JSON_TYPE, content)
        return ac.translate_response(
            response, operation=name, path_params=params, source=source, target=target, context=context
        )
    operation = ac.operations[name]
    path = operation.path(ac.registry.version(source), params)
    assert path is not None
    request = ac.Request(operation.method, path, None, BEARER | JSON_TYPE, content)
    return ac.translate_request(request, source=source, target=target, context=context)


def _cases() -> list[Any]:
    return [
        pytest.param(document, source, target, id=f"{document.name}:{source}-{target}")
        for document in documents()
        for source, target in PAIRS
        if document.part == "response" or ac.registry.version(source) in ac.operations[document.operation].paths
    ]


@pytest.mark.parametrize(("document", "source", "target"), _cases())
def test_golden_documents(document: Document, source: str, target: str) -> None:
    t = _whole(document, source, target)
    changed = t.result.body != json.dumps(document.body(source)).encode()
    heads = {"v2-prefix"} if document.part == "request" and V18 in (source, target) else set()
    of_body = t.acted - heads
    assert heads <= t.acted
    assert bool(of_body) == changed
    told = {note.change for note in t.notes if note.kind in {"lost", "assumed", "conflict"}}
    assert told - {None} <= t.acted
    of_walk = {change.id for hop in ac.registry.path(source, target) for change in hop.changes}
    assert t.acted <= of_walk
    assert all({document.operation, "*"} & set(ac.changes[one].operations) for one in t.acted)


@pytest.mark.parametrize("hop", HOPS)
def test_messages_that_come_back_as_they_are(hop: tuple[str, str]) -> None:
    response = answered(hop, 200, b'{"module": {"id": "m-1"}}', JSON_TYPE, operation="retrieve_module")
    assert response.acted == frozenset()


def test_an_equal_copy_is_nothing_done() -> None:
    def again(value: Any, run: Run, at: Trail) -> Any:
        return dict(value)

    copies = change("copies", Custom(again, again))
    registry = ac.Registry(first(), then("1", "2", copies, RENAMED))
    request = ac.Request("PUT", "/things/t-1", None, JSON_TYPE, b'{"old": 1}')
    assert ac.translate_request(request, source="1", target="2", registry=registry).acted == {"renamed"}


def test_a_version_to_itself() -> None:
    assert created((V22, V22), body(**PROJECT)) == frozenset()


def test_asking_changes_nothing_and_gives_the_same_again() -> None:
    t = sent(UP, "POST", f"/v2{T}/projects", headers=JSON_TYPE, body=body(**PROJECT))
    before = t.notes, t.result.body
    assert t.acted == t.acted
    assert (t.notes, t.result.body) == before


def test_a_walk_that_cannot_be_repeated_tells_as_far_as_it_goes() -> None:
    t = sent(UP, "POST", f"/v2{T}/projects", headers=JSON_TYPE, body=body(**PROJECT))
    walk, outcome, came, _ = t.found
    assert outcome.translation is not None
    outcome.translation.payload.clear()
    outcome.translation.payload["project"] = object()
    assert acting(walk, came, outcome.translation) == {"v2-prefix"}
    assert acting(walk._replace(operations=()), came, None) == frozenset()


class TestTopics:
    def test_are_known_without_a_walk(self) -> None:
        t = sent(UP, "POST", f"/v2{T}/projects", headers=JSON_TYPE, body=body(**PROJECT))
        assert t.topic == ("create_project", "request", *UP)
        assert t._found is None  # noqa: SLF001  # that is what is promised
        assert t.walked.topic == t.topic

    def test_of_paths_that_no_version_lists(self) -> None:
        assert sent(UP, "GET", f"/v2{T}/drones").topic == (None, "request", *UP)

    def test_of_answers(self) -> None:
        assert answered(DOWN, 200, b"", operation="retrieve_project").topic == ("retrieve_project", "response", *DOWN)
        assert answered(DOWN, 404, b"").topic == (None, "response", *DOWN)
