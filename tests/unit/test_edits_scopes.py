"""At, Each, each_of, Chain and Custom: every branch by example."""

import pytest

from aurora_compat.edits import At, Chain, Custom, Each, Edit, Line, Rename, chain, each_of
from aurora_compat.run import Run
from aurora_compat.words.jsons import kind_of
from aurora_compat.words.pointer import Trail
from tests.unit._edits import (
    BACKWARDS,
    Json,
    NoteKey,
    Told,
    backwards,
    conflict,
    down,
    explained,
    over,
    run_for,
    says,
    unsupported,
    unwrapped,
    up,
    wrapped,
)

RENAME = Rename("old", "new")
AT = At("here", RENAME)
EACH = Each(RENAME)
EITHER = each_of("thing", "things", RENAME)


@pytest.mark.parametrize(
    ("value", "result", "notes"),
    [
        ({}, {}, set()),
        ({"old": 1}, {"old": 1}, set()),
        ({"here": None}, {"here": None}, set()),
        ({"here": {}}, {"here": {}}, set()),
        ({"here": {"old": 1}, "there": {"old": 1}}, {"here": {"new": 1}, "there": {"old": 1}}, set()),
        ({"here": {"new": 1}}, {"here": {"new": 1}}, {unsupported("/here/new")}),
        ({"here": {"old": 1, "new": 2}}, {"here": {"new": 1}}, {conflict("/here/new")}),
        ({"here": 0}, {"here": 0}, {unsupported("/here")}),
        ({"here": False}, {"here": False}, {unsupported("/here")}),
        ({"here": ""}, {"here": ""}, {unsupported("/here")}),
        ({"here": []}, {"here": []}, {unsupported("/here")}),
    ],
)
def test_at(value: Json, result: Json, notes: set[NoteKey]) -> None:
    outcome = up(AT, value)
    assert outcome.result == result
    assert outcome.notes == notes
    assert (outcome.result is value) == (outcome.result == value)


@pytest.mark.parametrize("value", [None, True, 0, "here", [{"here": {"old": 1}}]], ids=repr)
def test_at_needs_an_object(value: Json) -> None:
    outcome = over(AT, value, at=(None, "at"))
    assert outcome.result is value
    assert outcome.notes == {unsupported("/at")}
    assert says(outcome.said[unsupported("/at")], kind_of(value), "an object")


def test_at_shares_what_stands_beside_and_below() -> None:
    beside, below = [1], [2]
    result = up(AT, {"here": {"old": 1, "below": below}, "beside": beside}).result
    assert result["beside"] is beside
    assert result["here"]["below"] is below


def test_at_goes_back() -> None:
    assert AT.inverse == At("here", Rename("new", "old"))
    assert down(AT, {"here": {"new": 1}}).result == {"here": {"old": 1}}


@pytest.mark.parametrize(
    ("value", "result", "notes"),
    [
        ([], [], set()),
        ([None, {}, {"x": 1}], [None, {}, {"x": 1}], set()),
        ([{"old": 1}], [{"new": 1}], set()),
        ([{"x": 0}, {"old": 1}, None, {"old": 2}], [{"x": 0}, {"new": 1}, None, {"new": 2}], set()),
        ([{"new": 1}, {"old": 1}], [{"new": 1}, {"new": 1}], {unsupported("/0/new")}),
        ([{"old": 1}, {"old": 1, "new": 2}], [{"new": 1}, {"new": 1}], {conflict("/1/new")}),
        ([{"old": 1}, 0, [{"old": 1}]], [{"new": 1}, 0, [{"old": 1}]], {unsupported("/1"), unsupported("/2")}),
    ],
)
def test_each(value: Json, result: Json, notes: set[NoteKey]) -> None:
    outcome = up(EACH, value)
    assert outcome.result == result
    assert outcome.notes == notes
    assert (outcome.result is value) == (outcome.result == value)
    assert all(a is b for a, b in zip(value, outcome.result, strict=True) if a == b)


@pytest.mark.parametrize("value", [None, True, 0, "text", {}, {"0": {"old": 1}}], ids=repr)
def test_each_needs_a_list(value: Json) -> None:
    outcome = over(EACH, value, at=(None, "at"))
    assert outcome.result is value
    assert outcome.notes == {unsupported("/at")}
    assert says(outcome.said[unsupported("/at")], kind_of(value), "a list")


def test_each_goes_back() -> None:
    assert EACH.inverse == Each(Rename("new", "old"))
    assert down(EACH, [{"new": 1}]).result == [{"old": 1}]


def test_each_of_reads_both_envelopes() -> None:
    value = {"thing": {"old": 1}, "things": [{"old": 2}, {"new": 3}], "page": 1}
    outcome = up(EITHER, value)
    assert outcome.result == {"thing": {"new": 1}, "things": [{"new": 2}, {"new": 3}], "page": 1}
    assert outcome.notes == {unsupported("/things/1/new")}
    assert Chain((At("thing", RENAME), At("things", Each(RENAME)))) == EITHER
    neither = {"page": 1, "other": {"old": 1}}
    assert up(EITHER, neither).result is neither


def test_a_chain_goes_in_order_and_back_in_the_other() -> None:
    edit = Chain((Rename("a", "b"), Rename("b", "c"), At("c", RENAME)))
    assert up(edit, {"a": {"old": 1}}).result == {"c": {"new": 1}}
    assert down(edit, {"c": {"new": 1}}).result == {"a": {"old": 1}}
    assert edit.inverse == Chain((At("c", Rename("new", "old")), Rename("c", "b"), Rename("b", "a")))
    untouched = {"x": 1}
    assert up(edit, untouched).result is untouched
    assert up(Chain(()), untouched).result is untouched


def test_the_notes_of_a_chain_speak_of_its_input_and_its_result() -> None:
    edit = Chain((Rename("a", "b"), At("b", RENAME), Rename("b", "c")))
    outcome = up(edit, {"a": {"new": 1}, "c": 2})
    assert outcome.result == {"c": {"new": 1}}
    assert outcome.notes == {unsupported("/a/new"), conflict("/c")}


def test_one_edit_is_no_chain() -> None:
    assert chain(RENAME) is RENAME
    assert chain(RENAME, AT) == Chain((RENAME, AT))
    assert chain(RENAME, AT, EACH) == Chain((RENAME, AT, EACH))


def test_custom_calls_its_functions_with_value_walk_and_place() -> None:
    seen: list[tuple[Json, Run, Trail]] = []

    def keep(value: Json, run: Run, at: Trail) -> Json:
        seen.append((value, run, at))
        return value

    run = run_for()
    assert Custom(keep, wrapped).apply(7, run, (None, "k")) == 7
    assert seen == [(7, run, (None, "k"))]
    assert Custom(keep, wrapped).inverse.apply(7, run, None) == [7]
    assert len(seen) == 1


def test_custom_goes_back_by_the_other_function() -> None:
    edit = Custom(wrapped, unwrapped, (Line("/up", "goes up"),), (Line("/down", "goes down", ("lost",)),))
    assert up(edit, 1).result == [1]
    assert down(edit, [1]).result == 1
    assert explained(edit) == [Told("/up", ("goes", "up"))]
    assert explained(edit.inverse) == [Told("/down", ("goes", "down"), ("lost",))]
    assert edit.inverse != edit
    assert BACKWARDS.inverse == BACKWARDS
    assert BACKWARDS.up is backwards


@pytest.mark.parametrize(
    ("edit", "where"),
    [
        (AT, ["/here/old"]),
        (EACH, ["/*/old"]),
        (At("a", Each(At("b", RENAME))), ["/a/*/b/old"]),
        (EITHER, ["/thing/old", "/things/*/old"]),
        (Chain((RENAME, AT)), ["/old", "/here/old"]),
        (EITHER.inverse, ["/things/*/new", "/thing/new"]),
    ],
)
def test_lines_tell_the_place(edit: Edit, where: list[str]) -> None:
    assert [line.where for line in explained(edit)] == where


def test_a_line_from_one_level_up_keeps_the_rest() -> None:
    line = Line("/x", "does something", ("lost",), ("list_things",))
    assert line.below("k") == Line("/k/x", "does something", ("lost",), ("list_things",))
    assert Line("", "all of it").below("k").where == "/k"


@pytest.mark.parametrize("name", ["apply", "inverse", "lines"])
def test_an_edit_must_say_what_it_does(name: str) -> None:
    bare = Edit()
    with pytest.raises(NotImplementedError):
        _use(bare, name)


def _use(edit: Edit, name: str) -> object:
    if name == "apply":
        return edit.apply({}, run_for(), None)
    return edit.inverse if name == "inverse" else edit.lines()
