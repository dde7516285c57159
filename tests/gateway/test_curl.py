"""Real processes on loopback: curl, `aurora-compat serve`, and a fake server of another version than curl speaks."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, NamedTuple

import pytest

import aurora_compat as ac
from aurora_compat import hmac_auth
from aurora_compat.testing.server import KEY, SECRET, TOKEN, FakeAurora
from tests.exchange._talk import V18, V22, V24, versions_of
from tests.testing_server._kit import asked

from ._cases import Case, between_versions, spoken

CURL = shutil.which("curl")
pytestmark = pytest.mark.skipif(CURL is None, reason="there is no curl; it is in Debian's package curl")

SETTINGS = """
upstream = "{upstream}"
server = "{server}"
default_client = "{default}"
environment = "sandbox"  # where a header may name the version
listen = "127.0.0.1:{port}"
learned = "sqlite:{directory}/learned-{server}.sqlite3"

[admin]
listen = ""

[log]
access = false

[[callers.key]]
name = "crm"
key_id = "{key}"
secret = "env:CRM_SECRET"
token = "env:CRM_TOKEN"
"""
PATIENCE = 120
"""Seconds after which a process is killed."""
PAIRS = [(V18, V24), (V22, V24), (V24, V18), (V22, V18)]
SILENT_CALLER = {V24: V22, V18: V24}
"""Who calls a server of another version without saying so."""


class Answer(NamedTuple):
    """What curl was told."""

    status: int
    kind: str
    body: bytes


@contextmanager
def process(*args: str, status: int, **environ: str) -> Iterator[IO[str]]:
    """A process of this Python, and what it tells; in the end it is told to stop, and ends by that status."""
    line = [sys.executable, "-m", *args]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AURORA_COMPAT_")}
    with subprocess.Popen(
        line, env={**clean, **environ}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as ran:
        last = Timer(PATIENCE, ran.kill)
        last.start()
        try:
            assert ran.stdout is not None
            yield ran.stdout
        finally:
            ran.send_signal(signal.SIGTERM)
            told, _ = ran.communicate()
            last.cancel()
    assert ran.returncode == status, told


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as tried:
        port: int = tried.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def gateways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where to find the gateway to a server of each version; all processes start side by side."""
    directory = tmp_path_factory.mktemp("gateways")
    versions, ports = (V24, V18), {V24: free_port(), V18: free_port()}
    with ExitStack() as stack:
        servers = {
            version: stack.enter_context(process("tests.gateway._aurora", version, status=-signal.SIGTERM))
            for version in versions
        }
        upstreams = {version: told.readline().strip() for version, told in servers.items()}
        proxies = []
        for version in versions:
            file = directory / f"gateway-{version}.toml"
            told = {"upstream": upstreams[version], "server": version, "default": SILENT_CALLER[version]}
            file.write_text(SETTINGS.format(**told, port=ports[version], directory=directory, key=KEY))
            serve = ("aurora_compat.cli", "serve", "--config", str(file))
            proxies.append(stack.enter_context(process(*serve, status=0, CRM_SECRET=SECRET, CRM_TOKEN=TOKEN)))
        for lines in proxies:
            assert any('"listening"' in line for line in lines), "it has ended"
        yield {version: f"http://127.0.0.1:{port}" for version, port in ports.items()}


def curl(origin: str, requests: Iterable[ac.Request], directory: Path) -> list[Answer]:
    """What one curl is answered to requests, one after the other, over one connection where that is kept."""
    parts = []
    for number, request in enumerate(requests):
        body, answer = directory / f"{number}.sent", directory / f"{number}.got"
        answer.touch()  # curl makes no file of nothing
        lines = {"url": origin + request.target, "request": request.method, "output": str(answer)}
        lines |= {"write-out": r"%{http_code} %{content_type}\n", "max-time": "30", "noproxy": "*"}
        if request.body:
            body.write_bytes(request.body)
            lines["data-binary"] = f"@{body}"
        told = [f'{name} = "{value}"' for name, value in lines.items()]
        parts.append("\n".join([*told, "globoff", *(f'header = "{name}: {value}"' for name, value in request.headers)]))
    config = directory / "curl.config"
    config.write_text("\nnext\n".join(parts))
    assert CURL is not None
    line = [CURL, "--disable", "--silent", "--show-error", "--config", str(config)]
    ran = subprocess.run(line, capture_output=True, text=True, timeout=60, check=True)
    heads = [line.partition(" ") for line in ran.stdout.splitlines()]
    assert len(heads) == len(parts)
    return [
        Answer(int(status), kind, (directory / f"{number}.got").read_bytes())
        for number, (status, _, kind) in enumerate(heads)
    ]


def compare(cases: Iterable[Case], answers: list[Answer]) -> None:
    """The answers are those of a server of the client's version, as an exchange makes them."""
    for (operation, _, own, through, _, _), answer in zip(cases, answers, strict=True):
        assert answer.status == through.status, (operation, answer)
        assert answer.body == through.body, operation
        assert answer.kind == (through.headers.get("content-type") or ""), operation
        assert own.status == answer.status or operation == "retrieve_root"


@pytest.mark.parametrize(("client", "server"), PAIRS, ids=map(versions_of, PAIRS))
def test_every_operation_that_a_change_touches(
    client: str, server: str, gateways: dict[str, str], tmp_path: Path
) -> None:
    cases = between_versions(client, server).cases
    assert {case.operation for case in cases} == spoken(client)
    named = [("Aurora-API-Version", client)] if client == V22 and server == V18 else []
    first = asked(FakeAurora(client), "list_design_assets")  # which teaches whose design an asset is of
    requests = [
        ac.Request(one.method, one.path, one.query, [*one.headers, *named], one.body)
        for one in (first, *(case.request for case in cases))
    ]
    _, *answers = curl(gateways[server], requests, tmp_path)
    compare(cases, answers)


def test_every_signed_operation(gateways: dict[str, str], tmp_path: Path) -> None:
    """The gateway checks the signature, and the server, which knows none, gets the caller's token."""
    cases = [case for case in between_versions(V18, V24).cases if case.operation != "retrieve_design_asset"]
    bare = [case.request for case in cases]
    unsigned = [
        ac.Request(one.method, one.path, one.query, one.headers.without("Authorization"), one.body) for one in bare
    ]
    compare(cases, curl(gateways[V24], [hmac_auth.sign(one, key=KEY, secret=SECRET) for one in unsigned], tmp_path))
    wrong = curl(gateways[V24], [hmac_auth.sign(one, key=KEY, secret="guessed") for one in unsigned], tmp_path)
    assert {answer.status for answer in wrong} == {401}
