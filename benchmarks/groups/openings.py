"""How a body is best read, by its size: where the thresholds of `aurora_compat.wire` come from."""

from collections.abc import Iterator
from typing import Any

import aurora_compat as ac
from aurora_compat import wire
from aurora_compat.code import STRICT
from aurora_compat.compiling import Compiled
from aurora_compat.run import Call
from benchmarks import bodies
from benchmarks.bodies import V2022, V2024
from benchmarks.comparison import Comparison

SUMMARIES = (0, 1, 2, 4, 6, 8, 12)
"""Months of hourly values that a design summary holds."""
LISTS = (0.1, 0.4, 1.6)
"""Megabytes of projects."""


def comparisons() -> Iterator[Comparison]:
    for months in SUMMARIES:
        body = _summary(months)
        yield _comparison(
            "retrieve_design_summary", f"summary, {bodies.size(len(body))}", body, "by level", wire.by_level
        )
    for megabytes in LISTS:
        body = bodies.many_projects(megabytes, V2024)
        yield _comparison("list_projects", f"projects, {bodies.size(len(body))}", body, "by item", wire.by_item)


def _comparison(operation: str, name: str, body: bytes, how: str, opened: Any) -> Comparison:
    journey = ac.registry.journey(operation, "response", V2024, V2022)
    plan, call = journey.plan.compiled, journey.call

    def reads(way: Any, call: Call = call) -> Any:
        return lambda given: way(given, plan, call)

    return Comparison(
        group="openings",
        name=f"{name}, {V2024} → {V2022}",
        ours=(reads(opened), body),
        other=(reads(_at_once), body),
        our_name=how,
        other_name="parsed at once",
        kind="own",
    )


def _at_once(body: bytes, plan: Compiled, call: Call) -> bytes:
    tools = wire.codec()
    result = plan.function(tools.decode(body), call, STRICT)
    return tools.encode(result)


def _summary(months: int) -> bytes:
    """The hourly summary with the values of its first months."""
    document = bodies.HOURLY.document(V2024)
    energy = document["design"]["energy_production"]
    for name, values in energy.items():
        if isinstance(values, list) and len(values) > 12:
            energy[name] = values[: len(values) * months // 12]
    return bodies.compact(document)
