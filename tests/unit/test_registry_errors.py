"""Releases that don't fit together are refused when the registry is built."""

import pytest

import aurora_compat as ac
from aurora_compat.edits import Rename
from tests.unit._registries import LIST, THING, V, change, first, then

NEW = ac.Endpoint("new_thing", "POST", "/new", "doc")


def refusal(*releases: ac.Release) -> ac.RegistryError:
    """The error that these releases raise, also when the last is added to a registry of the others."""
    with pytest.raises(ac.RegistryError) as raised:
        ac.Registry(*releases)
    with pytest.raises(ac.RegistryError) as later:
        ac.Registry(*releases[:-1]).with_release(releases[-1])
    assert later.value == raised.value
    assert isinstance(raised.value, ValueError)
    assert isinstance(raised.value, ac.AuroraCompatError)
    return raised.value


def test_a_gap() -> None:
    error = refusal(first(), then("2", "3"))
    assert "release of 3 comes after 2" in error.message
    assert "no earlier release leads to" in error.message
    assert error.change is None


def test_a_release_before_the_version_that_it_starts_from() -> None:
    with pytest.raises(ac.RegistryError, match="release of 3 comes after 2"):
        ac.Registry(first(), then("2", "3"), then("1", "2"))


def test_a_release_that_leads_to_where_it_starts() -> None:
    assert "1" in refusal(first(), then("1", "1", endpoints=(NEW,))).message


def test_an_id_given_to_two_changes_of_one_release() -> None:
    error = refusal(first(), then("1", "2", change("same", Rename("a", "b")), change("same", Rename("c", "d"))))
    assert error.change == "same"
    assert "two changes have the id same" in error.message
    assert str(error) == f"[same]: {error.message}"


def test_an_id_given_to_two_changes_of_two_releases() -> None:
    edit = Rename("a", "b")
    assert change("same", edit) == change("same", edit)
    error = refusal(first(), then("1", "2", change("same", edit)), then("2", "3", change("same", edit)))
    assert error.change == "same"


def test_one_change_may_be_on_several_edges() -> None:
    shared = change("shared", Rename("a", "b"))
    registry = ac.Registry(first(), then("1", "2", shared), then("2", "3", change("other")), then("1", "3", shared))
    assert list(registry.changes) == ["shared", "other"]
    assert registry.changes["shared"] is shared


@pytest.mark.parametrize("names", [("no_thing",), ("update_thing", "no_thing"), ("no_thing", "none_either")])
def test_a_change_of_an_operation_that_no_version_lists(names: tuple[str, ...]) -> None:
    error = refusal(first(), then("1", "2", change("lost", operations=names)))
    assert error.change == "lost"
    assert "which no version lists" in error.message
    unknown = [name for name in names if name != "update_thing"]
    assert " and ".join(unknown) in error.message
    assert "update_thing" not in error.message


@pytest.mark.parametrize("operations", [("later_thing",), ("update_thing", "later_thing")])
def test_a_change_that_can_not_be_reached_as_neither_end_lists_the_operation(operations: tuple[str, ...]) -> None:
    later = ac.Endpoint("later_thing", "GET", "/later", "doc")
    early = change("early", operations=operations)
    with pytest.raises(ac.RegistryError) as raised:
        ac.Registry(first(), then("1", "2", early), then("2", "3", endpoints=(later,)))
    error = raised.value
    assert error.change == "early"
    assert "can't be reached: neither 1 nor 2 lists later_thing" in error.message


@pytest.mark.parametrize("bodies", [(), (ac.Body((), Rename("a", "b")),)])
def test_a_change_of_nothing_can_not_be_reached(bodies: tuple[ac.Body, ...]) -> None:
    error = refusal(first(), then("1", "2", change("idle", bodies=bodies)))
    assert error.change == "idle"
    assert "neither 1 nor 2 lists any operation that it names" in error.message


def test_an_operation_of_either_end_will_do() -> None:
    ac.Registry(first(), then("1", "2", change("of the new"), endpoints=(NEW,)))
    ac.Registry(first(), then("1", "2", change("of the new", operations=("new_thing",)), endpoints=(NEW,)))
    ac.Registry(first(), then("1", "2", change("of the old", operations=("list_things",)), removed=("list_things",)))
    ac.Registry(first(), then("1", "2", change("of all", operations=ac.EVERY_OPERATION)))


@pytest.mark.parametrize(
    "release",
    [
        ac.Release(version=V["1"], changes=(change(),), endpoints=(THING,)),
        ac.Release(version=V["1"], removed=("update_thing",), endpoints=(THING,)),
        ac.Release(version=V["1"], paths={"update_thing": "/x"}, endpoints=(THING,)),
        ac.Release(version=V["1"], paths=str.upper, endpoints=(THING,)),
    ],
    ids=["changes", "removed", "paths", "function"],
)
def test_in_a_first_version_nothing_can_have_changed(release: ac.Release) -> None:
    error = refusal(release)
    assert "1 comes after no version" in error.message
    assert "nothing can have changed" in error.message


def test_a_first_version_that_is_there_already() -> None:
    assert "1 is there already" in refusal(first(), first()).message
    assert "2 is there already" in refusal(first(), then("1", "2"), first("2")).message


@pytest.mark.parametrize("again", [THING, ac.Endpoint("update_thing", "PUT", "/elsewhere", "name")])
def test_an_endpoint_that_is_there_already(again: ac.Endpoint) -> None:
    error = refusal(first(), then("1", "2", endpoints=(NEW, again)))
    assert "release of 2 brings update_thing, which is there already" in error.message


def test_an_endpoint_given_twice_in_one_release() -> None:
    assert "brings new_thing, which" in refusal(first(), then("1", "2", endpoints=(NEW, NEW))).message
    assert "brings update_thing, which" in refusal(first("1", THING, THING)).message
    error = refusal(first(), then("1", "2", endpoints=(THING, NEW, LIST, NEW)))
    assert "brings list_things, new_thing and update_thing, which" in error.message


def test_a_removed_endpoint_is_there_until_the_next_release() -> None:
    assert "update_thing" in refusal(first(), then("1", "2", removed=("update_thing",), endpoints=(THING,))).message


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_method_does_not_change(method: str) -> None:
    again = ac.Endpoint("update_thing", method, "/things", "doc")  # type: ignore[arg-type]
    error = refusal(first(), then("1", "2", removed=("update_thing",)), then("2", "3", endpoints=(again,)))
    assert "update_thing has several methods" in error.message
    assert " and ".join(sorted([method, "PUT"])) in error.message


@pytest.mark.parametrize(
    "more",
    [
        {"removed": ("no_thing",)},
        {"paths": {"no_thing": "/x"}},
        {"paths": {"update_thing": "/x", "no_thing": "/y"}},
        {"removed": ("update_thing", "no_thing")},
    ],
)
def test_what_is_removed_or_moved_must_be_there(more: dict[str, object]) -> None:
    error = refusal(first(), then("1", "2", **more))
    assert "release of 2 removes or moves no_thing, which 1 does not list" in error.message


def test_both_removed_and_moved_are_named() -> None:
    error = refusal(first(), then("1", "2", removed=("no_a",), paths={"no_b": "/x"}))
    assert "no_a and no_b" in error.message


def test_paths_of_an_endpoint_that_the_same_release_brings_are_unknown() -> None:
    assert "new_thing" in refusal(first(), then("1", "2", endpoints=(NEW,), paths={"new_thing": "/x"})).message


@pytest.mark.parametrize(
    "more",
    [
        {"endpoints": (NEW,)},
        {"removed": ("update_thing",)},
        {"paths": {"update_thing": "/x"}},
        {"paths": str.upper},
    ],
    ids=["endpoints", "removed", "paths", "function"],
)
def test_a_direct_edge_brings_changes_only(more: dict[str, object]) -> None:
    error = refusal(first(), then("1", "2"), then("2", "3"), then("1", "3", change(), **more))
    assert "3 is there already" in error.message
    assert "direct edge" in error.message
    ac.Registry(first(), then("1", "2"), then("2", "3"), then("1", "3", change()))


def test_a_direct_edge_may_lead_to_an_older_version() -> None:
    registry = ac.Registry(first("1"), first("2", NEW), then("2", "1", change("joined")))
    assert [str(hop) for hop in registry.path("1", "2")] == ["1 -> 2"]
    assert registry.path("1", "2")[0].direction == "down"
