"""The laws over every operation, part and pair of versions. `--hypothesis-profile=nightly` draws many more examples."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws.laws import LAWS, holds, stability
from tests.laws.strategies import TOUCHED, UNTOUCHED, Combination, Example, examples
from tests.laws.tally import TALLY

CASES = [
    pytest.param(law, case, id=f"{law.__name__}-{case.name}")
    for law in LAWS
    for case in TOUCHED
    if law is not stability or case.source < case.target  # that law speaks of the way up
]


@pytest.mark.parametrize(("law", "case"), CASES)
def test_where_a_change_touches(law: Callable[[Example], None], case: Combination) -> None:
    @given(examples(case))
    def check(example: Example) -> None:
        TALLY.count(law.__name__, case.name, checked=holds(law, example))

    check()


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_where_none_does(law: Callable[[Example], None]) -> None:
    cases = [case for case in UNTOUCHED if law is not stability or case.source < case.target]

    @given(st.sampled_from(cases).flatmap(examples))
    def check(example: Example) -> None:
        TALLY.count(law.__name__, "untouched", checked=holds(law, example))

    check()
