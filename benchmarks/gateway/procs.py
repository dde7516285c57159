"""Processes of a measurement: each on its core, ended whatever happens, and what the system says of them."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

PROXY_CORE, LOAD_CORE = 0, 1
"""The proxy has a core for itself; upstream, load and whoever waits for them share the other."""

ROOT = Path(__file__).parent.parent.parent
_STARTING, _ENDING = 20.0, 5.0
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Unusable(RuntimeError):
    """The measurement cannot be made here, or its result means nothing: the message says why."""


def needed(*programs: str) -> None:
    """See that outside programs and two cores are there.

    Raises:
        Unusable: they are not.
    """
    absent = [program for program in programs if shutil.which(program) is None]
    if absent:
        raise Unusable(
            f"{', '.join(absent)} is not installed; Debian has taskset and setpriv in `util-linux`,"
            " the others in packages of their names"
        )
    if not {PROXY_CORE, LOAD_CORE} <= os.sched_getaffinity(0):
        raise Unusable("two cores are needed: one for the proxy, one for load and upstream")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def module(name: str, *arguments: str) -> tuple[str, ...]:
    """The command line of a module, run by this Python."""
    return (sys.executable, "-m", name, *arguments)


def pinned(command: Sequence[str], core: int) -> tuple[str, ...]:
    """The command line on one core, of a process that dies when who started it does."""
    return ("setpriv", "--pdeathsig", "KILL", "taskset", "--cpu-list", str(core), *command)


class Process:
    """One that runs now, and its children.

    Attributes:
        name: for messages.
        pid: its id; `taskset` and `setpriv` become the command itself.
    """

    def __init__(self, name: str, popen: "subprocess.Popen[bytes]", said: IO[bytes]) -> None:
        self.name, self.pid = name, popen.pid
        self._popen, self._said = popen, said

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._popen.poll() is None

    @property
    def said(self) -> str:
        """The end of what it wrote to standard output and error."""
        descriptor = self._said.fileno()
        size = os.fstat(descriptor).st_size
        return os.pread(descriptor, 2000, max(0, size - 2000)).decode("utf-8", "replace").strip()

    def cpu(self) -> float:
        """Seconds of processor time so far, children included."""
        return sum(_cpu(pid) for pid in family(self.pid))

    def rss(self) -> int:
        """Bytes resident, children included."""
        return sum(_rss(pid) for pid in family(self.pid))

    def wait_for(self, port: int, patience: float = 1) -> None:
        """Wait until it listens.

        Raises:
            Unusable: it ended, or does not within 20 seconds, times the patience.
        """
        starting = _STARTING * patience
        until = time.monotonic() + starting
        while time.monotonic() < until:
            if not self.runs:
                raise Unusable(f"{self.name} ended with {self._popen.returncode}:\n{self.said}")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.05)
        raise Unusable(f"{self.name} does not listen on port {port} after {starting:g} s:\n{self.said}")

    def end(self, patience: float = 1) -> None:
        """Tell it to end; make it, after 5 seconds, times the patience."""
        for sent in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, sent)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._popen.wait(_ENDING * patience)
                break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._said.close()


@contextlib.contextmanager
def running(
    name: str,
    command: Sequence[str],
    *,
    core: int,
    port: int,
    environment: Mapping[str, str] | None = None,
    patience: float = 1,
) -> Iterator[Process]:
    """Start a server on a core, wait until it listens, and end it on the way out.

    Args:
        name: for messages.
        command: its command line.
        core: what it runs on, and nowhere else.
        port: of loopback, where it will listen.
        environment: variables beside those of this process.
        patience: how many times as long as others it may take to start and to end.

    Raises:
        Unusable: it does not come up.
    """
    with tempfile.TemporaryFile() as said:
        popen = subprocess.Popen(
            pinned(command, core),
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        process = Process(name, popen, said)
        try:
            process.wait_for(port, patience)
            yield process
        finally:
            process.end(patience)


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _cpu(pid: int) -> float:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS  # utime and stime
    return 0.0


def _rss(pid: int) -> int:
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    return 0
