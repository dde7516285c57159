"""The reverse proxy as an ASGI application."""

import asyncio
import socket
from time import perf_counter

from aurora_compat.gateway.proxy.addresses import address_at
from aurora_compat.gateway.proxy.admin import started
from aurora_compat.gateway.proxy.downstream import PATIENCE, Receive, Scope, Send
from aurora_compat.gateway.proxy.logs import Log
from aurora_compat.gateway.proxy.passage import Passage
from aurora_compat.gateway.proxy.refusals import overloaded
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.gateway.proxy.settings import Settings

_STARTING, _STOPPING = "it is starting", "it is stopping"


class Proxy:
    """Stands before an Aurora server of one version and answers callers of others.

    It needs a server that speaks the lifespan protocol: what it opens at its start it closes at its end.

    Args:
        settings: of the proxy.
        log: where it tells; one of its own where it is None.
        admin: a bound socket for operators; None for none.
        address: where callers come in, for the log: settings may leave the port open.

    Attributes:
        is_stopping: set when it is to end: it says so to load balancers, and to clients by closing connections.
        service: what it is made of, while it runs.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        log: Log | None = None,
        admin: socket.socket | None = None,
        address: str | None = None,
    ) -> None:
        self.is_stopping = False
        self.service: Service | None = None
        self._settings, self._log, self._admin_socket, self._address = settings, log, admin, address
        self._flying: set[Passage] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        service = self.service
        if scope["type"] != "http" or service is None:
            raise RuntimeError(f"the proxy answers HTTP once it has started, not {scope['type']!r}")
        passage = Passage(service, scope, receive, send, is_last=self.is_stopping)
        if len(self._flying) >= self._settings.limits.concurrency:
            await passage.overloaded(overloaded())
            return
        self._flying.add(passage)
        service.telemetry.flight(1)
        try:
            await passage.run()
        finally:
            self._flying.discard(passage)
            service.telemetry.flight(-1)

    def ready(self) -> tuple[str, ...]:
        """Why no requests should come here now; nothing where they may."""
        if self.service is None:
            return (_STARTING,)
        return (_STOPPING,) if self.is_stopping else ()

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            service = await Service.opened(self._settings, log=self._log)
            admin = await started(service, self._admin_socket, self.ready)
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": f"{type(error).__name__}: {error}"})
            return
        self.service = service
        watch = asyncio.create_task(self._watch())
        where = {"address": self._address, "admin": address_at(self._admin_socket)}
        service.log.event("info", "listening", **where, upstream=service.upstream.host, server=str(service.server))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watch.cancel()
        if admin is not None:
            await admin.stop()
        self.service = None
        await service.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        """Have requests watched that take longer than most do; for those it would cost more than it is worth."""
        while True:
            await asyncio.sleep(PATIENCE)
            late = perf_counter() - PATIENCE
            for passage in tuple(self._flying):
                if passage.since < late:
                    passage.watch()
