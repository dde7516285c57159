"""The proxy as a process, or several: sockets, uvicorn, signals.

Sockets are bound once, before any worker starts: what is wrong with an address is told at once, and no connection is
refused while a worker is started anew.
"""

import asyncio
import gc
import signal
import socket
from types import FrameType

import uvicorn

from aurora_compat.gateway.directory import DirectoryError, Scope, opened
from aurora_compat.gateway.proxy.accepting import Acceptor
from aurora_compat.gateway.proxy.addresses import Address, address_at
from aurora_compat.gateway.proxy.app import Proxy
from aurora_compat.gateway.proxy.logs import Log
from aurora_compat.gateway.proxy.protocol import bounded
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.gateway.proxy.workers import run

_BACKLOG = 2048
_KEEP_ALIVE = 75
"""Seconds for which an idle connection of a client is kept: longer than load balancers keep theirs (60)."""
_CYCLES = (20_000, 20, 50)
"""When cycles are looked for: a request makes hardly any, and looking costs."""


class CannotServe(Exception):
    """The proxy can't start; the sentence says why, and what to do."""


def serve(settings: Settings) -> int:
    """Run the proxy until it is told to stop by SIGTERM or SIGINT; requests in flight are answered first.

    Returns:
        The exit status: 0 where it was told to stop.

    Raises:
        CannotServe: an address can't be used, or what is learned can't be kept where the settings say.
    """
    log = Log(settings.log.level, access=settings.log.access)
    check_directory(settings)
    with bound(settings.address) as listener:
        if settings.admin.address is None:
            return run(Worker(settings, listener, None), settings.workers, log, listener.close)
        with bound(settings.admin.address) as admin:
            return run(Worker(settings, listener, admin), settings.workers, log, listener.close)


def bound(address: Address) -> socket.socket:
    """A socket that listens there.

    Raises:
        CannotServe: it can't be had.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    sock = socket.socket(family)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((address.host, address.port))
        sock.listen(_BACKLOG)  # so that no caller is refused while the rest starts
    except OSError as error:
        sock.close()
        raise CannotServe(f"can't listen at {address}: {error.strerror or error}; choose another address") from None
    sock.set_inheritable(True)
    return sock


def configured(proxy: Proxy, settings: Settings) -> uvicorn.Config:
    """How uvicorn runs the proxy."""
    return uvicorn.Config(
        proxy,
        http=bounded(settings.limits.header, settings.timeouts.total),
        loop="auto",  # uvloop, where it is to be had
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=max(1, round(settings.timeouts.drain)),
    )


class Worker:
    """One process of the proxy; it pickles, sockets too, on its way into a process that is spawned.

    Args:
        settings: of the proxy.
        listener: where callers come in.
        admin: where operators do; None for nowhere.
    """

    def __init__(self, settings: Settings, listener: socket.socket, admin: socket.socket | None) -> None:
        self._settings, self._listener, self._admin = settings, listener, admin

    def __call__(self) -> None:
        """Serve until told to stop."""
        settings = self._settings
        log = Log(settings.log.level, access=settings.log.access)
        with log.installed():
            proxy = Proxy(settings, log=log, admin=self._admin, address=address_at(self._listener))
            config = configured(proxy, settings)
            server = _Server(config, proxy, settings)
            server.run(sockets=[self._listener])
        if not server.started:
            raise SystemExit(1)


class _Server(uvicorn.Server):
    """uvicorn's, which ends quietly: it tells the application first, and waits before it stops listening."""

    def __init__(self, config: uvicorn.Config, proxy: Proxy, settings: Settings) -> None:
        super().__init__(config)
        self._proxy, self._grace, self._workers = proxy, settings.timeouts.grace, settings.workers
        self._acceptors: list[Acceptor] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and have the collector of cycles leave alone what was made until now: it lives as long as all else."""
        await super().startup(sockets)
        self._acceptors = [Acceptor(sock, self._connected, self._workers) for sock in sockets or ()]
        for acceptor in self._acceptors:
            acceptor.start()
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_CYCLES)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, and end those that are there when their requests are answered."""
        for acceptor in self._acceptors:
            await acceptor.stop()
        await super().shutdown(sockets)

    def _connected(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]  # as uvicorn calls it
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; a second signal does not wait for the time of grace, and a second SIGINT for nothing."""
        if self.should_exit:
            self.force_exit = sig == signal.SIGINT
        elif self._proxy.is_stopping or not self._grace:
            self._proxy.is_stopping = self.should_exit = True
        else:
            self._proxy.is_stopping = True
            loop = asyncio.get_running_loop()
            loop.call_soon_threadsafe(loop.call_later, self._grace, self._leave)  # a signal handler wakes nobody else

    def _leave(self) -> None:
        self.should_exit = True


def check_directory(settings: Settings) -> None:
    """Open what is learned once, so that what is wrong with it is told before anything listens."""

    async def tried() -> None:
        directory = opened(settings.learned)
        try:
            await directory.find(Scope("", ""), "design_of_asset", ())
        finally:
            await directory.close()

    try:
        asyncio.run(tried())
    except (DirectoryError, ValueError) as error:
        raise CannotServe(f"learned: {error}") from None
