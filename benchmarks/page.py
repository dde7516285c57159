"""docs/benchmarks.md: the text is written by hand, what stands between the markers is generated from the figures."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import machine
from benchmarks.bodies import ALL
from benchmarks.comparison import Outcome, Target
from benchmarks.figures import Figure
from benchmarks.groups import TITLES

DOCS = Path(__file__).parent.parent / "docs"
PAGE, CHART = DOCS / "benchmarks.md", DOCS / "benchmarks.svg"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->"


class Results(NamedTuple):
    """All that one run has found."""

    outcomes: tuple[Outcome, ...]
    figures: tuple[Figure, ...] = ()
    skipped: tuple[str, ...] = ()


def written(page: str, results: Results, about: Sequence[str], date: dt.date) -> str:
    """The page with new figures; the text around them stays."""
    before, mark, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError("the page has no markers for the figures")
    return f"{before}{BEGIN}{figures(results, about, date)}{END}{after}"


def write(results: Results) -> None:
    """Write the page as of today, on this machine."""
    page = PAGE.read_text("utf-8")
    today = dt.datetime.now(dt.UTC).date()
    PAGE.write_text(written(page, results, machine.described(), today), "utf-8")


def figures(results: Results, about: Sequence[str], date: dt.date) -> str:
    """What stands between the markers."""
    parts = [
        f"Measured on {date.isoformat()}:\n",
        "\n".join(f"- {line}" for line in about) + "\n",
        "".join(f"\n{line.capitalize()}.\n" for line in results.skipped),
        "## What does not hold\n",
        _bullets(failures(results), "Every limit that is set holds."),
        "## Where a rival is faster\n",
        _bullets(faster_rivals(results), "Nowhere in this run."),
        *_tables(results),
        "## Bodies\n",
        "A name in the tables stands for a golden document of `fixtures/`, in the version that the row starts from.\n",
        table(("name", "document"), ((body.name, f"`{body.fixture}.json`") for body in ALL)),
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _bullets(lines: Iterable[str], none: str) -> str:
    return "\n".join(f"- {line}" for line in lines) + "\n" if (lines := tuple(lines)) else f"{none}\n"


def failures(results: Results) -> Iterator[str]:
    """A line for each target that does not hold."""
    for outcome in results.outcomes:
        target = outcome.comparison.target
        if outcome.holds is False and target is not None:
            yield f"{outcome.comparison.title}: {judged(outcome)}, wanted {wanted(target)}"
    for figure in results.figures:
        if figure.holds is False:
            yield f"{figure.name}: {amount(figure)}, wanted at most {figure.limit:g} {figure.unit}; {figure.note}"


def faster_rivals(results: Results) -> Iterator[str]:
    """A line for each rival that is faster than this library at the same change; sure where the spread says so too."""
    for outcome in results.outcomes:
        if outcome.comparison.kind == "rival" and outcome.ratio > 1:
            sure = "" if outcome.spread[0] > 1 else " (within the noise)"
            comparison = outcome.comparison
            yield (
                f"{comparison.other_name} is {number(outcome.ratio)} x as fast as {comparison.our_name}:"
                f" {comparison.name}{sure}"
            )


def _tables(results: Results) -> Iterator[str]:
    for group, title in TITLES.items():
        rows = [_row(outcome) for outcome in results.outcomes if outcome.comparison.group == group]
        if rows:
            head = ("what", "ours", "against", "µs", "µs", "ratio (5-95 %)", "wanted", "holds")
            yield f"## {title}\n"
            yield table(head, rows)
        numbers = [_figure(figure) for figure in results.figures if figure.group == group]
        if numbers:
            yield f"## {title}\n"
            yield table(("what", "measured", "wanted", "holds", "also"), numbers)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _row(outcome: Outcome) -> tuple[str, ...]:
    comparison = outcome.comparison
    ours, other = outcome.seconds
    return (
        comparison.name,
        comparison.our_name,
        comparison.other_name,
        number(ours * 1e6),
        number(other * 1e6),
        judged(outcome),
        wanted(comparison.target) if comparison.target else "",
        verdict(outcome.holds),
    )


def _figure(figure: Figure) -> tuple[str, ...]:
    limit = "" if figure.limit is None else f"at most {figure.limit:g} {figure.unit}"
    return figure.name, amount(figure), limit, verdict(figure.holds), figure.note


def judged(outcome: Outcome) -> str:
    """The median of the ratios and their spread; of a rival, said as how many times faster or slower."""
    low, high = outcome.spread
    if outcome.comparison.kind != "rival":
        return f"{number(outcome.ratio)} ({number(low)}-{number(high)})"
    if outcome.ratio <= 1:
        return f"{number(1 / outcome.ratio)} x faster ({number(1 / high)}-{number(1 / low)})"
    return f"**{number(outcome.ratio)} x slower** ({number(low)}-{number(high)})"


def wanted(target: Target) -> str:
    """A target in words."""
    return f"at least {target.limit:g} x faster" if target.faster else f"at most {target.limit:g}"


def verdict(holds: bool | None) -> str:
    """Whether a target holds, in words."""
    return "" if holds is None else "yes" if holds else "**no**"


def amount(figure: Figure) -> str:
    """A figure and its spread."""
    spread = "" if figure.low == figure.high else f" ({number(figure.low)}-{number(figure.high)})"
    return f"{number(figure.value)} {figure.unit}{spread}"


def number(value: float) -> str:
    """Three digits, as a table needs them."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
