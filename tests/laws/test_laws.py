"""The kit's laws over every operation, part and pair of versions, from golden documents and generated payloads.

`--hypothesis-profile=nightly` draws many more examples.
"""

from itertools import permutations
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.testing import laws
from aurora_compat.words.operation import PARTS, Part
from tests.documents import VERSIONS, fixtures
from tests.tallies import BODIES, drawing, refused

PAIRS = tuple(permutations(VERSIONS, 2))
ALL = [(operation, part, pair) for operation in ac.operations for part in PARTS for pair in PAIRS]


def is_touched(operation: str, part: Part, pair: tuple[str, str]) -> bool:
    return ac.registry.plan(operation, part, *pair).touches()


TOUCHED = [one for one in ALL if is_touched(*one)]
UNTOUCHED = [one for one in ALL if not is_touched(*one)]


def checked(**chosen: Any) -> None:
    """Check all laws, and count."""
    BODIES.add(laws.check(**chosen, **drawing(), fixtures=fixtures))


@pytest.mark.parametrize(
    ("operation", "part", "pair"), TOUCHED, ids=[f"{name}.{part}:{'-'.join(pair)}" for name, part, pair in TOUCHED]
)
def test_where_a_change_touches(operation: str, part: Part, pair: tuple[str, str]) -> None:
    """Of a response, its errors are checked as well."""
    checked(operations=[operation], parts=[part], pairs=[pair])


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_where_none_does(part: Part, pair: tuple[str, str]) -> None:
    """Models may differ nevertheless, and of responses errors change."""
    operations = [name for name, its, between in UNTOUCHED if (its, between) == (part, pair)]
    checked(operations=operations, parts=[part], pairs=[pair], untouched=True)


def test_few_examples_are_refused() -> None:
    """A refused trip is outside every law: where many are, the laws say little."""
    assert refused(BODIES) < 0.05
