"""Transports for HTTPX: an integration keeps its code, and its version, while the server is of another.

client = httpx.Client(transport=CompatTransport(client="2018.01", server="2024.05"))
"""

from typing import Any, Unpack

import httpx

from aurora_compat.gateway.framing import of_whole
from aurora_compat.gateway.talk import carried, carried_async
from aurora_compat.gateway.terms import ClientSettings, Terms
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request, Response
from aurora_compat.words.version import Version

_KEPT = ("http_version",)
"""What a response's extensions tell that is true of its translation too; the network's stream is closed by then."""


class CompatTransport(httpx.BaseTransport):
    """Sends requests of one version to a server of another.

    Bodies are read whole, both ways. All requests of the client that has it are translated: mount it (`mounts=`) where
    a client talks to other servers too.

    Args:
        client: the version that requests are written in.
        server: the version that the server speaks.
        transport: what sends; a new `httpx.HTTPTransport` where it is None.
        settings: see `ClientSettings`.

    Raises:
        UnknownVersion: one of the versions is none.
    """

    def __init__(
        self,
        *,
        client: Version | str,
        server: Version | str,
        transport: httpx.BaseTransport | None = None,
        **settings: Unpack[ClientSettings],
    ) -> None:
        self._terms = Terms(server=server, **settings)
        self._client = self._terms.version(client)
        self._transport = transport if transport is not None else httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Translate, send, translate back.

        Raises:
            httpx.TransportError: the server could not be reached.
            AuroraCompatError: the exchange refuses the request, and `raises` asks for it.
        """
        if self._client == self._terms.server:
            return self._transport.handle_request(request)
        extensions: dict[str, Any] = {}

        def send(asked: Request) -> Response:
            answer = self._transport.handle_request(_outgoing(asked, request))
            try:
                assert isinstance(answer.stream, httpx.SyncByteStream)
                body = b"".join(answer.stream)
            finally:
                answer.close()
            return _noted(answer, body, extensions)

        came = _incoming(request, request.read())
        return _given(carried(self._terms.steps(came, self._client, self._terms.known(came)), send), extensions)

    def close(self) -> None:
        """Close what sends."""
        self._transport.close()


class AsyncCompatTransport(httpx.AsyncBaseTransport):
    """The same for `httpx.AsyncClient`; `transport` is a new `httpx.AsyncHTTPTransport` where it is None."""

    def __init__(
        self,
        *,
        client: Version | str,
        server: Version | str,
        transport: httpx.AsyncBaseTransport | None = None,
        **settings: Unpack[ClientSettings],
    ) -> None:
        self._terms = Terms(server=server, **settings)
        self._client = self._terms.version(client)
        self._transport = transport if transport is not None else httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Translate, send, translate back; raises what `CompatTransport` does."""
        if self._client == self._terms.server:
            return await self._transport.handle_async_request(request)
        extensions: dict[str, Any] = {}

        async def send(asked: Request) -> Response:
            answer = await self._transport.handle_async_request(_outgoing(asked, request))
            try:
                assert isinstance(answer.stream, httpx.AsyncByteStream)
                body = b"".join([part async for part in answer.stream])
            finally:
                await answer.aclose()
            return _noted(answer, body, extensions)

        came = _incoming(request, await request.aread())
        steps = self._terms.steps(came, self._client, self._terms.known(came))
        return _given(await carried_async(steps, send), extensions)

    async def aclose(self) -> None:
        """Close what sends."""
        await self._transport.aclose()


def _incoming(request: httpx.Request, body: bytes) -> Request:
    """The client's request; its path is a whole URL, so that the rules see the host."""
    headers = of_whole(Headers.of(request.headers.raw), body)
    url = request.url
    target = url.raw_path.decode("ascii")
    return Request(request.method, f"{url.scheme}://{url.netloc.decode('ascii')}{target}", None, headers, body)


def _outgoing(asked: Request, request: httpx.Request) -> httpx.Request:
    """A request to send, with the extensions (timeouts, say) of the client's; not its `target`, which is another."""
    extensions = {name: value for name, value in request.extensions.items() if name != "target"}
    url = request.url.copy_with(raw_path=asked.target[len(asked.origin) :].encode("ascii") or b"/")
    return httpx.Request(asked.method, url, headers=asked.headers.raw, content=asked.body, extensions=extensions)


def _noted(answer: httpx.Response, body: bytes, extensions: dict[str, Any]) -> Response:
    """An answer with its body as it came, still in its content coding."""
    extensions.update({name: answer.extensions[name] for name in _KEPT if name in answer.extensions})
    return Response(answer.status_code, answer.headers.raw, body)


def _given(answer: Response, extensions: dict[str, Any]) -> httpx.Response:
    """The client's answer: a stream that nobody has read, so that HTTPX takes a content coding off, and once."""
    return httpx.Response(
        answer.status, headers=answer.headers.raw, stream=httpx.ByteStream(answer.body), extensions=extensions
    )
