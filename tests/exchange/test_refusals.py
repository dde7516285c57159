"""Refusals as the client's version would have answered them: status, form, the change named, nothing to HEAD."""

import json
from typing import NamedTuple

import pytest

import aurora_compat as ac

from ._talk import KNOWN, TOKEN, V18, V22, V24, Json, call, exchange, one, raised, reply

T = "/tenants/tenant-1"
AUTH = {"Authorization": f"Bearer {TOKEN}"}
NOBODY = ac.Context()
COPY = "site_model_design_id=design-1&include_design=true"
SALES: dict[str, str | tuple[str, ...]] = {"Sales": ("role-1", "role-2"), "Admin": "role-3"}
DIRECTORY = ac.Context(bearer_token=TOKEN, roles=SALES)
TWICE = [{"url_parameter": "STATUS", "value": 1}, {"url_parameter": "STATUS", "value": 2}]
USER = {"user": {"user_level": "Nobody"}}


class Case(NamedTuple):
    """A request that is refused, the status of the refusal, and the change that refuses."""

    request: ac.Request
    client: str
    server: str
    status: int
    change: str | None
    context: ac.Context = KNOWN


def raw(target: str = f"/v2{T}/projects", headers: Json = AUTH, body: bytes = b"", method: str = "POST") -> ac.Request:
    """A request as odd as one likes."""
    return ac.Request(method, target, None, headers, body)


CASES = {
    "root": Case(raw("/", method="GET"), V18, V22, 404, "root-endpoint"),
    "root with prefix": Case(raw("/v2", method="GET"), V18, V24, 404, "root-endpoint"),
    "root with slash": Case(raw("/v2/", method="GET"), V18, V24, 404, "root-endpoint"),
    "root by URL": Case(raw("https://api.aurorasolar.com", method="GET"), V18, V24, 404, "root-endpoint"),
    "no token": Case(call(V18, "GET", f"{T}/projects", headers=()), V18, V24, 401, "hmac-authentication", NOBODY),
    "no token, basic": Case(
        raw(headers={"Authorization": "Basic neutral"}, method="GET"), V18, V22, 401, "hmac-authentication", NOBODY
    ),
    "no token for a user": Case(
        call(V18, "POST", f"{T}/users", USER, headers=()), V18, V24, 401, "hmac-authentication", NOBODY
    ),
    "no token for a copy": Case(
        call(V18, "POST", f"{T}/designs", {"design": {}}, query=COPY, headers=()),
        V18,
        V24,
        401,
        "hmac-authentication",
        NOBODY,
    ),
    "no token for a partial update": Case(
        call(V18, "PUT", f"{T}/projects/p", {"project": {"latitude": 1}}, headers=()),
        V18,
        V24,
        401,
        "hmac-authentication",
        NOBODY,
    ),
    "unknown role": Case(call(V18, "POST", f"{T}/users", USER), V18, V24, 422, "user-roles", DIRECTORY),
    "unknown role id": Case(
        call(V24, "PUT", f"{T}/users/u", {"user": {"role_id": "role-9"}}), V24, V18, 422, "user-roles", DIRECTORY
    ),
    "ambiguous role": Case(
        call(V18, "POST", f"{T}/users/invite", {"user": {"user_level": "Sales"}}),
        V18,
        V22,
        422,
        "user-roles",
        DIRECTORY,
    ),
    "unknown directory": Case(call(V18, "POST", f"{T}/users", USER), V18, V24, 502, "user-roles"),
    "role without its directory": Case(
        call(V24, "POST", f"{T}/users", {"user": {"role_id": "role-1"}}), V24, V18, 502, "user-roles"
    ),
    "roof model only": Case(
        call(V18, "POST", f"{T}/designs", {"design": {}}, query="site_model_design_id=design-1"),
        V18,
        V24,
        422,
        "create-design-from-site-model",
    ),
    "repeated model": Case(
        call(V18, "POST", f"{T}/designs", {"design": {}}, query=f"{COPY}&site_model_design_id=design-2"),
        V18,
        V22,
        422,
        "create-design-from-site-model",
    ),
    "empty model": Case(
        call(V18, "POST", f"{T}/designs", {"design": {}}, query="site_model_design_id=&include_design=true"),
        V18,
        V22,
        422,
        "create-design-from-site-model",
    ),
    "another project": Case(
        call(V18, "POST", f"{T}/designs", {"design": {"project_id": "project-2"}}, query=COPY),
        V18,
        V24,
        422,
        "create-design-from-site-model",
        KNOWN.__replace__(project_of_design={"design-1": "project-1"}),
    ),
    "unknown project": Case(
        call(V18, "POST", f"{T}/designs", {"design": {}}, query=COPY), V18, V24, 502, "create-design-from-site-model"
    ),
    "unknown project of a copy": Case(
        call(V24, "POST", f"{T}/designs/d/duplicate"), V24, V18, 502, "create-design-from-site-model"
    ),
    "design of an asset": Case(call(V18, "GET", f"{T}/assets/a"), V18, V24, 502, "design-asset-path"),
    "design of an asset, one hop": Case(call(V22, "GET", f"{T}/assets/a"), V22, V24, 502, "design-asset-path"),
    "repeated filter": Case(
        call(V24, "POST", f"{T}/webhooks", {"webhook": {"filters": TWICE}}), V24, V18, 422, "webhook-filters"
    ),
    "nameless filter": Case(
        call(V24, "PUT", f"{T}/webhooks/w", {"webhook": {"filters": [{"value": 1}]}}), V24, V22, 422, "webhook-filters"
    ),
    "broken JSON": Case(
        raw(headers={**AUTH, "Content-Type": "application/json"}, body=b'{"project": '), V18, V24, 400, None
    ),
    "not UTF-8": Case(raw(body=b'{"project": {"name": "\xff"}}'), V18, V24, 400, None),
    "NaN": Case(raw(body=b'{"project": {"latitude": NaN}}'), V18, V24, 400, None),
    "deep": Case(raw(body=b'{"project":' + b"[" * 100_000 + b"]" * 100_000 + b"}"), V18, V24, 400, None),
    "broken gzip": Case(raw(headers={**AUTH, "Content-Encoding": "gzip"}, body=b"{}"), V18, V24, 400, None),
    "unknown coding": Case(raw(headers={**AUTH, "Content-Encoding": "br"}, body=b"{}"), V18, V24, 422, None),
    "CR LF in a header": Case(raw(headers={**AUTH, "X-A": "b\r\nX-C: d"}), V18, V24, 400, None),
    "CR LF in the path": Case(raw(target=f"/v2{T}/projects\r\nX-C: d"), V18, V24, 400, None),
    "NUL in the query": Case(raw(target=f"/v2{T}/projects?a=\0"), V18, V24, 400, None),
    "two lengths": Case(
        raw(headers=[("Content-Length", "1"), ("Content-Length", "2"), *AUTH.items()]), V18, V24, 400, None
    ),
}
every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def refused(case: Case, method: str | None = None) -> tuple[ac.AuroraCompatError, ac.Response]:
    """The error that `upstream` raises and the answer that the client is given."""
    request = case.request
    if method is not None:
        request = ac.Request(method, request.path, request.query, request.headers, request.body)
    held = exchange(request, case.client, case.server, case.context)
    error = raised(lambda: held.upstream)
    return error, held.refusal(error)


@every_case
class TestRefusal:
    def test_status(self, case: Case) -> None:
        assert refused(case)[1].status == case.status

    def test_kind(self, case: Case) -> None:
        kinds = {400: ac.MalformedPayload, 401: ac.MissingContext, 502: ac.MissingContext}
        assert isinstance(refused(case)[0], kinds.get(case.status, ac.Untranslatable))

    def test_form(self, case: Case) -> None:
        answer = refused(case)[1]
        body = json.loads(answer.body)
        assert set(body) == {"errors"}
        assert [set(error) for error in body["errors"]] == [{"message"}]
        assert body["errors"][0]["message"].strip()
        assert answer.headers.get("content-type") == "application/json"
        assert answer.headers.get("content-length") == str(len(answer.body))

    def test_the_change_is_named(self, case: Case) -> None:
        error, answer = refused(case)
        assert error.change == case.change
        assert case.change is None or case.change in answer.json()["errors"][0]["message"]

    def test_it_can_be_sent(self, case: Case) -> None:
        for name, value in refused(case)[1].headers:
            assert not set("\r\n\0") & set(name + value)

    def test_the_error_tells_both_versions(self, case: Case) -> None:
        error, _ = refused(case)
        assert (error.source, error.target) == (case.client, case.server)

    def test_asking_again_refuses_again(self, case: Case) -> None:
        held = exchange(case.request, case.client, case.server, case.context)
        assert raised(lambda: held.upstream) == raised(lambda: held.upstream)

    def test_no_secret_is_told(self, case: Case) -> None:
        error, answer = refused(case)
        told = f"{error} {error!r} {answer.body!r} {answer.headers!r}"
        assert TOKEN not in told
        assert "Basic neutral" not in told

    def test_needs_are_asked_only_where_they_would_help(self, case: Case) -> None:
        """A request that is refused whatever the server answers asks for nothing."""
        held = exchange(case.request, case.client, case.server, case.context)
        helped = case.status == 502 and case.change != "design-asset-path"
        assert bool(held.needs) == helped
        assert all(need.required for need in held.needs)

    def test_the_error_carries_its_needs(self, case: Case) -> None:
        error, _ = refused(case)
        held = exchange(case.request, case.client, case.server, case.context)
        if isinstance(error, ac.MissingContext) and case.status == 502:
            assert {(need.operation, need.path_params) for need in error.needs} == {
                (need.operation, need.path_params) for need in held.needs
            }
            if not error.needs:
                assert "Context." in str(error)

    def test_places_of_needs_are_those_of_a_message(self, case: Case) -> None:
        """Places are told as `path`, `query/name`, `headers/name` or `body#/json/pointer`."""
        error, _ = refused(case)
        for need in error.needs if isinstance(error, ac.MissingContext) else ():
            assert need.pointer.startswith(("path", "query/", "headers/", "body#"))


class TestHead:
    """An answer to HEAD has no body."""

    @pytest.mark.parametrize("path", ["/", "/v2", "/v2/"])
    @pytest.mark.parametrize("server", [V22, V24])
    def test_of_the_root(self, path: str, server: str) -> None:
        _, answer = refused(Case(raw(path, method="HEAD"), V18, server, 404, "root-endpoint"))
        assert (answer.status, answer.body) == (404, b"")

    def test_without_a_token(self) -> None:
        _, answer = refused(CASES["no token"], method="HEAD")
        assert (answer.status, answer.body) == (401, b"")

    def test_of_an_asset(self) -> None:
        _, answer = refused(CASES["design of an asset"], method="HEAD")
        assert (answer.status, answer.body) == (502, b"")


class TestAnswersOfNoUse:
    @pytest.mark.parametrize("status", [401, 403, 404, 500, 503])
    def test_the_look_up_failed(self, status: int) -> None:
        held = exchange(call(V18, "POST", f"{T}/users", USER), V18, V24)
        after = held.provide(one(held.needs), reply({"errors": [{"message": "secret-of-the-server"}]}, status))
        error = raised(lambda: after.upstream)
        answer = after.refusal(error)
        assert answer.status == 502
        assert "user-roles" in answer.json()["errors"][0]["message"]
        assert "secret-of-the-server" not in f"{error} {answer.body!r}"

    def test_the_look_up_says_no(self) -> None:
        held = exchange(call(V18, "POST", f"{T}/users", USER), V18, V24)
        after = held.provide(one(held.needs), reply({"roles": [{"id": "role-1", "name": "Admin"}]}))
        assert after.refusal(raised(lambda: after.upstream)).status == 422

    def test_a_root_is_refused_upwards_only(self) -> None:
        assert exchange(raw("/", method="GET"), V24, V22).upstream.path == "/"
        assert exchange(raw("/", method="GET"), V18, V18).upstream.path == "/"
