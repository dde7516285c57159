"""`error-format` and `not-found-message` where only a whole message shows them."""

import json
from typing import Any

import pytest

import aurora_compat as ac

from ._check import PLACE, V18, V22, Json, NoteKey, assumed, lost, notes_of

C = "error-format"
WHOLE = assumed(C, "body#")


def form(*messages: str) -> Json:
    return {"errors": [{"message": message} for message in messages]}


def response(body: bytes, status: int = 400, kind: str | None = None, method: str = "GET", **kw: Json) -> Json:
    """An answer of 2018.01 to a route without an id, for a client of 2022.09."""
    answer = ac.Response(status, {} if kind is None else {"Content-Type": kind}, body)
    where: dict[str, Any] = {"operation": "retrieve_versions", "path_params": {}, **kw}
    return ac.translate_response(answer, source=V18, target=V22, method=method, **where)


@pytest.mark.parametrize("status", [400, 401, 404, 422, 451, 499])
def test_status_codes_are_never_translated(status: int) -> None:
    assert response(b'{"error": "a"}', status).result.status == status


class TestMessages:
    """What only a whole message shows."""

    @pytest.mark.parametrize(
        ("body", "kind", "messages", "notes"),
        [
            pytest.param(b"Bad things", "text/plain", ["Bad things"], {WHOLE}, id="text that is not JSON"),
            pytest.param(b"{broken", "application/json", ["{broken"], {WHOLE}, id="broken JSON is text"),
            pytest.param(b"", None, ["Bad Request"], {WHOLE}, id="an empty body"),
            pytest.param(b"null", "application/json", ["Bad Request"], {WHOLE, lost(C, "body#")}, id="null"),
            pytest.param(b'"a"', "application/json", ["a"], {WHOLE}, id="a JSON string"),
        ],
    )
    def test_body_and_content_type(
        self, body: bytes, kind: str | None, messages: list[str], notes: set[NoteKey]
    ) -> None:
        t = response(body, kind=kind)
        assert json.loads(t.result.body) == form(*messages)
        assert t.result.headers.get("content-type") == "application/json"
        assert notes_of(t.notes) == notes

    def test_never_for_an_answer_to_head(self) -> None:
        t = response(b"", 404, "text/html", "HEAD")
        assert t.result.body == b""
        assert t.result.headers.get("content-type") == "text/html"
        assert t.notes == ()

    def test_an_unknown_operation_too(self) -> None:
        t = response(b'{"error": "a"}', kind="application/json", operation=None)
        assert json.loads(t.result.body) == form("a")

    def test_a_body_that_has_the_form_keeps_its_bytes(self) -> None:
        body = b'{"errors":[ {"message":"a"} ] }'
        assert response(body, kind="application/json").result.body == body


def test_where_the_route_is_unknown_nothing_is_added_to_a_404() -> None:
    t = response(b'{"error": "gone"}', 404, "application/json", operation=None)
    assert json.loads(t.result.body) == form("gone")
    assert notes_of(t.notes) == {WHOLE}


def test_nothing_is_added_to_a_404_that_answers_head() -> None:
    t = response(b"", 404, method="HEAD", operation="retrieve_project", path_params=PLACE)
    assert (t.result.body, t.notes) == (b"", ())
