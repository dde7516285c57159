"""What was measured as a table for people, and as JSON with all samples."""

import datetime as dt
import json
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from benchmarks import machine
from benchmarks.gateway import contract as contracting
from benchmarks.gateway import soak as soaking
from benchmarks.gateway.faults import BROKEN_OFF
from benchmarks.gateway.instructions import Count
from benchmarks.gateway.intervals import Interval, bootstrapped
from benchmarks.gateway.soak import Result
from benchmarks.gateway.throughput import BLOCK, Effort, Measured, Outcome
from benchmarks.page import table, verdict

_HEAD = (
    *("what", "against", "requests/s", "requests/s", "p99 ms", "p99 ms", "CPU µs", "CPU µs"),
    *("by CPU (95 %)", "ratio (95 %)", "wanted", "holds"),
)


def page(outcomes: Sequence[Outcome], effort: Effort, date: dt.date) -> str:
    """The Markdown of some comparisons."""
    busy = min((side.busy for outcome in outcomes for pair in outcome.pairs for side in pair), default=0.0)
    again = sum(outcome.idle for outcome in outcomes)
    return "\n".join(
        [
            f"Measured on {date.isoformat()}:\n",
            *(f"- {line}" for line in about()),
            f"- wrk, {effort.connections} connections; Create Project has 2 kB up and down, Retrieve Project 2 kB down",
            f"- {effort.pairs} interleaved pairs of {effort.seconds:g} s, anew processes every {BLOCK}; no access logs",
            f"- in each run the proxy, alone on its core, used at least {busy:.0%} of it; {again} pairs made anew\n",
            table(_HEAD, (_row(outcome) for outcome in outcomes)),
        ]
    )


def instructions(counts: Sequence[Count], date: dt.date) -> str:
    """The Markdown of instructions a request."""
    rows = (
        (each.versus.one.name, each.versus.other.name, f"{each.one:,.0f}", f"{each.other:,.0f}", f"{each.ratio:.3f}")
        for each in counts
    )
    return "\n".join(
        [
            f"Counted on {date.isoformat()}:\n",
            *(f"- {line}" for line in about()),
            "",
            table(("what", "against", "instructions", "instructions", "ratio"), rows),
        ]
    )


def about() -> list[str]:
    """The machine, and the versions of what carries the load."""
    packages = ("aurora_compat", "aiohttp", "uvicorn", "uvloop", "httptools", "msgspec")
    return [*machine.described()[:2], ", ".join(f"{name} {version(name)}" for name in packages)]


def soak(result: Result, effort: soaking.Effort, date: dt.date) -> str:
    """The Markdown of a soak."""
    known = "as told" if result.capacity is None else f"{effort.load:.0%} of a capacity of {result.capacity:,.0f}"
    minutes = (
        (
            *(str(number), f"{one.sent:,}", f"{one.p50:.1f}", f"{one.p99:.1f}"),
            *(f"{one.rss / 1e6:.1f}", f"{one.cpu:.0%}", f"{one.loop:.0f}"),
        )
        for number, one in enumerate(result.minutes, 1)
    )
    statuses = (
        (fault or "none", "broken off" if status == BROKEN_OFF else str(status), f"{count:,}")
        for (fault, status), count in sorted(result.tally.statuses.items())
    )
    failures = result.failures()
    refused = f"{result.tally.refused:,} of {result.tally.statuses.total():,}"
    return "\n".join(
        [
            f"Measured on {date.isoformat()}:\n",
            *(f"- {line}" for line in about()),
            f"- {result.rate:,.0f} requests/s, {known}; the upstream fails {effort.faults:.0%} of them\n",
            "".join(f"- **{line}**\n" for line in failures) or "Everything that is wanted holds.\n",
            f"For want of room {refused} were refused.\n",
            table(("minute", "sent", "p50 ms", "p99 ms", "resident MB", "of the core", "loop µs"), minutes),
            table(("fault", "answered", "times"), statuses),
        ]
    )


def contract(result: contracting.Result, date: dt.date) -> str:
    """The Markdown of a run of schemathesis."""
    rows = ((str(status), f"{count:,}") for status, count in sorted(result.statuses.items()))
    return "\n".join(
        [
            f"Measured on {date.isoformat()} with schemathesis {version('schemathesis')}:\n",
            "".join(f"- **{line}**\n" for line in result.problems())
            or f"No 500, and no 5xx but {', '.join(map(str, result.allowed))}.\n",
            table(("status", "answers"), rows),
        ]
    )


def document(outcomes: Sequence[Outcome], effort: Effort, date: dt.date) -> str:
    """All samples as JSON."""
    told = {
        "date": date.isoformat(),
        "machine": machine.metadata(),
        "effort": effort._asdict(),
        "comparisons": [_told(outcome) for outcome in outcomes],
    }
    return json.dumps(told, indent=1) + "\n"


def _row(outcome: Outcome) -> tuple[str, ...]:
    versus = outcome.versus
    one, other = (tuple(pair[index] for pair in outcome.pairs) for index in (0, 1))
    return (
        versus.one.name,
        versus.other.name,
        *(f"{statistics.median(each.run.rate for each in side):,.0f}" for side in (one, other)),
        *(f"{statistics.median(each.run.p99 for each in side):.1f}" for side in (one, other)),
        *(f"{statistics.median(each.cost for each in side):.0f}" for side in (one, other)),
        _said(bootstrapped(outcome.costs)),
        _said(outcome.interval),
        "" if versus.goal is None else str(versus.goal),
        verdict(outcome.holds),
    )


def _said(found: Interval) -> str:
    return f"{found.median:.3f} ({found.low:.3f}-{found.high:.3f})"


def _told(outcome: Outcome) -> dict[str, Any]:
    def side(measured: Measured) -> dict[str, float]:
        return {**measured.run._asdict(), "rate": measured.run.rate, "busy": measured.busy, "cost": measured.cost}

    return {
        "title": outcome.versus.title,
        "ratio": outcome.interval._asdict(),
        "holds": outcome.holds,
        "made_anew": outcome.idle,
        "pairs": [[side(one), side(other)] for one, other in outcome.pairs],
    }
