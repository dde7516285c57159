"""What holds for every edit of the vocabulary, alone and put together."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_compat.edits import (
    At,
    Chain,
    Custom,
    Each,
    Edit,
    MapValue,
    Nest,
    NewOption,
    Remove,
    Rename,
    Respell,
    chain,
    each_of,
)
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import copied, same
from tests.unit._edits import (
    BACKWARDS,
    THOROUGH,
    Json,
    documents,
    down,
    objects,
    over,
    untouched_is_shared,
    unwrapped,
    up,
    wrapped,
)

ONE = (
    Rename("a", "b"),
    Rename("", "a/b"),
    Remove("a"),
    Remove("a", lambda value, run, at: (value["b"], "what b says") if "b" in value else None, "is filled from b"),
    Nest("box", FrozenMap({"a": "x", "b": "b"})),
    Nest("box", FrozenMap({"a": "x", "b": "b"}), FrozenMap({"x": "a"})),
    Nest("box", FrozenMap({"a": "x"}), FrozenMap({"c": "a", "~": "a"})),
    MapValue("a", FrozenMap({"old": "new", "other": "old"})),
    Respell("a", FrozenMap({"old": "new"})),
    NewOption("a", "new"),
    BACKWARDS,
    Custom(wrapped, unwrapped),
)
PUT_TOGETHER = (
    At("a", Rename("a", "b")),
    At("box", Each(Rename("a", "b"))),
    Each(Nest("box", FrozenMap({"a": "x"}))),
    each_of("a", "b", MapValue("c", FrozenMap({"old": "new"}))),
    Chain((Rename("a", "b"), Rename("b", "c"))),
    Chain((Nest("box", FrozenMap({"a": "x"})), At("box", Rename("x", "c")))),
    chain(Rename("a", "b"), At("b", BACKWARDS), Remove("c")),
)
EDITS = (*ONE, *PUT_TOGETHER)
BOTH_WAYS = tuple(edit for one in EDITS for edit in (one, one.inverse))

every_edit = pytest.mark.parametrize("edit", BOTH_WAYS, ids=lambda edit: re.sub(" at 0x[0-9a-f]+", "", repr(edit))[:60])


def compositions() -> st.SearchStrategy[Edit]:
    """Edits of edits of edits."""
    return st.recursive(
        st.sampled_from([edit for edit in ONE if edit not in {BACKWARDS}]),
        lambda inner: (
            st.builds(At, st.sampled_from(("a", "b", "box")), inner)
            | st.builds(Each, inner)
            | st.lists(inner, min_size=1, max_size=3).map(lambda edits: Chain(tuple(edits)))
        ),
        max_leaves=4,
    )


@every_edit
def test_the_inverse_of_the_inverse_is_the_edit(edit: Edit) -> None:
    assert edit.inverse.inverse == edit
    assert list(edit.inverse.inverse.lines()) == list(edit.lines())


@every_edit
def test_the_laws(edit: Edit) -> None:
    @THOROUGH
    @given(objects() | documents())
    def check(value: Json) -> None:
        holds(edit, value)

    check()


@THOROUGH
@given(st.lists(st.tuples(compositions(), documents(leaves=10)), min_size=1, max_size=3))
def test_the_laws_of_compositions(examples: list[tuple[Edit, Json]]) -> None:
    for edit, value in examples:
        assert edit.inverse.inverse == edit
        holds(edit, value, alone=False)


def holds(edit: Edit, value: Json, *, alone: bool = True) -> None:
    """All laws of one edit for one value; a chain of several may make an equal object where its parts cancel out."""
    there, again = up(edit, value), up(edit, copied(value))  # that the input stays as it was is looked at there
    assert same(again.result, there.result)
    assert again.said == there.said
    if alone and "conflict" not in {kind for kind, _, _ in there.notes}:  # of two equal values one gives way
        assert untouched_is_shared(value, there.result), "copied without need"
    back = down(edit, there.result)
    if not there.notes and not back.notes:
        assert same(back.result, value), "the way back is another"


@every_edit
def test_an_odd_value_at_the_top_is_kept_and_said_to_be(edit: Edit) -> None:
    for value in (None, True, 0, 1.5, "text"):
        outcome = over(edit, value)
        if edit in {BACKWARDS, Custom(wrapped, unwrapped)}:
            continue
        assert outcome.result is value
        assert {(kind, side) for kind, _, side in outcome.notes} == {("unsupported", "source")}
        assert {pointer for _, pointer, _ in outcome.notes} == {""}
