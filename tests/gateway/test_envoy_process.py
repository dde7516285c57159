"""The processor as a command: processes at one address, what it refuses to start with, and how it ends."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc.aio
import httpx
import pytest

import aurora_compat as ac
from aurora_compat.gateway.directory import DirectoryError
from aurora_compat.gateway.envoy import process
from aurora_compat.gateway.envoy.server import Processor
from aurora_compat.gateway.proxy import service
from aurora_compat.gateway.proxy.addresses import Address
from aurora_compat.gateway.proxy.logs import Log
from aurora_compat.gateway.proxy.server import bound
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.testing.server import FakeAurora
from tests.cli._run import fails, one_line, run

from ._envoy import Envoy, head, settings
from ._loopback import listening

V18, V24 = "2018.01", "2024.05"
LEAST = ("--upstream", "http://api.example", "--server", V24)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the settings of whoever runs the tests, and with nothing kept on disk."""
    for name in [name for name in os.environ if name.startswith("AURORA_COMPAT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AURORA_COMPAT_LEARNED", "memory:")
    monkeypatch.setenv("AURORA_COMPAT_ADMIN__LISTEN", "")


@contextmanager
def running(*args: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The command as a process of its own."""
    command = [sys.executable, "-m", "aurora_compat.cli", "ext-proc", *args]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as ran:
        try:
            yield ran
        finally:
            if ran.poll() is None:
                ran.kill()


def lines(ran: "subprocess.Popen[bytes]", count: int) -> list[Any]:
    """The next lines of its log."""
    assert ran.stderr is not None
    return [json.loads(ran.stderr.readline()) for _ in range(count)]


def test_processes_share_an_address_and_end_their_streams_first() -> None:
    fake = FakeAurora(V24)

    async def play(ran: "subprocess.Popen[bytes]", at: str) -> Any:
        async with grpc.aio.insecure_channel(at) as channel:
            envoy = Envoy(channel, fake)
            stream = envoy.stream()
            request = FakeAurora(V18, tenant=fake.tenant).request("list_teams")
            await envoy.tell(stream, request_headers=head(request))
            ran.send_signal(signal.SIGTERM)
            said = await envoy.tell(stream, response_headers=head(ac.Response(200, None, b"{}")))
            assert await stream.read() is grpc.aio.EOF
            return said

    with listening(fake) as upstream:
        given = ("--upstream", upstream, "--server", V24, "--listen", "127.0.0.1:0", "--workers", "2")
        with running(*given) as ran:
            one, other = lines(ran, 2)
            assert (one["event"], one["at"]) == (other["event"], other["at"]) == ("listening", one["at"])
            said = asyncio.run(play(ran, one["at"]))
            assert said.WhichOneof("response") == "response_headers"
            (request,) = lines(ran, 1)
            assert (request["event"], request["operation"], request["status"]) == ("request", "list_teams", 200)
            assert ran.wait(60) == 0


def test_operators_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    is_up = threading.Event()
    told: list[tuple[int, str]] = []

    def event(self: Log, level: str, event: str, **fields: object) -> None:
        if event == "listening":
            is_up.set()

    def ask(origin: str) -> None:
        if is_up.wait(60):
            for path in ("/readyz", "/metrics"):
                answer = httpx.get(origin + path, trust_env=False)
                told.append((answer.status_code, answer.text))
            os.kill(os.getpid(), signal.SIGTERM)
            while httpx.get(f"{origin}/readyz", trust_env=False).status_code == 200:
                pass  # the signal is on its way
            os.kill(os.getpid(), signal.SIGTERM)  # a second one: it does not wait for its time of grace

    monkeypatch.setattr(Log, "event", event)
    with bound(Address("127.0.0.1", 0)) as admin:
        grace: dict[str, Any] = {"timeouts.grace": 600}
        given = settings("http://api.example", V24, **grace)
        asking = threading.Thread(target=ask, args=(f"http://127.0.0.1:{admin.getsockname()[1]}",))
        asking.start()
        process.Worker(given, Address("127.0.0.1", 0), admin)()
        asking.join()
    (ready, metrics) = told
    assert (ready[0], metrics[0], "aurora_compat_in_flight" in metrics[1]) == (200, 200, True)


def test_an_address_that_is_taken_is_a_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        at = f"127.0.0.1:{taken.getsockname()[1]}"
        fails(run("ext-proc", *LEAST, "--listen", at), 2, at, "choose another address")


def test_a_store_that_can_not_be_opened_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(url: str) -> None:
        raise DirectoryError("it needs redis, which is not installed")

    monkeypatch.setattr(service, "opened", broken)
    fails(run("ext-proc", *LEAST, "--listen", "127.0.0.1:0"), 2, "learned: it needs redis")


def test_settings_that_are_wrong_are_told_line_by_line() -> None:
    ran = run("ext-proc", "--client", "1999.01")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert [line.split(":")[1].strip() for line in ran.stderr.splitlines()] == ["upstream", "server", "client"]


def test_it_serves_by_its_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    served: list[Settings] = []

    def serve(settings: Settings) -> int:
        served.append(settings)
        return 3

    monkeypatch.setattr(process, "serve", serve)
    file = tmp_path / "gateway.toml"
    file.write_text('upstream = "https://api.example"\nserver = "2022.09"\n', "utf-8")
    assert run("ext-proc", "--config", str(file), "--server", V24, "--workers", "4").exit_code == 3
    (told,) = served
    assert (told.upstream, told.server, told.listen, told.workers) == ("https://api.example", V24, "127.0.0.1:9002", 4)


@pytest.mark.parametrize("missing", ["grpc", "envoy", "aiohttp"])
def test_without_the_extra_the_line_says_how_to_get_it(missing: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; from aurora_compat.cli import main; main()"
    command = [sys.executable, "-c", program, "ext-proc", *LEAST]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    one_line(ran.stderr, missing, "pip install 'aurora_compat[envoy]'")


def test_a_processor_that_can_not_listen() -> None:
    async def started(at: str) -> None:
        opened = await service.Service.opened(settings("http://api.example", V24))
        try:
            await Processor(opened, at).start()
        finally:
            await opened.close()

    with socket.create_server(("127.0.0.1", 0)) as taken:
        at = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(OSError, match=at):
            asyncio.run(started(at))
