"""Every operation that a change touches, between all versions, through every adapter: answered as by the own server.

Each request goes to a server of the client's version directly, and through an adapter to a server of another version
with the same tenant. The two answers differ only in what the exchange's notes name, and afterwards both servers hold
the same. What counts as touched is read off the changes: a new one is covered by itself.
"""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple

import pytest

import aurora_compat as ac
from aurora_compat.testing.server import TOKEN, FakeAurora, sample_tenant
from aurora_compat.testing.server.payload import PATH_PARAMS, request_body
from tests.exchange._talk import PAIRS, V18, converse, versions_of
from tests.exchange._talk import TOKEN as LOOKING_UP
from tests.testing_server._kit import LEARNED, asked, assert_alike, params_of, state

from ._adapters import ADAPTERS, Adapter, envoy

EVERYWHERE: dict[str, Adapter] = {**ADAPTERS, "envoy": envoy}
GONE = "00000000-0000-4000-8000-000000000009"
GONE_SINCE = "retrieve_root"
COPIED = {"site_model_design_id": PATH_PARAMS["design_id"], "include_design": "true"}
COPY = {"design": {"project_id": PATH_PARAMS["project_id"], "name": "Copy"}}


def touched() -> set[str]:
    """Names of the operations that a change touches, in either of their messages."""
    named = {name for change in ac.changes.values() for name in change.operations}
    return set(ac.operations) if "*" in named else named


def spoken(version: str) -> set[str]:
    """Those of them that a client of a version can call."""
    known = ac.registry.version(version)
    return {name for name in touched() if ac.operations[name].template(known) is not None}


def fresh(fake: FakeAurora) -> FakeAurora:
    """The server as new; its sample tenant also takes the credential with which `converse` looks things up."""
    fake.tenant = sample_tenant()
    fake.tenant.tokens.add(LOOKING_UP)
    fake.calls.clear()
    return fake


def arranged(fake: FakeAurora, operation: str) -> None:
    """Have what a request is about: the job of a status."""
    if operation.endswith("_status"):
        run = f"run_{operation.removeprefix('retrieve_').removesuffix('_status')}"
        fake.call(run, **params_of(operation, str(fake.version)))


class Case(NamedTuple):
    """A request of a client, and what is expected of it.

    Attributes:
        operation: as the client's own server calls it.
        request: as the client makes it.
        own: what its own server answers.
        through: what an exchange makes of the other server's answer.
        notes: of that exchange.
        held: what the client's own server holds afterwards.
    """

    operation: str
    request: ac.Request
    own: ac.Response
    through: ac.Response
    notes: set[Any]
    held: str


def case(client: str, server: str, operation: str, made: Callable[[FakeAurora], ac.Request]) -> Case:
    """A request, sent to its client's own server and by an exchange to the other."""
    mine, other = fresh(FakeAurora(client)), fresh(FakeAurora(server))
    request = made(mine)
    arranged(other, operation)
    own = mine.send(request)
    assert mine.calls[-1].operation == operation
    talk = converse(request, client, server, other.send, LEARNED)
    return Case(operation, request, own, talk.response, talk.notes, state(mine))


def copying(fake: FakeAurora) -> ac.Request:
    """What made a copy of a design in 2018.01, and is an operation of its own since."""
    return fake.request("create_design", COPY, query=COPIED)


def elsewhere(fake: FakeAurora, operation: str) -> ac.Request:
    """A request whose last id is none that the tenant has."""
    params = params_of(operation, str(fake.version))
    body = request_body(operation, fake.version)
    return fake.request(operation, body, query=None, **{**params, list(params)[-1]: GONE})


class Between(NamedTuple):
    """Two versions, with a case for every operation, and one for every kind of thing that may be missing."""

    client: str
    server: str
    cases: tuple[Case, ...]
    missing: tuple[Case, ...]


@pytest.fixture(scope="module", params=PAIRS, ids=versions_of)
def between(request: pytest.FixtureRequest) -> Between:
    client, server = request.param
    made = partial(case, client, server)
    names = [name for name in ac.operations if name in spoken(client)]
    cases = [made(name, partial(asked, operation=name)) for name in names]
    if client == V18:
        cases.append(made("create_design", copying))
    kinds = {params[-1]: name for name in names if len(params := list(params_of(name, client))) > 1}
    missing = [made(name, partial(elsewhere, operation=name)) for name in kinds.values()]
    return Between(client, server, tuple(cases), tuple(missing))


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
            assert state(fake) == held, operation
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
            assert state(fake) == held, operation
