"""The plan applied to a parsed body, and a migration, against hand-written code: every walk that has a floor."""

from collections.abc import Iterator

from benchmarks import bodies, subject
from benchmarks.bodies import V2018, V2022, V2024, Body
from benchmarks.comparison import Comparison, Target, at_most
from benchmarks.handwritten import FLOORS

BODIES: tuple[tuple[Body, float], ...] = (
    (bodies.PROJECT, 1.5),
    (bodies.WEBHOOK, 1.5),
    (bodies.AUTO_DESIGNER, 1.5),
    (bodies.SUMMARY, 1.5),
    (bodies.PRICING, 2.5),
)
"""And what one hop may take at most."""
UNJUDGED = (bodies.HOURLY, bodies.LIST)
WALKS = ((V2018, V2022), (V2022, V2024), (V2022, V2018), (V2024, V2022), (V2018, V2024), (V2024, V2018))


def comparisons() -> Iterator[Comparison]:
    for body, limit in BODIES:
        for walk in WALKS:
            if (body.operation, body.part, *walk) in FLOORS and not _skips(body, walk):
                hops = 1 if V2022 in walk else 2
                yield _plan(body, *walk, at_most(limit) if hops == 1 else None)
                if hops == 1:
                    yield _migration(body, *walk)
    for body in UNJUDGED:
        yield _plan(body, V2022, V2024, None)
        yield _plan(body, V2024, V2022, None)


def _skips(body: Body, walk: tuple[str, str]) -> bool:
    """Two hops are told only where both have something to do."""
    return V2022 not in walk and body is not bodies.SUMMARY


def _plan(body: Body, source: str, target: str, wanted: Target | None) -> Comparison:
    walk = (body.operation, body.part, source, target)
    document = body.document(source)
    return Comparison(
        group="plan",
        name=f"{body.label(source)}, {source} → {target}",
        ours=(subject.plan_apply(*walk), document),
        other=(FLOORS[walk], document),
        our_name="plan applied",
        other_name="hand-written",
        target=wanted,
    )


def _migration(body: Body, source: str, target: str) -> Comparison:
    walk = (body.operation, body.part, source, target)
    document = body.document(source)
    return Comparison(
        group="plan",
        name=f"{body.label(source)}, {source} → {target}",
        ours=(subject.migration(*walk), document),
        other=(FLOORS[walk], document),
        our_name=f"`migration().{'up' if source < target else 'down'}`",
        other_name="hand-written",
    )
