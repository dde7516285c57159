"""What the first full mutation run (docs/mutation.md) found that no test saw: sentences, places, limits, answers."""

import json
from typing import Any, TypeAlias

import pytest

import aurora_compat as ac
from aurora_compat.difference import differences
from aurora_compat.edits import At, Custom, Rename, each_of
from aurora_compat.residue import FORMAT
from aurora_compat.restoring import restore
from aurora_compat.run import Call, Run
from aurora_compat.trace import DEEP, Moves
from aurora_compat.words.context import Answer
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import copied, digest
from aurora_compat.words.pointer import Trail
from tests.unit._registries import RENAMED, V, change, first, then
from tests.unit.test_registry_errors import refusal
from tests.unit.test_residue import Trip

Json: TypeAlias = Any
V18, V22, V24 = "2018.01", "2022.09", "2024.05"
PLACE = {name: name.replace("_id", "-1") for name in ("tenant_id", "user_id", "project_id", "design_id", "webhook_id")}
RUN, USERS, LISTED = "run_auto_designer", "list_users", "list_financings"
TENANT, SUMMARY, PRICE = "retrieve_tenant", "retrieve_design_summary", "update_design_pricing"
OLD, FLAT, SUN, LIMITS = (
    *("placement_options", "flat_face_placement_options"),
    *("irradiance_constraints", "placement_constraints"),
)


def translated(payload: Json, operation: str, source: str, target: str, **more: Any) -> ac.Translation:
    """A response, or the request of an operation that only writes."""
    part: Any = "request" if operation in {RUN, PRICE} or operation.startswith(("create", "update")) else "response"
    given: dict[str, Any] = {"operation": operation, "part": part, "path_params": PLACE} | more
    return ac.translate(payload, source=source, target=target, **given)


# Sentences, word for word, and where they point.


def odd(kind: str, wanted: str = "an object") -> str:
    return f"{kind} stands where {wanted} belongs; it is passed on as it is"


FILLED = "null counts as absent here, and is filled"
BILL = {"manufacturer_name": "M", "id": "m1"}
SENTENCES: list[tuple[str, str, str, Json, list[tuple[str, str, str]]]] = [
    (RUN, V18, V22, 5, [("unsupported", "", odd("a number"))]),
    (RUN, V18, V22, {OLD: []}, [("unsupported", f"/{OLD}", odd("a list"))]),
    (RUN, V18, V22, {OLD: {}, SUN: []}, [("unsupported", f"/{SUN}", odd("a list"))]),
    (RUN, V22, V18, {OLD: []}, [("unsupported", f"/{OLD}", odd("a list"))]),
    (RUN, V22, V18, {SUN: None}, [("unsupported", f"/{SUN}", f"2018.01 has no '{SUN}'; null is kept")]),
    (RUN, V18, V22, {OLD: {"min_sap": 1}, SUN: None}, [("assumed", f"/{SUN}", FILLED)]),
    (RUN, V22, V18, {OLD: None, SUN: {"min_sap": 1}}, [("assumed", f"/{OLD}", FILLED)]),
    (
        *(RUN, V18, V22, {OLD: {"panel_tilt": 1, "panel_tilt_deg": 2}}),
        [
            (
                *("conflict", f"/{OLD}/panel_tilt_deg"),
                "2018.01's own key 'panel_tilt' is there too and is used; this value is left out",
            )
        ],
    ),
    (
        *(RUN, V18, V22, {OLD: {"min_sap": 1}, SUN: {"min_sap": 2}}),
        [
            (
                *("conflict", f"/{SUN}/min_sap"),
                f"2018.01's own key '{OLD}/min_sap' is there too and is used; this value is left out",
            )
        ],
    ),
    (
        *(RUN, V22, V18, {OLD: {}, "allow_filler_row": True}),
        [
            (
                *("unsupported", "/allow_filler_row"),
                "2022.09 has no allow_filler_row (filler_row_locations says where filler rows go); it is kept",
            )
        ],
    ),
    (
        *(RUN, V22, V18, {OLD: {"min_sap": 1}}),
        [
            (
                *("unsupported", f"/{OLD}/min_sap"),
                "2022.09 has no such key here, only the older version has; it is kept",
            )
        ],
    ),
    (LISTED, V22, V18, {"financings": [5]}, [("unsupported", "/financings/0", odd("a number"))]),
    (SUMMARY, V22, V24, {"design": 5}, [("unsupported", "/design", odd("a number"))]),
    (
        *(SUMMARY, V22, V24, {"design": {"bill_of_materials": 5}}),
        [("unsupported", "/design/bill_of_materials", odd("a number", "a list"))],
    ),
    (
        *(SUMMARY, V22, V24, {"design": {"bill_of_materials": [None, 5]}}),
        [("unsupported", "/design/bill_of_materials/1", odd("a number"))],
    ),
    (
        *(SUMMARY, V22, V24, {"design": {"arrays": "none"}}),
        [("unsupported", "/design/arrays", odd("a string", "a list, or a list as JSON text,"))],
    ),
    (
        *(SUMMARY, V22, V24, {"design": {"arrays": 5}}),
        [("unsupported", "/design/arrays", odd("a number", "a list"))],
    ),
    (SUMMARY, V22, V24, {"design": {"arrays": [5]}}, [("unsupported", "/design/arrays/0", odd("a number"))]),
    (
        *(SUMMARY, V22, V24, {"design": {"arrays": [{"module": 5}]}}),
        [("unsupported", "/design/arrays/0/module", odd("a number"))],
    ),
    (
        *(SUMMARY, V22, V24),
        {"design": {"bill_of_materials": [BILL], "arrays": '[ {"module": {"id":"m1","manufacturer":"M"}}]'}},
        [
            (
                *("assumed", "/design/arrays"),
                "the JSON in this string was written anew; its spacing and spelling may differ",
            )
        ],
    ),
    (
        *(PRICE, V22, V24, {"pricing": {"system_price": 1}}),
        [
            (
                *("unsupported", "/pricing/system_price"),
                "2022.09 calls this 'system_cost': the body already speaks 2024.05 here; it is kept",
            )
        ],
    ),
]


@pytest.mark.parametrize(("operation", "source", "target", "payload", "expected"), SENTENCES)
def test_a_note_says_exactly_this(
    operation: str, source: str, target: str, payload: Json, expected: list[tuple[str, str, str]]
) -> None:
    told = translated(payload, operation, source, target).notes
    ids = {"autodesigner-options", "list-financings-reduced", "summary-manufacturer", "pricing"}
    assert [(note.kind, note.pointer, note.message) for note in told if note.change in ids] == expected


REFUSALS: list[tuple[str, str, str, Json, str, str]] = [
    (
        *(RUN, V18, V22, {OLD: {"min_tsrf": 1, "min_sap": 1}, SUN: 5}, f"/{SUN}"),
        "a number stands where 2022.09 wants an object with min_sap, min_tsrf; send one",
    ),
    (
        *(RUN, V22, V18, {OLD: 5, SUN: {"min_sap": 1}}, f"/{OLD}"),
        "a number stands where 2018.01 wants an object; send one",
    ),
    (
        *(RUN, V22, V18, {SUN: 5}, f"/{SUN}"),
        f"a number stands where an object belongs; 2018.01 has no '{SUN}' either",
    ),
    (
        *("create_webhook", V24, V22, {"webhook": {"filters": [{"value": 1}]}}, "/webhook/filters/0"),
        "a filter without a url_parameter can't be told to the older version; name one",
    ),
    (
        *("create_webhook", V24, V22),
        *({"webhook": {"filters": [{"url_parameter": "a"}, {"url_parameter": "a"}]}}, "/webhook/filters/1"),
        "'a' occurs twice, and the older version has one value for each; merge them",
    ),
]


@pytest.mark.parametrize(("operation", "source", "target", "payload", "pointer", "message"), REFUSALS)
def test_a_refusal_says_exactly_this(
    operation: str, source: str, target: str, payload: Json, pointer: str, message: str
) -> None:
    with pytest.raises(ac.Untranslatable) as raised:
        translated(payload, operation, source, target)
    assert (raised.value.pointer, raised.value.message) == (pointer, message)


def test_a_way_back_that_only_measures_is_not_refused() -> None:
    payload = {OLD: 5, SUN: {"min_sap": 1}}
    assert translated(payload, RUN, V18, V22).residue is None
    registry = ac.registry
    source, target = registry.version(V22), registry.version(V18)
    call = Call(RUN, "request", source, target, ac.Context(), FrozenMap(), 200, registry, lenient=True)
    result, run = registry.plan(RUN, "request", source, target).trace(payload, call)
    assert result is payload
    assert [(note.kind, note.pointer, note.message) for note in run.notes()] == [
        ("unsupported", f"/{OLD}", odd("a number")),
        ("unsupported", f"/{SUN}", f"{OLD} is a number and can't take it in; it stays"),
    ]


def test_what_answers_supply_is_said_to_be_from_them() -> None:
    listed, answer = {"financings": [{"id": "f1"}]}, {"financing": {"id": "f1", "system_cost": 1}}
    (need,) = translated(listed, LISTED, V22, V18).needs
    assert need.pointer == "/financings/0"
    (note,) = translated(listed, LISTED, V22, V18, context=ac.Context().with_answer(need, answer)).notes
    assert (note.pointer, note.message) == (
        "/financings/0",
        "what the list does not say was taken from Retrieve Financing",
    )
    update = {"project": {"address": "1 Example Way"}}
    (need,) = translated(update, "update_project", V22, V24).needs
    assert need.pointer == "/project/location"
    answer = {"project": {"location": {"latitude": 1, "longitude": 2}}}
    told = translated(update, "update_project", V22, V24, context=ac.Context().with_answer(need, answer)).notes
    assert [note.pointer for note in told] == ["/project/location/latitude", "/project/location/longitude"]
    assert {note.message for note in told} == {"not given, taken from Retrieve Project so that it stays"}


@pytest.mark.parametrize(
    ("operation", "source", "target", "payload", "pointer"),
    [
        (USERS, V18, V22, {"users": [{"user_level": "Admin"}]}, "/users/0/role_id"),
        (TENANT, V24, V22, {"tenant": {}}, "/tenant/user_ids"),
    ],
)
def test_a_need_tells_where_its_answer_would_go(
    operation: str, source: str, target: str, payload: Json, pointer: str
) -> None:
    (need,) = translated(payload, operation, source, target).needs
    assert need.pointer == pointer


def must(value: Json, run: Run, at: Trail) -> Json:
    run.ask("list_things", at, required=True)
    return value


def test_a_missing_context_names_every_way_out_and_no_other() -> None:
    known = "this request can't be translated with what is known: it takes "
    ask = "the server's answer to list_{}, handed to Context.with_answer"
    with pytest.raises(ac.MissingContext) as raised:
        translated({"user": {"user_level": "Admin"}}, "create_user", V18, V22)
    assert raised.value.message == f"{known}Context.roles, or {ask.format('roles')}"
    registry = ac.Registry(first(), then("1", "2", change("asks", Custom(must, must))))
    with pytest.raises(ac.MissingContext) as raised:
        ac.translate({}, operation="update_thing", part="request", source="1", target="2", registry=registry)
    assert raised.value.message == known + ask.format("things")


# Answers of the server that are not what they should be.

ADMIN = {"user": {"user_level": "Admin"}}
GIVEN = ac.Context(roles={"Admin": "of the caller"})


def knowing(operation: str, *pages: Json, context: ac.Context | None = None) -> ac.Context:
    """A context with pages that a server would not send, put together by hand."""
    key = (operation, FrozenMap({"tenant_id": PLACE["tenant_id"]}))
    version = ac.Version.of(V22 if operation == "list_roles" else V24)
    held = {key: Answer(version, pages, complete=True)}
    return ac.Context(roles=context.roles if context else None, answers=held)


@pytest.mark.parametrize("page", [{}, {"roles": None}, {"roles": {"Admin": "x"}}, {"error": "no"}, [], None, "x"])
def test_an_answer_without_roles_leaves_it_to_those_given(page: Json) -> None:
    context = knowing("list_roles", {"roles": []}, page, context=GIVEN)
    result = translated(ADMIN, "create_user", V18, V22, context=context).result
    assert result == {"user": {"role_id": "of the caller"}}
    with pytest.raises(ac.Untranslatable, match="has no role 'Admin'"):
        translated(ADMIN, "create_user", V18, V22, context=knowing("list_roles", page))


@pytest.mark.parametrize(
    "odd_one", [5, None, [], {}, {"name": "Admin", "id": 5}, {"name": 5, "id": "x"}, {"name": ["Admin"], "id": "x"}]
)
def test_what_is_no_role_among_the_roles_is_passed_over(odd_one: Json) -> None:
    roles = [{"name": "Admin", "id": "r1"}, odd_one]
    for page in (roles, roles[::-1]):
        context = knowing("list_roles", {"roles": page})
        assert translated(ADMIN, "create_user", V18, V22, context=context).result == {"user": {"role_id": "r1"}}


def test_a_role_that_stands_on_two_pages_is_one_role() -> None:
    page = {"roles": [{"name": "Admin", "id": "r1"}]}
    context = knowing("list_roles", page, page)
    assert translated(ADMIN, "create_user", V18, V22, context=context).result == {"user": {"role_id": "r1"}}


def test_users_without_an_id_are_passed_over() -> None:
    page = {"users": [{"id": "a"}, {"name": "no id"}, 5, "id", None, {"id": 7}]}
    t = translated({"tenant": {}}, TENANT, V24, V22, context=knowing(USERS, page))
    assert t.result == {"tenant": {"user_ids": ["a", 7]}}
    odd_pages: list[Json] = [[], None, "users"]
    for odd_page in odd_pages:
        t = translated({"tenant": {}}, TENANT, V24, V22, context=knowing(USERS, page, odd_page))
        assert t.result == {"tenant": {}}
        assert [note.kind for note in t.notes] == ["missing"]


def test_the_walk_of_an_answer_knows_what_it_is_of() -> None:
    seen: list[Run] = []

    def look(value: Json, run: Run, at: Trail) -> Json:
        seen.append(run)
        return value

    registry = ac.Registry(first(), then("1", "2", change("looks", Custom(look, look), operations=("list_things",))))
    context = ac.Context(bearer_token="t")
    registry.bring({"things": []}, "list_things", V["2"], V["1"], context)
    (run,) = seen
    call = run.call
    assert (call.operation, call.part, call.status, call.lenient) == ("list_things", "response", 200, True)
    assert (call.source, call.target) == (V["2"], V["1"])
    assert call.path_params == FrozenMap()
    assert call.context is context
    assert call.library is registry
    assert not run.may_refuse


# What nothing touches is the same object.


@pytest.mark.parametrize(
    ("operation", "source", "target", "payload"),
    [
        (RUN, V18, V22, {"auto_designer": {"mode": "max_fit"}}),
        (RUN, V22, V18, {"auto_designer": {"mode": "max_fit"}}),
        (RUN, V22, V18, {OLD: {"orientations": []}}),
        (LISTED, V18, V22, {"financings": [{"id": "f1", "name": "Cash"}]}),
        (PRICE, V22, V24, {"pricing": {"x": [1, 2]}}),
        (PRICE, V22, V24, {"pricing": {"x": [[1], {"y": {"z": [1]}}]}}),
    ],
)
def test_what_no_rule_touches_is_the_same_object(operation: str, source: str, target: str, payload: Json) -> None:
    assert translated(payload, operation, source, target).result is payload


def test_values_that_stay_are_the_same_object() -> None:
    payload: Json = {OLD: {"orientations": []}}
    assert translated(payload, RUN, V18, V22).result[OLD] is payload[OLD]
    method = " ".join(["price", "per", "watt"])
    result = translated({"pricing": {"pricing_mode": method}}, PRICE, V22, V24).result
    assert result["pricing"]["pricing_method"] is method


# Single rules.


@pytest.mark.parametrize("other", [None, 5, [], "x"])
def test_an_odd_item_does_not_end_a_list_of_prices(other: Json) -> None:
    payload = {"pricing": {"line_items": [other, {"cost": 1}, other, {"cost": 2}]}}
    result = translated(payload, PRICE, V22, V24).result
    assert result == {"pricing": {"pricing_by_component": [other, {"price": 1}, other, {"price": 2}]}}


def nested(levels: int) -> Json:
    value: Json = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("payload", "levels"),
    [
        (lambda inner: {"x": inner}, 512),
        (lambda inner: {"line_items": [{"x": inner}]}, 510),
        (lambda inner: {"system_cost_breakdown": [{"subcomponents": [{"x": inner}]}]}, 508),
    ],
    ids=["pricing", "component", "subcomponent"],
)
def test_pricing_may_be_nested_512_deep(payload: Any, levels: int) -> None:
    assert translated({"pricing": payload(nested(levels))}, PRICE, V22, V24).result
    with pytest.raises(ac.MalformedPayload, match="nested more than 512 deep"):
        translated({"pricing": payload(nested(levels + 1))}, PRICE, V22, V24)


@pytest.mark.parametrize(("told", "asked"), [(1, True), (1, 1.0), (True, 1), (0, False), (1.0, 1)])
def test_ids_of_the_bill_of_materials_are_strict(told: Json, asked: Json) -> None:
    for field in ("id", "name"):
        bill = [{field: told, "manufacturer_name": "M"}]
        payload: Json = {
            "design": {"bill_of_materials": bill, "arrays": [{"module": {field: asked, "manufacturer": "M"}}]}
        }
        assert translated(payload, SUMMARY, V22, V24).result == payload
        payload["design"]["arrays"] = [{"module": {field: told, "manufacturer": "M"}}]
        assert translated(payload, SUMMARY, V22, V24).result["design"]["arrays"] == [{"module": {field: told}}]


def test_arrays_in_a_style_of_their_own_are_written_anew_compact_and_readable() -> None:
    text = '[ {"face":"Süd","module": {"id":"m1","manufacturer":"M"}} ]'
    payload = {"design": {"bill_of_materials": [BILL], "arrays": text}}
    result = translated(payload, SUMMARY, V22, V24).result
    assert result["design"]["arrays"] == '[{"face":"Süd","module":{"id":"m1"}}]'


def test_what_holds_no_message_in_an_error_is_named() -> None:
    t = translated([["x"], "no"], "retrieve_project", V18, V22, status=422)
    assert t.result == {"errors": [{"message": "no"}]}
    assert [(note.kind, note.pointer) for note in t.notes] == [("assumed", ""), ("lost", "/0")]
    t = translated({"message": ["no"]}, "retrieve_project", V18, V22, status=422)
    assert [note.kind for note in t.notes] == ["assumed", "lost"]
    assert "no" not in [error["message"] for error in t.result["errors"]]


def test_a_404_of_an_unknown_operation_names_no_resource() -> None:
    registry, body = ac.registry, {"errors": [{"message": "no"}]}
    source, target = registry.version(V18), registry.version(V22)
    call = Call(None, "response", source, target, ac.Context(), FrozenMap(PLACE), 404, registry)
    assert registry.plan(None, "response", source, target).apply(body, call) is body


# Moves.


@pytest.mark.parametrize("deep_end", ["old", "new"])
def test_moves_are_followed_to_a_depth_and_no_further(deep_end: str) -> None:
    for levels, kept in ((DEEP - 1, True), (DEEP, True), (DEEP + 1, False)):
        deep, flat = ("k",) * levels, ("flat",)
        old, new = (deep, flat) if deep_end == "old" else (flat, deep)
        moves = Moves()
        moves.add(old, new)
        assert moves.now == int(kept)
        assert moves.origin(new, 1) == (old if kept else new)
        assert moves.destination(old, 0) == (new if kept else old)


def test_the_earliest_move_takes_a_place_along_also_where_a_later_one_names_it_closer() -> None:
    moves = Moves()
    moves.add(("a", "b"), ("x",))
    moves.add(("a", "b", "c"), ("y",))  # of what came to stand there since
    assert moves.destination(("a", "b", "c"), 0) == ("x", "c")
    assert moves.destination(("a", "b", "c"), 1) == ("y",)


# Differences.


def test_equal_values_need_not_be_one_object() -> None:
    old, new = [{"a": 1}, float("1.5"), [float("1.5")]], [{"a": 2}, float("1.5"), [float("1.5")]]
    assert [(one.kind, one.pointer) for one in differences({"l": old}, {"l": new})] == [("replace", "/l/0/a")]


@pytest.mark.parametrize(("x", "y"), [(None, 5), (5, None)])
def test_null_and_another_value_are_two(x: Json, y: Json) -> None:
    made = list(differences({"l": [{"a": 1}, x]}, {"l": [{"a": 2}, y]}))
    assert [(one.kind, one.pointer) for one in made] == [("replace", "/l")]


# Residues: what a group hangs on.


def stay(value: Json, run: Run, at: Trail) -> Json:
    return value


def test_an_edit_where_a_value_would_have_gone_sets_it_aside() -> None:
    payload = {"users": [{"id": "a", "user_level": "A"}, {"id": "b", "user_level": "B"}]}
    there = translated(payload, USERS, V18, V22)
    assert there.result == {"users": [{"id": "a"}, {"id": "b"}]}
    assert [[place["key"] for place in group["while"]] for group in there.residue["groups"]] == [
        ["role_id", "user_level"],
        ["role_id", "user_level"],
    ]
    edited = copied(there.result)
    edited["users"][0]["role_id"] = "r1"
    back = translated(edited, USERS, V22, V18, residue=there.residue)
    assert back.result == {"users": [{"id": "a"}, {"id": "b", "user_level": "B"}]}


def test_also_under_a_key_that_looks_like_an_index() -> None:
    def swap(value: Json, run: Run, at: Trail) -> Json:
        run.lost((at, "a"), "it has no place")
        run.missing((at, "b"), "nothing tells it")
        return {}

    (group,) = Trip(At("1", Custom(swap, stay)), {"1": {"a": 5}}).residue["groups"]
    assert group["while"] == [{"at": ["", "1"], "key": key, "was": None} for key in ("a", "b")]


def test_an_object_hangs_on_what_was_taken_out_of_it() -> None:
    def take_out(value: Json, run: Run, at: Trail) -> Json:
        run.moved((((at, "thing"), "in"), "a"), ((at, "other"), "a"))
        return {"thing": {}, "other": {"a": value["thing"]["in"]["a"]}}

    trip = Trip(Custom(take_out, stay), {"thing": {"in": {"a": 1}}, "other": {}})
    assert trip.back().result == trip.document
    (group,) = trip.residue["groups"]
    assert [(place["at"], place["key"]) for place in group["while"]] == [(["", "other"], "a"), (["", "thing"], "in")]
    back = trip.edited(lambda d: d["other"].update(a=2))
    assert back.result == {"thing": {}, "other": {"a": 2}}
    assert sorted(note.pointer for note in back.notes) == ["/other/a", "/thing/in"]


def test_an_object_that_came_to_be_hangs_on_what_was_put_into_it() -> None:
    def put_in(value: Json, run: Run, at: Trail) -> Json:
        run.moved(((at, "other"), "a"), (((at, "thing"), "in"), "a"))
        return {"thing": {"in": {"a": value["other"]["a"]}}, "other": {}}

    trip = Trip(Custom(stay, put_in), {"thing": {}, "other": {"a": 1}})
    assert trip.back().result == trip.document
    (group,) = trip.residue["groups"]
    assert [(place["at"], place["key"]) for place in group["while"]] == [(["", "other"], "a"), (["", "thing"], "in")]


def test_what_came_back_from_elsewhere_is_carried_from_there() -> None:
    def move(value: Json, run: Run, at: Trail) -> Json:
        run.moved(((at, "other"), "a"), ((at, "thing"), "a"))
        return {"thing": {"a": value["other"]["a"]}, "other": value["other"]}

    (group,) = Trip(Custom(stay, move), {"thing": {}, "other": {"a": 1}}).residue["groups"]
    assert [(place["at"], place["key"]) for place in group["while"]] == [(["", "other"], "a"), (["", "thing"], "a")]


def test_what_is_added_does_not_hang_on_what_only_came_to_stand_around_it() -> None:
    def drop(value: Json, run: Run, at: Trail) -> Json:
        run.lost(((at, "thing"), "gone"), "it has no place")
        return {**value, "thing": {"k": 1}}

    def over(value: Json, run: Run, at: Trail) -> Json:
        run.moved((at, "other"), (at, "thing"))
        return {"thing": value["other"]}

    trip = Trip(Custom(drop, over), {"thing": {"k": 1, "gone": 2}, "other": {"k": 1}})
    assert trip.back().result == trip.document
    places = [[(place["at"], place["key"]) for place in group["while"]] for group in trip.residue["groups"]]
    assert sorted(places) == [[([""], "other")], [(["", "thing"], "gone")]]


def test_objects_of_a_list_stand_and_fall_alone() -> None:
    trip = Trip(each_of("thing", "things", Rename("old", "new")), {"things": [{"id": i, "new": i} for i in (1, 2)]})
    assert [len(group["entries"]) for group in trip.residue["groups"]] == [2, 2]
    back = trip.edited(lambda d: d["things"][0].update(new=9))
    assert back.result == {"things": [{"id": 1, "old": 9}, {"id": 2, "new": 2}]}


def test_members_that_only_vanished_stand_alone_also_where_no_note_says_so() -> None:
    def silent(value: Json, run: Run, at: Trail) -> Json:
        return {}

    trip = Trip(At("thing", Custom(silent, stay)), {"thing": {"a": 1, "b": 2}})
    assert [[entry["add"] for entry in group["entries"]] for group in trip.residue["groups"]] == [["a"], ["b"]]
    assert trip.edited(lambda d: d["thing"].update(a=9)).result == {"thing": {"a": 9, "b": 2}}


def test_a_respelling_goes_together_also_where_no_move_says_so() -> None:
    def silent(value: Json, run: Run, at: Trail) -> Json:
        return {"old": value["new"]}

    trip = Trip(At("thing", Custom(stay, silent)), {"thing": {"new": 1}})
    (group,) = trip.residue["groups"]
    assert [sorted(set(entry) & {"add", "remove"}) for entry in group["entries"]] == [["remove"], ["add"]]


def test_places_of_a_list_that_became_an_object_are_told_in_the_order_of_their_pointers() -> None:
    def keyed(value: Json, run: Run, at: Trail) -> Json:
        run.moved(((at, 0), "value"), (at, "a"))
        return {"a": None}

    def listed(value: Json, run: Run, at: Trail) -> Json:
        run.moved((at, "a"), ((at, 0), "value"))
        return [{"name": "a", "value": value["a"]}]

    trip = Trip(At("l", Custom(keyed, listed)), {"l": [{"name": "a", "x": 2}]})
    assert trip.back().result == trip.document
    (group,) = trip.residue["groups"]
    assert [(place["at"], place["key"]) for place in group["while"]] == [(["", "l", "0"], "x"), (["", "l"], "a")]


# Residues: the way back.

IN_THING: dict[str, Json] = {"at": ["", "thing"]}


def group(*entries: dict[str, Json], holds: bool = True) -> Json:
    """A group of entries in `thing`; one that does not hold hangs on a place that was edited."""
    places = [] if holds else [IN_THING | {"key": "gone", "was": digest("something")}]
    return {"change": "ch", "while": places, "entries": [IN_THING | entry for entry in entries]}


def test_what_is_right_already_is_no_news() -> None:
    payload = {"tenant": {"id": "tenant-1", "user_ids": ["a", "b"]}}
    there = translated(payload, TENANT, V22, V24)
    context = knowing(USERS, {"users": [{"id": "a"}, {"id": "b"}]})
    assert [note.kind for note in translated(there.result, TENANT, V24, V22, context=context).notes] == ["assumed"]
    back = translated(there.result, TENANT, V24, V22, context=context, residue=there.residue)
    assert (back.result, back.notes, back.needs) == (payload, (), ())


def test_of_a_group_set_aside_only_what_is_not_right_already_is_said() -> None:
    document = {"thing": {"x": 1}}
    restored = restore(document, [group({"add": "x", "value": 1}, {"add": "y", "value": 2}, holds=False)], document)
    assert restored.document == document
    assert [note.pointer for note in restored.notes] == ["/thing/y"]


@pytest.mark.parametrize("entry", [{"replace": "k", "value": 5}, {"remove": "k"}])
@pytest.mark.parametrize("thing", [{"k": 2}, {"k": 1.0}, {}])
def test_only_what_is_as_it_was_is_replaced_or_removed(entry: dict[str, Json], thing: Json) -> None:
    document = {"thing": thing}
    restored = restore(document, [group(entry | {"was": digest(1)})], document)
    assert restored.document == {"thing": thing}
    assert [note.pointer for note in restored.notes] == ["/thing/k"]


@pytest.mark.parametrize("index", [-1, 1, 2])
def test_an_item_that_is_not_there_is_not_found(index: int) -> None:
    document = {"things": [{"k": 1}]}
    for within in (None, digest(document["things"])):
        entry = {"at": ["", "things", {"index": index, "within": within}], "add": "x", "value": 1}
        restored = restore(document, [{"change": None, "while": [], "entries": [entry]}], document)
        assert restored.document == document
        assert [note.pointer for note in restored.notes] == [f"/things/{index}/x"]


def test_a_residue_that_contradicts_itself_is_told_in_a_sentence() -> None:
    document = {"thing": {"k": 1}}
    twice = {"remove": "k", "was": digest(1)}
    with pytest.raises(ac.MalformedPayload) as raised:
        restore(document, [group(twice, twice)], document)
    assert raised.value.message == ("the residue given contradicts itself: pass what `residue` of the way there was")


@pytest.mark.parametrize(
    ("operation", "shown"),
    [
        (5, "a number response 1 -> 2"),
        ([], "a list response 1 -> 2"),
        (None, "None response 1 -> 2"),
        ("o" * 200, "o" * 160),
    ],
)
def test_a_residue_of_something_else_is_told_by_what_it_is_of(operation: Json, shown: str) -> None:
    registry = ac.Registry(first(), then("1", "2", RENAMED))
    residue = {
        "format": FORMAT,
        "operation": operation,
        "part": "response",
        "source": "1",
        "target": "2",
        "groups": [],
    }
    where: dict[str, Any] = {"operation": "update_thing", "part": "response", "registry": registry}
    with pytest.raises(ac.MalformedPayload) as raised:
        ac.translate({}, source="2", target="1", residue=json.loads(json.dumps(residue)), **where)
    assert raised.value.message == f"the residue given belongs to {shown}: it can't complete this way back"


# Registries.


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"operations": "update_thing"}, "a body names its operations in a tuple, not in a text"),
        ({"parts": ()}, "a body's parts are of request and response, not none"),
        ({"parts": ("reqest",)}, "a body's parts are of request and response, not reqest"),
        ({"parts": ("response", "body")}, "a body's parts are of request and response, not response and body"),
        ({"answers": "error"}, "answers is one of success and client error, not error"),
    ],
)
def test_a_body_that_would_never_be_touched(more: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"operations": ("update_thing",), "edit": Rename("a", "b")} | more
    error = refusal(first(), then("1", "2", change("misspelt", bodies=(ac.Body(**given),))))
    assert (error.change, error.message) == ("misspelt", message)


@pytest.mark.parametrize("order", ["aa", "aba", "abab", "baab"])
def test_a_change_that_a_release_makes_twice(order: str) -> None:
    changes = {name: change(name) for name in "ab"}
    error = refusal(first(), then("1", "2", *(changes[name] for name in order)))
    assert (error.change, error.message) == (order[0], "the release of 2 makes this change twice")


REGISTRY = ac.Registry(first(), then("1", "2", RENAMED), first("9"))


@pytest.mark.parametrize(
    ("spelling", "message"),
    [
        ("two", "'two' is no version; write it like 2018.01, v2018.01 or 2018-01; there are 1, 2 and 9"),
        ("3", "there is no version 3; there are 1, 2 and 9"),
        ("3" * 100, f"there is no version {'3' * 80}; there are 1, 2 and 9"),
    ],
)
def test_an_unknown_version_is_told_with_those_there_are(spelling: str, message: str) -> None:
    with pytest.raises(ac.UnknownVersion) as raised:
        REGISTRY.version(spelling)
    assert (raised.value.version, raised.value.message) == (spelling[:80], message)


@pytest.mark.parametrize(
    ("name", "shown", "hint"),
    [
        ("update_thin", "update_thin", "did you mean update_thing?"),
        ("", "", "`operations` lists those there are"),
        ("o" * 100, "o" * 80, "`operations` lists those there are"),
    ],
)
def test_an_unknown_operation_is_told_with_a_hint(name: str, shown: str, hint: str) -> None:
    with pytest.raises(ac.UnknownOperation) as raised:
        REGISTRY.operation(name)
    assert raised.value.operation == shown
    assert raised.value.message == f"there is no operation '{shown}'; {hint}"


def test_versions_that_nothing_joins() -> None:
    with pytest.raises(ac.NoPath) as raised:
        REGISTRY.path("1", "9")
    error = raised.value
    assert (error.source, error.target, error.message) == ("1", "9", "no chain of releases joins these versions")


def test_an_operation_that_a_release_keeps_is_found_by_its_path() -> None:
    for version in ("1", "2"):
        route = REGISTRY.route("PUT", "/things/7", version)
        assert route is not None
        assert route.operation == "update_thing"
