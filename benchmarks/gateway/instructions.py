"""How many instructions the proxy's process takes for a request, as valgrind counts them.

They are the same within a per cent on a machine that others use too, where requests a second differ by a third from
one minute to the next: so a small gain shows, and a small loss. What the kernel does is not among them, nor what memory
that is not in a cache costs: the ratio is no throughput.
"""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.gateway.procs import Unusable
from benchmarks.gateway.subjects import Subject, started, upstream
from benchmarks.gateway.throughput import Versus

_PATIENCE = 10
"""How many times as long all takes under valgrind, or less."""
_FIXED = {"PYTHONHASHSEED": "0", "AURORA_COMPAT_TELEMETRY__READS": "0"}
"""What would differ from run to run: order of sets, and how many translations are read for the metrics in a time."""


class Count(NamedTuple):
    """Instructions a request, of both sides of a comparison."""

    versus: Versus
    one: float
    other: float

    @property
    def ratio(self) -> float:
        """Other / one: above 1 the first takes fewer."""
        return self.other / self.one


def counted(versuses: Sequence[Versus], few: int, many: int, tell: Callable[[str], None]) -> list[Count]:
    """Count for both sides of some comparisons; each subject runs twice, once for `few` requests, once for `many`.

    The difference is free of what starting, warming up and ending take.

    Raises:
        Unusable: a proxy does not start, end, or answer as it should; or `many` are not more.
    """
    if not 0 <= few < many:
        raise Unusable(f"the longer run must have more requests than the shorter one, not {many} and {few}")
    known: dict[str, float] = {}
    for subject in (side for versus in versuses for side in (versus.one, versus.other)):
        if subject.name not in known:
            low, high = (_run(subject, requests) for requests in (few, many))
            known[subject.name] = (high - low) / (many - few)
            tell(f"  {subject.name}: {known[subject.name]:,.0f} instructions a request")
    return [Count(versus, known[versus.one.name], known[versus.other.name]) for versus in versuses]


def _run(subject: Subject, requests: int) -> int:
    """The instructions of a process, from its start to its end, that answers so many requests."""
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder, "counts")
        with (
            upstream() as behind,
            started(_under(subject, counts), behind, patience=_PATIENCE) as up,
            up.connected(_PATIENCE) as connection,
        ):
            for _ in range(requests):
                up.ask(connection)
        return summed(counts.read_text("utf-8") if counts.exists() else "")


def _under(subject: Subject, counts: Path) -> Subject:
    """The subject under valgrind, which writes what it counted when it ends."""
    valgrind = ("valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={counts}")
    return subject._replace(
        command=lambda behind, port: (*valgrind, *subject.command(behind, port)),
        environment={**subject.environment, **_FIXED},
    )


def summed(counts: str) -> int:
    """The sum that callgrind wrote at the end of its file."""
    for line in reversed(counts.splitlines()):
        if line.startswith("totals:"):
            return int(line.split()[1])
    raise Unusable("valgrind wrote no counts")
