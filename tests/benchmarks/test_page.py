"""The page and the chart of the benchmarks: made of figures that are given here, without a clock."""

import datetime as dt
from pathlib import Path

import pytest

pytest.importorskip("matplotlib", reason="the benchmarks need their extra")
pytest.importorskip("orjson", reason="the benchmarks need their extra")
pytest.importorskip("pyperf", reason="the benchmarks need their extra")

from benchmarks import __main__, chart, machine, page, store
from benchmarks.comparison import Comparison, Kind, Outcome, Target, at_most, faster
from benchmarks.figures import Figure
from benchmarks.page import Results
from benchmarks.sampling import SMOKE

NOTHING = (lambda given: given, None)


def outcome(
    name: str, ratio: float, kind: Kind = "floor", target: Target | None = None, group: str = "plan"
) -> Outcome:
    comparison = Comparison(group, name, NOTHING, NOTHING, "plan applied", f"other of {name}", kind, target)
    samples = [(ratio * factor * 1e-6, 1e-6) for factor in (0.9, 1.0, 1.1)]
    return Outcome(comparison, tuple(samples))


RESULTS = Results(
    outcomes=(
        outcome("slow", 3.0, target=at_most(1.5)),
        outcome("good", 1.2, target=at_most(1.5)),
        outcome("beaten", 0.02, "rival", faster(10), group="rivals"),
        outcome("too close", 0.5, "rival", faster(10), group="rivals"),
        outcome("ahead", 2.0, "rival", group="rivals"),
        outcome("perhaps", 1.02, "rival", group="rivals"),
    ),
    figures=(
        Figure("import", "import it", 20.0, "ms", 19.0, 22.0, 30.0, "no third-party module"),
        Figure("import", "import all", 20.0, "ms", 19.0, 22.0, 30.0, "loads pydantic", kept=False),
        Figure("memory", "a list", 2.5, "x", 2.5, 2.5, 2.0, "125 MB"),
    ),
    skipped=("cadwyn is skipped: no module",),
)
TEXT = page.figures(RESULTS, ["a machine"], dt.date(2026, 11, 24))


def section(title: str) -> str:
    return TEXT.split(f"## {title}\n")[1].split("\n## ")[0]


def test_what_does_not_hold_is_said_first() -> None:
    lines = section("What does not hold").strip().splitlines()
    assert lines == [
        "- slow: plan applied / other of slow: 3.00 (2.73-3.27), wanted at most 1.5",
        "- too close: plan applied / other of too close: 2.00 x faster (1.83-2.20), wanted at least 10 x faster",
        "- import all: 20.0 ms (19.0-22.0), wanted at most 30 ms; loads pydantic",
        "- a list: 2.50 x, wanted at most 2 x; 125 MB",
    ]


def test_a_rival_that_is_faster_is_named() -> None:
    lines = section("Where a rival is faster").strip().splitlines()
    assert lines == [
        "- other of ahead is 2.00 x as fast as plan applied: ahead",
        "- other of perhaps is 1.02 x as fast as plan applied: perhaps (within the noise)",
    ]


def test_tables_tell_every_figure() -> None:
    assert "| good | plan applied | other of good | 1.20 | 1.00 | 1.20 (1.09-1.31) | at most 1.5 | yes |" in TEXT
    assert "50.0 x faster (45.9-54.9) | at least 10 x faster | yes |" in TEXT
    assert "| **2.00 x slower** (1.82-2.18) |  |  |" in TEXT
    assert "| a list | 2.50 x | at most 2 x | **no** | 125 MB |" in TEXT
    assert "2026-11-24" in TEXT
    assert "Cadwyn is skipped: no module." in TEXT


def test_nothing_to_complain_of_is_said_too() -> None:
    text = page.figures(Results(outcomes=(RESULTS.outcomes[1],)), ["a machine"], dt.date(2026, 11, 24))
    assert "Every limit that is set holds." in text
    assert "Nowhere in this run." in text


def test_only_what_is_between_the_markers_is_replaced() -> None:
    before = f"# By hand\n\n{page.BEGIN}old figures\n{page.END}\nmore by hand\n"
    about, date = ["a machine"], dt.date(2026, 11, 24)
    once = page.written(before, RESULTS, about, date)
    assert once.startswith("# By hand\n")
    assert once.endswith("\nmore by hand\n")
    assert "old figures" not in once
    assert page.written(once, RESULTS, about, date) == once
    with pytest.raises(ValueError, match="markers"):
        page.written("# By hand\n", RESULTS, about, date)


def test_the_page_in_the_repository_has_the_markers_and_figures() -> None:
    text = page.PAGE.read_text("utf-8")
    between = text.partition(page.BEGIN)[2].partition(page.END)[0]
    assert "## What does not hold" in between
    assert "## Where a rival is faster" in between
    assert page.CHART.exists()


def test_the_chart_is_the_same_for_the_same_figures(tmp_path: Path) -> None:
    files = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for file in files:
        chart.write(RESULTS.outcomes, file)
    one, two = (file.read_bytes() for file in files)
    assert one == two
    assert b"<dc:date>" not in one
    assert b"other of ahead" in one
    assert b"limit does not hold" in one


def test_samples_are_kept_as_pyperf_reads_them(tmp_path: Path) -> None:
    import pyperf

    file = tmp_path / "samples.json"
    store.write(RESULTS.outcomes, file)
    suite = pyperf.BenchmarkSuite.load(str(file))
    assert len(suite.get_benchmarks()) == 2 * len(RESULTS.outcomes)
    assert "hostname" not in file.read_text("utf-8")


def test_the_machine_is_described_without_its_name() -> None:
    import platform

    said = " ".join(machine.described())
    assert platform.python_version() in said
    assert platform.node() not in said.split()


def test_the_command_line_knows_its_groups(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        __main__.main(["--only", "plan,nothing"])
    assert "there is no group nothing" in capsys.readouterr().err


def test_the_command_line_measures_a_group(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(__main__, "QUICK", SMOKE)
    __main__.main(["--only", "translate", "--quick"])
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line[2:].startswith("translate: ") for line in lines)
