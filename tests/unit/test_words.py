"""The words: frozen values, versions, pointers, messages, notes, operations, context, errors."""

import copy
import dataclasses
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aurora_compat as ac
from aurora_compat.words.error import listed
from aurora_compat.words.fields import Fields, Headers
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import copied, digest, kind_of, same
from aurora_compat.words.note import KINDS, STRICT
from aurora_compat.words.operation import PARTS, Operation, parameters
from aurora_compat.words.pointer import PointerMap, keys_of, path_of, pointer_of
from aurora_compat.words.value import Value
from tests.unit._edits import THOROUGH, documents


class Point(Value):
    """A value with and without defaults."""

    x: int
    y: int = 2
    _private: str = "no field"


class Named(Point, kw_only=True):
    """A value by name only, with the fields of another."""

    name: str = "p"


class Even(Value):
    """A value that checks itself, and hides a field."""

    _hidden = frozenset({"secret"})

    n: int
    secret: str = ""

    def __post_init__(self) -> None:
        if self.n % 2:
            raise ValueError(f"{self.n} is odd")
        self.__dict__["secret"] = self.secret.upper()


class Empty(Value):
    """A value without fields."""


# Values.


def test_fields_by_position_by_name_and_by_default() -> None:
    assert (Point(1).x, Point(1).y) == (1, 2)
    assert Point(1, 3) == Point(1, y=3) == Point(x=1, y=3) == Point(y=3, x=1)
    assert Named(x=1) == Named(x=1, y=2, name="p")
    assert Empty() == Empty()


@pytest.mark.parametrize(
    ("args", "kwargs", "words"),
    [
        ((), {}, ("Point", "x, y", "none")),
        ((), {"y": 1}, ("Point", "x, y", "given y")),
        ((1, 2, 3), {}, ("Point", "x, y")),
        ((1,), {"x": 1}, ("Point", "twice")),
        ((1,), {"z": 1}, ("Point", "x, y", "z")),
        ((1,), {"_private": 1}, ("Point", "x, y")),
        ((), {"x": 1, "y": 2, "z": 3}, ("x, y", "given x, y, z")),
        ((), {"y": 1, "z": 3}, ("x, y", "given y, z")),
    ],
)
def test_fields_that_are_wrong(args: tuple[Any, ...], kwargs: dict[str, Any], words: tuple[str, ...]) -> None:
    with pytest.raises(TypeError) as raised:
        Point(*args, **kwargs)
    assert all(word in str(raised.value) for word in words)


def test_by_name_only() -> None:
    with pytest.raises(TypeError, match="Named takes x, y, name, by name"):
        Named(1)
    with pytest.raises(TypeError):
        Named(y=1)  # type: ignore[call-arg]


def test_values_are_frozen() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match="Point is frozen: x can't be set"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="Point is frozen: z can't be set"):
        point.z = 2
    with pytest.raises(AttributeError, match="Point is frozen: x can't be deleted"):
        del point.x
    assert point == Point(1)


def test_values_are_equal_by_type_and_fields() -> None:
    assert Point(1) != Point(2)
    assert Point(1, 2) != Named(x=1, y=2)
    assert Point(1) != (1, 2)
    assert Point(1).__eq__((1, 2)) is NotImplemented
    assert len({Point(1), Point(1, 2), Point(2), Named(x=1), Named(x=1, name="p")}) == 3
    assert hash(Point(1)) == hash(Point(1, 2))
    with pytest.raises(TypeError):
        hash(Point([]))  # type: ignore[arg-type]


def test_values_show_their_fields() -> None:
    assert repr(Point(1)) == "Point(x=1, y=2)"
    assert repr(Named(x=1, name="é")) == "Named(x=1, y=2, name='é')"
    assert repr(Even(2, "hush")) == "Even(n=2)"
    assert repr(Empty()) == "Empty()"


def test_values_may_check_and_complete_themselves() -> None:
    assert Even(2, "a").secret == "A"
    assert Even(2, "a") != Even(2, "b")
    with pytest.raises(ValueError, match="3 is odd"):
        Even(3)
    with pytest.raises(ValueError, match="3 is odd"):
        dataclasses.replace(Even(2), n=3)


@pytest.mark.parametrize("value", [Point(1), Named(x=1, name="n"), Even(2, "A"), Empty()], ids=repr)
def test_values_pickle_and_copy(value: Value) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(value, protocol)) == value
    assert copy.copy(value) == value
    assert copy.deepcopy(value) == value


def test_the_tools_for_dataclasses_work() -> None:
    assert [field.name for field in dataclasses.fields(Point)] == ["x", "y"]
    assert [field.name for field in dataclasses.fields(Named)] == ["x", "y", "name"]
    assert [field.name for field in dataclasses.fields(Named(x=1))] == ["x", "y", "name"]
    x, y = dataclasses.fields(Point)
    assert x.default is dataclasses.MISSING
    assert y.default == 2
    point = Point(1)
    named = Named(x=1)
    assert dataclasses.replace(point, y=5) == Point(1, 5)
    assert dataclasses.replace(named, name="q") == Named(x=1, name="q")
    assert dataclasses.asdict(Named(x=1)) == {"x": 1, "y": 2, "name": "p"}
    assert dataclasses.astuple(Point(1)) == (1, 2)
    assert all(dataclasses.is_dataclass(kind) for kind in (Point, Named, Empty, ac.Note, ac.Context))
    with pytest.raises(TypeError):
        dataclasses.replace(point, z=5)  # type: ignore[call-arg]


def test_replace_as_python_3_13_calls_it() -> None:
    assert Point(1).__replace__(y=5) == Point(1, 5)
    assert Named(x=1, name="q").__replace__() == Named(x=1, name="q")


def test_the_public_values_are_values() -> None:
    context = dataclasses.replace(ac.Context(roles={"Admin": "a"}), bearer_token="t")
    assert (context.roles, context.bearer_token) == ({"Admin": "a"}, "t")
    assert [field.name for field in dataclasses.fields(ac.Note)] == ["kind", "pointer", "change", "message", "side"]
    assert dataclasses.asdict(ac.Note("lost", "/a", None, "why", "source")) == {
        "kind": "lost",
        "pointer": "/a",
        "change": None,
        "message": "why",
        "side": "source",
    }


# Versions.


@pytest.mark.parametrize("spelling", ["2018.01", "v2018.01", "2018-01", "v2018-01"])
def test_the_spellings_of_a_version(spelling: str) -> None:
    version = ac.Version.of(spelling)
    assert (version.name, version.numbers, str(version)) == ("2018.01", (2018, 1), "2018.01")
    assert version == ac.Version.of("2018.01")
    assert hash(version) == hash(ac.Version.of("2018.01"))
    assert ac.Version.of(version) is version


@pytest.mark.parametrize(
    "spelling",
    [
        *("", " ", "v", "x2018.01", "2018.", ".01", "2018..01", "2018.01 ", " 2018.01", "2018.01\n", "V2018.01"),
        *("vv2018.01", "2018_01", "2018.01-", "-2018.01", "+2018", "\uff12\uff10\uff11\uff18.01", "latest", "2018.0a"),
        *(None, True, 2018, 2018.01, b"2018.01", [], ["2018.01"], {}, ("2018.01",)),
    ],
)
def test_what_is_no_version(spelling: Any) -> None:
    with pytest.raises(ac.UnknownVersion) as raised:
        ac.Version.of(spelling)
    assert raised.value.version == str(spelling)
    assert "is no version" in raised.value.message
    assert "2018.01, v2018.01 or 2018-01" in raised.value.message


def test_long_nonsense_is_shown_in_part() -> None:
    with pytest.raises(ac.UnknownVersion) as raised:
        ac.Version.of("x" * 10_000)
    assert raised.value.version == "x" * 80
    assert len(raised.value.message) < 200


def test_versions_are_ordered_by_their_numbers() -> None:
    names = ["1", "1.0", "1.2", "1.10", "2", "2018.01", "2018.1", "2018.09", "2018.10", "10000"]
    versions = [ac.Version.of(name) for name in names]
    backwards = versions[::-1]
    assert sorted(backwards) == versions
    assert ac.Version.of("2018.01") < ac.Version.of("2022.09") <= ac.Version.of("2022.09")
    assert ac.Version.of("2024.05") > ac.Version.of("2022.09") >= ac.Version.of("2022.09")
    assert ac.Version.of("2018.1") != ac.Version.of("2018.01")


def test_a_version_of_absurd_length_is_read_in_time() -> None:
    assert ac.Version.of("9" * 10_000).numbers == (999_999_999,)


# Frozen mappings.


def test_a_frozen_map_is_a_copy_in_order_that_compares_as_mappings_do() -> None:
    given_: dict[str, Any] = {"b": 1, "a": 2}
    frozen = FrozenMap(given_)
    given_["c"] = 3
    assert list(frozen) == ["b", "a"]
    assert (len(frozen), frozen["a"], frozen.get("c"), "c" in frozen) == (2, 2, None, False)
    assert frozen == {"a": 2, "b": 1}
    assert frozen == {"a": 2, "b": 1}
    assert frozen != {"a": 2}
    assert hash(frozen) == hash(FrozenMap({"a": 2, "b": 1}))
    assert repr(frozen) == "{'b': 1, 'a': 2}"
    assert FrozenMap() == FrozenMap(None) == {}
    assert pickle.loads(pickle.dumps(frozen)) == frozen
    assert copy.deepcopy(frozen) == frozen
    with pytest.raises(KeyError):
        frozen["c"]
    with pytest.raises(TypeError):
        frozen["a"] = 1  # type: ignore[index]
    with pytest.raises(TypeError):
        hash(FrozenMap({"a": []}))


# Pointers.


RFC = {
    (): "",
    ("foo",): "/foo",
    ("foo", 0): "/foo/0",
    ("",): "/",
    ("a/b",): "/a~1b",
    ("c%d",): "/c%d",
    ("e^f",): "/e^f",
    ("g|h",): "/g|h",
    ("i\\j",): "/i\\j",
    ('k"l',): '/k"l',
    (" ",): "/ ",
    ("m~n",): "/m~0n",
    ("~1",): "/~01",
    ("~0/",): "/~00~1",
    ("", ""): "//",
    ("ключ", 12): "/ключ/12",
}
"""Examples of RFC 6901, section 5, and a few harder ones."""


@pytest.mark.parametrize(("path", "pointer"), RFC.items(), ids=repr)
def test_pointers(path: tuple[str | int, ...], pointer: str) -> None:
    assert pointer_of(path) == pointer
    assert keys_of(pointer) == tuple(map(str, path))


@given(st.lists(st.text("ab/~01", max_size=4)))
def test_pointers_are_read_back(keys: list[str]) -> None:
    assert keys_of(pointer_of(tuple(keys))) == tuple(keys)


@pytest.mark.parametrize("text", ["a", "a/b", "#/a", " /a"])
def test_what_is_no_pointer(text: str) -> None:
    with pytest.raises(ValueError, match="no JSON Pointer"):
        keys_of(text)


def test_trails() -> None:
    assert path_of(None) == ()
    assert path_of((((None, "a"), 0), "b")) == ("a", 0, "b")


def test_a_pointer_map_finds_at_above_and_below() -> None:
    found = PointerMap([("/a", 1), ("/a/b/c", 2), ("/a", 3), ("/d/e", 4), ("/d/f", 5)])
    assert found.near("/a") == 1
    assert found.near("/a/x") == 1
    assert found.near("/a/b/c") == 2
    assert found.near("/a/b/c/d") == 2
    assert found.near("/a/b") == 1  # above before below
    assert found.near("/d") == 4  # the first given
    assert found.near("") == 1
    assert found.near("/ab") is None
    assert found.near("/d/ef") is None
    assert PointerMap([("", 7)]).near("/any/where") == 7
    assert PointerMap([("", 7)]).near("") == 7
    assert PointerMap[int]([]).near("/a") is None


# JSON values.


DIFFERENT: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 1.0, 0.5, 2**70, 2**70 + 1, "", "1", "true", "null", "é", "e\u0301"),
    *([], {}, [[]], [{}], {"": None}, {"a": None}, [None], [1, 2], [2, 1], [12], ["1", "2"], ["12"]),
    *({"a": 1}, {"a": 1.0}, {"a": True}, {"a": "1"}, {"a": [1]}, {"a": {"b": 1}}, {"a": {}, "b": 1}, {"ab": 1}),
)


def test_json_values_that_differ() -> None:
    for i, a in enumerate(DIFFERENT):
        for j, b in enumerate(DIFFERENT):
            assert same(a, copied(b)) == (i == j), (a, b)
            assert (digest(a) == digest(b)) == (i == j), (a, b)


def test_json_values_that_are_the_same() -> None:
    for a, b in [(0.0, -0.0), ({"a": 1, "b": [0.0]}, {"b": [-0.0], "a": 1}), ([{"x": 1, "y": 2}], [{"y": 2, "x": 1}])]:
        assert same(a, b)
        assert digest(a) == digest(b)
    assert not same(0, 0.0)
    assert not same(0, -0.0)


@THOROUGH
@given(documents(), documents())
def test_fingerprints_agree_with_sameness(a: Any, b: Any) -> None:
    assert same(a, b) == (digest(a) == digest(b))
    assert same(a, copied(a))
    assert len(digest(a)) == 32


def test_a_copy_shares_no_container() -> None:
    value: dict[str, Any] = {"a": [1, {"b": []}], "c": {}}
    other = copied(value)
    value["a"][1]["b"].append(1)
    value["c"]["d"] = 1
    value["a"].append(2)
    assert other == {"a": [1, {"b": []}], "c": {}}
    assert copied(5) == 5


def test_json_at_any_depth() -> None:
    a: Any = None
    b: Any = None
    for _ in range(100_000):
        a, b = {"a": [a]}, {"a": [b]}
    assert same(copied(a), b)
    assert digest(a) != digest([b])


@pytest.mark.parametrize(
    ("value", "name"),
    [
        *((None, "null"), (True, "a boolean"), (0, "a number"), (0.5, "a number"), ("", "a string")),
        *(([], "a list"), ({}, "an object")),
    ],
    ids=repr,
)
def test_what_a_value_is_called(value: Any, name: str) -> None:
    assert kind_of(value) == name


# Messages.


def test_fields_keep_order_and_repeats() -> None:
    fields = Fields.of([("a", "1"), ("b", "2"), ("a", "3")])
    assert list(fields) == [("a", "1"), ("b", "2"), ("a", "3")]
    assert (fields.get("a"), fields.get("A"), fields.get("A", "x"), fields.get("b")) == ("1", None, "x", "2")
    assert Fields.of({"b": "2", "a": "1"}) == (("b", "2"), ("a", "1"))
    assert Fields.of(fields) == fields
    assert Fields() == ()


def test_headers_compare_names_without_case() -> None:
    headers = Headers.of([("Content-Type", "a"), ("content-type", "b")])
    assert isinstance(headers, Headers)
    assert (headers.get("CONTENT-TYPE"), headers.get("x"), headers.get("x", "y")) == ("a", None, "y")
    assert list(headers) == [("Content-Type", "a"), ("content-type", "b")]


def test_a_request_takes_mappings_or_pairs() -> None:
    request = ac.Request("GET", "/x", {"a": "1"}, [("A", "1")], b"b")
    assert (request.query, request.headers, request.body) == ((("a", "1"),), (("A", "1"),), b"b")
    assert isinstance(request.query, Fields)
    assert isinstance(request.headers, Headers)
    assert request.headers.get("a") == "1"
    assert ac.Request("GET", "/x") == ac.Request("GET", "/x", Fields(), Headers(), b"")
    assert hash(request) == hash(ac.Request("GET", "/x", {"a": "1"}, {"A": "1"}, b"b"))
    assert pickle.loads(pickle.dumps(request)) == request
    assert dataclasses.replace(request, path="/y").headers == request.headers


def test_a_request_shows_no_credentials() -> None:
    request = ac.Request("PUT", "/x", {"Signature": "s3cret"}, {"Authorization": "s3cret"}, b"s3cret")
    assert repr(request) == "Request(PUT /x)"
    assert "s3cret" not in str(request)


# Notes, needs, operations.


def test_kinds_of_notes() -> None:
    assert KINDS == ("lost", "unsupported", "conflict", "assumed", "missing")
    assert frozenset(KINDS) - {"assumed"} == STRICT
    assert PARTS == ("request", "response")


def need(operation: str = "list_users", version: str = "2024.05", page: int | None = 1, size: int = 2) -> ac.Need:
    """A need for one page of a list, or for a single thing."""
    query = {} if page is None else {"page": str(page), "per_page": str(size)}
    params = FrozenMap({"tenant_id": "t"})
    return ac.Need(operation, ac.Version.of(version), params, FrozenMap(query), "a-change", "/a", False, None)


def test_notes_and_needs_are_values() -> None:
    note = ac.Note("lost", "/a", None, "why", "source")
    for value in (note, need()):
        assert pickle.loads(pickle.dumps(value)) == value
        assert hash(copy.copy(value)) == hash(value)
    assert note != dataclasses.replace(note, side="target")
    assert need() != need(page=2)


def test_needs_that_ask_the_same() -> None:
    other = dataclasses.replace(need(), change="other", pointer="/b", required=True)
    assert other != need()
    assert other.question == need().question
    assert need(page=2).question != need().question


OPERATION = Operation(
    "retrieve_thing",
    "GET",
    FrozenMap({ac.Version.of("1"): "/t/{tenant_id}/things/{thing_id}", ac.Version.of("2"): "/things"}),
    "doc",
)


def test_an_operation_fills_in_and_encodes_its_path() -> None:
    one, two, three = (ac.Version.of(name) for name in "123")
    assert OPERATION.path(one, {"tenant_id": "a", "thing_id": "b", "more": "c"}) == "/t/a/things/b"
    assert (
        OPERATION.path(one, {"tenant_id": "a/b", "thing_id": "c d?e#f&é%"})
        == "/t/a%2Fb/things/c%20d%3Fe%23f%26%C3%A9%25"
    )
    assert OPERATION.path(one, {"tenant_id": "{thing_id}", "thing_id": "~.-_"}) == "/t/%7Bthing_id%7D/things/~.-_"
    assert OPERATION.path(one, {"tenant_id": "a"}) is None
    assert OPERATION.path(one, {}) is None
    assert OPERATION.path(two, {}) == "/things"
    assert OPERATION.path(three, {"tenant_id": "a", "thing_id": "b"}) is None


def test_an_operation_by_version() -> None:
    one, three = ac.Version.of("1"), ac.Version.of("3")
    assert OPERATION.template(one) == "/t/{tenant_id}/things/{thing_id}"
    assert OPERATION.template(three) is None
    assert OPERATION.parameters(one) == ("tenant_id", "thing_id")
    assert OPERATION.parameters(three) == ()
    assert OPERATION.title == "Retrieve Thing"
    assert parameters("/{b}/x/{a}") == ("b", "a")


# Context.


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"roles": "Admin"}, ("roles", "uuids")),
        ({"roles": ["Admin"]}, ("roles",)),
        ({"roles": {"Admin": 1}}, ("roles", "'Admin'", "uuid")),
        ({"roles": {"Admin": None}}, ("roles", "'Admin'")),
        ({"roles": {"Admin": ("a", 1)}}, ("roles", "'Admin'")),
        ({"roles": {1: "a"}}, ("roles", "1")),
        ({"roles": {"t": {"Admin": "a"}, "Admin": "a"}}, ("roles", "mixes")),
        ({"roles": {"Admin": "a", "t": {"Admin": "a"}}}, ("roles", "mixes")),
        ({"roles": {"t": {"Admin": 1}}}, ("roles", "'Admin'")),
        ({"design_of_asset": ["a"]}, ("design_of_asset", "text to text")),
        ({"design_of_asset": None}, ("design_of_asset",)),
        ({"design_of_asset": {"a": 1}}, ("design_of_asset",)),
        ({"project_of_design": {1: "a"}}, ("project_of_design",)),
        ({"pricing_method_values": {"a": None}}, ("pricing_method_values",)),
        ({"pricing_method_values": {"a": "c", "b": "c"}}, ("pricing_method_values", "one-to-one")),
        ({"default_module_spacing": {"2024.05": 0.026}}, ("default_module_spacing",)),
        ({"system_size_source": "dc"}, ("system_size_source", "'dc'")),
        ({"system_size_source": ""}, ("system_size_source",)),
        ({"environment": "staging"}, ("environment", "'staging'")),
        ({"environment": ""}, ("environment",)),
        ({"system_size_source": ["stc"]}, ("system_size_source",)),
        ({"environment": ["sandbox"]}, ("environment",)),
    ],
)
def test_a_context_that_contradicts_itself(fields: dict[str, Any], words: tuple[str, ...]) -> None:
    with pytest.raises(ac.InvalidContext) as raised:
        ac.Context(**fields)
    assert isinstance(raised.value, ValueError)
    assert all(word in raised.value.message for word in words)
    assert len(raised.value.message) < 250


def test_a_context_knows_nothing_by_default() -> None:
    context = ac.Context()
    assert (context.roles, context.bearer_token, context.environment) == (None, None, None)
    assert (context.design_of_asset, context.project_of_design, context.pricing_method_values) == ({}, {}, {})
    assert (context.system_size_source, context.default_module_spacing) == ("stc", {})
    assert context.send_version_header is False
    assert context.answers == {}
    assert ac.Context(default_module_spacing=None).default_module_spacing is None
    for source in ("stc", "ptc", "ac", None):
        assert ac.Context(system_size_source=source).system_size_source == source
    for environment in ("production", "sandbox", None):
        assert ac.Context(environment=environment).environment == environment
    with pytest.raises(TypeError):
        ac.Context(colour="red")  # type: ignore[call-arg]


def test_a_context_does_not_follow_what_it_was_given() -> None:
    roles: dict[str, Any] = {"Admin": ["a"], "Crew": "b"}
    per_tenant: dict[str, Any] = {"t": {"Admin": "a"}}
    assets = {"asset": "design"}
    context, other = ac.Context(roles=roles, design_of_asset=assets), ac.Context(roles=per_tenant)
    before = (hash(context), hash(other))
    roles["Admin"].append("x")
    roles["New"] = "n"
    per_tenant["t"]["New"] = "n"
    per_tenant["u"] = {}
    assets["more"] = "x"
    assert context.roles == {"Admin": ("a",), "Crew": "b"}
    assert other.roles == {"t": {"Admin": "a"}}
    assert context.design_of_asset == {"asset": "design"}
    assert (hash(context), hash(other)) == before
    assert pickle.loads(pickle.dumps(context)) == context
    with pytest.raises(TypeError):
        context.design_of_asset["more"] = "x"  # type: ignore[index]


def test_roles_of_a_tenant() -> None:
    flat, per_tenant = ac.Context(roles={"Admin": "a"}), ac.Context(roles={"t": {"Admin": "a"}, "u": {}})
    for tenant in ("t", "u", "x", None):
        assert flat.roles_of(tenant) == {"Admin": "a"}
        assert ac.Context().roles_of(tenant) is None
        assert ac.Context(roles={}).roles_of(tenant) == {}
    assert per_tenant.roles_of("t") == {"Admin": "a"}
    assert per_tenant.roles_of("u") == {}
    assert per_tenant.roles_of("x") is None
    assert per_tenant.roles_of(None) is None


def test_a_context_hides_its_token_and_its_answers() -> None:
    context = ac.Context(bearer_token="s3cret").with_answer(need(), {"users": ["s3cret"]})
    assert "s3cret" not in repr(context)
    assert "system_size_source='stc'" in repr(context)
    assert context.bearer_token == "s3cret"
    assert context != ac.Context()


# Answers.


def pages(context: ac.Context, operation: str = "list_users") -> Any:
    """Version, pages and completeness of what is known of an answer."""
    answer = context.answer(operation, {"tenant_id": "t"})
    return answer and (str(answer.version), answer.pages, answer.complete)


def test_a_single_answer_is_complete() -> None:
    context = ac.Context().with_answer(need("retrieve_project", page=None), {"project": {"a": 1}})
    assert pages(context, "retrieve_project") == ("2024.05", ({"project": {"a": 1}},), True)
    assert pages(context) is None
    assert context.answer("retrieve_project", {"tenant_id": "u"}) is None
    assert context.answer("retrieve_project", {}) is None
    again = context.with_answer(need("retrieve_project", page=None), {"project": {"a": 2}})
    assert pages(again, "retrieve_project") == ("2024.05", ({"project": {"a": 2}},), True)
    assert pages(context, "retrieve_project") == ("2024.05", ({"project": {"a": 1}},), True)


def test_a_full_page_asks_for_the_next_and_a_shorter_one_ends_the_list() -> None:
    one, two, three = {"users": [1, 2]}, {"users": [3, 4]}, {"users": [5]}
    first = ac.Context().with_answer(need(page=1), one)
    assert pages(first) == ("2024.05", (one,), False)
    second = first.with_answer(need(page=2), two)
    assert pages(second) == ("2024.05", (one, two), False)
    third = second.with_answer(need(page=3), three)
    assert pages(third) == ("2024.05", (one, two, three), True)
    assert pages(first) == ("2024.05", (one,), False)


@pytest.mark.parametrize("body", [{"users": []}, {"users": [1]}, {}, {"users": None}, {"n": 1}], ids=repr)
def test_what_is_no_full_page_ends_the_list(body: Any) -> None:
    assert pages(ac.Context().with_answer(need(), body)) == ("2024.05", (body,), True)


@pytest.mark.parametrize("body", [None, [], "text", b"{}"], ids=repr)
def test_what_is_no_object_is_no_answer(body: Any) -> None:
    with pytest.raises(ac.MalformedPayload, match="an object"):
        ac.Context().with_answer(need(), body)


def test_the_longest_list_of_a_page_counts() -> None:
    body = {"tags": [1], "users": [1, 2], "page": 1}
    assert pages(ac.Context().with_answer(need(), body))[2] is False


def test_more_items_than_asked_for_are_a_full_page() -> None:
    assert pages(ac.Context().with_answer(need(), {"users": [1, 2, 3]}))[2] is False


def test_a_page_that_repeats_the_one_before_ends_the_list() -> None:
    one = {"users": [1, 2]}
    context = ac.Context().with_answer(need(page=1), one).with_answer(need(page=2), {"users": [1, 2]})
    assert pages(context) == ("2024.05", (one,), True)
    context = ac.Context().with_answer(need(page=1), one).with_answer(need(page=2), {"users": [1, 2.0]})
    assert pages(context) == ("2024.05", (one, {"users": [1, 2.0]}), False)


def test_a_page_answered_again_takes_the_place_of_the_old_and_of_what_followed() -> None:
    context = ac.Context().with_answer(need(page=1), {"users": [1, 2]}).with_answer(need(page=2), {"users": [3]})
    assert pages(context.with_answer(need(page=2), {"users": [4]}))[1] == ({"users": [1, 2]}, {"users": [4]})
    assert pages(context.with_answer(need(page=1), {"users": [5, 6]})) == ("2024.05", ({"users": [5, 6]},), False)


def test_answers_of_another_version_start_the_list_anew() -> None:
    context = ac.Context().with_answer(need(page=1), {"users": [1, 2]})
    other = context.with_answer(need(version="2022.09", page=1), {"users": [9]})
    assert pages(other) == ("2022.09", ({"users": [9]},), True)
    other = context.with_answer(need(version="2022.09", page=2), {"users": [9]})
    assert pages(other) == ("2022.09", ({"users": [9]},), True)


def test_an_answer_is_a_copy_and_the_context_stays_hashable() -> None:
    body: dict[str, Any] = {"users": [{"id": "a"}]}
    context = ac.Context().with_answer(need(), body)
    before = hash(context)
    body["users"][0]["id"] = "b"
    body["users"].append(1)
    assert pages(context)[1] == ({"users": [{"id": "a"}]},)
    assert hash(context) == before
    assert pickle.loads(pickle.dumps(context)) == context
    kept = context.with_answer(need("list_roles"), {"roles": []})
    assert pages(kept) == pages(context)
    assert pages(kept, "list_roles")[2] is True


# Errors.


ERRORS = (
    ac.AuroraCompatError("why"),
    ac.UnknownVersion("why", version="2"),
    ac.UnknownOperation("why", nearest=("a", "b"), operation="c"),
    ac.NoPath("why", source="1", target="2"),
    ac.MalformedPayload("why", operation="o", part="request", source="1", target="2"),
    ac.Untranslatable("why", operation="o", part="request", change="c", pointer="/p", source="1", target="2"),
    ac.MissingContext("why", operation="o", change="c", needs=(need(),)),
    ac.LossError("why", notes=(ac.Note("lost", "/a", None, "m", "source"),)),
    ac.InvalidContext("why"),
    ac.RegistryError("why", change="c"),
)
every_error = pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)


@every_error
def test_errors_are_values(error: ac.AuroraCompatError) -> None:
    assert isinstance(error, ac.AuroraCompatError)
    assert error.args == ("why",)
    other = pickle.loads(pickle.dumps(error))
    assert type(other) is type(error)
    assert other == error
    assert hash(other) == hash(error)
    assert str(other) == str(error)
    assert vars(other) == vars(error)
    assert copy.copy(error) == error
    for field in ("message", "operation", "part", "change", "pointer", "source", "target"):
        assert hasattr(error, field)
        with pytest.raises(AttributeError, match=f"{type(error).__name__} is frozen: {field} can't be set"):
            setattr(error, field, "x")
    assert error == other


def test_errors_are_equal_by_type_and_data() -> None:
    assert ac.NoPath("why") != ac.MalformedPayload("why")
    assert ac.NoPath("why") != ac.NoPath("because")
    assert ac.NoPath("why", source="1") != ac.NoPath("why", source="2")
    assert ac.UnknownVersion("why", version="1") != ac.UnknownVersion("why", version="2")
    assert ac.NoPath("why").__eq__("why") is NotImplemented
    assert len({*ERRORS, *ERRORS}) == len(ERRORS)
    assert ac.NoPath("why").change is None


def test_an_error_can_still_be_raised_and_chained() -> None:
    with pytest.raises(ac.NoPath) as raised:
        _chain()
    assert isinstance(raised.value.__cause__, KeyError)
    raised.value.add_note("more")
    assert raised.value == ac.NoPath("why")


def _chain() -> None:
    nothing: dict[str, int] = {}
    try:
        nothing["x"]
    except KeyError as error:
        raise ac.NoPath("why") from error


def test_an_error_with_other_data() -> None:
    error = ac.MissingContext("a token is missing", change="c", needs=())
    assert error.replaced() == error
    assert error.replaced() is not error
    assert error.replaced(pointer="/a") == ac.MissingContext("a token is missing", change="c", pointer="/a", needs=())
    assert error.replaced(message="no token") == ac.MissingContext("no token", change="c", needs=())
    assert str(error) == "[c]: a token is missing"


def test_errors_take_no_other_data() -> None:
    with pytest.raises(TypeError, match="NoPath has no colour, needs"):
        ac.NoPath("why", needs=(), colour="red")


def test_the_hierarchy() -> None:
    assert issubclass(ac.InvalidContext, ValueError)
    assert issubclass(ac.RegistryError, ValueError)
    assert not issubclass(ac.Untranslatable, ValueError)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({}, "why"),
        ({"operation": "o"}, "o: why"),
        ({"operation": "o", "part": "request"}, "o request: why"),
        ({"part": "request"}, "request: why"),
        ({"source": "1", "target": "2"}, "1 -> 2: why"),
        ({"source": "1"}, "why"),
        ({"target": "2"}, "why"),
        ({"pointer": "/a"}, "at /a: why"),
        ({"pointer": ""}, "why"),
        ({"change": "c"}, "[c]: why"),
        (
            {"operation": "o", "part": "request", "change": "c", "pointer": "/p", "source": "1", "target": "2"},
            "o request 1 -> 2 at /p [c]: why",
        ),
    ],
)
def test_how_an_error_reads(data: dict[str, str], text: str) -> None:
    assert str(ac.Untranslatable("why", **data)) == text


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), ([1, 2], "1 and 2")],
)
def test_names_in_a_sentence(names: list[object], text: str) -> None:
    assert listed(names) == text


def test_contexts_take_any_mapping() -> None:
    assets: Mapping[str, str] = FrozenMap({"a": "d"})
    assert ac.Context(design_of_asset=assets, default_module_spacing={"2024.05": "0.026"}).design_of_asset == {"a": "d"}


def test_a_version_is_itself_in_another_process() -> None:
    """Hashes of texts differ from process to process, and a version is a key of most look-ups."""
    pickled = pickle.dumps(ac.migration("create_project", "request", "2022.09", "2024.05"))
    program = "import pickle, sys; link = pickle.loads(sys.stdin.buffer.read()); print(link.up({'project': {}}))"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [
            sys.executable,
            "-c",
            f"{program}; print(hash(link.source) == hash(type(link.source).of('2022.09')))",
        ]
        done = subprocess.run(command, input=pickled, capture_output=True, env=environment, check=True)
        assert done.stdout.decode().split() == ["{'project':", "{}}", "True"]
