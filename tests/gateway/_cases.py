"""Requests of every operation that a change touches, and how a client of another version is to be answered.

What counts as touched is read off the changes: a new one is covered by itself.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import aurora_compat as ac
from aurora_compat.testing.server import FakeAurora, sample_tenant
from aurora_compat.testing.server.payload import PATH_PARAMS, request_body
from tests.exchange._talk import TOKEN as LOOKING_UP
from tests.exchange._talk import V18, converse
from tests.testing_server._kit import LEARNED, asked, params_of, state

from ._aurora import arranged

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


def between_versions(client: str, server: str) -> Between:
    """All cases of a client and a server."""
    made = partial(case, client, server)
    names = [name for name in ac.operations if name in spoken(client)]
    cases = [made(name, partial(asked, operation=name)) for name in names]
    if client == V18:
        cases.append(made("create_design", copying))
    kinds = {params[-1]: name for name in names if len(params := list(params_of(name, client))) > 1}
    missing = [made(name, partial(elsewhere, operation=name)) for name in kinds.values()]
    return Between(client, server, tuple(cases), tuple(missing))
