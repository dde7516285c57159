"""An adapter for Requests: a session keeps its code, and its version, while the server is of another.

session.mount("https://api.aurorasolar.com", CompatAdapter(client="2018.01", server="2024.05"))
"""

from collections.abc import Iterable
from http.client import responses
from io import BytesIO
from typing import Any, Unpack

import requests
import urllib3
from requests.adapters import HTTPAdapter

from aurora_compat.gateway.framing import of_whole
from aurora_compat.gateway.talk import carried
from aurora_compat.gateway.terms import ClientSettings, Terms
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request, Response
from aurora_compat.words.version import Version


class CompatAdapter(HTTPAdapter):
    """Sends requests of one version to a server of another.

    Bodies are read whole, both ways, whatever `stream` says; timeouts, certificates and proxies are as for any adapter,
    and each look-up has them anew.

    Args:
        client: the version that requests are written in.
        server: the version that the server speaks.
        pool_connections, pool_maxsize, max_retries, pool_block: as `HTTPAdapter` takes them.
        settings: see `ClientSettings`.

    Raises:
        UnknownVersion: one of the versions is none.
    """

    __attrs__ = [*HTTPAdapter.__attrs__, "_client", "_terms"]  # noqa: RUF012  # a list there: what is pickled

    def __init__(
        self,
        *,
        client: Version | str,
        server: Version | str,
        pool_connections: int = 10,
        pool_maxsize: int = 10,
        max_retries: urllib3.Retry | int = 0,
        pool_block: bool = False,
        **settings: Unpack[ClientSettings],
    ) -> None:
        super().__init__(pool_connections, pool_maxsize, max_retries, pool_block)
        self._terms = Terms(server=server, **settings)
        self._client = self._terms.version(client)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Translate, send, translate back; what else there is (`stream`, `timeout`, ...) is passed on as it came.

        Raises:
            requests.RequestException: the server could not be reached.
            AuroraCompatError: the exchange refuses the request, and `raises` asks for it.
        """
        if self._client == self._terms.server:
            return super().send(request, *args, **options)
        originals: list[Any] = []

        def send(asked: Request) -> Response:
            answer = super(CompatAdapter, self).send(_outgoing(asked, request), *args, **options)
            originals.append(getattr(answer.raw, "_original_response", None))
            return Response(answer.status_code, answer.raw.headers.items(), _content(answer))

        came = _incoming(request)
        answer = carried(self._terms.steps(came, self._client, self._terms.known(came)), send)
        return self.build_response(request, _raw(answer, came.method, originals))


def _incoming(request: requests.PreparedRequest) -> Request:
    body = _body(request.body)
    headers = of_whole(Headers.of(request.headers), body)
    if body and headers.get("content-length") is None:
        headers = headers.with_value("Content-Length", str(len(body)))
    return Request(request.method or "GET", request.url or "", None, headers, body)


def _body(body: Any) -> bytes:
    """A body as Requests holds it: nothing, text, bytes, a file, or parts."""
    if body is None:
        return b""
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    parts: Iterable[bytes | str] = body
    return b"".join(part.encode() if isinstance(part, str) else part for part in parts)


def _outgoing(asked: Request, request: requests.PreparedRequest) -> requests.PreparedRequest:
    outgoing = request.copy()
    outgoing.method, outgoing.url, outgoing.body = asked.method, asked.target, asked.body or None
    outgoing.headers = requests.structures.CaseInsensitiveDict(asked.headers)
    return outgoing


def _content(answer: requests.Response) -> bytes:
    """The body as it came, still in its content coding.

    Raises:
        requests.RequestException: what Requests raises where a body breaks off.
    """
    try:
        content: bytes = answer.raw.read(decode_content=False)
    except urllib3.exceptions.ProtocolError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error
    except urllib3.exceptions.HTTPError as error:
        raise requests.exceptions.ConnectionError(error) from error
    finally:
        answer.close()
    return content


def _raw(answer: Response, method: str, originals: list[Any]) -> urllib3.HTTPResponse:
    """The client's answer as urllib3 gives it, unread.

    Requests finds new cookies in the `original_response` alone: it is that of the first answer that set some.
    """
    setting = (held for held in originals if held is not None and held.msg.get("Set-Cookie") is not None)
    return urllib3.HTTPResponse(
        BytesIO(answer.body),
        headers=urllib3.HTTPHeaderDict(answer.headers),
        status=answer.status,
        reason=responses.get(answer.status, ""),
        preload_content=False,
        decode_content=False,
        original_response=next(setting, None),
        request_method=method,
    )
