"""Chains of 1, 2, 10 and 50 hops of a synthetic graph: a hop should cost what it does, not that it is one."""

from collections.abc import Iterator
from typing import Any

from benchmarks import graphs, subject
from benchmarks.comparison import Comparison, at_most


def comparisons() -> Iterator[Comparison]:
    document = graphs.order(2)
    yield Comparison(
        group="chains",
        name="two hops, another key each",
        ours=(_plan(2, 1), document),
        other=(_plan(1, 1), document),
        our_name="plan of two hops",
        other_name="plan of one such hop",
        kind="own",
        target=at_most(1.5),
        check=lambda ours, theirs: graphs.new_key(1) in ours["order"] and graphs.new_key(0) in theirs["order"],
    )
    for hops in (2, 10, 50):
        document = graphs.order(hops)
        yield Comparison(
            group="chains",
            name=f"{hops} hops of a key each",
            ours=(_plan(hops, 1), document),
            other=(_plan(1, hops), document),
            our_name=f"plan of {hops} hops",
            other_name=f"plan of one hop of {hops} keys",
            kind="own",
            target=at_most(1.5) if hops == 50 else None,
        )
    for hops in (1, 2, 10, 50):
        document = graphs.order(hops)
        yield Comparison(
            group="chains",
            name=f"{hops} {'hop' if hops == 1 else 'hops'} of a key each",
            ours=(_plan(hops, 1), document),
            other=(graphs.hand_written(hops), document),
            our_name=f"plan of {hops} {'hop' if hops == 1 else 'hops'}",
            other_name="hand-written, all keys on one copy",
        )


def _plan(hops: int, keys: int) -> Any:
    return subject.plan_apply(graphs.OPERATION, "request", "1", str(hops + 1), graphs.registry(hops, keys))
