"""What passes by is learned for later exchanges, as a new context: designs of assets, projects of designs, roles."""

import pytest

import aurora_compat as ac

from ._talk import KNOWN, PAIRS, V18, V22, V24, Json, call, exchange, one, reply, versions_of

every_pair = pytest.mark.parametrize("pair", PAIRS, ids=versions_of)
T = "/tenants/tenant-1"
ASSET = {"id": "asset-1", "design_id": "design-1", "filename": "a.png"}
OTHER = {"id": "asset-2", "design_id": "design-2"}
ROLES = [{"id": "role-1", "name": "Team Member"}, {"id": "role-2", "name": "Admin"}]


def learned(
    pair: tuple[str, str], method: str, path: str, answer: ac.Response, context: ac.Context = KNOWN, query: str = ""
) -> ac.Context:
    """What an exchange has learned of the answer to its own request."""
    held = exchange(call(pair[0], method, path, query=query), *pair, context)
    assert held.learned == context
    held.respond(answer)
    return held.learned


def asset_path(client: str) -> str:
    """Retrieve Design Asset, as that version calls it."""
    return f"{T}/designs/design-1/assets/asset-1" if client == V24 else f"{T}/assets/asset-1"


@every_pair
class TestDesignOfAsset:
    @pytest.mark.parametrize(
        ("path", "body", "wanted"),
        [
            ("/designs/design-1/assets", {"assets": [ASSET]}, {"asset-1": "design-1"}),
            ("/designs/design-1/assets", {"assets": [{"id": "asset-1"}]}, {"asset-1": "design-1"}),
            ("/projects/p/assets", {"assets": [ASSET, OTHER]}, {"asset-1": "design-1", "asset-2": "design-2"}),
            ("/projects/p/assets", {"assets": []}, {}),
            ("/projects/p/assets", {"assets": [{"id": "asset-1"}, {"design_id": "d"}, None, 5, "x"]}, {}),
            ("/projects/p/assets", {"assets": [{"id": None, "design_id": "d"}, {"id": "a", "design_id": 5}]}, {}),
            ("/projects/p/assets", {"assets": None}, {}),
            ("/projects/p/assets", {}, {}),
            ("/projects/p/assets", [ASSET], {}),
        ],
    )
    def test_from_lists(self, pair: tuple[str, str], path: str, body: Json, wanted: Json) -> None:
        assert learned(pair, "GET", T + path, reply(body)).design_of_asset == wanted

    def test_from_bodies(self, pair: tuple[str, str]) -> None:
        known = KNOWN.__replace__(design_of_asset={"asset-1": "design-1"})
        blank = known.__replace__(design_of_asset={}) if pair != (V18, V24) and pair != (V22, V24) else known
        found = learned(pair, "GET", asset_path(pair[0]), reply({"asset": ASSET}), blank)
        assert found.design_of_asset == {"asset-1": "design-1"}

    def test_what_is_known_stays(self, pair: tuple[str, str]) -> None:
        known = KNOWN.__replace__(design_of_asset={"asset-9": "design-9"}, project_of_design={"d": "p"})
        found = learned(pair, "GET", f"{T}/projects/p/assets", reply({"assets": [ASSET]}), known)
        assert found.design_of_asset == {"asset-9": "design-9", "asset-1": "design-1"}
        assert found.project_of_design == {"d": "p"}
        assert known.design_of_asset == {"asset-9": "design-9"}

    def test_what_the_server_says_now_wins(self, pair: tuple[str, str]) -> None:
        known = KNOWN.__replace__(design_of_asset={"asset-1": "design-9"})
        found = learned(pair, "GET", f"{T}/projects/p/assets", reply({"assets": [ASSET]}), known)
        assert found.design_of_asset == {"asset-1": "design-1"}

    @pytest.mark.parametrize("status", [202, 301, 404, 500])
    def test_of_answers_that_succeed(self, pair: tuple[str, str], status: int) -> None:
        found = learned(pair, "GET", f"{T}/projects/p/assets", reply({"assets": [ASSET]}, status))
        assert found.design_of_asset == ({"asset-1": "design-1"} if status == 202 else {})

    @pytest.mark.parametrize("content", [b"", b"<html>", b'{"assets":', b"\xff", b"\x1f\x8b"])
    def test_rubbish_teaches_nothing(self, pair: tuple[str, str], content: bytes) -> None:
        assert learned(pair, "GET", f"{T}/projects/p/assets", ac.Response(200, {}, content)) == KNOWN


@every_pair
class TestProjectOfDesign:
    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("GET", "/designs/design-1", {"design": {"id": "design-1", "project_id": "project-1"}}),
            ("POST", "/designs", {"design": {"id": "design-1", "project_id": "project-1"}}),
            ("GET", "/projects/project-1/designs", {"designs": [{"id": "design-1", "project_id": "project-1"}]}),
            ("GET", "/projects/project-1/designs", {"designs": [{"id": "design-1"}]}),
            ("GET", "/designs/design-1/summary", {"design": {"design_id": "design-1", "project_id": "project-1"}}),
        ],
    )
    def test_from_designs(self, pair: tuple[str, str], method: str, path: str, body: Json) -> None:
        assert learned(pair, method, T + path, reply(body)).project_of_design == {"design-1": "project-1"}

    def test_from_a_copy(self, pair: tuple[str, str]) -> None:
        known = KNOWN.__replace__(project_of_design={"design-0": "project-1"})
        copy = {"design": {"id": "design-1", "project_id": "project-1", "design_request_id": None}}
        path, query = f"{T}/designs/design-0/duplicate", ""
        if pair[0] == V18:
            path, query = f"{T}/designs", "site_model_design_id=design-0&include_design=true"
        found = learned(pair, "POST", path, reply(copy), known, query)
        assert found.project_of_design == {"design-0": "project-1", "design-1": "project-1"}

    def test_half_a_fact_is_none(self, pair: tuple[str, str]) -> None:
        for body in ({"design": {"id": "d"}}, {"design": {"project_id": "p"}}, {"design": None}, {"design": {"id": 1}}):
            assert learned(pair, "GET", f"{T}/designs/design-1", reply(body)).project_of_design in ({}, {"d": "p"})


@every_pair
class TestRoles:
    def roles(self, pair: tuple[str, str], body: Json, query: str = "", context: ac.Context = KNOWN) -> Json:
        return learned(pair, "GET", f"{T}/roles", reply(body), context, query).roles

    def test_a_directory_of_the_tenant(self, pair: tuple[str, str]) -> None:
        assert self.roles(pair, {"roles": ROLES}) == {"tenant-1": {"Team Member": "role-1", "Admin": "role-2"}}

    def test_a_name_that_two_roles_bear(self, pair: tuple[str, str]) -> None:
        several = [*ROLES, {"id": "role-3", "name": "Admin"}]
        assert self.roles(pair, {"roles": several}) == {
            "tenant-1": {"Team Member": "role-1", "Admin": ("role-2", "role-3")}
        }

    def test_other_tenants_stay(self, pair: tuple[str, str]) -> None:
        known = KNOWN.__replace__(roles={"tenant-2": {"Admin": "role-9"}, "tenant-1": {"Old": "role-0"}})
        assert self.roles(pair, {"roles": ROLES}, context=known) == {
            "tenant-2": {"Admin": "role-9"},
            "tenant-1": {"Team Member": "role-1", "Admin": "role-2"},
        }

    def test_odd_items(self, pair: tuple[str, str]) -> None:
        odd = [*ROLES, None, {"id": 5, "name": "x"}, {"id": "y"}, {"name": "z"}, "w", {**ROLES[0]}]
        assert self.roles(pair, {"roles": odd}) == {"tenant-1": {"Team Member": "role-1", "Admin": "role-2"}}

    @pytest.mark.parametrize(
        "query", ["page=2", "page=2&per_page=250", "per_page=2", "per_page=1", "page=3&per_page=5"]
    )
    def test_a_page_of_a_list_is_no_directory(self, pair: tuple[str, str], query: str) -> None:
        """Half a directory would refuse roles that exist."""
        assert self.roles(pair, {"roles": ROLES}, query) is None

    def test_a_full_page_is_no_directory(self, pair: tuple[str, str]) -> None:
        """Lists page by 100 where the request does not say."""
        many = [{"id": f"role-{n}", "name": f"Role {n}"} for n in range(100)]
        assert self.roles(pair, {"roles": many}) is None
        found = self.roles(pair, {"roles": many[:99]})
        assert len(found["tenant-1"]) == 99

    def test_a_page_is_at_most_250_whatever_is_asked(self, pair: tuple[str, str]) -> None:
        """`per_page` is at most 250: a server gives 250 of more, and that is a full page."""
        many = [{"id": f"role-{n}", "name": f"Role {n}"} for n in range(250)]
        assert self.roles(pair, {"roles": many}, "per_page=1000") is None

    def test_what_is_learned_serves_the_next(self, pair: tuple[str, str]) -> None:
        held = exchange(call(pair[0], "GET", f"{T}/roles"), *pair)
        held.respond(reply({"roles": ROLES}))
        role = {"role_id": "role-2"} if pair[0] != V18 else {"user_level": "Admin"}
        after = exchange(call(pair[0], "POST", f"{T}/users", {"user": role}), *pair, held.learned)
        assert after.needs == ()
        wanted = {"role_id": "role-2"} if pair[1] != V18 else {"user_level": "Admin"}
        assert after.upstream.json() == {"user": wanted}

    def test_not_for_another_tenant(self, pair: tuple[str, str]) -> None:
        held = exchange(call(pair[0], "GET", f"{T}/roles"), *pair)
        held.respond(reply({"roles": ROLES}))
        role = {"role_id": "role-2"} if pair[0] != V18 else {"user_level": "Admin"}
        after = exchange(call(pair[0], "POST", "/tenants/tenant-2/users", {"user": role}), *pair, held.learned)
        assert bool(after.needs) == (V18 in pair)


class TestFromAnswersToNeeds:
    def user(self, context: ac.Context = KNOWN) -> ac.Exchange:
        return exchange(call(V18, "POST", f"{T}/users", {"user": {"user_level": "Admin"}}), V18, V24, context)

    def test_roles(self) -> None:
        held = self.user()
        after = held.provide(one(held.needs), reply({"roles": ROLES}))
        assert after.learned.roles == {"tenant-1": {"Team Member": "role-1", "Admin": "role-2"}}
        assert (held.learned.roles, held.context.roles) == (None, None)

    def test_roles_when_the_last_page_has_come(self) -> None:
        held = self.user()
        many = [{"id": f"role-f{n}", "name": f"Role {n}"} for n in range(250)]
        half = held.provide(one(held.needs), reply({"roles": many}))
        assert half.learned.roles is None
        whole = half.provide(one(half.needs), reply({"roles": ROLES}))
        roles = whole.learned.roles_of("tenant-1")
        assert roles is not None
        assert len(roles) == 252
        assert half.learned.roles is None

    def test_the_project_of_a_design(self) -> None:
        request = call(V18, "POST", f"{T}/designs", {"design": {}}, query="site_model_design_id=d&include_design=true")
        held = exchange(request, V18, V24)
        after = held.provide(one(held.needs), reply({"design": {"id": "d", "project_id": "p"}}))
        assert after.learned.project_of_design == {"d": "p"}
        assert held.learned.project_of_design == {}

    def test_an_answer_of_no_use_teaches_nothing(self) -> None:
        held = self.user()
        for answer in (reply({"roles": ROLES}, 403), reply([ROLES]), ac.Response(200, {}, b"<html>")):
            assert held.provide(one(held.needs), answer).learned == KNOWN

    def test_a_directory_that_the_caller_gave_for_all_tenants_stays(self) -> None:
        known = KNOWN.__replace__(roles={"Boss": "role-8"})
        held = exchange(call(V18, "GET", f"{T}/roles"), V18, V24, known)
        held.respond(reply({"roles": ROLES}))
        assert held.learned.roles == {"Boss": "role-8"}

    def test_what_the_caller_gave_goes_along(self) -> None:
        known = ac.Context(bearer_token="neutral-token-1", system_size_source="ac", environment="sandbox")
        held = exchange(call(V18, "GET", f"{T}/roles"), V18, V22, known)
        held.respond(reply({"roles": ROLES}))
        assert held.learned == known.__replace__(roles=held.learned.roles)
        assert held.learned.roles is not None
        assert held.context == known
