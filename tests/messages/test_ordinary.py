"""Requests whose head is ordinary: they become what the walk makes of them, and others are left to it."""

import json
from itertools import permutations

import pytest

import aurora_compat as ac
from aurora_compat.aurora import aurora
from aurora_compat.messages import Way, lane_of, sender
from aurora_compat.reading import DEFAULTS
from aurora_compat.routing import PlainRoute
from aurora_compat.words.fields import Headers
from tests.documents import PAIRS, VERSIONS, documents

FIELDS = (("authorization", "Bearer example-token"), ("content-type", "application/json"), ("x-request-id", "r-1"))
PATH = "/v2/tenants/t-1/projects"
BODY = b'{"project": {"customer_address": "PO Box 12"}}'
REQUESTS = [document for document in documents() if document.part == "request"]


def request(
    path: str = PATH, fields: tuple[tuple[str, str], ...] = FIELDS, body: bytes = BODY, query: str = ""
) -> ac.Request:
    return ac.Request("POST", path, query, Headers(fields), body)


def way(client: str = VERSIONS[0], server: str = VERSIONS[-1], operation: str = "create_project") -> Way:
    return lane_of(aurora(), "request", client, server).way(operation)


def walked(given: ac.Request, client: str, server: str) -> ac.Request:
    return ac.translate_request(given, source=client, target=server).walked.result


def found_in(given: ac.Request, client: str, operation: str) -> PlainRoute:
    return aurora().router(ac.Version.of(client)).plainly(given.method, given.path) or (operation, (), ())


def sent_of(given: ac.Request, client: str = VERSIONS[0], server: str = VERSIONS[-1]) -> ac.Request | None:
    return sender(way(client, server), DEFAULTS)(given, found_in(given, client, "create_project"))


@pytest.mark.parametrize(("client", "server"), PAIRS, ids=lambda version: version)
def test_agrees_with_the_walk(client: str, server: str) -> None:
    count = 0
    for document in REQUESTS:
        operation = ac.operations[document.operation]
        path = operation.path(ac.Version.of(client), dict(document.given()["path_params"]))
        if path is None:
            continue
        body = json.dumps(document.body(client)).encode()
        given = ac.Request(operation.method, path, None, Headers(FIELDS), body)
        try:
            found = found_in(given, client, document.operation)
            sent = sender(way(client, server, document.operation), DEFAULTS)(given, found)
        except Exception:  # left to the walk, as is allowed
            continue
        if sent is None:
            continue
        expected = walked(given, client, server)
        assert (sent.method, sent.path, sent.query) == (expected.method, expected.path, expected.query)
        assert sent.headers == expected.headers, document.name
        assert json.loads(sent.body) == json.loads(expected.body), document.name
        assert (sent.body is body) is (expected.body is body), document.name
        count += 1
    assert count >= 8


@pytest.mark.parametrize("coding", [None, "gzip", "identity"])
def test_an_answer_that_is_read_is_asked_for_without_a_coding(coding: str | None) -> None:
    fields = FIELDS if coding is None else (("accept-encoding", coding), *FIELDS)
    sent = sent_of(request(fields=fields))
    assert sent is not None
    assert sent.headers == walked(request(fields=fields), VERSIONS[0], VERSIONS[-1]).headers
    assert sent.headers.all("accept-encoding") == ("identity",)


def test_in_whatever_order_fields_stand() -> None:
    more = ("accept", "accept-encoding", "cookie", "user-agent")
    send, way_ = sender(way(), DEFAULTS), (VERSIONS[0], VERSIONS[-1])
    for names in permutations(more):  # more than are kept in mind, with those before
        for fields in ((*FIELDS, *((name, "1") for name in names)), (*((name, "1") for name in names), *FIELDS)):
            for given in (request(fields=fields), request(fields=fields[1:-1])):
                sent = send(given, found_in(given, VERSIONS[0], "create_project"))
                assert sent is None or sent.headers == walked(given, *way_).headers
                assert (sent is None) is ("authorization" not in dict(given.headers))


@pytest.mark.parametrize(
    "given",
    [
        request(path="/tenants/t-1/projects"),
        request(path="/v2"),
        request(path="/v2/"),
        request(path="https://api.example/v2/tenants/t-1/projects"),
        request(path="/v2/tenants/t\x00/projects"),
        request(query="page=1"),
        request(fields=FIELDS[1:]),
        request(fields=(("authorization", "Basic x"), *FIELDS[1:])),
        request(fields=(("authorization", "Bearer  "), *FIELDS[1:])),
        request(fields=(*FIELDS, FIELDS[0])),
        request(fields=(*FIELDS, ("aurora-api-version", "2018.01"))),
        request(fields=(*FIELDS, ("content-length", "3"))),
        request(fields=(*FIELDS, ("transfer-encoding", "chunked"))),
        request(fields=(*FIELDS, ("etag", "1"))),
        request(fields=(*FIELDS, ("x-mine", "1"))),
        request(fields=(*FIELDS, ("Cookie", "1"))),
    ],
)
def test_another_head_is_left_to_the_walk(given: ac.Request) -> None:
    assert sent_of(given) is None


@pytest.mark.parametrize(
    "given",
    [
        request(fields=FIELDS[:1]),
        request(fields=(FIELDS[0], ("content-type", "text/plain"))),
        request(fields=(*FIELDS, ("content-encoding", "gzip"))),
        request(body=b"{"),
        request(body=b'{"project": 1e999}'),
        request(body=b"[" * 600 + b"]" * 600),
    ],
)
def test_another_body_is_left_to_the_walk(given: ac.Request) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011  # of any kind, as is said
        sent_of(given)


def test_a_rule_that_says_nothing_of_ordinary_heads_leaves_them() -> None:
    assert way(operation="list_racking_arrays", client="2022.09").ordinary is None
    assert lane_of(aurora(), "response", VERSIONS[-1], VERSIONS[0]).way("create_project").ordinary is None
