"""`user-roles`: `user_level` (a name) becomes `role_id` (a uuid)."""

from typing import Any

import pytest

import aurora_compat as ac

from ._check import (
    DOWN,
    OLD,
    UP,
    V18,
    V22,
    V24,
    Json,
    NoteKey,
    answered,
    asked,
    check,
    conflict,
    hop,
    lost,
    missing,
    need,
    refused,
    translated,
    translation,
    unsupported,
)
from ._check import assumed as answered_though

C = "user-roles"
UUID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
ADMIN = "11111111-2222-4333-8444-555555555555"
ROLES = ac.Context(roles={"Team Member": UUID, "Admin": ADMIN})
SALES: dict[str, str | tuple[str, ...]] = {"Team Member": UUID, "Sales": ("sales-a", "sales-b")}
TWICE = ac.Context(roles=SALES)
BOTH_NAMES = ac.Context(roles={"Sales": "shared", "Field Sales": "shared"})
WRITES = ["create_user", "invite_user", "update_user"]
READS = ["create_user", "invite_user", "retrieve_user", "update_user"]
CASES = [(name, "request") for name in WRITES] + [(name, "response") for name in READS]
JESSICA = {"first_name": "Jessica", "last_name": "Solar"}


def page(*roles: tuple[str, str]) -> Json:
    return {"roles": [{"id": id_, "name": name} for name, id_ in roles]}


def filler(count: int) -> list[tuple[str, str]]:
    return [(f"Role {n}", f"role-{n}") for n in range(count)]


@pytest.mark.parametrize(("operation", "part"), CASES)
class TestEverywhere:
    def test_the_published_example(self, operation: str, part: str) -> None:
        old = {"user": {**JESSICA, "user_level": "Team Member"}}
        new = {"user": {**JESSICA, "role_id": UUID}}
        check(old, operation, part, V18, V22, new, context=ROLES)
        check(new, operation, part, V22, V18, old, context=ROLES)

    def test_across_both_edges(self, operation: str, part: str) -> None:
        old, new = {"user": {"user_level": "Admin"}}, {"user": {"role_id": ADMIN}}
        check(old, operation, part, V18, V24, new, context=ROLES)
        check(new, operation, part, V24, V18, old, context=ROLES)

    def test_null_stays_null_and_needs_no_directory(self, operation: str, part: str) -> None:
        check({"user": {"user_level": None}}, operation, part, V18, V22, {"user": {"role_id": None}})
        check({"user": {"role_id": None}}, operation, part, V22, V18, {"user": {"user_level": None}})

    def test_absent_stays_absent_and_needs_no_directory(self, operation: str, part: str) -> None:
        for source, target in [(V18, V22), (V22, V18)]:
            check({"user": JESSICA}, operation, part, source, target, {"user": JESSICA})
            check({"user": None}, operation, part, source, target, {"user": None})

    def test_only_this_edge(self, operation: str, part: str) -> None:
        body = {"user": {"role_id": UUID}}
        check(body, operation, part, V22, V24, body)
        check(body, operation, part, V24, V22, body)

    def test_both_spellings(self, operation: str, part: str) -> None:
        both = {"user": {"user_level": "Admin", "role_id": UUID}}
        up, down = {"user": {"role_id": ADMIN}}, {"user": {"user_level": "Team Member"}}
        check(both, operation, part, V18, V22, up, [conflict(C, "/user/role_id")], context=ROLES)
        check(both, operation, part, V22, V18, down, [conflict(C, "/user/user_level")], context=ROLES)

    def test_both_spellings_where_the_sources_own_is_null(self, operation: str, part: str) -> None:
        both = {"user": {"user_level": None, "role_id": UUID}}
        check(both, operation, part, V18, V22, {"user": {"role_id": None}}, [conflict(C, "/user/role_id")])
        both = {"user": {"user_level": "Admin", "role_id": None}}
        check(both, operation, part, V22, V18, {"user": {"user_level": None}}, [conflict(C, "/user/user_level")])

    def test_already_speaks_the_target(self, operation: str, part: str) -> None:
        for key, source, target in [("role_id", V18, V22), ("user_level", V22, V18)]:
            body = {"user": {key: UUID}}
            check(body, operation, part, source, target, body, [unsupported(C, f"/user/{key}")])

    def test_a_user_that_is_no_object(self, operation: str, part: str) -> None:
        check({"user": []}, operation, part, V18, V22, {"user": []}, [unsupported(C, "/user")])


class TestRequestsAreRefused:
    @pytest.mark.parametrize("operation", WRITES)
    @pytest.mark.parametrize(
        ("source", "target", "key", "value", "context"),
        [
            pytest.param(V18, V22, "user_level", "Owner", ROLES, id="whose name the directory does not hold"),
            pytest.param(V22, V18, "role_id", "gone", ROLES, id="whose uuid the directory does not hold"),
            pytest.param(V18, V22, "user_level", "Sales", TWICE, id="whose name two roles bear"),
            pytest.param(V22, V18, "role_id", "sales-b", TWICE, id="whose uuid bears a name that two roles bear"),
            pytest.param(V22, V18, "role_id", "shared", BOTH_NAMES, id="whose uuid two names bear"),
            pytest.param(V18, V22, "user_level", "team member", ROLES, id="names compare exactly: case"),
            pytest.param(V18, V22, "user_level", "Team Member ", ROLES, id="names compare exactly: blanks"),
            pytest.param(V18, V22, "user_level", UUID, ROLES, id="a uuid is no name"),
            pytest.param(V18, V22, "user_level", ["Admin"], ROLES, id="odd: a list for a name"),
            pytest.param(V18, V22, "user_level", 3, ROLES, id="odd: a number for a name"),
            pytest.param(V22, V18, "role_id", {"id": UUID}, ROLES, id="odd: an object for a uuid"),
            pytest.param(V22, V18, "role_id", True, ROLES, id="odd: a boolean for a uuid"),
        ],
    )
    def test_refused(
        self, operation: str, source: str, target: str, key: str, value: Json, context: ac.Context
    ) -> None:
        refused({"user": {key: value}}, operation, source, target, C, f"/user/{key}", context=context)

    @pytest.mark.parametrize("operation", WRITES)
    @pytest.mark.parametrize(
        ("source", "target", "key"), [(V18, V22, "user_level"), (V22, V18, "role_id"), (V18, V24, "user_level")]
    )
    def test_without_a_directory_it_is_a_required_need(
        self, operation: str, source: str, target: str, key: str
    ) -> None:
        expected = [need("list_roles", C, target, required=True, tenant_id="tenant-1")]
        (one,) = asked({"user": {key: "x"}}, operation, source, target, expected)
        assert one.query == {"page": "1", "per_page": "250"}
        assert one.request is not None
        assert (one.request.method, dict(one.request.query)) == ("GET", {"page": "1", "per_page": "250"})
        assert one.request.path == ("/v2" if target == V18 else "") + "/tenants/tenant-1/roles"

    def test_without_a_tenant_the_need_has_no_request(self) -> None:
        body = {"user": {"user_level": "Admin"}}
        expected = [need("list_roles", C, V22, required=True)]
        (one,) = asked(body, "create_user", V18, V22, expected, path_params={})
        assert one.request is None


class TestResponsesAreDelivered:
    @pytest.mark.parametrize("operation", READS)
    @pytest.mark.parametrize(
        ("direction", "value", "context"),
        [
            pytest.param(UP, "Owner", ROLES, id="an unknown name is dropped"),
            pytest.param(DOWN, "gone", ROLES, id="an unknown uuid is dropped"),
            pytest.param(UP, "Sales", TWICE, id="a name that two roles bear tells no uuid"),
            pytest.param(DOWN, "shared", BOTH_NAMES, id="a uuid that two names bear tells no name"),
        ],
    )
    def test_unknown(self, operation: str, direction: str, value: Json, context: ac.Context) -> None:
        key, other = ("user_level", "role_id") if direction == UP else ("role_id", "user_level")
        notes = [lost(C, f"/user/{key}"), missing(C, f"/user/{other}")]
        body = {"user": {"id": "u", key: value}}
        check(body, operation, "response", *hop(OLD, direction), {"user": {"id": "u"}}, notes, context=context)

    def test_a_uuid_whose_name_another_role_bears_too_is_answered(self) -> None:
        body, result = {"user": {"role_id": "sales-b"}}, {"user": {"user_level": "Sales"}}
        note = answered_though(C, "/user/user_level")
        check(body, "retrieve_user", "response", V22, V18, result, [note], context=TWICE)

    @pytest.mark.parametrize(
        ("source", "target", "key", "other"),
        [(V18, V22, "user_level", "role_id"), (V22, V18, "role_id", "user_level"), (V24, V18, "role_id", "user_level")],
    )
    def test_without_a_directory_it_is_an_optional_need(self, source: str, target: str, key: str, other: str) -> None:
        notes = [lost(C, f"/user/{key}"), missing(C, f"/user/{other}")]
        optional = [need("list_roles", C, source, tenant_id="tenant-1")]
        check({"user": {key: "x"}}, "update_user", "response", source, target, {"user": {}}, notes, optional)

    @pytest.mark.parametrize("value", [3, ["Admin"], {"name": "Admin"}, False])
    def test_odd_values_are_kept(self, value: Json) -> None:
        for key, source, target in [("user_level", V18, V22), ("role_id", V22, V18)]:
            body, notes = {"user": {key: value}}, [unsupported(C, f"/user/{key}")]
            check(body, "retrieve_user", "response", source, target, body, notes, context=ROLES)


class TestListUsers:
    def test_per_item(self) -> None:
        old = {"users": [{"id": "a", "user_level": "Admin"}, {"id": "b", "user_level": None}, {"id": "c"}]}
        new = {"users": [{"id": "a", "role_id": ADMIN}, {"id": "b", "role_id": None}, {"id": "c"}]}
        check(old, "list_users", "response", V18, V22, new, context=ROLES)
        check(new, "list_users", "response", V22, V18, old, context=ROLES)

    def test_each_item_has_its_own_notes(self) -> None:
        body: Json = {"users": [{"user_level": "Admin"}, {"user_level": "Owner"}, {"role_id": UUID}, 4]}
        result = {"users": [{"role_id": ADMIN}, {}, {"role_id": UUID}, 4]}
        notes = {lost(C, "/users/1/user_level"), missing(C, "/users/1/role_id")}
        notes |= {unsupported(C, "/users/2/role_id"), unsupported(C, "/users/3")}
        check(body, "list_users", "response", V18, V22, result, notes, context=ROLES)

    def test_one_need_for_the_whole_list(self) -> None:
        body = {"users": [{"role_id": UUID}, {"role_id": ADMIN}]}
        notes: set[NoteKey] = set()
        for index in range(2):
            notes |= {lost(C, f"/users/{index}/role_id"), missing(C, f"/users/{index}/user_level")}
        optional = [need("list_roles", C, V22, tenant_id="tenant-1")]
        check(body, "list_users", "response", V22, V18, {"users": [{}, {}]}, notes, optional)


class TestDirectory:
    def test_several_names_are_known(self) -> None:
        names = ["Team Member", "Limited Team Member", "Admin", "SDK User", "Chef d'équipe"]
        context = ac.Context(roles={name: f"id of {name}" for name in names})
        for name in names:
            body, result = {"user": {"user_level": name}}, {"user": {"role_id": f"id of {name}"}}
            check(body, "create_user", "request", V18, V22, result, context=context)

    def test_one_mapping_per_tenant(self) -> None:
        context = ac.Context(roles={"tenant-1": {"Admin": "one"}, "tenant-2": {"Admin": "two"}})
        body = {"user": {"user_level": "Admin"}}
        for tenant, role in [("tenant-1", "one"), ("tenant-2", "two")]:
            kw: dict[str, Any] = {"context": context, "path_params": {"tenant_id": tenant}}
            check(body, "create_user", "request", V18, V22, {"user": {"role_id": role}}, **kw)
        expected = [need("list_roles", C, V22, required=True, tenant_id="tenant-3")]
        asked(body, "create_user", V18, V22, expected, context=context, path_params={"tenant_id": "tenant-3"})

    def test_the_answer_of_list_roles(self) -> None:
        body, expected = {"user": {"user_level": "Admin"}}, [need("list_roles", C, V22, required=True, tenant_id="t")]
        (one,) = asked(body, "create_user", V18, V22, expected, path_params={"tenant_id": "t"})
        known = ac.Context().with_answer(one, page(("Admin", ADMIN)))
        kw: dict[str, Any] = {"context": known, "path_params": {"tenant_id": "t"}}
        check(body, "create_user", "request", V18, V22, {"user": {"role_id": ADMIN}}, **kw)
        refused({"user": {"user_level": "Owner"}}, "create_user", V18, V22, C, **kw)

    def test_the_answer_serves_responses_too(self) -> None:
        body = {"user": {"role_id": ADMIN}}
        t = translation(body, "retrieve_user", "response", V24, V18)
        known = answered(t, "list_roles", page(("Admin", ADMIN)))
        check(body, "retrieve_user", "response", V24, V18, {"user": {"user_level": "Admin"}}, context=known)

    def test_the_answer_wins_over_the_context(self) -> None:
        body = {"user": {"role_id": ADMIN}}
        t = translation(body, "retrieve_user", "response", V22, V18)
        known = answered(t, "list_roles", page(("Boss", ADMIN)), ROLES)
        check(body, "retrieve_user", "response", V22, V18, {"user": {"user_level": "Boss"}}, context=known)

    def test_a_full_page_asks_for_the_next(self) -> None:
        body = {"user": {"user_level": "Admin"}}
        expected = [need("list_roles", C, V22, required=True, tenant_id="tenant-1")]
        (first,) = asked(body, "create_user", V18, V22, expected)
        half = ac.Context().with_answer(first, page(("Admin", ADMIN), *filler(249)))
        (second,) = asked(body, "create_user", V18, V22, expected, context=half)
        assert second.query == {"page": "2", "per_page": "250"}
        whole = half.with_answer(second, page(("Team Member", UUID)))
        check(body, "create_user", "request", V18, V22, {"user": {"role_id": ADMIN}}, context=whole)
        member, result = {"user": {"user_level": "Team Member"}}, {"user": {"role_id": UUID}}
        check(member, "create_user", "request", V18, V22, result, context=whole)
        twice = half.with_answer(second, page(("Admin", UUID)))
        refused(body, "create_user", V18, V22, C, "/user/user_level", context=twice)


def test_other_operations_keep_their_bodies() -> None:
    body = {"user": {"user_level": "Admin", "role_id": UUID}}
    for operation in ("activate_user", "deactivate_user", "retrieve_tenant"):
        assert translated(body, operation, "response", V18, V22) == (body, set())
