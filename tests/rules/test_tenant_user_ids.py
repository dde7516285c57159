"""`tenant-user-ids`: `user_ids` leaves Retrieve Tenant."""

import pytest

from ._check import V18, V22, V24, Json, answered, assumed, check, lost, missing, need, translation, unsupported

C = "tenant-user-ids"
OPERATION = "retrieve_tenant"
AT = "/tenant/user_ids"
TENANT = {"id": "tenant-1", "name": "Sun & Co"}
NEED = need("list_users", C, V24, tenant_id="tenant-1")


def users(*ids: str) -> Json:
    return {"users": [{"id": id_, "role_id": "r"} for id_ in ids]}


@pytest.mark.parametrize("source", [V22, V18])
class TestUp:
    @pytest.mark.parametrize("value", [["a", "b"], [], None, "a"])
    def test_it_is_dropped(self, source: str, value: Json) -> None:
        body = {"tenant": {**TENANT, "user_ids": value}}
        check(body, OPERATION, "response", source, V24, {"tenant": TENANT}, [lost(C, AT)])

    def test_absent_stays_absent(self, source: str) -> None:
        check({"tenant": TENANT}, OPERATION, "response", source, V24, {"tenant": TENANT})


@pytest.mark.parametrize("target", [V22, V18])
class TestDown:
    def test_without_the_list_it_is_missing_with_an_optional_need(self, target: str) -> None:
        body = {"tenant": TENANT}
        check(body, OPERATION, "response", V24, target, body, [missing(C, AT)], [NEED])
        (one,) = translation(body, OPERATION, "response", V24, target).needs
        assert one.query == {"page": "1", "per_page": "250"}
        assert one.request is not None
        assert (one.request.method, one.request.path) == ("GET", "/tenants/tenant-1/users")
        assert dict(one.request.query) == {"page": "1", "per_page": "250"}

    def test_the_ids_of_list_users_in_its_order(self, target: str) -> None:
        body = {"tenant": TENANT}
        context = answered(translation(body, OPERATION, "response", V24, target), "list_users", users("c", "a", "b"))
        result = {"tenant": {**TENANT, "user_ids": ["c", "a", "b"]}}
        check(body, OPERATION, "response", V24, target, result, [assumed(C, AT)], context=context)

    def test_no_users_at_all(self, target: str) -> None:
        body = {"tenant": TENANT}
        context = answered(translation(body, OPERATION, "response", V24, target), "list_users", users())
        result = {"tenant": {**TENANT, "user_ids": []}}
        check(body, OPERATION, "response", V24, target, result, [assumed(C, AT)], context=context)

    def test_a_full_page_asks_for_the_next(self, target: str) -> None:
        body = {"tenant": TENANT}
        first = [f"user-{n}" for n in range(250)]
        half = answered(translation(body, OPERATION, "response", V24, target), "list_users", users(*first))
        check(body, OPERATION, "response", V24, target, body, [missing(C, AT)], [NEED], context=half)
        t = translation(body, OPERATION, "response", V24, target, context=half)
        assert t.needs[0].query == {"page": "2", "per_page": "250"}
        for rest in ([], ["last"], ["x", "y"]):
            whole = answered(t, "list_users", users(*rest), half)
            result = {"tenant": {**TENANT, "user_ids": [*first, *rest]}}
            check(body, OPERATION, "response", V24, target, result, [assumed(C, AT)], context=whole)

    @pytest.mark.parametrize("value", [["a"], [], None])
    def test_one_that_is_there_is_kept(self, target: str, value: Json) -> None:
        body = {"tenant": {**TENANT, "user_ids": value}}
        check(body, OPERATION, "response", V24, target, body, [unsupported(C, AT)])


@pytest.mark.parametrize(("source", "target"), [(V22, V24), (V24, V22)])
class TestElsewhere:
    @pytest.mark.parametrize("tenant", [[], "x", 1])
    def test_a_tenant_that_is_no_object(self, source: str, target: str, tenant: Json) -> None:
        body = {"tenant": tenant}
        check(body, OPERATION, "response", source, target, body, [unsupported(C, "/tenant")])

    def test_null_and_other_operations(self, source: str, target: str) -> None:
        check({"tenant": None}, OPERATION, "response", source, target, {"tenant": None})
        body = {"tenant": {**TENANT, "user_ids": ["a"]}, "user_ids": []}
        check(body, "list_teams", "response", source, target, body)


def test_not_on_the_older_edge() -> None:
    body = {"tenant": {**TENANT, "user_ids": ["a"]}}
    for source, target in [(V18, V22), (V22, V18)]:
        check(body, OPERATION, "response", source, target, body)


def test_the_need_names_no_request_without_a_tenant() -> None:
    t = translation({"tenant": TENANT}, OPERATION, "response", V24, V22, path_params={})
    assert [one.request for one in t.needs] == [None]
