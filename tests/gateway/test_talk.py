"""The talk without a client: which requests it makes, in which order, and how many."""

import json
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.gateway.talk import Talk, carried

V18, V24 = "2018.01", "2024.05"
HEAD = [
    ("Host", "api.aurorasolar.com"),
    ("Authorization", "Bearer token"),
    ("X-Tenant", "north"),
    ("Content-Type", "application/json"),
    ("If-Match", "abc"),
    ("Idempotency-Key", "k-1"),
    ("Accept-Encoding", "br"),
]


def reply(body: Any, status: int = 200) -> ac.Response:
    return ac.Response(status, {"Content-Type": "application/json"}, json.dumps(body).encode())


def talk(request: ac.Request, **options: Any) -> Talk:
    return Talk(ac.Exchange(request, client=V18, server=V24), **options)


def updating(path: str = "/v2/tenants/t-1/projects/p-1") -> ac.Request:
    return ac.Request("PUT", path, headers=HEAD, body=b'{"project": {"latitude": 1.5}}')


def test_a_look_up_has_the_callers_head_but_for_what_is_of_its_request() -> None:
    asked: list[ac.Request] = []

    def send(request: ac.Request) -> ac.Response:
        asked.append(request)
        return reply({"project": {"id": "p-1", "location": {"property_address": "x", "latitude": 2, "longitude": 3}}})

    carried(talk(updating()).steps(), send)
    assert [(request.method, request.path) for request in asked] == [
        ("GET", "/tenants/t-1/projects/p-1"),
        ("PUT", "/tenants/t-1/projects/p-1"),
    ]
    assert asked[0].headers == (*HEAD[:3], ("Accept", "application/json"), ("Accept-Encoding", "identity"))
    assert json.loads(asked[1].body)["project"]["location"]["longitude"] == 3


def test_a_look_up_goes_to_the_host_of_the_request() -> None:
    steps = talk(updating("https://api.aurorasolar.com/v2/tenants/t-1/projects/p-1?a=1")).steps()
    (asked,) = next(steps)
    assert asked.request.target == "https://api.aurorasolar.com/tenants/t-1/projects/p-1"


def test_an_optional_look_up_that_fails_before_the_call() -> None:
    steps = talk(updating()).steps()
    (asked,) = next(steps)
    assert (asked.request.method, asked.need is None) == ("GET", False)
    (asked,) = steps.send((OSError(),))
    assert asked.need is None
    assert asked.request.json() == {"project": {"location": {"latitude": 1.5}}}


def test_what_the_call_itself_raises_is_passed_on() -> None:
    steps = talk(ac.Request("GET", "/v2/tenants/t-1", headers=HEAD)).steps()
    next(steps)
    with pytest.raises(OSError, match="gone"):
        steps.send((OSError("gone"),))


@pytest.mark.parametrize(("most", "complete"), [(2, False), (3, True)])
def test_pages_count_as_look_ups(most: int, complete: bool) -> None:
    asked: list[str] = []

    def send(request: ac.Request) -> ac.Response:
        asked.append(request.target)
        if not request.path.endswith("/users"):
            return reply({"tenant": {"id": "t-1"}})
        count = 250 if request.query.get("page") in {"1", "2"} else 1
        return reply({"users": [{"id": f"{request.query.get('page')}-{n}"} for n in range(count)]})

    held = talk(ac.Request("GET", "/v2/tenants/t-1", headers=HEAD), most=most)
    answer = carried(held.steps(), send).json()["tenant"]
    assert (len(asked), "user_ids" in answer) == (most + 1, complete)
    assert len(answer.get("user_ids", ())) == (501 if complete else 0)


def test_required_needs_are_asked_until_there_are_no_more_allowed() -> None:
    def send(request: ac.Request) -> ac.Response:
        page = request.query.get("page")
        return reply({"roles": [{"id": f"{page}-{n}", "name": f"{page}-{n}"} for n in range(250)]})

    request = ac.Request("POST", "/v2/tenants/t-1/users", headers=HEAD, body=b'{"user": {"user_level": "Admin"}}')
    answer = carried(talk(request, most=3).steps(), send)
    assert answer.status == 502
    assert "list_roles was not asked: 3 look-ups were made" in answer.json()["errors"][0]["message"]


def test_a_required_field_that_only_the_caller_can_know() -> None:
    steps = talk(ac.Request("GET", "/v2/tenants/t-1/assets/a-1", headers=HEAD)).steps()
    with pytest.raises(StopIteration) as over:
        next(steps)
    assert over.value.value.status == 502
