"""Answers translated at once, from bytes to bytes: they are what the exchange makes of them, or are left to it."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.gateway.proxy.conversation import Conversation
from aurora_compat.gateway.proxy.metrics import Telemetry
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.words.fields import Headers
from tests.documents import PAIRS, VERSIONS, Document, documents

from ._settings import read

JSON = ((b"content-type", b"application/json"),)
ANSWERS = [document for document in documents() if document.part == "response" and document.status == 200]
PROJECT = b'{"project": {"mailing_address": "PO Box 12"}}'


def request_of(document: Document, version: str) -> ac.Request:
    """One that is answered by a golden document."""
    operation = ac.operations[document.operation]
    path = operation.path(ac.Version.of(version), document.given()["path_params"])
    assert path is not None
    headers = Headers([("authorization", "Bearer example-token"), ("content-type", "application/json")])
    return ac.Request(operation.method, path, None, headers, b"{}" if operation.method in {"POST", "PUT"} else b"")


def led(client: str, server: str, play: Callable[[Service], Any], **settings: object) -> Any:
    """What comes of playing with a service of its own."""

    async def run() -> Any:
        service = await Service.opened(
            read({"client": client, "server": server, "learned": "memory:", "telemetry.reads": 100, **settings})
        )
        try:
            found = play(service)
            return await found if asyncio.iscoroutine(found) else found
        finally:
            await service.close()

    return asyncio.run(run())


def begun(service: Service, request: ac.Request) -> Conversation:
    talk = service.conversation(request)
    assert isinstance(talk, Conversation)
    return talk


def response_of(status: int, raw: tuple[tuple[bytes, bytes], ...], body: bytes) -> ac.Response:
    return ac.Response(status, [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw], body)


class TestAgreement:
    @pytest.mark.parametrize(("client", "server"), PAIRS, ids=lambda version: version)
    def test_with_the_exchange(self, client: str, server: str) -> None:
        raw = (*JSON, (b"x-runtime", b"0.1"), (b"x-mine", b"1"))

        async def play(service: Service) -> int:
            count = 0
            for document in ANSWERS:
                request, body = request_of(document, client), json.dumps(document.body(server)).encode()
                quick = begun(service, request)
                at_once = quick.at_once(request)
                if at_once is None:
                    continue  # it asks, teaches, or becomes another operation
                fresh = quick.answered_at_once(200, raw, body)
                slow = begun(service, request)
                sent = await slow.begin(request)
                assert at_once == sent
                answer = await slow.end(response_of(200, raw, body))
                assert fresh is not None, document.name
                assert json.loads(fresh) == json.loads(answer.body), document.name
                assert (fresh is body) is (answer.body is body), document.name
                assert [(name, value) for name, value in answer.headers if name.lower() != "content-length"] == [
                    (name.decode(), value.decode()) for name, value in raw
                ]
                count += 1
            return count

        assert led(client, server, play) >= 15

    @pytest.mark.parametrize(
        ("status", "raw", "body"),
        [
            (204, (), b""),
            (404, JSON, b'{"message": "gone"}'),
            (302, JSON, PROJECT),
            (200, (*JSON, (b"etag", b'"1"')), PROJECT),
            (200, (*JSON, (b"content-md5", b"1")), PROJECT),
            (200, (*JSON, (b"content-encoding", b"gzip")), PROJECT),
            (200, (*JSON, (b"location", b"/v2/tenants/t-1")), PROJECT),
            (200, (*JSON, (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")), PROJECT),
            (200, ((b"content-type", b"text/html"),), b"<html>"),
            (200, ((b"content-type", b"application/json; charset=utf-16"),), PROJECT),
            (200, (), PROJECT),
            (200, JSON, b'{"project": '),
            (200, JSON, b'{"project": {"location": ' + b"[" * 600 + b"]" * 600 + b"}}"),
            (200, JSON, b'{"project": 1e999}'),
        ],
    )
    def test_all_else_is_left(self, status: int, raw: tuple[tuple[bytes, bytes], ...], body: bytes) -> None:
        def play(service: Service) -> bytes | None:
            request = request_of(Document("retrieve_project", "response", None), VERSIONS[0])
            talk = begun(service, request)
            assert talk.at_once(request) is not None
            return talk.answered_at_once(status, raw, body)

        assert led(VERSIONS[0], VERSIONS[-1], play) is None

    def test_where_more_is_known_or_told_it_is_left(self) -> None:
        def play(service: Service) -> bytes | None:
            request = request_of(Document("retrieve_project", "response", None), VERSIONS[0])
            talk = begun(service, request)
            assert talk.at_once(request) is not None
            return talk.answered_at_once(200, JSON, PROJECT)

        assert led(VERSIONS[0], VERSIONS[-1], play) is not None
        lifecycle = {"lifecycle": {VERSIONS[0]: {"deprecated": datetime(2025, 1, 1, tzinfo=UTC)}}}
        assert led(VERSIONS[0], VERSIONS[-1], play, **lifecycle) is None
        assert led(VERSIONS[0], VERSIONS[-1], play, **{"context.roles": {"Admin": "r-1"}}) is None


def test_what_is_answered_at_once_is_counted_as_ever() -> None:
    def play(service: Service) -> Telemetry:
        request = request_of(Document("retrieve_project", "response", None), VERSIONS[0])
        talk = begun(service, request)
        talk.at_once(request)
        assert talk.answered_at_once(200, JSON, PROJECT) == b'{"project":{"customer_address":"PO Box 12"}}'
        return service.telemetry

    told = led(VERSIONS[0], VERSIONS[-1], play).exposition().decode()
    labels = 'client="2018.01",server="2024.05"'
    assert f'aurora_compat_changes_total{{change="mailing-address",{labels}}} 1.0' in told
    assert f'aurora_compat_changes_total{{change="v2-prefix",{labels}}} 1.0' in told


def test_a_walk_that_fails_for_the_metrics_harms_no_answer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError("example-token")

    def play(service: Service) -> tuple[bytes | None, float]:
        request = request_of(Document("retrieve_project", "response", None), VERSIONS[0])
        talk = begun(service, request)
        talk.at_once(request)
        monkeypatch.setattr(Conversation, "_walked", broken)
        return talk.answered_at_once(200, JSON, PROJECT), talk.translating

    fresh, translating = led(VERSIONS[0], VERSIONS[-1], play)
    assert fresh == b'{"project":{"customer_address":"PO Box 12"}}'
    assert translating > 0
    assert "RuntimeError" in caplog.text
    assert "example-token" not in caplog.text


def test_requests_of_the_server_s_own_version_have_an_operation_too() -> None:
    def play(service: Service) -> Any:
        talk = begun(service, request_of(Document("list_projects", "response", None), VERSIONS[-1]))
        return talk.operation, talk.leaves_request, talk.is_plain, talk.bodies

    operation, *plain, bodies = led(VERSIONS[-1], VERSIONS[-1], play)
    assert (operation, plain) == ("list_projects", [True, True])
    assert not any(bodies)
