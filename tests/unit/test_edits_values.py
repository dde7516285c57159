"""MapValue, Respell and NewOption: every branch by example."""

from typing import Any

import pytest

from aurora_compat.edits import MapValue, NewOption, Respell
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import kind_of
from tests.unit._edits import Json, NoteKey, Told, down, explained, over, reshaped, says, unsupported, up

MAP = MapValue("k", FrozenMap({"red": "rouge", "old": "new", "swapped": "old"}))
RESPELL = Respell("k", FrozenMap({"NearMap": "Nearmap"}))
OPTION = NewOption("k", "brand new")
NOT_TEXT: tuple[Json, ...] = (None, True, 1, 1.5, [], ["red"], {}, {"red": 1})


@pytest.mark.parametrize(
    ("value", "result", "notes"),
    [
        ({}, {}, set()),
        ({"k": "red"}, {"k": "rouge"}, set()),
        ({"k": "old", "j": "old"}, {"k": "new", "j": "old"}, set()),
        ({"k": "swapped"}, {"k": "old"}, set()),
        ({"k": "blue"}, {"k": "blue"}, set()),
        ({"k": "RED"}, {"k": "RED"}, set()),
        ({"k": "k"}, {"k": "k"}, set()),
        ({"k": ""}, {"k": ""}, set()),
        ({"k": "rouge"}, {"k": "rouge"}, {unsupported("/k")}),
        ({"k": "new"}, {"k": "new"}, {unsupported("/k")}),
    ],
)
def test_map_value(value: Json, result: Json, notes: set[NoteKey]) -> None:
    outcome = up(MAP, value)
    assert outcome.result == result
    assert outcome.notes == notes
    assert (outcome.result is value) == (result == value)
    assert list(outcome.result) == list(value)


@pytest.mark.parametrize(
    ("value", "result", "notes"),
    [
        ("rouge", "red", set()),
        ("new", "old", set()),
        ("old", "swapped", set()),
        ("red", "red", {unsupported("/k")}),
        ("swapped", "swapped", {unsupported("/k")}),
        ("blue", "blue", set()),
    ],
)
def test_map_value_backwards(value: str, result: str, notes: set[NoteKey]) -> None:
    outcome = down(MAP, {"k": value})
    assert outcome.result == {"k": result}
    assert outcome.notes == notes


@pytest.mark.parametrize("value", NOT_TEXT, ids=repr)
@pytest.mark.parametrize("edit", [MAP, RESPELL, OPTION], ids=lambda edit: type(edit).__name__)
def test_values_that_are_no_text_pass(edit: Any, value: Json) -> None:
    document = {"k": value}
    for outcome in (up(edit, document), down(edit, document)):
        assert outcome.result is document
        assert outcome.notes == set()


@pytest.mark.parametrize("value", [None, True, 0, "red", [{"k": "red"}]], ids=repr)
@pytest.mark.parametrize("edit", [MAP, RESPELL, OPTION], ids=lambda edit: type(edit).__name__)
@pytest.mark.parametrize("way", [up, down], ids=["up", "down"])
def test_where_an_object_belongs_another_value_is_kept(edit: Any, value: Json, way: Any) -> None:
    outcome = way(edit, value, at=(None, "at"))
    assert outcome.result is value
    assert outcome.notes == {unsupported("/at")}
    assert says(outcome.said[unsupported("/at")], kind_of(value), "an object")


def test_map_value_says_which_version_spells_it_so() -> None:
    assert says(up(MAP, {"k": "rouge"}).said[unsupported("/k")], "'rouge'", "2 spells it", "not 1")
    assert says(down(MAP, {"k": "red"}).said[unsupported("/k")], "'red'", "1 spells it", "not 2")


def test_map_value_explains_itself() -> None:
    assert explained(MAP)[0] == Told("/k", ("value", "'red'", "becomes", "'rouge'"))
    assert [line.words[1] for line in explained(MAP)] == ["'red'", "'old'", "'swapped'"]
    assert explained(MAP.inverse)[0] == Told("/k", ("value", "'rouge'", "becomes", "'red'"))


@pytest.mark.parametrize(
    ("value", "result", "notes"),
    [
        ({}, {}, set()),
        ({"k": "NearMap"}, {"k": "Nearmap"}, {reshaped("/k")}),
        ({"k": "NearMap", "j": "NearMap"}, {"k": "Nearmap", "j": "NearMap"}, {reshaped("/k")}),
        ({"k": "Nearmap"}, {"k": "Nearmap"}, set()),
        ({"k": "nearmap"}, {"k": "nearmap"}, set()),
        ({"j": "NearMap"}, {"j": "NearMap"}, set()),
    ],
)
def test_respell(value: Json, result: Json, notes: set[NoteKey]) -> None:
    outcome = up(RESPELL, value)
    assert outcome.result == result
    assert outcome.notes == notes
    assert (outcome.result is value) == (result == value)
    if notes:
        assert says(outcome.said[reshaped("/k")], "'NearMap'", "'Nearmap'", "spelling of 2")
    back = down(RESPELL, value)
    assert back.result is value
    assert back.notes == set()


def test_respell_explains_itself() -> None:
    assert explained(RESPELL) == [Told("/k", ("value", "'NearMap'", "is", "written", "'Nearmap'"), ("assumed",))]
    assert explained(RESPELL.inverse) == []
    assert RESPELL.inverse == Respell("k", RESPELL.values, upwards=False)
    assert RESPELL.upwards


@pytest.mark.parametrize("value", [{}, {"k": "brand new"}, {"k": "known"}, {"k": None}, {"j": "brand new"}], ids=repr)
def test_new_option(value: Json) -> None:
    there, back = up(OPTION, value), down(OPTION, value)
    assert there.result is value
    assert there.notes == set()
    assert back.result is value
    new = value.get("k") == "brand new"
    assert back.notes == ({unsupported("/k")} if new else set())
    if new:
        assert says(back.said[unsupported("/k")], "'brand new'", "came with 2", "1", "kept")


def test_new_option_explains_itself() -> None:
    assert explained(OPTION) == []
    (line,) = explained(OPTION.inverse)
    assert (line.where, line.notes, line.needs) == ("/k", ("unsupported",), ())
    assert says(" ".join(line.words), "'brand new'", "kept") or {"'brand", "new'"} <= set(line.words)
    assert OPTION.upwards
    assert OPTION.inverse == NewOption("k", "brand new", upwards=False)


def test_siblings_are_shared() -> None:
    j = [1]
    assert up(MAP, {"k": "red", "j": j}).result["j"] is j
    assert up(RESPELL, {"k": "NearMap", "j": j}).result["j"] is j
    assert over(MAP, {"k": "rouge"}, at=((None, "a/b"), 0)).notes == {unsupported("/a~1b/0/k")}
