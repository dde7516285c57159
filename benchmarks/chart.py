"""docs/benchmarks.svg: every judged comparison as a bar on a logarithmic axis, with its spread and its limit."""

from pathlib import Path
from typing import Any

from benchmarks.comparison import Outcome

_COLOURS = {True: "#2a7f4f", False: "#b5382a", None: "#8a8f98"}
_MEANINGS = {True: "limit holds", False: "limit does not hold", None: "no limit set"}
_FIXED: Any = {
    "svg.hashsalt": "aurora_compat",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 8,
}
"""Nothing random and no fonts of this machine: the same figures give the same file."""


def shown(outcomes: tuple[Outcome, ...]) -> list[Outcome]:
    """What the chart shows: what is judged, and rivals."""
    return [one for one in outcomes if one.comparison.target is not None or one.comparison.kind == "rival"]


def write(outcomes: tuple[Outcome, ...], path: Path) -> None:
    """Draw it."""
    import matplotlib as mpl

    mpl.use("svg")
    with mpl.rc_context(_FIXED):
        figure = _drawn(shown(outcomes))
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
        _closed(figure)
    text = path.read_text("utf-8")
    path.write_text("\n".join(line.rstrip() for line in text.splitlines()) + "\n", "utf-8")


def _drawn(outcomes: list[Outcome]) -> Any:
    from matplotlib import pyplot as plt
    from matplotlib.patches import Patch

    rows = outcomes[::-1]
    figure, axes = plt.subplots(figsize=(11, 1.2 + 0.2 * len(rows)), layout="constrained")
    for place, outcome in enumerate(rows):
        low, high = outcome.spread
        axes.barh(place, outcome.ratio - 1, left=1, color=_COLOURS[outcome.holds], height=0.7)
        axes.plot([low, high], [place, place], color="black", linewidth=0.8)
        target = outcome.comparison.target
        if target is not None:
            limit = 1 / target.limit if target.faster else target.limit
            axes.plot([limit, limit], [place - 0.42, place + 0.42], color="black", linewidth=1.6)
    axes.axvline(1, color="#444444", linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xlim(0.005, max(10.0, 1.5 * max((outcome.spread[1] for outcome in rows), default=10.0)))
    axes.set_ylim(-0.7, len(rows) - 0.3)
    axes.set_yticks(range(len(rows)), [outcome.comparison.title.replace("`", "") for outcome in rows])
    axes.set_xlabel("time of this library / time of the other side (line: 5-95 %, thick mark: limit)", loc="right")
    axes.set_title("left: this library is faster; right: it is slower", loc="right", fontsize=8)
    used = {outcome.holds for outcome in rows}
    patches = [Patch(color=_COLOURS[holds], label=_MEANINGS[holds]) for holds in _MEANINGS if holds in used]
    axes.legend(handles=patches, loc="lower right")
    return figure


def _closed(figure: Any) -> None:
    from matplotlib import pyplot as plt

    plt.close(figure)
