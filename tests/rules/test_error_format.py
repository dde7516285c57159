"""`error-format`: every 4xx answer from 2018.01 gets the one form of 2022.09."""

from http import HTTPStatus

import pytest

import aurora_compat as ac

from ._check import PLACE, V18, V22, V24, Json, NoteKey, assumed, check, lost, translated

C = "error-format"
WHOLE = assumed(C, "")
OPERATION = "retrieve_versions"
"""Its route has no id, so that `not-found-message` has nothing to add."""


def form(*messages: str) -> Json:
    return {"errors": [{"message": message} for message in messages]}


GATHERED = [
    pytest.param("boom", ["boom"], id="a string"),
    pytest.param(["a", "b"], ["a", "b"], id="a list of strings"),
    pytest.param([{"message": "a"}, "b"], ["a", "b"], id="a list of messages"),
    pytest.param({"error": "a"}, ["a"], id="error: string"),
    pytest.param({"error": {"message": "a"}}, ["a"], id="error: message"),
    pytest.param({"error": ["a", "b"]}, ["a", "b"], id="error: list of strings"),
    pytest.param({"error": [{"message": "a"}, "b"]}, ["a", "b"], id="error: list of messages"),
    pytest.param({"message": "a"}, ["a"], id="message: string"),
    pytest.param({"errors": "a"}, ["a"], id="errors: string"),
    pytest.param({"errors": ["a", "b"]}, ["a", "b"], id="errors: list of strings"),
    pytest.param({"errors": ["a", {"message": "b"}, "c"]}, ["a", "b", "c"], id="errors: mixed list, in order"),
    pytest.param({"errors": {"name": "is blank"}}, ["name is blank"], id="errors: by field, a string"),
    pytest.param({"errors": {"name": ["is blank", "is odd"]}}, ["name is blank", "name is odd"], id="by field, a list"),
    pytest.param({"errors": {"b": "x", "a": ["y"]}}, ["b x", "a y"], id="errors: by field, in their order"),
    pytest.param({"message": "c", "error": "b", "errors": "a"}, ["a", "b", "c"], id="errors, error, message"),
    pytest.param({"message": "c", "error": {"message": "b"}}, ["b", "c"], id="error, message"),
    pytest.param({"message": "b", "errors": ["a"]}, ["a", "b"], id="errors, message"),
    pytest.param("<html>Länge</html>", ["<html>Länge</html>"], id="text that is not JSON"),
]


@pytest.mark.parametrize(("body", "messages"), GATHERED)
class TestGathered:
    def test_into_the_form(self, body: Json, messages: list[str]) -> None:
        check(body, OPERATION, "response", V18, V22, form(*messages), [WHOLE], status=400)

    def test_across_both_edges(self, body: Json, messages: list[str]) -> None:
        check(body, OPERATION, "response", V18, V24, form(*messages), [WHOLE], status=422)

    def test_to_2018_01_it_passes_unchanged(self, body: Json, messages: list[str]) -> None:
        assert messages
        for source in (V22, V24):
            check(body, OPERATION, "response", source, V18, body, status=400)

    def test_between_the_newer_versions_it_passes_unchanged(self, body: Json, messages: list[str]) -> None:
        assert messages
        for source, target in [(V22, V24), (V24, V22)]:
            check(body, OPERATION, "response", source, target, body, status=400)


@pytest.mark.parametrize(
    ("status", "phrase"),
    [
        *((status, HTTPStatus(status).phrase) for status in (400, 401, 403, 404, 409, 422, 429)),
        *((status, "Client Error") for status in (419, 460, 499)),
    ],
)
class TestStatusPhrase:
    @pytest.mark.parametrize("body", [None, "", " \n"])
    def test_an_empty_body_gets_it(self, status: int, phrase: str, body: str | None) -> None:
        check(body, OPERATION, "response", V18, V22, form(phrase), [WHOLE], status=status)

    @pytest.mark.parametrize(
        "body",
        [
            *({}, {"detail": "no"}, {"project": {"customer_address": "x"}}, 7, True, [], {"errors": {}}),
            *({"error": None}, {"errors": [{"message": 5}]}, {"message": {"text": "x"}}),
        ],
    )
    def test_where_nothing_can_be_gathered_too_and_the_body_is_lost(self, status: int, phrase: str, body: Json) -> None:
        check(body, OPERATION, "response", V18, V22, form(phrase), [WHOLE, lost(C, "")], status=status)


@pytest.mark.parametrize(
    ("body", "messages", "notes"),
    [
        pytest.param({"error": "a", "code": 7}, ["a"], [lost(C, "/code")], id="beside error"),
        pytest.param(
            {"errors": "a", "code": 7, "trace/id": None}, ["a"], [lost(C, "/code"), lost(C, "/trace~1id")], id="two"
        ),
        pytest.param({"message": "a", "detail": {"x": 1}}, ["a"], [lost(C, "/detail")], id="an object"),
        pytest.param({"error": {"message": "a", "code": 7}}, ["a"], [lost(C, "/error/code")], id="inside error"),
        pytest.param(
            {"errors": ["a", {"message": "b", "code": 7}]}, ["a", "b"], [lost(C, "/errors/1/code")], id="item"
        ),
        pytest.param(
            {"errors": [{"message": "a"}, {"message": 5}]}, ["a"], [lost(C, "/errors/1")], id="no message: item"
        ),
        pytest.param(["a", 5, "b"], ["a", "b"], [lost(C, "/1")], id="no message: item of a list"),
        pytest.param({"error": "a", "message": {"x": 1}}, ["a"], [lost(C, "/message")], id="no message: key"),
        pytest.param(
            {"errors": {"a": ["x", 5], "b": None}},
            ["a x"],
            [lost(C, "/errors/a/1"), lost(C, "/errors/b")],
            id="by field",
        ),
    ],
)
def test_further_keys_of_the_old_body_are_lost(body: Json, messages: list[str], notes: list[NoteKey]) -> None:
    check(body, OPERATION, "response", V18, V22, form(*messages), [WHOLE, *notes], status=400)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(form("something went wrong", "something else went wrong"), id="the published example"),
        pytest.param({"errors": []}, id="no errors at all"),
        pytest.param({"errors": [{"message": "a", "code": 7}], "error": "b", "x": [1]}, id="its other keys too"),
        pytest.param(form(""), id="an empty message is a message"),
    ],
)
@pytest.mark.parametrize("target", [V22, V24])
def test_a_body_that_has_the_form_is_untouched(body: Json, target: str) -> None:
    check(body, OPERATION, "response", V18, target, body, status=400)


@pytest.mark.parametrize("operation", sorted({*ac.operations} - {"retrieve_root"}))
def test_any_operation(operation: str) -> None:
    check({"error": "a"}, operation, "response", V18, V22, form("a"), [WHOLE], status=403, path_params=PLACE)


@pytest.mark.parametrize("status", [200, 201, 202, 301, 304, 399, 500, 502, 503])
def test_only_400_to_499(status: int) -> None:
    body = {"error": "a"}
    assert translated(body, OPERATION, "response", V18, V22, status=status) == (body, set())
