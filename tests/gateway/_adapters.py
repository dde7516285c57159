"""The adapters, each as a function from a client's request to the answer that the client sees, decoded.

Those that answer others check signatures by `secrets`; the client's own have no use for them.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import httpx

import aurora_compat as ac
from aurora_compat.gateway.httpx import AsyncCompatTransport, CompatTransport
from aurora_compat.testing.server import FakeAurora

from ._loopback import listening

Send: TypeAlias = Callable[[ac.Request], ac.Response]
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


ADAPTERS = {"httpx": httpx_sync, "httpx async": httpx_async}
