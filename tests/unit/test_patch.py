"""The difference of two documents as JSON Patch."""

from typing import Any

import jsonpatch
import pytest
from hypothesis import given

import aurora_compat as ac
from aurora_compat.patch import patch_operations
from aurora_compat.words.jsons import copied, same
from tests.unit._edits import THOROUGH, documents


def replace(path: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}


def add(path: str, value: Any) -> dict[str, Any]:
    return {"op": "add", "path": path, "value": value}


def move(from_: str, path: str) -> dict[str, Any]:
    return {"op": "move", "from": from_, "path": path}


def remove(path: str) -> dict[str, Any]:
    return {"op": "remove", "path": path}


@pytest.mark.parametrize(
    ("old", "new", "operations"),
    [
        ({}, {}, []),
        ({"a": 1}, {"a": 2}, [replace("/a", 2)]),
        ({"a": 1}, {"a": 1.0}, [replace("/a", 1.0)]),
        ({"a": 1}, {"a": True}, [replace("/a", True)]),
        ({"a": 0.0}, {"a": -0.0}, []),
        ({}, {"a": 1}, [add("/a", 1)]),
        ({"a": 1}, {}, [remove("/a")]),
        ({"a": 1}, {"b": 1}, [move("/a", "/b")]),
        ({"a": None}, {"b": None}, [move("/a", "/b")]),
        ({"a": {"x": [1]}}, {"b": {"x": [1]}}, [move("/a", "/b")]),
        ({"a": 1}, {"b": 1.0}, [add("/b", 1.0), remove("/a")]),
        ({"a": 1}, {"b": True}, [add("/b", True), remove("/a")]),
        ({"a": 1}, {"b": 1, "c": 1}, [move("/a", "/b"), add("/c", 1)]),
        ({"a": 1, "b": 1}, {"c": 1}, [move("/a", "/c"), remove("/b")]),
        ({"a": 1, "b": 1}, {"c": 1, "d": 1}, [move("/a", "/c"), move("/b", "/d")]),
        ({"a": 1, "b": 2}, {"a": 2}, [replace("/a", 2), remove("/b")]),  # only what is new is moved to
        ({"a~": {"b/": 1}}, {"a~": {"c": 1}}, [move("/a~0/b~1", "/a~0/c")]),
        ({"x": {"a": 1}, "y": {}}, {"x": {}, "y": {"a": 1}}, [move("/x/a", "/y/a")]),
        ([{"a": 1}, {"b": 2}], [{"a": 1}, {"c": 2}], [move("/1/b", "/1/c")]),
        ({"l": [1]}, {"l": [1, 2]}, [replace("/l", [1, 2])]),
        ({"a": 1}, 5, [replace("", 5)]),
        (None, {"a": 1}, [replace("", {"a": 1})]),
        ({"": 1}, {"/": 1}, [move("/", "/~1")]),
    ],
)
def test_operations(old: Any, new: Any, operations: list[dict[str, Any]]) -> None:
    made = patch_operations(old, new)
    assert same(sorted(made, key=repr), sorted(operations, key=repr))
    assert same(jsonpatch.JsonPatch(made).apply(copied(old)), new)


@THOROUGH
@given(documents(8), documents(8))
def test_a_patch_makes_the_new_document_exactly(old: Any, new: Any) -> None:
    before = (copied(old), copied(new))
    made = patch_operations(old, new)
    assert same(jsonpatch.JsonPatch(made).apply(copied(old)), new)
    assert same([old, new], list(before))
    assert bool(made) != same(old, new)


def test_removals_come_last_so_that_nothing_is_moved_that_is_gone() -> None:
    made = patch_operations({"a": 1, "b": 2, "c": 3}, {"x": 3, "y": 4})
    assert [one["op"] for one in made] == ["move", "add", "remove", "remove"]


def test_a_patch_shares_nothing_with_the_documents() -> None:
    new: dict[str, Any] = {"a": {"b": [1]}}
    (operation,) = patch_operations({}, new)
    new["a"]["b"].append(2)
    assert operation["value"] == {"b": [1]}


def test_many_members_of_one_value() -> None:
    old = {f"a{n}": "same" for n in range(3000)}
    new = {f"b{n}": "same" for n in range(3000)}
    made = patch_operations(old, new)
    assert {one["op"] for one in made} == {"move"}
    assert {one["from"] for one in made} == {f"/a{n}" for n in range(3000)}


def test_the_patch_of_a_translation() -> None:
    payload = {"project": {"customer_address": "1 Way", "address": "2 Way", "id": "a"}}
    t = ac.translate(payload, operation="create_project", part="request", source="2022.09", target="2024.05")
    patch = t.patch()
    assert isinstance(patch, jsonpatch.JsonPatch)
    assert sorted(patch.patch, key=repr) == sorted(
        [
            move("/project/customer_address", "/project/mailing_address"),
            add("/project/location", {"property_address": "2 Way"}),
            remove("/project/address"),
        ],
        key=repr,
    )
    assert patch.apply(copied(payload)) == t.result
    t.result["project"]["location"]["property_address"] = "edited"
    assert t.patch() == patch
