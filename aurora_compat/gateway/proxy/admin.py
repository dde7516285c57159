"""The listener for those who run the proxy: metrics, health, use of changes, and a call that teaches.

It stands beside the proxy's own listener, in the same event loop, and belongs on an address that callers can't reach.
Each worker has one on the same socket; whichever answers tells of all.
"""

import asyncio
import hmac
import json
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TypeAlias, TypeVar

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from aurora_compat.aurora import aurora
from aurora_compat.gateway.directory import Directory, DirectoryError, Scope
from aurora_compat.gateway.proxy.metrics import Telemetry
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.gateway.proxy.taught import MOST_BYTES, NotTaught, Taught
from aurora_compat.gateway.proxy.usage import Usage
from aurora_compat.registries import Registry
from aurora_compat.words.jsons import Json

T = TypeVar("T")

Ready: TypeAlias = Callable[[], tuple[str, ...]]
"""Tells why the proxy is not ready to take requests; nothing where it is."""

_OPEN = frozenset({"/healthz", "/readyz"})
"""Paths that want no token: those who ask for them have none, and learn nothing."""

_EVERY = 1.0
"""Seconds between two flushes of what this worker has counted."""

_Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Admin:
    """The admin listener of one process.

    Args:
        telemetry: what it tells of, and flushes every second.
        directory: what it teaches.
        host: of the upstream, as `Scope` has it.
        ready: tells why the proxy is not ready.
        token: of those who may ask; None for anyone who can reach it.
        registry: of the changes; None for Aurora's.
    """

    def __init__(
        self,
        *,
        telemetry: Telemetry,
        directory: Directory,
        host: str,
        ready: Ready,
        token: str | None = None,
        registry: Registry | None = None,
    ) -> None:
        self._telemetry, self._directory, self._host, self._ready = telemetry, directory, host, ready
        self._token = token.encode() if token is not None else None
        self._registry = registry or aurora()
        self._runner: web.AppRunner | None = None
        self._flushing: asyncio.Task[None] | None = None

    async def start(self, sock: socket.socket) -> None:
        """Listen on a socket that is bound; several processes may hold it."""
        self._runner = web.AppRunner(self.app(), access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.SockSite(self._runner, sock).start()
        self._flushing = asyncio.create_task(self._flush())

    async def stop(self) -> None:
        """Stop listening, and flush what is still to be counted; without `start`, or again, it does nothing."""
        runner, flushing, self._runner, self._flushing = self._runner, self._flushing, None, None
        if flushing is not None:
            flushing.cancel()
            with suppress(asyncio.CancelledError):
                await flushing
        if runner is not None:
            await runner.cleanup()
        self._telemetry.flush()

    def app(self) -> web.Application:
        """The application itself."""
        app = web.Application(middlewares=[self._guarded], client_max_size=MOST_BYTES)
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/usage", self._usage)
        app.router.add_post("/learned", self._learned)
        return app

    @web.middleware
    async def _guarded(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Lets those in who may ask; whatever is wrong is told in the form of the API's own errors."""
        if request.path not in _OPEN and not self._is_known(request):
            told = "the admin listener wants its token: Authorization: Bearer <token>"
            return _failed(401, told, {"WWW-Authenticate": "Bearer"})
        try:
            return await handler(request)
        except web.HTTPException as error:
            named = {name: error.headers[name] for name in ("Allow",) if name in error.headers}
            return _failed(error.status, _told(error), named)

    def _is_known(self, request: web.Request) -> bool:
        if self._token is None:
            return True
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(
            given.strip().encode("utf-8", "surrogateescape"), self._token
        )

    async def _metrics(self, request: web.Request) -> web.Response:
        exposition = await self._looked(self._telemetry.exposition)
        return web.Response(body=exposition, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _usage(self, request: web.Request) -> web.Response:
        usage = await self._looked(lambda: Usage.of(self._telemetry.collect(), self._registry.changes))
        return _answer(200, usage.as_json())

    async def _healthz(self, request: web.Request) -> web.Response:
        return _answer(200, {"status": "ok"})

    async def _readyz(self, request: web.Request) -> web.Response:
        reasons = self._ready()
        return _answer(503, {"status": "not ready", "reasons": reasons}) if reasons else _answer(200, {"status": "ok"})

    async def _learned(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":  # nor can a page in a browser send that here without asking
            return _failed(415, "POST /learned takes JSON: Content-Type: application/json")
        try:
            taught = Taught.read(await request.read())
        except NotTaught as error:
            return _failed(422, str(error))
        try:
            for kind, pairs in taught.pairs.items():
                await self._directory.learn(Scope(self._host, taught.tenant), kind, pairs)
        except DirectoryError as error:
            self._telemetry.directory_failed()
            return _failed(503, f"it could not be kept, send it again later: {error}")
        return _answer(200, {"learned": {kind: len(pairs) for kind, pairs in taught.pairs.items()}})

    async def _looked(self, look: Callable[[], T]) -> T:
        """What a look at the metrics gives; those of several workers are read from files, beside the loop."""
        self._telemetry.flush()
        return await asyncio.to_thread(look) if self._telemetry.is_shared else look()

    async def _flush(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            self._telemetry.flush()


async def started(service: Service, sock: socket.socket | None, ready: Ready) -> Admin | None:
    """The admin listener of a process, on its socket; None where it has none."""
    if sock is None:
        return None
    token = service.settings.admin.token
    admin = Admin(
        telemetry=service.telemetry,
        directory=service.directory,
        host=service.upstream.host,
        ready=ready,
        token=token.get_secret_value() if token is not None else None,
    )
    await admin.start(sock)
    return admin


def _answer(status: int, content: Json, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(status=status, text=json.dumps(content), content_type="application/json", headers=headers)


def _failed(status: int, message: str, headers: Mapping[str, str] | None = None) -> web.Response:
    return _answer(status, {"errors": [{"message": message}]}, headers)


def _told(error: web.HTTPException) -> str:
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        return f"the body is larger than {MOST_BYTES:,} bytes; teach less at once"
    if isinstance(error, web.HTTPMethodNotAllowed):
        return f"{error.method} is not what this path takes: {', '.join(sorted(error.allowed_methods))}"
    return "there are /metrics, /healthz, /readyz, /usage and /learned" if error.status == 404 else error.reason
