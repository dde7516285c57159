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

PROGRAMS = {
    "bare interpreter": "pass",
    "import typing, re": "import typing, re",
    "import aurora_compat": "import aurora_compat",
    "... and load the releases": "import aurora_compat; aurora_compat.registry",
    "import dataclasses": "import dataclasses",
    "import pydantic": "import pydantic",
}


ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(program: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def main(rounds: int) -> None:
    for program in PROGRAMS.values():
        seconds(program)  # warms the caches, writes the byte code
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(rounds):
        for name, program in PROGRAMS.items():
            times[name].append(seconds(program))
    bare = times["bare interpreter"]
    print(f"Python {sys.version.split()[0]}, {rounds} rounds")
    print(f"{'':28}{'median ms':>10}{'above bare':>12}{'ratio':>8}")
    for name, taken in times.items():
        above = statistics.median(one - base for one, base in zip(taken, bare, strict=True))
        ratio = statistics.median(one / base for one, base in zip(taken, bare, strict=True))
        print(f"{name:28}{statistics.median(taken) * 1e3:10.1f}{above * 1e3:12.1f}{ratio:8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
