"""Imports as figures: this package and the others, milliseconds of a processor above a bare interpreter.

What it took on the wall is told beside it: the same on a machine that does nothing else, more on any other.
"""

import importlib.util
import statistics
from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.import_cost import BARE, measured, third_party

LIMIT = 30.0
OURS = {
    "import aurora_compat": "import aurora_compat",
    "import aurora_compat, and load the releases": "import aurora_compat; aurora_compat.registry",
    "the same, and translate a message": (
        "import aurora_compat as ac; ac.translate_request(ac.Request('GET', '/x'), source='2022.09', target='2024.05')"
    ),
}
JUDGED = tuple(OURS)[:2]
OTHERS = ("jsonpatch", "orjson", "msgspec", "pydantic", "pyrmute", "cadwyn")


def figures(rounds: int) -> Iterator[Figure]:
    """All of them, from rounds in which each is started once."""
    others = {f"import {name}": f"import {name}" for name in OTHERS if importlib.util.find_spec(name)}
    times = measured({BARE: "pass", **OURS, **others}, rounds)
    bare = times.pop(BARE)
    for name, taken in times.items():
        above = [(one.cpu - base.cpu) * 1e3 for one, base in zip(taken, bare, strict=True)]
        wall = statistics.median((one.wall - base.wall) * 1e3 for one, base in zip(taken, bare, strict=True))
        cuts = statistics.quantiles(above, n=20, method="inclusive") if rounds > 1 else above * 2
        strangers = sorted(third_party(OURS[name])) if name in OURS else []
        yield Figure(
            group="import",
            name=name,
            value=statistics.median(above),
            unit="ms",
            low=cuts[0],
            high=cuts[-1],
            limit=LIMIT if name in JUDGED else None,
            note=f"{wall:.0f} ms on the wall{_note(name, strangers)}",
            kept=not strangers,
        )


def _note(name: str, strangers: list[str]) -> str:
    if name not in OURS:
        return ""
    return f"; loads {', '.join(strangers)}" if strangers else "; no third-party module"
