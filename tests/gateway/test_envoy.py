"""The processor answers Envoy's messages: what changes is changed, what does not is neither asked for nor mentioned."""

import asyncio
import gzip
import json
import logging
from collections.abc import Iterator
from typing import Any

import grpc.aio
import pytest
from envoy.service.ext_proc.v3.external_processor_pb2 import HttpBody, HttpHeaders, HttpTrailers

import aurora_compat as ac
from aurora_compat import hmac_auth
from aurora_compat.gateway.envoy.server import Processor
from aurora_compat.gateway.proxy.conversation import Conversation
from aurora_compat.gateway.proxy.metrics import Telemetry
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.testing.server import TOKEN, FakeAurora
from aurora_compat.testing.server.sample import DESIGN, PROJECT, TEAM_MEMBER

from ._envoy import Envoy, head, run
from ._loopback import listening

V18, V22, V24 = "2018.01", "2022.09", "2024.05"
PERSON = {"first_name": "Jessica", "last_name": "Sun", "email": "j@mail.example"}
USER = {"user": {**PERSON, "user_level": "Team Member"}}
PROJECTS = {"project": {"name": "Roof", "address": "1 Sun Street", "customer_address": "PO Box 12"}}
SECRET = "s3cret"


class Place:
    """A server of one version, where it listens, and a client of another."""

    def __init__(self, server: str, client: str, upstream: str, fake: FakeAurora) -> None:
        self.fake, self.upstream = fake, upstream
        self._client = FakeAurora(client, tenant=fake.tenant)
        self._given = {"client": client}
        self.server = server

    def request(self, operation: str, body: Any = None, **path_params: str) -> ac.Request:
        """As the client makes it."""
        return self._client.request(operation, body, query=None, **path_params)

    def run(self, play: Any, **given: Any) -> Any:
        """What a coroutine function makes of Envoy before that server."""
        return run(self.fake, self.upstream, play, **{**self._given, **given})

    def send(self, request: ac.Request, **given: Any) -> tuple[ac.Response, Envoy]:
        """A request's answer, and the Envoy that it went through."""

        async def play(envoy: Envoy) -> tuple[ac.Response, Envoy]:
            return await envoy.send(request), envoy

        came: tuple[ac.Response, Envoy] = self.run(play, **given)
        return came


@pytest.fixture
def old() -> Iterator[Place]:
    """A client of 2018.01 before a server of 2024.05."""
    fake = FakeAurora(V24)
    with listening(fake) as upstream:
        yield Place(V24, V18, upstream, fake)


@pytest.fixture
def new() -> Iterator[Place]:
    """A client of 2024.05 before a server of 2018.01."""
    fake = FakeAurora(V18)
    with listening(fake) as upstream:
        yield Place(V18, V24, upstream, fake)


def refused(answer: ac.Response) -> str:
    """What the client is told."""
    (error,) = answer.json()["errors"]
    assert answer.headers.get("content-type") == "application/json"
    return str(error["message"])


class TestMessages:
    def test_a_request_goes_up_and_its_answer_comes_down(self, old: Place) -> None:
        answer, envoy = old.send(old.request("create_project", PROJECTS))
        sent = old.fake.calls[0].request
        assert (sent.method, sent.path) == ("POST", f"/tenants/{old.fake.tenant.id}/projects")
        assert sent.json()["project"] == {
            "name": "Roof",
            "location": {"property_address": "1 Sun Street"},
            "mailing_address": "PO Box 12",
        }
        assert sent.headers.all("authorization") == (f"Bearer {TOKEN}",)
        project = answer.json()["project"]
        assert (answer.status, project["address"], project["customer_address"]) == (200, "1 Sun Street", "PO Box 12")
        assert envoy.told == ["request_headers", "request_body", "response_headers", "response_body"]

    def test_a_new_client_of_an_old_server(self, new: Place) -> None:
        body = {
            "project": {"name": "Roof", "location": {"property_address": "1 Sun St"}, "mailing_address": "PO Box 12"}
        }
        answer, _ = new.send(new.request("create_project", body))
        assert new.fake.calls[0].request.path == f"/v2/tenants/{new.fake.tenant.id}/projects"
        assert answer.json()["project"]["mailing_address"] == "PO Box 12"

    def test_a_query_keeps_its_spelling(self, old: Place) -> None:
        bare = old.request("list_projects")
        old.send(ac.Request("GET", bare.path, "page=1&tag=a%20b", bare.headers))
        assert old.fake.calls[0].request.target == f"/tenants/{old.fake.tenant.id}/projects?page=1&tag=a%20b"

    def test_an_older_envoy_has_values_as_text(self, old: Place) -> None:
        async def play(envoy: Envoy) -> ac.Response:
            return await envoy.send(old.request("create_project", PROJECTS), raw=False)

        assert old.run(play).json()["project"]["customer_address"] == "PO Box 12"

    def test_bodies_that_no_rule_looks_at_stay_with_envoy(self, old: Place) -> None:
        answer, envoy = old.send(old.request("list_teams"))
        up, down = envoy.said
        assert envoy.told == ["request_headers", "response_headers"]
        assert {option.header.key for option in up.request_headers.response.header_mutation.set_headers} == {":path"}
        assert up.request_headers.response.clear_route_cache
        assert down.response_headers.response.ByteSize() == 0 or not down.response_headers.response.HasField(
            "body_mutation"
        )
        assert answer.json() == old.fake.call("list_teams").json()

    def test_bodies_of_paths_that_no_catalogue_knows_too(self, old: Place) -> None:
        old.fake.answer_next(ac.Response(200, {"Content-Type": "text/plain"}, b"as it is"))
        answer, envoy = old.send(ac.Request("POST", "/v2/upgrade", None, old.fake.headers, b"any"))
        assert (answer.body, old.fake.calls[0].request.body) == (b"as it is", b"any")
        assert envoy.told == ["request_headers", "response_headers"]

    def test_an_answer_over_the_limit_is_not_asked_for(self, old: Place) -> None:
        answer, envoy = old.send(old.request("retrieve_project", project_id=PROJECT), **{"limits.body": 10})
        assert envoy.told == ["request_headers", "response_headers"]
        assert (answer.status, answer.body) == (200, old.fake.calls[0].response.body)

    def test_the_servers_own_version_passes(self, old: Place) -> None:
        request = FakeAurora(V24, tenant=old.fake.tenant).request("retrieve_tenant")
        answer, envoy = old.send(request, client="auto")
        assert answer.json() == old.fake.call("retrieve_tenant").json()
        assert [getattr(said, part).response.ByteSize() for part, said in zip(envoy.told, envoy.said, strict=True)] == [
            0,
            0,
        ]

    def test_bodies_in_gzip_are_taken_out_of_it(self) -> None:
        fake = FakeAurora(V24, compress=True)
        with listening(fake) as upstream:
            place = Place(V24, V18, upstream, fake)
            packed = gzip.compress(json.dumps(PROJECTS).encode())
            bare = place.request("create_project", PROJECTS)
            fields = {**dict(bare.headers), "Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
            answer, _ = place.send(ac.Request("POST", bare.path, None, fields, packed))
        assert fake.calls[0].request.json()["project"]["mailing_address"] == "PO Box 12"
        assert (answer.headers.get("content-encoding"), "customer_address" in answer.json()["project"]) == (None, True)

    def test_head(self, old: Place) -> None:
        for operation, length in (("list_projects", None), ("list_teams", "76")):
            bare = old.request(operation)
            answer, _ = old.send(ac.Request("HEAD", bare.path, None, bare.headers))
            assert (answer.status, answer.headers.get("content-length")) == (200, length)

    def test_204(self, old: Place) -> None:
        old.fake.answer_next(ac.Response(204))
        answer, envoy = old.send(old.request("delete_project", project_id=PROJECT))
        assert (answer.status, answer.body, envoy.told) == (204, b"", ["request_headers", "response_headers"])

    def test_errors_of_the_server(self, new: Place) -> None:
        answer, _ = new.send(new.request("retrieve_project", project_id="p-9"))
        assert (answer.status, answer.json()["errors"][0]["message"]) == (
            404,
            "The project with id p-9 could not be found",
        )

    def test_fields_that_a_version_is_ended_with_stand_behind_those_of_the_server(self, old: Place) -> None:
        old.fake.answer_next(ac.Response(200, [("Link", "</a>; rel=next"), ("Link", "</b>; rel=prev")], b"{}"))
        lifecycle = {V18: {"sunset": "2030-01-01T00:00:00Z", "link": "https://docs.example/end"}}
        answer, _ = old.send(old.request("list_teams"), lifecycle=lifecycle)
        links = answer.headers.all("link")
        assert links[:2] == ("</v2/a>; rel=next", "</v2/b>; rel=prev")
        assert "https://docs.example/end" in links[2]
        assert answer.headers.get("sunset") == "Tue, 01 Jan 2030 00:00:00 GMT"


class TestLookUps:
    def test_roles_are_asked_of_the_upstream_with_the_callers_credential(self, old: Place) -> None:
        answer, _ = old.send(old.request("create_user", USER))
        asked = [(call.operation, call.request.headers.get("authorization")) for call in old.fake.calls]
        assert asked == [("list_roles", f"Bearer {TOKEN}"), ("create_user", f"Bearer {TOKEN}")]
        assert old.fake.calls[1].request.json()["user"]["role_id"] == TEAM_MEMBER
        assert answer.json()["user"]["user_level"] == "Team Member"

    def test_what_passed_by_is_remembered(self, old: Place) -> None:
        async def play(envoy: Envoy) -> ac.Response:
            listed = await envoy.send(old.request("list_design_assets", design_id=DESIGN))
            asset = listed.json()["assets"][0]["id"]
            return await envoy.send(old.request("retrieve_design_asset", asset_id=asset))

        assert old.run(play).status == 200
        assert old.fake.calls[1].request.path.startswith(f"/tenants/{old.fake.tenant.id}/designs/{DESIGN}/assets/")

    def test_a_stream_ends_when_what_it_taught_is_kept(self, old: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        async def play(envoy: Envoy) -> bool:
            keeping, kept = asyncio.Event(), asyncio.Event()

            async def finished(self: Conversation) -> None:
                keeping.set()
                await kept.wait()

            monkeypatch.setattr(Conversation, "finished", finished)
            stream = envoy.stream()
            await envoy.tell(stream, request_headers=head(ac.Request("GET", "/v2/", None, old.fake.headers)))
            ending = asyncio.create_task(stream.read())
            await keeping.wait()
            await envoy.health()
            is_open = not ending.done()
            kept.set()
            assert await ending is grpc.aio.EOF
            return is_open

        assert old.run(play)

    def test_those_that_take_too_long_are_given_up(self, old: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        async def endless(*_: Any) -> Any:
            await asyncio.Event().wait()

        monkeypatch.setattr(Conversation, "at_once", _not_at_once)
        monkeypatch.setattr(Conversation, "begin", endless)
        answer, _ = old.send(old.request("create_user", USER), **{"timeouts.total": 0.01})
        assert (answer.status, "look-ups" in refused(answer)) == (504, True)


class TestRefusals:
    def test_what_a_rule_refuses(self, old: Place) -> None:
        answer, envoy = old.send(ac.Request("GET", "/v2/", None, old.fake.headers))
        assert (answer.status, "root-endpoint" in refused(answer), old.fake.calls) == (404, True, [])
        assert envoy.said[0].immediate_response.details == "aurora_compat_refused"

    def test_no_credential(self, old: Place) -> None:
        bare = old.request("list_projects")
        answer, _ = old.send(ac.Request("GET", bare.path))
        assert (answer.status, answer.headers.get("www-authenticate"), old.fake.calls) == (401, "Bearer", [])

    def test_callers_that_nobody_knows(self, old: Place) -> None:
        answer, _ = old.send(old.request("list_projects"), **{"callers.unknown": "refuse"})
        assert (answer.status, old.fake.calls) == (401, [])

    def test_a_body_that_is_no_json(self, old: Place) -> None:
        bare = old.request("create_project", PROJECTS)
        answer, envoy = old.send(ac.Request("POST", bare.path, None, bare.headers, b'{"project": '))
        assert (answer.status, old.fake.calls, envoy.told[-1]) == (400, [], "request_body")

    def test_a_body_over_the_limit_by_its_length(self, old: Place) -> None:
        bare = old.request("create_project", PROJECTS)
        request = ac.Request("POST", bare.path, None, bare.headers.with_value("Content-Length", "11"), b"{" * 11)
        answer, envoy = old.send(request, **{"limits.body": 10})
        assert (answer.status, envoy.told) == (413, ["request_headers"])
        assert "10 bytes" in refused(answer)

    def test_a_body_over_the_limit_by_what_came(self, old: Place) -> None:
        answer, envoy = old.send(old.request("create_project", PROJECTS), **{"limits.body": 10})
        assert (answer.status, envoy.told) == (413, ["request_headers", "request_body"])

    def test_more_than_it_carries_at_once(self, old: Place) -> None:
        async def play(envoy: Envoy) -> ac.Response:
            stream = envoy.stream()
            await envoy.tell(stream, request_headers=head(old.request("list_teams")))
            answer = await envoy.send(old.request("list_teams"))
            stream.cancel()
            return answer

        answer = old.run(play, **{"limits.concurrency": 1})
        assert (answer.status, answer.headers.get("retry-after"), old.fake.calls) == (503, "1", [])

    def test_signatures(self, old: Place) -> None:
        key = {"name": "one", "key_id": "k-1", "secret": "env:SECRET", "token": "env:TOKEN"}
        given = {"callers.key": [key], "environ": {"SECRET": SECRET, "TOKEN": TOKEN}}
        bare = old.request("create_user", USER)
        plain = ac.Request("POST", bare.path, None, bare.headers.without("Authorization"), bare.body)
        good, _ = old.send(hmac_auth.sign(plain, key="k-1", secret=SECRET), **given)
        assert good.json()["user"]["user_level"] == "Team Member"
        assert {call.request.headers.get("authorization") for call in old.fake.calls} == {f"Bearer {TOKEN}"}
        assert "Signature" not in old.fake.calls[-1].request.target
        bad, _ = old.send(hmac_auth.sign(plain, key="k-1", secret="guessed"), **given)
        assert (bad.status, len(old.fake.calls)) == (401, 2)


class TestTrouble:
    @pytest.mark.parametrize(
        "place", [(Service, "conversation"), (Conversation, "at_once")], ids=lambda place: place[1]
    )
    def test_a_bug_on_the_way_up_is_answered(
        self, old: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, place: tuple[type, str]
    ) -> None:
        monkeypatch.setattr(*place, _broken)
        answer, _ = old.send(old.request("create_project", PROJECTS))
        assert (answer.status, refused(answer)) == (500, "the gateway failed; its log tells why")
        assert old.fake.calls == []
        assert SECRET not in answer.body.decode()
        (record,) = caplog.records
        assert (record.levelno, SECRET in record.getMessage()) == (logging.ERROR, False)

    def test_a_bug_on_the_way_down_passes_the_answer_on(
        self, old: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(Conversation, "end", _broken)
        answer, envoy = old.send(old.request("create_project", PROJECTS))
        assert (answer.status, answer.body) == (200, old.fake.calls[0].response.body)
        assert envoy.told[-1] == "response_body"
        assert [record.levelno for record in caplog.records] == [logging.ERROR]

    def test_a_bug_at_the_end_is_told(
        self, old: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(Conversation, "finished", _broken)
        answer, _ = old.send(old.request("list_teams"))
        assert (answer.status, [record.levelno for record in caplog.records]) == (200, [logging.ERROR])

    def test_an_answer_of_envoys_own_passes(self, old: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        told: list[tuple[Any, ...]] = []
        monkeypatch.setattr(Telemetry, "finished", lambda self, *what: told.append(what[3:5]))

        async def play(envoy: Envoy) -> Any:
            stream = envoy.stream()
            await envoy.tell(stream, request_headers=head(old.request("create_project", PROJECTS)))
            return await envoy.tell(stream, response_headers=head(ac.Response(413, None, b"Payload Too Large")))

        said = old.run(play)
        assert said.WhichOneof("response") == "response_headers"
        assert said.response_headers.response.ByteSize() == 0
        assert told == [("too_large", 413)]

    def test_parts_that_nobody_asked_for_pass(self, old: Place) -> None:
        async def play(envoy: Envoy) -> list[Any]:
            stream = envoy.stream()
            await envoy.tell(stream, request_headers=head(old.request("list_teams"), more=True))
            body = await envoy.tell(stream, request_body=HttpBody(body=b"x", end_of_stream=False))
            trailers = await envoy.tell(stream, request_trailers=HttpTrailers())
            nothing = await envoy.tell(stream)
            await stream.done_writing()
            return [body, trailers, nothing]

        said = old.run(play)
        assert [one.WhichOneof("response") for one in said] == ["request_body", "request_trailers", None]
        assert said[0].request_body.response.ByteSize() == 0

    def test_a_head_without_its_line_is_answered(self, old: Place, caplog: pytest.LogCaptureFixture) -> None:
        async def play(envoy: Envoy) -> Any:
            return await envoy.tell(envoy.stream(), request_headers=HttpHeaders())

        assert old.run(play).immediate_response.status.code == 500
        assert [record.levelno for record in caplog.records] == [logging.ERROR]


class TestSeen:
    def test_exchanges_are_counted(self, old: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        told: list[tuple[Any, ...]] = []
        monkeypatch.setattr(Telemetry, "finished", lambda self, *what: told.append(what[:5]))
        old.send(old.request("create_project", PROJECTS))
        old.send(ac.Request("GET", "/v2/", None, old.fake.headers))
        old.send(old.request("retrieve_project", project_id="p-9"))
        assert told == [
            ("create_project", V18, V24, "translated", 200),
            ("retrieve_root", V18, V24, "refused", 404),
            ("retrieve_project", V18, V24, "translated", 404),
        ]

    def test_clients_that_go_away_are_counted(self, old: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        begun, over = asyncio.Event(), asyncio.Event()
        told: list[tuple[Any, ...]] = []

        async def endless(*_: Any) -> Any:
            begun.set()
            await asyncio.Event().wait()

        def finished(self: Telemetry, *what: Any) -> None:
            told.append(what[3:5])
            over.set()

        monkeypatch.setattr(Conversation, "at_once", _not_at_once)
        monkeypatch.setattr(Conversation, "begin", endless)
        monkeypatch.setattr(Telemetry, "finished", finished)

        async def play(envoy: Envoy) -> None:
            stream = envoy.stream()
            telling = asyncio.create_task(envoy.tell(stream, request_headers=head(old.request("list_teams"))))
            await begun.wait()
            stream.cancel()
            await over.wait()
            await asyncio.wait([telling])

        old.run(play)
        assert told == [("client_gone", 0)]

    def test_health(self, old: Place) -> None:
        async def play(envoy: Envoy, processor: Processor) -> list[bytes]:
            stream = envoy.stream()
            await envoy.tell(stream, request_headers=head(old.request("list_teams")))
            serving = await envoy.health()
            processor.is_stopping = True
            return [serving, await envoy.health()]

        assert old.run(play) == [b"\x08\x01", b"\x08\x02"]

    def test_streams_are_ended_before_it_stops(self, old: Place) -> None:
        async def play(envoy: Envoy, processor: Processor) -> Any:
            stream = envoy.stream()
            await envoy.tell(stream, request_headers=head(old.request("list_teams")))
            stopping = asyncio.create_task(processor.stop(60))
            said = await envoy.tell(stream, response_headers=head(ac.Response(200, None, b"{}")))
            assert processor.ready() == ("it is stopping",)
            await stopping
            return said

        assert old.run(play).WhichOneof("response") == "response_headers"


def _not_at_once(*_: Any) -> None:
    """Leaves every request to `begin`."""


def _broken(*_: Any) -> Any:
    raise RuntimeError(f"it is {SECRET}")
