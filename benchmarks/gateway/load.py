"""Load by wrk: one request again and again over some connections, and what wrk says of it."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.gateway.procs import LOAD_CORE, Unusable, pinned
from benchmarks.gateway.samples import Shot

CONNECTIONS = 32
_SCRIPT = Path(__file__).with_name("load.lua")
_MARK = "wrk-json "
_PATIENCE = 15.0


class Run(NamedTuple):
    """What wrk found.

    Attributes:
        requests: how many were answered.
        seconds: how long it took.
        p50, p90, p99, worst: latencies in milliseconds.
    """

    requests: int
    seconds: float
    p50: float
    p90: float
    p99: float
    worst: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def command(port: int, shot: Shot, body: str, seconds: float, connections: int = CONNECTIONS) -> tuple[str, ...]:
    """The command line of wrk.

    Args:
        port: of loopback.
        shot: what is sent.
        body: the file that its body is in.
        seconds: how long; wrk takes whole ones.
        connections: how many, all of one thread.
    """
    fields = [f"{name}:{value}" for name, value in shot.headers]
    how = ("--threads", "1", "--connections", str(connections), "--duration", f"{max(1, round(seconds))}s")
    script = ("--script", str(_SCRIPT), f"http://127.0.0.1:{port}/", "--", shot.method, shot.path, body)
    return ("wrk", *how, *script, *fields)


def drive(port: int, shot: Shot, seconds: float, connections: int = CONNECTIONS) -> Run:
    """Run wrk on the load's core.

    Raises:
        Unusable: an answer was not 2xx, a connection failed, or wrk did not end.
    """
    with tempfile.NamedTemporaryFile() as file:
        file.write(shot.body)
        file.flush()
        line = pinned(command(port, shot, file.name, seconds, connections), LOAD_CORE)
        try:
            done = subprocess.run(line, capture_output=True, text=True, timeout=seconds + _PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise Unusable(f"wrk did not end {_PATIENCE:g} s after its time") from None
    if done.returncode:
        raise Unusable(f"wrk ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return parsed(done.stdout)


def parsed(output: str) -> Run:
    """Read what wrk printed with `load.lua`.

    Raises:
        Unusable: there was an error, or nothing that can be read.
    """
    _, mark, told = output.rpartition(_MARK)
    if not mark:
        raise Unusable(f"wrk told nothing: {output.strip()[-500:]}")
    found: dict[str, float] = json.loads(told)
    if found["not_2xx"]:
        raise Unusable(f"{found['not_2xx']:g} answers were not 2xx; the first had status {found['first_not_2xx']:g}")
    broken = {name: found[name] for name in ("connect", "read", "write", "timeout") if found[name]}
    if broken:
        raise Unusable("wrk met " + ", ".join(f"{count:g} {name} errors" for name, count in broken.items()))
    if not found["requests"]:
        raise Unusable("wrk got no answer")
    times = (found[name] / 1e3 for name in ("p50", "p90", "p99", "max"))
    return Run(int(found["requests"]), found["microseconds"] / 1e6, *times)
