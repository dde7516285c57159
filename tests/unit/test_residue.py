"""The residue: what it holds, that it makes the way back exact, and what becomes of it when the document was edited."""

import copy
import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aurora_compat as ac
from aurora_compat.edits import At, Chain, Custom, Each, Edit, MapValue, Nest, Remove, Rename, each_of
from aurora_compat.run import Run
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import copied, digest, same
from aurora_compat.words.pointer import Trail
from tests.unit._edits import THOROUGH, documents, objects
from tests.unit._registries import change, first, then

Json: TypeAlias = Any
NoteKey: TypeAlias = tuple[str, str, str, str | None]

DROP = each_of("thing", "things", Remove("gone"))
RENAME = At("thing", Rename("old", "new"))
NEST = At("thing", Nest("box", FrozenMap({"a": "x", "b": "b"}), FrozenMap({"x": "a"})))
VALUE = At("thing", MapValue("k", FrozenMap({"red": "rouge"})))


class Trip:
    """There and back over one edge with one change (`ch`), which makes the given edit."""

    def __init__(self, edit: Edit, document: Json, *, down: bool = False, part: str = "response") -> None:
        self.registry = ac.Registry(first(), then("1", "2", change("ch", edit)))
        self.versions = ("2", "1") if down else ("1", "2")
        self.part = part
        self.document = document
        self.there = self._translate(document, *self.versions)
        self.residue = json.loads(json.dumps(self.there.residue))

    def back(self, document: Json = ..., residue: Json = ...) -> ac.Translation:
        """The way back, of what came of the way there unless told otherwise, with the residue."""
        document = copied(self.there.result) if document is ... else document
        return self._translate(document, *self.versions[::-1], residue=self.residue if residue is ... else residue)

    def edited(self, edit: Callable[[Json], Json]) -> ac.Translation:
        """The way back after an edit in place, or one that returns another document."""
        document = copied(self.there.result)
        changed = edit(document)
        return self.back(document if changed is None else changed)

    def _translate(self, document: Json, source: str, target: str, **more: Any) -> ac.Translation:
        return ac.translate(
            document,
            operation="update_thing",
            part=self.part,  # type: ignore[arg-type]
            source=source,
            target=target,
            registry=self.registry,
            **more,
        )


def notes(t: ac.Translation) -> set[NoteKey]:
    found: set[NoteKey] = {(note.kind, note.pointer, note.side, note.change) for note in t.notes}
    assert len(found) == len(t.notes)
    return found


def aside(pointer: str) -> NoteKey:
    """What an entry leaves that is not applied."""
    return ("lost", pointer, "target", "ch")


def missing(pointer: str) -> NoteKey:
    return ("missing", pointer, "target", "ch")


def unsupported(pointer: str) -> NoteKey:
    return ("unsupported", pointer, "source", "ch")


def both(a: Json, b: Json) -> bool:
    return bool(same(a, b))


# What a residue holds.


def test_nothing_is_needed_where_the_way_back_is_exact_by_itself() -> None:
    for edit, document in [(DROP, {"thing": {"k": 1}}), (RENAME, {"thing": {"old": 1}}), (NEST, {"thing": {"a": 1}})]:
        trip = Trip(edit, document)
        assert trip.residue is None
        assert both(trip.back().result, document)
    assert Trip(DROP, None).residue is None


def test_a_residue_says_what_it_is_of() -> None:
    trip = Trip(DROP, {"thing": {"gone": 5, "k": 1}})
    assert trip.residue == {
        "format": 1,
        "operation": "update_thing",
        "part": "response",
        "source": "1",
        "target": "2",
        "groups": [
            {
                "change": "ch",
                "while": [{"at": ["", "thing"], "key": "gone", "was": None}],
                "entries": [{"at": ["", "thing"], "add": "gone", "value": 5}],
            }
        ],
    }
    down = Trip(RENAME, {"thing": {"old": 1}}, down=True, part="request")
    assert {key: down.residue[key] for key in ("part", "source", "target")} == {
        "part": "request",
        "source": "2",
        "target": "1",
    }


def groups(edit: Edit, document: Json, **more: Any) -> Json:
    """The groups of a residue, in an order of their own."""
    return sorted(Trip(edit, document, **more).residue["groups"], key=json.dumps)


def test_items_with_ids_are_told_by_them() -> None:
    found = groups(DROP, {"things": [{"id": "a"}, {"id": 7, "gone": 2}]})
    at = ["", "things", {"id": 7, "index": 1}]
    assert found == [
        {
            "change": "ch",
            "while": [{"at": at, "key": "gone", "was": None}],
            "entries": [{"at": at, "add": "gone", "value": 2}],
        }
    ]


def test_items_without_are_told_by_their_position_in_that_very_list() -> None:
    document = {"things": [{"k": 1}, {"gone": 2}]}
    at = ["", "things", {"index": 1, "within": digest([{"k": 1}, {}])}]
    assert groups(DROP, document) == [
        {
            "change": "ch",
            "while": [{"at": at, "key": "gone", "was": None}],
            "entries": [{"at": at, "add": "gone", "value": 2}],
        }
    ]


def test_of_nested_lists_only_the_outermost_is_compared() -> None:
    edit = At("l", Each(Each(Remove("gone"))))
    ((group),) = groups(edit, {"l": [[{"k": 1}], [{"gone": 1}]]})
    at = ["", "l", {"index": 1, "within": digest([[{"k": 1}], [{}]])}, {"index": 0, "within": None}]
    assert group["entries"] == [{"at": at, "add": "gone", "value": 1}]
    assert group["while"] == [{"at": at, "key": "gone", "was": None}]
    mixed = At("l", Each(At("m", Each(Remove("gone")))))
    (group,) = groups(mixed, {"l": [{"id": "a", "m": [{"gone": 1}]}]})
    assert group["entries"][0]["at"] == ["", "l", {"id": "a", "index": 0}, "m", {"index": 0, "within": digest([{}])}]


def test_what_is_replaced_is_told_by_its_fingerprint() -> None:
    assert groups(VALUE, {"thing": {"k": "rouge"}}) == [
        {
            "change": "ch",
            "while": [{"at": ["", "thing"], "key": "k", "was": digest("rouge")}],
            "entries": [{"at": ["", "thing"], "replace": "k", "was": digest("red"), "value": "rouge"}],
        }
    ]


def test_what_is_removed_and_what_is_added_beside_it_go_together() -> None:
    """Or a respelled key would come back beside the edited one."""
    (group,) = groups(RENAME, {"thing": {"new": 2}})
    assert group["change"] == "ch"
    assert group["entries"] == [
        {"at": ["", "thing"], "remove": "old", "was": digest(2)},
        {"at": ["", "thing"], "add": "new", "value": 2},
    ]
    assert group["while"] == [
        {"at": ["", "thing"], "key": "new", "was": digest(2)},
        {"at": ["", "thing"], "key": "old", "was": None},
    ]


def test_what_gave_way_hangs_on_what_took_its_place() -> None:
    assert groups(RENAME, {"thing": {"old": 1, "new": 2}}) == [
        {
            "change": "ch",
            "while": [{"at": ["", "thing"], "key": "new", "was": digest(1)}],
            "entries": [{"at": ["", "thing"], "add": "new", "value": 2}],
        }
    ]


def test_what_was_dropped_stands_alone_beside_a_respelling() -> None:
    edit = At("thing", Chain((Remove("gone"), Rename("old", "new"))))
    found = groups(edit, {"thing": {"gone": 1, "new": 2}})
    assert sorted(sorted(set(entry) & {"add", "remove"}) for group in found for entry in group["entries"]) == [
        ["add"],
        ["add"],
        ["remove"],
    ]
    assert [len(group["entries"]) for group in found] in ([1, 2], [2, 1])
    (alone,) = (group["entries"][0] for group in found if len(group["entries"]) == 1)
    assert alone == {"at": ["", "thing"], "add": "gone", "value": 1}


def test_several_dropped_members_stand_alone() -> None:
    edit = At("thing", Chain((Remove("gone"), Remove("more"))))
    found = groups(edit, {"thing": {"gone": 1, "more": 2}})
    assert [[entry["add"] for entry in group["entries"]] for group in found] == [["gone"], ["more"]] or [
        [entry["add"] for entry in group["entries"]] for group in found
    ] == [["more"], ["gone"]]


def test_the_whole_document_may_be_replaced() -> None:
    def to_five(value: Json, run: Run, at: Trail) -> Json:
        run.lost(at, "all of it is five now")
        return 5

    def stay(value: Json, run: Run, at: Trail) -> Json:
        return value

    trip = Trip(Custom(to_five, stay), {"a": 1})
    assert trip.residue["groups"] == [
        {
            "change": "ch",
            "while": [{"at": [], "key": "", "was": digest(5)}],
            "entries": [{"at": [], "replace": "", "was": digest(5), "value": {"a": 1}}],
        }
    ]
    assert trip.back().result == {"a": 1}
    assert trip.back().notes == ()
    edited = trip.back(6)
    assert edited.result == 6
    assert notes(edited) == {aside("")}


def test_what_no_note_speaks_of_has_no_change() -> None:
    def silent(value: Json, run: Run, at: Trail) -> Json:
        return {key: member for key, member in value.items() if key != "gone"}

    def stay(value: Json, run: Run, at: Trail) -> Json:
        return value

    trip = Trip(Custom(silent, stay), {"gone": 1})
    assert trip.residue["groups"][0]["change"] is None
    assert trip.back().result == {"gone": 1}
    assert notes(trip.edited(lambda d: d.update(gone=2))) == {("lost", "/gone", "target", None)}


def test_a_change_is_found_by_a_note_above_or_below() -> None:
    def above(value: Json, run: Run, at: Trail) -> Json:
        run.lost(at, "some of it has no place")
        return {"thing": {}}

    def below(value: Json, run: Run, at: Trail) -> Json:
        run.lost((((at, "thing"), "deep"), "er"), "some of it has no place")
        return {"thing": {}}

    def stay(value: Json, run: Run, at: Trail) -> Json:
        return value

    for step in (above, below):
        trip = Trip(Custom(step, stay), {"thing": {"deep": {"er": 1}}})
        assert [group["change"] for group in trip.residue["groups"]] == ["ch"]
        assert trip.back().result == {"thing": {"deep": {"er": 1}}}


# The way back is exact.


DOCUMENTS: list[tuple[Edit, Json]] = [
    (DROP, {"thing": {"gone": None}}),
    (DROP, {"thing": {"gone": {"deep": [1, 1.0, True, -0.0, 2**70]}}, "things": [{"gone": 1}, None, {"k": 1}]}),
    (DROP, {"things": [{"id": "a", "gone": 1}, {"id": "b", "gone": 2}]}),
    (DROP, {"things": [{"id": "a", "gone": 1}, {"id": "a", "gone": 2}]}),
    (DROP, {"things": [{"gone": 1}, {"gone": 2}, {"gone": 1}]}),
    (DROP, {"things": {"gone": 1}}),
    (RENAME, {"thing": {"old": 1, "new": 2}}),
    (RENAME, {"thing": {"old": 1, "new": 1}}),
    (RENAME, {"thing": {"new": 2}}),
    (RENAME, {"thing": {"new": None, "k": 1}}),
    (NEST, {"thing": {"a": 1, "box": None}}),
    (NEST, {"thing": {"a": 1, "box": {}}}),
    (NEST, {"thing": {"a": 1, "box": {"x": 2, "y": 3}}}),
    (NEST, {"thing": {"a": 1, "b": 2, "box": {"x": 2, "b": 3}}}),
    (NEST, {"thing": {"box": {"x": 1}}}),
    (NEST, {"thing": {"a": 1, "box": 5}}),
    (NEST, {"thing": {"x": 1, "a": 2}}),
    (VALUE, {"thing": {"k": "rouge"}}),
    (VALUE, {"thing": {"k": "red"}}),
    (At("a/b", Remove("~")), {"a/b": {"~": 1, "": 2}}),
    (At("", Remove("")), {"": {"": 1}}),
]


@pytest.mark.parametrize(("edit", "document"), DOCUMENTS, ids=repr)
@pytest.mark.parametrize("down", [False, True], ids=["up", "down"])
def test_there_and_back_is_exact(edit: Edit, document: Json, down: bool) -> None:
    trip = Trip(edit, document, down=down)
    back = trip.back()
    assert both(back.result, document), trip.residue
    assert {kind for kind, _, side, _ in notes(back) if side == "target"} <= {"missing"}


EDITS = st.sampled_from(
    [
        Remove("a"),
        Rename("a", "b"),
        Rename("b", "a"),
        Nest("box", FrozenMap({"a": "x", "b": "b"}), FrozenMap({"x": "a"})),
        Nest("box", FrozenMap({"a": "x", "b": "b"}), FrozenMap({"x": "a"})).inverse,
        MapValue("a", FrozenMap({"old": "new"})),
    ]
)


@THOROUGH
@given(st.lists(EDITS, min_size=1, max_size=3), objects(), st.lists(documents(), max_size=3))
def test_there_and_back_is_exact_for_any_document(edits: list[Edit], thing: Json, things: Json) -> None:
    edit = Chain(tuple(edits))
    trip = Trip(each_of("thing", "things", edit), {"thing": thing, "things": things})
    assert both(trip.back().result, trip.document), trip.residue


def test_a_residue_of_several_hops() -> None:
    registry = ac.Registry(
        first(),
        then("1", "2", change("drops", At("thing", Remove("gone")))),
        then("2", "3", change("renames", Rename("thing", "it")), change("drops-more", At("it", Remove("more")))),
    )

    def translated(document: Json, source: str, target: str, **more: Any) -> ac.Translation:
        return ac.translate(
            document, operation="update_thing", part="response", source=source, target=target, registry=registry, **more
        )

    document = {"thing": {"gone": 1, "more": 2, "k": 3}}
    there = translated(document, "1", "3")
    assert there.result == {"it": {"k": 3}}
    assert [group["change"] for group in there.residue["groups"]] in (["drops", "drops-more"], ["drops-more", "drops"])
    assert {json.dumps(group["while"][0]["at"]) for group in there.residue["groups"]} == {'["", "it"]'}
    back = translated({"it": {"k": 4}}, "3", "1", residue=there.residue)
    assert back.result == {"thing": {"gone": 1, "more": 2, "k": 4}}
    assert back.notes == ()
    with pytest.raises(ac.MalformedPayload):
        translated({"it": {"k": 4}}, "3", "2", residue=there.residue)


# Edits in the middle.


def test_an_edit_beside_it_does_not_matter() -> None:
    trip = Trip(DROP, {"thing": {"gone": 5, "k": 1}})
    back = trip.edited(lambda d: d["thing"].update(k=2, new=3))
    assert back.result == {"thing": {"gone": 5, "k": 2, "new": 3}}
    assert back.notes == ()
    back = trip.edited(lambda d: d["thing"].pop("k") and None)
    assert back.result == {"thing": {"gone": 5}}
    back = trip.edited(lambda d: d.update(page=1))
    assert back.result == {"thing": {"gone": 5, "k": 1}, "page": 1}


@pytest.mark.parametrize(
    ("edit", "result", "expected"),
    [
        (lambda d: d["thing"].update(gone=9), {"thing": {"k": 1, "gone": 9}}, {unsupported("/thing/gone")}),
        (lambda d: d["thing"].update(gone=5.0), {"thing": {"k": 1, "gone": 5.0}}, {unsupported("/thing/gone")}),
        (lambda d: d["thing"].update(gone=None), {"thing": {"k": 1, "gone": None}}, {unsupported("/thing/gone")}),
        (lambda d: d.pop("thing") and None, {}, set()),
        (lambda d: d.update(thing=[1]), {"thing": [1]}, {unsupported("/thing")}),
        (lambda d: d.update(thing=None), {"thing": None}, set()),
        (lambda d: [d], [{"thing": {"k": 1}}], {("unsupported", "", "source", "ch")}),
        (lambda d: d.update(thing=[{"k": 1}]), {"thing": [{"k": 1}]}, {unsupported("/thing")}),
    ],
)
def test_an_edit_of_its_place_sets_it_aside(edit: Callable[[Json], Json], result: Json, expected: set[NoteKey]) -> None:
    trip = Trip(DROP, {"thing": {"gone": 5, "k": 1}})
    back = trip.edited(edit)
    assert both(back.result, result)
    assert notes(back) == expected | {aside("/thing/gone")}
    (note,) = (note for note in back.notes if note.side == "target")
    assert all(word in note.message for word in ("put back", "edited", "residue"))


def test_the_same_value_written_there_by_hand_is_no_conflict() -> None:
    back = Trip(DROP, {"thing": {"gone": 5, "k": 1}}).edited(lambda d: d["thing"].update(gone=5))
    assert back.result == {"thing": {"gone": 5, "k": 1}}
    assert notes(back) == {unsupported("/thing/gone")}


def test_what_was_moved_is_not_put_over_its_edit() -> None:
    trip = Trip(RENAME, {"thing": {"old": 1, "new": 2, "k": 1}})
    back = trip.edited(lambda d: d["thing"].update(new=3))
    assert back.result == {"thing": {"old": 3, "k": 1}}
    assert notes(back) == {aside("/thing/new")}
    back = trip.edited(lambda d: d["thing"].update(k=2))
    assert back.result == {"thing": {"old": 1, "new": 2, "k": 2}}
    assert back.notes == ()
    back = trip.edited(lambda d: d["thing"].pop("new") and None)
    assert back.result == {"thing": {"k": 1}}
    assert notes(back) == {aside("/thing/new")}


def test_a_respelled_key_does_not_come_back_beside_the_edited_one() -> None:
    trip = Trip(RENAME, {"thing": {"new": 2}})
    for value in (3, 2.0, None, {"new": 2}):
        back = trip.edited(lambda d, value=value: d["thing"].update(new=value))  # type: ignore[misc]
        assert both(back.result, {"thing": {"old": value}})
        assert aside("/thing/new") in notes(back)
    back = trip.edited(lambda d: d["thing"].pop("new") and None)
    assert back.result == {"thing": {}}
    assert aside("/thing/new") in notes(back)
    back = trip.edited(lambda d: d["thing"].update(k=1))
    assert back.result == {"thing": {"new": 2, "k": 1}}
    assert {note.kind for note in back.notes} <= {"unsupported"}


def test_a_replaced_value_is_not_put_over_an_edit() -> None:
    trip = Trip(VALUE, {"thing": {"k": "rouge"}})
    assert trip.back().result == {"thing": {"k": "rouge"}}
    assert trip.back().notes == ()
    for value in ("blue", None, ["red"]):
        back = trip.edited(lambda d, value=value: d["thing"].update(k=value))  # type: ignore[misc]
        assert back.result == {"thing": {"k": value}}
        assert notes(back) == {aside("/thing/k")}
    back = trip.edited(lambda d: d["thing"].pop("k") and None)
    assert back.result == {"thing": {}}
    assert notes(back) == {aside("/thing/k")}


def test_the_shape_of_a_container_is_put_back_only_while_what_is_in_it_is_as_it_was() -> None:
    trip = Trip(NEST, {"thing": {"a": 1, "box": {}}})
    assert trip.back().result == {"thing": {"a": 1, "box": {}}}
    back = trip.edited(lambda d: d["thing"]["box"].update(y=2))
    assert back.result == {"thing": {"a": 1, "box": {"y": 2}}}
    assert notes(back) == {aside("/thing/box")}
    back = trip.edited(lambda d: d["thing"].update(k=2))
    assert back.result == {"thing": {"a": 1, "box": {}, "k": 2}}
    assert back.notes == ()


# Edits of lists.


IDS = {"things": [{"id": "a", "gone": 1}, {"id": "b", "gone": 2}, {"id": "c"}]}
NO_IDS = {"things": [{"gone": 1, "k": "a"}, {"k": "b"}, {"gone": 3, "k": "c"}]}


@pytest.mark.parametrize(
    ("edit", "things"),
    [
        (lambda things: None, [("a", 1), ("b", 2), ("c", None)]),
        (lambda things: things.reverse(), [("c", None), ("b", 2), ("a", 1)]),
        (lambda things: things.insert(0, {"id": "z"}), [("z", None), ("a", 1), ("b", 2), ("c", None)]),
        (lambda things: things.append({"id": "A"}), [("a", 1), ("b", 2), ("c", None), ("A", None)]),
        (lambda things: things.insert(1, 5), [("a", 1), 5, ("b", 2), ("c", None)]),
        (lambda things: things.insert(1, None), [("a", 1), None, ("b", 2), ("c", None)]),
        (lambda things: things.pop(2) and None, [("a", 1), ("b", 2)]),
    ],
)
def test_items_with_ids_keep_what_is_theirs(edit: Callable[[Json], None], things: Json) -> None:
    back = Trip(DROP, IDS).edited(lambda d: edit(d["things"]))
    assert [(one["id"], one.get("gone")) if isinstance(one, dict) else one for one in back.result["things"]] == things
    assert "lost" not in {note.kind for note in back.notes}


@pytest.mark.parametrize(
    ("edit", "things", "gone"),
    [
        (lambda things: things.pop(0) and None, [("b", 2), ("c", None)], {"/things/0/gone"}),
        (lambda things: things.clear(), [], {"/things/0/gone", "/things/1/gone"}),
        (
            lambda things: things.append({"id": "a"}),
            [("a", None), ("b", 2), ("c", None), ("a", None)],
            {"/things/0/gone"},
        ),
        (lambda things: things[0].update(id="z"), [("z", None), ("b", 2), ("c", None)], {"/things/0/gone"}),
        (lambda things: things[2].update(id="a"), [("a", None), ("b", 2), ("a", None)], {"/things/0/gone"}),
        (lambda things: things[1].pop("id") and None, [("a", 1), (None, None), ("c", None)], {"/things/1/gone"}),
        (lambda things: things[0].update(gone=7), [("a", 7), ("b", 2), ("c", None)], {"/things/0/gone"}),
        (
            lambda things: things.reverse() or things[2].update(gone=7),
            [("c", None), ("b", 2), ("a", 7)],
            {"/things/2/gone"},
        ),
    ],
)
def test_what_belonged_to_an_item_that_is_not_there_once_any_more_is_set_aside(
    edit: Callable[[Json], None], things: Json, gone: set[str]
) -> None:
    back = Trip(DROP, IDS).edited(lambda d: edit(d["things"]))
    assert [(one.get("id"), one.get("gone")) for one in back.result["things"]] == things
    assert {note.pointer for note in back.notes if note.kind == "lost"} == gone
    assert {note.side for note in back.notes if note.kind == "lost"} == {"target"}


def test_ids_are_compared_strictly() -> None:
    trip = Trip(DROP, {"things": [{"id": 1, "gone": 1}, {"id": 2}]})
    for value in (1.0, True, "1", None):
        back = trip.edited(lambda d, value=value: d["things"][0].update(id=value))  # type: ignore[misc]
        assert [one.get("gone") for one in back.result["things"]] == [None, None]
        assert aside("/things/0/gone") in notes(back)
    assert trip.edited(lambda d: d["things"].insert(0, {"id": True})).result["things"][1] == {"id": 1, "gone": 1}


@pytest.mark.parametrize(
    "edit",
    [
        lambda things: things.reverse(),
        lambda things: things.append({}),
        lambda things: things.pop(1) and None,
        lambda things: things[1].update(k="x"),
        lambda things: things[0].update(id="a"),
        lambda things: things.clear(),
    ],
)
def test_items_without_ids_are_put_right_only_in_that_very_list(edit: Callable[[Json], None]) -> None:
    trip = Trip(DROP, NO_IDS)
    assert trip.edited(lambda d: d.update(page=2)).result == {**NO_IDS, "page": 2}
    back = trip.edited(lambda d: edit(d["things"]))
    assert all("gone" not in one for one in back.result["things"])
    assert {note.pointer for note in back.notes if note.kind == "lost"} == {"/things/0/gone", "/things/2/gone"}


def test_an_item_of_a_list_that_is_none_any_more_is_set_aside() -> None:
    for other in ({"0": {"id": "a"}}, "text", None, 5, {}):
        back = Trip(DROP, IDS).edited(lambda d, other=other: d.update(things=other))  # type: ignore[misc]
        assert back.result == {"things": other}
        assert {note.pointer for note in back.notes if note.kind == "lost"} == {"/things/0/gone", "/things/1/gone"}


LEAVES = st.sampled_from([None, 1, 2, "red"])
ITEMS = st.lists(
    st.dictionaries(st.sampled_from(("id", "gone", "old", "new", "k")), LEAVES, max_size=4), min_size=1, max_size=4
)


@THOROUGH
@given(ITEMS, st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=3))
def test_whatever_was_edited_is_as_edited_and_no_value_goes_astray(
    things: Json, hands: list[tuple[int, int, int]]
) -> None:
    edit = At("things", Each(Chain((Remove("gone"), Rename("old", "new")))))
    things = [{**thing, "tag": n} for n, thing in enumerate(things)]  # rides along, so every value's owner is known
    trip = Trip(edit, {"things": things})

    def change_it(d: Json) -> None:
        for what, where, more in hands:
            items = d["things"]
            if not items:
                break
            item = items[where % len(items)]
            if what == 0:
                item["k"] = f"edited {more}"
            elif what == 1:
                items.insert(more % (len(items) + 1), {"id": more % 3})
            elif what == 2:
                items.remove(item)
            elif what == 3:
                items.reverse()
            else:
                item["new"] = f"edited {more}"

    edited = copied(trip.there.result)
    change_it(edited)
    plain = ac.translate(
        copied(edited), operation="update_thing", part="response", source="2", target="1", registry=trip.registry
    ).result
    back = trip.back(copied(edited))
    assert len(back.result["things"]) == len(edited["things"])
    for was, without, now in zip(edited["things"], plain["things"], back.result["things"], strict=True):
        assert both(now.get("k"), was.get("k"))
        assert now.get("tag") == was.get("tag")
        if isinstance(was.get("new"), str) and was["new"].startswith("edited"):
            assert both(now.get("old"), was["new"])
        for key, value in now.items():
            if not both(value, without.get(key, ...)):  # put back: it must be this item's own
                assert both(value, things[was["tag"]].get(key, ...)), (key, back.result)


# Notes and needs that the residue settles.


def test_what_is_put_right_needs_no_note() -> None:
    trip = Trip(DROP, {"thing": {"gone": 1}, "things": [{"id": "a", "gone": 2}, {"id": "b"}]})
    plain = {missing("/thing/gone"), missing("/things/0/gone"), missing("/things/1/gone")}
    assert notes(trip.back(residue=None)) == plain
    assert notes(trip.back()) == {missing("/things/1/gone")}
    edited = trip.edited(lambda d: d["things"].reverse())
    assert notes(edited) == {missing("/things/0/gone")}
    edited = trip.edited(lambda d: d["things"].insert(0, {"id": "z"}))
    assert notes(edited) == {missing("/things/0/gone"), missing("/things/2/gone")}


def test_a_place_that_was_filled_is_not_missing_though_another_item_s_value_was_set_aside_there() -> None:
    """Item `b` stands where `a` stood, and has its value back: to say that it is missing would be false."""
    trip = Trip(DROP, {"things": [{"id": "a", "gone": 1}, {"id": "b", "gone": 2}]})
    back = trip.edited(lambda d: d["things"].pop(0) and None)
    assert back.result == {"things": [{"id": "b", "gone": 2}]}
    assert missing("/things/0/gone") not in notes(back)


def test_notes_on_the_source_stay() -> None:
    trip = Trip(RENAME, {"thing": {"new": 2, "k": 1}})
    back = trip.edited(lambda d: d["thing"].update(old=7))
    assert back.result["thing"]["old"] == 2
    assert ("conflict", "/thing/old", "source", "ch") in notes(back)


def test_a_need_is_open_until_its_place_is_filled() -> None:
    tenant = {"tenant": {"id": "t", "user_ids": ["u1", "u2"]}}
    where: dict[str, Any] = {"operation": "retrieve_tenant", "part": "response", "path_params": {"tenant_id": "t"}}
    there = ac.translate(tenant, source="2018.01", target="2024.05", **where)
    assert [
        need.operation for need in ac.translate(there.result, source="2024.05", target="2018.01", **where).needs
    ] == ["list_users"]
    back = ac.translate(there.result, source="2024.05", target="2018.01", residue=there.residue, **where)
    assert back.result == tenant
    assert (back.notes, back.needs) == ((), ())
    edited: Json = {"tenant": None}
    back = ac.translate(edited, source="2024.05", target="2018.01", residue=there.residue, **where)
    assert [(note.kind, note.pointer, note.change) for note in back.notes] == [
        ("lost", "/tenant/user_ids", "tenant-user-ids")
    ]
    edited = {"tenant": {"id": "t", "user_ids": None}}
    back = ac.translate(edited, source="2024.05", target="2018.01", residue=there.residue, **where)
    assert back.result == edited
    assert {note.kind for note in back.notes} == {"unsupported", "lost"}


# Nothing is shared that should not be.


def test_a_residue_is_plain_json_of_its_own() -> None:
    document: Json = {"thing": {"gone": {"deep": [1]}, "k": {"x": 1}}}
    trip = Trip(DROP, document)
    residue = trip.there.residue
    assert residue is trip.there.residue
    assert residue == trip.residue
    before = copy.deepcopy(residue)
    document["thing"]["gone"]["deep"].append(2)
    trip.there.result["thing"]["new"] = 1
    assert residue == before
    back = trip.back(residue=residue)
    back.result["thing"]["gone"]["deep"].append(3)
    back.result["thing"]["new"] = 1
    assert residue == before
    again = trip.back({"thing": {}}, residue)
    residue["groups"][0]["entries"][0]["value"]["deep"].append(4)
    assert again.result == {"thing": {"gone": {"deep": [1]}}}
    assert document["thing"]["gone"] == {"deep": [1, 2]}


def test_what_is_given_is_not_changed() -> None:
    trip = Trip(DROP, {"thing": {"gone": 1, "k": 1}, "things": [{"id": "a", "gone": 2}, {"gone": 1}]})
    given_ = copied(trip.there.result)
    before, residue = copied(given_), copied(trip.residue)
    back = trip.back(given_)
    assert both(back.result, trip.document)
    assert both(given_, before)
    assert both(trip.residue, residue)
    back.result["thing"]["gone"] = 9
    back.result["things"].clear()
    assert both(given_, before)


def test_the_residue_does_not_follow_edits_of_the_result() -> None:
    document = {"thing": {"gone": 1, "old": {"k": 1}}, "things": [{"id": "a", "gone": 2}]}
    edit = Chain((DROP, RENAME))
    trip, expected = Trip(edit, document), Trip(edit, copied(document))
    late = trip._translate(copied(document), "1", "2")  # noqa: SLF001  # of this module
    late.result["thing"]["new"] = "edited"  # the object was made by the translation
    late.result["things"][0]["more"] = 1
    late.result["things"].append(5)
    late.result["extra"] = 1
    assert late.residue == expected.there.residue
    assert late.notes == expected.there.notes
    assert late.patch() == expected.there.patch()


def test_notes_and_residue_with_a_residue_given_do_not_follow_edits_of_the_result() -> None:
    trip = Trip(DROP, {"thing": {"gone": 1, "k": 1}})
    back, expected = trip.back(), trip.back()
    back.result["thing"]["gone"] = "edited"
    back.result["thing"]["k"] = "edited"
    assert back.notes == expected.notes
    assert back.residue == expected.residue
    assert back.patch() == expected.patch()


# What is no residue of this way back.


def given_a_residue(residue: Json, document: Json = None) -> ac.Translation:
    trip = Trip(DROP, {"thing": {"gone": 1}, "things": [{"id": "a", "gone": 2}, {"gone": 1}]})
    return trip.back({"thing": {}, "things": [{"id": "a"}, {}]} if document is None else document, residue)


def valid() -> Json:
    return copied(Trip(DROP, {"thing": {"gone": 1}, "things": [{"id": "a", "gone": 2}, {"id": "b"}]}).residue)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("operation", "list_things"), ("operation", None), ("operation", ["update_thing"]), ("operation", 5)),
        *(("part", "request"), ("part", None), ("part", {}), ("source", "2"), ("source", "v1"), ("source", 1)),
        *(("target", "1"), ("target", "3"), ("target", None), ("operation", "x" * 10_000)),
    ],
)
def test_the_residue_of_something_else(key: str, value: Json) -> None:
    with pytest.raises(ac.MalformedPayload) as raised:
        given_a_residue(valid() | {key: value})
    error = raised.value
    assert (error.operation, error.part, error.source, error.target) == ("update_thing", "response", "2", "1")
    assert "belongs to" in error.message
    assert not isinstance(value, str) or value[:20] in error.message
    assert len(error.message) < 300


def test_the_residue_of_the_other_way() -> None:
    trip = Trip(RENAME, {"thing": {"old": 1}}, down=True)
    with pytest.raises(ac.MalformedPayload, match="belongs to update_thing response 2 -> 1"):
        trip._translate({"thing": {"old": 1}}, "2", "1", residue=trip.residue)  # noqa: SLF001
    assert trip.back().result == {"thing": {"old": 1}}


@pytest.mark.parametrize("key", ["operation", "part", "source", "target"])
def test_a_residue_that_does_not_say_what_it_is_of(key: str) -> None:
    residue = valid()
    del residue[key]
    with pytest.raises(ac.MalformedPayload, match="belongs to"):
        given_a_residue(residue)


AT = {"at": ["", "thing"]}
GROUP = {"change": "ch", "while": [], "entries": []}


def with_entry(entry: Json) -> Json:
    return valid() | {"groups": [GROUP | {"entries": [entry]}]}


def with_carrier(carrier: Json) -> Json:
    return valid() | {"groups": [GROUP | {"while": [carrier]}]}


ODD: tuple[Json, ...] = (None, {}, 5, "x", [None], [5], ["x"], [[]], [{}])
PLACES: tuple[Json, ...] = (None, {}, "x", [None], [5], [[]], [{}], [True], [{"id": "a"}])
INDEXES: tuple[Json, ...] = (None, "0", 1.0, [], {}, True)
NO_TEXT: tuple[Json, ...] = (None, 5, [], {}, True)

MALFORMED: tuple[Json, ...] = (
    *(0, 1, True, False, "", "residue", [], [1], {}, {"format": 1}, {"groups": []}),
    *(valid() | {"format": wrong} for wrong in (0, 2, 1.0, True, "1", None)),
    *({key: value for key, value in valid().items() if key != gone} for gone in ("format", "groups")),
    *(valid() | {"groups": wrong} for wrong in ODD),
    *(valid() | {"groups": [GROUP | {"change": wrong}]} for wrong in NO_TEXT if wrong is not None),
    *(valid() | {"groups": [GROUP | {"while": wrong}]} for wrong in ODD),
    *(valid() | {"groups": [GROUP | {"entries": wrong}]} for wrong in ODD),
    *(valid() | {"groups": [{k: v for k, v in GROUP.items() if k != gone}]} for gone in ("while", "entries")),
    *(with_entry(wrong) for wrong in ({"add": "x", "value": 1}, AT, AT | {"value": 1}, AT | {"put": "x", "value": 1})),
    *(with_entry({"at": wrong, "add": "x", "value": 1}) for wrong in PLACES),
    *(with_entry({"at": ["", {"index": wrong}], "add": "x", "value": 1}) for wrong in INDEXES),
    *(with_entry(AT | {"add": wrong, "value": 1}) for wrong in NO_TEXT),
    *(with_entry(AT | {"remove": wrong, "was": "x"}) for wrong in NO_TEXT),
    *(with_entry(AT | {"replace": wrong, "was": "x", "value": 1}) for wrong in NO_TEXT),
    *(with_entry(wrong) for wrong in (AT | {"add": "x"}, AT | {"remove": "x"}, AT | {"replace": "x", "was": "x"})),
    *(with_entry(AT | {"remove": "x", "was": wrong}) for wrong in NO_TEXT),
    *(with_entry(AT | {"replace": "x", "was": wrong, "value": 1}) for wrong in NO_TEXT),
    with_entry(AT | {"replace": "x", "value": 1}),
    with_entry(AT | {"add": "x", "remove": "y", "was": "x", "value": 1}),
    with_entry(AT | {"add": "x", "replace": "y", "was": "x", "value": 1}),
    with_entry(AT | {"add": None, "replace": "y", "was": "x", "value": 1}),
    with_entry({"at": [], "remove": "", "was": "x"}),
    *(with_carrier(wrong) for wrong in ({"key": "x"}, AT)),
    *(with_carrier(AT | {"key": wrong}) for wrong in (*NO_TEXT, 1.5) if wrong != 5),
    *(with_carrier(AT | {"key": "x", "was": wrong}) for wrong in NO_TEXT if wrong is not None),
    *(with_carrier({"at": wrong, "key": "x"}) for wrong in PLACES),
    *(with_carrier({"at": ["", {"index": wrong}], "key": "x"}) for wrong in INDEXES),
)


@pytest.mark.parametrize("residue", MALFORMED, ids=lambda residue: repr(residue)[-60:])
def test_what_is_no_residue(residue: Json) -> None:
    with pytest.raises(ac.MalformedPayload) as raised:
        given_a_residue(residue)
    error = raised.value
    assert (error.operation, error.part, error.source, error.target) == ("update_thing", "response", "2", "1")
    assert "residue given is none" in error.message
    assert "XX" not in error.message


def test_a_residue_may_hold_nothing() -> None:
    for empty in (valid() | {"groups": []}, valid() | {"groups": [GROUP]}):
        back = given_a_residue(empty)
        assert back.result == {"thing": {}, "things": [{"id": "a"}, {}]}


@pytest.mark.parametrize("step", ["x", {"index": 5}, {"id": "zz", "index": 0}, {"id": [], "index": 0}])
def test_places_that_are_not_there_are_set_aside(step: Json) -> None:
    residue = with_entry({"at": ["", "things", step, "more"], "add": "x", "value": 1})
    back = given_a_residue(residue)
    assert back.result == {"thing": {}, "things": [{"id": "a"}, {}]}
    assert [note.pointer.rpartition("/more/")[2] for note in back.notes if note.kind == "lost"] == ["x"]


def only_well_formed_or_refused(residue: Json, document: Json = None) -> None:
    """A residue may be nonsense: then it is refused, or changes nothing that it may not, but nothing else is raised."""
    try:
        back = given_a_residue(residue, document)
    except ac.MalformedPayload:
        return
    assert len(digest(back.result)) == 32  # still JSON
    assert all(isinstance(note, ac.Note) for note in back.notes)


THING = {"thing": {"k": 1}}
IN_THING = {"at": ["", "thing"]}
CRAFTED: dict[str, list[Json]] = {
    "the document removed": [{"at": [], "remove": "", "was": digest(THING)}],
    "two kinds, one of them no text": [IN_THING | {"add": 5, "remove": "zz", "was": "x"}],
    "a member removed twice": [IN_THING | {"remove": "k", "was": digest(1)}] * 2,
    "an object removed and written to": [
        {"at": [""], "remove": "thing", "was": digest({"k": 1})},
        IN_THING | {"add": "x", "value": 1},
    ],
    "an object replaced by text and written to": [
        {"at": [""], "replace": "thing", "was": digest({"k": 1}), "value": "text"},
        IN_THING | {"add": "x", "value": 1},
    ],
    "an object replaced by null and written to": [
        {"at": [""], "replace": "thing", "was": digest({"k": 1}), "value": None},
        IN_THING | {"remove": "k", "was": digest(1)},
    ],
    "the document replaced and written to": [
        {"at": [], "replace": "", "was": digest(THING), "value": 5},
        IN_THING | {"add": "x", "value": 1},
    ],
    "an object replaced by a list and written to": [
        {"at": [""], "replace": "thing", "was": digest({"k": 1}), "value": []},
        IN_THING | {"add": "x", "value": 1},
    ],
    "something beside the document": [{"at": [], "add": "x", "value": 1}],
    "an item before the first": [{"at": ["", "things", {"index": -1}], "add": "x", "value": 1}],
    "an item of a text": [{"at": ["", "thing", {"index": 0}], "add": "x", "value": 1}],
}


@pytest.mark.parametrize("entries", CRAFTED.values(), ids=CRAFTED.keys())
def test_a_residue_whose_entries_contradict_each_other_breaks_nothing(entries: list[Json]) -> None:
    for split in (False, True):
        made = [GROUP | {"entries": [entry]} for entry in entries] if split else [GROUP | {"entries": entries}]
        only_well_formed_or_refused(valid() | {"groups": made}, copied(THING))


def test_a_residue_that_is_nested_deep_breaks_nothing() -> None:
    deep: Json = 1
    for _ in range(100_000):
        deep = [deep]
    for residue in (
        deep,
        valid() | {"operation": deep},
        valid() | {"groups": deep},
        valid() | {"groups": [GROUP | {"change": deep}]},
        with_entry(AT | {"add": "x", "value": deep}),
        with_entry(AT | {"replace": "x", "was": deep, "value": 1}),
        with_entry({"at": ["", {"id": deep, "index": 0}], "add": "x", "value": 1}),
        with_entry({"at": ["", {"within": deep, "index": 0}], "add": "x", "value": 1}),
        with_carrier({"at": ["", "thing"], "key": "x", "was": deep}),
    ):
        only_well_formed_or_refused(residue)


def test_a_place_many_levels_down_is_reached() -> None:
    document: Json = {"thing": {}}
    holder = document["thing"]
    for _ in range(5_000):
        holder["a"] = {}
        holder = holder["a"]
    residue = with_entry({"at": ["", "thing", *["a"] * 5_000], "add": "x", "value": 1})
    back = given_a_residue(residue, document).result["thing"]
    for _ in range(5_000):
        back = back["a"]
    assert back == {"x": 1}
    assert holder == {}


JUNK = st.sampled_from([None, True, 0, 1, -1, 1.5, "", "thing", "gone", "x", [], {}, [""], ["", "thing"], {"index": 0}])


@THOROUGH
@given(st.data())
def test_a_residue_with_anything_in_it_breaks_nothing(data: st.DataObject) -> None:
    residue = valid()
    for _ in range(data.draw(st.integers(1, 4))):
        places = [(residue, key) for key in residue]
        for holder, key in places:
            inner = holder[key]
            places += (
                [(inner, k) for k in (inner if isinstance(inner, dict) else range(len(inner)))]
                if isinstance(inner, (dict, list))
                else []
            )
        holder, key = places[data.draw(st.integers(0, len(places) - 1))]
        what = data.draw(st.integers(0, 3))
        if what == 0:
            holder[key] = copied(data.draw(JUNK))
        elif what == 1 and isinstance(holder, dict) and holder is not residue:
            del holder[key]
        elif what == 2 and isinstance(holder[key], dict):
            holder[key][data.draw(st.sampled_from(["add", "remove", "replace", "was", "value", "at"]))] = copied(
                data.draw(JUNK)
            )
        elif what == 3 and isinstance(holder[key], list):
            holder[key].extend(copied(holder[key]))
    only_well_formed_or_refused(residue)
