"""What `import aurora_compat` costs above a bare interpreter: whole processes, side by side, interleaved.

    .venv/bin/python benchmarks/import_cost.py [rounds]

Prints medians in milliseconds and the median of the paired ratios; take the ratios, the rest is the machine.
Byte code is written first, whatever PYTHONDONTWRITEBYTECODE says, as pip writes it for an installed wheel.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from resource import RUSAGE_CHILDREN, getrusage
from typing import NamedTuple

BARE = "bare interpreter"
PROGRAMS = {
    BARE: "pass",
    "import typing, re": "import typing, re",
    "import aurora_compat": "import aurora_compat",
    "... and load the releases": "import aurora_compat; aurora_compat.registry",
    "import dataclasses": "import dataclasses",
    "import pydantic": "import pydantic",
}


ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_TOP_LEVEL = "; import sys; print(*{name.partition('.')[0] for name in sys.modules})"


class Spent(NamedTuple):
    """What a process took, in seconds: on the wall, and of processors. On a busy machine the first is much more."""

    wall: float
    cpu: float


def spent(program: str) -> Spent:
    before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=ENVIRONMENT)
    wall, after = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    return Spent(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measured(programs: Mapping[str, str], rounds: int) -> dict[str, list[Spent]]:
    """What each program took, one of each a round."""
    for program in programs.values():
        spent(program)  # warms the caches, writes the byte code
    times: dict[str, list[Spent]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            times[name].append(spent(program))
    return times


def third_party(program: str) -> set[str]:
    """The modules of other packages that a program loads; what the environment loads by itself is not counted."""
    own = {"aurora_compat", *sys.stdlib_module_names}
    return loaded(program) - loaded("pass") - own


def loaded(program: str) -> set[str]:
    """The top-level modules that are loaded at the end of a program."""
    done = subprocess.run(
        [sys.executable, "-c", program + _TOP_LEVEL], check=True, env=ENVIRONMENT, capture_output=True, text=True
    )
    return set(done.stdout.split())


def main(rounds: int) -> None:
    times = measured(PROGRAMS, rounds)
    bare = times[BARE]
    print(f"Python {sys.version.split()[0]}, {rounds} rounds")
    print(f"{'':28}{'median ms':>10}{'above bare':>12}{'of it CPU':>12}{'ratio':>8}")
    for name, taken in times.items():
        pairs = list(zip(taken, bare, strict=True))
        whole = statistics.median(one.wall for one in taken)
        above = statistics.median(one.wall - base.wall for one, base in pairs)
        cpu = statistics.median(one.cpu - base.cpu for one, base in pairs)
        ratio = statistics.median(one.wall / base.wall for one, base in pairs)
        print(f"{name:28}{whole * 1e3:10.1f}{above * 1e3:12.1f}{cpu * 1e3:12.1f}{ratio:8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
