"""One command for all of it.

python -m benchmarks                               everything; writes docs/benchmarks.md and docs/benchmarks.svg
python -m benchmarks --only plan,translate --quick  some of it; prints only
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks import chart, imports, memory, page, store
from benchmarks.comparison import Outcome
from benchmarks.figures import Figure
from benchmarks.groups import GROUPS, TITLES
from benchmarks.page import Results
from benchmarks.rivals import rivals
from benchmarks.sampling import FULL, QUICK


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    chosen = options.only or tuple(TITLES)
    results = run(chosen, quick=options.quick)
    if options.json:
        store.write(results.outcomes, options.json)
    if options.write or (not options.only and not options.quick):
        page.write(results)
        chart.write(results.outcomes, page.CHART)
        print(f"written: {page.PAGE.name}, {page.CHART.name}")


def run(chosen: Sequence[str], *, quick: bool) -> Results:
    """Measure some groups, telling each figure as it comes."""
    skipped = rivals()[1] if "rivals" in chosen else ()
    for line in skipped:
        print(line)
    outcomes: list[Outcome] = []
    for group in chosen:
        for comparison in GROUPS[group]() if group in GROUPS else ():
            outcome = comparison.measure(QUICK if quick else FULL)
            outcomes.append(outcome)
            ours, other = outcome.seconds
            times = f"{page.number(ours * 1e6)} / {page.number(other * 1e6)} µs"
            _tell(group, comparison.title, page.judged(outcome), outcome.holds, times)
    figures: list[Figure] = []
    for figure in _figures(chosen, quick=quick):
        figures.append(figure)
        _tell(figure.group, figure.name, page.amount(figure), figure.holds, figure.note)
    return Results(tuple(outcomes), tuple(figures), skipped)


def _figures(chosen: Sequence[str], *, quick: bool) -> list[Figure]:
    found: list[Figure] = []
    if "import" in chosen:
        found += imports.figures(5 if quick else 25)
    if "memory" in chosen:
        found += memory.figures(5 if quick else 50)
    return found


def _tell(group: str, title: str, told: str, holds: bool | None, more: str) -> None:
    mark = {None: " ", True: "+", False: "-"}[holds]
    print(f"{mark} {group}: {title}: {told} [{more}]", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure side by side.")
    parser.add_argument("--only", type=_groups, help=f"groups, by commas: {', '.join(TITLES)}")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter samples, 5 MB instead of 50")
    parser.add_argument("--write", action="store_true", help="write the page and the chart of a partial run, too")
    parser.add_argument("--json", type=Path, help="write all samples as pyperf's JSON")
    return parser


def _groups(names: str) -> tuple[str, ...]:
    chosen = tuple(name.strip() for name in names.split(","))
    unknown = [name for name in chosen if name not in TITLES]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no group {', '.join(unknown)}; there are {', '.join(TITLES)}")
    return chosen


if __name__ == "__main__":
    main()
