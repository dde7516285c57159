"""The admin listener: health, metrics, use, and the call that teaches."""

import asyncio
import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

import aiohttp
import pytest

import aurora_compat as ac
from aurora_compat.gateway.directory import DirectoryError, Kind, Remembered, Scope
from aurora_compat.gateway.proxy.admin import Admin
from aurora_compat.gateway.proxy.metrics import Telemetry
from aurora_compat.gateway.proxy.sharing import VARIABLE
from aurora_compat.gateway.proxy.taught import MOST_BYTES, NotTaught, Taught

HOST = "aurora.example:443"
TOKEN = "example-token"
TAUGHT = {"tenant_id": "t-1", "design_of_asset": {"a-1": "d-1", "a-2": "d-1"}, "project_of_design": {"d-1": "p-1"}}


class Answer(NamedTuple):
    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def message(self) -> str:
        told = json.loads(self.body)
        assert list(told) == ["errors"]
        (error,) = told["errors"]
        assert list(error) == ["message"]
        message: str = error["message"]
        return message


class Listening(NamedTuple):
    origin: str
    telemetry: Telemetry
    directory: Any
    reasons: list[str]

    async def ask(self, method: str, path: str, *, token: str | None = None, **kw: Any) -> Answer:
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        headers |= kw.pop("headers", {})
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self.origin + path, headers=headers, **kw) as answer,
        ):
            return Answer(answer.status, await answer.read(), answer.headers)

    async def teach(self, body: bytes | object, kind: str = "application/json") -> Answer:
        data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        return await self.ask("POST", "/learned", data=data, headers={"Content-Type": kind})


def bound() -> socket.socket:
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    return sock


@asynccontextmanager
async def listening(*, token: str | None = None, directory: Any = None) -> AsyncIterator[Listening]:
    telemetry, reasons = Telemetry.made(reads=100), []  # type: tuple[Telemetry, list[str]]
    directory = directory or Remembered()
    admin = Admin(telemetry=telemetry, directory=directory, host=HOST, ready=lambda: tuple(reasons), token=token)
    with bound() as sock:
        port = sock.getsockname()[1]
        await admin.start(sock)
        try:
            yield Listening(f"http://127.0.0.1:{port}", telemetry, directory, reasons)
        finally:
            await admin.stop()


class TestHealth:
    def test_it_lives(self) -> None:
        async def main() -> None:
            async with listening() as admin:
                assert (await admin.ask("GET", "/healthz")).status == 200

        asyncio.run(main())

    def test_it_is_ready_or_says_why_not(self) -> None:
        async def main() -> None:
            async with listening() as admin:
                assert (await admin.ask("GET", "/readyz")).status == 200
                admin.reasons.extend(["draining", "the upstream can't be reached"])
                answer = await admin.ask("GET", "/readyz")
                assert answer.status == 503
                assert json.loads(answer.body) == {"status": "not ready", "reasons": admin.reasons}
                assert (await admin.ask("GET", "/healthz")).status == 200

        asyncio.run(main())


class TestMetrics:
    def test_are_told_as_they_stand(self) -> None:
        async def main() -> None:
            async with listening() as admin:
                for count in (1, 2):
                    admin.telemetry.lookup("list_roles", "asked")
                    answer = await admin.ask("GET", "/metrics")
                    assert answer.headers["Content-Type"].startswith("text/plain; version=")
                    line = f'aurora_compat_lookups_total{{how="asked",operation="list_roles"}} {count}.0'
                    assert line.encode() in answer.body.splitlines()

        asyncio.run(main())

    def test_what_other_workers_look_at_is_flushed_in_the_end(self) -> None:
        async def main() -> bytes:
            async with listening() as admin:
                admin.telemetry.lookup("list_roles", "asked")
            return admin.telemetry.exposition()

        assert b"aurora_compat_lookups_total{" in asyncio.run(main())

    def test_and_now_and_then(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("aurora_compat.gateway.proxy.admin._EVERY", 0.001)

        async def main() -> None:
            async with listening() as admin:
                flushed = asyncio.Event()
                monkeypatch.setattr(admin.telemetry, "flush", flushed.set)
                await asyncio.wait_for(flushed.wait(), 10)

        asyncio.run(main())


def test_usage_tells_of_changes_and_of_clients() -> None:
    async def main() -> Any:
        async with listening() as admin:
            headers = {"Authorization": "Bearer example-token"}
            request = ac.Request("GET", "/v2/tenants/t-1", None, headers)
            admin.telemetry.translation(ac.translate_request(request, source="2018.01", target="2024.05"))
            admin.telemetry.finished("retrieve_tenant", "2018.01", "2024.05", "translated", 200, 0.1)
            answer = await admin.ask("GET", "/usage")
            assert answer.headers["Content-Type"].startswith("application/json")
            return json.loads(answer.body)

    told = asyncio.run(main())
    (change,) = told["changes"]
    assert change.pop("last_seen") >= told["since"]
    assert change == {
        "change": "v2-prefix",
        "client": "2018.01",
        "server": "2024.05",
        "count": 1,
        "summary": ac.changes["v2-prefix"].summary,
    }
    assert told["clients"] == [{"client": "2018.01", "server": "2024.05", "requests": 1}]


class TestLearned:
    def test_pairs_are_kept_for_their_tenant(self) -> None:
        async def main() -> None:
            async with listening() as admin:
                answer = await admin.teach(TAUGHT)
                assert (answer.status, json.loads(answer.body)) == (
                    200,
                    {"learned": {"design_of_asset": 2, "project_of_design": 1}},
                )
                found = await admin.directory.find(Scope(HOST, "t-1"), "design_of_asset", ["a-1", "a-2", "a-3"])
                assert found == {"a-1": "d-1", "a-2": "d-1"}
                assert await admin.directory.find(Scope(HOST, "t-1"), "project_of_design", ["d-1"]) == {"d-1": "p-1"}
                assert await admin.directory.find(Scope(HOST, "t-2"), "project_of_design", ["d-1"]) == {}

        asyncio.run(main())

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (b"", "the body is no JSON that can be read"),
            (b'{"tenant_id": "t-1", "tenant_id": "t-2"}', "twice"),
            (b"[" * 100 + b"]" * 100, "levels deep"),
            ([], "a list stands where an object belongs"),
            ({"tenant": "t-1"}, "1 of the members are unknown; there are tenant_id, design_of_asset and"),
            ({"design_of_asset": {"a-1": "d-1"}}, "tenant_id is missing"),
            ({"tenant_id": 1, "design_of_asset": {"a-1": "d-1"}}, "tenant_id: a number stands where a text belongs"),
            ({"tenant_id": "", "design_of_asset": {"a-1": "d-1"}}, "tenant_id: an id is a text of 1 to 200"),
            ({"tenant_id": "t-1", "design_of_asset": ["a-1"]}, "design_of_asset: a list stands where an object"),
            ({"tenant_id": "t-1", "design_of_asset": {"a-1": None}}, "pair 1, the second id: null stands where a text"),
            ({"tenant_id": "t-1", "design_of_asset": {"a\n": "d"}}, "pair 1, the first id: an id is a text of"),
            ({"tenant_id": "t-1", "design_of_asset": {"a": "d" * 201}}, "printable characters, not one of 201"),
            ({"tenant_id": "t-1"}, "there is nothing to learn"),
            ({"tenant_id": "t-1", "design_of_asset": {}}, "there is nothing to learn"),
        ],
        ids=lambda value: repr(value)[:40],
    )
    def test_what_is_something_else_is_refused_with_a_reason(self, body: Any, words: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        with pytest.raises(NotTaught) as raised:
            Taught.read(data)
        assert words in str(raised.value)

    def test_a_reason_is_told_in_the_form_of_the_api_s_errors(self) -> None:
        async def main() -> None:
            async with listening() as admin:
                answer = await admin.teach({"design_of_asset": {"a-1": "d-1"}})
                assert answer.status == 422
                assert answer.message.startswith("tenant_id is missing; send {")

        asyncio.run(main())

    def test_a_body_over_the_limit_is_not_read(self) -> None:
        async def main() -> None:
            async with listening() as admin:
                answer = await admin.teach(b" " * (MOST_BYTES + 1))
                assert answer.status == 413
                assert "4,194,304 bytes" in answer.message

        asyncio.run(main())

    def test_a_page_in_a_browser_cannot_send_it_unasked(self) -> None:
        async def main() -> None:
            async with listening() as admin:
                answer = await admin.teach(TAUGHT, "text/plain")
                assert answer.status == 415
                assert await admin.directory.find(Scope(HOST, "t-1"), "design_of_asset", ["a-1"]) == {}

        asyncio.run(main())

    def test_a_store_that_fails_is_told_and_counted(self) -> None:
        class Full:
            async def learn(self, scope: Scope, kind: Kind, pairs: Mapping[str, str]) -> None:
                raise DirectoryError("the disk is full")

        async def main() -> None:
            async with listening(directory=Full()) as admin:
                answer = await admin.teach(TAUGHT)
                assert answer.status == 503
                assert "the disk is full" in answer.message
                assert b"aurora_compat_learned_failures_total 1.0" in admin.telemetry.exposition()

        asyncio.run(main())


class TestTokens:
    WITHOUT: Collection[str] = ("/healthz", "/readyz")
    WITH: Collection[str] = ("/metrics", "/usage", "/learned", "/nowhere")

    def test_one_is_wanted_where_one_is_set(self) -> None:
        async def main() -> None:
            async with listening(token=TOKEN) as admin:
                for path in self.WITHOUT:
                    assert (await admin.ask("GET", path)).status == 200
                for path in self.WITH:
                    for given in (None, "", "wrong", TOKEN + "x", TOKEN[:-1], "\xe9"):
                        answer = await admin.ask("GET", path, token=given)
                        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
                        assert TOKEN not in answer.message
                    assert (await admin.ask("GET", path, token=TOKEN)).status != 401

        asyncio.run(main())

    @pytest.mark.parametrize("given", [f"bearer {TOKEN}", f"Bearer  {TOKEN}"])
    def test_the_scheme_is_spelled_as_one_likes(self, given: str) -> None:
        async def main() -> None:
            async with listening(token=TOKEN) as admin:
                assert (await admin.ask("GET", "/usage", headers={"Authorization": given})).status == 200
                assert (await admin.ask("GET", "/usage", headers={"Authorization": f"Basic {TOKEN}"})).status == 401

        asyncio.run(main())


def test_other_paths_and_methods() -> None:
    async def main() -> None:
        async with listening() as admin:
            nowhere = await admin.ask("GET", "/")
            assert (nowhere.status, nowhere.message) == (
                404,
                "there are /metrics, /healthz, /readyz, /usage and /learned",
            )
            wrong = await admin.ask("GET", "/learned")
            assert (wrong.status, wrong.message) == (405, "GET is not what this path takes: POST")
            assert wrong.headers["Allow"] == "POST"

    asyncio.run(main())


def test_several_listen_on_one_socket() -> None:
    async def main() -> None:
        with bound() as sock:
            made = [
                Admin(telemetry=Telemetry.made(reads=1), directory=Remembered(), host=HOST, ready=tuple)
                for _ in range(2)
            ]
            for admin in made:
                await admin.start(sock.dup())
            url = f"http://127.0.0.1:{sock.getsockname()[1]}/healthz"
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:
                for admin in made:
                    async with session.get(url) as answer:
                        assert answer.status == 200
                    await admin.stop()

    asyncio.run(main())


_WORKER = """
import asyncio, socket, sys
from aurora_compat.gateway.directory import Remembered
from aurora_compat.gateway.proxy.admin import Admin
from aurora_compat.gateway.proxy.metrics import Telemetry

async def main():
    sock = socket.socket(fileno=int(sys.argv[1]))
    telemetry = Telemetry.made(reads=1)
    admin = Admin(telemetry=telemetry, directory=Remembered(), host="", ready=tuple)
    telemetry.finished("list_projects", sys.argv[2], "2024.05", "passed", 200, 0.1)
    telemetry.flush()
    await admin.start(sock)
    print("listening", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await admin.stop()

asyncio.run(main())
"""


def test_whichever_worker_answers_tells_of_all(tmp_path: Path) -> None:
    environ = os.environ | {VARIABLE: str(tmp_path)}
    with bound() as sock, ExitStack() as workers:
        for client in ("2018.01", "2022.09"):
            command = [sys.executable, "-c", _WORKER, str(sock.fileno()), client]
            worker = workers.enter_context(
                subprocess.Popen(
                    command, env=environ, pass_fds=[sock.fileno()], stdin=subprocess.PIPE, stdout=subprocess.PIPE
                )
            )
            assert worker.stdout is not None
            assert worker.stdout.readline() == b"listening\n"
        origin = f"http://127.0.0.1:{sock.getsockname()[1]}"
        for _ in range(4):
            with urlopen(origin + "/usage", timeout=60) as answer:
                told = json.loads(answer.read())
            assert [one["client"] for one in told["clients"]] == ["2018.01", "2022.09"]
            with urlopen(origin + "/metrics", timeout=60) as answer:
                assert b'aurora_compat_seconds_count{stage="total"} 2.0' in answer.read()


def test_one_that_was_never_started_can_be_stopped() -> None:
    admin = Admin(telemetry=Telemetry.made(reads=1), directory=Remembered(), host=HOST, ready=tuple)
    asyncio.run(admin.stop())
