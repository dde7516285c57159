"""What is measured: a proxy's command line, and the request that it is sent."""

import contextlib
import http.client
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.bodies import V2018, V2024
from benchmarks.gateway import samples
from benchmarks.gateway.procs import LOAD_CORE, PROXY_CORE, Process, Unusable, free_port, module, running
from benchmarks.gateway.samples import Shot

QUIET = {
    "AURORA_COMPAT_ADMIN__LISTEN": "",
    "AURORA_COMPAT_LEARNED": "memory:",
    "AURORA_COMPAT_LOG__ACCESS": "false",
}
"""The proxy without its admin listener and, as the bare one, without an access log; what it learns is in memory."""


class Subject(NamedTuple):
    """A proxy that is measured.

    Attributes:
        name: for tables.
        command: its command line, given the port of the upstream and its own.
        shot: what is sent to it.
        environment: variables that it is given.
    """

    name: str
    command: Callable[[int, int], tuple[str, ...]]
    shot: Shot
    environment: Mapping[str, str] = {}


def proxy(name: str, client: str, shot: Shot | None = None, *, environment: Mapping[str, str] = QUIET) -> Subject:
    """This library's proxy before a 2024.05 server, for clients of a version; a Create Project is sent if not told."""

    def command(upstream: int, port: int) -> tuple[str, ...]:
        told = ("--upstream", f"http://127.0.0.1:{upstream}", "--server", V2024, "--client", client)
        return (program(), "serve", *told, "--listen", f"127.0.0.1:{port}")

    return Subject(name, command, shot or samples.create_project(client), environment)


def _bare(upstream: int, port: int) -> tuple[str, ...]:
    return module("benchmarks.gateway.bare", "--upstream", f"http://127.0.0.1:{upstream}", "--port", str(port))


def _whole(upstream: int, port: int) -> tuple[str, ...]:
    return (*_bare(upstream, port), "--whole")


def program() -> str:
    """The path of this library's command.

    Raises:
        Unusable: it is not installed.
    """
    beside = Path(sys.executable).with_name("aurora-compat")
    found = str(beside) if beside.exists() else shutil.which("aurora-compat")
    if found is None:
        raise Unusable("the command aurora-compat is not installed: pip install -e '.[serve]'")
    return found


def subjects() -> dict[str, Subject]:
    """All that are known, by what the command line calls them."""
    return {
        "on": proxy("translation on, Create Project", V2018),
        "off": proxy("translation off, Create Project", V2024),
        "on-get": proxy("translation on, Retrieve Project", V2018, samples.retrieve_project(V2018)),
        "off-get": proxy("translation off, Retrieve Project", V2024, samples.retrieve_project(V2024)),
        "bare": Subject("bare uvicorn + aiohttp", _bare, samples.create_project(V2024)),
        "whole": Subject("the bare one, reading whole", _whole, samples.create_project(V2024)),
    }


class Up(NamedTuple):
    """A subject that runs."""

    subject: Subject
    process: Process
    port: int

    def probe(self) -> None:
        """Send its request once, and look at the answer.

        Raises:
            Unusable: it is another than it should be.
        """
        with self.connected() as connection:
            self.ask(connection)

    def connected(self, patience: float = 1) -> "contextlib.closing[http.client.HTTPConnection]":
        """A connection to it, on which answers may take 10 seconds, times the patience."""
        return contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10 * patience))

    def ask(self, connection: http.client.HTTPConnection) -> None:
        """The same as `probe`, over a connection that stays open."""
        shot = self.subject.shot
        connection.request(shot.method, shot.path, shot.body or None, dict(shot.headers))
        answer = connection.getresponse()
        body = answer.read()
        if not 200 <= answer.status < 300:
            told = body[:300].decode("utf-8", "replace")
            raise Unusable(f"{self.subject.name} answers {answer.status}: {told}\n{self.process.said}")
        got: Mapping[str, Any] = json.loads(body)
        if got != shot.answer:
            raise Unusable(f"{self.subject.name} answers another body than it should: {body[:300]!r}")


@contextlib.contextmanager
def started(subject: Subject, upstream: int, *, patience: float = 1) -> Iterator[Up]:
    """Start a subject on the proxy's core, before an upstream; `patience` is as for `running`."""
    port = free_port()
    command, environment = subject.command(upstream, port), subject.environment
    with running(
        subject.name, command, core=PROXY_CORE, port=port, environment=environment, patience=patience
    ) as process:
        yield Up(subject, process, port)


@contextlib.contextmanager
def upstream(*arguments: str) -> Iterator[int]:
    """Start the upstream on the load's core; gives its port."""
    port = free_port()
    command = module("benchmarks.gateway.upstream", "--port", str(port), *arguments)
    with running("upstream", command, core=LOAD_CORE, port=port):
        yield port
