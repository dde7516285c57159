"""Peak memory of `translate_response`, bytes to bytes, above the input: each figure from a process of its own.

`tracemalloc` counts what Python allocates; the resident set (Linux only) is what the system sees, page by page, so a
small body may fit into what the interpreter holds already. The two are measured in different processes, as
`tracemalloc` itself takes memory.
"""

import json
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import bodies
from benchmarks.bodies import V2022, V2024, size
from benchmarks.figures import Figure

LIMIT = 2.0
ROOT = Path(__file__).parent.parent
_STATUS, _REFERENCES = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def figures(megabytes: int) -> Iterator[Figure]:
    """Those of the hourly summary and of a list that is so large; of orjson alone for orientation."""
    cases = [
        ("hourly summary", bodies.HOURLY.operation, bodies.HOURLY.raw(V2024)),
        ("list of projects of 0.7 kB", bodies.LIST.operation, bodies.many_projects(megabytes, V2024)),
    ]
    for name, operation, raw in cases:
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            file.write(raw)
            file.flush()
            for ways, limit in (("ours", LIMIT), ("orjson", None)):
                for measure in ("tracemalloc", "rss"):
                    peak = _in_a_process(measure, ways, operation, file.name)
                    if peak is None:
                        continue
                    times = peak / len(raw)
                    who = "`translate_response`" if ways == "ours" else "orjson parse + dump"
                    told = f"{name}, {size(len(raw))}, {V2024} → {V2022}: {who}, {_LABELS[measure]}"
                    yield Figure("memory", told, times, "x", times, times, limit, size(peak))


_LABELS = {"tracemalloc": "tracemalloc", "rss": "resident set"}


def _in_a_process(measure: str, ways: str, operation: str, file: str) -> int | None:
    program = [sys.executable, "-m", "benchmarks.memory", measure, ways, operation, file]
    done = subprocess.run(program, check=True, capture_output=True, text=True, cwd=ROOT)
    peak: int | None = json.loads(done.stdout)
    return peak


def _traced(job: Callable[[], object]) -> int:
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    held = job()
    _, peak = tracemalloc.get_traced_memory()
    del held
    return peak - before


def _resident(job: Callable[[], object]) -> int | None:
    if not _REFERENCES.exists():
        return None
    _REFERENCES.write_text("5")  # sets the high-water mark to what is resident now
    before = _kilobytes("VmRSS")
    held = job()
    peak = _kilobytes("VmHWM")
    del held
    return (peak - before) * 1024


def _kilobytes(field: str) -> int:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(field + ":"))
    return int(line.split()[1])


def _job(ways: str, operation: str, raw: bytes) -> Callable[[], object]:
    if ways == "orjson":
        import orjson

        return lambda: orjson.dumps(orjson.loads(raw))
    import aurora_compat as ac

    def translated(body: bytes) -> ac.Response:
        response = ac.Response(200, {"Content-Type": "application/json"}, body)
        return ac.translate_response(response, operation=operation, source=V2024, target=V2022).result

    translated(b'{"projects":[{"location":{"latitude":1}}],"design":{"arrays":[]}}')  # loads what is loaded late
    return lambda: translated(raw)


def main(measure: str, ways: str, operation: str, file: str) -> None:
    job = _job(ways, operation, Path(file).read_bytes())
    print(json.dumps(_traced(job) if measure == "tracemalloc" else _resident(job)))


if __name__ == "__main__":
    main(*sys.argv[1:])
