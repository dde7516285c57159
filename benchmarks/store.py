"""All samples as a file that `pyperf` reads: `python -m pyperf stats FILE`."""

from pathlib import Path

import pyperf

from benchmarks import machine
from benchmarks.comparison import Outcome


def write(outcomes: tuple[Outcome, ...], path: Path) -> None:
    """Two benchmarks a comparison: this library's samples, and those of the other side."""
    about = machine.metadata()
    made: list[pyperf.Benchmark] = []
    for outcome in outcomes:
        comparison = outcome.comparison
        sides = ((comparison.our_name, 0), (comparison.other_name, 1))
        for side, index in sides:
            named = f"{comparison.group}: {comparison.title}: {side}"
            values = [pair[index] for pair in outcome.samples]
            run = pyperf.Run(values, metadata={**about, "name": named}, collect_metadata=False)
            made.append(pyperf.Benchmark([run]))
    pyperf.BenchmarkSuite(made).dump(str(path), replace=True)
