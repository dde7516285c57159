"""The look-ups of exchanges: which are made, how many at a time, for whom their answers are kept, what they cost."""

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.aurora import aurora
from aurora_compat.gateway.proxy import lookups
from aurora_compat.gateway.proxy.budget import Budget
from aurora_compat.gateway.proxy.lookups import Asking, Lookups
from aurora_compat.gateway.proxy.metrics import Telemetry
from aurora_compat.gateway.talk import Asked, Came, NotAsked
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.note import Need

ROLES = "/tenants/t-1/roles?page=1&per_page=250"
MONEY = "/tenants/t-1/designs/d-1/financings/f-1"


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """Look-ups, and a server that answers when it is let to."""

    def __init__(self, share: float = 0.25, patience: float = 5.0, **chosen: Any) -> None:
        self.clock = Clock()
        self.fetched: list[ac.Request] = []
        self.open = asyncio.Event()
        self.open.set()
        self.together = self.most = 0
        self.answer: ac.Response | Exception = ac.Response(200, {}, b"{}")
        self.telemetry = Telemetry.made(10)
        settings = {"ttl": 300.0, "refetch_after": 5.0, "concurrency": 4, "size": 100, **chosen}
        budget = Budget(share, self.clock)
        self.lookups = Lookups(self._fetch, self.telemetry, budget, patience=patience, clock=self.clock, **settings)

    async def _fetch(self, request: ac.Request) -> ac.Response:
        self.fetched.append(request)
        self.together += 1
        self.most = max(self.most, self.together)
        try:
            await self.open.wait()
        finally:
            self.together -= 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def asking(self, rate: float = 90) -> Asking:
        return self.lookups.of(rate)

    async def ask(self, *asked: Asked, rate: float = 90) -> tuple[Came, ...]:
        """What one exchange gets."""
        return await self.asking(rate).answers(asked)

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for metric in self.telemetry.collect():
            for one in metric.samples:
                if one.name == "aurora_compat_lookups_total":
                    how = one.labels["how"]
                    found[how] = found.get(how, 0) + int(one.value)
        return found


def asked(
    target: str = ROLES,
    operation: str = "list_roles",
    *,
    token: str = "example-token",
    required: bool = False,
    again: bool = False,
    cookie: str | None = None,
) -> Asked:
    fields = [("Authorization", f"Bearer {token}")] + ([("Cookie", cookie)] if cookie else [])
    request = ac.Request("GET", target, None, fields)
    need = Need(
        operation=operation,
        version=aurora().version("2024.05"),
        path_params=FrozenMap({"tenant_id": "t-1"}),
        query=FrozenMap(),
        change="user-roles",
        pointer="/user/role_id",
        required=required,
        request=request,
    )
    return Asked(request, need, again)


def several(count: int, **told: Any) -> list[Asked]:
    return [asked(f"/tenants/t-1/designs/d-1/financings/f-{n}", "retrieve_financing", **told) for n in range(count)]


def run(what: Coroutine[Any, Any, None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(5):
            await what

    asyncio.run(bounded())


async def turn() -> None:
    """Let everything run that can."""
    for _ in range(10):
        await asyncio.sleep(0)


class TestSideBySide:
    def test_those_of_an_exchange_overlap_and_are_bounded(self) -> None:
        async def over() -> None:
            bench = Bench(concurrency=3)
            bench.open.clear()
            task = asyncio.ensure_future(bench.ask(*several(8)))
            await turn()
            assert bench.together == 3
            bench.open.set()
            came = await task
            assert (len(came), len(bench.fetched), bench.most) == (8, 8, 3)
            assert [request.path[-1] for request in bench.fetched] == list("01234567")

        run(over())

    def test_answers_come_in_the_order_of_the_questions(self) -> None:
        async def over() -> None:
            bench = Bench()
            kept = ac.Response(200, {}, b'{"roles": []}')
            bench.answer = kept
            await bench.ask(asked())
            bench.answer = other = ac.Response(200, {}, b"{}")
            assert await bench.ask(several(1)[0], asked()) == (other, kept)

        run(over())

    def test_one_question_is_one_flight(self) -> None:
        async def over() -> None:
            bench = Bench()
            bench.open.clear()
            tasks = [asyncio.ensure_future(bench.ask(asked())) for _ in range(5)]
            await turn()
            bench.open.set()
            assert await asyncio.gather(*tasks) == [(bench.answer,)] * 5
            assert len(bench.fetched) == 1
            assert bench.counts() == {"asked": 1, "shared": 4}

        run(over())

    def test_so_it_is_where_it_fails(self) -> None:
        async def over() -> None:
            bench = Bench()
            bench.answer = OSError("no")
            bench.open.clear()
            tasks = [asyncio.ensure_future(bench.ask(asked())) for _ in range(3)]
            await turn()
            bench.open.set()
            assert await asyncio.gather(*tasks) == [(bench.answer,)] * 3
            assert bench.counts() == {"failed": 1, "shared": 2}
            await bench.ask(asked())
            assert len(bench.fetched) == 2  # a failure is not kept

        run(over())

    def test_another_credential_is_another_flight(self) -> None:
        async def over() -> None:
            bench = Bench()
            bench.open.clear()
            others = (asked(), asked(token="other"), asked(cookie="a=1"), asked("/tenants/t-2/roles"))
            tasks = [asyncio.ensure_future(bench.ask(one)) for one in others]
            await turn()
            assert len(bench.fetched) == 4
            bench.open.set()
            await asyncio.gather(*tasks)

        run(over())

    @pytest.mark.parametrize("goes", [0, 1])
    def test_who_goes_away_does_not_take_it_from_others(self, goes: int) -> None:
        async def over() -> None:
            bench = Bench()
            bench.open.clear()
            tasks = [asyncio.ensure_future(bench.ask(asked())) for _ in range(2)]
            gone, stays = tasks[goes], tasks[not goes]
            await turn()
            gone.cancel()
            await turn()
            assert gone.cancelled()
            bench.open.set()
            assert await stays == (bench.answer,)
            assert len(bench.fetched) == 1

        run(over())

    def test_a_failure_that_nobody_waits_for_is_no_fuss(self) -> None:
        async def over() -> None:
            told: list[Any] = []
            asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
            bench = Bench()
            bench.answer = OSError("no")
            bench.open.clear()
            gone = asyncio.ensure_future(bench.ask(asked()))
            await turn()
            gone.cancel()
            bench.open.set()
            await turn()
            del gone
            gc.collect()  # it is when a task goes that what nobody took of it is told
            assert (told, bench.counts()) == ([], {"failed": 1})

        run(over())

    def test_what_is_under_way_when_it_closes_ends(self) -> None:
        async def over() -> None:
            bench = Bench()
            bench.open.clear()
            task = asyncio.ensure_future(bench.ask(asked()))
            await turn()
            task.cancel()
            await bench.lookups.closed()
            assert bench.together == 0

        run(over())

    def test_those_of_an_exchange_have_their_time_in_all(self) -> None:
        """What does not come in it is missing; who else asks the same still gets it."""

        async def over() -> None:
            bench = Bench(patience=0.02)
            bench.open.clear()
            asking = bench.asking()
            (first,) = await asking.answers((asked(),))
            assert isinstance(first, TimeoutError)
            (second,) = await asking.answers(tuple(several(1)))
            assert isinstance(second, TimeoutError)
            task = asyncio.ensure_future(bench.ask(asked()))
            await turn()
            bench.open.set()
            assert await task == (bench.answer,)
            assert [request.target for request in bench.fetched].count(ROLES) == 1

        run(over())

    def test_earlier_ones_count(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def over() -> None:
            bench = Bench(patience=10.0)
            monkeypatch.setattr(lookups, "monotonic", bench.clock)
            asking = bench.asking()
            task = asyncio.ensure_future(asking.answers((asked(),)))
            bench.open.clear()
            await turn()
            bench.clock.now += 10
            bench.open.set()
            assert await task == (bench.answer,)
            bench.open.clear()
            (late,) = await asking.answers(tuple(several(1)))
            assert isinstance(late, TimeoutError)

        run(over())


class TestKept:
    def test_an_answer_is_kept_for_its_time(self) -> None:
        async def over() -> None:
            bench = Bench(ttl=300.0)
            for passed in (0, 299.0, 2.0):
                bench.clock.now += passed
                await bench.ask(asked())
            assert len(bench.fetched) == 2
            assert bench.counts() == {"asked": 2, "cached": 1}

        run(over())

    def test_for_no_time_where_that_is_none(self) -> None:
        async def over() -> None:
            bench = Bench(ttl=0.0)
            await bench.ask(asked())
            await bench.ask(asked())
            assert len(bench.fetched) == 2

        run(over())

    @pytest.mark.parametrize("other", [asked(token="other"), asked("/tenants/t-2/roles"), asked(cookie="a=1")])
    def test_and_for_who_asked(self, other: Asked) -> None:
        async def over() -> None:
            bench = Bench()
            await bench.ask(asked())
            await bench.ask(other)
            assert len(bench.fetched) == 2

        run(over())

    def test_money_is_not(self) -> None:
        async def over() -> None:
            bench = Bench()
            for _ in range(2):
                await bench.ask(asked(MONEY, "retrieve_financing"))
            assert len(bench.fetched) == 2

        run(over())

    def test_nor_does_it_take_the_room_of_what_is(self) -> None:
        async def over() -> None:
            bench = Bench(size=1)
            await bench.ask(asked())
            await bench.ask(asked(MONEY, "retrieve_financing"))
            await bench.ask(asked())
            assert len(bench.fetched) == 2

        run(over())

    @pytest.mark.parametrize("status", [301, 401, 403, 404, 429, 500, 503])
    def test_nor_is_what_is_no_success(self, status: int) -> None:
        async def over() -> None:
            bench = Bench()
            bench.answer = ac.Response(status)
            for _ in range(2):
                await bench.ask(asked(required=True))
            assert len(bench.fetched) == 2
            assert bench.counts() == ({"asked": 2} if status < 400 else {"failed": 2})

        run(over())

    def test_nor_is_what_is_too_large(self) -> None:
        async def over() -> None:
            bench = Bench()
            bench.answer = ac.Response(200, {}, b" " * (1024 * 1024 + 1))
            for _ in range(2):
                await bench.ask(asked())
            assert len(bench.fetched) == 2

        run(over())

    def test_no_more_are_than_may_be(self) -> None:
        async def over() -> None:
            bench = Bench(size=2)
            for tenant in ("t-1", "t-2", "t-3"):
                await bench.ask(asked(f"/tenants/{tenant}/roles"))
            await bench.ask(asked("/tenants/t-3/roles"), asked("/tenants/t-2/roles"))
            assert len(bench.fetched) == 3
            await bench.ask(asked("/tenants/t-1/roles"))
            assert len(bench.fetched) == 4

        run(over())

    def test_what_did_not_help_is_asked_anew_if_it_is_old(self) -> None:
        async def over() -> None:
            bench = Bench(refetch_after=5.0)
            await bench.ask(asked())
            bench.clock.now += 4
            asking = bench.asking()
            await asking.answers((asked(),))
            assert not asking.is_old(_need())
            bench.clock.now += 2
            assert asking.is_old(_need())
            await asking.answers((asked(again=True),))
            assert len(bench.fetched) == 2
            assert not asking.is_old(_need())

        run(over())

    def test_what_has_just_come_for_another_is_not(self) -> None:
        async def over() -> None:
            bench = Bench(refetch_after=5.0)
            await bench.ask(asked())
            bench.clock.now += 6
            first, second = bench.asking(), bench.asking()
            for one in (first, second):
                await one.answers((asked(),))
                assert one.is_old(_need())
            for one in (first, second):
                await one.answers((asked(again=True),))
            assert len(bench.fetched) == 2

        run(over())


def _need() -> Need:
    need = asked().need
    assert need is not None
    return need


class TestBudget:
    def test_a_share_of_the_rate_may_be_used(self) -> None:
        budget = Budget(0.25, Clock())
        assert sum(budget.takes("k-1", 90) for _ in range(100)) == 22

    def test_it_fills_as_time_goes_by(self) -> None:
        clock = Clock()
        budget = Budget(0.5, clock)
        assert sum(budget.takes("k-1", 120) for _ in range(100)) == 60
        clock.now += 10
        assert sum(budget.takes("k-1", 120) for _ in range(100)) == 10
        clock.now += 3600
        assert sum(budget.takes("k-1", 120) for _ in range(100)) == 60

    def test_each_has_its_own(self) -> None:
        budget = Budget(0.1, Clock())
        assert [sum(budget.takes(one, 20) for _ in range(9)) for one in ("k-1", "k-2")] == [2, 2]

    @pytest.mark.parametrize(("share", "rate"), [(0.0, 90), (0.01, 90)])
    def test_too_small_a_share_is_none(self, share: float, rate: float) -> None:
        assert not Budget(share, Clock()).takes("k-1", rate)

    def test_nobody_takes_while_barred(self) -> None:
        clock = Clock()
        budget = Budget(0.25, clock)
        budget.bar("k-1", 30)
        assert (budget.takes("k-1", 90), budget.takes("k-2", 90)) == (False, True)
        clock.now += 30
        assert budget.takes("k-1", 90)

    def test_over_it_optional_look_ups_are_not_made(self) -> None:
        async def over() -> None:
            bench = Bench(share=0.1)
            came = await bench.ask(*several(12))
            assert len(bench.fetched) == 9
            assert [type(one) for one in came[9:]] == [NotAsked] * 3
            assert "rate limit" in str(came[9])
            assert bench.counts() == {"asked": 9, "refused": 3}

        run(over())

    def test_required_ones_are(self) -> None:
        async def over() -> None:
            bench = Bench(share=0)
            (came,) = await bench.ask(asked(required=True))
            assert came is bench.answer

        run(over())

    def test_what_is_kept_or_shared_costs_nothing(self) -> None:
        async def over() -> None:
            bench = Bench(share=0.0112)  # one a minute
            assert await bench.ask(asked()) == (bench.answer,)
            assert await bench.ask(asked()) == (bench.answer,)
            bench.open.clear()
            required = asyncio.ensure_future(bench.ask(asked(MONEY, "retrieve_financing", required=True)))
            await turn()
            optional = asyncio.ensure_future(bench.ask(asked(MONEY, "retrieve_financing")))
            await turn()
            bench.open.set()
            assert await optional == await required == (bench.answer,)

        run(over())

    @pytest.mark.parametrize(
        ("told", "seconds"), [("7", 7), (None, 60), ("Wed, 21 Oct 2026 07:28:00 GMT", 60), ("99999999", 3600)]
    )
    def test_after_too_many_none_is_made_for_a_while(self, told: str | None, seconds: int) -> None:
        async def over() -> None:
            bench = Bench()
            bench.answer = ac.Response(429, {"Retry-After": told} if told is not None else {})
            await bench.ask(asked(required=True))
            bench.clock.now += seconds - 1
            (came,) = await bench.ask(asked())
            assert isinstance(came, NotAsked)
            (other,) = await bench.ask(asked(token="other"))
            assert isinstance(other, ac.Response)
            bench.clock.now += 1
            (after,) = await bench.ask(asked())
            assert isinstance(after, ac.Response)

        run(over())
