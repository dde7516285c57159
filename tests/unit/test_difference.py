"""What differs between two documents: by member, by item, and strictly."""

from typing import Any

import pytest
from hypothesis import given

from aurora_compat.difference import (
    ROOT,
    ById,
    ByIndex,
    Difference,
    Lists,
    Place,
    differences,
    keys_along,
    place_of,
)
from aurora_compat.words.jsons import copied, digest, same
from tests.unit._edits import THOROUGH, documents


def found(old: Any, new: Any) -> dict[tuple[str, str], tuple[Any, Any]]:
    """(kind, pointer) -> the old and the new value."""
    all_ = list(differences(old, new))
    made: dict[tuple[str, str], tuple[Any, Any]] = {(one.kind, one.pointer): (one.old, one.new) for one in all_}
    assert len(made) == len(all_)
    return made


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {}, {}),
        ({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}, {}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, {}),
        ({"a": 0.0}, {"a": -0.0}, {}),
        ({"a": 1}, {"a": 2}, {("replace", "/a"): (1, 2)}),
        ({"a": 1}, {}, {("remove", "/a"): (1, None)}),
        ({}, {"a": 1}, {("add", "/a"): (None, 1)}),
        ({"a": None}, {}, {("remove", "/a"): (None, None)}),
        ({}, {"a": None}, {("add", "/a"): (None, None)}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "d": 2}}, {("remove", "/a/c"): (2, None), ("add", "/a/d"): (None, 2)}),
        ({"a": {}}, {"a": []}, {("replace", "/a"): ({}, [])}),
        ({"a": {"b": 1}}, {"a": None}, {("replace", "/a"): ({"b": 1}, None)}),
        ({"a/b": {"~": 1}}, {"a/b": {"~": 2}}, {("replace", "/a~1b/~0"): (1, 2)}),
        ({"": 1}, {"": 2}, {("replace", "/"): (1, 2)}),
        # The whole document.
        (1, 2, {("replace", ""): (1, 2)}),
        ({}, [], {("replace", ""): ({}, [])}),
        (None, {}, {("replace", ""): (None, {})}),
        # Numbers are told apart.
        ({"a": 1}, {"a": 1.0}, {("replace", "/a"): (1, 1.0)}),
        ({"a": 1}, {"a": True}, {("replace", "/a"): (1, True)}),
        ({"a": 0}, {"a": False}, {("replace", "/a"): (0, False)}),
        ({"a": 0}, {"a": -0.0}, {("replace", "/a"): (0, -0.0)}),
        ({"a": 2**70}, {"a": 2**70 + 1}, {("replace", "/a"): (2**70, 2**70 + 1)}),
        # Lists of objects are entered, others are not.
        ([{"a": 1}], [{"a": 2}], {("replace", "/0/a"): (1, 2)}),
        ([{"a": 1}, {}], [{"a": 1}, {"b": 1}], {("add", "/1/b"): (None, 1)}),
        ({"l": [1, 2]}, {"l": [1, 3]}, {("replace", "/l"): ([1, 2], [1, 3])}),
        ({"l": [1]}, {"l": [1.0]}, {("replace", "/l"): ([1], [1.0])}),
        ({"l": [1]}, {"l": [1, 1]}, {("replace", "/l"): ([1], [1, 1])}),
        ({"l": [{}]}, {"l": []}, {("replace", "/l"): ([{}], [])}),
        ({"l": [{"a": 1}, 1]}, {"l": [{"a": 2}, 1]}, {("replace", "/l/0/a"): (1, 2)}),
        ({"l": [{"a": 1}, 1]}, {"l": [{"a": 2}, 2]}, {("replace", "/l"): ([{"a": 1}, 1], [{"a": 2}, 2])}),
        ({"l": [{"a": 1}]}, {"l": [[1]]}, {("replace", "/l"): ([{"a": 1}], [[1]])}),
        ({"l": [[1]]}, {"l": [{"a": 1}]}, {("replace", "/l"): ([[1]], [{"a": 1}])}),
        # Nested lists.
        ([[{"a": 1}], [{"a": 1}]], [[{"a": 1}], [{"a": 2}]], {("replace", "/1/0/a"): (1, 2)}),
        ([[1]], [[2]], {("replace", ""): ([[1]], [[2]])}),
        ([[{"a": 1}]], [[{"a": 1}, {}]], {("replace", ""): ([[{"a": 1}]], [[{"a": 1}, {}]])}),
    ],
)
def test_differences(old: Any, new: Any, expected: dict[tuple[str, str], tuple[Any, Any]]) -> None:
    made = found(old, new)
    assert made.keys() == expected.keys()
    assert all(same(list(made[key]), list(expected[key])) for key in expected), made


def test_what_is_the_same_object_is_not_looked_at() -> None:
    class Never(dict[str, Any]):
        def items(self) -> Any:
            raise AssertionError

    shared = Never(a=1)
    assert found({"s": shared, "a": 1, "l": [shared, {"b": 1}]}, {"s": shared, "a": 2, "l": [shared, {"b": 2}]}) == {
        ("replace", "/a"): (1, 2),
        ("replace", "/l/1/b"): (1, 2),
    }


def place(old: Any, new: Any) -> Place:
    """Where the one difference is."""
    (one,) = differences(old, new)
    return one.at


def test_places_in_lists_are_told_by_id_where_every_item_has_one_of_its_own() -> None:
    old = [{"id": "a", "x": 1}, {"id": "b", "x": 1}]
    assert place({"l": old}, {"l": [{"id": "a", "x": 1}, {"id": "b", "x": 2}]}) == (ROOT, "l", ById("b", 1))
    old = [{"id": 7, "x": 1}, {"id": "7", "x": 1}]
    assert place(old, [{"id": 7, "x": 2}, {"id": "7", "x": 1}]) == (ROOT, ById(7, 0))


@pytest.mark.parametrize(
    "old",
    [
        [{"x": 1}],
        [{"x": 1}, {"id": "b"}],
        [{"id": None, "x": 1}],
        [{"id": True, "x": 1}],
        [{"id": 1.5, "x": 1}],
        [{"id": ["a"], "x": 1}],
        [{"id": {"a": 1}, "x": 1}],
        [{"id": "a", "x": 1}, {"id": "a"}],
        [{"x": 1, "id": 1}, {"id": 1}],
        [{"id": "a", "x": 1}, 5],
        [{"id": "a", "x": 1}, None],
        [{"id": "a", "x": 1}, []],
    ],
    ids=repr,
)
def test_and_by_position_where_not(old: list[Any]) -> None:
    new = copied(old)
    new[0]["x"] = 2
    at = place({"l": old}, {"l": new})
    assert at == (ROOT, "l", ByIndex(0, old))
    assert at[2].within is old


def test_and_by_position_where_the_ids_differ() -> None:
    old = [{"id": "a", "x": 1}, {"id": "b", "x": 2}]
    made = list(differences(old, [{"id": "b", "x": 1}, {"id": "a", "x": 2}]))
    assert {(one.kind, one.pointer) for one in made} == {("replace", "/0/id"), ("replace", "/1/id")}
    assert [type(one.at[1]) for one in made] == [ByIndex, ByIndex]
    made = list(differences([{"id": 1}], [{"id": "1"}]))
    assert [type(one.at[1]) for one in made] == [ByIndex]


def test_an_item_that_only_lost_its_id_goes_by_position() -> None:
    (one,) = differences([{"id": "a"}], [{}])
    assert (one.kind, one.key, one.at) == ("remove", "id", (ROOT, ByIndex(0, [{"id": "a"}])))


@pytest.mark.parametrize("depth", [1, 2, 15, 16])
def test_lists_of_lists_are_entered_to_a_depth(depth: int) -> None:
    old, new = nested({"a": 1}, depth), nested({"a": 2}, depth)
    (one,) = differences(old, new)
    assert (one.key, one.pointer) == ("a", "/0" * depth + "/a")


@pytest.mark.parametrize("depth", [17, 18, 40])
def test_and_replaced_whole_below(depth: int) -> None:
    old, new = nested({"a": 1}, depth), nested({"a": 2}, depth)
    (one,) = differences({"l": old}, {"l": new})
    assert (one.kind, one.pointer) == ("replace", "/l")
    assert one.new is new


def nested(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = [value]
    return value


def test_objects_are_entered_at_any_depth() -> None:
    old: Any = {"x": 1}
    new: Any = {"x": 2}
    for _ in range(600):
        old, new = {"a": old}, {"a": new}
    (one,) = differences(old, new)
    assert len(one.path) == 601


@THOROUGH
@given(documents(8), documents(8))
def test_applied_to_the_old_document_they_make_the_new(old: Any, new: Any) -> None:
    made = list(differences(old, new))
    assert bool(made) != same(old, new)
    root = {ROOT: copied(old)}
    for one in made:
        holder: Any = root
        for step in one.at:
            holder = holder[step if isinstance(step, str) else step.position]
        if one.kind == "add":
            assert one.key not in holder
        else:
            assert same(holder[one.key], one.old)
        if one.kind == "remove":
            del holder[one.key]
        else:
            holder[one.key] = one.new
    assert same(root[ROOT], new)


def test_the_path_of_a_difference() -> None:
    at: Place = (ROOT, "l", ById("a", 3), "m", ByIndex(2, []))
    assert keys_along(at) == ("l", 3, "m", 2)
    one = Difference("add", at, "k", new=1)
    assert (one.path, one.pointer, one.old) == (("l", 3, "m", 2, "k"), "/l/3/m/2/k", None)
    whole = Difference("replace", (), ROOT, 1, 2)
    assert (whole.path, whole.pointer) == ((), "")
    assert Difference("add", (ROOT,), "k").path == ("k",)


# Places of a document, and what is worked out of its lists once.


def test_a_path_as_a_place() -> None:
    document = {"l": [{"id": "a"}, {"id": "b", "m": [[1]]}], "n": [1, 2], "o": {"0": 1}}
    lists = Lists()
    assert place_of(document, (), lists) == (ROOT,)
    assert place_of(document, ("l", 1), lists) == (ROOT, "l", ById("b", 1))
    inner = document["l"][1]["m"]  # type: ignore[index]
    assert place_of(document, ("l", 1, "m", 0, 0), lists) == (
        ROOT,
        "l",
        ById("b", 1),
        "m",
        ByIndex(0, inner),
        ByIndex(0, inner[0]),
    )
    assert place_of(document, ("n", 1), lists) == (ROOT, "n", ByIndex(1, [1, 2]))
    assert place_of(document, ("o", "0"), lists) == (ROOT, "o", "0")
    # What is not there is told by its keys.
    assert place_of(document, ("x", "y"), lists) == (ROOT, "x", "y")
    assert place_of(document, ("n", 2), lists) == (ROOT, "n", "2")
    assert place_of(document, ("n", 2, "k"), lists) == (ROOT, "n", "2", "k")
    assert place_of(document, ("n", "k", 0), lists) == (ROOT, "n", "k", "0")
    assert place_of(document, ("o", 0), lists) == (ROOT, "o", "0")
    assert place_of(5, ("a",), lists) == (ROOT, "a")


def test_positions_of_ids_are_strict() -> None:
    items: list[Any] = [
        {"id": "a"},
        {"id": 1},
        {"id": "1"},
        {"id": True},
        {"id": "a"},
        {},
        5,
        {"id": None},
        {"id": 1.0},
    ]
    lists = Lists()
    for _ in range(2):
        assert lists.positions(items, "a") == [0, 4]
        assert lists.positions(items, 1) == [1]
        assert lists.positions(items, "1") == [2]
        assert lists.positions(items, True) == [3]
        assert lists.positions(items, "x") == []
        others: list[Any] = [None, 1.0, [], {}, ["a"]]
        assert all(lists.positions(items, other) == [] for other in others)


def test_lists_are_told_apart_by_identity() -> None:
    lists = Lists()
    one: list[Any] = [{"id": "a"}]
    other: list[Any] = [{"id": "b"}, {"id": "b"}]
    for _ in range(2):
        assert lists.have_ids(one)
        assert not lists.have_ids(other)
        assert lists.digest(one) == digest(one)
        assert lists.digest(other) == digest(other)
        assert lists.positions(one, "b") == []
        assert lists.positions(other, "b") == [0, 1]
    empty: list[Any] = []
    partly: list[Any] = [{"id": "a"}, {}]
    assert lists.have_ids(empty)
    assert not lists.have_ids(partly)


def test_a_list_is_worked_out_once() -> None:
    lists = Lists()
    items: list[Any] = [{"id": "a"}]
    before = (lists.have_ids(items), lists.digest(items), lists.positions(items, "a"))
    items.append({"id": "a"})
    assert (lists.have_ids(items), lists.digest(items), lists.positions(items, "a")) == before
