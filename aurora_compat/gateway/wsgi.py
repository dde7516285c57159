"""A middleware for WSGI: an application serves one version and answers callers of others.

app.wsgi_app = CompatMiddleware(app.wsgi_app, serves="2024.05", answers="2018.01")
"""

from collections.abc import Iterable, Iterator
from http.client import responses
from io import BytesIO
from typing import TYPE_CHECKING, Any, Unpack
from urllib.parse import quote_from_bytes, unquote_to_bytes

from aurora_compat import hmac_auth
from aurora_compat.gateway.door import Answers, Door, declared
from aurora_compat.gateway.framing import of_whole
from aurora_compat.gateway.talk import carried
from aurora_compat.gateway.terms import Settings
from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.fields import Headers
from aurora_compat.words.message import Request, Response
from aurora_compat.words.version import Version

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_IN_PATH = b"/!$&'()*+,:;=@~"
_BARE = ("CONTENT_TYPE", "CONTENT_LENGTH")
_SPELLINGS = ("RAW_URI", "REQUEST_URI")
"""Where some servers put the target as it came: it would be another's."""


class CompatMiddleware:
    """Translates requests for an application, and its answers for their callers.

    As the middleware of `aurora_compat.gateway.asgi` does. WSGI hands paths over decoded: an escaped slash in one is a
    slash here.

    Args:
        app: serves one version.
        serves: that version.
        answers: the version that callers speak, or a function of the head of a request that tells it.
        secrets: key id -> secret of signed requests of 2018.01; without, `Context.bearer_token` is given to nobody.
        settings: see `Settings`; a body over `limits.body` is answered with 413, and its rest is not read.

    Raises:
        UnknownVersion: `serves` or `answers` names none.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        *,
        serves: Version | str,
        answers: Answers,
        secrets: hmac_auth.Secrets | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        self._app = app
        self._door = Door(serves=serves, answers=answers, secrets=secrets, settings=settings)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """The WSGI application. Raises what the one behind it raises for the request itself."""
        head = _request(environ, b"")
        client = self._door.client(head)
        if client is None:
            return self._app(environ, start_response)
        try:
            body = _whole(environ, self._door.limit, declared(head))
        except MalformedPayload as error:
            answer = self._door.refusal(head, client, error)
        else:
            answer = self._door.too_large() if body is None else self._answer(environ, client, body)
        start_response(f"{answer.status} {responses.get(answer.status, 'Unknown')}", list(answer.headers))
        return [answer.body] if answer.body else []

    def _answer(self, environ: "WSGIEnvironment", client: Version, body: bytes) -> Response:
        came = _request(environ, body, root=environ.get("SCRIPT_NAME", ""))
        steps = self._door.steps(_request(environ, body), client, came)
        return carried(steps, lambda asked: _called(self._app, _environ(asked, environ)))


def _request(environ: "WSGIEnvironment", body: bytes, root: str = "") -> Request:
    """What an environment tells of a request; a body that was read whole has a length."""
    path = _spelled(root + environ.get("PATH_INFO", "")) or "/"
    headers = of_whole(Headers(_fields(environ)), body)
    return Request(environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""), headers, body)


def _spelled(path: str) -> str:
    return quote_from_bytes(path.encode("latin-1"), safe=_IN_PATH)


def _fields(environ: "WSGIEnvironment") -> Iterator[tuple[str, str]]:
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            yield key[5:].replace("_", "-").title(), value
        elif key in _BARE and value:
            yield key.replace("_", "-").title(), value


def _whole(environ: "WSGIEnvironment", limit: int, length: int) -> bytes | None:
    """The body, None where it is over the limit. Without a length it is read to its end, if it has one.

    Raises:
        MalformedPayload: it ends before its length.
    """
    if length > limit:
        return None
    if length:
        body = bytes(environ["wsgi.input"].read(length))
        if len(body) < length:
            raise MalformedPayload(f"the body is broken off: {len(body):,} of {length:,} bytes came")
        return body
    if not environ.get("wsgi.input_terminated"):
        return b""
    body = bytes(environ["wsgi.input"].read(limit + 1))
    return None if len(body) > limit else body


def _environ(asked: Request, environ: "WSGIEnvironment") -> "WSGIEnvironment":
    """The environment of a call."""
    made = {key: value for key, value in environ.items() if not key.startswith("HTTP_") and key not in _BARE}
    target, _, query = asked.target.partition("?")
    made |= {
        "REQUEST_METHOD": asked.method,
        "PATH_INFO": unquote_to_bytes(target).decode("latin-1"),
        "QUERY_STRING": query,
        "wsgi.input": BytesIO(asked.body),
    }
    made.update({name: _spelled(environ.get("SCRIPT_NAME", "")) + asked.target for name in _SPELLINGS if name in made})
    for name, value in asked.headers:
        key = name.upper().replace("-", "_")
        key = key if key in _BARE else f"HTTP_{key}"
        made[key] = f"{made[key]}, {value}" if key in made else value
    return made


def _called(app: "WSGIApplication", environ: "WSGIEnvironment") -> Response:
    started: list[tuple[str, list[tuple[str, str]]]] = []
    parts: list[bytes] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Any:
        started.append((status, headers))  # a later one, for an exception, is what counts: nothing was sent yet
        return parts.append

    answer = app(environ, start)
    try:
        parts.extend(answer)
    finally:
        getattr(answer, "close", lambda: None)()
    if not started:
        raise RuntimeError("the application behind the middleware returned without an answer")
    status, headers = started[-1]
    return Response(int(status.split(maxsplit=1)[0]), headers, b"".join(parts))
