"""One conversation: what is needed before the call, the request that is sent, and the answer on its way back."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from time import perf_counter
from traceback import walk_tb
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat import exchange as exchanges
from aurora_compat.messages import request_walk, requests
from aurora_compat.run import Call

from ._talk import (
    FROM_18,
    JSON,
    KNOWN,
    PAIRS,
    TO_18,
    TOKEN,
    V18,
    V22,
    V24,
    Json,
    asked,
    call,
    exact,
    exchange,
    notes_of,
    one,
    prefixed,
    raised,
    reply,
    versions_of,
)

T = "/tenants/tenant-1"
ROLES = [{"id": "role-1", "name": "Team Member"}, {"id": "role-2", "name": "Admin"}]
WRITES = [("POST", f"{T}/users"), ("POST", f"{T}/users/invite"), ("PUT", f"{T}/users/user-1")]
COPY = "site_model_design_id=design-1&include_design=true"
every_pair = pytest.mark.parametrize("pair", PAIRS, ids=versions_of)
across_18 = pytest.mark.parametrize("pair", [*FROM_18, *TO_18], ids=versions_of)
from_18 = pytest.mark.parametrize("pair", FROM_18, ids=versions_of)
to_18 = pytest.mark.parametrize("pair", TO_18, ids=versions_of)
to_24 = pytest.mark.parametrize("pair", [(V18, V24), (V22, V24)], ids=versions_of)


def admin(version: str) -> dict[str, Json]:
    """A user who is an admin, in that version's words."""
    return {"user_level": "Admin"} if version == V18 else {"role_id": "role-2"}


def filler(count: int) -> list[Json]:
    return [{"id": f"role-f{n}", "name": f"Role {n}"} for n in range(count)]


def user(
    pair: tuple[str, str], method: str = "POST", path: str = f"{T}/users", context: ac.Context = KNOWN
) -> ac.Exchange:
    """An exchange that must know the role directory."""
    return exchange(call(pair[0], method, path, {"user": admin(pair[0])}), *pair, context)


def copy_of(client: str, server: str, context: ac.Context = KNOWN, body: Json = None) -> ac.Exchange:
    """An exchange that copies a design, as the client's version does it."""
    if client == V18:
        body = {"design": {"name": "Copy"}} if body is None else body
        return exchange(call(client, "POST", f"{T}/designs", body, query=COPY), client, server, context)
    return exchange(call(client, "POST", f"{T}/designs/design-1/duplicate", body), client, server, context)


def update(pair: tuple[str, str], project: Json) -> ac.Exchange:
    return exchange(call(pair[0], "PUT", f"{T}/projects/project-1", {"project": project}), *pair)


class TestRolesBeforeTheCall:
    @across_18
    @pytest.mark.parametrize(("method", "path"), WRITES)
    def test_list_roles_is_asked_of_the_server(self, pair: tuple[str, str], method: str, path: str) -> None:
        need = one(user(pair, method, path).needs)
        assert (need.operation, str(need.version), need.required) == ("list_roles", pair[1], True)
        assert dict(need.path_params) == {"tenant_id": "tenant-1"}
        assert dict(need.query) == {"page": "1", "per_page": "250"}
        assert need.change == "user-roles"
        assert asked([need]) == [("GET", prefixed(pair[1], f"{T}/roles?page=1&per_page=250"), True)]

    @across_18
    def test_upstream_waits_for_it(self, pair: tuple[str, str]) -> None:
        held = user(pair)
        error = raised(lambda: held.upstream)
        assert isinstance(error, ac.MissingContext)
        assert [need.operation for need in error.needs] == ["list_roles"]

    @across_18
    @pytest.mark.parametrize(("method", "path"), WRITES)
    def test_the_answer_is_used(self, pair: tuple[str, str], method: str, path: str) -> None:
        held = user(pair, method, path)
        after = held.provide(one(held.needs), reply({"roles": ROLES}))
        assert after.needs == ()
        assert after.upstream.json() == {"user": admin(pair[1])}
        assert after.upstream.path == prefixed(pair[1], path)

    @across_18
    @pytest.mark.parametrize("count", [250, 251, 249, 500, 620])
    def test_pages(self, pair: tuple[str, str], count: int) -> None:
        roles = [*filler(count - 2), *ROLES]
        held, pages = user(pair), 0
        while held.needs:
            need = one(held.needs)
            pages += 1
            assert need.query["page"] == str(pages)
            held = held.provide(need, reply({"roles": roles[250 * (pages - 1) : 250 * pages]}))
        assert pages == count // 250 + 1
        assert held.upstream.json() == {"user": admin(pair[1])}

    @across_18
    def test_a_server_that_ignores_page(self, pair: tuple[str, str]) -> None:
        """It gives the same page for ever: it is not asked for ever."""
        held, pages = user(pair), 0
        while held.needs:
            pages += 1
            assert pages < 5
            held = held.provide(one(held.needs), reply({"roles": [*filler(248), *ROLES]}))
        assert held.upstream.json() == {"user": admin(pair[1])}

    @across_18
    def test_a_role_on_the_first_of_two_pages_still_wants_the_second(self, pair: tuple[str, str]) -> None:
        """The second page may tell that the name is ambiguous."""
        held = user(pair)
        half = held.provide(one(held.needs), reply({"roles": [*ROLES, *filler(248)]}))
        need = one(half.needs)
        assert need.query["page"] == "2"
        whole = half.provide(need, reply({"roles": [{"id": "role-9", "name": "Admin"}]}))
        assert whole.needs == ()
        error = raised(lambda: whole.upstream)
        assert (type(error), error.change) == (ac.Untranslatable, "user-roles")

    @across_18
    def test_none_where_the_caller_knows(self, pair: tuple[str, str]) -> None:
        for roles in ({"Admin": "role-2"}, {"tenant-1": {"Admin": "role-2"}}):
            held = user(pair, context=KNOWN.__replace__(roles=roles))
            assert held.needs == ()
            assert held.upstream.json() == {"user": admin(pair[1])}

    @across_18
    def test_where_the_caller_knows_another_tenant_only(self, pair: tuple[str, str]) -> None:
        held = user(pair, context=KNOWN.__replace__(roles={"tenant-2": {"Admin": "role-2"}}))
        assert one(held.needs).operation == "list_roles"

    @across_18
    @pytest.mark.parametrize("body", [{"user": {"first_name": "Ada"}}, {"user": {}}, {}, {"user": None}])
    def test_none_where_no_role_is_told(self, pair: tuple[str, str], body: Json) -> None:
        held = exchange(call(pair[0], "POST", f"{T}/users", body), *pair)
        assert held.needs == ()
        assert held.upstream.json() == body

    @across_18
    def test_none_for_null(self, pair: tuple[str, str]) -> None:
        ((key, _),) = admin(pair[0]).items()
        ((other, _),) = admin(pair[1]).items()
        held = exchange(call(pair[0], "POST", f"{T}/users", {"user": {key: None}}), *pair)
        assert held.needs == ()
        assert held.upstream.json() == {"user": {other: None}}

    @pytest.mark.parametrize("pair", [(V22, V24), (V24, V22)], ids=versions_of)
    def test_none_where_the_versions_agree(self, pair: tuple[str, str]) -> None:
        held = user(pair)
        assert held.needs == ()
        assert held.upstream.body is held.request.body

    @across_18
    @pytest.mark.parametrize("tenant", ["a%2Fb", "caf%C3%A9", "a%20b", "x~y", "%25"])
    def test_odd_tenants_are_asked_for_as_they_are(self, pair: tuple[str, str], tenant: str) -> None:
        held = user(pair, path=f"/tenants/{tenant}/users")
        need = one(held.needs)
        assert need.request is not None
        assert need.request.path == prefixed(pair[1], f"/tenants/{tenant}/roles")


class TestCopyOfADesign:
    @across_18
    def test_retrieve_design_is_asked_of_the_server(self, pair: tuple[str, str]) -> None:
        held = copy_of(*pair)
        assert asked(held.needs) == [("GET", prefixed(pair[1], f"{T}/designs/design-1"), True)]
        assert one(held.needs).operation == "retrieve_design"
        assert isinstance(raised(lambda: held.upstream), ac.MissingContext)

    @from_18
    @pytest.mark.parametrize("given", [{}, {"project_id": "project-1"}, {"project_id": "project-1", "name": "Copy"}])
    def test_up(self, pair: tuple[str, str], given: Json) -> None:
        held = copy_of(*pair, body={"design": given})
        after = held.provide(one(held.needs), reply({"design": {"id": "design-1", "project_id": "project-1"}}))
        assert after.needs == ()
        sent = after.upstream
        assert (sent.method, sent.target) == ("POST", f"{T}/designs/design-1/duplicate")
        assert sent.json() == {"design": {key: value for key, value in given.items() if key != "project_id"}}
        assert sent.headers.get("content-length") == str(len(sent.body))
        assert notes_of(after.translation.notes) == set()

    @to_18
    @pytest.mark.parametrize("body", [None, {}, {"design": {}}, {"design": {"name": "Copy"}}])
    def test_down(self, pair: tuple[str, str], body: Json) -> None:
        held = copy_of(*pair, body=body)
        after = held.provide(one(held.needs), reply({"design": {"id": "design-1", "project_id": "project-1"}}))
        sent = after.upstream
        assert (sent.method, sent.target) == ("POST", f"/v2{T}/designs?{COPY}")
        wanted = {**(body or {}).get("design", {}), "project_id": "project-1"}
        assert sent.json() == {"design": wanted}
        assert sent.headers.get("content-type") == "application/json"

    @across_18
    def test_the_project_that_the_caller_knows(self, pair: tuple[str, str]) -> None:
        held = copy_of(*pair, KNOWN.__replace__(project_of_design={"design-1": "project-1"}))
        assert held.needs == ()
        assert held.upstream.method == "POST"

    @across_18
    def test_the_whole_conversation(self, pair: tuple[str, str]) -> None:
        """Need, answer, request, success; and what is learned saves the next one the question."""
        held = copy_of(*pair)
        after = held.provide(one(held.needs), reply({"design": {"id": "design-1", "project_id": "project-1"}}))
        made = {"design": {"id": "design-2", "project_id": "project-1", "design_request_id": None}}
        answer = reply(made)
        translation = after.respond(answer)
        assert translation.result.body is answer.body
        assert (translation.result.status, translation.notes, translation.needs) == (200, (), ())
        assert after.learned.project_of_design == {"design-1": "project-1", "design-2": "project-1"}
        again = copy_of(*pair, after.learned)
        assert again.needs == ()
        assert again.upstream == after.upstream

    @from_18
    def test_a_404_of_the_copy(self, pair: tuple[str, str]) -> None:
        held = copy_of(*pair, KNOWN.__replace__(project_of_design={"design-1": "project-1"}))
        answer = reply({"errors": [{"message": "The design with id design-1 could not be found"}]}, 404)
        assert held.respond(answer).result == answer

    @to_18
    def test_a_404_of_2018_names_the_design(self, pair: tuple[str, str]) -> None:
        """The route's last path parameter is that of the request as the client made it."""
        held = copy_of(*pair, KNOWN.__replace__(project_of_design={"design-1": "project-1"}))
        result = held.respond(reply({"error": "no"}, 404)).result
        assert (result.status, result.json()) == (
            404,
            {"errors": [{"message": "The design with id design-1 could not be found"}, {"message": "no"}]},
        )

    @from_18
    def test_the_answer_is_read_as_that_of_a_copy(self, pair: tuple[str, str]) -> None:
        """`Location` of the new design goes back with the prefix."""
        held = copy_of(*pair, KNOWN.__replace__(project_of_design={"design-1": "project-1"}))
        result = held.respond(reply({}, 201, [("Location", f"{T}/designs/design-2")])).result
        assert result.headers.get("location") == f"/v2{T}/designs/design-2"

    @pytest.mark.parametrize("query", ["", "include_design=true", "include_design=false"])
    @from_18
    def test_a_plain_create_needs_nothing(self, pair: tuple[str, str], query: str) -> None:
        held = exchange(call(V18, "POST", f"{T}/designs", {"design": {"project_id": "p"}}, query=query), *pair)
        assert held.needs == ()
        assert held.upstream.target == f"{T}/designs"
        assert held.upstream.body is held.request.body

    @from_18
    def test_head_and_query_of_the_design_are_kept_as_spelled(self, pair: tuple[str, str]) -> None:
        query = "site_model_design_id=caf%C3%A9%2Fx&include_design=TRUE"
        held = exchange(call(V18, "POST", f"{T}/designs", {"design": {}}, query=query), *pair)
        assert asked(held.needs) == [("GET", f"{T}/designs/caf%C3%A9%2Fx", True)]
        after = held.provide(one(held.needs), reply({"design": {"project_id": "p"}}))
        assert after.upstream.target == f"{T}/designs/caf%C3%A9%2Fx/duplicate"
        assert ("assumed", "query/include_design", "create-design-from-site-model", "source") in notes_of(
            after.translation.notes
        )


class TestPartialUpdateOfAProject:
    THREE = ("address", "latitude", "longitude")

    @to_24
    @pytest.mark.parametrize(
        "given",
        [("address",), ("latitude",), ("longitude",), ("address", "latitude"), ("latitude", "longitude")],
    )
    def test_retrieve_project_is_optional(self, pair: tuple[str, str], given: tuple[str, ...]) -> None:
        held = update(pair, dict.fromkeys(given, 1))
        assert asked(held.needs) == [("GET", f"{T}/projects/project-1", False)]
        names = {"address": "property_address"}
        assert held.upstream.json() == {"project": {"location": {names.get(key, key): 1 for key in given}}}
        assert ("assumed", "body#/project/location", "property-location", "target") in notes_of(held.translation.notes)

    @to_24
    @pytest.mark.parametrize(
        "project",
        [
            {"name": "x"},
            {},
            {"address": "a", "latitude": 1, "longitude": 2},
            {"address": None, "latitude": None, "longitude": None},
        ],
    )
    def test_none_where_all_or_none_are_given(self, pair: tuple[str, str], project: Json) -> None:
        assert update(pair, project).needs == ()

    @pytest.mark.parametrize("pair", [(V24, V18), (V24, V22), (V18, V22), (V22, V18)], ids=versions_of)
    def test_none_on_other_ways(self, pair: tuple[str, str]) -> None:
        project = {"latitude": 1} if pair[0] != V24 else {"location": {"latitude": 1}}
        held = update(pair, project)
        assert held.needs == ()
        assert held.upstream.json() == {"project": {"latitude": 1}}

    @to_24
    def test_the_answer_is_in_the_servers_version(self, pair: tuple[str, str]) -> None:
        held = update(pair, {"latitude": 1.5, "name": "x"})
        place = {"property_address": "1 Main St", "latitude": 9, "longitude": 2.5, "property_address_components": {}}
        after = held.provide(one(held.needs), reply({"project": {"id": "project-1", "location": place}}))
        assert after.needs == ()
        wanted = {"latitude": 1.5, "property_address": "1 Main St", "longitude": 2.5}
        assert exact(after.upstream.json()) == exact({"project": {"name": "x", "location": wanted}})
        assert notes_of(after.translation.notes) == {
            ("assumed", f"body#/project/location/{key}", "property-location", "target")
            for key in ("property_address", "longitude")
        }

    @to_24
    @pytest.mark.parametrize("answer", [{"project": {}}, {"project": None}, {}, {"project": {"location": None}}])
    def test_an_answer_that_does_not_say(self, pair: tuple[str, str], answer: Json) -> None:
        held = update(pair, {"latitude": 1.5})
        after = held.provide(one(held.needs), reply(answer))
        assert after.needs == ()
        assert after.upstream == held.upstream

    @to_24
    def test_with_a_null(self, pair: tuple[str, str]) -> None:
        """A null counts as given."""
        held = update(pair, {"latitude": None, "longitude": None})
        place = {"property_address": "1 Main St", "latitude": 9, "longitude": 9}
        after = held.provide(one(held.needs), reply({"project": {"location": place}}))
        wanted = {"latitude": None, "longitude": None, "property_address": "1 Main St"}
        assert after.upstream.json() == {"project": {"location": wanted}}


BAD_ANSWERS: dict[str, ac.Response] = {
    "401": reply({"roles": ROLES}, 401),
    "403": reply({"errors": [{"message": "no"}]}, 403),
    "404": reply({"roles": ROLES}, 404),
    "302": reply({"roles": ROLES}, 302),
    "500": ac.Response(500, {"Content-Type": "text/html"}, b"<html>oops</html>"),
    "HTML": ac.Response(200, {"Content-Type": "text/html"}, b"<html>log in</html>"),
    "broken JSON": ac.Response(200, [JSON], b'{"roles": ['),
    "not UTF-8": ac.Response(200, [JSON], b'{"roles": "\xff"}'),
    "nothing": ac.Response(200, [JSON], b""),
    "204": ac.Response(204),
    "null": reply(status=200, headers=()).__replace__(body=b"null"),
    "list": reply([1]),
    "text": reply("roles"),
    "unknown coding": ac.Response(200, [JSON, ("Content-Encoding", "br")], b'{"roles": []}'),
    "broken gzip": ac.Response(200, [JSON, ("Content-Encoding", "gzip")], b'{"roles": []}'),
    "cut gzip": ac.Response(200, [JSON, ("Content-Encoding", "gzip")], gzip.compress(b'{"roles": []}')[:-9]),
    "deep": ac.Response(200, [JSON], b'{"roles":' + b"[" * 5000 + b"]" * 5000 + b"}"),
}
every_bad_answer = pytest.mark.parametrize("answer", BAD_ANSWERS.values(), ids=BAD_ANSWERS.keys())


class TestAnswersThatFail:
    @every_bad_answer
    @across_18
    def test_to_a_required_need(self, pair: tuple[str, str], answer: ac.Response) -> None:
        held = user(pair)
        after = held.provide(one(held.needs), answer)
        assert after.needs == ()
        error = raised(lambda: after.upstream)
        assert isinstance(error, ac.MissingContext)
        assert error.change == "user-roles"
        assert after.refusal(error).status == 502
        assert held.needs, "the exchange before has changed"

    @every_bad_answer
    @to_24
    def test_to_an_optional_need(self, pair: tuple[str, str], answer: ac.Response) -> None:
        held = update(pair, {"latitude": 1.5})
        after = held.provide(one(held.needs), answer)
        assert after.needs == ()
        assert after.upstream == held.upstream
        assert after.learned == held.learned

    @every_bad_answer
    @across_18
    def test_to_a_second_page(self, pair: tuple[str, str], answer: ac.Response) -> None:
        """Half a directory is none: never guess."""
        held = user(pair)
        half = held.provide(one(held.needs), reply({"roles": [*ROLES, *filler(248)]}))
        after = half.provide(one(half.needs), answer)
        assert after.needs == ()
        assert isinstance(raised(lambda: after.upstream), ac.MissingContext)

    def test_a_gzip_bomb(self) -> None:
        bomb = ac.Response(200, [JSON, ("Content-Encoding", "gzip")], gzip.compress(b" " * 5_000_000))
        request = call(V18, "POST", f"{T}/users", {"user": admin(V18)})
        held = exchange(request, V18, V24, limits=ac.Limits(body=100_000))
        after = held.provide(one(held.needs), bomb)
        assert isinstance(raised(lambda: after.upstream), ac.MissingContext)

    @across_18
    def test_a_better_answer_later(self, pair: tuple[str, str]) -> None:
        held = user(pair)
        need = one(held.needs)
        after = held.provide(need, reply({}, 503)).provide(need, reply({"roles": ROLES}))
        assert after.upstream.json() == {"user": admin(pair[1])}


class TestAnswersThatAreRead:
    CONTENT = json.dumps({"roles": ROLES}).encode()

    @across_18
    @pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP", "deflate", "raw deflate", "identity", "none", "BOM"])
    def test_in_any_coding(self, pair: tuple[str, str], coding: str) -> None:
        raw = zlib.compressobj(wbits=-15)
        content = {
            "gzip": gzip.compress(self.CONTENT),
            "deflate": zlib.compress(self.CONTENT),
            "raw deflate": raw.compress(self.CONTENT) + raw.flush(),
            "BOM": b"\xef\xbb\xbf" + self.CONTENT,
        }
        body = content.get(coding.lower().removeprefix("x-"), content.get(coding, self.CONTENT))
        named = coding.removeprefix("raw ") if coding not in {"none", "BOM"} else None
        headers = [JSON, *([("Content-Encoding", named)] if named else [])]
        held = user(pair)
        after = held.provide(one(held.needs), ac.Response(200, headers, body))
        assert after.upstream.json() == {"user": admin(pair[1])}

    @across_18
    @pytest.mark.parametrize("status", [200, 201, 203, 206])
    def test_with_any_status_of_success(self, pair: tuple[str, str], status: int) -> None:
        held = user(pair)
        assert held.provide(one(held.needs), reply({"roles": ROLES}, status)).needs == ()


class TestImmutability:
    @across_18
    def test_an_old_exchange_is_as_it_was(self, pair: tuple[str, str]) -> None:
        held = user(pair)
        needs, context, learned, shown = held.needs, held.context, held.learned, repr(held)
        for answer in (reply({"roles": ROLES}), reply({}, 403), reply({"roles": filler(250)})):
            after = held.provide(one(needs), answer)
            assert after is not held
        assert (held.needs, held.context, held.learned, repr(held)) == (needs, context, learned, shown)
        assert isinstance(raised(lambda: held.upstream), ac.MissingContext)

    @across_18
    def test_two_answers_make_two_exchanges(self, pair: tuple[str, str]) -> None:
        held = user(pair)
        need = one(held.needs)
        good, bad = held.provide(need, reply({"roles": ROLES})), held.provide(need, reply({}, 403))
        assert good.upstream.json() == {"user": admin(pair[1])}
        assert isinstance(raised(lambda: bad.upstream), ac.MissingContext)

    @from_18
    def test_answers_of_responses(self, pair: tuple[str, str]) -> None:
        held = exchange(call(V18, "GET", f"{T}/users/user-1"), *pair)
        answer = reply({"user": {"role_id": "role-2"}})
        before = held.respond(answer)
        after = held.provide(one(before.needs), reply({"roles": ROLES}))
        assert after.respond(answer).result.json() == {"user": {"user_level": "Admin"}}
        assert before.result.json() == {"user": {}}
        assert held.respond(answer).result == before.result
        assert len(before.needs) == len(held.respond(answer).needs) == 1

    @every_pair
    def test_the_request_stays(self, pair: tuple[str, str]) -> None:
        request = call(pair[0], "POST", f"{T}/projects", {"project": {"name": "x"}})
        body = bytes(request.body)
        held = exchange(request, *pair)
        assert held.upstream == held.upstream
        held.respond(reply({"project": {}}))
        assert held.request is request
        assert request.body == body

    @across_18
    def test_a_refusal_is_told_afresh_each_time(self, pair: tuple[str, str]) -> None:
        held = user(pair)
        first, *others = [raised(lambda: held.upstream) for _ in range(9)]
        assert all(other == first and other is not first for other in others)
        depths = {len(list(walk_tb(error.__traceback__))) for error in others}
        assert len(depths) == 1, "the traceback grows"

    @across_18
    def test_a_refused_request_is_looked_at_once(self, pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        walks: list[bool] = []

        def walked(request: ac.Request, call: Call, *args: Any) -> Any:
            walks.append(call.lenient)
            return request_walk(request, call, *args)

        monkeypatch.setattr(exchanges, "request_walk", walked)
        monkeypatch.setattr(requests, "request_walk", walked)
        held = user(pair)
        for _ in range(3):
            assert held.operation is not None
            assert held.needs
            raised(lambda: held.upstream)
        assert walks == [False, True]

    def test_the_context_stays(self) -> None:
        context = ac.Context(bearer_token=TOKEN, project_of_design={"a": "b"})
        held = exchange(call(V18, "GET", f"{T}/designs/d"), V18, V24, context)
        held.respond(reply({"design": {"id": "d", "project_id": "p"}}))
        assert held.context is context
        assert context.project_of_design == {"a": "b"}
        assert held.learned.project_of_design == {"a": "b", "d": "p"}


class TestWhatAnAnswerWants:
    """Optional needs of a response: provide them, and respond again."""

    @from_18
    def test_the_rest_of_financings(self, pair: tuple[str, str]) -> None:
        held = exchange(call(V18, "GET", f"{T}/designs/design-1/financings"), *pair)
        items: list[Json] = [{"id": f"f{n}", "name": f"Offer {n}"} for n in range(3)]
        answer = reply({"financings": items})
        translation = held.respond(answer)
        assert asked(translation.needs) == [("GET", f"{T}/designs/design-1/financings/f{n}", False) for n in range(3)]
        assert translation.result.json() == {"financings": items}
        assert {(note.kind, note.pointer) for note in translation.notes} == {
            ("missing", f"body#/financings/{n}") for n in range(3)
        }
        price, cost = ("system_price", "system_cost") if pair[1] == V24 else ("system_cost", "system_cost")
        for n, need in enumerate(translation.needs):
            held = held.provide(need, reply({"financing": {"id": f"f{n}", "name": "other", price: n, "x": [n]}}))
        again = held.respond(answer)
        assert again.needs == ()
        assert again.result.json() == {"financings": [{**item, cost: n, "x": [n]} for n, item in enumerate(items)]}
        assert {(note.kind, note.pointer) for note in again.notes} == {
            ("assumed", f"body#/financings/{n}") for n in range(3)
        }
        assert again.result.headers.get("content-length") == str(len(again.result.body))

    @from_18
    def test_some_of_the_financings(self, pair: tuple[str, str]) -> None:
        held = exchange(call(V18, "GET", f"{T}/designs/design-1/financings"), *pair)
        answer = reply({"financings": [{"id": "f0"}, {"id": "f1"}]})
        first, second = held.respond(answer).needs
        after = held.provide(first, reply({}, 404)).provide(second, reply({"financing": {"id": "f1", "x": 1}}))
        translation = after.respond(answer)
        assert translation.needs == ()
        assert translation.result.json() == {"financings": [{"id": "f0"}, {"id": "f1", "x": 1}]}

    @from_18
    def test_financings_of_one_id_are_asked_for_once(self, pair: tuple[str, str]) -> None:
        held = exchange(call(V18, "GET", f"{T}/designs/design-1/financings"), *pair)
        translation = held.respond(reply({"financings": [{"id": "f0"}, {"id": "f0"}, {"id": None}, {}, 5]}))
        assert [need.path_params["financing_id"] for need in translation.needs] == ["f0"]

    @from_18
    @pytest.mark.parametrize("id_", ["", ".", "..", "a/b", "caf\u00e9", "%2F", "a?b", "a#b"])
    def test_a_need_asks_for_what_it_says(self, pair: tuple[str, str], id_: str) -> None:
        """Ids are the server's: none turns Retrieve Financing into another call, after dot segments are resolved."""
        held = exchange(call(V18, "GET", f"{T}/designs/design-1/financings"), *pair)
        for need in held.respond(reply({"financings": [{"id": id_}]})).needs:
            assert need.request is not None
            last = need.request.target.removeprefix(f"{T}/designs/design-1/financings/")
            assert last not in {"", ".", ".."}
            assert not set("/?#") & set(last)

    @from_18
    def test_roles_of_users_are_asked_for_once(self, pair: tuple[str, str]) -> None:
        held = exchange(call(V18, "GET", f"{T}/users"), *pair)
        answer = reply({"users": [{"id": "u1", "role_id": "role-1"}, {"id": "u2", "role_id": "role-2"}, {"id": "u3"}]})
        translation = held.respond(answer)
        assert asked(translation.needs) == [("GET", f"{T}/roles?page=1&per_page=250", False)]
        assert translation.result.json() == {"users": [{"id": "u1"}, {"id": "u2"}, {"id": "u3"}]}
        again = held.provide(one(translation.needs), reply({"roles": ROLES})).respond(answer)
        assert again.needs == ()
        assert again.result.json() == {
            "users": [
                {"id": "u1", "user_level": "Team Member"},
                {"id": "u2", "user_level": "Admin"},
                {"id": "u3"},
            ]
        }
        assert again.notes == ()

    @from_18
    def test_roles_of_users_page_by_page(self, pair: tuple[str, str]) -> None:
        held = exchange(call(V18, "GET", f"{T}/users"), *pair)
        answer = reply({"users": [{"id": "u1", "role_id": "role-2"}]})
        half = held.provide(one(held.respond(answer).needs), reply({"roles": filler(250)}))
        second = one(half.respond(answer).needs)
        assert dict(second.query) == {"page": "2", "per_page": "250"}
        whole = half.provide(second, reply({"roles": ROLES}))
        assert whole.respond(answer).result.json() == {"users": [{"id": "u1", "user_level": "Admin"}]}

    @to_18
    def test_roles_of_users_of_2018(self, pair: tuple[str, str]) -> None:
        held = exchange(call(pair[0], "GET", f"{T}/users/user-1"), *pair)
        answer = reply({"user": {"id": "user-1", "user_level": "Admin"}})
        need = one(held.respond(answer).needs)
        assert asked([need]) == [("GET", f"/v2{T}/roles?page=1&per_page=250", False)]
        after = held.provide(need, reply({"roles": ROLES}))
        assert after.respond(answer).result.json() == {"user": {"id": "user-1", "role_id": "role-2"}}

    @pytest.mark.parametrize("pair", [(V18, V24), (V22, V24)], ids=versions_of)
    def test_user_ids_of_a_tenant(self, pair: tuple[str, str]) -> None:
        held = exchange(call(pair[0], "GET", T), *pair)
        answer = reply({"tenant": {"id": "tenant-1"}})
        translation = held.respond(answer)
        assert asked(translation.needs) == [("GET", f"{T}/users?page=1&per_page=250", False)]
        assert translation.result.json() == {"tenant": {"id": "tenant-1"}}
        ids = [f"u{n}" for n in range(260)]
        pages, page = [ids[:250], ids[250:]], 0
        while translation.needs:
            users = [{"id": id_, "role_id": "role-1"} for id_ in pages[page]]
            held = held.provide(one(translation.needs), reply({"users": users}))
            translation, page = held.respond(answer), page + 1
        assert page == 2
        assert translation.result.json() == {"tenant": {"id": "tenant-1", "user_ids": ids}}
        assert notes_of(translation.notes) == {("assumed", "body#/tenant/user_ids", "tenant-user-ids", "target")}

    @across_18
    def test_the_directory_of_the_request_serves_the_answer(self, pair: tuple[str, str]) -> None:
        held = user(pair)
        after = held.provide(one(held.needs), reply({"roles": ROLES}))
        translation = after.respond(reply({"user": {"id": "u", **admin(pair[1])}}))
        assert translation.result.json() == {"user": {"id": "u", **admin(pair[0])}}
        assert (translation.needs, translation.notes) == ((), ())

    @every_bad_answer
    @from_18
    def test_a_look_up_in_vain_is_not_asked_again(self, pair: tuple[str, str], answer: ac.Response) -> None:
        held = exchange(call(V18, "GET", f"{T}/users/user-1"), *pair)
        came = reply({"user": {"id": "u", "role_id": "role-2"}})
        after = held.provide(one(held.respond(came).needs), answer)
        translation = after.respond(came)
        assert translation.needs == ()
        assert translation.result.json() == {"user": {"id": "u"}}
        assert {(note.kind, note.pointer) for note in translation.notes} == {
            ("lost", "body#/user/role_id"),
            ("missing", "body#/user/user_level"),
        }

    @every_pair
    @pytest.mark.parametrize("path", [T, f"{T}/users", f"{T}/designs/d/financings", f"{T}/roles", f"{T}/projects/p"])
    @pytest.mark.parametrize("status", [204, 301, 304, 400, 404, 422, 500, 503])
    def test_other_answers_want_nothing(self, pair: tuple[str, str], path: str, status: int) -> None:
        held = exchange(call(pair[0], "GET", path), *pair)
        translation = held.respond(reply({"users": [{"id": "u", **admin(pair[1])}], "tenant": {}}, status))
        assert translation.needs == ()
        assert translation.result.status == status


def rubbish() -> Iterator[tuple[str, ac.Response, bool]]:
    """Answers as bad as a server, a proxy or an attacker can make them; and whether a body rule can't read them."""
    described = [JSON]
    bodies: dict[str, bytes] = {
        "empty": b"",
        "white space": b" \r\n",
        "truncated": b'{"project": {"name": "x"',
        "two values": b"{}{}",
        "trailing comma": b'{"a": 1,}',
        "single quotes": b"{'a': 1}",
        "NaN": b'{"project": {"latitude": NaN}}',
        "infinity": b'{"project": {"latitude": -Infinity}}',
        "1E400": b'{"project": {"latitude": 1E400}}',
        "huge integer": b'{"project": {"latitude": ' + b"9" * 5000 + b"}}",
        "not UTF-8": b'{"project": {"name": "\xff\xfe"}}',
        "UTF-16": '{"project": {}}'.encode("utf-16"),
        "lone surrogate": b'{"project": {"name": "\\ud800"}}',
        "CESU": b'{"project": {"name": "\xed\xa0\x80"}}',
        "deep": b'{"project": ' + b"[" * 600 + b"]" * 600 + b"}",
        "very deep": b"[" * 100_000 + b"]" * 100_000,
        "open brackets": b"[" * 100_000,
        "HTML": b"<!doctype html><p>502",
        "NUL": b"\0" * 100,
    }
    for name, body in bodies.items():
        yield name, ac.Response(200, described, body), True
    readable: dict[str, bytes] = {
        "null": b"null",
        "number": b"5",
        "text": b'"text"',
        "list": b"[]",
        "empty object": b"{}",
        "odd shapes": b'{"project": [], "projects": {}, "user": 5, "users": [null, 5, {"user": {}}], "tenant": "x"}',
        "odd pricing": b'{"pricing": {"system_price_breakdown": {"a": 1}, "pricing_by_component": 5, "adders": null}}',
        "duplicate keys": b'{"project": {"latitude": 1, "latitude": 2}, "project": 5}',
        "BOM": b'\xef\xbb\xbf{"project": {}}',
        "odd keys": b'{"": {"": ""}, "~": 1, "/": 2, "project": {"~1": 1, "a/b": 2}}',
        "deep enough": b'{"project": ' + b"[" * 400 + b"]" * 400 + b"}",
    }
    for name, body in readable.items():
        yield name, ac.Response(200, described, body), False
    good = b'{"project": {"location": {"latitude": 1}}}'
    codings: dict[str, tuple[str, bytes]] = {
        "gzip that is none": ("gzip", good),
        "cut gzip": ("gzip", gzip.compress(good)[:-5]),
        "gzip and rubbish behind": ("gzip", gzip.compress(good) + b"rubbish"),
        "gzip bomb": ("gzip", gzip.compress(b" " * 3_000_000)),
        "gzip in gzip bomb": ("gzip, gzip", gzip.compress(gzip.compress(b" " * 3_000_000))),
        "deflate that is none": ("deflate", good),
        "deflate bomb": ("deflate", zlib.compress(b" " * 3_000_000)),
        "unknown coding": ("br", b"\x0b\x02\x80"),
        "odd coding": ("gz\xefp;q=1", good),
        "many codings": (", ".join(["gzip"] * 50), good),
        "HTML as gzip": ("gzip", b"<html>"),
    }
    for name, (coding, body) in codings.items():
        yield name, ac.Response(200, [*described, ("Content-Encoding", coding)], body), True
    heads: dict[str, list[tuple[str, str]]] = {
        "CR LF in a header": [("X-A", "b\r\nSet-Cookie: c=d")],
        "LF in a name": [("X-A\nX-B", "c")],
        "NUL in a header": [("X-A", "a\0b")],
        "empty name": [("", "x")],
        "space in a name": [("X A", "x")],
        "colon in a name": [("X:A", "x")],
        "not Latin-1": [("X-A", "\u2603"), ("X-\u2603", "b")],
        "surrogate": [("X-A", "\ud800")],
        "two lengths": [("Content-Length", "1"), ("Content-Length", "2")],
        "list of lengths": [("Content-Length", "1, 2")],
        "negative length": [("Content-Length", "-1")],
        "length of text": [("Content-Length", "many")],
        "length of other digits": [("Content-Length", "\u0661")],
        "empty length": [("Content-Length", "")],
        "odd locations": [("Location", "http://["), ("Link", "<<>>;;,"), ("Content-Location", "//")],
        "empty location": [("Location", ""), ("Link", ""), ("Content-Location", "?")],
        "CR LF in a location": [("Location", "/v2/x\r\nX: y")],
        "odd type": [("Content-Type", "\xff;;;charset=")],
        "many headers": [(f"X-{n}", "x") for n in range(200)],
        "long header": [("X-A", "a" * 1_000_000)],
    }
    for name, fields in heads.items():
        typed = [] if any(field == "Content-Type" for field, _ in fields) else described
        yield name, ac.Response(200, [*typed, *fields], good), False
    for status in (-1, 0, 1, 99, 100, 101, 199, 204, 205, 206, 299, 300, 304, 399, 499, 500, 599, 600, 999, 10**9):
        yield f"status {status}", ac.Response(status, described, good), False
    for charset in (
        "utf-16",
        "nonsense",
        "rot13",
        "hex",
        "undefined",
        "punycode",
        "utf-7",
        "idna",
        "..",
        "a" * 99,
    ):
        kind = f"text/html; charset={charset}"
        yield f"404 in {charset[:20]}", ac.Response(404, {"Content-Type": kind}, b"\\q \xff +2AA- <p>"), False


RUBBISH = {name: (answer, unread) for name, answer, unread in rubbish()}
every_rubbish = pytest.mark.parametrize("name", RUBBISH)
LIMITS = ac.Limits(body=1_000_000)
CALLED = [
    ("GET", f"{T}/projects/project-1"),
    ("PUT", f"{T}/designs/design-1/pricing"),
    ("GET", f"{T}/users"),
    ("GET", T),
    ("POST", f"{T}/webhooks"),
    ("GET", f"{T}/no/such/path"),
    ("HEAD", f"{T}/projects/project-1"),
    ("OPTIONS", "*"),
]


class TestRespondNeverRaises:
    """After the server has acted nothing may turn its success into a failure."""

    def answers(self, name: str, pair: tuple[str, str], status: int | None = None) -> Iterator[tuple[str, Any]]:
        answer = RUBBISH[name][0]
        if status is not None:
            answer = ac.Response(status, answer.headers, answer.body)
        for method, path in CALLED:
            target = path if path == "*" else prefixed(pair[0], path)
            request = ac.Request(method, target, None, {"Authorization": f"Bearer {TOKEN}"})
            held = exchange(request, *pair, limits=LIMITS)
            translation = held.respond(answer)
            assert translation.needs is not None
            json.dumps(translation.residue)
            assert held.learned is not None
            yield f"{method} {path}", translation

    @every_pair
    @every_rubbish
    def test_it_is_delivered(self, name: str, pair: tuple[str, str]) -> None:
        for asked_for, translation in self.answers(name, pair):
            assert isinstance(translation.result, ac.Response), asked_for
            assert translation.result.status == RUBBISH[name][0].status
            assert all(note.message for note in translation.notes)

    @every_pair
    @every_rubbish
    def test_as_an_error(self, name: str, pair: tuple[str, str]) -> None:
        for _, translation in self.answers(name, pair, 422):
            assert translation.result.status == 422

    @every_pair
    @every_rubbish
    def test_no_header_is_injected(self, name: str, pair: tuple[str, str]) -> None:
        for _, translation in self.answers(name, pair):
            for field, value in translation.result.headers:
                assert field
                assert not set("\r\n\0 :") & set(field)
                assert not set("\r\n\0") & set(value)

    @every_pair
    @every_rubbish
    def test_one_length(self, name: str, pair: tuple[str, str]) -> None:
        for asked_for, translation in self.answers(name, pair):
            result = translation.result
            lengths = set(result.headers.all("content-length"))
            if not asked_for.startswith("HEAD") and result.body:
                assert lengths <= {str(len(result.body))}

    @every_pair
    @pytest.mark.parametrize("name", [name for name, (_, unread) in RUBBISH.items() if unread])
    def test_a_body_that_can_not_be_read_is_passed_on(self, name: str, pair: tuple[str, str]) -> None:
        """With only status and headers translated, `unsupported` at the whole body."""
        body = RUBBISH[name][0].body
        translation = dict(self.answers(name, pair))["GET " + T + "/projects/project-1"]
        assert translation.result.body == body
        if V24 in pair and body:
            assert ("unsupported", "body#", None, "source") in notes_of(translation.notes)

    @every_pair
    def test_its_head_is_translated_all_the_same(self, pair: tuple[str, str]) -> None:
        held = exchange(call(pair[0], "GET", f"{T}/projects/project-1"), *pair)
        location = prefixed(pair[1], "/somewhere")
        result = held.respond(ac.Response(200, [JSON, ("Location", location), ("X-A", "b")], b"{")).result
        assert result.headers.get("location") == prefixed(pair[0], "/somewhere")
        assert (result.headers.get("x-a"), result.body) == ("b", b"{")

    @pytest.mark.parametrize(
        "request_",
        [
            ac.Request("GET", "no path"),
            ac.Request("G\r\nT", "/v2/x"),
            ac.Request("GET", "/v2/x\r\n"),
            ac.Request("GET", "/v2/x", None, {"X": "a\nb"}),
            ac.Request("POST", f"/v2{T}/projects", None, {"Content-Length": "1, 2"}, b"{}"),
            ac.Request("POST", f"/v2{T}/projects", None, [JSON], b"{"),
            ac.Request("POST", f"/v2{T}/users", None, [JSON], b'{"user": {"user_level": 5}}'),
            ac.Request("GET", "/"),
            ac.Request("", ""),
        ],
        ids=lambda request: f"{request.method} {request.path}"[:30].encode("unicode_escape").decode(),
    )
    @every_pair
    def test_whatever_was_asked(self, pair: tuple[str, str], request_: ac.Request) -> None:
        """Even a request that would have been refused."""
        held = ac.Exchange(request_, client=pair[0], server=pair[1])
        for answer in (reply({"project": {}}), reply({"error": "x"}, 404), ac.Response(500, {}, b"<html>")):
            translation = held.respond(answer)
            assert translation.result.status == answer.status
            assert translation.needs == ()

    def test_a_charset_warns_nobody(self) -> None:
        """Python warns of odd escapes where a server names this codec: as an error, it would leave `respond`."""
        held = exchange(call(V22, "GET", f"{T}/projects/p"), V22, V18)
        held.respond(ac.Response(404, {"Content-Type": "text/html; charset=unicode_escape"}, b"<p>\\q"))

    def test_a_residue_costs_no_more_than_the_head_is_long(self) -> None:
        held = exchange(call(V18, "GET", f"{T}/projects/p"), V18, V24)
        translation = held.respond(ac.Response(200, [JSON, *((f"X-{n}", "x") for n in range(5000))], b"{}"))
        started = perf_counter()
        assert translation.residue is None
        assert perf_counter() - started < 0.7

    @pytest.mark.parametrize("charset", ["punycode", "idna", "utf-7"])
    def test_a_charset_costs_no_more_than_the_body_is_long(self, charset: str) -> None:
        """Which of Python's codecs a server names is its own affair; some of them take quadratic time."""
        held = exchange(call(V22, "GET", f"{T}/projects/p"), V22, V18)
        body = b"b" * 100_000 + b"-" + b"a" * 100_000
        started = perf_counter()
        held.respond(ac.Response(404, {"Content-Type": f"text/plain; charset={charset}"}, body))
        assert perf_counter() - started < 0.7


class TestAnswers:
    @pytest.mark.parametrize("pair", TO_18, ids=versions_of)
    @pytest.mark.parametrize("status", [400, 404, 422, 429])
    def test_errors_of_2018_get_the_form(self, pair: tuple[str, str], status: int) -> None:
        held = exchange(call(pair[0], "GET", f"{T}/projects/project-1"), *pair)
        result = held.respond(reply({"error": "project-1 is wrong"}, status)).result
        assert (result.status, result.json()) == (status, {"errors": [{"message": "project-1 is wrong"}]})

    @pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair[1] != V18], ids=versions_of)
    @pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429])
    def test_errors_of_newer_servers_pass(self, pair: tuple[str, str], status: int) -> None:
        held = exchange(call(pair[0], "GET", f"{T}/projects/project-1"), *pair)
        answer = reply({"errors": [{"message": "no"}]}, status, [("Retry-After", "3")])
        translation = held.respond(answer)
        assert translation.result.body is answer.body
        assert (translation.result, translation.notes) == (answer, ())

    @every_pair
    @pytest.mark.parametrize("status", [301, 302, 307, 500, 502, 503])
    def test_others_pass(self, pair: tuple[str, str], status: int) -> None:
        held = exchange(call(pair[0], "GET", f"{T}/projects/project-1"), *pair)
        answer = reply({"project": {"address": "x", "location": {"latitude": 1}}}, status)
        assert held.respond(answer).result.body is answer.body

    @every_pair
    def test_an_unknown_endpoint(self, pair: tuple[str, str]) -> None:
        """General rules only: the prefix, and the body as it came, both ways."""
        held = exchange(call(pair[0], "POST", f"{T}/things", {"project": {"address": 1}}), *pair)
        assert (held.needs, held.operation) == ((), None)
        assert held.upstream.path == prefixed(pair[1], f"{T}/things")
        assert held.upstream.body is held.request.body
        answer = reply({"project": {"address": 1, "location": {}}})
        assert held.respond(answer).result.body is answer.body

    @every_pair
    def test_a_host_of_the_conversation(self, pair: tuple[str, str]) -> None:
        """URLs of the request's own host, and of hosts that the caller names, are brought to the client's version."""
        request = call(pair[0], "GET", f"{T}/projects")
        path = "https://gateway.example:8443" + request.path
        held = exchange(ac.Request("GET", path, None, request.headers), *pair, hosts=["Server.example"])
        for host in ("gateway.example:8443", "server.example", "api.aurorasolar.com"):
            answer = reply({}, 200, [("Location", f"https://{host}" + prefixed(pair[1], "/x"))])
            result = held.respond(answer).result
            assert result.headers.get("location") == f"https://{host}" + prefixed(pair[0], "/x")
        foreign = reply({}, 200, [("Location", "https://other.example/v2/x")])
        assert held.respond(foreign).result.headers.get("location") == "https://other.example/v2/x"

    @every_pair
    def test_head(self, pair: tuple[str, str]) -> None:
        held = exchange(call(pair[0], "HEAD", f"{T}/projects/project-1"), *pair)
        assert held.upstream.method == "HEAD"
        result = held.respond(ac.Response(200, [JSON, ("X-A", "b")])).result
        assert (result.body, result.headers.get("x-a")) == (b"", "b")

    def test_a_changed_body_loses_what_vouched_for_it(self) -> None:
        held = exchange(call(V18, "GET", f"{T}/projects/project-1"), V18, V24)
        vouching = [("ETag", '"1"'), ("Content-MD5", "x"), ("Digest", "y"), ("Content-Digest", "z")]
        result = held.respond(reply({"project": {"location": {"latitude": 1}}}, 200, vouching)).result
        assert result.json() == {"project": {"latitude": 1}}
        assert [result.headers.get(name) for name, _ in vouching] == [None] * 4
        assert result.headers.get("content-length") == str(len(result.body))

    @pytest.mark.parametrize("version", [V18, V22, V24])
    def test_a_version_to_itself(self, version: str) -> None:
        request = call(version, "POST", f"{T}/users", {"user": {"user_level": "x", "role_id": "y"}}, headers=())
        held = ac.Exchange(request, client=version, server=version)
        assert (held.needs, held.upstream) == ((), request)
        answer = reply({"user": {"role_id": "x"}}, 200, [("ETag", "1"), ("Location", "/v2/x")])
        assert held.respond(answer).result == answer

    @pytest.mark.parametrize("client", ["2018.01", "v2018.01", "2018-01", ac.Version.of("2018.01")])
    def test_spellings_of_versions(self, client: ac.Version | str) -> None:
        held = ac.Exchange(call(V18, "GET", T), client=client, server="v2024-05", context=KNOWN)
        assert held.upstream.path == T

    @pytest.mark.parametrize("version", ["2031.01", "latest", ""])
    def test_unknown_versions(self, version: str) -> None:
        for client, server in ((version, V24), (V18, version)):
            with pytest.raises(ac.UnknownVersion):
                ac.Exchange(call(V18, "GET", T), client=client, server=server)

    @every_pair
    def test_operation_and_parameters_are_the_clients(self, pair: tuple[str, str]) -> None:
        held = copy_of(*pair) if V18 in pair else exchange(call(pair[0], "GET", f"{T}/designs/design-1"), *pair)
        assert held.operation is not None
        wanted = {V18: "create_design"}.get(pair[0], "duplicate_design" if V18 in pair else "retrieve_design")
        assert held.operation.name == wanted
        assert held.path_params.get("design_id") == (None if wanted == "create_design" else "design-1")


COMPOSED: dict[str, tuple[str, str, Json, Json]] = {
    "create project": (
        "POST",
        f"{T}/projects",
        {"project": {"name": "x", "address": "a", "latitude": 1, "customer_address": "b"}},
        {"project": {"id": "p", "location": {"property_address": "a", "latitude": 1}, "mailing_address": "b"}},
    ),
    "create user": ("POST", f"{T}/users", {"user": {"user_level": "Admin"}}, {"user": {"role_id": "role-2"}}),
    "pricing": (
        "PUT",
        f"{T}/designs/d/pricing",
        {"pricing": {"pricing_mode": "flat system cost", "flat_system_cost": 5}},
        {"pricing": {"pricing_method": "flat system price", "flat_system_price": 5, "system_price": 6}},
    ),
    "racking arrays": ("GET", f"{T}/designs/d/racking_arrays", None, {"racking_arrays": []}),
    "webhook": (
        "POST",
        f"{T}/webhooks",
        {"webhook": {"enabled": "TRUE", "filters": {"STATUS": 1}}},
        {"webhook": {"enabled": True, "filters": [{"url_parameter": "STATUS", "value": 1}]}},
    ),
}


class TestThroughTheVersionBetween:
    """2018.01 -> 2024.05 is 2018.01 -> 2022.09 -> 2024.05: two gateways in a row do what one does."""

    CONTEXT = KNOWN.__replace__(roles={"Admin": "role-2"})

    @pytest.mark.parametrize("name", COMPOSED)
    def test_from_2018(self, name: str) -> None:
        method, path, body, back = COMPOSED[name]
        whole = exchange(call(V18, method, path, body), V18, V24, self.CONTEXT)
        near = exchange(whole.request, V18, V22, self.CONTEXT)
        far = exchange(near.upstream, V22, V24, self.CONTEXT)
        assert whole.upstream.target == far.upstream.target
        assert whole.upstream.body == far.upstream.body
        assert dict(whole.upstream.headers) == dict(far.upstream.headers)
        assert whole.respond(reply(back)).result == near.respond(far.respond(reply(back)).result).result

    @pytest.mark.parametrize("name", COMPOSED)
    def test_from_2024(self, name: str) -> None:
        method, path, back, body = COMPOSED[name]
        whole = exchange(call(V24, method, path, body if method != "GET" else None), V24, V18, self.CONTEXT)
        near = exchange(whole.request, V24, V22, self.CONTEXT)
        far = exchange(near.upstream, V22, V18, self.CONTEXT)
        assert whole.upstream.target == far.upstream.target
        assert whole.upstream.body == far.upstream.body
        answer = reply(back or {"racking_arrays": []})
        assert whole.respond(answer).result == near.respond(far.respond(answer).result).result

    @pytest.mark.parametrize("status", [400, 404])
    def test_errors(self, status: int) -> None:
        whole = exchange(call(V24, "GET", f"{T}/projects/p"), V24, V18)
        near = exchange(whole.request, V24, V22)
        far = exchange(near.upstream, V22, V18)
        answer = ac.Response(status, {"Content-Type": "text/plain"}, b"no")
        assert whole.respond(answer).result == near.respond(far.respond(answer).result).result


MARKS = {
    "token": "mark-bearer-1",
    "own": "mark-own-2",
    "key": "mark-key-3",
    "signature": "mark-signature-4",
    "basic": "mark-basic-5",
    "stamp": "2018-05-04 03:02:01 UTC",
}
CREDENTIAL = f"AuroraKey={MARKS['key']}&Timestamp=2018-05-04%2003:02:01%20UTC&Signature={MARKS['signature']}"
AS_SECRET = ac.Context(bearer_token=MARKS["token"])


def with_secrets(
    target: str = f"/v2{T}/users",
    method: str = "POST",
    body: bytes = b'{"user": {"user_level": "Admin"}}',
    **headers: str,
) -> ac.Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return ac.Request(method, target, CREDENTIAL, {"Content-Type": "application/json", **named}, body)


SECRET_REQUESTS = {
    "signed": with_secrets(),
    "signed, with a token": with_secrets(Authorization=f"Bearer {MARKS['own']}"),
    "basic": with_secrets(Authorization=f"Basic {MARKS['basic']}"),
    "refused": with_secrets(f"/v2{T}/designs?site_model_design_id=x"),
    "root": with_secrets("/v2/", "GET", b""),
    "broken": with_secrets(body=b'{"user":'),
    "line break": with_secrets(Authorization=f"Bearer {MARKS['own']}\r\nX: y"),
    "line break in the query": ac.Request("GET", f"/v2{T}", [("Signature", f"{MARKS['signature']}\r\n")]),
    "line break in the target": with_secrets(f"/v2{T}?Signature={MARKS['signature']}\r\n"),
    "two lengths": with_secrets(Authorization=f"Bearer {MARKS['own']}", Content_Length="1,2"),
    "no path": with_secrets("v2/x"),
    "asset": with_secrets(f"/v2{T}/assets/a", "GET", b""),
    "partial": with_secrets(f"/v2{T}/projects/p", "PUT", b'{"project": {"latitude": 1}}'),
    "repeated": with_secrets(f"/v2{T}/users?{CREDENTIAL}"),
    "2024": ac.Request("GET", f"{T}/users", None, {"authorization": f"Bearer {MARKS['own']}"}),
}


class TestSecrets:
    """Keys, signatures and tokens are in no representation, note, error, residue, need or refusal."""

    @staticmethod
    def shown(held: ac.Exchange) -> Iterator[Any]:
        yield held
        yield held.request
        yield held.context
        yield held.learned
        yield held.needs
        yield [need.request for need in held.needs]
        try:
            yield held.upstream
            yield held.translation
            yield held.translation.notes
            yield held.translation.needs
            yield held.translation.residue
            yield held.translation.path_params
        except ac.AuroraCompatError as error:
            yield error
            yield str(error)
            yield error.args
            yield [getattr(error, field) for field in ("message", "pointer")]
            yield held.refusal(error).body
            yield tuple(held.refusal(error).headers)
        for answer in (
            reply({"users": [{"role_id": "x"}]}),
            reply({"error": "no"}, 404),
            ac.Response(200, [JSON], b"{"),
        ):
            translation = held.respond(answer)
            yield translation
            yield translation.result
            yield translation.notes
            yield translation.needs
            yield translation.residue
        yield ac.detect_version(held.request, default=V24, keys={ac.key_digest(MARKS["key"]): V18})

    @pytest.mark.parametrize("name", SECRET_REQUESTS)
    @pytest.mark.parametrize("pair", [*PAIRS, (V18, V18), (V24, V24)], ids=versions_of)
    @pytest.mark.parametrize("context", [AS_SECRET, ac.Context()], ids=["token", "no token"])
    def test_nowhere(self, name: str, pair: tuple[str, str], context: ac.Context) -> None:
        held = ac.Exchange(SECRET_REQUESTS[name], client=pair[0], server=pair[1], context=context)
        told = [held]
        for need in held.needs:
            told.append(held.provide(need, reply({"roles": [{"id": "role-2", "name": "Admin"}]})))
            told.append(held.provide(need, reply({}, 403)))
        for one_ in told:
            text = "\n".join(repr(part) for part in self.shown(one_))
            for mark in MARKS.values():
                assert mark not in text

    def test_a_password_in_a_url(self) -> None:
        """What stands in front of the `@` of a URL is a credential too."""
        request = ac.Request("GET", f"https://user:{MARKS['basic']}@api.aurorasolar.com/v2{T}/users")
        held = ac.Exchange(request, client=V18, server=V24, context=AS_SECRET)
        assert MARKS["basic"] not in f"{held!r} {request!r} {held.upstream!r}"

    def test_what_is_lost_is_told_by_name(self) -> None:
        held = ac.Exchange(with_secrets(f"/v2{T}", "GET", b""), client=V18, server=V24, context=AS_SECRET)
        assert notes_of(held.translation.notes) == {
            ("lost", f"query/{name}", "hmac-authentication", "source")
            for name in ("AuroraKey", "Timestamp", "Signature")
        }
        assert held.upstream.query == ()
        assert held.upstream.headers.all("authorization") == (f"Bearer {MARKS['token']}",)

    def test_an_own_token_stays(self) -> None:
        request = with_secrets(f"/v2{T}", "GET", b"", Authorization=f"Bearer {MARKS['own']}")
        for context in (AS_SECRET, ac.Context()):
            held = ac.Exchange(request, client=V18, server=V24, context=context)
            assert held.upstream.headers.all("authorization") == (f"Bearer {MARKS['own']}",)

    @to_18
    def test_down_the_token_is_kept(self, pair: tuple[str, str]) -> None:
        request = ac.Request("GET", f"{T}/projects", None, {"authorization": f"Bearer {MARKS['own']}"})
        held = ac.Exchange(request, client=pair[0], server=pair[1], context=AS_SECRET)
        assert held.upstream.headers == request.headers or held.upstream.headers.get("accept-encoding") == "identity"
        assert held.upstream.headers.all("authorization") == (f"Bearer {MARKS['own']}",)


class TestNeedsInGeneral:
    @every_pair
    @pytest.mark.parametrize("name", sorted(ac.operations))
    def test_they_can_be_sent(self, pair: tuple[str, str], name: str) -> None:
        """Every need of every operation: a whole request of the server's version, each question once."""
        operation = ac.operations[name]
        version = ac.Version.of(pair[0])
        template = operation.template(version)
        if template is None:
            return
        params = {key: f"{key}-1" for key in operation.parameters(version)}
        path = operation.path(version, params)
        assert path is not None
        body = {
            "user": admin(pair[0]),
            "project": {"latitude": 1},
            "design": {},
            "webhook": {},
            "pricing": {},
        }
        content = json.dumps(body).encode() if operation.method in {"POST", "PUT"} else b""
        query = COPY if name == "create_design" and pair[0] == V18 else ""
        headers = [("Authorization", f"Bearer {TOKEN}"), *([JSON] if content else [])]
        held = exchange(ac.Request(operation.method, path, query, headers, content), *pair)
        answered = held.respond(
            reply(
                {"user": admin(pair[1]), "users": [admin(pair[1])] * 2, "tenant": {}, "financings": [{"id": "f"}] * 2}
            )
        )
        for needs in (held.needs, answered.needs):
            told = asked(needs)
            assert len(told) == len(set(told))
            for need, (method, target, _) in zip(needs, told, strict=True):
                assert str(need.version) == pair[1]
                assert method == ac.operations[need.operation].method == "GET"
                assert target.startswith("/v2/") == (pair[1] == V18)
                assert need.request is not None
                back = ac.Exchange(need.request, client=pair[1], server=pair[1])
                assert back.operation is not None
                assert (back.operation.name, back.path_params) == (need.operation, need.path_params)
        assert not any(need.required for need in answered.needs)

    def test_a_wrong_argument_is_told(self) -> None:
        held = user((V18, V24))
        calls: list[Callable[[], object]] = [
            lambda: held.provide("list_roles", reply()),  # type: ignore[arg-type]  # on purpose
            lambda: held.provide(one(held.needs), {"roles": []}),  # type: ignore[arg-type]  # on purpose
            lambda: held.respond(b"{}"),  # type: ignore[arg-type]  # on purpose
            lambda: ac.Exchange("GET /", client=V18, server=V24),  # type: ignore[arg-type]  # on purpose
            lambda: ac.Exchange(held.request, client=V18, server=V24, context={}),  # type: ignore[arg-type]  # on purpose
        ]
        for wrong in calls[:-1]:
            assert isinstance(raised(wrong), ac.InvalidContext)
