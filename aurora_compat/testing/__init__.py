"""The testing kit, for any registry: strategies of payloads and messages, the laws, fixtures in every version.

    from aurora_compat.testing import as_of, laws, payloads

Install the extra `testing` for it (Hypothesis, pytest). What is exported here is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from aurora_compat.words.frozen import FrozenMap

if TYPE_CHECKING:
    from aurora_compat.testing import laws
    from aurora_compat.testing.broken import LawBroken
    from aurora_compat.testing.laws import Law
    from aurora_compat.testing.samples import SAMPLES, Sample, as_of
    from aurora_compat.testing.strategies import contexts, exchanges, payloads, requests
    from aurora_compat.testing.tally import Tally

_HOMES = FrozenMap(
    {
        "Law": "laws",
        "LawBroken": "broken",
        **dict.fromkeys(("SAMPLES", "Sample", "as_of"), "samples"),
        **dict.fromkeys(("contexts", "exchanges", "payloads", "requests"), "strategies"),
        "Tally": "tally",
    }
)


def __getattr__(name: str) -> Any:
    """Load what is asked for: samples, for one, need no Hypothesis."""
    if name == "laws":
        return import_module(f"{__name__}.laws")
    if name not in _HOMES:
        raise AttributeError(f"module 'aurora_compat.testing' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found


__all__ = [
    "SAMPLES",
    "Law",
    "LawBroken",
    "Sample",
    "Tally",
    "as_of",
    "contexts",
    "exchanges",
    "laws",
    "payloads",
    "requests",
]
