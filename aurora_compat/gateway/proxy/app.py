"""The reverse proxy as an ASGI application."""

from collections.abc import Awaitable, Callable

from aurora_compat.gateway.proxy.passage import Passage, Receive, Scope, Send
from aurora_compat.gateway.proxy.refusals import overloaded
from aurora_compat.gateway.proxy.service import Service

Opened = Callable[[], Awaitable[Service]]
"""Opens what the application needs, in its event loop."""


class Proxy:
    """Stands before an Aurora server of one version and answers callers of others.

    Needs a server that speaks the lifespan protocol; what is opened at its start is closed at its end.

    Args:
        opened: opens the service.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._service: Service | None = None
        self._flying = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        service = self._service
        if scope["type"] != "http" or service is None:
            raise RuntimeError(f"the proxy answers HTTP once it has started, not {scope['type']!r}")
        passage = Passage(service, scope, receive, send)
        if self._flying >= service.settings.limits.concurrency:
            await passage.overloaded(overloaded())
            return
        self._flying += 1
        service.telemetry.flight(1)
        try:
            await passage.run()
        finally:
            self._flying -= 1
            service.telemetry.flight(-1)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            self._service = service = await self._opened()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await service.close()
        await send({"type": "lifespan.shutdown.complete"})
