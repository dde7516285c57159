"""The gateway's measurements, one command each. Each ends by itself, and with it all that it started.

python -m benchmarks.gateway throughput    translation on / off, and off / bare proxies: about 17 minutes
python -m benchmarks.gateway throughput --pairs 5 --seconds 3 --only on/off
python -m benchmarks.gateway instructions  the same comparisons by instructions a request: about 6 minutes
python -m benchmarks.gateway soak          10 minutes of steady load before an upstream that fails
python -m benchmarks.gateway soak --minutes 1
python -m benchmarks.gateway contract      schemathesis against the proxy: about 3 minutes
python -m benchmarks.gateway rivals        beside a plain Envoy, if there is one: about 3 minutes

Exit status: 0 all goals are reached; 1 one is not; 2 it could not be measured here.
"""

import argparse
import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.gateway import contract, instructions, load, pages, report, rivals, soak, throughput
from benchmarks.gateway.procs import LOAD_CORE, Unusable, needed
from benchmarks.gateway.subjects import subjects


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except Unusable as error:
        print(f"not measured: {error}", file=sys.stderr)
        return 2
    return status


def _throughput(options: argparse.Namespace) -> int:
    needed("wrk", "taskset", "setpriv")
    effort = throughput.Effort(options.pairs, options.seconds, options.connections, options.busy / 100)
    os.sched_setaffinity(0, {LOAD_CORE})
    outcomes = [throughput.compared(versus, effort, _tell) for versus in options.only]
    today = dt.datetime.now(dt.UTC).date()
    _put("throughput", report.page(outcomes, effort, today), options.write)
    if options.json:
        options.json.write_text(report.document(outcomes, effort, today), "utf-8")
    return int(any(outcome.holds is False for outcome in outcomes))


def _instructions(options: argparse.Namespace) -> int:
    needed("valgrind", "taskset", "setpriv")
    counts = instructions.counted(options.only, options.few, options.many, _tell)
    _put("instructions", report.instructions(counts, dt.datetime.now(dt.UTC).date()), options.write)
    return 0


def _rivals(options: argparse.Namespace) -> int:
    needed("wrk", "taskset", "setpriv")
    versuses = rivals.versuses()
    effort = throughput.Effort(options.pairs, options.seconds, busy=0)
    os.sched_setaffinity(0, {LOAD_CORE})
    outcomes = [throughput.compared(versus, effort, _tell) for versus in versuses]
    _put("rivals", report.page(outcomes, effort, dt.datetime.now(dt.UTC).date()), options.write)
    return 0


def _soak(options: argparse.Namespace) -> int:
    needed("taskset", "setpriv")
    effort = soak.Effort(options.minutes, options.faults / 100, options.load / 100, options.measuring, options.rate)
    os.sched_setaffinity(0, {LOAD_CORE})
    result = soak.soaked(effort, _tell)
    _put("soak", report.soak(result, effort, dt.datetime.now(dt.UTC).date()), options.write)
    return int(bool(result.failures()))


def _contract(options: argparse.Namespace) -> int:
    needed("taskset", "setpriv")
    result = contract.checked(contract.Effort(options.examples, options.allowed, options.seed, options.patience))
    _put("contract", report.contract(result, dt.datetime.now(dt.UTC).date()), options.write)
    return int(bool(result.problems()))


def _put(command: str, told: str, file: Path | None) -> None:
    print(told)
    if file is not None:
        pages.write(file, command, told)


def _tell(line: str) -> None:
    print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gateway", description="Measure the gateway's proxy.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    one = commands.add_parser("throughput", help="requests a second, in pairs of runs")
    one.set_defaults(run=_throughput)
    one.add_argument("--pairs", type=int, default=20)
    one.add_argument("--seconds", type=float, default=5, help="of each run")
    one.add_argument("--connections", type=int, default=load.CONNECTIONS)
    pairs = "on-get/off-get,on/off,off/bare,off/whole"
    one.add_argument("--only", type=_versuses, default=pairs, help=f"pairs of {', '.join(subjects())}")
    one.add_argument("--busy", type=float, default=100 * throughput.BUSY, help="per cent of its core a proxy must use")
    one.add_argument("--write", type=Path, help="write the table there too, between its markers if it is a page")
    one.add_argument("--json", type=Path, help="write all samples there")

    two = commands.add_parser("soak", help="steady load for minutes, before an upstream that fails")
    two.set_defaults(run=_soak)
    two.add_argument("--minutes", type=float, default=10)
    two.add_argument("--faults", type=float, default=5, help="per cent of requests that the upstream fails")
    two.add_argument("--load", type=float, default=80, help="per cent of the capacity")
    two.add_argument("--measuring", type=float, default=10, help="seconds of each trial of the capacity")
    two.add_argument("--rate", type=float, help="requests a second, instead of a share of the capacity")
    two.add_argument("--write", type=Path, help="write the tables there, too")

    three = commands.add_parser("contract", help="schemathesis against the proxy")
    three.set_defaults(run=_contract)
    three.add_argument("--examples", type=int, default=10, help="made up at most for each operation")
    three.add_argument("--allowed", type=_statuses, default="502,503,504", help="statuses of 5xx that are documented")
    three.add_argument("--seed", type=int, default=20240503)
    three.add_argument("--patience", type=float, default=900, help="seconds until it is given up")
    three.add_argument("--write", type=Path, help="write the table there, too")

    four = commands.add_parser("rivals", help="the proxy beside a plain Envoy")
    four.set_defaults(run=_rivals)
    four.add_argument("--pairs", type=int, default=8)
    four.add_argument("--seconds", type=float, default=3, help="of each run")
    four.add_argument("--write", type=Path, help="write the table there, too")

    five = commands.add_parser("instructions", help="instructions a request, by valgrind")
    five.set_defaults(run=_instructions)
    five.add_argument("--few", type=int, default=200, help="requests of the shorter run")
    five.add_argument("--many", type=int, default=600, help="requests of the longer run")
    five.add_argument("--only", type=_versuses, default="on-get/off-get,on/off,off/bare", help="as for throughput")
    five.add_argument("--write", type=Path, help="write the table there, too")
    return parser


def _statuses(told: str) -> tuple[int, ...]:
    statuses = tuple(int(status) for status in told.split(",") if status)
    if 500 in statuses:
        raise argparse.ArgumentTypeError("500 is never allowed: the proxy answers it only where it fails itself")
    return statuses


def _versuses(names: str) -> list[throughput.Versus]:
    try:
        return throughput.versuses(subjects(), names.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


if __name__ == "__main__":
    sys.exit(main())
