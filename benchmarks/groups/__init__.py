"""The comparisons, by group: each module holds a function `comparisons` that makes them."""

from collections.abc import Callable, Iterable

from benchmarks.comparison import Comparison
from benchmarks.groups import chains, messages, openings, plan, rivals, translate, untouched

GROUPS: dict[str, Callable[[], Iterable[Comparison]]] = {
    "plan": plan.comparisons,
    "translate": translate.comparisons,
    "chains": chains.comparisons,
    "messages": messages.comparisons,
    "untouched": untouched.comparisons,
    "openings": openings.comparisons,
    "rivals": rivals.comparisons,
}
"""In the order of the page."""

TITLES = {
    "plan": "A parsed body: the plan and a migration against hand-written code",
    "translate": "`translate()` against hand-written code",
    "chains": "Chains of versions",
    "messages": "Whole messages, bytes to bytes",
    "untouched": "Messages of operations without changes",
    "openings": "How a body is read, by its size: the thresholds",
    "rivals": "Against other libraries: the change of a project of 0.7 kB",
    "import": "Import, above a bare interpreter",
    "memory": "Peak memory above the input, bytes to bytes",
}
