"""What an admin listener answers: fetched by the standard library, without proxies or redirects.

The token that is sent along is for that listener, and for nobody else.
"""

from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from aurora_compat.cli.failure import InputError

_TIMEOUT = 10.0
"""Seconds to wait for a connection, and between two bytes."""
_LIMIT = 16 * 1024 * 1024


class _Stays(HTTPRedirectHandler):
    """Follows no redirect: it is answered as what it is."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def fetched(url: str, path: str, token: str | None) -> bytes:
    """The body of an answer.

    Args:
        url: of the listener.
        path: to ask for, where the URL has none.
        token: sent as a bearer token.

    Raises:
        InputError: it can't be fetched; the line says why, without the token.
    """
    name, target = _addressed(url, path)
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    opener = build_opener(ProxyHandler({}), _Stays())
    try:
        with opener.open(Request(target, headers=headers), timeout=_TIMEOUT) as answer:
            body: bytes = answer.read(_LIMIT + 1)
    except HTTPError as error:
        error.close()
        hint = (
            "; --token-env NAME names the variable that holds its token"
            if error.code == HTTPStatus.UNAUTHORIZED
            else ""
        )
        raise InputError(f"{name} answers with {error.code}{hint}") from None
    except (OSError, HTTPException, ValueError) as error:
        raise InputError(f"{name} can't be asked: {_reason(error)}") from None
    if len(body) > _LIMIT:
        raise InputError(f"{name} answers with more than {_LIMIT:,} bytes: it is no admin listener")
    return body


def _addressed(url: str, path: str) -> tuple[str, str]:
    """The URL as it may be shown, and the one to ask.

    Raises:
        InputError: it is none, or holds a credential.
    """
    try:
        parts = urlsplit(url)
        shown = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port is not None else "")
    except ValueError:
        parts, shown = urlsplit(""), "this"
    if not parts.hostname or parts.username is not None:
        raise InputError(f"{shown} is no URL of an admin listener such as http://127.0.0.1:9090, without a user's name")
    return shown, parts._replace(path=path if parts.path in {"", "/"} else parts.path, query="", fragment="").geturl()


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return f"no answer within {_TIMEOUT:.0f} seconds"
    return str(getattr(cause, "strerror", None) or type(cause).__name__).lower()
