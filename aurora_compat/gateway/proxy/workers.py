"""Worker processes: started, started again where one dies, and told to stop when this process is.

They are spawned, not forked, so that each has threads, event loop and connections of its own. What they run must
pickle.
"""

import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from types import FrameType

from aurora_compat.gateway.proxy.logs import Log
from aurora_compat.gateway.proxy.sharing import counting_together, worker_ended

_STOPPING = (signal.SIGTERM, signal.SIGINT)
_TOO_SOON = 1.0
"""Seconds within which a worker that ends has failed to start."""
_TRIES = 3
"""How many workers in a row may do so before it is given up."""

Work = Callable[[], None]


def run(work: Work, count: int, log: Log, stopping: Callable[[], object] | None = None) -> int:
    """Run so many processes of the same work, until this one gets SIGTERM or SIGINT, and wait for them to end.

    One alone is this process itself.

    Args:
        work: what each does; it ends by itself on SIGTERM.
        count: how many.
        log: is told of workers that die.
        stopping: is called when several are told to stop: what this process holds for them alone it can let go of.

    Returns:
        The exit status: 0 where it was told to stop, 1 where workers would not start.
    """
    if count == 1:
        work()
        return 0
    with counting_together():
        return _Supervisor(work, count, log, stopping).run()


class _Supervisor:
    def __init__(self, work: Work, count: int, log: Log, stopping: Callable[[], object] | None) -> None:
        self._work, self._count, self._log, self._let_go = work, count, log, stopping
        self._context = multiprocessing.get_context("spawn")
        self._workers: dict[int, tuple[SpawnProcess, float]] = {}
        self._stopping = False
        self._failed = 0

    def run(self) -> int:
        """Until all is over."""
        ours, theirs = socket.socketpair()  # a signal writes into it, so that waiting ends
        ours.setblocking(False)
        theirs.setblocking(False)
        before = {number: signal.signal(number, self._stop) for number in _STOPPING}
        wakeup = signal.set_wakeup_fd(theirs.fileno())
        try:
            for _ in range(self._count):
                self._start()
            while self._workers:
                ended = wait([ours, *(process.sentinel for process, _ in self._workers.values())])
                with suppress(BlockingIOError):
                    ours.recv(64)
                if ended:
                    self._look()
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)
            ours.close()
            theirs.close()
        return 0 if self._stopping and self._failed < _TRIES else 1

    def _start(self) -> None:
        process = self._context.Process(target=self._work)
        process.start()
        assert process.pid is not None  # it was started
        self._workers[process.pid] = (process, time.monotonic())

    def _look(self) -> None:
        """See which workers have ended, and start others in their place."""
        for pid, (process, since) in list(self._workers.items()):
            if process.is_alive():
                continue
            process.join()
            del self._workers[pid]
            worker_ended(pid)
            if self._stopping:
                continue
            self._failed = self._failed + 1 if time.monotonic() - since < _TOO_SOON else 0
            self._log.event("error", "worker_ended", pid=pid, status=process.exitcode)
            if self._failed >= _TRIES:
                self._log.event("error", "workers_do_not_start", tries=self._failed)
                self._end()
            else:
                self._start()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._end()

    def _end(self) -> None:
        self._stopping = True
        if self._let_go is not None:
            self._let_go()
        for pid in self._workers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
