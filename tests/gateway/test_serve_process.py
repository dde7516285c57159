"""`aurora-compat serve` as a process: signals, workers, and what is told where it can't start."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.gateway.proxy.server import CannotServe, serve
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.testing.server import TOKEN, FakeAurora, sample_tenant

from ._loopback import listening
from ._proxy import PATIENCE, Wire, answer, request, upstream

CURL = shutil.which("curl")
AUTH = ("Authorization", f"Bearer {TOKEN}")
SERVE = [sys.executable, "-m", "aurora_compat.cli", "serve", "--server", "2024.05", "--client", "2018.01"]
ANYWHERE = "127.0.0.1:0"
LAST = 60
"""Seconds after which a process is killed."""


class Process:
    """The command, running; it tells where it listens."""

    def __init__(self, popen: "subprocess.Popen[str]") -> None:
        self._popen = popen
        started = self.event("listening")
        self.port, self.admin = (int(started[key].rpartition(":")[2]) for key in ("address", "admin"))

    @property
    def pid(self) -> int:
        return self._popen.pid

    def event(self, name: str) -> dict[str, Any]:
        """The next line of an event in its log; other lines are read over."""
        assert self._popen.stderr is not None
        for line in self._popen.stderr:
            told: dict[str, Any] = json.loads(line)
            if told["event"] == name:
                return told
        raise AssertionError(f"it ended before {name}")

    def stop(self, number: int = signal.SIGTERM) -> None:
        self._popen.send_signal(number)

    def ended(self) -> int:
        return self._popen.wait(LAST)

    def get(self, path: str, *, admin: bool = False) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.admin if admin else self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=dict((AUTH,)))
            told = connection.getresponse()
            return told.status, told.read()
        finally:
            connection.close()

    def connect(self) -> Wire:
        return Wire(socket.create_connection(("127.0.0.1", self.port), PATIENCE))

    def count(self, sample: str) -> float:
        """The sum of a metric over all its labels."""
        lines = self.get("/metrics", admin=True)[1].decode().splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(sample))

    def children(self) -> set[int]:
        """Its workers, by their ids."""
        found = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return {int(pid) for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}


@contextmanager
def serving(origin: str, directory: Path, *args: str, **environ: str) -> Iterator[Process]:
    line = [*SERVE, "--upstream", origin, "--listen", ANYWHERE, "--admin", ANYWHERE, *args]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AURORA_COMPAT_")}
    clean["AURORA_COMPAT_LEARNED"] = f"sqlite:{directory}/learned.sqlite3"
    with subprocess.Popen(line, env={**clean, **environ}, stderr=subprocess.PIPE, text=True) as popen:
        last = Timer(LAST, popen.kill)
        last.start()
        try:
            yield Process(popen)
            popen.terminate()
            assert popen.wait(LAST) == 0
        finally:
            popen.kill()
            last.cancel()


def until(holds: Any) -> None:
    """Wait for what another process comes to."""
    pause = Event()
    for _ in range(LAST * 100):
        if holds():
            return
        pause.wait(0.01)
    raise AssertionError("it did not come to that")


def is_refused(process: Process) -> bool:
    try:
        process.connect().close()
    except ConnectionRefusedError:
        return True
    return False


class Slow:
    """A server that answers at once, but for what is slow: that waits until it may."""

    def __init__(self) -> None:
        self._over = Event()
        self._arrived: list[str] = []

    def __call__(self, wire: Wire) -> None:
        while message := wire.request():
            if message.target.endswith("slow"):
                self._arrived.append(message.target)
                self._over.wait(LAST)
            wire.send(answer(200, {"asked": message.target}))

    def asked_by(self, process: Process, count: int) -> list[Wire]:
        """Connections of clients, each with a request in flight."""
        wires = [process.connect() for _ in range(count)]
        for number, wire in enumerate(wires):
            wire.send(request("GET", f"/v2/{number}/slow", None, AUTH))
        until(lambda: len(self._arrived) == count)
        return wires

    def answers(self, wires: list[Wire]) -> None:
        """Answer all that wait, and see that each client gets its own."""
        self._over.set()
        told = [wire.answer() for wire in wires]
        for wire in wires:
            wire.close()
        assert [(one.status, one.is_whole) for one in told] == [(200, True)] * len(wires)
        assert [one.json()["asked"] for one in told] == [f"/{number}/slow" for number in range(len(wires))]


def test_an_old_client_is_answered_by_a_new_server(tmp_path: Path) -> None:
    tenant = sample_tenant()
    path = f"/v2/tenants/{tenant.id}/projects"
    fake = FakeAurora("2024.05", tenant=tenant)
    exchange = ac.Exchange(ac.Request("GET", path, None, [AUTH]), client="2018.01", server="2024.05")
    own = exchange.respond(fake.send(exchange.upstream)).result.json()
    with listening(fake) as origin, serving(origin, tmp_path) as process:
        if CURL is not None:
            line = [CURL, "--disable", "--silent", "--noproxy", "*", "--header", ": ".join(AUTH), "--max-time", "20"]
            told = subprocess.run(
                [*line, f"http://127.0.0.1:{process.port}{path}"], capture_output=True, check=True, timeout=LAST
            ).stdout
        else:
            status, told = process.get(path)
            assert status == 200
        assert json.loads(told) == own
        assert process.get("/readyz", admin=True)[0] == 200
        assert process.count('aurora_compat_requests_total{client="2018.01",operation="list_projects"') == 1
        all_that_came_in_is_answered(process, path)
    assert (tmp_path / "learned.sqlite3").exists()


def all_that_came_in_is_answered(process: Process, path: str) -> None:
    """What it had not looked at yet when it was told to stop: on new connections, and on one that was idle."""
    data = request("GET", path, None, AUTH)
    idle = process.connect()
    idle.send(data)
    assert idle.answer().status == 200
    process.stop(signal.SIGSTOP)
    wires = [idle, *(process.connect() for _ in range(10))]
    for wire in wires:
        wire.send(data)
    process.stop()
    process.stop(signal.SIGCONT)
    told = [wire.answer() for wire in wires]
    for wire in wires:
        wire.close()
    assert [(one.status, one.is_whole) for one in told] == [(200, True)] * 11
    assert process.ended() == 0


def test_nothing_in_flight_is_lost_when_it_is_told_to_stop(tmp_path: Path) -> None:
    """First it says so, and still takes requests; then it takes no more; at last it ends, when all are answered."""
    slow = Slow()
    with upstream(slow) as server, serving(server.origin, tmp_path, AURORA_COMPAT_TIMEOUTS__GRACE="50") as process:
        wires = slow.asked_by(process, 20)
        assert process.get("/readyz", admin=True)[0] == 200

        process.stop()
        until(lambda: process.get("/readyz", admin=True)[0] == 503)
        Event().wait(0.3)  # it would be gone by now
        late = process.connect()
        late.send(request("GET", "/v2/late", None, AUTH))
        told = late.answer()
        assert (told.status, told.get("connection")) == (200, "close")
        late.close()

        process.stop()  # a second time: the time of grace is over
        until(lambda: is_refused(process))
        slow.answers(wires)
        assert process.ended() == 0


def test_a_worker_that_dies_is_replaced_and_what_it_counted_stays(tmp_path: Path) -> None:
    """In the end both answer what they have in flight."""
    slow = Slow()
    with upstream(slow) as server, serving(server.origin, tmp_path, "--workers", "2") as process:
        process.event("listening")
        first = process.children()
        assert len(first) == 2
        path = "/v2/tenants/t-1/projects"
        assert [process.get(path)[0] for _ in range(10)] == [200] * 10
        until(lambda: process.count("aurora_compat_requests_total") == 10)

        killed = first.pop()
        os.kill(killed, signal.SIGKILL)
        told = process.event("worker_ended")
        assert (told["pid"], told["status"]) == (killed, -signal.SIGKILL)
        process.event("listening")
        second = process.children()
        assert (len(second), second & first, killed in second) == (2, first, False)
        assert [process.get(path)[0] for _ in range(10)] == [200] * 10
        until(lambda: process.count("aurora_compat_requests_total") == 20)
        assert process.count("aurora_compat_in_flight") == 0

        wires = slow.asked_by(process, 20)
        process.stop()
        until(lambda: is_refused(process))
        slow.answers(wires)
        assert process.ended() == 0


def test_what_keeps_it_from_starting_is_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"this is no database, and long enough to be taken for one" * 20)

    def started(listen: str, file: Path) -> "subprocess.Popen[str]":
        environ = {**os.environ, "AURORA_COMPAT_LEARNED": f"sqlite:{file}"}
        line = [*SERVE, "--upstream", "http://127.0.0.1:1", "--listen", listen, "--admin", ANYWHERE]
        return subprocess.Popen(line, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        wanted = {f"can't listen at {address}: Address already in use": (address, tmp_path / "learned.sqlite3")}
        wanted["learned: "] = ANYWHERE, broken
        processes = {told: started(*given) for told, given in wanted.items()}
        for told, process in processes.items():
            out, lines = process.communicate(timeout=LAST)
            assert (process.returncode, out) == (2, "")
            (line,) = lines.splitlines()
            assert line.startswith(f"aurora-compat: {told}")


def test_so_does_the_address_for_operators() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        told = {"upstream": "http://127.0.0.1:1", "server": "2024.05", "learned": "memory:"}
        settings = Settings.read(None, {}, {**told, "listen": ANYWHERE, "admin.listen": address})
        with pytest.raises(CannotServe, match=f"can't listen at {address}: .*; choose another address"):
            serve(settings)
