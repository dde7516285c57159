"""`aurora-compat serve`: settings from all places, told or run; `--demo` brings a server that answers."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import Result

from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.testing.server import TOKEN, sample_tenant
from tests.cli._run import fails, one_line, run

LEAST = ("--upstream", "https://api.example", "--server", "2024.05")
SECRET = "s3cr3t-t0k3n"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/gateway")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)


class CannotServe(Exception):
    """As the engine has it."""


class Server:
    """Stands for the engine: remembers what it was to serve, and does something meanwhile."""

    def __init__(self) -> None:
        self.served: list[Settings] = []
        self.status = 0
        self.meanwhile: Callable[[Settings], object] = lambda settings: None

    def serve(self, settings: Settings) -> int:
        self.served.append(settings)
        self.meanwhile(settings)
        return self.status


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    stand_in = Server()
    module = ModuleType("aurora_compat.gateway.proxy.server")
    vars(module).update(serve=stand_in.serve, CannotServe=CannotServe)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr("aurora_compat.gateway.proxy.server", module, raising=False)
    return stand_in


def serve(*args: str) -> Result:
    return run("serve", *args)


def test_it_serves_by_its_settings(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "gateway.toml"
    file.write_text("workers = 2\nclient = '2022.09'\n[limits]\nbody = 2\ndepth = 2\n")
    monkeypatch.setenv("AURORA_COMPAT_LIMITS__BODY", "3")
    monkeypatch.setenv("AURORA_COMPAT_WORKERS", "3")
    flags = ("--client", "2018.01", "--listen", "127.0.0.1:81", "--workers", "4", "--admin", "")
    result = serve(*LEAST, "--config", str(file), *flags)
    assert (result.exit_code, result.output) == (0, "")
    (settings,) = server.served
    assert (settings.upstream, settings.server, settings.client) == ("https://api.example", "2024.05", "2018.01")
    assert (settings.listen, settings.workers, settings.admin.listen) == ("127.0.0.1:81", 4, "")
    assert (settings.limits.body, settings.limits.depth) == (3, 2)


def test_the_status_is_the_servers(server: Server) -> None:
    server.status = 1
    assert serve(*LEAST).exit_code == 1


def test_an_engine_that_can_not_start_is_a_line(server: Server) -> None:
    def taken(settings: Settings) -> None:
        raise CannotServe("can't listen at 127.0.0.1:8080: Address already in use")

    server.meanwhile = taken
    fails(serve(*LEAST), 2, "can't listen at 127.0.0.1:8080")


class TestCheck:
    def test_good(self, server: Server) -> None:
        result = serve(*LEAST, "--check")
        assert (result.exit_code, result.stdout) == (0, "")
        one_line(result.stderr, "the settings are in order")
        assert server.served == []

    @pytest.mark.parametrize("more", [(), ("--check",), ("--show",)])
    def test_what_is_wrong_is_told_line_by_line(self, more: tuple[str, ...], server: Server) -> None:
        result = serve("--server", "2025.01", "--workers", "0", *more)
        assert (result.exit_code, result.stdout) == (2, "")
        upstream, version, workers = result.stderr.splitlines(keepends=True)
        one_line(upstream, "upstream", "AURORA_COMPAT_UPSTREAM")
        one_line(version, "server", "'2025.01' was met", "the command line")
        one_line(workers, "workers", "at least 1")
        assert server.served == []

    def test_a_file_that_is_missing(self) -> None:
        fails(serve(*LEAST, "--config", "no/such", "--check"), 2, "no/such", "can't be read")

    def test_a_file_that_is_no_toml(self, tmp_path: Path) -> None:
        file = tmp_path / "gateway.toml"
        file.write_text("a = \n")
        fails(serve(*LEAST, "--config", str(file)), 2, str(file), "line 1, column 5")

    def test_a_number_that_is_none(self) -> None:
        fails(serve(*LEAST, "--workers", "two"), 2, "--workers")


class TestShow:
    def test_is_json_without_secrets(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AURORA_COMPAT_ADMIN__TOKEN", "env:AURORA_COMPAT_ADMIN_TOKEN")
        monkeypatch.setenv("AURORA_COMPAT_ADMIN_TOKEN", SECRET)
        result = serve(*LEAST, "--show")
        assert (result.exit_code, result.stderr) == (0, "")
        shown = json.loads(result.stdout)
        assert result.stdout == json.dumps(shown, indent=2, sort_keys=True) + "\n"
        assert shown["admin"] == {"listen": "127.0.0.1:9090", "token": "***"}
        assert shown["learned"] == "sqlite:/home/gateway/.local/state/aurora-compat/learned.sqlite3"
        assert SECRET not in result.output
        assert server.served == []

    def test_a_secret_in_the_wrong_place_is_not_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AURORA_COMPAT_ADMIN__TOKEN", SECRET)
        result = serve(*LEAST, "--show")
        fails(result, 2, "admin.token", "AURORA_COMPAT_ADMIN__TOKEN", "env:NAME")
        assert SECRET not in result.output


def asked(url: str, path: str) -> tuple[int, Any]:
    """What a GET with the demo's token is answered."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


class TestDemo:
    PROJECTS = f"/tenants/{sample_tenant().id}/projects"

    def test_it_brings_a_server_and_says_what_to_ask(self, server: Server) -> None:
        answers: list[tuple[int, Any]] = []
        server.meanwhile = lambda settings: answers.append(asked(settings.upstream, self.PROJECTS))
        result = serve("--demo")
        (settings,) = server.served
        assert (settings.server, settings.client, settings.learned) == ("2024.05", "auto", "memory:")
        ((status, body),) = answers
        assert (status, "mailing_address" in body["projects"][0]) == (200, True)
        assert (result.exit_code, result.stdout) == (0, "")
        told, curl = result.stderr.splitlines(keepends=True)
        one_line(told, "a demo", "2018.01", "http://127.0.0.1:8080", "2024.05")
        assert curl == f"curl -H 'Authorization: Bearer {TOKEN}' http://127.0.0.1:8080/v2{self.PROJECTS}\n"

    def test_the_server_ends_with_the_command(self, server: Server) -> None:
        server.status = 3
        server.meanwhile = lambda settings: asked(settings.upstream, self.PROJECTS)
        assert serve("--demo").exit_code == 3
        with pytest.raises(ConnectionRefusedError):
            asked(server.served[0].upstream, self.PROJECTS)
        assert [thread.name for thread in threading.enumerate() if thread.name == "demo"] == []

    def test_it_ends_where_the_gateway_fails(self, server: Server) -> None:
        def broken(settings: Settings) -> None:
            raise CannotServe("can't listen")

        server.meanwhile = broken
        assert serve("--demo").exit_code == 2
        with pytest.raises(ConnectionRefusedError):
            asked(server.served[0].upstream, self.PROJECTS)

    def test_the_version_is_the_one_that_is_said(self, server: Server, tmp_path: Path) -> None:
        answers: list[tuple[int, Any]] = []
        server.meanwhile = lambda settings: answers.append(asked(settings.upstream, f"/v2{self.PROJECTS}"))
        file = tmp_path / "gateway.toml"
        file.write_text("server = '2018.01'\nclient = '2024.05'\nlearned = 'sqlite:learned.db'\n")
        serve("--demo", "--config", str(file))
        serve("--demo", "--server", "2018.01")
        assert [settings.server for settings in server.served] == ["2018.01"] * 2
        assert [settings.client for settings in server.served] == ["2024.05", "auto"]
        assert [settings.learned for settings in server.served] == ["memory:"] * 2
        assert [(status, "customer_address" in body["projects"][0]) for status, body in answers] == [(200, True)] * 2

    @pytest.mark.parametrize(
        ("listen", "url"),
        [
            ("0.0.0.0:81", "http://127.0.0.1:81"),
            ("[::]:81", "http://[::1]:81"),
            ("gateway.example:81", "http://gateway.example:81"),
        ],
    )
    def test_the_line_names_an_address_that_can_be_asked(self, listen: str, url: str, server: Server) -> None:
        assert f" {url}/v2{self.PROJECTS}\n" in serve("--demo", "--listen", listen).stderr

    def test_a_free_port_is_named(self, server: Server) -> None:
        result = serve("--demo", "--listen", "127.0.0.1:0")
        (settings,) = server.served
        assert settings.address.port
        assert f" http://{settings.listen}/v2" in result.stderr

    def test_it_may_be_checked_only(self, server: Server) -> None:
        one_line(serve("--demo", "--check").stderr, "in order")
        assert json.loads(serve("--demo", "--show").stdout)["server"] == "2024.05"
        assert server.served == []

    def test_another_upstream_is_a_contradiction(self) -> None:
        fails(serve("--demo", "--upstream", "https://api.example"), 2, "--demo", "leave --upstream out")


class TestWithoutTheExtra:
    @pytest.mark.parametrize(
        ("missing", "loader", "args"),
        [
            ("pydantic_settings", "aurora_compat.gateway.proxy.settings", (*LEAST, "--check")),
            ("uvicorn", "aurora_compat.cli.demo", ("--demo", "--check")),
        ],
    )
    def test_the_line_says_how_to_get_it(
        self, missing: str, loader: str, args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delitem(sys.modules, loader)
        monkeypatch.setitem(sys.modules, missing, None)
        fails(serve(*args), 2, f"{missing} is wanted here", "pip install 'aurora_compat[serve]'")

    def test_help_needs_nothing_of_it(self) -> None:
        absent = "aiohttp", "prometheus_client", "pydantic_settings", "uvicorn"
        program = f"import sys; sys.modules.update(dict.fromkeys({absent})); from aurora_compat.cli import main; main()"
        ran = subprocess.run([sys.executable, "-c", program, "--help"], capture_output=True, text=True, check=False)
        assert ran.returncode == 0
        assert "serve" in ran.stdout


def test_a_module_of_ours_that_is_missing_is_no_matter_of_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aurora_compat.gateway.proxy.settings", None)
    result = serve(*LEAST, "--check")
    assert "pip install" not in result.stderr
    fails(result, 2, "internal error")


def answered(running: "subprocess.Popen[str]", url: str, path: str) -> tuple[int, Any]:
    """The answer of a process that may take another moment until it accepts connections."""
    while running.poll() is None:
        with suppress(ConnectionRefusedError):
            return asked(url, path)
    raise AssertionError("it has ended")


@pytest.mark.skipif(os.name != "posix", reason="how other systems end processes has no status 0")
def test_the_demo_answers_an_old_client_and_ends_in_peace() -> None:
    command = [sys.executable, "-m", "aurora_compat.cli", "serve", "--demo", "--listen", "127.0.0.1:0", "--admin", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr is not None
            told = list(takewhile(lambda line: '"listening"' not in line, running.stderr))
            url, path = next(re.findall(r"(http://[^/]+)(/v2/\S+)$", line)[0] for line in told if line[:4] == "curl")
            status, body = answered(running, url, path)
        finally:
            running.send_signal(signal.SIGTERM)
            running.communicate(timeout=60)
    assert (status, "customer_address" in body["projects"][0], running.returncode) == (200, True, 0)
