"""Rename, Remove and Restore, Nest and Unnest: every branch by example."""

import textwrap
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.code import Code, Place
from aurora_compat.edits import Nest, Remove, Rename, Unnest
from aurora_compat.run import Call, Run
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import kind_of
from aurora_compat.words.pointer import Trail
from tests.unit._edits import (
    Json,
    NoteKey,
    Refused,
    Told,
    assumed,
    conflict,
    down,
    explained,
    lost,
    missing,
    over,
    refused,
    reshaped,
    run_for,
    says,
    unsupported,
    up,
)

ODD: tuple[Json, ...] = (None, True, 0, 1.5, "text", [], [{"old": 1}])
KIND = {None: "null", True: "a boolean", 0: "a number", 1.5: "a number", "text": "a string"}
NO_OBJECTS = pytest.mark.parametrize("value", ODD, ids=repr)

RENAME = Rename("old", "new")


@pytest.mark.parametrize(
    ("value", "result", "notes"),
    [
        ({}, {}, set()),
        ({"other": 1}, {"other": 1}, set()),
        ({"old": 1}, {"new": 1}, set()),
        ({"old": None, "other": [1]}, {"new": None, "other": [1]}, set()),
        ({"old": {"old": 1}}, {"new": {"old": 1}}, set()),
        ({"new": 2}, {"new": 2}, {unsupported("/new")}),
        ({"new": None}, {"new": None}, {unsupported("/new")}),
        ({"old": 1, "new": 2}, {"new": 1}, {conflict("/new")}),
        ({"old": None, "new": None}, {"new": None}, {conflict("/new")}),
        ({"Old": 1, "OLD": 2}, {"Old": 1, "OLD": 2}, set()),
    ],
)
def test_rename(value: Json, result: Json, notes: set[NoteKey]) -> None:
    outcome = up(RENAME, value)
    assert outcome.result == result
    assert outcome.notes == notes
    assert (outcome.result is value) == ("old" not in value)


def test_rename_keeps_the_value_itself_and_goes_back() -> None:
    held = {"deep": [1]}
    assert up(RENAME, {"old": held}).result["new"] is held
    assert down(RENAME, {"new": held}).result == {"old": held}
    assert down(RENAME, {"new": held}).result["old"] is held
    assert down(RENAME, {"old": 1}).notes == {unsupported("/old")}
    assert RENAME.inverse == Rename("new", "old")


def test_rename_says_which_version_calls_it_what() -> None:
    assert says(up(RENAME, {"new": 1}).said[unsupported("/new")], "1 calls", "'old'", "speaks 2", "kept")
    assert says(down(RENAME, {"old": 1}).said[unsupported("/old")], "2 calls", "'new'", "speaks 1", "kept")
    assert says(up(RENAME, {"old": 1, "new": 1}).said[conflict("/new")], "1's own key 'old'", "left out")


def test_rename_below_the_root_and_with_keys_that_pointers_escape() -> None:
    edit = Rename("a/b", "~c")
    outcome = over(edit, {"a/b": 1, "~c": 2}, at=((None, "things"), 3))
    assert outcome.result == {"~c": 1}
    assert outcome.notes == {conflict("/things/3/~0c")}


def test_what_was_renamed_is_followed_by_the_notes_before_and_after() -> None:
    run = run_for()
    RENAME.apply({"old": {"x": 1}}, run, (None, "thing"))
    trail: Trail = (((None, "thing"), "new"), "x")
    run.lost(trail, "said after it moved")
    run.assumed(((None, "thing"), "old"), "of what stands there from now on")
    assert [note.pointer for note in run.notes()] == ["/thing/old/x", "/thing/old"]
    run = run_for()
    run.assumed((((None, "thing"), "old"), "x"), "said before it moves")
    RENAME.apply({"old": {"x": 1}}, run, (None, "thing"))
    assert [note.pointer for note in run.notes()] == ["/thing/new/x"]


@NO_OBJECTS
@pytest.mark.parametrize(
    "edit",
    [
        RENAME,
        Remove("old"),
        Remove("old").inverse,
        Nest("box", FrozenMap({"old": "x"})),
        Nest("box", FrozenMap()).inverse,
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_where_an_object_belongs_another_value_is_kept(edit: Any, value: Json) -> None:
    outcome = over(edit, value, at=(None, "at"))
    assert outcome.result is value
    assert outcome.notes == {unsupported("/at")}
    assert says(outcome.said[unsupported("/at")], kind_of(value), "an object", "passed on as it is")
    assert over(edit, value, part="request").result is value


def test_rename_explains_itself() -> None:
    assert explained(RENAME) == [Told("/old", ("becomes", "new"))]
    assert explained(RENAME.inverse) == [Told("/new", ("becomes", "old"))]


# Remove and Restore.

REMOVE = Remove("gone")


def _twice_b(value: dict[str, Any], run: Run, at: Trail) -> tuple[Json, str] | None:
    return (value["b"] * 2, "twice what b says") if "b" in value else None


SUPPLIED = Remove("gone", _twice_b, "is twice b", ("list_things",))


@pytest.mark.parametrize("edit", [REMOVE, SUPPLIED], ids=["plain", "supplied"])
@pytest.mark.parametrize("held", [1, None, {}, [1], "", False], ids=repr)
def test_remove(edit: Remove, held: Json) -> None:
    rest = [1]
    value = {"gone": held, "rest": rest}
    outcome = up(edit, value)
    assert outcome.result == {"rest": [1]}
    assert outcome.result["rest"] is rest
    assert outcome.notes == {lost("/gone")}
    assert says(outcome.said[lost("/gone")], "2 has no 'gone'", "left out")
    absent = {"rest": rest}
    assert up(edit, absent).result is absent
    assert up(edit, absent).notes == set()


def test_restore_without_a_supply_leaves_it_missing() -> None:
    value = {"b": 2}
    outcome = down(REMOVE, value)
    assert outcome.result is value
    assert outcome.notes == {missing("/gone")}
    assert says(outcome.said[missing("/gone")], "1 has 'gone'", "nothing in 2 says")


def test_restore_fills_in_what_the_supply_knows() -> None:
    outcome = down(SUPPLIED, {"b": 2})
    assert outcome.result == {"b": 2, "gone": 4}
    assert outcome.notes == {assumed("/gone")}
    assert outcome.said[assumed("/gone")] == "twice what b says"
    unknown = {"c": 2}
    assert down(SUPPLIED, unknown).result is unknown
    assert down(SUPPLIED, unknown).notes == {missing("/gone")}


def test_restore_may_be_supplied_with_null() -> None:
    edit = Remove("gone", lambda value, run, at: (None, "known to be null"))
    assert down(edit, {}).result == {"gone": None}
    assert down(edit, {}).notes == {assumed("/gone")}


@pytest.mark.parametrize("held", [1, None], ids=repr)
def test_restore_keeps_what_the_newer_version_should_not_have(held: Json) -> None:
    value = {"b": 2, "gone": held}
    outcome = down(SUPPLIED, value)
    assert outcome.result is value
    assert outcome.notes == {unsupported("/gone")}
    assert says(outcome.said[unsupported("/gone")], "2 has no 'gone'", "1 has", "kept")


def test_the_supply_is_given_the_object_and_its_place() -> None:
    seen: list[tuple[Any, ...]] = []

    def supply(value: dict[str, Any], run: Run, at: Trail) -> tuple[Json, str] | None:
        seen.append((value, run.change, str(run.source), str(run.target), at))
        return None

    value = {"b": 1}
    Remove("gone", supply).inverse.apply(value, run_for(down=True), (None, "thing"))
    assert seen == [({"b": 1}, "the-change", "2", "1", (None, "thing"))]
    assert seen[0][0] is value


def test_the_supply_may_ask_and_the_need_points_at_the_gap() -> None:
    def supply(value: dict[str, Any], run: Run, at: Trail) -> tuple[Json, str] | None:
        pages = run.ask("list_things", (at, "gone"), paged=True)
        return None if pages is None else (len(pages), "counted from the answer of the list")

    edit = Remove("gone", supply)
    run = run_for(down=True)
    assert edit.inverse.apply({}, run, (None, "thing")) == {}
    (need,) = run.needs()
    assert (need.operation, str(need.version), need.change, need.pointer) == (
        "list_things",
        "2",
        "the-change",
        "/thing/gone",
    )
    assert need.query == {"page": "1", "per_page": "250"}
    assert need.path_params == {"tenant_id": "t1"}
    assert need.required is False
    assert need.request == ac.Request("GET", "/tenants/t1/things", need.query)
    known = ac.Context().with_answer(need, {"things": []})
    assert down(edit, {}, context=known).result == {"gone": 1}


def test_remove_and_restore_explain_themselves() -> None:
    assert explained(REMOVE) == [Told("/gone", ("is", "dropped"), ("lost",))]
    (line,) = explained(REMOVE.inverse)
    assert (line.where, line.notes, line.needs) == ("/gone", ("missing",), ())
    assert "absent" in line.words
    assert explained(SUPPLIED) == explained(REMOVE)
    assert explained(SUPPLIED.inverse) == [
        Told("/gone", ("is", "twice", "b"), ("assumed", "missing"), ("list_things",)),
    ]


# Nest and Unnest.

NEST = Nest("box", FrozenMap({"a": "x", "b": "b"}))
STRAYS = Nest("box", FrozenMap({"a": "x", "b": "b"}), FrozenMap({"x": "a"}))


@pytest.mark.parametrize(
    ("value", "result", "notes"),
    [
        ({}, {}, set()),
        ({"c": 1}, {"c": 1}, set()),
        ({"a": 1}, {"box": {"x": 1}}, set()),
        ({"b": None}, {"box": {"b": None}}, set()),
        ({"a": 1, "b": 2, "c": 3}, {"box": {"x": 1, "b": 2}, "c": 3}, set()),
        ({"a": {"x": 1}}, {"box": {"x": {"x": 1}}}, set()),
        # The object is there.
        ({"box": None}, {"box": None}, set()),
        ({"box": {}}, {"box": {}}, set()),
        ({"box": {"c": 1}}, {"box": {"c": 1}}, set()),
        ({"a": 1, "box": {"c": 3}}, {"box": {"x": 1, "c": 3}}, set()),
        ({"a": 1, "box": None}, {"box": {"x": 1}}, {reshaped("/box")}),
        ({"a": 1, "box": {}}, {"box": {"x": 1}}, {reshaped("/box")}),
        # It has the target's keys.
        ({"box": {"x": 9}}, {"box": {"x": 9}}, {unsupported("/box/x")}),
        (
            {"box": {"x": 9, "b": 8, "c": 7}},
            {"box": {"x": 9, "b": 8, "c": 7}},
            {unsupported("/box/x"), unsupported("/box/b")},
        ),
        ({"a": 1, "box": {"x": 9}}, {"box": {"x": 1}}, {conflict("/box/x")}),
        ({"a": 1, "box": {"x": None}}, {"box": {"x": 1}}, {conflict("/box/x")}),
        ({"a": 1, "box": {"b": 8}}, {"box": {"x": 1, "b": 8}}, {unsupported("/box/b")}),
        (
            {"a": 1, "b": 2, "box": {"x": 9, "b": 8}},
            {"box": {"x": 1, "b": 2}},
            {conflict("/box/x"), conflict("/box/b")},
        ),
        ({"box": {"a": 1}}, {"box": {"a": 1}}, set()),
        # Something else is there.
        ({"box": 5}, {"box": 5}, {unsupported("/box")}),
        ({"box": []}, {"box": []}, {unsupported("/box")}),
        ({"box": ""}, {"box": ""}, {unsupported("/box")}),
        ({"box": False}, {"box": False}, {unsupported("/box")}),
        ({"a": 1, "box": "text", "c": 2}, {"a": 1, "box": "text", "c": 2}, {unsupported("/a")}),
        ({"a": 1, "b": 2, "box": []}, {"a": 1, "b": 2, "box": []}, {unsupported("/a"), unsupported("/b")}),
        ({"a": 1, "box": 0}, {"a": 1, "box": 0}, {unsupported("/a")}),
    ],
)
def test_nest(value: Json, result: Json, notes: set[NoteKey]) -> None:
    outcome = up(NEST, value)
    assert outcome.result == result
    assert outcome.notes == notes
    assert (outcome.result is value) == (outcome.result == value)


def test_nest_keeps_the_values_themselves() -> None:
    a, c, inner = [1], [2], [3]
    result = up(NEST, {"a": a, "c": c, "box": {"inner": inner}}).result
    assert result["box"]["x"] is a
    assert result["c"] is c
    assert result["box"]["inner"] is inner


def test_nest_says_why() -> None:
    said = up(NEST, {"a": 1, "box": {"x": 1, "b": 1}}).said
    assert says(said[conflict("/box/x")], "1's own key 'a'", "left out")
    assert says(said[unsupported("/box/b")], "1 calls this 'b'", "kept")
    assert says(up(NEST, {"a": 1, "box": {}}).said[reshaped("/box")], "'box'", "empty", "absent", "filled")
    assert says(up(NEST, {"box": []}).said[unsupported("/box")], "a list", "an object")
    assert says(up(NEST, {"a": 1, "box": []}).said[unsupported("/a")], "'box'", "a list", "stays where it was")


@pytest.mark.parametrize("held", [5, "text", [], True, 0, ""], ids=repr)
def test_nest_refuses_a_request_that_can_not_be_told_to_the_target(held: Json) -> None:
    pointer, why = refused(NEST, {"a": 1, "b": 2, "box": held})
    assert pointer == "/box"
    assert says(why, kind_of(held), "2 wants", "an object", "x, b")
    assert "b" not in refused(NEST, {"a": 1, "box": held}).why.partition("with ")[2].partition(";")[0]


@pytest.mark.parametrize("value", [{"box": 5}, {"box": None, "a": 1}, {"a": 1}, {"box": {"x": 1}}], ids=repr)
def test_nest_refuses_nothing_else(value: Json) -> None:
    assert up(NEST, value, part="request") == up(NEST, value)


@pytest.mark.parametrize(
    ("value", "result", "notes"),
    [
        ({}, {}, set()),
        ({"c": 1}, {"c": 1}, set()),
        ({"box": {"x": 1}}, {"a": 1}, set()),
        ({"box": {"b": None}}, {"b": None}, set()),
        ({"box": {"x": 1, "b": 2}, "c": 3}, {"a": 1, "b": 2, "c": 3}, set()),
        ({"box": {"x": {"x": 1}}}, {"a": {"x": 1}}, set()),
        # The object stays where it holds more, or none of the members.
        ({"box": {"x": 1, "c": 3}}, {"a": 1, "box": {"c": 3}}, set()),
        ({"box": {"c": 3}}, {"box": {"c": 3}}, set()),
        ({"box": {}}, {"box": {}}, set()),
        ({"box": None}, {"box": None}, set()),
        ({"box": {"a": 1}}, {"box": {"a": 1}}, set()),
        # The older version's keys are there.
        ({"a": 9}, {"a": 9}, {unsupported("/a")}),
        ({"a": 9, "box": {}}, {"a": 9, "box": {}}, {unsupported("/a")}),
        ({"a": 9, "box": {"x": 1}}, {"a": 1}, {conflict("/a")}),
        ({"a": 9, "box": {"b": 1}}, {"a": 9, "b": 1}, {unsupported("/a")}),
        ({"a": 9, "b": 8, "box": {"x": 1, "b": 2}}, {"a": 1, "b": 2}, {conflict("/a"), conflict("/b")}),
        # Something else is there.
        ({"box": 5}, {"box": 5}, {unsupported("/box")}),
        ({"box": []}, {"box": []}, {unsupported("/box")}),
        ({"box": ""}, {"box": ""}, {unsupported("/box")}),
        ({"box": 5, "a": 1}, {"box": 5, "a": 1}, {unsupported("/box"), unsupported("/a")}),
    ],
)
def test_unnest(value: Json, result: Json, notes: set[NoteKey]) -> None:
    outcome = down(NEST, value)
    assert outcome.result == result
    assert outcome.notes == notes
    assert (outcome.result is value) == (outcome.result == value)


def test_unnest_keeps_the_values_themselves() -> None:
    x, c, inner = [1], [2], [3]
    result = down(NEST, {"box": {"x": x, "inner": inner}, "c": c}).result
    assert result["a"] is x
    assert result["c"] is c
    assert result["box"]["inner"] is inner


def test_unnest_does_not_copy_an_object_that_it_takes_nothing_out_of() -> None:
    """Only the stray moves here: `box` is an untouched sibling."""
    value = {"x": 7, "box": {"c": 1}}
    assert down(STRAYS, value).result["box"] is value["box"]


def test_unnest_says_why() -> None:
    assert says(down(NEST, {"a": 9, "box": {"x": 1}}).said[conflict("/a")], "2's own key 'box/x'", "left out")
    assert says(down(NEST, {"a": 9}).said[unsupported("/a")], "2 calls this 'box/x'", "speaks 1")
    assert says(down(NEST, {"box": []}).said[unsupported("/box")], "a list", "an object")


@pytest.mark.parametrize("held", [5, "text", [], False], ids=repr)
def test_unnest_refuses_a_request_whose_object_is_none(held: Json) -> None:
    pointer, why = refused(NEST.inverse, {"box": held}, down=True)
    assert pointer == "/box"
    assert says(why, kind_of(held), "2 wants an object", "1 has no 'box'")


@pytest.mark.parametrize("value", [{"box": None}, {"box": {}}, {"box": {"x": 1}}, {"a": 1}], ids=repr)
def test_unnest_refuses_nothing_else(value: Json) -> None:
    assert down(NEST, value, part="request") == down(NEST, value)


@pytest.mark.parametrize(
    ("value", "result", "notes"),
    [
        ({"x": 7}, {"a": 7}, {reshaped("/x")}),
        ({"x": None, "c": 1}, {"a": None, "c": 1}, {reshaped("/x")}),
        ({"x": 7, "box": {}}, {"a": 7, "box": {}}, {reshaped("/x")}),
        ({"x": 7, "box": None}, {"a": 7, "box": None}, {reshaped("/x")}),
        ({"x": 7, "box": {"b": 1}}, {"a": 7, "b": 1}, {reshaped("/x")}),
        ({"x": 7, "box": {"c": 1}}, {"a": 7, "box": {"c": 1}}, {reshaped("/x")}),
        ({"x": 7, "box": {"x": 1}}, {"a": 1, "x": 7}, set()),
        ({"x": 7, "a": 9}, {"a": 7}, {reshaped("/x"), conflict("/a")}),
        ({"x": 7, "box": 5}, {"a": 7, "box": 5}, {reshaped("/x"), unsupported("/box")}),
    ],
)
def test_unnest_reads_a_stray_where_the_object_has_none(value: Json, result: Json, notes: set[NoteKey]) -> None:
    outcome = down(STRAYS, value)
    assert outcome.result == result
    assert outcome.notes == notes
    if reshaped("/x") in notes:
        assert says(outcome.said[reshaped("/x")], "'box'", "2 has it")
    without = down(NEST, value)
    assert "x" not in value or without.result["x"] == value["x"]


@pytest.mark.parametrize(
    ("value", "result", "notes"),
    [
        ({"x": 7}, {"x": 7}, {unsupported("/x")}),
        ({"x": None, "box": {"c": 1}}, {"x": None, "box": {"c": 1}}, {unsupported("/x")}),
        ({"x": 7, "a": 1}, {"x": 7, "box": {"x": 1}}, {unsupported("/x")}),
        ({"x": 7, "box": 5}, {"x": 7, "box": 5}, {unsupported("/x"), unsupported("/box")}),
    ],
)
def test_nest_keeps_a_stray_that_only_the_target_knows(value: Json, result: Json, notes: set[NoteKey]) -> None:
    outcome = up(STRAYS, value)
    assert outcome.result == result
    assert outcome.notes == notes
    assert says(outcome.said[unsupported("/x")], "only 2", "'box'")


def test_several_strays_of_one_member_and_strays_of_another() -> None:
    edit = Nest("box", FrozenMap({"a": "x", "b": "b"}), FrozenMap({"s": "a", "t": "b"}))
    outcome = down(edit, {"s": 1, "t": 2})
    assert outcome.result == {"a": 1, "b": 2}
    assert outcome.notes == {reshaped("/s"), reshaped("/t")}
    outcome = down(edit, {"s": 1, "t": 2, "box": {"x": 3}})
    assert outcome.result == {"a": 3, "b": 2, "s": 1}
    assert outcome.notes == {reshaped("/t")}


def test_what_was_nested_is_followed_both_ways() -> None:
    run = run_for()
    NEST.apply({"a": {"k": 1}}, run, (None, "thing"))
    run.lost(((((None, "thing"), "box"), "x"), "k"), "said after it moved")
    assert [note.pointer for note in run.notes()] == ["/thing/a/k"]
    run = run_for(down=True)
    STRAYS.inverse.apply({"x": {"k": 1}, "box": {"b": 1}}, run, (None, "thing"))
    run.lost((((None, "thing"), "a"), "k"), "said after it moved")
    run.lost(((None, "thing"), "b"), "said after it moved")
    assert [note.pointer for note in run.notes() if note.kind == "lost"] == ["/thing/x/k", "/thing/box/b"]


def test_nest_and_unnest_explain_themselves() -> None:
    assert explained(NEST) == [Told("/a", ("moves", "to", "box/x")), Told("/b", ("moves", "to", "box/b"))]
    assert explained(NEST.inverse) == [Told("/box/x", ("moves", "to", "a")), Told("/box/b", ("moves", "to", "b"))]
    *moves, stray = explained(STRAYS.inverse)
    assert moves == explained(NEST.inverse)
    assert (stray.where, stray.notes, stray.needs) == ("/x", ("assumed",), ())
    assert {"a", "box"} <= set(stray.words)
    assert explained(STRAYS) == explained(NEST)


def test_inverses_are_of_their_own_kind() -> None:
    assert isinstance(NEST.inverse, Unnest)
    assert NEST.inverse.inverse is NEST
    assert REMOVE.inverse.inverse is REMOVE
    assert refused(NEST, {"a": 1, "box": 1}) == Refused("/box", refused(NEST, {"a": 2, "box": 1}).why)


def test_a_quick_supply_stands_for_the_supply_in_what_is_written_down() -> None:
    def supply(value: dict[str, Any], run: Run, at: Trail) -> tuple[Json, str] | None:
        raise AssertionError("the quick one knows it")

    def quick(value: dict[str, Any], call: Call) -> tuple[Json] | None:
        return (call.status,) if "b" in value else None

    code = Code()
    edit = Remove("gone", supply, quick_supply=quick).inverse
    edit.write(code, Place("now", "was"), "run.at()")
    assert "run" not in "\n".join(code.lines)
    for was, expected in (({"b": 2}, {"b": 2, "gone": 200}), ({"c": 2}, {"c": 2}), ({"gone": 3}, {"gone": 3})):
        names: dict[str, Any] = {**code.constants, "now": was, "was": was, "call": run_for(down=True).call}
        exec(textwrap.dedent("\n".join(code.lines)), names)
        assert names["now"] == expected
        assert (names["now"] is was) == (expected == was)
