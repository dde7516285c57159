"""The server behind the gateway, over aiohttp: pooled connections, no redirects followed, bodies as they come."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Iterable
from ssl import SSLError
from typing import Self

import aiohttp
from yarl import URL

from aurora_compat.gateway.proxy import fields
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request, Response

_LARGE = 1024 * 1024
"""Bytes from which on aiohttp wants a body as a file, so that it goes out in parts."""
_LINE = 64 * 1024
"""Bytes of the longest status line or header field that an answer may have."""
_ADDED = tuple((name.lower(), name) for name in ("Accept", "Accept-Encoding", "Content-Type", "User-Agent"))
"""Fields that aiohttp would add where a request has none: as clients spell them, and as rules and look-ups do."""

_LOST = {
    aiohttp.ClientConnectorCertificateError: "its certificate does not hold",
    aiohttp.ClientConnectorDNSError: "its name is not known",
    aiohttp.ClientConnectorError: "it does not take connections",
    aiohttp.ServerDisconnectedError: "it closed the connection before its answer",
    aiohttp.ClientPayloadError: "it broke off its answer",
    aiohttp.ClientResponseError: "it did not answer in HTTP",
    aiohttp.ClientOSError: "the connection to it broke",
}


class UpstreamFailed(ConnectionError):
    """The server gave no answer, or not a whole one; the sentence holds neither URL nor credential."""


class UpstreamTimeout(TimeoutError):
    """The server took too long."""


class Answer:
    """An answer whose body may still be on its way.

    Attributes:
        status: as it came.
        raw: its fields end to end, without framing; names in lower case.
        length: of the body, as the server tells it; None where it does not.
        links: whether some of its fields hold URLs that may name the server.

    Raises:
        ValueError: its fields hold what can't be sent on.
    """

    __slots__ = ("_held", "length", "links", "raw", "status")

    def __init__(self, held: aiohttp.ClientResponse) -> None:
        self._held = held
        self.status = held.status
        self.raw, self.links = fields.of_answer(held.raw_headers)
        self.length = held.content_length

    @property
    def kind(self) -> bytes | None:
        """Its content type, None where it tells none."""
        for name, value in self.raw:
            if name == b"content-type":
                return value
        return None

    @property
    def head(self) -> Response:
        """Status and fields."""
        headers = Headers([(name.decode("latin-1"), value.decode("latin-1")) for name, value in self.raw])
        return Response.made(self.status, headers, b"")

    async def read(self, limit: int) -> bytes:
        """The whole body; where it is over the limit, as much of it as shows that: `parts` gives the rest.

        Raises:
            UpstreamFailed, UpstreamTimeout.
        """
        if self.length is not None and self.length <= limit:
            return await self._told(self._held.read())
        body = bytearray()
        while len(body) <= limit and (part := await self._told(self._held.content.readany())):
            body += part
        return bytes(body)

    async def parts(self) -> AsyncIterator[bytes]:
        """What is still to come of the body; who asks for it sees to the time.

        Raises:
            UpstreamFailed, UpstreamTimeout.
        """
        while part := await self._told(self._held.content.readany()):
            yield part

    def close(self) -> None:
        """Let go of the connection: it is used again where the body was read to its end."""
        self._held.close() if not self._held.content.is_eof() else self._held.release()

    async def _told(self, reading: "asyncio.Future[bytes] | object") -> bytes:
        try:
            return await reading  # type: ignore[misc,no-any-return]  # a coroutine of aiohttp's
        except (aiohttp.ClientError, OSError) as error:
            raise failure(error) from None


class Upstream:
    """The server, by its URL.

    Args:
        url: with scheme and host, without a slash at its end; a path in it stands before every target.
        session: what sends.
        read: seconds to wait for a head, or for another piece of an answer that is streamed.
        total: seconds to wait for the whole of an answer that is not.

    Attributes:
        patience: `read`; whoever sends a request sees to it that its head does not take longer.
        total: as it was given; whoever reads an answer sees to it.
    """

    def __init__(self, url: str, session: aiohttp.ClientSession, read: float, total: float) -> None:
        self._session, self._url, self.patience, self.total = session, url, read, total
        parsed = URL(url)
        self.host = parsed.host_port_subcomponent or ""
        self.origin = url[: len(url) - len(parsed.raw_path)] if parsed.raw_path != "/" else url
        self.base = url[len(self.origin) :]

    @classmethod
    def opened(cls, url: str, *, connect: float, read: float, total: float, connections: int, keepalive: float) -> Self:
        """In the running loop; times are in seconds, `connections` the most there are at once.

        aiohttp's own clocks cost as much as all else that a request needs of ours: who waits sees to the time.
        """
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=connections, keepalive_timeout=keepalive),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=connect),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_line_size=_LINE,
            max_field_size=_LINE,
            requote_redirect_url=False,
        )
        return cls(url, session, read, total)

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    def send(
        self,
        method: str,
        target: str,
        headers: Iterable[tuple[str, str]],
        body: bytes = b"",
        parts: AsyncIterator[bytes] | None = None,
        length: int | None = None,
    ) -> Awaitable[Answer]:
        """Send a request to this server, once this is awaited.

        Args:
            method: of the request.
            target: path and query, of the API.
            headers: end to end; what came by the client's hop has its name in lower case.
            body: whole, or
            parts: as it comes, and
            length: its number of bytes, None where the client does not tell.

        Raises:
            UpstreamFailed, UpstreamTimeout.
        """
        return self._sent(method, self._url + target, headers, body, parts, length)

    async def send_elsewhere(self, request: Request) -> Response:
        """Send a request with a whole URL to the server that it names; raises as `send` does."""
        async with asyncio.timeout(self.total):
            answer = await self._sent(request.method, request.target, request.headers, request.body)
            try:
                body = await answer.read(_LARGE)
            finally:
                answer.close()
        if len(body) > _LARGE or (answer.length is not None and answer.length > _LARGE):
            raise UpstreamFailed(f"its answer is larger than {_LARGE:,} bytes")
        return Response.made(answer.status, answer.head.headers, body)

    async def fetch(self, request: Request, limit: int) -> Response:
        """The whole answer to a look-up; raises as `send` does, and for a body over the limit."""
        try:
            async with asyncio.timeout(min(self.patience, self.total)):
                answer = await self.send(request.method, request.target, request.headers)
                try:
                    body = await answer.read(limit)
                finally:
                    answer.close()
        except TimeoutError:
            raise UpstreamTimeout("it did not answer in time") from None
        if len(body) > limit or (answer.length is not None and answer.length > limit):
            raise UpstreamFailed("the answer is over the limit of bodies")
        return Response.made(answer.status, answer.head.headers, body)

    async def _sent(
        self,
        method: str,
        url: str,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        parts: AsyncIterator[bytes] | None = None,
        length: int | None = None,
    ) -> Answer:
        sent = [field for field in headers if field[0] not in _MADE_ANEW]
        if not "".join([value for _, value in sent]).isascii():
            sent = [(name, _as_it_came(value)) for name, value in sent]
        data: object = parts
        if parts is None:
            data = (body if len(body) < _LARGE else io.BytesIO(body)) if body else None
        elif length is not None:
            sent.append(("Content-Length", str(length)))
        names = {name for name, _ in sent}
        absent = [name for name, title in _ADDED if name not in names and title not in names]
        try:
            held = await self._session.request(
                method,
                URL(url, encoded=True),
                headers=sent,
                data=data,
                allow_redirects=False,
                skip_auto_headers=absent or None,  # to name none is cheaper than to name some
            )
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise failure(error) from None
        if held.status < 200 or held.status > 599:
            held.close()
            raise UpstreamFailed(f"its status {held.status} is none that can be passed on")
        try:
            return Answer(held)
        except ValueError:
            held.close()
            raise UpstreamFailed("it did not answer in HTTP") from None


_MADE_ANEW = frozenset({"host", "content-length", "transfer-encoding", "Host", "Content-Length", "Transfer-Encoding"})


def _as_it_came(value: str) -> str:
    """A value whose bytes were read as Latin-1, such that aiohttp, which writes UTF-8, writes the same bytes.

    Bytes that are no UTF-8 it can't write: of those the characters are kept.
    """
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def failure(error: Exception) -> UpstreamFailed | UpstreamTimeout:
    """What aiohttp raises, as a sentence that is safe to tell."""
    if isinstance(error, TimeoutError):  # aiohttp's own are of it too
        return UpstreamTimeout("it did not answer in time")
    if isinstance(error, SSLError):
        return UpstreamFailed("its certificate does not hold")
    told = next((text for kind, text in _LOST.items() if isinstance(error, kind)), "it can't be asked")
    return UpstreamFailed(told)
