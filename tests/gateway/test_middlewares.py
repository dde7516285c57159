"""What the two middlewares do beside translating: whom they let in, what they leave alone, under which frameworks."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import fastapi
import flask
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request as StarletteRequest
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Mount, Route

import aurora_compat as ac
from aurora_compat import hmac_auth
from aurora_compat.gateway import asgi, wsgi
from aurora_compat.testing.server import FakeAurora
from aurora_compat.testing.server.tenant import KEY, SECRET, TOKEN

from ._adapters import ADAPTERS, HOST, as_wsgi

V18, V24 = "2018.01", "2024.05"
MIDDLEWARES = ["asgi", "wsgi"]
BEARER = {"Authorization": f"Bearer {TOKEN}"}
GATEWAYS_OWN = ac.Context(bearer_token=TOKEN)


def detected(request: ac.Request) -> Any:
    return ac.detect_version(request, default=V24)


async def fetch(app: Any, method: str, path: str, **options: Any) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST) as http:
        return await http.request(method, path, **options)


class TestTheGatewaysToken:
    """It is given to callers that a signature vouches for."""

    @pytest.mark.parametrize("name", MIDDLEWARES)
    @pytest.mark.parametrize("secrets", [None, {KEY: SECRET}])
    def test_not_to_one_without_a_credential(self, name: str, secrets: Any) -> None:
        fake = FakeAurora(V24)
        with ADAPTERS[name](V18, fake, context=GATEWAYS_OWN, secrets=secrets) as send:
            answer = send(ac.Request("GET", f"/v2/tenants/{fake.tenant.id}/projects"))
        assert (answer.status, fake.calls) == (401, [])
        assert answer.headers.get("www-authenticate") == "Bearer"

    @pytest.mark.parametrize("name", MIDDLEWARES)
    @pytest.mark.parametrize("secrets", [None, {KEY: "another"}, {}])
    def test_not_where_the_signature_does_not_hold(self, name: str, secrets: Any) -> None:
        fake = FakeAurora(V24)
        request = ac.Request("GET", f"/v2/tenants/{fake.tenant.id}/projects")
        with ADAPTERS[name](V18, fake, context=GATEWAYS_OWN, secrets=secrets) as send:
            answer = send(hmac_auth.sign(request, key=KEY, secret=SECRET))
        assert (answer.status, fake.calls) == (401, [])
        assert TOKEN.encode() not in answer.body

    @pytest.mark.parametrize("name", MIDDLEWARES)
    def test_a_memory_keeps_it(self, name: str) -> None:
        fake, held = FakeAurora(V24), [GATEWAYS_OWN]
        memory = {"context": lambda request: held[-1], "learned": lambda request, known: held.append(known)}
        request = ac.Request("GET", f"/v2/tenants/{fake.tenant.id}/projects")
        with ADAPTERS[name](V18, fake, secrets={KEY: SECRET}, **memory) as send:
            statuses = [send(request).status, send(hmac_auth.sign(request, key=KEY, secret=SECRET)).status]
        assert (statuses, held[-1].bearer_token) == ([401, 200], TOKEN)

    @pytest.mark.parametrize("name", MIDDLEWARES)
    def test_a_callers_own_token_stays(self, name: str) -> None:
        fake = FakeAurora(V24)
        with ADAPTERS[name](V18, fake, context=GATEWAYS_OWN) as send:
            path = f"/v2/tenants/{fake.tenant.id}/projects"
            answer = send(ac.Request("GET", path, headers={"Authorization": "Bearer of-another"}))
        assert answer.status == 401
        assert fake.calls[0].request.headers.get("authorization") == "Bearer of-another"


class TestLimits:
    @pytest.mark.parametrize("name", MIDDLEWARES)
    def test_a_large_body(self, name: str) -> None:
        fake = FakeAurora(V24)
        with ADAPTERS[name](V18, fake, limits=ac.Limits(body=100)) as send:
            path = f"/v2/tenants/{fake.tenant.id}/projects"
            large = send(ac.Request("POST", path, headers=BEARER, body=b" " * 101))
            small = send(ac.Request("POST", path, headers=BEARER, body=b'{"project": {"address": "1 Sun Street"}}'))
        assert (large.status, small.status, len(fake.calls)) == (413, 200, 1)
        assert "100 bytes" in large.json()["errors"][0]["message"]

    def test_a_stream_is_not_read_beyond_the_limit(self) -> None:
        read: list[int] = []

        async def parts() -> AsyncIterator[bytes]:
            for number in range(100):
                read.append(number)
                yield b" " * 10

        app = asgi.CompatMiddleware(FakeAurora(V24), serves=V24, answers=V18, limits=ac.Limits(body=35))
        answer = asyncio.run(fetch(app, "POST", "/v2/tenants/t-1/projects", content=parts()))
        assert (answer.status_code, len(read)) == (413, 4)

    def test_a_stream_without_a_length(self) -> None:
        environ = _environ("POST", "/v2/tenants/t-1/projects", b" " * 101)
        environ |= {"CONTENT_LENGTH": "", "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
        assert _status(FakeAurora(V24), environ, limits=ac.Limits(body=100)) == 413

    def test_a_body_that_breaks_off(self) -> None:
        fake = FakeAurora(V24)
        environ = _environ("POST", f"/v2/tenants/{fake.tenant.id}/projects", b'{"project": {}}')
        assert _status(fake, environ | {"CONTENT_LENGTH": "99"}) == 400
        assert fake.calls == []

    def test_a_caller_that_goes_away(self) -> None:
        fake = FakeAurora(V24)
        app = asgi.CompatMiddleware(fake, serves=V24, answers=V18)
        path = f"/v2/tenants/{fake.tenant.id}/projects"
        scope = {"type": "http", "method": "POST", "path": path, "headers": [], "query_string": b""}

        async def gone() -> Any:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            raise AssertionError(message)

        asyncio.run(app(scope, gone, send))
        assert fake.calls == []


class TestWhatPasses:
    def test_other_scopes(self) -> None:
        seen: list[Any] = []

        async def inner(scope: Any, receive: Any, send: Any) -> None:
            seen.append((scope, receive, send))

        app = asgi.CompatMiddleware(inner, serves=V24, answers=V18)
        for kind in ("lifespan", "websocket"):
            given: tuple[Any, ...] = ({"type": kind, "path": "/v2"}, object(), object())
            asyncio.run(app(*given))
            assert all(mine is theirs for mine, theirs in zip(seen[-1], given, strict=True))

    def test_the_applications_own_version(self) -> None:
        seen: list[Any] = []

        async def inner(scope: Any, receive: Any, send: Any) -> None:
            seen.append((scope, receive, send))

        app = asgi.CompatMiddleware(inner, serves=V24, answers=detected)
        scope = {"type": "http", "method": "GET", "path": "/tenants/t-1", "headers": [], "query_string": b""}
        given: tuple[Any, ...] = (scope, object(), object())
        asyncio.run(app(*given))
        assert all(mine is theirs for mine, theirs in zip(seen[-1], given, strict=True))

    def test_the_applications_own_version_in_wsgi(self) -> None:
        answer = [b"as it is"]
        app = wsgi.CompatMiddleware(lambda environ, start_response: answer, serves=V24, answers=detected)
        assert app(_environ("GET", "/tenants/t-1", b""), lambda *started: lambda data: None) is answer

    @pytest.mark.parametrize("answers", ["2019.01", lambda request: "2019.01"])
    def test_a_version_that_is_none(self, answers: Any) -> None:
        with pytest.raises(ac.UnknownVersion):
            asyncio.run(fetch(asgi.CompatMiddleware(FakeAurora(V24), serves=V24, answers=answers), "GET", "/tenants"))


class TestFailures:
    def test_an_application_that_raises(self) -> None:
        async def inner(scope: Any, receive: Any, send: Any) -> None:
            raise ZeroDivisionError

        app = asgi.CompatMiddleware(inner, serves=V24, answers=V18)
        with pytest.raises(ZeroDivisionError):
            asyncio.run(fetch(app, "GET", "/v2/tenants/t-1", headers=BEARER))

    def test_a_look_up_that_raises(self) -> None:
        def inner(environ: Any, start_response: Any) -> Any:
            raise ZeroDivisionError("a secret")

        body = b'{"user": {"user_level": "Admin"}}'
        environ = _environ("POST", "/v2/tenants/t-1/users", body) | {"HTTP_AUTHORIZATION": "Bearer token"}
        status, told = _answered(wsgi.CompatMiddleware(inner, serves=V24, answers=V18), environ)
        assert status == "502 Bad Gateway"
        assert b"list_roles could not be asked: ZeroDivisionError" in told
        assert b"a secret" not in told

    def test_a_wsgi_application_that_says_nothing(self) -> None:
        app = wsgi.CompatMiddleware(lambda environ, start_response: [], serves=V24, answers=V18)
        environ = _environ("GET", "/v2/tenants/t-1", b"") | {"HTTP_AUTHORIZATION": "Bearer token"}
        with pytest.raises(RuntimeError, match="without an answer"):
            _answered(app, environ)

    def test_an_application_that_says_nothing(self) -> None:
        async def inner(scope: Any, receive: Any, send: Any) -> None:
            """Return."""

        app = asgi.CompatMiddleware(inner, serves=V24, answers=V18)
        with pytest.raises(RuntimeError, match="without an answer"):
            asyncio.run(fetch(app, "GET", "/v2/tenants/t-1", headers=BEARER))


class TestProtocols:
    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    @pytest.mark.parametrize("path", ["", "/designs/d-9/pricing"])
    def test_wsgi_as_it_is_written(self, method: str, path: str) -> None:
        """Both the middleware as an application and what it does to the one behind it are what PEP 3333 wants."""
        fake = FakeAurora(V24)
        app = validator(wsgi.CompatMiddleware(validator(as_wsgi(fake)), serves=V24, answers=V18))
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "/solar",
            "PATH_INFO": f"/v2/tenants/{fake.tenant.id}{path}",
            "QUERY_STRING": "",
            "HTTP_AUTHORIZATION": f"Bearer {TOKEN}",
            "RAW_URI": "/solar/v2",
        }
        setup_testing_defaults(environ)
        status, _ = _answered(app, environ)
        assert status == ("404 Not Found" if path else "200 OK")
        assert all(call.request.path.startswith("/tenants/") for call in fake.calls)

    def test_the_state_of_a_call_is_its_own(self) -> None:
        states: list[Any] = []

        async def inner(scope: Any, receive: Any, send: Any) -> None:
            states.append(dict(scope["state"]))
            scope["state"]["seen"] = True
            assert scope["extensions"] == {"tls": {}}
            await fake(scope, receive, send)

        fake = FakeAurora(V24)
        compat = asgi.CompatMiddleware(inner, serves=V24, answers=V18)

        async def outer(scope: Any, receive: Any, send: Any) -> None:
            extensions: dict[str, Any] = {"tls": {}, "http.response.pathsend": {}}
            await compat({**scope, "state": {"pool": 1}, "extensions": extensions}, receive, send)

        asyncio.run(fetch(outer, "GET", f"/v2/tenants/{fake.tenant.id}", headers=BEARER))
        assert states == [{"pool": 1}] * 2


class TestFrameworks:
    """A project of 2024.05 for a client of 2018.01."""

    def checked(self, answer: Any) -> None:
        assert answer == {"project": {"id": "p-1", "customer_address": "PO Box 12", "address": "1 Sun Street"}}

    def test_starlette(self) -> None:
        async def project(request: StarletteRequest) -> JSONResponse:
            held = (await request.json())["project"]
            return JSONResponse({"project": {"id": request.path_params["project"], **held}})

        app = Starlette(routes=[Route("/tenants/t-1/projects/{project}", project, methods=["PUT"])])
        app.add_middleware(asgi.CompatMiddleware, serves=V24, answers=detected)
        mounted = Starlette(routes=[Mount("/api/solar", app)])
        for outer, root in ((app, ""), (mounted, "/api/solar")):
            answer = asyncio.run(fetch(outer, "PUT", f"{root}/v2/tenants/t-1/projects/p-1", headers=BEARER, json=OLD))
            self.checked(answer.json())
            answer = asyncio.run(fetch(outer, "PUT", f"{root}/tenants/t-1/projects/p-1", headers=BEARER, json=NEW))
            assert answer.json()["project"]["mailing_address"] == "PO Box 12"

    def test_starlette_streams_its_answer(self) -> None:
        async def stream(request: StarletteRequest) -> StreamingResponse:
            return StreamingResponse(iter([b'{"project": {"id": "p-1", ', b'"mailing_address": "PO Box 12"}}']))

        app = Starlette(routes=[Route("/tenants/t-1/projects/p-1", stream)])
        compat = asgi.CompatMiddleware(app, serves=V24, answers=V18)
        answer = asyncio.run(fetch(compat, "GET", "/v2/tenants/t-1/projects/p-1", headers=BEARER))
        assert answer.json()["project"]["customer_address"] == "PO Box 12"

    def test_fastapi(self) -> None:
        app = fastapi.FastAPI()

        @app.put("/tenants/t-1/projects/{project_id}")
        def update(project_id: str, body: dict[str, dict[str, Any]]) -> Any:
            return {"project": {"id": project_id, **body["project"]}}

        app.add_middleware(asgi.CompatMiddleware, serves=V24, answers=V18)
        answer = asyncio.run(fetch(app, "PUT", "/v2/tenants/t-1/projects/p-1", headers=BEARER, json=OLD))
        self.checked(answer.json())

    def test_flask(self) -> None:
        app = flask.Flask("neutral")

        @app.put("/tenants/t-1/projects/<project_id>")
        def update(project_id: str) -> Any:
            return {"project": {"id": project_id, **flask.request.get_json()["project"]}}

        app.wsgi_app = wsgi.CompatMiddleware(app.wsgi_app, serves=V24, answers=detected)  # type: ignore[method-assign]
        answer = app.test_client().put("/v2/tenants/t-1/projects/p-1", headers=BEARER, json=OLD)
        self.checked(answer.get_json())
        answer = app.test_client().put("/tenants/t-1/projects/p-1", headers=BEARER, json=NEW)
        assert answer.get_json()["project"]["mailing_address"] == "PO Box 12"


OLD = {"project": {"customer_address": "PO Box 12", "address": "1 Sun Street"}}
NEW = {"project": {"mailing_address": "PO Box 12"}}


def _environ(method: str, path: str, body: bytes) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }


def _status(fake: FakeAurora, environ: dict[str, Any], **settings: Any) -> int:
    app = wsgi.CompatMiddleware(as_wsgi(fake), serves=fake.version, answers=V18, **settings)
    return int(_answered(app, environ)[0][:3])


def _answered(app: Any, environ: dict[str, Any]) -> tuple[str, bytes]:
    started: list[str] = []

    def start(status: str, headers: Any, exc_info: Any = None, /) -> Any:
        started.append(status)
        return lambda data: None

    answer = app(environ, start)
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    return started[0], body
