"""`create-design-from-site-model` and `module-spacing`."""

import re
from typing import Any

import pytest

import aurora_compat as ac

from ._send import (
    DOWN,
    DOWN22,
    DOWN24,
    HOPS,
    JSON_TYPE,
    PRODUCTION,
    UP,
    UP18,
    UP22,
    V18,
    V22,
    V24,
    Json,
    Sent,
    T,
    answered,
    asked,
    dumped,
    loaded,
    notes_of,
    place,
    refused,
    sent,
)

SITE, SPACING = "create-design-from-site-model", "module-spacing"
KNOWN = ac.Context(project_of_design={"d-1": "p-1", "a/b": "p-1"})
FROM_MODEL = [("site_model_design_id", "d-1"), ("include_design", "true")]
DESIGNS, DUPLICATE = f"{T}/designs", f"{T}/designs/d-1/duplicate"
NAMED = {"design": {"name": "n", "external_provider_id": None, "x": [1.0]}}
PLACED = {"design": {**NAMED["design"], "project_id": "p-1"}}
ANSWER = {"design": {"id": "d-1", "project_id": "p-1", "name": "original"}}


def create(hop: tuple[str, str], query: Json = FROM_MODEL, body: Json = PLACED, **kw: Any) -> Sent:
    """Create Design of 2018.01 on its way up."""
    return sent(hop, "POST", f"/v2{DESIGNS}", query=query, headers=JSON_TYPE, body=dumped(body), **kw)


def duplicate(hop: tuple[str, str], body: bytes, path: str = DUPLICATE, **kw: Any) -> Sent:
    """Duplicate Design on its way down."""
    return sent(hop, "POST", path, headers=JSON_TYPE, body=body, **kw)


# create-design-from-site-model: up


@pytest.mark.parametrize("hop", [UP18, UP])
class TestCreateUp:
    @pytest.mark.parametrize("body", [PLACED, NAMED])
    @pytest.mark.parametrize("query", [FROM_MODEL, FROM_MODEL[::-1]])
    def test_it_becomes_duplicate_design(self, hop: tuple[str, str], query: Json, body: Json) -> None:
        t = create(hop, query, body, context=KNOWN)
        assert t.operation is not None
        assert t.operation.name == "create_design"
        assert dict(t.path_params) == {"tenant_id": "t-1"}
        assert (t.result.method, t.result.path, t.result.query.encoded) == ("POST", DUPLICATE, "")
        assert loaded(t) == NAMED
        assert t.notes == ()
        assert t.needs == ()

    def test_the_url_stays_absolute(self, hop: tuple[str, str]) -> None:
        url = f"{PRODUCTION}/v2{DESIGNS}"
        t = sent(hop, "POST", url, query=FROM_MODEL, headers=JSON_TYPE, body=dumped(PLACED), context=KNOWN)
        assert t.result.path == PRODUCTION + DUPLICATE

    def test_other_parameters_stay(self, hop: tuple[str, str]) -> None:
        query = "a=%7e&site_model_design_id=d-1&b=1+2&include_design=true&a="
        assert create(hop, query, context=KNOWN).result.query.encoded == "a=%7e&b=1+2&a="

    def test_the_id_is_encoded_in_the_path(self, hop: tuple[str, str]) -> None:
        t = create(hop, "site_model_design_id=a%2Fb&include_design=true", context=KNOWN)
        assert t.result.path == f"{T}/designs/a%2Fb/duplicate"

    def test_encoding_of_the_tenant_is_kept(self, hop: tuple[str, str]) -> None:
        path = "/tenants/t%2f1%20x/designs"
        t = sent(hop, "POST", f"/v2{path}", query=FROM_MODEL, headers=JSON_TYPE, body=dumped(PLACED), context=KNOWN)
        assert t.result.path == f"{path}/d-1/duplicate"

    @pytest.mark.parametrize("value", ["True", "TRUE", "tRuE", "1"])
    def test_other_spellings_of_true_are_assumed(self, hop: tuple[str, str], value: str) -> None:
        t = create(hop, [FROM_MODEL[0], ("include_design", value)], context=KNOWN)
        assert t.result.path == DUPLICATE
        assert notes_of(t) == {("assumed", "query/include_design", SITE)}

    @pytest.mark.parametrize("value", ["false", "False", "0", "", "yes", "on", "2", " true", "null"])
    def test_what_is_not_true_is_refused(self, hop: tuple[str, str], value: str) -> None:
        query = [FROM_MODEL[0], ("include_design", value)]
        refused(hop, "POST", f"/v2{DESIGNS}", SITE, query=query, body=dumped(PLACED), context=KNOWN)

    @pytest.mark.parametrize(
        "query",
        [
            pytest.param("site_model_design_id=d-1", id="the roof model only"),
            pytest.param("site_model_design_id=&include_design=true", id="empty"),
            pytest.param("site_model_design_id&include_design=true", id="no value"),
            pytest.param("site_model_design_id=", id="empty and alone"),
            pytest.param("site_model_design_id=d-1&site_model_design_id=d-2&include_design=true", id="repeated"),
            pytest.param("site_model_design_id=d-1&include_design=true&site_model_design_id=d-1", id="the same twice"),
            pytest.param("site_model_design_id=&site_model_design_id=d-1&include_design=true", id="empty and repeated"),
        ],
    )
    @pytest.mark.parametrize("body", [dumped(PLACED), dumped(NAMED), b""])
    def test_no_equivalent_is_refused(self, hop: tuple[str, str], query: str, body: bytes) -> None:
        refused(hop, "POST", f"/v2{DESIGNS}", SITE, query=query, headers=JSON_TYPE, body=body, context=KNOWN)

    @pytest.mark.parametrize("value", ["true", "false", "", "1"])
    def test_include_design_alone_is_dropped(self, hop: tuple[str, str], value: str) -> None:
        body = dumped(PLACED)
        query = [("a", "1"), ("include_design", value), ("b", "2")]
        t = sent(hop, "POST", f"/v2{DESIGNS}", query=query, headers=JSON_TYPE, body=body)
        assert (t.result.path, list(t.result.query)) == (DESIGNS, [("a", "1"), ("b", "2")])
        assert t.result.body is body
        assert notes_of(t) == {("lost", "query/include_design", SITE)}

    @pytest.mark.parametrize("body", [dumped(PLACED), b"", b"[]"])
    def test_without_the_parameters_nothing_happens(self, hop: tuple[str, str], body: bytes) -> None:
        t = sent(hop, "POST", f"/v2{DESIGNS}", query={"a": "1"}, headers=JSON_TYPE, body=body)
        assert (t.result.path, list(t.result.query), t.notes) == (DESIGNS, [("a", "1")], ())
        assert t.result.body is body

    def test_another_project_is_refused(self, hop: tuple[str, str]) -> None:
        body = dumped({"design": {"project_id": "p-2", "name": "n"}})
        for context in (KNOWN, learned(hop, PLACED)):
            refused(hop, "POST", f"/v2{DESIGNS}", SITE, query=FROM_MODEL, body=body, context=context)

    @pytest.mark.parametrize("body", [PLACED, NAMED, {"design": {"project_id": "p-2"}}])
    def test_the_project_is_needed(self, hop: tuple[str, str], body: Json) -> None:
        known = {"query": FROM_MODEL, "headers": JSON_TYPE, "body": dumped(body)}
        error = asked(hop, "POST", f"/v2{DESIGNS}", SITE, **known)
        (need,) = error.needs
        assert (need.operation, str(need.version), need.change, need.required) == (
            "retrieve_design",
            hop[1],
            SITE,
            True,
        )
        assert dict(need.path_params) == {"tenant_id": "t-1", "design_id": "d-1"}
        assert need.request is not None
        assert (need.request.method, need.request.path, need.request.body) == ("GET", f"{T}/designs/d-1", b"")

    @pytest.mark.parametrize("body", [PLACED, NAMED])
    def test_the_answer_gives_the_project(self, hop: tuple[str, str], body: Json) -> None:
        t = create(hop, body=body, context=learned(hop, body))
        assert (t.result.path, loaded(t), t.notes) == (DUPLICATE, NAMED, ())

    def test_an_absent_body_stays_absent(self, hop: tuple[str, str]) -> None:
        t = sent(hop, "POST", f"/v2{DESIGNS}", query=FROM_MODEL, context=KNOWN)
        assert (t.result.path, t.result.body, t.notes) == (DUPLICATE, b"", ())

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({"design": []}, "body#/design"),
            ({"design": "x"}, "body#/design"),
            ({"design": 5, "x": 1}, "body#/design"),
            ([], "body#"),
            ("x", "body#"),
        ],
    )
    def test_odd_shapes_are_kept_unsupported(self, hop: tuple[str, str], body: Json, pointer: str) -> None:
        t = create(hop, body=body, context=KNOWN)
        assert (t.result.path, loaded(t)) == (DUPLICATE, body)
        assert notes_of(t) == {("unsupported", pointer, SITE)}

    def test_only_project_id_of_the_design_goes(self, hop: tuple[str, str]) -> None:
        body = {"project_id": "p-9", "design": {"project_id": "p-1", "x": {"project_id": "p-8"}}}
        t = create(hop, body=body, context=KNOWN)
        assert loaded(t) == {"project_id": "p-9", "design": {"x": {"project_id": "p-8"}}}


def learned(hop: tuple[str, str], body: Json) -> ac.Context:
    """A context that has asked the server for the design."""
    known = {"query": FROM_MODEL, "headers": JSON_TYPE, "body": dumped(body)}
    (need,) = asked(hop, "POST", f"/v2{DESIGNS}", SITE, **known).needs
    return ac.Context().with_answer(need, ANSWER)


# create-design-from-site-model: down


@pytest.mark.parametrize("hop", [DOWN22, DOWN])
class TestDuplicateDown:
    def test_it_becomes_create_design(self, hop: tuple[str, str]) -> None:
        t = duplicate(hop, dumped(NAMED), context=KNOWN)
        assert t.operation is not None
        assert t.operation.name == "duplicate_design"
        assert dict(t.path_params) == {"tenant_id": "t-1", "design_id": "d-1"}
        assert (t.result.method, t.result.path) == ("POST", f"/v2{DESIGNS}")
        assert t.result.query.encoded == "site_model_design_id=d-1&include_design=true"
        assert loaded(t) == PLACED
        assert {note[:2] for note in notes_of(t)} <= {("assumed", "body#/design/project_id")}
        assert t.needs == ()

    def test_an_absent_body_becomes_one(self, hop: tuple[str, str]) -> None:
        t = sent(hop, "POST", DUPLICATE, headers={"Content-Length": "0"}, context=KNOWN)
        assert loaded(t) == {"design": {"project_id": "p-1"}}
        assert t.result.headers.get("content-type") == "application/json"
        assert list(t.result.headers.all("content-length")) == [str(len(t.result.body))]

    def test_other_parameters_and_the_host_stay(self, hop: tuple[str, str]) -> None:
        t = duplicate(hop, dumped(NAMED), PRODUCTION + DUPLICATE, query="a=%7e&b=1+2", context=KNOWN)
        assert t.result.path == f"{PRODUCTION}/v2{DESIGNS}"
        assert t.result.query.encoded == "a=%7e&b=1+2&site_model_design_id=d-1&include_design=true"

    def test_the_id_is_decoded_and_encoded(self, hop: tuple[str, str]) -> None:
        t = duplicate(hop, dumped(NAMED), f"{T}/designs/a%2Fb/duplicate", context=KNOWN)
        assert t.result.query.get("site_model_design_id") == "a/b"
        assert t.result.path == f"/v2{DESIGNS}"

    @pytest.mark.parametrize("body", [dumped(NAMED), b""])
    def test_the_project_is_needed(self, hop: tuple[str, str], body: bytes) -> None:
        error = asked(hop, "POST", DUPLICATE, SITE, headers=JSON_TYPE, body=body)
        (need,) = error.needs
        assert (need.operation, str(need.version), need.change, need.required) == ("retrieve_design", V18, SITE, True)
        assert dict(need.path_params) == {"tenant_id": "t-1", "design_id": "d-1"}
        assert need.request is not None
        assert (need.request.method, need.request.path) == ("GET", f"/v2{T}/designs/d-1")
        t = duplicate(hop, body, context=ac.Context().with_answer(need, ANSWER))
        assert loaded(t)["design"]["project_id"] == "p-1"

    @pytest.mark.parametrize("body", [[], "x", 5, {"design": []}, {"design": "x"}, {"design": True}])
    def test_where_it_cannot_be_built_it_is_refused(self, hop: tuple[str, str], body: Json) -> None:
        refused(hop, "POST", DUPLICATE, SITE, headers=JSON_TYPE, body=dumped(body), context=KNOWN)

    def test_there_and_back(self, hop: tuple[str, str]) -> None:
        there = duplicate(hop, dumped(NAMED), context=KNOWN)
        back = sent(
            (hop[1], hop[0]),
            "POST",
            there.result.path,
            query=there.result.query,
            headers=JSON_TYPE,
            body=there.result.body,
            context=KNOWN,
        )
        assert (back.result.path, back.result.query.encoded) == (DUPLICATE, "")
        assert loaded(back) == NAMED


@pytest.mark.parametrize("hop", [UP22, DOWN24])
def test_on_the_newer_edge_nothing_happens(hop: tuple[str, str]) -> None:
    for path, query in ((DUPLICATE, []), (DESIGNS, FROM_MODEL), (DESIGNS, FROM_MODEL[1:])):
        body = dumped(PLACED)
        t = sent(hop, "POST", path, query=query, headers=JSON_TYPE, body=body)
        assert (t.result.path, list(t.result.query), t.notes) == (path, query, ())
        assert t.result.body is body


@pytest.mark.parametrize("hop", HOPS)
def test_create_design_down_and_others_keep_these_parameters(hop: tuple[str, str]) -> None:
    paths = [("GET", f"{T}/projects/p-1/designs"), ("POST", f"{T}/design_requests"), ("GET", DESIGNS)]
    for method, path in paths:
        t = sent(hop, method, place(hop[0], path), query=FROM_MODEL)
        assert (t.result.path, list(t.result.query), t.notes) == (place(hop[1], path), FROM_MODEL, ())


@pytest.mark.parametrize("hop", [DOWN22, DOWN])
def test_create_design_down_keeps_what_only_the_older_version_reads(hop: tuple[str, str]) -> None:
    t = sent(hop, "POST", place(hop[0], DESIGNS), query=FROM_MODEL)
    assert (t.result.path, list(t.result.query)) == (place(hop[1], DESIGNS), FROM_MODEL)
    assert {(note.kind, note.pointer) for note in t.notes} == {
        ("unsupported", f"query/{name}") for name, _ in FROM_MODEL
    }


@pytest.mark.parametrize("hop", HOPS)
@pytest.mark.parametrize("operation", ["create_design", "duplicate_design"])
def test_answers_have_the_same_shape(hop: tuple[str, str], operation: str) -> None:
    body = dumped({"design": {"id": "d-2", "project_id": "p-1", "design_request_id": None}})
    if operation == "duplicate_design" and hop[1] == V18:
        return  # 2018.01 has no such operation, so no client of it made this request
    t = answered(hop, 200, body, JSON_TYPE, operation=operation)
    assert t.result.body is body
    assert t.notes == ()


def test_the_answer_to_what_became_duplicate_design() -> None:
    request = ac.Request("POST", f"/v2{DESIGNS}", FROM_MODEL, {"Authorization": "Bearer a"} | JSON_TYPE, dumped(PLACED))
    exchange = ac.Exchange(request, client=V18, server=V24, context=KNOWN)
    assert exchange.upstream.path == DUPLICATE
    body = dumped({"design": {"id": "d-2", "project_id": "p-1"}})
    t = exchange.respond(ac.Response(200, JSON_TYPE | {"Location": f"{T}/designs/d-2"}, body))
    assert t.result.body is body
    assert t.result.headers.get("location") == f"/v2{T}/designs/d-2"


# module-spacing


OLD, NEW = "max_panel_spacing", "max_module_spacing"
RACKING = f"{T}/designs/d-1/racking_arrays"
BOTH_WAYS = [
    pytest.param(UP22, OLD, NEW, "0.01", id="up"),
    pytest.param(UP, OLD, NEW, "0.01", id="up two versions"),
    pytest.param(DOWN24, NEW, OLD, "0.026", id="down"),
    pytest.param(DOWN, NEW, OLD, "0.026", id="down two versions"),
]


def racking(hop: tuple[str, str], query: Json = None, **kw: Any) -> Sent:
    """List Racking Arrays."""
    t = sent(hop, "GET", place(hop[0], kw.pop("path", RACKING)), query=query, **kw)
    assert t.operation is not None
    assert t.operation.name == "list_racking_arrays"
    return t


@pytest.mark.parametrize(("hop", "here", "there", "default"), BOTH_WAYS)
class TestSpacing:
    @pytest.mark.parametrize("value", ["0.05", "0", "1", "-1", "abc", "", "1e-2", "0,5", "%C3%BC", "a+b", "%7e"])
    def test_present_is_renamed_and_keeps_its_value(
        self, hop: tuple[str, str], here: str, there: str, default: str, value: str
    ) -> None:
        t = racking(hop, f"page=1&{here}={value}&x=%7e")
        assert t.result.query.encoded == f"page=1&{there}={value}&x=%7e"
        assert t.result.path == place(hop[1], RACKING)
        assert t.notes == ()

    def test_repeats_are_renamed_too(self, hop: tuple[str, str], here: str, there: str, default: str) -> None:
        t = racking(hop, [(here, "1"), ("x", "2"), (here, "3")])
        assert list(t.result.query) == [(there, "1"), ("x", "2"), (there, "3")]

    @pytest.mark.parametrize("query", ["", "page=2&per_page=5", "MAX_PANEL_SPACING=1"])
    @pytest.mark.parametrize("path", [RACKING, f"{RACKING}/"])
    def test_absent_sends_the_default_of_the_source(
        self, hop: tuple[str, str], here: str, there: str, default: str, query: str, path: str
    ) -> None:
        t = racking(hop, query, path=path)
        assert t.result.query.get(there) == default
        assert t.result.query.without(there).encoded == query
        assert notes_of(t) == {("assumed", f"query/{there}", SPACING)}
        assert [note.side for note in t.notes] == ["target"]

    def test_the_note_names_both_defaults_and_the_unit(
        self, hop: tuple[str, str], here: str, there: str, default: str
    ) -> None:
        for context in (None, ac.Context(default_module_spacing=None)):
            (note,) = racking(hop, context=context).notes
            assert re.search(r"\b0\.01\b|\b1 cm\b", note.message)
            assert re.search(r"\b0\.026\b|\b2\.6 cm\b", note.message)
            assert re.search(r"\b(m|cm|metres?|meters?)\b", note.message)

    def test_the_sources_spelling_wins(self, hop: tuple[str, str], here: str, there: str, default: str) -> None:
        for query in ([(here, "1"), (there, "2")], [(there, "2"), (here, "1")]):
            t = racking(hop, query)
            assert list(t.result.query) == [(there, "1")]
            assert notes_of(t) == {("conflict", f"query/{there}", SPACING)}
            assert [note.side for note in t.notes] == ["source"]

    def test_the_other_value_is_kept_in_the_residue(
        self, hop: tuple[str, str], here: str, there: str, default: str
    ) -> None:
        first = racking(hop, [(here, "1"), ("x", "3"), (there, "2")])
        back = racking((hop[1], hop[0]), first.result.query, residue=first.residue)
        assert sorted(back.result.query) == sorted([(here, "1"), (there, "2"), ("x", "3")])

    @pytest.mark.parametrize("value", ["0.05", ""])
    def test_the_targets_spelling_alone_is_left_alone(
        self, hop: tuple[str, str], here: str, there: str, default: str, value: str
    ) -> None:
        t = racking(hop, [("x", "1"), (there, value)])
        assert list(t.result.query) == [("x", "1"), (there, value)]
        assert notes_of(t) == {("unsupported", f"query/{there}", SPACING)}
        assert [note.side for note in t.notes] == ["source"]

    def test_the_default_is_a_setting_of_the_source_version(
        self, hop: tuple[str, str], here: str, there: str, default: str
    ) -> None:
        # the hop that this change belongs to is the one between 2022.09 and 2024.05
        source, target = (V22, V24) if here == OLD else (V24, V22)
        context = ac.Context(default_module_spacing={source: "0.5", target: "0.7"})
        t = racking(hop, context=context)
        assert list(t.result.query) == [(there, "0.5")]
        assert notes_of(t) == {("assumed", f"query/{there}", SPACING)}
        assert list(racking(hop, context=ac.Context(default_module_spacing={target: "0.7"})).result.query) == [
            (there, default)
        ]

    def test_none_sends_nothing_with_the_same_note(
        self, hop: tuple[str, str], here: str, there: str, default: str
    ) -> None:
        t = racking(hop, "x=1", context=ac.Context(default_module_spacing=None))
        assert t.result.query.encoded == "x=1"
        assert notes_of(t) == {("assumed", f"query/{there}", SPACING)}

    def test_settings_do_not_touch_what_is_there(
        self, hop: tuple[str, str], here: str, there: str, default: str
    ) -> None:
        for setting in (None, {V22: "0.5", V24: "0.7"}):
            t = racking(hop, [(here, "1")], context=ac.Context(default_module_spacing=setting))
            assert list(t.result.query) == [(there, "1")]
            assert t.notes == ()

    def test_strict_does_not_mind_what_is_assumed(
        self, hop: tuple[str, str], here: str, there: str, default: str
    ) -> None:
        assert racking(hop, strict=True).result.query.get(there) == default
        with pytest.raises(ac.LossError):
            racking(hop, [(here, "1"), (there, "2")], strict=True)
        with pytest.raises(ac.LossError):
            racking(hop, [(there, "2")], strict=True)


def test_the_way_back_with_the_residue_takes_the_default_away() -> None:
    for hop, *_ in ((UP22,), (DOWN24,)):
        there = racking(hop, "x=1")
        back = racking((hop[1], hop[0]), there.result.query, residue=there.residue)
        assert back.result.query.encoded == "x=1"


@pytest.mark.parametrize("hop", [UP18, DOWN22])
@pytest.mark.parametrize("query", ["", "max_panel_spacing=1", "max_module_spacing=1"])
def test_spacing_stays_on_the_older_edge(hop: tuple[str, str], query: str) -> None:
    t = racking(hop, query)
    assert (t.result.query.encoded, t.notes) == (query, ())


@pytest.mark.parametrize("hop", HOPS)
@pytest.mark.parametrize("path", [f"{T}/designs/d-1/summary", f"{T}/designs/d-1/roof_summary", f"{RACKING}/x"])
def test_spacing_of_other_operations_stays(hop: tuple[str, str], path: str) -> None:
    query = "max_panel_spacing=1&max_module_spacing=2"
    t = sent(hop, "GET", place(hop[0], path), query=query)
    assert (t.result.query.encoded, t.notes) == (query, ())


@pytest.mark.parametrize("hop", HOPS)
def test_the_answer_with_racking_arrays_is_untouched(hop: tuple[str, str]) -> None:
    body = b'{"racking_arrays": [{"rows": 1.0, "max_panel_spacing": 1, "module": {"manufacturer": "m"}}]}'
    t = answered(hop, 200, body, JSON_TYPE, operation="list_racking_arrays")
    assert t.result.body is body
    assert t.notes == ()
