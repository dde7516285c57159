"""What passes by the proxy is learned, kept, and used; what goes wrong with that never fails a request."""

import asyncio
import gzip
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.gateway.directory import DirectoryError, Kind, Remembered, Scope
from aurora_compat.gateway.proxy import service
from aurora_compat.gateway.proxy.memory import Memory

from ._proxy import Message, Running, Server, answer, answering, chunked, proxy

AUTH = ("Authorization", "Bearer example-token")
TENANT = "/v2/tenants/t-1"
ASSETS = f"{TENANT}/designs/d-1/assets"
ASSET = f"{TENANT}/assets/a-1"
DESIGNS = f"{TENANT}/projects/p-1/designs"
COPY = f"{TENANT}/designs?site_model_design_id=d-1&include_design=true"
NEW = {"design": {"name": "Copy"}}


def aurora(message: Message) -> bytes:
    """A server of 2024.05 with two assets and a design."""
    end = message.target.partition("?")[0].rsplit("/", 1)[-1]
    told: dict[str, Any] = {
        "assets": {"assets": [{"id": "a-1"}, {"id": "a-2"}]},
        "a-1": {"asset": {"id": "a-1"}},
        "designs": {"designs": [{"id": "d-1"}]},
        "d-1": {"design": {"id": "d-1", "project_id": "p-1"}},
        "duplicate": {"design": {"id": "d-2", "project_id": "p-1"}},
    }
    return answer(200, told.get(end, {}))


def targets(server: Server) -> list[str]:
    got, server.got[:] = list(server.got), []
    return [f"{one.method} {one.target}" for one in got]


def kept(running: Running, kind: Kind, *ids: str, tenant: str = "t-1") -> Mapping[str, str]:
    running.outcomes()  # what was learned is kept before a request is over
    scope = Scope(running.service.upstream.host, tenant)

    async def found() -> Mapping[str, str]:
        return await running.service.directory.find(scope, kind, ids)

    told: Mapping[str, str] = running.call(found)
    return told


# Learned.


def test_the_design_of_an_asset_is_learned_from_a_list() -> None:
    with answering(aurora) as server, proxy(server) as running:
        before = running.get(ASSET, AUTH)
        assert (before.status, targets(server)) == (502, [])
        assert running.get(ASSETS, AUTH).status == 200
        assert kept(running, "design_of_asset", "a-1", "a-2", "a-3") == {"a-1": "d-1", "a-2": "d-1"}
        targets(server)
        assert running.get(ASSET, AUTH).json() == {"asset": {"id": "a-1"}}
        assert targets(server) == ["GET /tenants/t-1/designs/d-1/assets/a-1"]


def test_each_tenant_has_its_own() -> None:
    with answering(aurora) as server, proxy(server) as running:
        running.get(ASSETS, AUTH)
        assert kept(running, "design_of_asset", "a-1", tenant="t-2") == {}
        assert running.get(ASSET.replace("t-1", "t-2"), AUTH).status == 502


def test_the_project_of_a_design_is_learned_from_a_list_and_no_look_up_is_made_then() -> None:
    with answering(aurora) as server, proxy(server) as running:
        running.get(DESIGNS, AUTH)
        assert kept(running, "project_of_design", "d-1") == {"d-1": "p-1"}
        targets(server)
        assert running.post(COPY, NEW, AUTH).status == 200
        assert targets(server) == ["POST /tenants/t-1/designs/d-1/duplicate"]
        assert kept(running, "project_of_design", "d-2") == {"d-2": "p-1"}


def test_without_that_it_is_looked_up_once_and_kept() -> None:
    with answering(aurora) as server, proxy(server, {"lookups.ttl": 0.0}) as running:
        for _ in range(2):
            assert running.post(COPY, NEW, AUTH).status == 200
        assert targets(server) == [
            "GET /tenants/t-1/designs/d-1",
            "POST /tenants/t-1/designs/d-1/duplicate",
            "POST /tenants/t-1/designs/d-1/duplicate",
        ]


def _zipped(body: bytes) -> bytes:
    return answer(200, gzip.compress(body), ("Content-Encoding", "gzip"))


def _chunked(body: bytes) -> bytes:
    return answer(200, chunked([body[:10], body[10:]]), ("Transfer-Encoding", "chunked"), length=False)


@pytest.mark.parametrize("framed", [lambda body: answer(200, body), _zipped, _chunked])
@pytest.mark.parametrize("size", [1, 100_000])
def test_so_it_is_from_answers_that_are_streamed(framed: Any, size: int) -> None:
    """A list of assets is no answer that a change touches: it passes, and is listened to."""
    body = json.dumps({"assets": [{"id": "a-1", "note": "x" * size}]}).encode()
    with answering(framed(body)) as server, proxy(server) as running:
        told = running.get(ASSETS, AUTH)
        assert (told.status, told.is_whole) == (200, True)
        assert kept(running, "design_of_asset", "a-1") == {"a-1": "d-1"}


@pytest.mark.parametrize("status", [400, 404, 500])
def test_answers_that_are_no_success_teach_nothing(status: int) -> None:
    with answering(answer(status, {"assets": [{"id": "a-1"}]})) as server, proxy(server) as running:
        assert running.get(ASSETS, AUTH).status == status
        assert kept(running, "design_of_asset", "a-1") == {}


# Kept.


def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    file = tmp_path / "state" / "learned.sqlite3"
    with answering(aurora) as server:
        with proxy(server, learned=f"sqlite:{file}") as running:
            assert running.get(ASSETS, AUTH).status == 200
            assert running.get(DESIGNS, AUTH).status == 200
        targets(server)
        with proxy(server, learned=f"sqlite:{file}") as running:
            assert running.get(ASSET, AUTH).status == 200
            assert running.post(COPY, NEW, AUTH).status == 200
            assert targets(server) == [
                "GET /tenants/t-1/designs/d-1/assets/a-1",
                "POST /tenants/t-1/designs/d-1/duplicate",
            ]


def test_another_upstream_has_its_own(tmp_path: Path) -> None:
    file = f"sqlite:{tmp_path}/learned.sqlite3"
    with answering(aurora) as server, answering(aurora) as other:
        with proxy(server, learned=file) as running:
            running.get(ASSETS, AUTH)
        with proxy(other, learned=file) as running:
            assert running.get(ASSET, AUTH).status == 502


# Broken.


class Broken:
    """A directory that fails, in a way of its own."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.calls = 0

    async def find(self, scope: Scope, kind: Kind, ids: Collection[str]) -> Mapping[str, str]:
        self.calls += 1
        raise self.error

    async def learn(self, scope: Scope, kind: Kind, pairs: Mapping[str, str]) -> None:
        self.calls += 1
        raise self.error

    async def close(self) -> None:
        """Nothing to close."""


@pytest.fixture(params=[DirectoryError("the disk is full"), OSError("a-1"), KeyError("a-1")])
def broken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Broken:
    directory = Broken(request.param)
    monkeypatch.setattr(service, "opened", lambda url: directory)
    return directory


def test_a_directory_that_fails_never_fails_a_request(broken: Broken) -> None:
    with answering(aurora) as server, proxy(server) as running:
        assert running.get(ASSETS, AUTH).status == 200
        assert running.get(DESIGNS, AUTH).status == 200
        assert running.post(COPY, NEW, AUTH).status == 200
        assert running.outcomes() == {"translated": 3}
        assert running.counts("aurora_compat_learned_failures_total") == {(): broken.calls}
        assert broken.calls >= 3
        assert running.get(ASSET, AUTH).status == 502  # it is not known, and nobody else knows it
        lines = running.lines("learned_failure")
        assert len(lines) == 1  # once a minute
        assert "a-1" not in json.dumps(lines)


# The memory by itself.


class Counting(Remembered):
    """One that counts."""

    def __init__(self) -> None:
        super().__init__()
        self.learned: list[Mapping[str, str]] = []

    async def learn(self, scope: Scope, kind: Kind, pairs: Mapping[str, str]) -> None:
        self.learned.append(pairs)
        await super().learn(scope, kind, pairs)


def exchange(target: str, body: Any, method: str = "GET") -> ac.Exchange:
    made = ac.Exchange(ac.Request(method, target, None, [AUTH]), client="2018.01", server="2024.05")
    made.respond(ac.Response(200, {"Content-Type": "application/json"}, json.dumps(body).encode()))
    return made


def test_what_is_no_news_is_not_written_again() -> None:
    async def over() -> None:
        directory, failures = Counting(), list[Exception]()
        memory = Memory(directory, "api.example", failures.append)
        for ids in (("a-1", "a-2"), ("a-1", "a-2"), ("a-2", "a-3")):
            await memory.keep(exchange(ASSETS, {"assets": [{"id": id_} for id_ in ids]}))
        assert directory.learned == [{"a-1": "d-1", "a-2": "d-1"}, {"a-3": "d-1"}]
        await memory.keep(exchange(ASSETS.replace("d-1", "d-2"), {"assets": [{"id": "a-1"}]}))
        assert directory.learned[2:] == [{"a-1": "d-2"}]
        assert failures == []

    asyncio.run(over())


class Unread(ac.Exchange):
    """One whose answers must not be read again: they may be large."""

    @property
    def learned(self) -> ac.Context:
        raise AssertionError("it was read")


def test_a_design_that_is_known_is_not_read_again() -> None:
    async def over() -> None:
        directory = Counting()
        memory = Memory(directory, "api.example", lambda _: None)
        path = f"{TENANT}/designs/d-1/summary"
        await memory.keep(exchange(path, {"design": {"id": "d-1", "project_id": "p-1"}}))
        assert directory.learned == [{"d-1": "p-1"}]
        await memory.keep(Unread(ac.Request("GET", path), client="2018.01", server="2024.05"))
        other = ac.Request("GET", path.replace("d-1", "d-2"))
        with pytest.raises(AssertionError, match="it was read"):
            await memory.keep(Unread(other, client="2018.01", server="2024.05"))

    asyncio.run(over())


def test_what_could_not_be_kept_is_tried_again() -> None:
    async def over() -> None:
        failures: list[Exception] = []
        directory = Broken(DirectoryError("the disk is full"))
        memory = Memory(directory, "api.example", failures.append)
        for _ in range(2):
            await memory.keep(exchange(ASSETS, {"assets": [{"id": "a-1"}]}))
        assert (directory.calls, failures) == (2, [directory.error] * 2)

    asyncio.run(over())


def test_what_is_known_is_asked_for_by_the_ids_of_the_request() -> None:
    async def over() -> None:
        directory = Remembered()
        scope = Scope("api.example", "t-1")
        await directory.learn(scope, "design_of_asset", {"a-1": "d-1", "a-9": "d-9"})
        await directory.learn(scope, "project_of_design", {"d-1": "p-1"})
        memory = Memory(directory, "api.example", lambda _: None)
        asset = await memory.known(ac.Exchange(ac.Request("GET", ASSET), client="2018.01", server="2024.05"))
        assert asset is not None
        assert (dict(asset.design_of_asset), dict(asset.project_of_design)) == ({"a-1": "d-1"}, {})
        copy = await memory.known(ac.Exchange(ac.Request("POST", COPY), client="2018.01", server="2024.05"))
        assert copy is not None
        assert dict(copy.project_of_design) == {"d-1": "p-1"}
        other = ac.Request("GET", ASSET.replace("a-1", "a-2"))
        assert await memory.known(ac.Exchange(other, client="2018.01", server="2024.05")) is None

    asyncio.run(over())
