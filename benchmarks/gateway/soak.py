"""Steady load for minutes, with an upstream that fails: is an answer lost, crossed, late, and does memory grow?

The load is open: requests leave at their time, whether or not earlier ones were answered, and latency counts from that
time. Each carries an id, and so does its answer. What may be answered to which id, `faults` knows.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import uvloop

from benchmarks.bodies import V2018
from benchmarks.gateway.client import Client, NoAnswer
from benchmarks.gateway.faults import READ_TIMEOUT
from benchmarks.gateway.procs import Unusable
from benchmarks.gateway.subjects import QUIET, Up, proxy, started, upstream
from benchmarks.gateway.tally import Ask, Tally, asks

TRIALS = 6
"""How often the capacity is measured: what a machine that others use carries at its slowest is what it carries."""

CALLERS = 240
"""Who wait for their answers at first, and when the capacity is measured: nearly as many as the proxy takes at once.

So it has seen its worst before the first minute: memory that grows later is no matter of how much is in flight.
"""

MOST_IN_FLIGHT = 2000
"""Requests in flight beyond which no more are sent, and counted as lost: then the proxy has stopped to answer."""

REFUSED = 0.001
"""The largest share of requests that may be refused for want of room: where there is enough, a stall of the machine
still fills it, as 256 requests are those of an eighth of a second."""

LATE, GROWN = 1.5, 1.05
"""The most that p99 and resident memory of later minutes may be, in terms of minute 2."""

_TRIAL, _STEADY = 9_000_000, 1_000_000
"""Ids from which requests are counted on."""
_TICK = 0.004
_WARM = 10.0

Tell = Callable[[str], None]


class Effort(NamedTuple):
    """How much is done.

    Attributes:
        minutes: of steady load.
        faults: share of requests that the upstream fails, 0 to 1.
        load: share of the capacity.
        measuring: seconds of each of the `TRIALS` in which the capacity is measured.
        rate: requests a second; None: found out by measuring.
    """

    minutes: float = 10
    faults: float = 0.05
    load: float = 0.8
    measuring: float = 10
    rate: float | None = None


class Minute(NamedTuple):
    """What one minute was.

    Attributes:
        sent: requests that left.
        p50, p99: milliseconds to an answer, of requests that no fault was put to.
        rss: bytes resident, the median of its seconds.
        cpu: seconds of processor time that the proxy used a second.
        loop: microseconds of processor time that one and the same loop took on the other core, the median of its
            seconds: what the machine was worth.
    """

    sent: int
    p50: float
    p99: float
    rss: float
    cpu: float
    loop: float


class Result(NamedTuple):
    """What a soak found.

    Attributes:
        capacity: requests a second that the proxy carries, the upstream failing as it does in the soak: a request
            that fails costs more than others, by its connection. None where it was told.
        rate: requests a second that were sent.
        minutes: of each whole minute, in turn; of a part of one, if there was none.
        tally: what became of the requests.
    """

    capacity: float | None
    rate: float
    minutes: tuple[Minute, ...]
    tally: Tally

    def failures(self) -> list[str]:
        """What does not hold."""
        found = [
            f"{count:,} {kind}; the first: {self.tally.examples[kind]}" for kind, count in self.tally.problems.items()
        ]
        answers = self.tally.statuses.total()
        if self.tally.refused > REFUSED * answers:
            found.append(f"{self.tally.refused:,} of {answers:,} were refused for want of room")
        if len(self.minutes) < 3:
            return found
        second, last = self.minutes[1], self.minutes[-1]
        if last.p99 > LATE * second.p99:
            found.append(f"p99 of the last minute is {last.p99:.1f} ms, of minute 2 {second.p99:.1f} ms")
        most = max(minute.rss for minute in self.minutes[2:])
        if most > GROWN * second.rss:
            found.append(f"resident memory went from {second.rss / 1e6:.1f} MB in minute 2 to {most / 1e6:.1f} MB")
        return found


def soaked(effort: Effort, tell: Tell) -> Result:
    """Run it.

    Raises:
        Unusable: the proxy or the upstream does not come up, or ended.
    """
    with tempfile.TemporaryDirectory() as directory:
        environment = {
            **QUIET,
            "AURORA_COMPAT_LEARNED": f"sqlite:{Path(directory) / 'learned.sqlite3'}",
            "AURORA_COMPAT_TIMEOUTS__READ": f"{READ_TIMEOUT:g}",
        }
        subject = proxy("translation on", V2018, environment=environment)
        with upstream("--echo", "--faults", f"{effort.faults * 100:g}") as behind, started(subject, behind) as up:
            return uvloop.run(_soaked(up, effort, tell))


async def _soaked(up: Up, effort: Effort, tell: Tell) -> Result:
    capacity, rate = None, effort.rate
    await _closed(up, effort.faults, _WARM)
    if rate is None:
        trials = [await _closed(up, effort.faults, effort.measuring) for _ in range(TRIALS)]
        tell("  trials: " + ", ".join(f"{one:,.0f}" for one, _ in trials) + " requests/s")
        capacity, busy = min(trials)
        rate = effort.load * capacity
        tell(f"  capacity {capacity:,.0f} requests/s with {busy:.0%} of the core; load {rate:,.0f} requests/s")
    tally = Tally()
    steady = Steady(up, rate, effort.faults, tally)
    minutes: list[Minute] = []
    try:
        for number, seconds in enumerate(_parts(effort.minutes * 60), 1):
            minute = await steady.minute(seconds)
            minutes.append(minute)
            tell(
                f"  minute {number}: {minute.sent:,} sent, p50 {minute.p50:.1f} ms, p99 {minute.p99:.1f} ms,"
                f" {minute.rss / 1e6:.1f} MB, {minute.cpu:.0%} of the core; loop {minute.loop:.0f} µs;"
                f" refused: {tally.refused}, problems: {tally.problems.total()}"
            )
    finally:
        await steady.over()
    return Result(capacity, rate, tuple(minutes), tally)


def _parts(seconds: float) -> list[float]:
    """Whole minutes, and the rest of one where there is no other."""
    return [60.0] * int(seconds // 60) or [seconds]


async def _closed(up: Up, share: float, seconds: float) -> tuple[float, float]:
    """Requests a second of callers that each wait for their answers, and what of its core the proxy used."""
    client, requests, tally = Client(up.port), asks(up.port, share, _TRIAL), Tally()
    until = time.monotonic() + seconds

    async def caller() -> int:
        count = 0
        while True:
            ask = next(requests)
            tally.answered(ask, await client.ask(ask.data))
            if time.monotonic() >= until:
                return count
            count += 1

    async def watched() -> float:
        used = up.process.cpu()
        await asyncio.sleep(seconds)
        return up.process.cpu() - used

    try:
        used, *counts = await asyncio.gather(watched(), *(caller() for _ in range(CALLERS)))
    except NoAnswer as error:
        raise Unusable(f"the capacity can't be measured: {error}\n{up.process.said}") from None
    finally:
        client.close()
    if tally.problems:
        raise Unusable(f"the capacity can't be measured: {next(iter(tally.examples.values()))}")
    return sum(counts) / seconds, used / seconds


class Steady:
    """Requests that leave at their time.

    Args:
        up: where they go.
        rate: how many, a second.
        share: of them, how many the upstream fails, 0 to 1.
        tally: takes what becomes of them.
    """

    def __init__(self, up: Up, rate: float, share: float, tally: Tally) -> None:
        self._up, self._rate, self._tally = up, rate, tally
        self._client, self._requests = Client(up.port), asks(up.port, share, _STEADY)
        self._under_way: set[asyncio.Task[None]] = set()
        self._times: list[float] = []
        self._sizes: list[int] = []
        self._loops: list[float] = []

    async def minute(self, seconds: float) -> Minute:
        """Send for so long; answers may come later, and then are of the next minute.

        Raises:
            Unusable: the proxy has ended.
        """
        self._times, self._sizes, self._loops = [], [], []
        start, used, sent = time.monotonic(), self._up.process.cpu(), 0
        while (now := time.monotonic() - start) < seconds:
            for number in range(sent, int(now * self._rate)):
                self._send(start + number / self._rate)
                sent += 1
            if now >= len(self._sizes):
                self._sizes.append(self._up.process.rss())
                self._loops.append(_loop())
                if not self._up.process.runs:
                    raise Unusable(f"the proxy has ended:\n{self._up.process.said}")
            await asyncio.sleep(_TICK)
        taken = time.monotonic() - start
        cpu = (self._up.process.cpu() - used) / taken
        p50, p99 = _quantile(self._times, 0.5), _quantile(self._times, 0.99)
        return Minute(sent, p50, p99, statistics.median(self._sizes), cpu, statistics.median(self._loops))

    async def over(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._under_way)
        self._client.close()

    def _send(self, due: float) -> None:
        ask = next(self._requests)
        if len(self._under_way) >= MOST_IN_FLIGHT:
            self._tally.lost(ask, f"{MOST_IN_FLIGHT} requests were without an answer, so it was not sent")
            return
        task = asyncio.get_running_loop().create_task(self._sent(ask, due))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _sent(self, ask: Ask, due: float) -> None:
        try:
            answer = await self._client.ask(ask.data)
        except NoAnswer as error:
            self._tally.lost(ask, str(error))
            return
        if ask.fault is None:
            self._times.append((time.monotonic() - due) * 1e3)
        self._tally.answered(ask, answer)


def _loop() -> float:
    start = time.thread_time()
    for _ in range(20_000):
        pass
    return (time.thread_time() - start) * 1e6


def _quantile(samples: list[float], share: float) -> float:
    return sorted(samples)[int(share * len(samples))] if samples else float("nan")
