"""The least that a reverse proxy on uvicorn and aiohttp is: what this library's proxy is measured against.

python -m benchmarks.gateway.bare --upstream http://127.0.0.1:9001 --port 9002            bodies pass as they come
python -m benchmarks.gateway.bare --upstream http://127.0.0.1:9001 --port 9002 --whole    bodies are read whole

A reverse proxy passes bodies as they come: it can't tell how large they are. To read them whole is faster at 2 kB, and
no proxy for anything large.
"""

import argparse
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp
import uvicorn
from yarl import URL

HOP_BY_HOP = frozenset(
    b"connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade".split()
)
_FRAMING = frozenset({b"content-length", b"transfer-encoding"})


class Bare:
    """The ASGI application.

    Args:
        upstream: URL of the server.
        whole: whether bodies are read whole.
    """

    def __init__(self, upstream: str, *, whole: bool = False) -> None:
        self._upstream, self._whole = upstream, whole
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass one request on, and its answer back."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        parts = _parts(receive)
        data: Any = None
        if self._whole:
            data = b"".join([part async for part in parts]) or None
        elif any(name in _FRAMING for name, _ in scope["headers"]):
            data = parts
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        dropped = HOP_BY_HOP | {b"host", b"content-length"} if self._whole else HOP_BY_HOP | {b"host"}
        headers = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"] if name not in dropped
        ]
        assert self._session is not None
        url = URL(self._upstream + (scope["raw_path"] + query).decode("latin-1"), encoded=True)
        async with self._session.request(
            scope["method"], url, headers=headers, data=data, allow_redirects=False
        ) as answer:
            passed = [(name.lower(), value) for name, value in answer.raw_headers if name.lower() not in HOP_BY_HOP]
            head = {"type": "http.response.start", "status": answer.status, "headers": passed}
            if self._whole:
                body = await answer.read()
                await send(head)
                await send({"type": "http.response.body", "body": body})
                return
            await send(head)
            async for part in answer.content.iter_any():
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    async def _lifespan(self, receive: Any, send: Any) -> None:
        await receive()
        connector = aiohttp.TCPConnector(limit=100)
        async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as self._session:
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


async def _parts(receive: Any) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        more = message.get("more_body", False)
        if part := message.get("body", b""):
            yield part


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gateway.bare", description="Pass everything on.")
    parser.add_argument("--upstream", required=True, help="http://HOST:PORT")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--whole", action="store_true", help="read bodies whole")
    options = parser.parse_args(arguments)
    uvicorn.run(
        Bare(options.upstream, whole=options.whole),
        host="127.0.0.1",
        port=options.port,
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
    )


if __name__ == "__main__":
    main()
