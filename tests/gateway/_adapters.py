"""The adapters, each as a function from a client's request to the answer that the client sees, decoded.

Those that answer others check signatures by `secrets`; the client's own have no use for them. Those that run by
themselves are told of versions, tokens and secrets by their settings, and keep what they learn.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias
from urllib.parse import quote

import httpx
import requests

import aurora_compat as ac
from aurora_compat.gateway import asgi as asgi_middleware
from aurora_compat.gateway import wsgi as wsgi_middleware
from aurora_compat.gateway.httpx import AsyncCompatTransport, CompatTransport
from aurora_compat.gateway.proxy.settings import Settings
from aurora_compat.gateway.requests import CompatAdapter
from aurora_compat.testing.server import FakeAurora

from . import _envoy
from ._loopback import listening
from ._proxy import Running

Send: TypeAlias = Callable[[ac.Request], ac.Response]
Adapter: TypeAlias = Callable[..., AbstractContextManager[Send]]
"""Is told the client's version and the server, and by name what all adapters take."""
HOST = "https://api.aurorasolar.com"


def seen(answer: httpx.Response) -> ac.Response:
    """What HTTPX shows of an answer: its body is decoded."""
    return ac.Response(answer.status_code, answer.headers.multi_items(), answer.content)


def sent(request: ac.Request, origin: str) -> dict[str, Any]:
    """A request as HTTPX takes it."""
    url = origin + request.target
    return {"method": request.method, "url": url, "headers": list(request.headers), "content": request.body or None}


@contextmanager
def httpx_sync(client: str, fake: FakeAurora, secrets: Any = None, **settings: Any) -> Iterator[Send]:
    """`CompatTransport`, over a socket."""
    transport = CompatTransport(client=client, server=fake.version, **settings)
    with listening(fake) as origin, httpx.Client(transport=transport) as http:
        yield lambda request: seen(http.request(**sent(request, origin)))


@contextmanager
def httpx_async(client: str, fake: FakeAurora, secrets: Any = None, **settings: Any) -> Iterator[Send]:
    """`AsyncCompatTransport`, in process."""

    async def send(request: ac.Request) -> ac.Response:
        transport = AsyncCompatTransport(
            client=client, server=fake.version, transport=httpx.ASGITransport(fake), **settings
        )
        async with httpx.AsyncClient(transport=transport) as http:
            return seen(await http.request(**sent(request, HOST)))

    yield lambda request: asyncio.run(send(request))


@contextmanager
def requests_session(client: str, fake: FakeAurora, secrets: Any = None, **settings: Any) -> Iterator[Send]:
    """`CompatAdapter`, over a socket."""
    with listening(fake) as origin, requests.Session() as session:
        session.trust_env = False
        session.mount(origin, CompatAdapter(client=client, server=fake.version, **settings))

        def send(request: ac.Request) -> ac.Response:
            answer = session.request(
                request.method, origin + request.target, headers=dict(request.headers), data=request.body or None
            )
            return ac.Response(answer.status_code, answer.headers, answer.content)

        yield send


@contextmanager
def asgi(client: str, fake: FakeAurora, **settings: Any) -> Iterator[Send]:
    """The middleware for ASGI, in process."""
    app = asgi_middleware.CompatMiddleware(fake, serves=fake.version, answers=client, **settings)

    async def send(request: ac.Request) -> ac.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as http:
            return seen(await http.request(**sent(request, HOST)))

    yield lambda request: asyncio.run(send(request))


@contextmanager
def wsgi(client: str, fake: FakeAurora, **settings: Any) -> Iterator[Send]:
    """The middleware for WSGI, in process."""
    app = wsgi_middleware.CompatMiddleware(as_wsgi(fake), serves=fake.version, answers=client, **settings)
    with httpx.Client(transport=httpx.WSGITransport(app)) as http:
        yield lambda request: seen(http.request(**sent(request, HOST)))


def as_wsgi(fake: FakeAurora) -> Any:
    """A fake server as a WSGI application."""

    def app(environ: Any, start_response: Any) -> list[bytes]:
        headers = [
            (key.removeprefix("HTTP_").replace("_", "-"), value)
            for key, value in environ.items()
            if key.startswith("HTTP_") or key in {"CONTENT_TYPE", "CONTENT_LENGTH"}
        ]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or "0"))
        path = quote(environ["PATH_INFO"].encode("latin-1"))
        answer = fake.send(ac.Request(environ["REQUEST_METHOD"], path, environ["QUERY_STRING"], headers, body))
        start_response(f"{answer.status} As It Is", list(answer.headers))
        return [answer.body]

    return app


@contextmanager
def proxy(
    client: str, fake: FakeAurora, secrets: Any = None, context: Any = None, lookups: int = 10, learned: Any = None
) -> Iterator[Send]:
    """The proxy, over sockets on both of its sides. Without a token no key can be set, so no signature is known."""
    known = context if isinstance(context, ac.Context) else ac.Context()
    pairs = list(secrets.items()) if secrets and known.bearer_token else []
    environ = {"TOKEN": known.bearer_token or "", **{f"SECRET_{n}": secret for n, (_, secret) in enumerate(pairs)}}
    callers = [
        {"name": f"caller {n}", "key_id": key, "secret": f"env:SECRET_{n}", "token": "env:TOKEN"}
        for n, (key, _) in enumerate(pairs)
    ]
    with listening(fake) as origin:
        told = {"upstream": origin, "server": str(fake.version), "client": client, "learned": "memory:"}
        more = {"admin.listen": "", "lookups.most": lookups, "callers.key": callers, "log.access": False}
        running = Running(Settings.read(None, environ, {**told, **more}))
        plain = httpx.HTTPTransport(verify=False)  # certificates take longer to load than most tests
        with running.running(), httpx.Client(transport=plain) as http:
            yield lambda request: seen(http.request(**sent(request, f"http://127.0.0.1:{running.port}")))


@contextmanager
def envoy(client: str, fake: FakeAurora, context: Any = None) -> Iterator[Send]:
    """The external processor, and what stands for Envoy before it."""
    with listening(fake) as origin, asyncio.Runner() as runner:
        opened = _envoy.envoy(fake, origin, client=client)
        filtered, _ = runner.run(opened.__aenter__())
        try:
            yield lambda request: runner.run(filtered.send(request))
        finally:
            runner.run(opened.__aexit__(None, None, None))


ADAPTERS: dict[str, Adapter] = {
    "httpx": httpx_sync,
    "httpx async": httpx_async,
    "requests": requests_session,
    "asgi": asgi,
    "wsgi": wsgi,
    "proxy": proxy,
}
