"""A middleware for ASGI: an application serves one version and answers callers of others.

app = CompatMiddleware(app, serves="2024.05", answers="2018.01")
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias, Unpack

from aurora_compat import hmac_auth
from aurora_compat.gateway.door import Answers, Door, declared
from aurora_compat.gateway.framing import of_whole
from aurora_compat.gateway.talk import carried_async
from aurora_compat.gateway.terms import Settings
from aurora_compat.words.fields import quoted
from aurora_compat.words.message import Request, Response
from aurora_compat.words.version import Version

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

_IN_PATH = "/!$&'()*+,:;=@~"


class CompatMiddleware:
    """Translates requests for an application, and its answers for their callers.

    Look-ups are calls of the application, with the caller's credential. Requests in the application's own version, and
    whatever is no HTTP request, pass untouched, streams and all; all others are read whole, and so are their answers:
    what an application does after its answer (background tasks) is waited for.

    Args:
        app: serves one version.
        serves: that version.
        answers: the version that callers speak, or a function of the head of a request that tells it, such as
            `lambda request: detect_version(request, default="2024.05")`.
        secrets: key id -> secret of signed requests of 2018.01; without, `Context.bearer_token` is given to nobody.
        settings: see `Settings`; a body over `limits.body` is answered with 413, and its rest is not read.

    Raises:
        UnknownVersion: `serves` or `answers` names none.
    """

    def __init__(
        self,
        app: App,
        *,
        serves: Version | str,
        answers: Answers,
        secrets: hmac_auth.Secrets | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        self._app = app
        self._door = Door(serves=serves, answers=answers, secrets=secrets, settings=settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application. Raises what the one behind it raises for the request itself."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        came = Request.from_asgi(scope)
        root = _root(scope, came.path)
        head = _within(came, root)
        client = self._door.client(head)
        if client is None:
            await self._app(scope, receive, send)
            return
        try:
            body = await _whole(receive, self._door.limit, declared(head))
        except ConnectionError:
            return  # nobody waits for an answer
        if body is None:
            answer = self._door.too_large()
        else:
            came = Request(came.method, came.path, came.query, came.headers, body)
            answer = await self._answer(scope, receive, root, client, came)
        for event in answer.to_asgi():
            await send(event)

    async def _answer(self, scope: Scope, receive: Receive, root: str, client: Version, came: Request) -> Response:
        async def ask(asked: Request) -> Response:
            return await _called(self._app, _scope(asked, scope, root), _giving(asked.body, receive))

        return await carried_async(self._door.steps(_within(came, root), client, came), ask)


def _root(scope: Scope, path: str) -> str:
    """What stands before the API's own paths where the application is mounted somewhere, as paths spell it."""
    root = quoted(scope.get("root_path", "").rstrip("/"), safe=_IN_PATH)
    return root if root and path.startswith(f"{root}/") else ""


def _within(request: Request, root: str) -> Request:
    """A request with its path below the root, and its headers as they would be of a body read whole."""
    headers = of_whole(request.headers, request.body)
    return Request(request.method, request.path[len(root) :], request.query, headers, request.body)


async def _whole(receive: Receive, limit: int, length: int) -> bytes | None:
    """The body, None where it is over the limit.

    Raises:
        ConnectionError: the caller went away.
    """
    if length > limit:
        return None
    parts: list[bytes] = []
    size, more = 0, True
    while more and size <= limit:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
    return None if size > limit else b"".join(parts)


def _scope(asked: Request, scope: Scope, root: str) -> Scope:
    """The scope of a call: no answer by other ways than messages, and a state of its own."""
    made = asked.to_asgi(scope)
    if root:
        made["path"] = scope["root_path"].rstrip("/") + made["path"]
        made["raw_path"] = root.encode("latin-1") + made["raw_path"]
    extensions = scope.get("extensions") or {}
    made["extensions"] = {name: held for name, held in extensions.items() if not name.startswith("http.response.")}
    if "state" in scope:
        made["state"] = dict(scope["state"])
    return made


def _giving(body: bytes, receive: Receive) -> Receive:
    """Gives a body, and then what else comes: that the caller goes away."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def given() -> Message:
        return left.pop() if left else await receive()

    return given


async def _called(app: App, scope: Scope, receive: Receive) -> Response:
    start: Message = {}
    parts: list[bytes] = []

    async def collect(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, receive, collect)
    if not start:
        raise RuntimeError("the application behind the middleware returned without an answer")
    return Response.from_asgi(start, b"".join(parts))
