"""Requests that nobody would write by hand: schemathesis against the proxy, before a fake 2024.05 server.

It reads the OpenAPI document of 2018.01 and makes requests that keep to it, and requests that do not. Whatever comes,
the proxy must not answer 500, nor any other 5xx but those that its documentation tells of.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from aurora_compat.testing.server import TOKEN
from aurora_compat.testing.server.payload import PATH_PARAMS
from benchmarks.bodies import V2018
from benchmarks.gateway.procs import LOAD_CORE, Unusable, free_port, module, running
from benchmarks.gateway.subjects import program, proxy, started

DOCUMENTED = (502, 503, 504)
"""Statuses of 5xx that the proxy may answer."""

_PHASES = "examples,coverage,fuzzing"
_FAILED = 1


class Effort(NamedTuple):
    """How much is done.

    Attributes:
        examples: at most, of each operation; the systematic ones come on top: about 50 of each.
        allowed: statuses of 5xx that do not fail.
        seed: of what is made up.
        patience: seconds until it is given up.
    """

    examples: int = 10
    allowed: tuple[int, ...] = DOCUMENTED
    seed: int = 20240503
    patience: float = 900


class Result(NamedTuple):
    """What was found.

    Attributes:
        statuses: how many answers had which.
        failures: of schemathesis, a text each.
        allowed: as in the effort.
    """

    statuses: Counter[int]
    failures: tuple[str, ...]
    allowed: tuple[int, ...]

    def problems(self) -> list[str]:
        """What does not hold."""
        found = list(self.failures)
        found += [
            f"{count} answers of {status}"
            for status, count in sorted(self.statuses.items())
            if status >= 500 and status not in self.allowed
        ]
        if not any(200 <= status < 300 for status in self.statuses):
            found.append("no answer was 2xx, so nothing was tested")
        return found


def checked(effort: Effort) -> Result:
    """Run schemathesis against the proxy.

    Raises:
        Unusable: a process does not come up, or schemathesis did not end as it does.
    """
    port = free_port()
    command = module("benchmarks.gateway.aurora", "--port", str(port))
    with (
        running("the fake Aurora", command, core=LOAD_CORE, port=port),
        started(proxy("the proxy", V2018), port) as up,
        tempfile.TemporaryDirectory() as directory,
    ):
        return _run(up.port, effort, Path(directory))


def _run(port: int, effort: Effort, directory: Path) -> Result:
    document, settings, events = (directory / name for name in ("openapi.json", "schemathesis.toml", "events.ndjson"))
    report = directory / "report.json"
    document.write_text(json.dumps(_document()), "utf-8")
    settings.write_text(configured(effort.allowed), "utf-8")
    told = {
        "--url": f"http://127.0.0.1:{port}",
        "--header": f"Authorization: Bearer {TOKEN}",
        "--phases": _PHASES,
        "--checks": "not_a_server_error",
        "--max-examples": str(effort.examples),
        "--seed": str(effort.seed),
        "--generation-database": "none",
        "--report-ndjson-path": str(events),
        "--report-json-path": str(report),
    }
    schemathesis = Path(sys.executable).with_name("schemathesis")
    head = (
        str(schemathesis),
        "--config-file",
        str(settings),
        "run",
        str(document),
        "--continue-on-failure",
        "--no-color",
    )
    line = (*head, *(word for option in told.items() for word in option))
    try:
        done = subprocess.run(line, cwd=directory, capture_output=True, timeout=effort.patience, check=False)
    except FileNotFoundError:
        raise Unusable("schemathesis is not installed: pip install -e '.[dev]'") from None
    except subprocess.TimeoutExpired:
        raise Unusable(f"schemathesis did not end within {effort.patience:g} s: take fewer --examples") from None
    if done.returncode not in {0, _FAILED} or not report.exists():
        raise Unusable(f"schemathesis ended with {done.returncode}:\n{done.stdout.decode()[-2000:]}")
    with events.open(encoding="utf-8") as lines:
        statuses = counted(lines)
    return Result(statuses, failures(json.loads(report.read_text("utf-8"))), effort.allowed)


def _document() -> dict[str, Any]:
    """The document of 2018.01 as the command line prints it, with ids that the sample tenant has."""
    line = (program(), "openapi", "--version", V2018)
    done = subprocess.run(line, capture_output=True, check=False)
    if done.returncode:
        raise Unusable(f"aurora-compat openapi ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    document: dict[str, Any] = json.loads(done.stdout)
    for name, parameter in document["components"]["parameters"].items():
        parameter["schema"] = {"enum": [PATH_PARAMS[name]]}
    return document


def configured(allowed: Collection[int]) -> str:
    """The configuration of schemathesis in TOML: which statuses are no server error."""
    statuses = json.dumps(["2xx", "3xx", "4xx", *(str(status) for status in sorted(allowed))])
    return f"[checks.not_a_server_error]\nexpected-statuses = {statuses}\n"


def counted(events: Iterable[str]) -> Counter[int]:
    """How often which status was answered, by the events that schemathesis writes as lines of JSON."""
    found: Counter[int] = Counter()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            status = value.get("status_code")
            if isinstance(status, int):
                found[status] += 1
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)

    for line in events:
        event = json.loads(line)
        if "ScenarioFinished" in event:
            walk(event["ScenarioFinished"].get("recorder", {}).get("interactions", {}))
    return found


def failures(report: dict[str, Any]) -> tuple[str, ...]:
    """What failed, by the report that schemathesis writes."""
    told = [json.dumps(failure)[:600] for failure in (*report["failures"], *report["errors"])]
    return tuple(told) if report["complete"] else (*told, f"it stopped early: {report['stop_reason']}")
