"""`translate()` as a user calls it, against hand-written code."""

from collections.abc import Iterator

from benchmarks import bodies, subject
from benchmarks.bodies import V2018, V2022, V2024, Body
from benchmarks.comparison import Comparison, Target, at_most
from benchmarks.handwritten import FLOORS
from benchmarks.subject import Apply


def comparisons() -> Iterator[Comparison]:
    for source, target in ((V2022, V2024), (V2024, V2022), (V2018, V2024), (V2024, V2018)):
        yield _comparison(bodies.PROJECT, source, target, at_most(4))
    for body, source, target in (
        (bodies.WEBHOOK, V2018, V2024),
        (bodies.AUTO_DESIGNER, V2018, V2024),
        (bodies.PRICING, V2024, V2018),
        (bodies.SUMMARY, V2024, V2018),
        (bodies.HOURLY, V2024, V2018),
        (bodies.LIST, V2024, V2018),
    ):
        yield _comparison(body, source, target, None)
    yield from _batches()
    for body, source, target in ((bodies.PROJECT, V2018, V2024), (bodies.PRICING, V2024, V2018)):
        walk = (body.operation, body.part, source, target)
        yield _comparison(body, source, target, None, subject.translate_explained(*walk), ", notes and residue asked")


def _comparison(
    body: Body, source: str, target: str, wanted: Target | None, ours: Apply | None = None, asked: str = ""
) -> Comparison:
    walk = (body.operation, body.part, source, target)
    document = body.document(source)
    return Comparison(
        group="translate",
        name=f"{body.label(source)}, {source} → {target}",
        ours=(ours or subject.translate(*walk), document),
        other=(FLOORS[walk], document),
        our_name=f"`translate()`{asked}",
        other_name="hand-written",
        target=wanted,
    )


def _batches() -> Iterator[Comparison]:
    """Many bodies of one kind: `translate_batch`, and `translate` called for each, against a loop of the floor."""
    walk = (bodies.PROJECT.operation, bodies.PROJECT.part, V2022, V2024)
    documents = [bodies.PROJECT.document(V2022) for _ in range(250)]
    floor = FLOORS[walk]
    one = subject.translate(*walk)
    for name, ours in (
        ("`translate_batch()`", subject.translate_batch(*walk)),
        ("`translate()` of each", lambda given: [one(document) for document in given]),
    ):
        yield Comparison(
            group="translate",
            name=f"250 bodies, each {bodies.PROJECT.label(V2022)}, {V2022} → {V2024}",
            ours=(ours, documents),
            other=(lambda given: [floor(document) for document in given], documents),
            our_name=name,
            other_name="hand-written",
        )
