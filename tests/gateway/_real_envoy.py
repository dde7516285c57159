"""A real Envoy by the example configuration, before a processor that is a command, before a fake server on uvicorn."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

import aurora_compat as ac
from aurora_compat.testing.server import FakeAurora

EXAMPLE = Path(__file__).parent.parent.parent / "docs" / "envoy.yaml"
LIMIT = 16_777_216
"""Bytes that Envoy holds of a body, by the example."""


class Gateway:
    """All three, and who asks.

    Attributes:
        fake: the server that answers at this time.
        version: of the client.
    """

    def __init__(self, fake: FakeAurora, version: str) -> None:
        self.fake, self.version = fake, version
        self._http: httpx.Client | None = None

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        """The server's ASGI application."""
        await self.fake(scope, receive, send)

    @contextmanager
    def at(self, origin: str) -> Iterator["Gateway"]:
        """With Envoy there."""
        with httpx.Client(base_url=origin, trust_env=False, timeout=30) as self._http:
            yield self

    def fresh(self, server: FakeAurora) -> FakeAurora:
        """Let another server answer from here on."""
        self.fake = server
        return server

    def client(self) -> FakeAurora:
        """Makes requests as the client does."""
        return FakeAurora(self.version, tenant=self.fake.tenant)

    def send(self, request: ac.Request, **more: Any) -> ac.Response:
        """A request through Envoy, and its answer as HTTPX shows it: decoded."""
        assert self._http is not None
        sent = self._http.build_request(
            request.method,
            request.target,
            headers=list(request.headers),
            **{"content": request.body or None, **more},
        )
        answer = self._http.send(sent)
        return ac.Response(answer.status_code, answer.headers.multi_items(), answer.content)


@contextmanager
def standing(envoy: str, client: str, server: str, folder: Path) -> Iterator[Gateway]:
    """The whole of it."""
    gateway = Gateway(FakeAurora(server), client)
    with (
        _listening(gateway) as upstream,
        _processing(upstream, client, server, folder) as processor,
        running(envoy, upstream, processor, folder) as origin,
        gateway.at(origin),
    ):
        yield gateway


@contextmanager
def _listening(gateway: Gateway) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        config = uvicorn.Config(gateway.app, interface="asgi3", lifespan="off", log_config=None, access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            yield sock.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def _processing(upstream: int, client: str, server: str, folder: Path) -> Iterator[int]:
    """The port of `aurora-compat ext-proc`, two processes of it."""
    config = folder / "gateway.toml"
    config.write_text(
        f"""
upstream = "http://127.0.0.1:{upstream}"
server = "{server}"
client = "auto"
default_client = "{client}"
listen = "127.0.0.1:0"
workers = 2
learned = "sqlite:{folder}/learned.sqlite3"
admin.listen = ""
lookups.share = 1.0

[[callers.key]]
name = "signing"
key_id = "k-1"
secret = "env:SECRET_OF_ONE"
token = "env:TOKEN_OF_ONE"
""",
        "utf-8",
    )
    environ = {name: value for name, value in os.environ.items() if not name.startswith("AURORA_COMPAT_")}
    environ |= {"SECRET_OF_ONE": "s3cret", "TOKEN_OF_ONE": "example-token"}
    command = [sys.executable, "-m", "aurora_compat.cli", "ext-proc", "--config", str(config)]
    with (folder / "ext-proc.log").open("wb") as log, _ending(command, env=environ) as ran:
        assert ran.stderr is not None
        told = [json.loads(ran.stderr.readline()) for _ in range(2)]
        thread = _drained(ran.stderr, log)
        yield int(told[0]["at"].rpartition(":")[2])
        ran.terminate()
        assert ran.wait(30) == 0
        thread.join()


@contextmanager
def running(envoy: str, upstream: int, processor: int, folder: Path) -> Iterator[str]:
    """The origin at which Envoy listens."""
    config, admin = folder / "envoy.yaml", folder / "admin"
    config.write_text(example(upstream, processor), "utf-8")
    options = ("--admin-address-path", str(admin), "--use-dynamic-base-id", "--concurrency", "2")
    with (folder / "envoy.log").open("wb") as log, _ending([envoy, "-c", str(config), *options]) as ran:
        assert ran.stderr is not None
        for line in iter(ran.stderr.readline, b""):
            log.write(line)
            if b"starting main dispatch loop" in line:
                break
        assert ran.poll() is None, (folder / "envoy.log").read_text()
        thread = _drained(ran.stderr, log)
        found = httpx.get(f"http://{admin.read_text()}/listeners?format=json", trust_env=False).json()
        address = found["listener_statuses"][0]["local_address"]["socket_address"]
        yield f"http://{address['address']}:{address['port_value']}"
        ran.terminate()
        ran.wait(30)
        thread.join()


def example(upstream: int, processor: int) -> str:
    """The example configuration with other addresses, and without TLS; free ports for what it listens at."""
    text, count = re.subn(r"(?ms)^      transport_socket:\n.*?\n\n", "\n", EXAMPLE.read_text("utf-8"))
    assert count == 1
    for old, new in {
        "port_value: 9901": "port_value: 0",
        "port_value: 8080": "port_value: 0",
        "port_value: 9002": f"port_value: {processor}",
        "address: aurora.example, port_value: 443": f"address: 127.0.0.1, port_value: {upstream}",
    }.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@contextmanager
def _ending(command: list[str], **more: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that is gone in the end."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, **more) as ran:
        try:
            yield ran
        finally:
            if ran.poll() is None:
                ran.kill()


def _drained(stream: Any, into: Any) -> threading.Thread:
    """Write what comes to a file, so that the process never waits for a reader."""
    thread = threading.Thread(target=lambda: into.writelines(stream))
    thread.start()
    return thread
