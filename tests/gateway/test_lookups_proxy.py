"""Needs met by the proxy: what a client sees when look-ups fail, take too long, or would be too many."""

import json
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from ._proxy import PATIENCE, Message, Wire, answer, answering, proxy, request, upstream

AUTH = ("Authorization", "Bearer example-token")
OTHER = ("Authorization", "Bearer other-token")
USERS = "/v2/tenants/t-1/users"
USER = f"{USERS}/u-1"
NEW_USER = {"user": {"first_name": "Bo", "user_level": "Admin"}}
MONEY = "/v2/tenants/t-1/designs/d-1/financings"
ADMIN = {"id": "r-1", "name": "Admin"}


class Aurora:
    """A server of 2024.05 with what a test gives it; it tells what it was asked for, by the end of the path."""

    def __init__(self, roles: list[Any] | None = None, financings: int = 3) -> None:
        self.roles = [ADMIN] if roles is None else roles
        self.financings = financings
        self.asked: list[str] = []
        self.says: dict[str, bytes] = {}

    def __call__(self, message: Message) -> bytes:
        path, _, query = message.target.partition("?")
        end = path.rsplit("/", 1)[-1]
        self.asked.append(f"{end}?{query}" if "page=" in query and "page=1&" not in query else end)
        if end in self.says:
            return self.says[end]
        if end == "roles":
            page = int(dict(part.split("=") for part in query.split("&"))["page"])
            return answer(200, {"roles": self.roles[250 * (page - 1) : 250 * page]})
        if end in ("users", "u-1"):
            return answer(200, {"user": {"id": "u-1", "role_id": "r-1"}})
        if end == "financings":
            return answer(200, {"financings": [{"id": f"f-{n}", "name": "x"} for n in range(self.financings)]})
        return answer(200, {"financing": {"id": end, "name": "x", "lender": "Bank"}})


FAILURES = [
    answer(401, {"errors": []}),
    answer(403, {"errors": []}),
    answer(404, {"errors": []}),
    answer(429, {"errors": []}),
    answer(500, b"<h1>Sorry</h1>", ("Content-Type", "text/html")),
    answer(503, {}),
    answer(200, b"no json"),
    answer(200, []),
    answer(302, b"", ("Location", "/elsewhere")),
    b"no http at all\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n",
]


@pytest.mark.parametrize("failure", FAILURES[:-1])
def test_an_optional_look_up_that_fails_leaves_a_field_out_and_no_more(failure: bytes) -> None:
    aurora = Aurora()
    aurora.says["roles"] = failure
    with answering(aurora) as server, proxy(server) as running:
        told = running.get(USER, AUTH)
        assert (told.status, told.json()) == (200, {"user": {"id": "u-1"}})
        assert aurora.asked == ["u-1", "roles"]
        assert running.outcomes() == {"translated": 1}
        assert running.counts("aurora_compat_needs_total") == {("user-roles", "false", "false"): 1}


@pytest.mark.parametrize("failure", FAILURES[:-1])
def test_a_required_look_up_that_fails_is_a_502_that_names_it(failure: bytes) -> None:
    aurora = Aurora()
    aurora.says["roles"] = failure
    with answering(aurora) as server, proxy(server) as running:
        told = running.post(USERS, NEW_USER, AUTH)
        assert told.status == 502
        assert "list_roles" in told.error
        assert aurora.asked == ["roles"]
        assert running.outcomes() == {"lookup_failed": 1}
        assert running.counts("aurora_compat_needs_total") == {("user-roles", "true", "false"): 1}


@pytest.mark.parametrize(
    ("data", "status"), [(request("GET", USER, None, AUTH), 200), (request("POST", USERS, NEW_USER, AUTH), 502)]
)
def test_a_look_up_that_is_not_answered_is_one_that_fails(data: bytes, status: int) -> None:
    """It does not use up the time of the whole."""
    aurora = Aurora()
    over = Event()

    def told(message: Message) -> bytes:
        made = aurora(message)
        if "/roles" in message.target:
            over.wait(PATIENCE)
        return made

    with answering(told) as server, proxy(server, {"timeouts.read": 0.2, "timeouts.total": 0.5}) as running:
        message = running.send(data)
        assert message.status == status
        if status == 200:
            assert message.json() == {"user": {"id": "u-1"}}
        else:
            assert "list_roles" in message.error
        failed = {("list_roles", "failed"): 1}
        _until(lambda: running.counts("aurora_compat_lookups_total") == failed)  # it has not gone on for ever
        over.set()


def test_the_servers_answer_is_not_lost_where_the_upstream_breaks_off_a_look_up() -> None:
    aurora = Aurora()

    def script(wire: Wire) -> None:
        message = wire.request()
        wire.send(FAILURES[-1] if "/roles" in message.target else aurora(message))

    with upstream(script) as server, proxy(server) as running:
        told = running.get(USER, AUTH)
        assert (told.status, told.json()) == (200, {"user": {"id": "u-1"}})


# How many.


def lenders(message: Message) -> list[str | None]:
    return [one.get("lender") for one in message.json()["financings"]]


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({}, 10),
        ({"lookups.most": 3}, 3),
        ({"lookups.most": 0}, 0),
        ({"lookups.share": 0.0}, 0),
        ({"lookups.share": 0.05}, 4),
        ({"lookups.most": 15, "lookups.concurrency": 1}, 12),
    ],
)
def test_no_more_look_ups_are_made_than_may_be(given: dict[str, Any], made: int) -> None:
    """What they would have told is missing."""
    aurora = Aurora(financings=12)
    with answering(aurora) as server, proxy(server, given) as running:
        told = running.get(MONEY, AUTH)
        assert told.status == 200
        assert lenders(told) == ["Bank"] * made + [None] * (12 - made)
        assert len(aurora.asked) == 1 + made


def test_required_ones_are_made_whatever_the_share() -> None:
    aurora = Aurora()
    with answering(aurora) as server, proxy(server, {"lookups.share": 0.0}) as running:
        assert running.post(USERS, NEW_USER, AUTH).status == 200
        assert server.got[-1].json() == {"user": {"first_name": "Bo", "role_id": "r-1"}}


def test_none_at_all_where_an_exchange_may_make_none() -> None:
    aurora = Aurora()
    with answering(aurora) as server, proxy(server, {"lookups.most": 0}) as running:
        told = running.post(USERS, NEW_USER, AUTH)
        assert (told.status, aurora.asked) == (502, [])
        assert "list_roles was not asked: 0 look-ups were made" in told.error


def test_they_are_made_side_by_side() -> None:
    """Each waits for the others."""
    aurora, together = Aurora(), [Event(), Event(), Event()]

    def told(message: Message) -> bytes:
        made = aurora(message)
        number = message.target.rpartition("/f-")[2]
        if number.isdigit():
            together[int(number)].set()
            assert all(one.wait(PATIENCE) for one in together)
        return made

    with answering(told) as server, proxy(server) as running:
        assert lenders(running.get(MONEY, AUTH)) == ["Bank"] * 3


def test_money_is_asked_for_each_time_and_roles_once() -> None:
    aurora = Aurora(financings=1)
    with answering(aurora) as server, proxy(server) as running:
        for _ in range(2):
            running.get(MONEY, AUTH)
            running.get(USER, AUTH)
        assert aurora.asked == ["financings", "f-0", "u-1", "roles", "financings", "f-0", "u-1"]
        running.get(USER, OTHER)
        assert aurora.asked[-2:] == ["u-1", "roles"]
        assert running.counts("aurora_compat_lookups_total") == {
            ("retrieve_financing", "asked"): 2,
            ("list_roles", "asked"): 2,
            ("list_roles", "cached"): 1,
        }


def test_lists_come_page_by_page() -> None:
    others = [{"id": f"o-{n}", "name": f"Other {n}"} for n in range(500)]
    aurora = Aurora(roles=[*others, ADMIN])
    with answering(aurora) as server, proxy(server) as running:
        assert running.get(USER, AUTH).json()["user"]["user_level"] == "Admin"
        assert aurora.asked == ["u-1", "roles", "roles?page=2&per_page=250", "roles?page=3&per_page=250"]


# Roles that are not known yet.


@pytest.mark.parametrize("data", [request("GET", USER, None, AUTH), request("POST", USERS, NEW_USER, AUTH)])
def test_a_role_that_is_new_is_found(data: bytes) -> None:
    aurora = Aurora(roles=[])
    with answering(aurora) as server, proxy(server, {"lookups.refetch_after": 0.0}) as running:
        running.send(data)
        aurora.roles = [ADMIN]
        told = running.send(data)
        assert (told.status, told.json()["user"]["user_level"]) == (200, "Admin")


@pytest.mark.parametrize(
    ("data", "status"), [(request("GET", USER, None, AUTH), 200), (request("POST", USERS, NEW_USER, AUTH), 422)]
)
@pytest.mark.parametrize(("refetch_after", "times"), [(0.0, 3), (60.0, 1)])
def test_one_that_is_nowhere_is_looked_for_once_more_and_no_more_often_than_that(
    data: bytes, status: int, refetch_after: float, times: int
) -> None:
    """The first request has fresh roles; each later one asks once more, unless that was done just now."""
    aurora = Aurora(roles=[{"id": "r-2", "name": "Other"}])
    with answering(aurora) as server, proxy(server, {"lookups.refetch_after": refetch_after}) as running:
        assert [running.send(data).status for _ in range(3)] == [status] * 3
        assert aurora.asked.count("roles") == times


# Callers that share.


def test_a_client_that_goes_leaves_the_look_up_to_the_others() -> None:
    aurora, asked, over = Aurora(), Event(), Event()

    def told(message: Message) -> bytes:
        made = aurora(message)
        if "/roles" in message.target:
            asked.set()
            assert over.wait(PATIENCE)
        return made

    with answering(told) as server, proxy(server) as running:
        data = request("POST", USERS, NEW_USER, AUTH)
        with running.client() as stays:
            with running.client() as goes:
                goes.send(data)
                assert asked.wait(PATIENCE)
                stays.send(data)
            _until(lambda: len(running.lines("request")) == 1)  # the one that has gone
            over.set()
            assert stays.answer().status == 200
        assert running.outcomes() == {"client_gone": 1, "translated": 1}
        assert aurora.asked == ["roles", "users"]
        assert running.counts("aurora_compat_lookups_total")["list_roles", "shared"] == 1


def test_after_too_many_requests_none_is_made_for_a_while() -> None:
    aurora = Aurora()
    aurora.says["roles"] = answer(429, {}, ("Retry-After", "30"))
    with answering(aurora) as server, proxy(server) as running:
        for _ in range(3):
            assert running.get(USER, AUTH).json() == {"user": {"id": "u-1"}}
        assert aurora.asked == ["u-1", "roles", "u-1", "u-1"]
        assert running.counts("aurora_compat_lookups_total") == {
            ("list_roles", "failed"): 1,
            ("list_roles", "refused"): 2,
        }
        running.get(USER, OTHER)
        assert aurora.asked[-2:] == ["u-1", "roles"]


def test_a_look_up_asks_for_nothing_but_its_answer() -> None:
    """It has the caller's credential and own fields, and none that are about the request itself."""
    aurora = Aurora()
    fields = (AUTH, ("X-Own", "1"), ("If-Match", "x"), ("Idempotency-Key", "k-1"), ("Accept-Encoding", "br"))
    with answering(aurora) as server, proxy(server) as running:
        running.post(USERS, NEW_USER, *fields)
        look_up = server.got[0]
        assert (look_up.method, look_up.target, look_up.body) == ("GET", "/tenants/t-1/roles?page=1&per_page=250", b"")
        named = {name.lower(): value for name, value in look_up.headers if name.lower() != "host"}
        assert named == {
            "authorization": "Bearer example-token",
            "x-own": "1",
            "accept": "application/json",
            "accept-encoding": "identity",
        }


def _until(holds: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(1000):
        if holds():
            return
        pause.wait(0.005)
    raise AssertionError(json.dumps("it did not come to that"))
