"""What the adapters of clients do beside translating: streams, timeouts, failures, cookies."""

import asyncio
import gzip
import io
import pickle
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import requests

import aurora_compat as ac
from aurora_compat.gateway.httpx import AsyncCompatTransport, CompatTransport
from aurora_compat.gateway.requests import CompatAdapter
from aurora_compat.testing.server import FakeAurora
from aurora_compat.testing.server.sample import PROJECT

from ._loopback import listening

V18, V24 = "2018.01", "2024.05"
HOST = "https://api.aurorasolar.com"
PROJECTS = "/v2/tenants/t-1/projects"
NEW = b'{"project": {"mailing_address": "PO Box 12"}}'
USER = {"user": {"first_name": "Bo", "user_level": "Admin"}}
BEARER = {"Authorization": "Bearer token"}


def client(handler: Any, **settings: Any) -> httpx.Client:
    transport = CompatTransport(client=V18, server=V24, transport=httpx.MockTransport(handler), **settings)
    return httpx.Client(transport=transport, base_url=HOST, headers=BEARER)


class Parts(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that comes in parts, and tells whether it was closed."""

    def __init__(self) -> None:
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield from (NEW[:10], NEW[10:])

    async def __aiter__(self) -> Any:
        for part in self:
            yield part

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


class TestHttpx:
    def test_timeouts_are_kept_and_the_look_ups_have_them(self) -> None:
        seen: list[Any] = []

        def handler(request: httpx.Request) -> httpx.Response:
            seen.append(request.extensions)
            return httpx.Response(200, json={"roles": [{"id": "r-1", "name": "Admin"}], "user": {"id": "u-1"}})

        with client(handler) as http:
            http.post("/v2/tenants/t-1/users", json=USER, timeout=7, extensions={"trace": print, "target": b"/other"})
        assert [set(extensions) for extensions in seen] == [{"timeout", "trace"}] * 2
        assert all(extensions["timeout"]["read"] == 7 for extensions in seen)

    def test_the_servers_stream_is_closed_and_the_clients_can_be_read_raw(self) -> None:
        parts = Parts()
        http = client(lambda request: httpx.Response(200, stream=parts))
        with http, http.stream("GET", f"{PROJECTS}/p-1") as answer:
            raw = b"".join(answer.iter_raw())
        assert (raw, parts.closed) == (b'{"project":{"customer_address":"PO Box 12"}}', 1)

    def test_an_async_stream_is_closed(self) -> None:
        parts = Parts()

        async def fetched() -> httpx.Response:
            inner = httpx.MockTransport(lambda request: httpx.Response(200, stream=parts))
            transport = AsyncCompatTransport(client=V18, server=V24, transport=inner)
            async with httpx.AsyncClient(transport=transport) as http:
                return await http.get(f"{HOST}{PROJECTS}/p-1", headers=BEARER)

        assert asyncio.run(fetched()).json()["project"] == {"customer_address": "PO Box 12"}
        assert parts.closed == 1

    def test_a_body_that_nothing_changes_keeps_its_coding(self) -> None:
        packed = gzip.compress(b"one two", mtime=0)
        fields = {"Content-Type": "text/plain", "Content-Encoding": "gzip"}
        with client(lambda request: httpx.Response(200, headers=fields, stream=httpx.ByteStream(packed))) as http:
            with http.stream("GET", f"{PROJECTS}/p-1") as answer:
                assert b"".join(answer.iter_raw()) == packed
            assert http.get(f"{PROJECTS}/p-1").text == "one two"

    def test_a_streamed_request(self) -> None:
        seen: list[httpx.Request] = []

        def handler(request: httpx.Request) -> httpx.Response:
            seen.append(request)
            return httpx.Response(204)

        with client(handler) as http:
            http.post(PROJECTS, content=iter([b'{"project": {"name"', b': "Roof", "customer_address": "x"}}']))
        assert seen[0].content == b'{"project":{"name":"Roof","mailing_address":"x"}}'
        assert seen[0].headers.get("transfer-encoding") is None
        assert seen[0].headers["content-length"] == str(len(seen[0].content))

    def test_a_server_that_can_not_be_reached(self) -> None:
        def handler(request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("no route with a secret")

        with client(handler) as http:
            with pytest.raises(httpx.ConnectError) as caught:
                http.get(f"{PROJECTS}/p-1")
            answer = http.post("/v2/tenants/t-1/users", json=USER)
        assert caught.value.request.url.path == f"{PROJECTS}/p-1"
        assert answer.status_code == 502
        assert "list_roles could not be asked: ConnectError" in answer.text
        assert "a secret" not in answer.text

    def test_refusals_are_raised_where_that_is_wanted(self) -> None:
        with client(lambda request: httpx.Response(403), raises=True) as http:
            with pytest.raises(ac.Untranslatable, match="root endpoint"):
                http.get("/v2")
            with pytest.raises(ac.MissingContext, match="list_roles was answered with what is no use: status 403"):
                http.post("/v2/tenants/t-1/users", json=USER)

    def test_redirects_lead_to_the_clients_version(self) -> None:
        def handler(request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/p-0"):
                return httpx.Response(307, headers={"Location": f"{HOST}/tenants/t-1/projects/p-1"})
            assert request.url.path == "/tenants/t-1/projects/p-1"
            return httpx.Response(200, content=NEW)

        with client(handler) as http:
            answer = http.get(f"{PROJECTS}/p-0", follow_redirects=True)
        assert (answer.url.path, answer.json()) == (f"{PROJECTS}/p-1", {"project": {"customer_address": "PO Box 12"}})

    def test_cookies(self) -> None:
        with client(
            lambda request: httpx.Response(204, headers=[("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        ) as http:
            http.get(f"{PROJECTS}/p-1")
            assert dict(http.cookies) == {"a": "1", "b": "2"}

    def test_the_transport_below_is_closed(self) -> None:
        closed: list[str] = []

        class Below(httpx.MockTransport):
            def close(self) -> None:
                closed.append("sync")

            async def aclose(self) -> None:
                closed.append("async")

        below = Below(lambda request: httpx.Response(204))
        CompatTransport(client=V18, server=V24, transport=below).close()
        asyncio.run(AsyncCompatTransport(client=V18, server=V24, transport=below).aclose())
        assert closed == ["sync", "async"]

    def test_a_version_that_is_none(self) -> None:
        for client_, server in (("2019.01", V24), (V18, "2019.01")):
            with pytest.raises(ac.UnknownVersion):
                CompatTransport(client=client_, server=server)


@pytest.fixture
def fake() -> FakeAurora:
    return FakeAurora(V24)


@pytest.fixture
def session(fake: FakeAurora) -> Iterator[requests.Session]:
    with listening(fake) as origin, requests.Session() as session:
        session.trust_env = False
        session.headers.update(fake.headers)
        session.mount(origin, CompatAdapter(client=V18, server=V24))
        session.headers["X-Origin"] = origin
        yield session


def at(session: requests.Session, fake: FakeAurora, path: str) -> str:
    return f"{session.headers['X-Origin']!s}/v2/tenants/{fake.tenant.id}{path}"


class TestRequests:
    def test_an_answer_knows_its_request(self, session: requests.Session, fake: FakeAurora) -> None:
        url = at(session, fake, f"/projects/{PROJECT}")
        answer = session.get(url, stream=True, timeout=5)
        assert (answer.url, answer.request.url, answer.reason, answer.ok) == (url, url, "OK", True)
        assert b'"customer_address"' in b"".join(answer.iter_content(7))

    @pytest.mark.parametrize("kind", ["text", "file", "parts"])
    def test_bodies(self, session: requests.Session, fake: FakeAurora, kind: str) -> None:
        text = '{"project": {"name": "Dach über", "address": "1 Sun Street", "customer_address": "x"}}'
        whole = text.encode()
        body: Any = {"text": text, "file": io.BytesIO(whole), "parts": iter([whole[:20], whole[20:]])}[kind]
        answer = session.post(at(session, fake, "/projects"), data=body)
        assert (answer.status_code, answer.json()["project"]["name"]) == (200, "Dach über")
        assert fake.calls[0].request.headers.get("transfer-encoding") is None

    def test_cookies(self, session: requests.Session, fake: FakeAurora) -> None:
        fields = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Content-Length", "2")]
        fake.answer_next(ac.Response(200, fields, b"{}"))
        answer = session.get(at(session, fake, f"/projects/{PROJECT}"))
        assert answer.cookies.get_dict() == session.cookies.get_dict() == {"a": "1", "b": "2"}

    def test_a_server_that_can_not_be_reached(self, session: requests.Session, fake: FakeAurora) -> None:
        with listening(fake) as gone:
            pass
        session.mount(gone, CompatAdapter(client=V18, server=V24))
        with pytest.raises(requests.ConnectionError):
            session.get(f"{gone}{PROJECTS}")
        answer = session.post(f"{gone}/v2/tenants/t-1/users", json=USER)
        assert (answer.status_code, answer.reason) == (502, "Bad Gateway")
        assert "list_roles could not be asked: ConnectionError" in answer.text

    def test_an_answer_that_breaks_off(self, session: requests.Session, fake: FakeAurora) -> None:
        fake.answer_next(ac.Response(200, {"Content-Length": "99", "Connection": "close"}, b"{}"))
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            session.get(at(session, fake, f"/projects/{PROJECT}"))

    def test_refusals_are_raised_where_that_is_wanted(self, session: requests.Session) -> None:
        origin = str(session.headers["X-Origin"])
        session.mount(origin, CompatAdapter(client=V18, server=V24, raises=True))
        with pytest.raises(ac.Untranslatable):
            session.get(f"{origin}/v2")

    def test_it_pickles_as_sessions_do(self, session: requests.Session, fake: FakeAurora) -> None:
        copied = pickle.loads(pickle.dumps(session))
        with copied:
            assert "customer_address" in copied.get(at(session, fake, f"/projects/{PROJECT}")).json()["project"]
