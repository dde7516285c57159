"""A plan told for people, and a document walked through it."""

from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.edits import At, Custom, Line, Remove, Rename
from aurora_compat.run import Call, Refusal, Run
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.pointer import Trail
from tests.unit._registries import LIST, THING, V, change, first, then

REGISTRY = ac.Registry(
    first(),
    then("1", "2", change("one"), change("two")),
    then("2", "3", change("three"), change("four", answers="client error", parts=("response",))),
)


def call(
    source: str,
    target: str,
    part: Any = "request",
    status: int = 200,
    registry: ac.Registry = REGISTRY,
    context: ac.Context | None = None,
    **params: str,
) -> Call:
    return Call(
        "update_thing", part, V[source], V[target], context or ac.Context(), FrozenMap(params), status, registry
    )


def applied(document: Any, of: Call) -> Any:
    plan = of.library.plan(of.operation, of.part, of.source, of.target)  # type: ignore[attr-defined]
    result = plan.apply(document, of)
    assert plan.trace(document, of)[0] == result
    return result


def test_the_edits_run_in_the_order_of_the_walk_each_told_its_hop_and_its_change() -> None:
    assert applied([], call("1", "3")) == ["one+ 1>2 one", "two+ 1>2 two", "three+ 2>3 three"]
    assert applied([], call("3", "1")) == ["three- 3>2 three", "two- 2>1 two", "one- 2>1 one"]
    assert applied([], call("2", "3")) == ["three+ 2>3 three"]
    document: list[str] = []
    assert applied(document, call("2", "2")) is document


@pytest.mark.parametrize(
    ("status", "ids"),
    [
        (100, []),
        (199, []),
        (200, ["one", "two", "three"]),
        (201, ["one", "two", "three"]),
        (204, ["one", "two", "three"]),
        (299, ["one", "two", "three"]),
        (300, []),
        (302, []),
        (399, []),
        (400, ["four"]),
        (404, ["four"]),
        (499, ["four"]),
        (500, []),
        (503, []),
        (599, []),
        (0, []),
        (-1, []),
    ],
)
def test_the_status_of_an_answer_tells_which_edits_look_at_it(status: int, ids: list[str]) -> None:
    document: list[str] = []
    result = applied(document, call("1", "3", "response", status))
    assert [line.rpartition(" ")[2] for line in result] == ids
    assert (result is document) == (not ids)
    assert REGISTRY.plan("update_thing", "response", "1", "3").touches(status) == bool(ids)


@pytest.mark.parametrize("status", [100, 200, 302, 404, 500])
def test_the_status_does_not_matter_to_a_request(status: int) -> None:
    assert len(applied([], call("1", "3", "request", status))) == 3
    assert REGISTRY.plan("update_thing", "request", "1", "3").touches(status)


def test_touches_is_of_a_good_answer_unless_told_otherwise() -> None:
    assert REGISTRY.plan("update_thing", "response", "1", "3").touches()
    assert not REGISTRY.plan("list_things", "response", "1", "3").touches()
    assert not REGISTRY.plan("update_thing", "response", "1", "1").touches()
    only_errors = ac.Registry(first(), then("1", "2", change("e", answers="client error", parts=("response",))))
    assert not only_errors.plan("update_thing", "response", "1", "2").touches()
    assert only_errors.plan("update_thing", "response", "1", "2").touches(404)
    assert not only_errors.plan("update_thing", "response", "1", "2").touches(500)


def test_an_absent_body_stays_absent_and_no_edit_sees_it_but_in_a_4xx_answer() -> None:
    def never(value: Any, run: Run, at: Trail) -> Any:
        raise AssertionError

    def filled(value: Any, run: Run, at: Trail) -> Any:
        return ["filled", value]

    registry = ac.Registry(
        first(),
        then(
            "1",
            "2",
            change("never", Custom(never, never)),
            change("filled", Custom(filled, filled), answers="client error"),
        ),
    )
    for part in ("request", "response"):
        assert applied(None, call("1", "2", part, registry=registry)) is None
    assert applied(None, call("1", "2", "response", 404, registry)) == ["filled", None]
    assert applied(None, call("1", "2", "response", 500, registry)) is None


def test_a_plan_told_for_people() -> None:
    two = change("two", At("thing", Rename("old", "new")))
    registry = ac.Registry(first(), then("1", "2", change("one"), two), then("2", "3", change("three")))
    up = registry.plan("update_thing", "request", "1", "3")
    assert [(str(hop), change.id, line) for hop, change, line in up.lines()] == [
        ("1 -> 2", "one", Line("/one", "goes up")),
        ("1 -> 2", "two", Line("/thing/old", "becomes new")),
        ("2 -> 3", "three", Line("/three", "goes up")),
    ]
    down = registry.plan("update_thing", "request", "3", "1")
    assert [(str(hop), change.id, line) for hop, change, line in down.lines()] == [
        ("3 -> 2", "three", Line("/three", "goes down")),
        ("2 -> 1", "two", Line("/thing/new", "becomes old")),
        ("2 -> 1", "one", Line("/one", "goes down")),
    ]
    assert list(registry.plan("update_thing", "request", "1", "1").lines()) == []


# Refusals.


def refuse(value: Any, run: Run, at: Trail) -> Any:
    if run.may_refuse and "bad" in value:
        raise Refusal((at, "bad"), "this can't be told; leave it out")
    return value


REFUSING = ac.Registry(
    first(),
    then("1", "2", change("renamed", Rename("old", "thing"))),
    then("2", "3", change("refused", At("thing", Custom(refuse, refuse)))),
)


def test_a_refusal_names_change_and_place_in_the_names_of_the_input() -> None:
    with pytest.raises(ac.Untranslatable) as raised:
        applied({"old": {"bad": 1}}, call("1", "3", registry=REFUSING))
    assert raised.value == ac.Untranslatable(
        "this can't be told; leave it out",
        operation="update_thing",
        part="request",
        change="refused",
        pointer="/old/bad",
        source="1",
        target="3",
    )
    assert raised.value.__suppress_context__
    plan = REFUSING.plan("update_thing", "request", "2", "3")
    with pytest.raises(ac.Untranslatable) as raised:
        plan.trace({"thing": {"bad": 1}}, call("2", "3", registry=REFUSING))
    assert raised.value.pointer == "/thing/bad"
    assert (raised.value.source, raised.value.target) == ("2", "3")


def test_a_response_is_not_refused() -> None:
    document = {"old": {"bad": 1}}
    assert applied(document, call("1", "3", "response", registry=REFUSING)) == {"thing": {"bad": 1}}
    lenient = call("1", "3", registry=REFUSING)._replace(lenient=True)
    assert applied(document, lenient) == {"thing": {"bad": 1}}


# Needs.


def ask(value: Any, run: Run, at: Trail, *, required: bool) -> Any:
    pages = run.ask("list_things", (at, "all"), paged=True, required=required)
    return value if pages is None else {**value, "all": [thing for page in pages for thing in page["things"]]}


def must(value: Any, run: Run, at: Trail) -> Any:
    return ask(value, run, at, required=True)


def may(value: Any, run: Run, at: Trail) -> Any:
    return ask(value, run, at, required=False)


def ask_one(value: Any, run: Run, at: Trail) -> Any:
    run.ask("update_thing", (at, "one"), thing_id="t 1")
    return value


ASKING = ac.Registry(
    first("1", THING, LIST),
    then(
        "1",
        "2",
        change("optional", At("thing", Custom(ask_one, ask_one))),
        change("asks", At("thing", Custom(must, must))),
    ),
    then(
        "2",
        "3",
        change("moved", Rename("thing", "moved")),
        change("things-renamed", Rename("items", "things"), operations=("list_things",)),
        paths=lambda path: "/new" + path,
    ),
)


@pytest.mark.parametrize("how", ["apply", "trace"])
def test_an_unmet_required_need_stops_a_request(how: str) -> None:
    plan = ASKING.plan("update_thing", "request", "1", "3")
    with pytest.raises(ac.MissingContext) as raised:
        getattr(plan, how)({"thing": {}}, call("1", "3", registry=ASKING))
    error = raised.value
    assert (error.operation, error.part, error.source, error.target) == ("update_thing", "request", "1", "3")
    assert (error.change, error.pointer) == ("asks", "/thing/all")
    (need,) = error.needs  # the optional one is no reason to stop
    assert need == ac.Need(
        "list_things",
        V["3"],
        FrozenMap(),
        FrozenMap({"page": "1", "per_page": "250"}),
        "asks",
        "/moved/all",
        True,
        ac.Request("GET", "/new/things", {"page": "1", "per_page": "250"}),
    )
    assert "Context.with_answer" in error.message
    assert "XX" not in error.message


def test_the_answer_is_in_the_version_of_the_server_and_brought_to_that_of_the_hop() -> None:
    with pytest.raises(ac.MissingContext) as raised:
        ASKING.plan("update_thing", "request", "1", "3").apply({"thing": {}}, call("1", "3", registry=ASKING))
    (need,) = raised.value.needs
    context = ac.Context().with_answer(need, {"things": [1, 2]})

    def items(value: Any, run: Run, at: Trail) -> Any:
        pages = run.ask("list_things", at)
        return {**value, "all": pages}

    registry = ac.Registry(
        first("1", THING, LIST),
        then("1", "2", change("asks", Custom(items, items))),
        then("2", "3", change("things-renamed", Rename("items", "things"), operations=("list_things",))),
    )
    assert applied({}, call("1", "3", registry=registry, context=context)) == {"all": ({"items": [1, 2]},)}
    assert applied({}, call("1", "2", registry=registry, context=context)) == {"all": ({"items": [1, 2]},)}
    assert registry.bring({"things": []}, "list_things", V["3"], V["1"], ac.Context()) == {"items": []}
    assert registry.bring({"items": []}, "list_things", V["2"], V["3"], ac.Context()) == {"things": []}
    body: dict[str, Any] = {"items": []}
    assert registry.bring(body, "list_things", V["2"], V["2"], ac.Context()) is body


def test_a_response_is_delivered_without_the_answer() -> None:
    document: dict[str, Any] = {"thing": {}}
    plan = ASKING.plan("update_thing", "response", "1", "3")
    result, run = plan.trace(document, call("1", "3", "response", registry=ASKING))
    assert result == {"moved": {}}
    optional, asked = run.needs()
    assert (optional.operation, optional.pointer, optional.required) == ("update_thing", "/moved/one", False)
    assert optional.path_params == {"thing_id": "t 1"}
    assert optional.request == ac.Request("PUT", "/things/t%201")
    assert str(optional.version) == "1"  # the server's: the source of a response
    assert (asked.operation, asked.pointer, asked.required) == ("list_things", "/moved/all", False)


def test_optional_needs_don_t_stop_a_request() -> None:
    registry = ac.Registry(first(), then("1", "2", change("asks", Custom(may, may))))
    document: dict[str, Any] = {}
    assert applied(document, call("1", "2", registry=registry)) is document
    _, run = registry.plan("update_thing", "request", "1", "2").trace(document, call("1", "2", registry=registry))
    (need,) = run.needs()
    assert not need.required


def test_one_question_asked_twice_is_one_need_and_required_if_either_asks_so() -> None:
    registry = ac.Registry(first(), then("1", "2", change("may", Custom(may, may)), change("must", Custom(must, must))))
    with pytest.raises(ac.MissingContext) as raised:
        applied({}, call("1", "2", registry=registry))
    (need,) = raised.value.needs
    assert (need.change, need.required, need.pointer) == ("must", True, "/all")


def test_a_refusal_comes_before_an_unmet_need() -> None:
    registry = ac.Registry(
        first(), then("1", "2", change("must", Custom(must, must)), change("refuses", Custom(refuse, refuse)))
    )
    with pytest.raises(ac.Untranslatable):
        applied({"bad": 1}, call("1", "2", registry=registry))


def test_notes_of_several_hops_speak_of_the_first_input_and_the_last_result() -> None:
    registry = ac.Registry(
        first(),
        then("1", "2", change("a-b", Rename("a", "b"))),
        then("2", "3", change("dropped", At("b", Remove("gone"))), change("b-c", Rename("b", "c"))),
    )
    result, run = registry.plan("update_thing", "request", "1", "3").trace(
        {"a": {"gone": 1}}, call("1", "3", registry=registry)
    )
    assert result == {"c": {}}
    (note,) = run.notes()
    assert (note.kind, note.pointer, note.change, note.side) == ("lost", "/a/gone", "dropped", "source")
    assert "3 has no 'gone'" in note.message
    result, run = registry.plan("update_thing", "request", "3", "1").trace({"c": {}}, call("3", "1", registry=registry))
    assert result == {"a": {}}
    (note,) = run.notes()
    assert (note.kind, note.pointer, note.change, note.side) == ("missing", "/a/gone", "dropped", "target")
