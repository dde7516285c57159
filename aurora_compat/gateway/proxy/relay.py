"""The relay of webhooks: deliveries pass through the gateway to their subscriber, and it learns from them.

Aurora delivers by a body-less GET of the subscriber's `url_template`, its `<NAME>` placeholders filled in. A subscriber
that registers `https://gateway.example/relay/NAME?ASSET_ID=<ASSET_ID>&DESIGN_ID=<DESIGN_ID>` lets the gateway know the
design of every new asset, which requests of 2018.01 for the asset do not tell (change `design-asset-path`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from hmac import compare_digest
from http import HTTPStatus
from urllib.parse import urlsplit

from aurora_compat.gateway.directory import Directory, DirectoryError, Scope
from aurora_compat.gateway.framing import of_whole
from aurora_compat.gateway.proxy.fields import HOP
from aurora_compat.gateway.proxy.refusals import refusal
from aurora_compat.words.fields import Headers, Query, unquoted
from aurora_compat.words.message import Request, Response
from aurora_compat.words.value import Value

PREFIX = "/relay/"
"""What the paths of all relays start with."""

PATIENCE = 1.0
"""Seconds that a delivery waits for the directory at most."""

_METHODS = ("GET", "HEAD")
_NO_CONTENT = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
_ENDS_HERE = (*(name.decode() for name in HOP), "Expect")


class Relay(Value):
    """Where the deliveries of one subscriber go, and what is learned from them.

    The representation leaves the target and the secret out: the query of a target may hold a credential.

    Attributes:
        name: the segment of the path behind `/relay/`.
        target: the URL of the subscriber itself; it may have a path and a query.
        tenant: the id of the tenant whose deliveries they are.
        asset: the query parameter that the subscriber's `url_template` has for `<ASSET_ID>`.
        design: the one that it has for `<DESIGN_ID>`.
        header: `header_auth_key` of the webhook.
        value: `header_auth_value` of the webhook, the secret that every delivery carries.
        host: of the upstream, for the scope of what is learned.

    Raises:
        ValueError: a field can't be used; it names the field, and holds no value.
    """

    _hidden = frozenset({"target", "value"})

    name: str
    target: str
    tenant: str
    asset: str
    design: str
    header: str
    value: str
    host: str

    def __post_init__(self) -> None:
        if not self.name or self.name in {".", ".."} or not _is_segment(self.name):
            raise ValueError("name of a relay: one segment of a path, of letters, digits and - . _ ~")
        for field in ("tenant", "asset", "design", "header", "value", "host"):
            if not getattr(self, field):
                raise ValueError(f"{field} of relay {self.name}: it is empty")
        if self.asset == self.design:
            raise ValueError(f"asset and design of relay {self.name}: two parameters of the query, not one")
        _check_target(self.name, self.target)

    @property
    def scope(self) -> Scope:
        """Whose knowledge its deliveries bring."""
        return Scope(self.host, self.tenant)


class Relays:
    """Answers deliveries of webhooks.

    Args:
        relays: no two of one name.
        directory: learns the designs of assets, before the delivery is passed on: the subscriber may ask for the asset
            at once.
        send: sends a request with a whole URL, follows no redirects, and leaves the answer's body in its coding; it
            raises `TimeoutError` or another `OSError` where no answer comes.
        failed: is told of whatever learning raised; the delivery goes on.
        patience: seconds that a delivery waits for the directory at most.

    Raises:
        ValueError: two relays have one name.
    """

    def __init__(
        self,
        relays: Iterable[Relay],
        directory: Directory,
        send: Callable[[Request], Awaitable[Response]],
        failed: Callable[[Exception], None],
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._relays: dict[str, Relay] = {}
        for relay in relays:
            if relay.name in self._relays:
                raise ValueError(f"two relays are called {relay.name}: give one of them another name")
            self._relays[relay.name] = relay
        self._directory, self._send, self._failed, self._patience = directory, send, failed, patience

    def matches(self, path: str) -> bool:
        """Whether a path is a relay's, or would be one's if there were such a relay."""
        return path.startswith(PREFIX)

    async def answer(self, request: Request) -> Response:
        """The answer to a delivery: the subscriber's own, or 401, 404, 405 and 400 for what is none, 502 and 504.

        Whatever is no 2xx makes Aurora deliver again.
        """
        name, rest = _parted(request)
        relay, method = self._relays.get(name), request.method
        if relay is None:
            return refusal(HTTPStatus.NOT_FOUND, "no relay has this name", method=method)
        if method not in _METHODS:
            allow = ("Allow", ", ".join(_METHODS))
            return refusal(HTTPStatus.METHOD_NOT_ALLOWED, "a webhook is delivered by GET", allow)
        if not _is_vouched_for(request, relay):
            told = "the delivery has not the header that this relay wants: see header_auth_key of the webhook"
            scheme = ("WWW-Authenticate", 'Webhook realm="relay"')
            return refusal(HTTPStatus.UNAUTHORIZED, told, scheme, method=method)
        if _climbs(rest):
            told = "the path holds . or .. as a segment: leave them out"
            return refusal(HTTPStatus.BAD_REQUEST, told, method=method)
        await self._learn(relay, request.query)
        try:
            answer = await self._send(_onward(request, relay, rest))
        except TimeoutError:
            return refusal(HTTPStatus.GATEWAY_TIMEOUT, "the subscriber did not answer in time", method=method)
        except OSError:  # its text may hold the target
            return refusal(HTTPStatus.BAD_GATEWAY, "the subscriber could not be reached", method=method)
        return _back(answer, method)

    async def _learn(self, relay: Relay, query: Query) -> None:
        asset, design = query.all(relay.asset), query.all(relay.design)
        if len(asset) != 1 or len(design) != 1 or not _is_filled(asset[0]) or not _is_filled(design[0]):
            return  # another event, or a trial
        try:
            async with asyncio.timeout(self._patience):
                await self._directory.learn(relay.scope, "design_of_asset", {asset[0]: design[0]})
        except TimeoutError:
            self._failed(DirectoryError(f"relay {relay.name}: learning took more than {self._patience:g} seconds"))
        except Exception as error:  # a directory of the operator's own may raise anything
            self._failed(error)


def _is_segment(name: str) -> bool:
    return name.isascii() and all(letter.isalnum() or letter in "-._~" for letter in name)


def _check_target(name: str, target: str) -> None:
    said = f"target of relay {name}"
    if not target.isascii() or not target.isprintable() or " " in target or "\\" in target:
        raise ValueError(f"{said}: it holds a character that no URL has: percent-encode it")
    try:
        parts = urlsplit(target)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f"{said}: a URL that starts with http:// or https:// and has a host is wanted")
    if "@" in parts.netloc:
        raise ValueError(f"{said}: it has a user or password, which would not be sent: leave them out")
    if "#" in target:
        raise ValueError(f"{said}: it has a part behind #, which is never sent: leave it out")


def _parted(request: Request) -> tuple[str, str]:
    """The name of the relay, and what stands behind it in the path, as it is spelled."""
    behind = request.path[len(request.origin) + len(PREFIX) :]
    name, slash, rest = behind.partition("/")
    return name, slash + rest


def _is_vouched_for(request: Request, relay: Relay) -> bool:
    """Whether a delivery carries the secret, and once."""
    wanted = relay.header.lower()
    given = [value for key, value in request.headers.raw if key.lower() == wanted.encode()]
    return len(given) == 1 and compare_digest(given[0], relay.value.encode())


def _climbs(rest: str) -> bool:
    """Whether a path has segments by which a client or server might leave the target's own path."""
    plain = unquoted(rest).replace("\\", "/")
    return any(segment in {".", ".."} for segment in plain.split("/"))


def _onward(request: Request, relay: Relay, rest: str) -> Request:
    """The delivery as the subscriber gets it: whatever came stands behind the scheme and host of the target."""
    base, _, query = relay.target.partition("?")
    scheme, _, place = base.partition("://")
    host, slash, path = place.partition("/")
    path = slash + path
    path = (path.rstrip("/") + rest.replace("#", "%23") if rest else path) or "/"
    came = Query.of(request.query.encoded.replace("#", "%23"))  # a bare # would cut off what stands behind it
    fields = _end_to_end(of_whole(request.headers, request.body)).without("Host")
    return Request(request.method, f"{scheme}://{host}{path}", Query.of(query).joined(came), fields, request.body)


def _back(answer: Response, method: str) -> Response:
    """The subscriber's answer as Aurora gets it: its body was read whole."""
    fields = _end_to_end(answer.headers)
    if method != "HEAD" and answer.status not in _NO_CONTENT:
        fields = fields.with_value("Content-Length", str(len(answer.body)))
    return Response(answer.status, fields, answer.body)


def _end_to_end(fields: Headers) -> Headers:
    named = (name.strip() for value in fields.all("connection") for name in value.split(","))
    return fields.without(*_ENDS_HERE, *named)


def _is_filled(text: str) -> bool:
    return bool(text) and not text.startswith("<")
