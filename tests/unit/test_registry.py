"""The walk over the version graph, the catalogue that the releases make, and plans."""

import pickle

import pytest

import aurora_compat as ac
from aurora_compat.edits import Rename
from aurora_compat.graph import Hop, walk
from aurora_compat.plan import PlannedEdit, PlannedHop
from aurora_compat.words.frozen import FrozenMap
from tests.unit._registries import LIST, RENAMED, THING, V, change, first, then, walked

CHAIN = ac.Registry(
    first(),
    then("1", "2", change("one"), change("two")),
    then("2", "3", change("three")),
    then("3", "4", change("four")),
)

# The walk.


def test_a_version_to_itself_is_no_walk() -> None:
    assert CHAIN.path("2", "2") == ()
    assert walked(CHAIN, "1", "1") == []


def test_a_chain_is_walked_both_ways() -> None:
    assert walked(CHAIN, "1", "4") == ["1 -> 2", "2 -> 3", "3 -> 4"]
    assert walked(CHAIN, "4", "1") == ["4 -> 3", "3 -> 2", "2 -> 1"]
    assert walked(CHAIN, "2", "3") == ["2 -> 3"]
    assert walked(CHAIN, "3", "2") == ["3 -> 2"]


def test_a_hop_tells_its_ends_and_its_changes_in_the_order_of_the_walk() -> None:
    (up,), (down,) = CHAIN.path("1", "2"), CHAIN.path("2", "1")
    assert (up.older, up.newer, up.source, up.target, up.direction) == (V["1"], V["2"], V["1"], V["2"], "up")
    assert (down.older, down.newer, down.source, down.target, down.direction) == (
        V["1"],
        V["2"],
        V["2"],
        V["1"],
        "down",
    )
    assert [one.id for one in up.changes] == ["one", "two"]
    assert [one.id for one in down.changes] == ["two", "one"]
    assert up.release is down.release is CHAIN.releases[1]
    assert (str(up), str(down)) == ("1 -> 2", "2 -> 1")


def test_a_direct_edge_beside_a_chain_is_shorter() -> None:
    direct = CHAIN.with_release(then("1", "4"))
    assert walked(direct, "1", "4") == ["1 -> 4"]
    assert walked(direct, "4", "1") == ["4 -> 1"]
    assert walked(direct, "1", "3") == ["1 -> 2", "2 -> 3"]
    assert walked(direct, "3", "1") == ["3 -> 2", "2 -> 1"]
    assert walked(CHAIN, "1", "4") == ["1 -> 2", "2 -> 3", "3 -> 4"]


def test_a_direct_edge_shortens_only_where_it_is_on_the_way() -> None:
    direct = CHAIN.with_release(then("2", "4"))
    assert walked(direct, "1", "4") == ["1 -> 2", "2 -> 4"]
    assert walked(direct, "4", "1") == ["4 -> 2", "2 -> 1"]
    assert walked(direct, "1", "3") == ["1 -> 2", "2 -> 3"]


def test_branches_are_joined_over_where_they_part() -> None:
    branched = ac.Registry(first(), then("1", "2"), then("1", "3"), then("3", "4"))
    assert walked(branched, "2", "4") == ["2 -> 1", "1 -> 3", "3 -> 4"]
    assert walked(branched, "4", "2") == ["4 -> 3", "3 -> 1", "1 -> 2"]


@pytest.mark.parametrize("order", [("2", "3"), ("3", "2")])
def test_of_equally_short_walks_that_over_the_releases_given_first(order: tuple[str, str]) -> None:
    sides = [then("1", side) for side in order]
    closing = [then(side, "4") for side in order]
    diamond = ac.Registry(first(), *sides, *closing)
    assert walked(diamond, "1", "4") == [f"1 -> {order[0]}", f"{order[0]} -> 4"]
    assert walked(diamond, "4", "1") == [f"4 -> {order[0]}", f"{order[0]} -> 1"]
    crossed = ac.Registry(first(), *sides, *closing[::-1])
    assert walked(crossed, "1", "4") == [f"1 -> {order[0]}", f"{order[0]} -> 4"]
    assert walked(crossed, "4", "1") == [f"4 -> {order[1]}", f"{order[1]} -> 1"]


@pytest.mark.parametrize(("after", "version"), [("1", "2"), ("2", "1"), ("2", "2")])
def test_a_second_edge_between_two_versions_would_never_be_walked(after: str, version: str) -> None:
    with pytest.raises(ac.RegistryError, match="joined already"):
        ac.Registry(first(), then("1", "2", change("one")), then(after, version, change("two")))


def test_versions_that_nothing_joins_have_no_path() -> None:
    apart = ac.Registry(first("1"), then("1", "2"), first("3"), then("3", "4"))
    with pytest.raises(ac.NoPath) as raised:
        apart.path("1", "4")
    assert (raised.value.source, raised.value.target) == ("1", "4")
    assert "no chain of releases" in raised.value.message
    assert str(raised.value) == f"1 -> 4: {raised.value.message}"
    assert walked(apart, "4", "3") == ["4 -> 3"]
    with pytest.raises(ac.NoPath):
        apart.plan("update_thing", "request", "3", "2")


def test_the_walk_alone_knows_first_versions_as_no_edge() -> None:
    assert walk([first(), then("1", "2")], V["1"], V["2"]) == (Hop(then("1", "2"), "up"),)
    assert walk([first()], V["1"], V["1"]) == ()
    with pytest.raises(ac.NoPath):
        walk([first("1"), first("2")], V["1"], V["2"])


# The registry as a value.


def test_with_release_leaves_the_old_one_alone() -> None:
    before = (CHAIN.releases, CHAIN.versions, dict(CHAIN.operations), dict(CHAIN.changes))
    release = then("4", "5", change("five"), endpoints=(ac.Endpoint("new_thing", "POST", "/new", "doc"),))
    more = CHAIN.with_release(release)
    assert (CHAIN.releases, CHAIN.versions, dict(CHAIN.operations), dict(CHAIN.changes)) == before
    assert more.releases == (*CHAIN.releases, release)
    assert [str(version) for version in more.versions] == ["1", "2", "3", "4", "5"]
    assert list(more.operations) == ["update_thing", "list_things", "new_thing"]
    assert list(more.changes) == ["one", "two", "three", "four", "five"]
    assert walked(more, "1", "5")[-1] == "4 -> 5"
    with pytest.raises(ac.UnknownVersion):
        CHAIN.path("1", "5")
    assert more.changes["five"] is release.changes[0]


def test_versions_are_sorted_whatever_the_order_of_the_releases() -> None:
    registry = ac.Registry(first("3"), then("3", "9"), then("3", "2"), first("1"))
    assert [str(version) for version in registry.versions] == ["1", "2", "3", "9"]
    assert repr(registry) == "<Registry of 1, 2, 3 and 9>"
    assert [str(release.version) for release in registry.releases] == ["3", "9", "2", "1"]


def test_an_empty_registry_holds_nothing() -> None:
    empty = ac.Registry()
    assert (empty.versions, dict(empty.operations), dict(empty.changes)) == ((), {}, {})
    with pytest.raises(ac.UnknownVersion):
        empty.path("1", "1")


def test_a_registry_pickles() -> None:
    small = ac.Registry(first(), then("1", "2", RENAMED))
    copy = pickle.loads(pickle.dumps(small))
    assert copy is not small
    assert (copy.releases, copy.versions) == (small.releases, small.versions)
    assert copy.changes == small.changes
    assert pickle.loads(pickle.dumps(ac.registry)) is ac.registry


def test_what_a_registry_shows_can_not_be_changed() -> None:
    for shown in (CHAIN.operations, CHAIN.changes):
        with pytest.raises(TypeError):
            shown["x"] = None  # type: ignore[index]
    with pytest.raises(AttributeError):
        CHAIN.versions = ()  # type: ignore[misc]


# Versions and operations by name.


@pytest.mark.parametrize("spelling", ["2", "v2", V["2"]])
def test_versions_are_found_by_any_spelling(spelling: str) -> None:
    assert CHAIN.version(spelling) == V["2"]
    assert walked(CHAIN, spelling, "3") == ["2 -> 3"]


def test_aurora_versions_are_found_by_the_spellings_in_use() -> None:
    for spelling in ("2018.01", "v2018.01", "2018-01", "v2018-01"):
        assert ac.registry.version(spelling) == ac.versions[0]
        assert str(ac.registry.version(spelling)) == "2018.01"


@pytest.mark.parametrize("spelling", ["7", "2.0", "02", ac.Version.of("7")])
def test_a_version_that_is_not_there(spelling: str) -> None:
    with pytest.raises(ac.UnknownVersion) as raised:
        CHAIN.version(spelling)
    assert raised.value.version == str(spelling)
    assert f"no version {spelling}" in raised.value.message
    assert "1, 2, 3 and 4" in raised.value.message


def test_long_versions_are_shown_in_part() -> None:
    with pytest.raises(ac.UnknownVersion) as raised:
        CHAIN.version("7" * 500)
    assert raised.value.version == "7" * 80
    assert len(raised.value.message) < 200


@pytest.mark.parametrize("spelling", ["", "two", "2,", None, 2, 2018.01, b"2", [], ["2"], {}])
def test_what_is_no_version_at_all(spelling: object) -> None:
    with pytest.raises(ac.UnknownVersion) as raised:
        CHAIN.version(spelling)  # type: ignore[arg-type]
    assert raised.value.version == str(spelling)


def test_operations_are_found_by_name() -> None:
    assert CHAIN.operation("update_thing") is CHAIN.operations["update_thing"]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("create_projct", ("create_project",)),
        ("Create Project", ("create_project",)),
        ("list_project", ("list_projects",)),
        ("zzz", ()),
        ("", ()),
    ],
)
def test_an_unknown_operation_names_those_that_look_like_it(name: str, nearest: tuple[str, ...]) -> None:
    with pytest.raises(ac.UnknownOperation) as raised:
        ac.registry.operation(name)
    error = raised.value
    assert error.nearest[: len(nearest)] == nearest
    assert bool(error.nearest) == bool(nearest)
    assert len(error.nearest) <= 3
    assert repr(name) in error.message
    if nearest:
        assert "did you mean " + " or ".join(error.nearest) + "?" in error.message
    else:
        assert "did you mean" not in error.message
        assert "`operations`" in error.message


def test_up_to_three_names_are_offered() -> None:
    with pytest.raises(ac.UnknownOperation) as raised:
        ac.registry.operation("retrieve_desig")
    assert len(raised.value.nearest) == 3
    assert raised.value.nearest[0] == "retrieve_design"


@pytest.mark.parametrize("name", [None, 5, ["update_thing"], {"a": 1}, b"update_thing", "x" * 500])
def test_what_is_no_name_is_an_unknown_operation(name: object) -> None:
    with pytest.raises(ac.UnknownOperation) as raised:
        CHAIN.operation(name)  # type: ignore[arg-type]
    assert len(raised.value.message) < 250
    assert str(name)[:40].strip("'") in raised.value.message.replace('"', "'")


# The catalogue.


def test_operations_are_listed_with_their_paths_by_version() -> None:
    registry = ac.Registry(
        first("1", THING, LIST),
        then(
            "1",
            "2",
            endpoints=(ac.Endpoint("new_thing", "POST", "/new", "name"),),
            removed=("list_things",),
            paths={"update_thing": "/moved/{thing_id}"},
        ),
        then("2", "3", endpoints=(ac.Endpoint("list_things", "GET", "/again", "doc"),)),
    )
    assert list(registry.operations) == ["update_thing", "list_things", "new_thing"]
    thing = registry.operation("update_thing")
    assert thing.paths == {V["1"]: "/things/{thing_id}", V["2"]: "/moved/{thing_id}", V["3"]: "/moved/{thing_id}"}
    assert (thing.method, thing.evidence, thing.title) == ("PUT", "doc", "Update Thing")
    assert registry.operation("list_things").paths == {V["1"]: "/things", V["3"]: "/again"}
    assert registry.operation("list_things").evidence == "code"
    assert registry.operation("new_thing").paths == {V["2"]: "/new", V["3"]: "/new"}
    assert registry.operation("new_thing").method == "POST"
    assert registry.operation("new_thing").evidence == "name"


def test_paths_may_be_a_function_of_the_old_path_but_not_of_new_endpoints() -> None:
    registry = ac.Registry(
        first("1", ac.Endpoint("a", "GET", "/v2/a", "doc"), ac.Endpoint("b", "GET", "/b", "doc")),
        then(
            "1", "2", paths=lambda path: path.removeprefix("/v2"), endpoints=(ac.Endpoint("c", "GET", "/v2/c", "doc"),)
        ),
    )
    assert registry.operation("a").paths == {V["1"]: "/v2/a", V["2"]: "/a"}
    assert registry.operation("b").paths == {V["1"]: "/b", V["2"]: "/b"}
    assert registry.operation("c").paths == {V["2"]: "/v2/c"}


def test_paths_are_told_oldest_first_whatever_the_order_of_the_releases() -> None:
    registry = ac.Registry(first("3"), then("3", "9"), then("3", "2"))
    assert [str(version) for version in registry.operation("update_thing").paths] == ["2", "3", "9"]


def test_branches_keep_their_own_catalogues() -> None:
    new = ac.Endpoint("new_thing", "POST", "/new", "doc")
    registry = ac.Registry(first(), then("1", "2", endpoints=(new,)), then("1", "3", removed=("list_things",)))
    assert list(registry.operation("new_thing").paths) == [V["2"]]
    assert list(registry.operation("list_things").paths) == [V["1"], V["2"]]


def test_several_apis_side_by_side() -> None:
    other = ac.Endpoint("other", "GET", "/other", "doc")
    registry = ac.Registry(first("1"), first("3", other), then("3", "4", change("moved", operations=("other",))))
    assert list(registry.operations) == ["update_thing", "list_things", "other"]
    assert list(registry.changes) == ["moved"]


def test_release_moved_reads_a_mapping_by_name_and_calls_a_function() -> None:
    assert then("1", "2").moved("update_thing", "/x") == "/x"
    assert then("1", "2", paths={"update_thing": "/y"}).moved("update_thing", "/x") == "/y"
    assert then("1", "2", paths={"update_thing": "/y"}).moved("list_things", "/x") == "/x"
    assert then("1", "2", paths=str.upper).moved("update_thing", "/x") == "/X"


def test_a_change_lists_its_operations_once() -> None:
    both = change(bodies=(ac.Body(("b", "a"), Rename("x", "y")), ac.Body(("a", "c"), Rename("y", "z"))))
    assert both.operations == ("b", "a", "c")
    assert change(bodies=()).operations == ()


@pytest.mark.parametrize(
    ("operations", "parts", "operation", "part", "touched"),
    [
        (("a", "b"), ("request", "response"), "a", "request", True),
        (("a", "b"), ("request", "response"), "b", "response", True),
        (("a", "b"), ("response",), "b", "request", False),
        (("a", "b"), ("request",), "b", "request", True),
        (("a",), ("request", "response"), "b", "request", False),
        (("a",), ("request", "response"), None, "request", False),
        (ac.EVERY_OPERATION, ("response",), "b", "response", True),
        (ac.EVERY_OPERATION, ("response",), None, "response", True),
        (ac.EVERY_OPERATION, ("response",), None, "request", False),
        (("a", "*"), ("request", "response"), "b", "request", False),
    ],
)
def test_what_a_body_touches(
    operations: tuple[str, ...], parts: tuple[str, ...], operation: str | None, part: str, touched: bool
) -> None:
    body = ac.Body(operations, Rename("x", "y"), parts)  # type: ignore[arg-type]
    assert body.touches(operation, part) is touched  # type: ignore[arg-type]


# Plans are kept.


def test_a_plan_is_composed_once() -> None:
    registry = ac.Registry(first(), then("1", "2", change("one")))
    plan = registry.plan("update_thing", "request", "1", "2")
    assert registry.plan("update_thing", "request", "1", "2") is plan
    others = [
        registry.plan("list_things", "request", "1", "2"),
        registry.plan("update_thing", "response", "1", "2"),
        registry.plan("update_thing", "request", "2", "1"),
        registry.plan("update_thing", "request", "1", "1"),
        registry.plan("update_thing", "request", "2", "2"),
        registry.plan(None, "request", "1", "2"),
    ]
    assert all(other is not plan for other in others)
    assert len({id(other) for other in others}) == len(others)
    assert registry.with_release(then("2", "3")).plan("update_thing", "request", "1", "2") is not plan
    assert (plan.operation, plan.part) == ("update_thing", "request")


def test_a_plan_holds_the_edits_that_touch_its_operation_and_part() -> None:
    one = change("one", Rename("a", "b"))
    two = change("two", Rename("c", "d"), operations=("list_things",))
    three = change("three", Rename("e", "f"), parts=("response",))
    four = change("four", Rename("g", "h"), operations=ac.EVERY_OPERATION, parts=("response",), answers="client error")
    registry = ac.Registry(first(), then("1", "2", one, two, three, four))
    (hop,) = registry.plan("update_thing", "response", "1", "2").hops
    assert hop == PlannedHop(
        registry.path("1", "2")[0],
        (
            PlannedEdit(one, Rename("a", "b"), "success"),
            PlannedEdit(three, Rename("e", "f"), "success"),
            PlannedEdit(four, Rename("g", "h"), "client error"),
        ),
    )
    assert [edit.change.id for edit in registry.plan("update_thing", "request", "1", "2").hops[0].edits] == ["one"]
    assert [edit.change.id for edit in registry.plan("list_things", "response", "1", "2").hops[0].edits] == [
        "two",
        "four",
    ]
    assert [edit.change.id for edit in registry.plan(None, "response", "1", "2").hops[0].edits] == ["four"]
    assert registry.plan(None, "request", "1", "2").hops[0].edits == ()


def test_the_way_down_undoes_changes_and_their_bodies_in_the_opposite_order() -> None:
    bodies = (ac.Body(("update_thing",), Rename("a", "b")), ac.Body(("update_thing",), Rename("b", "c")))
    registry = ac.Registry(first(), then("1", "2", change("one", bodies=bodies), change("two", Rename("x", "y"))))
    (up,) = registry.plan("update_thing", "request", "1", "2").hops
    (down,) = registry.plan("update_thing", "request", "2", "1").hops
    assert [edit.edit for edit in up.edits] == [Rename("a", "b"), Rename("b", "c"), Rename("x", "y")]
    assert [edit.edit for edit in down.edits] == [Rename("y", "x"), Rename("c", "b"), Rename("b", "a")]
    assert [edit.change.id for edit in down.edits] == ["two", "one", "one"]


@pytest.mark.parametrize("part", ["", "body", None, "REQUEST", 5])
def test_a_part_is_request_or_response(part: object) -> None:
    with pytest.raises(ValueError, match=r"'request' or 'response', not "):
        CHAIN.plan("update_thing", part, "1", "2")  # type: ignore[arg-type]


def test_plans_of_what_is_not_there() -> None:
    with pytest.raises(ac.UnknownOperation):
        CHAIN.plan("no_thing", "request", "1", "2")
    with pytest.raises(ac.UnknownVersion):
        CHAIN.plan("update_thing", "request", "1", "7")
    with pytest.raises(ac.UnknownVersion):
        CHAIN.plan(None, "request", "7", "1")


def test_values_that_can_not_be_hashed_are_refused_as_others_are() -> None:
    with pytest.raises(ac.UnknownOperation):
        CHAIN.plan(["update_thing"], "request", "1", "2")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"'request' or 'response'"):
        CHAIN.plan("update_thing", ["request"], "1", "2")  # type: ignore[arg-type]
    with pytest.raises(ac.UnknownVersion):
        CHAIN.plan("update_thing", "request", ["1"], "2")  # type: ignore[arg-type]


def test_frozen_paths_by_default() -> None:
    assert first().paths == FrozenMap()
    assert (first().after, first().changes, first().removed) == (None, (), ())
