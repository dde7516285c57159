"""`laws.check_messages`: registries that are broken on purpose are caught, with a good message."""

from typing import Any

import pytest
from hypothesis import strategies as st

import aurora_compat as ac
from aurora_compat.testing import laws
from aurora_compat.testing.wire import UNKNOWN, Dialect, MessageLawBroken
from tests.testing._broken_messages import BROKEN, GOOD, Broken

NAMES = ("purity", "agreement", "identity", "round_trip", "no_silent_change", "composition")


def test_a_small_registry() -> None:
    tally = laws.check_messages(GOOD, max_examples=40)
    assert tally.laws == NAMES
    assert {"list_orders response 2 -> 1", f"{UNKNOWN} request 1 -> 2"} <= set(tally.cases)
    assert tally.checked["round_trip", "create_order request 1 -> 2"] == 40
    assert not tally.refused


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_rule_is_caught(broken: Broken) -> None:
    with pytest.raises(MessageLawBroken) as caught:
        laws.check_messages(broken.registry(), max_examples=200)
    error, text = caught.value, str(caught.value)
    assert (error.law, error.change, error.pointer) == (broken.law, broken.name, broken.pointer)
    case = f"create_order {error.part} {error.source} -> {error.target}"
    assert text.startswith(f"{broken.law} is broken by the change {broken.name}: {case}\n  at ")
    start = "POST /orders" if isinstance(error.message, ac.Request) else "200"
    assert f"\n  smallest message: {start}" in text
    assert len(error.message.body) < 30
    assert len(error.message.headers) < 5
    assert "\n  translated: " in text or "raises IndexError" in text
    if isinstance(error.message, ac.Request):
        assert len(error.message.query) < 2


def test_it_is_a_broken_law_like_others() -> None:
    with pytest.raises(laws.LawBroken, match="prefixes"):
        laws.check_messages(next(one for one in BROKEN if one.name == "prefixes").registry())


def test_the_same_failure_every_time() -> None:
    texts = []
    for _ in range(2):
        with pytest.raises(MessageLawBroken) as caught:
            laws.check_messages(BROKEN[0].registry(), max_examples=100)
        texts.append(str(caught.value))
    assert texts[0] == texts[1]


def test_what_is_checked_can_be_chosen() -> None:
    tally = laws.check_messages(
        GOOD, operations=["list_orders"], parts=["request"], pairs=[("2", "1")], laws=["identity"], seed=3
    )
    assert tally.cases == ("list_orders request 2 -> 1",)
    assert tally.laws == ("identity",)


def test_unknown_names() -> None:
    with pytest.raises(ValueError, match="no law 'gravity'"):
        laws.check_messages(GOOD, laws=["gravity"])
    with pytest.raises(ac.UnknownOperation):
        laws.check_messages(GOOD, operations=["create_ordr"])


def test_bodies_contexts_and_a_dialect_of_ones_own() -> None:
    seen: list[tuple[str, str, str]] = []

    def mine(operation: str, part: str, version: ac.Version) -> st.SearchStrategy[Any]:
        seen.append((operation, part, str(version)))
        return st.builds(lambda n: {"qty": n}, st.integers())

    dialect = Dialect(origins=("https://shop.example",), parameters=("size=1&size=2",))
    laws.check_messages(GOOD, payloads=mine, context=ac.Context(), dialect=dialect, max_examples=3)
    assert ("list_orders", "response", "2") in seen


def test_aurora_has_a_dialect_of_its_own() -> None:
    tally = laws.check_messages(operations=["list_racking_arrays", UNKNOWN], max_examples=10)
    assert "list_racking_arrays request 2018.01 -> 2024.05" in tally.cases
    assert tally.refused.total() / tally.total < 0.1
