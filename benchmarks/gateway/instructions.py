"""How many instructions the proxy's process takes for a request, as valgrind counts them.

They are the same within a per cent on a machine that others use too, where requests a second differ by a third from
one minute to the next: so a small gain shows, and a small loss. What the kernel does is not among them, nor what memory
that is not in a cache costs: the ratio is no throughput.
"""

import contextlib
import http.client
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.gateway.procs import ROOT, Unusable, free_port
from benchmarks.gateway.subjects import Subject, upstream
from benchmarks.gateway.throughput import Versus

_STARTING, _ENDING, _WAITING = 120.0, 60.0, 30.0
_FIXED = {"PYTHONHASHSEED": "0", "AURORA_COMPAT_TELEMETRY__READS": "0"}
"""What would differ from run to run: order of sets, and how many translations are read for the metrics in a time."""


class Count(NamedTuple):
    """Instructions a request, of both sides of a comparison."""

    versus: Versus
    one: float
    other: float

    @property
    def ratio(self) -> float:
        """Other / one: above 1 the first takes fewer."""
        return self.other / self.one


def counted(versuses: Sequence[Versus], few: int, many: int, tell: Callable[[str], None]) -> list[Count]:
    """Count for both sides of some comparisons; each subject runs twice, once for `few` requests, once for `many`.

    The difference is free of what starting, warming up and ending take.

    Raises:
        Unusable: a proxy does not start, end, or answer as it should.
    """
    known: dict[str, float] = {}
    for subject in (side for versus in versuses for side in (versus.one, versus.other)):
        if subject.name not in known:
            low, high = (_run(subject, requests) for requests in (few, many))
            known[subject.name] = (high - low) / (many - few)
            tell(f"  {subject.name}: {known[subject.name]:,.0f} instructions a request")
    return [Count(versus, known[versus.one.name], known[versus.other.name]) for versus in versuses]


def _run(subject: Subject, requests: int) -> int:
    """The instructions of a process, from its start to its end, that answers so many requests."""
    with tempfile.TemporaryDirectory() as folder, upstream() as behind:
        counts, port = Path(folder, "counts"), free_port()
        under = ("valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={counts}")
        process = subprocess.Popen(
            ("setpriv", "--pdeathsig", "KILL", *under, *subject.command(behind, port)),
            cwd=ROOT,
            env={**os.environ, **subject.environment, **_FIXED},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _drive(process, port, subject, requests)
            process.terminate()
            process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            raise Unusable(f"{subject.name} did not end within {_ENDING:g} s") from None
        finally:
            process.kill()
            process.wait()
        return summed(counts.read_text("utf-8"))


def _drive(process: "subprocess.Popen[bytes]", port: int, subject: Subject, requests: int) -> None:
    shot = subject.shot
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_WAITING)
    with contextlib.closing(connection):
        _connect(connection, process, subject.name)
        for _ in range(requests):
            connection.request(shot.method, shot.path, shot.body or None, dict(shot.headers))
            answer = connection.getresponse()
            body = answer.read()
            if not 200 <= answer.status < 300:
                raise Unusable(f"{subject.name} answers {answer.status}: {body[:300].decode('utf-8', 'replace')}")


def _connect(connection: http.client.HTTPConnection, process: "subprocess.Popen[bytes]", name: str) -> None:
    until = time.monotonic() + _STARTING
    while time.monotonic() < until:
        if process.poll() is not None:
            raise Unusable(f"{name} ended with {process.returncode} under valgrind")
        with contextlib.suppress(OSError):
            connection.connect()
            return
        time.sleep(0.2)
    raise Unusable(f"{name} does not listen after {_STARTING:g} s")


def summed(counts: str) -> int:
    """The sum that callgrind wrote at the end of its file."""
    for line in reversed(counts.splitlines()):
        if line.startswith("totals:"):
            return int(line.split()[1])
    raise Unusable("valgrind wrote no counts")
