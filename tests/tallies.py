"""What a run has checked the laws for, so that it can say at the end how much it proves."""

import random
from typing import Any

from hypothesis import settings

from aurora_compat.testing import Tally

BODIES, MESSAGES = Tally(), Tally()
"""Of payloads, of whole messages."""
ENOUGH = 500
"""Examples of which the share that was refused says something."""


def drawing() -> dict[str, Any]:
    """How many examples the Hypothesis profile at hand wants, and the seed: none where it draws the same every time."""
    profile = settings()
    seed = None if profile.derandomize else random.getrandbits(32)
    print(f"max_examples={profile.max_examples}, seed={seed}")  # pytest shows it where a law is broken
    return {"max_examples": profile.max_examples, "seed": seed}


def refused(tally: Tally) -> float:
    """The share of examples that a rule refused, which is outside every law; 0 where too few were drawn to tell."""
    drawn = tally.total + tally.refused.total()
    return tally.refused.total() / drawn if drawn > ENOUGH else 0.0
