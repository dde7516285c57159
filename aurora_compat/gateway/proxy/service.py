"""What the proxy and the Envoy server share: settings made ready, the upstream, what is kept, what is told."""

import asyncio
import re
from http import HTTPStatus
from itertools import count
from secrets import token_hex
from typing import Self

from aurora_compat.aurora import aurora
from aurora_compat.aurora.hosts import SANDBOX
from aurora_compat.exchange import Exchange
from aurora_compat.gateway.directory import Directory, DirectoryError, opened
from aurora_compat.gateway.proxy.bodies import bodies_of
from aurora_compat.gateway.proxy.budget import Budget
from aurora_compat.gateway.proxy.callers import Callers, is_signed
from aurora_compat.gateway.proxy.conversation import Conversation
from aurora_compat.gateway.proxy.logs import Log
from aurora_compat.gateway.proxy.lookups import Lookups
from aurora_compat.gateway.proxy.memory import Memory
from aurora_compat.gateway.proxy.metrics import Telemetry
from aurora_compat.gateway.proxy.reads import Passed
from aurora_compat.gateway.proxy.refusals import not_allowed, refusal, unauthorized
from aurora_compat.gateway.proxy.relay import Relay, Relays
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.gateway.proxy.tracing import Tracing
from aurora_compat.gateway.proxy.tracks import Quick, Track
from aurora_compat.gateway.proxy.upstream import Upstream
from aurora_compat.messages import Lane, answerer, lane_of, sender
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request, Response
from aurora_compat.words.version import Version

_LINKS = frozenset({"location", "content-location", "link"})
_NOT_PASSED = frozenset({"TRACE", "CONNECT"})
_CLIMBS = re.compile(r"(?:[/\\]|%2f|%5c)(?:\.|%2e){2}(?:[/\\;]|%2f|%5c|$)", re.IGNORECASE).search
"""Finds segments that would lead out of the base path of an upstream that follows them."""
_ALLOWED = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Service:
    """Everything that outlives one request; it belongs to one event loop.

    Args:
        settings: of the gateway.
        telemetry: counts.
        log: tells.
        directory: where what is learned is kept; closed with this.
        upstream: the server; closed with this.

    Attributes:
        loop: the one that it belongs to.
        registry, server, limits, hosts, secrets: as exchanges and signatures take them.
        lookups, memory: what exchanges share.
        tracing: makes spans, where somebody wants them.
        relays: pass webhooks on; None where none are set.
        leaves_answers: whether an answer that is not translated goes back as it came.
    """

    def __init__(
        self, settings: Settings, telemetry: Telemetry, log: Log, directory: Directory, upstream: Upstream
    ) -> None:
        self.settings, self.telemetry, self.log = settings, telemetry, log
        self.directory, self.upstream = directory, upstream
        self.loop = asyncio.get_running_loop()
        self.registry = aurora()
        self.server = self.registry.version(settings.server)
        self.limits = settings.limits_of_bodies
        self.hosts = frozenset({upstream.host, *settings.hosts})
        self.secrets = settings.secrets
        context = settings.context
        if context.environment is None and upstream.host.removesuffix(":443") == SANDBOX:
            context = context.__replace__(environment="sandbox")  # callers name the gateway's host, not the API's
        self._callers = Callers(settings, context, self.registry)
        self._ours = _urls_of(upstream.host, upstream.base)
        self._lifecycle = settings.lifecycle_headers
        self.leaves_answers = not self._lifecycle
        self._lanes: dict[Version, tuple[Lane, Lane]] = {}
        self._tracks: dict[tuple[str | None, Version], Track] = {}
        chosen = settings.lookups
        self.lookups = Lookups(
            self._looked_up,
            telemetry,
            Budget(chosen.share / settings.workers),
            ttl=chosen.ttl,
            refetch_after=chosen.refetch_after,
            concurrency=chosen.concurrency,
            size=chosen.size,
            patience=min(settings.timeouts.read, settings.timeouts.total / 2),  # less than all else has
        )
        self.memory = Memory(directory, upstream.host, self.directory_failed)
        self.tracing = Tracing.found(settings.telemetry.tracing)
        self.relays = self._relays() if settings.relay else None
        self._ids, self._first = count(), token_hex(8)

    @classmethod
    async def opened(cls, settings: Settings, telemetry: Telemetry | None = None, log: Log | None = None) -> Self:
        """With its directory and its connections, in the running loop.

        Raises:
            ValueError: there is no such directory.
        """
        log = log or Log(settings.log.level, access=settings.log.access)
        telemetry = telemetry or Telemetry.made(settings.telemetry.reads, mismatched=log.mismatched)
        upstream = Upstream.opened(
            settings.upstream,
            connect=settings.timeouts.connect,
            read=settings.timeouts.read,
            total=settings.timeouts.total,
            connections=settings.connections,
            keepalive=settings.pool.keepalive,
        )
        try:
            directory = opened(settings.learned)
        except BaseException:
            await upstream.close()
            raise
        return cls(settings, telemetry, log, directory, upstream)

    async def close(self) -> None:
        """End what is under way, and close what was opened."""
        await self.lookups.closed()
        await self.upstream.close()
        await self.directory.close()

    def new_id(self) -> str:
        """For a request that has none: 32 hexadecimal digits, of this process alone."""
        return f"{self._first}{next(self._ids):016x}"

    def conversation(self, head: Request) -> Conversation | Response:
        """The conversation that a request begins, or the answer to one that is not passed on.

        Args:
            head: the request without its body, and without fields of the hop that it came by.

        Raises:
            MalformedPayload: never; what is wrong with a request its conversation tells.
        """
        method, path = head.method, head.path
        if method in _NOT_PASSED:
            return not_allowed(method, _ALLOWED)
        if path[:1] != "/" or ((".." in path or "%" in path) and _CLIMBS(path) is not None):
            return refusal(HTTPStatus.BAD_REQUEST, "the path of a request starts with /, and does not climb by ..")
        caller = self._callers.of(head)
        if caller is None:
            return unauthorized("this gateway does not know the caller's credential", method)
        client = self._callers.version(head)
        found = self.registry.router(client).plainly(method, path)
        operation = found[0] if found is not None else self._operation(head, client)
        track = self._tracks.get((operation, client)) or self._track(operation, client)
        signed = is_signed(head)
        if signed:  # the body is a part of what is signed
            track = Track(track.bodies._replace(request=True))
        return Conversation(self, caller, client, operation, track, found, signed=signed)

    def lanes(self, client: Version) -> tuple[Lane, Lane]:
        """Those of a client's requests, and of their answers."""
        known = self._lanes.get(client)
        if known is None:
            up = lane_of(self.registry, "request", client, self.server)
            known = self._lanes[client] = (up, lane_of(self.registry, "response", self.server, client))
        return known

    def heard(self, response: Response) -> Response:
        """An answer of the upstream as one of the API: URLs that name the upstream become paths of the API.

        So that who follows them stays with the gateway; below a base path of the upstream, they lose that.
        """
        for name, _ in response.headers:
            if name in _LINKS:
                break
        else:
            return response
        headers = Headers(
            (name, self._ours.sub(_as_path, value)) if name in _LINKS else (name, value)
            for name, value in response.headers
        )
        return Response.made(response.status, headers, response.body)

    def told(self, response: Response, client: Version) -> Response:
        """An answer as the client gets it: with what its version's end is told by."""
        more = self._lifecycle.get(str(client)) if self._lifecycle else None
        if not more:
            return response
        return Response.made(response.status, Headers((*response.headers, *more)), response.body)

    def directory_failed(self, error: Exception) -> None:
        """Count and tell that what is learned could not be read or kept."""
        self.telemetry.directory_failed()
        if isinstance(error, DirectoryError):
            self.log.directory_failed(error)
        else:
            self.log.directory_failed(DirectoryError(type(error).__name__))

    def _relays(self) -> Relays:
        relays = [
            Relay(
                name=one.name,
                target=one.target,
                tenant=one.tenant,
                asset=one.asset,
                design=one.design,
                header=one.header,
                value=one.value.get_secret_value(),
                host=self.upstream.host,
            )
            for one in self.settings.relay
        ]
        return Relays(relays, self.directory, self.upstream.send_elsewhere, self.directory_failed)

    async def _looked_up(self, request: Request) -> Response:
        return self.heard(await self.upstream.fetch(request, self.limits.body))

    def _operation(self, head: Request, client: Version) -> str | None:
        """The operation of a path that is written in an unusual way, or as another version has it."""
        exchange = Exchange(head, client=client, server=self.server, registry=self.registry)
        return exchange.operation.name if exchange.operation is not None else None

    def _track(self, operation: str | None, client: Version) -> Track:
        bodies, quick = bodies_of(self.registry, operation, client, self.server), None
        if bodies.is_plain and operation is not None:
            up, down = (lane.way(operation) for lane in self.lanes(client))
            quick = Quick(up, down, sender(up, self.limits), answerer(down, self.limits), Passed())
        track = self._tracks[operation, client] = Track(bodies, quick)
        return track


def _urls_of(host: str, base: str) -> re.Pattern[str]:
    """URLs of a server below its base path, at the start of a field or in angle brackets, as `Link` has them."""
    port = "" if re.search(r":\d+$", host) else "(?::80|:443)?"
    origin = f"(?:https?:)?//{re.escape(host)}{port}"
    below = f"(?:{origin})?{re.escape(base)}" if base else origin
    return re.compile(f"(^|<){below}(/?)(?=[/?#>]|$|(?<=/))", re.IGNORECASE)


def _as_path(found: re.Match[str]) -> str:
    return f"{found[1]}/"
