"""Every operation that a change touches, between all versions, through every adapter: answered as by the own server.

Each request goes to a server of the client's version directly, and through an adapter to a server of another version
with the same tenant. The two answers differ only in what the exchange's notes name, and afterwards both servers hold
the same.
"""

from http import HTTPStatus

import pytest

from aurora_compat.testing.server import TOKEN, FakeAurora
from tests.exchange._talk import PAIRS, V18, versions_of
from tests.testing_server._kit import LEARNED, asked, assert_alike, state

from ._adapters import ADAPTERS, Adapter, envoy
from ._aurora import arranged
from ._cases import GONE, GONE_SINCE, Between, between_versions, fresh, spoken, touched

EVERYWHERE: dict[str, Adapter] = {**ADAPTERS, "envoy": envoy}


@pytest.fixture(scope="module", params=PAIRS, ids=versions_of)
def between(request: pytest.FixtureRequest) -> Between:
    return between_versions(*request.param)


@pytest.fixture(params=EVERYWHERE)
def opened(request: pytest.FixtureRequest) -> Adapter:
    return EVERYWHERE[request.param]


def test_every_operation_that_a_change_touches_is_called(between: Between) -> None:
    assert {case.operation for case in between.cases} == spoken(between.client)


def test_together_clients_call_all_that_is_touched() -> None:
    assert set().union(*(spoken(client) for client, _ in PAIRS)) == touched()


def test_an_exchange_answers_as_the_clients_own_server(between: Between) -> None:
    for operation, request, own, through, notes, _ in between.cases:
        if operation == GONE_SINCE:
            assert (own.status, through.status) == (200, 404)
            continue
        assert through.status == own.status < 300, operation
        assert bool(through.body) == bool(own.body), operation
        if own.body:
            expected, got = own.json(), through.json()
            if request.query.get("include_design"):
                del got["design"]["design_request_id"]  # of Duplicate Design alone
            assert_alike(operation, between.client, expected, got, notes)


def test_through_an_adapter_the_same_is_answered_and_kept(between: Between, opened: Adapter) -> None:
    client, server, cases, _ = between
    fake = FakeAurora(server)
    with opened(client, fake, context=LEARNED) as send:
        send(asked(fresh(FakeAurora(client)), "list_design_assets"))  # for those that are told nothing, but learn
        for operation, request, _, through, _, held in cases:
            arranged(fresh(fake), operation)
            answer = send(request)
            assert (answer.status, answer.body) == (through.status, through.body), operation
            assert answer.headers.get("content-type") == through.headers.get("content-type"), operation
            if operation == GONE_SINCE:
                assert fake.calls == []
                continue
            assert request.method == "GET" or state(fake) == held, operation
            assert all(call.request.headers.get("authorization") == f"Bearer {TOKEN}" for call in fake.calls)


def test_what_is_missing_is_told_in_the_clients_form(between: Between, opened: Adapter) -> None:
    client, server, _, missing = between
    fake = FakeAurora(server)
    with opened(client, fake, context=LEARNED) as send:
        for operation, request, own, through, _, held in missing:
            fresh(fake)
            answer = send(request)
            assert (answer.status, answer.body) == (through.status, through.body), operation
            if through.status != HTTPStatus.BAD_GATEWAY:
                assert own.status == answer.status == HTTPStatus.NOT_FOUND, operation
                assert client == V18 or GONE in answer.json()["errors"][0]["message"], operation
            assert request.method == "GET" or state(fake) == held, operation
