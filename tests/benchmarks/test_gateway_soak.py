"""The upstream that fails, the client that notices, and what a soak and a run of schemathesis make of it."""

import asyncio
import datetime as dt
import json
import tomllib
from collections import Counter
from collections.abc import Callable, Coroutine
from itertools import islice
from typing import Any

import pytest

pytest.importorskip("orjson", reason="the benchmarks need their extra")
pytest.importorskip("pyperf", reason="the benchmarks need their extra")
pytest.importorskip("httptools", reason="the gateway's benchmarks need the extra `serve`")
pytest.importorskip("uvloop", reason="the gateway's benchmarks need the extra `serve`")

from aurora_compat.gateway.proxy.refusals import overloaded
from benchmarks.bodies import V2024
from benchmarks.gateway import contract, faults, report, samples
from benchmarks.gateway.client import Answer, Client, NoAnswer, encoded
from benchmarks.gateway.faults import BROKEN_OFF, FAULTS, Asked, Fault, Later, Write, answered, fault_of
from benchmarks.gateway.soak import Effort, Minute, Result
from benchmarks.gateway.tally import Ask, Tally, asks
from benchmarks.gateway.upstream import Constant, Echo, constant_answer

NAMED = {fault.name: fault for fault in FAULTS}


def an_id(name: str) -> str:
    """An id whose request fails so, where all do."""
    return next(f"p-{number}" for number in range(10_000) if _name(fault_of(f"p-{number}", 1.0)) == name)


def _name(fault: Fault | None) -> str:
    return fault.name if fault else ""


def served(connection: Callable[[], asyncio.Protocol], use: Callable[[Client, int], Coroutine[Any, Any, None]]) -> None:
    """Use a client of a server that is there for it."""

    async def both() -> None:
        server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        client = Client(port)
        try:
            await use(client, port)
        finally:
            client.close()
            server.close()
            await server.wait_closed()
            await asyncio.sleep(0)  # so that what was aborted is told so

    asyncio.run(both())


def get(identity: str, port: int, place: str = "projects") -> bytes:
    return encoded("GET", f"/tenants/t-1/{place}/{identity}", port, ())


def test_the_upstream_answers_every_request_alike_once_it_is_whole() -> None:
    async def use(client: Client, port: int) -> None:
        shot = samples.create_project(V2024)
        first = await client.ask(encoded("POST", shot.path, port, shot.headers, shot.body))
        second = await client.ask(get("p-1", port))
        assert first == second
        assert first.status == 201
        assert json.loads(first.body) == shot.answer

    served(lambda: Constant(constant_answer()), use)


def test_an_answer_carries_the_id_of_its_path_or_body() -> None:
    async def use(client: Client, port: int) -> None:
        bodies = [(await client.ask(get(f"p-{number}", port))).body for number in (1, 22)]
        body = b'{"project":{"external_provider_id":"p-333"}}'
        made = await client.ask(encoded("POST", "/tenants/t-1/projects", port, (), body))
        large = await client.ask(get("p-4", port, faults.LARGE))
        found = [json.loads(one)["project"]["external_provider_id"] for one in (*bodies, made.body)]
        assert found == ["p-1", "p-22", "p-333"]
        assert made.status == 201
        assert json.loads(large.body)["export"]["id"] == "p-4"
        assert len(large.body) > 64 * 1024

    served(lambda: Echo(0.0), use)


def test_requests_sent_at_once_are_answered_in_their_turn() -> None:
    async def use(client: Client, port: int) -> None:
        ids = [f"p-{number}" for number in range(20)]
        answers = await asyncio.gather(*(client.ask(get(one, port)) for one in ids))
        assert [json.loads(answer.body)["project"]["external_provider_id"] for answer in answers] == ids

    served(lambda: Echo(0.0), use)


@pytest.mark.parametrize(
    ("fault", "status"),
    [("500", 500), ("503", 503), ("429", 429), ("HTML", 200), ("no JSON", 200), ("closed mid-body", BROKEN_OFF)],
)
def test_a_fault_is_what_it_is_called(fault: str, status: int) -> None:
    async def use(client: Client, port: int) -> None:
        answer = await client.ask(get(an_id(fault), port))
        assert answer.status == status
        assert (an_id(fault).encode() in answer.body) or not NAMED[fault].echoes
        if fault == "no JSON":
            with pytest.raises(ValueError, match=r"Expecting value|Extra data"):
                json.loads(answer.body)

    served(lambda: Echo(1.0), use)


@pytest.mark.parametrize(("fault", "why"), [("closed before", "closed"), ("garbage", "not HTTP")])
def test_a_client_notices_that_nothing_came(fault: str, why: str) -> None:
    async def use(client: Client, port: int) -> None:
        with pytest.raises(NoAnswer, match=why):
            await client.ask(get(an_id(fault), port))

    served(lambda: Echo(1.0), use)


def test_a_client_notices_that_nobody_listens() -> None:
    async def use(client: Client, port: int) -> None:
        with pytest.raises(NoAnswer, match="no connection"):
            await Client(1).ask(b"")

    served(lambda: Echo(0.0), use)


def test_slow_answers_come_whole_and_hanging_ones_after_the_read_timeout() -> None:
    slow, hangs = (list(answered(Asked("GET", f"/{an_id(name)}", b""), 1.0)) for name in ("slow", "hangs"))
    assert isinstance(slow[0], Later)
    assert slow[0].seconds < faults.READ_TIMEOUT
    assert isinstance(hangs[0], Later)
    assert hangs[0].seconds > faults.READ_TIMEOUT
    assert isinstance(slow[1], Write)


def test_faults_are_as_many_as_asked_for_and_of_every_kind() -> None:
    found = Counter(_name(fault_of(f"p-{number}", 0.05)) for number in range(1_000_000, 1_040_000))
    failed = found.total() - found[""]
    assert 0.045 < failed / found.total() < 0.055
    assert all(found[name] > failed / len(FAULTS) / 2 for name in NAMED)
    assert fault_of("p-1", 0.0) is None


def test_the_requests_of_a_soak_have_ids_of_their_own_and_are_of_all_kinds() -> None:
    some = list(islice(asks(9002, 0.5, 1_000_000), 60))
    assert len({ask.identity for ask in some}) == 60
    assert {ask.kind for ask in some} == {"create", "retrieve", "untouched", "large"}
    assert all(ask.identity.encode() in ask.data for ask in some)
    assert not any(ask.fault for ask in islice(asks(9002, 0.0, 1_000_000), 60))


def ask(fault: str = "", kind: Any = "retrieve") -> Ask:
    return Ask("p-7", NAMED.get(fault), kind, b"")


FINE = b'{"project":{"customer_address":"PO Box 12","external_provider_id":"p-7"}}'


@pytest.mark.parametrize(
    ("asked", "answer", "problem"),
    [
        (ask(), Answer(200, FINE), None),
        (ask(), Answer(200, FINE.replace(b"p-7", b"p-8")), "crossed"),
        (ask(), Answer(200, FINE.replace(b"p-7", b"none")), "without its id"),
        (ask(), Answer(200, FINE.replace(b"customer_address", b"mailing_address")), "not translated"),
        (ask(kind="untouched"), Answer(200, b'{"mailing_address":"p-7"}'), None),
        (ask(), Answer(502, b"{}"), "unexpected 502"),
        (ask("closed before"), Answer(502, b"{}"), None),
        (ask("closed before"), Answer(500, b"{}"), "unexpected 500"),
        (ask("closed before"), Answer(502, b'"p-8"'), "crossed"),
        (ask("hangs"), Answer(504, b"{}"), None),
        (ask("503"), Answer(503, b"{}"), "without its id"),
        (ask(), Answer(503, b"{}"), "unexpected 503"),
        (ask(), Answer(503, overloaded().body), None),
        (ask("closed mid-body"), Answer(BROKEN_OFF, b"{"), "broken off"),
        (ask("closed mid-body", "large"), Answer(BROKEN_OFF, b"{"), None),
        (ask(), Answer(BROKEN_OFF, b"{"), "broken off"),
    ],
)
def test_an_answer_that_may_not_be_is_a_problem(asked: Ask, answer: Answer, problem: str | None) -> None:
    tally = Tally()
    tally.answered(asked, answer)
    assert list(tally.problems) == ([problem] if problem else [])
    assert tally.statuses == {(_name(asked.fault), answer.status): 1}


def minute(p99: float, megabytes: float) -> Minute:
    return Minute(60_000, 5.0, p99, megabytes * 1e6, 0.8, 500.0)


@pytest.mark.parametrize(
    ("minutes", "failure"),
    [
        ([minute(50, 60), minute(10, 70), minute(15, 73)], None),
        ([minute(50, 60), minute(10, 70), minute(40, 70), minute(16, 70)], "p99 of the last minute is 16.0 ms"),
        ([minute(50, 60), minute(10, 70), minute(10, 74), minute(10, 70)], "from 70.0 MB in minute 2 to 74.0 MB"),
        ([minute(1, 60), minute(99, 90)], None),
    ],
)
def test_minutes_are_judged_by_the_second(minutes: list[Minute], failure: str | None) -> None:
    failures = Result(1000, 800, tuple(minutes), Tally()).failures()
    assert len(failures) == (failure is not None)
    assert all(failure in one for one in failures if failure)


@pytest.mark.parametrize(("refused", "fails"), [(0, False), (1, False), (2, True)])
def test_few_may_be_refused_for_want_of_room(refused: int, fails: bool) -> None:
    tally = Tally()
    for number in range(1000):
        tally.answered(ask(), Answer(503, overloaded().body) if number < refused else Answer(200, FINE))
    told = ["2 of 1,000 were refused for want of room"] if fails else []
    assert Result(1000, 800, (minute(10, 70),), tally).failures() == told


def test_a_lost_answer_fails_the_soak_and_is_told() -> None:
    tally = Tally()
    tally.lost(ask(), "the connection was closed")
    result = Result(1000, 800, (minute(10, 70),), tally)
    assert result.failures() == ["1 lost (the connection was closed); the first: p-7 (no fault)"]
    text = report.soak(result, Effort(), dt.date(2026, 11, 26))
    assert "- **1 lost (the connection was closed); the first: p-7 (no fault)**" in text
    assert "80% of a capacity of 1,000" in text


def test_the_configuration_of_schemathesis_allows_what_is_documented() -> None:
    checks = tomllib.loads(contract.configured((504, 502)))["checks"]
    assert checks["not_a_server_error"]["expected-statuses"] == ["2xx", "3xx", "4xx", "502", "504"]


def test_answers_are_counted_in_the_events_of_schemathesis() -> None:
    answers = {str(number): {"response": {"status_code": status}} for number, status in enumerate((200, 200, 422))}
    events = [
        json.dumps({"Initialize": {"seed": 1}}),
        json.dumps({"ScenarioFinished": {"recorder": {"label": "GET /v2/"}}}),
        json.dumps({"ScenarioFinished": {"recorder": {"interactions": {**answers, "9": {"response": None}}}}}),
    ]
    assert contract.counted(events) == {200: 2, 422: 1}


@pytest.mark.parametrize(
    ("statuses", "problems"),
    [
        ({200: 5, 502: 1}, []),
        ({200: 5, 500: 1}, ["1 answers of 500"]),
        ({422: 5}, ["no answer was 2xx, so nothing was tested"]),
    ],
)
def test_a_run_of_schemathesis_is_judged_by_its_answers(statuses: dict[int, int], problems: list[str]) -> None:
    assert contract.Result(Counter(statuses), (), contract.DOCUMENTED).problems() == problems


def test_a_run_of_schemathesis_that_stopped_early_is_a_failure() -> None:
    ended = {"failures": [], "errors": [{"title": "no connection"}], "complete": False, "stop_reason": "interrupted"}
    assert contract.failures(ended) == ('{"title": "no connection"}', "it stopped early: interrupted")
    assert contract.failures({**ended, "errors": [], "complete": True}) == ()
