"""A fake server of any version: an ASGI application, and a function from a request to its answer."""

import gzip
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from aurora_compat import hmac_auth
from aurora_compat.aurora import aurora
from aurora_compat.reading import parse
from aurora_compat.testing.server import designs, jobs, money, others, people, projects
from aurora_compat.testing.server.core import HANDLERS, Asked
from aurora_compat.testing.server.forms import error_body, read_body, read_query, refuse_unknown, written
from aurora_compat.testing.server.refused import Refused, Trouble, unknown
from aurora_compat.testing.server.sample import sample_tenant
from aurora_compat.testing.server.tenant import Tenant
from aurora_compat.words.error import MalformedPayload, UnknownOperation
from aurora_compat.words.fields import Headers
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import Json
from aurora_compat.words.message import Request, Response
from aurora_compat.words.version import Version

_FILLING = (designs, jobs, money, others, people, projects)
"""The modules that say how operations are answered: imported for that."""

_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
_UNAUTHORIZED = FrozenMap({"WWW-Authenticate": "Bearer"})

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Call(NamedTuple):
    """What a fake server was asked, and what it answered.

    Attributes:
        request: as it came.
        response: as it went.
        operation: its name; None where the path means none, or the credential was refused.
        path_params: the parameters of the path.
    """

    request: Request
    response: Response
    operation: str | None
    path_params: Mapping[str, str]


class FakeAurora:
    """An Aurora server in this process, of one version, over a tenant in memory.

    It reads and writes what its version does and refuses what another version has: a path by 404, a key of a body by
    422, a credential by 401. Give it to an HTTP client as an ASGI application, or use `send` and `call` without one.

    Args:
        version: the version that it speaks.
        tenant: the state; `sample_tenant()` where it is None. Servers of other versions may share it.
        now: the tenant's time from here on; signatures are checked against it too (else against the clock).
        strict: refuse a key of a body that no document names, too (422); else it is ignored, as many servers do.
        compress: answer in gzip where a request accepts it, so that a test sees what a proxy makes of that.
        require_auth: whether a credential is wanted: a bearer token of `tenant.tokens`, in 2018.01 also a signature by
            one of `tenant.secrets`.

    Attributes:
        version, tenant: as given.
        calls: what was asked so far.

    Raises:
        UnknownVersion: it is none.
    """

    def __init__(
        self,
        version: Version | str,
        *,
        tenant: Tenant | None = None,
        now: datetime | None = None,
        require_auth: bool = True,
        strict: bool = False,
        compress: bool = False,
    ) -> None:
        self.version = aurora().version(version)
        self.tenant = tenant if tenant is not None else sample_tenant()
        self.calls: list[Call] = []
        self._signed_now, self._require_auth = now, require_auth
        self._strict, self._compress = strict, compress
        self._interjected: deque[Response] = deque()
        if now is not None:
            self.tenant.now = now

    def __repr__(self) -> str:
        return f"<FakeAurora {self.version}: {len(self.calls)} calls>"

    @property
    def headers(self) -> dict[str, str]:
        """The header fields that a client needs: a bearer token that is accepted."""
        token = min(self.tenant.tokens, default=None)
        return {} if token is None else {"Authorization": f"Bearer {token}"}

    def answer_next(self, *responses: Response) -> None:
        """Answer the next requests so, whatever they ask: a 429 or a 503, to see what a client does."""
        self._interjected.extend(responses)

    def request(
        self, operation: str, body: Json = None, *, query: Mapping[str, str] | None = None, **path_params: str
    ) -> Request:
        """A request of this server's version, with its credential.

        Args:
            operation: its name, such as `create_project`.
            body: a JSON value; None for none.
            query: parameters of the query.
            path_params: those of the path; `tenant_id` may go without saying.

        Raises:
            UnknownOperation: this version has none of that name.
            ValueError: a parameter of the path is not given.
        """
        known = aurora().operation(operation)
        template = known.template(self.version)
        if template is None:
            raise UnknownOperation(f"{self.version} has no {operation}", operation=operation)
        path = known.path(self.version, {"tenant_id": self.tenant.id, **path_params})
        if path is None:
            raise ValueError(f"{operation} wants {', '.join(known.parameters(self.version))} for {template}")
        content = None if body is None else json.dumps(body).encode()
        typed = {} if content is None else {"Content-Type": "application/json"}
        return Request(known.method, path, query, {**self.headers, **typed}, content)

    def call(
        self, operation: str, body: Json = None, *, query: Mapping[str, str] | None = None, **path_params: str
    ) -> Response:
        """Make such a request, and send it."""
        return self.send(self.request(operation, body, query=query, **path_params))

    def send(self, request: Request) -> Response:
        """Answer a request."""
        operation: str | None = None
        params: Mapping[str, str] = {}
        if self._interjected:
            response = self._interjected.popleft()
        else:
            try:
                self._authenticate(request)
                operation, params = self._route(request)
                status, body = self._answer(request, operation, params)
                response = _response(request, status, body, ())
            except Refused as refused:
                told = error_body(refused, operation, self.version)
                response = _response(request, refused.status, told, refused.headers.items())
            response = _compressed(response) if self._compress and _takes_gzip(request) else response
        self.calls.append(Call(request, response, operation, params))
        return response

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application: HTTP, and a lifespan in which nothing happens."""
        if scope["type"] == "lifespan":
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        if scope["type"] != "http":
            raise NotImplementedError(f"the fake server speaks HTTP, not {scope['type']}")
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        for event in self.send(Request.from_asgi(scope, body)).to_asgi():
            await send(event)

    def _authenticate(self, request: Request) -> None:
        if not self._require_auth:
            return
        given = request.headers.all("authorization")
        if len(given) == 1:
            scheme, _, token = given[0].partition(" ")
            if scheme.lower() == "bearer" and token.strip() in self.tenant.tokens:
                return
        if not given and str(self.version) == "2018.01":
            try:
                hmac_auth.verify(request, self.tenant.secrets, now=self._signed_now)
            except hmac_auth.InvalidSignature as error:
                raise Refused(401, Trouble(error.message), headers=_UNAUTHORIZED) from None
            return
        raise Refused(401, Trouble("a valid bearer token is wanted"), headers=_UNAUTHORIZED)

    def _route(self, request: Request) -> tuple[str, Mapping[str, str]]:
        path = request.path[len(request.origin) :] or "/"
        route = aurora().route(request.method, path, self.version)
        if route is None:
            allowed = [method for method in _METHODS if aurora().route(method, path, self.version)]
            if allowed:
                text = Trouble(f"{request.method} is not allowed here")
                raise Refused(405, text, headers={"Allow": ", ".join(allowed)})
            raise Refused(404, Trouble("there is nothing at this path"))
        tenant = route.path_params.get("tenant_id", self.tenant.id)
        if tenant != self.tenant.id:
            raise unknown("tenant", tenant)
        return route.operation, route.path_params

    def _answer(self, request: Request, operation: str, params: Mapping[str, str]) -> tuple[int, Json]:
        query = read_query(request.query, operation, self.version)
        body: Json = {}
        if _writes(request):
            document = _document(request)
            if self._strict:
                refuse_unknown(document, operation, self.version)
            body = read_body(document, operation, self.version, self.tenant, params)
        asked = Asked(self.tenant, params, query, body)
        status, answer = HANDLERS[operation](asked)
        return status, written(answer, operation, self.version, asked)


def _writes(request: Request) -> bool:
    return request.method.upper() in {"POST", "PUT"}


def _document(request: Request) -> Json:
    """The body, parsed; an absent one is an empty object."""
    if not request.body:
        return {}
    if request.headers.get("content-length") not in {None, str(len(request.body))}:
        raise Refused(400, Trouble("Content-Length is not that of the body"))
    media = (request.headers.get("content-type") or "application/json").partition(";")[0].strip().lower()
    if media != "application/json" and not media.endswith("+json"):
        raise Refused(415, Trouble("the body is to be application/json"))
    if (request.headers.get("content-encoding") or "identity").lower() != "identity":
        raise Refused(415, Trouble("the body is to come without a content coding"))
    try:
        return parse(request.body)
    except MalformedPayload as error:
        raise Refused(400, Trouble(f"the body is no JSON: {error.message}")) from None


def _takes_gzip(request: Request) -> bool:
    return "gzip" in (request.headers.get("accept-encoding") or "").lower()


def _compressed(response: Response) -> Response:
    if not response.body:
        return response
    content = gzip.compress(response.body, mtime=0)
    headers = response.headers.with_value("Content-Length", str(len(content)))
    return Response(response.status, headers.with_value("Content-Encoding", "gzip"), content)


def _response(request: Request, status: int, body: Json, more: Any) -> Response:
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    described = [("Content-Type", "application/json"), ("Content-Length", str(len(content)))] if content else []
    return Response(status, Headers((*described, *more)), b"" if request.method.upper() == "HEAD" else content)
