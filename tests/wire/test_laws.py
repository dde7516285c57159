"""Whole messages, there and back: every operation and an unknown path, request and response, every pair of versions.

`--hypothesis-profile=nightly` draws many more examples.
"""

from itertools import permutations

import pytest

import aurora_compat as ac
from aurora_compat.testing import laws
from aurora_compat.testing.wire import UNKNOWN
from aurora_compat.testing.wire.comparing import Comparison
from aurora_compat.words.operation import PARTS, Part
from tests.documents import PROJECT, VERSIONS, fixtures
from tests.tallies import MESSAGES, drawing, refused
from tests.wire.given import CONTEXT

PAIRS = tuple(permutations(VERSIONS, 2))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("operation", [*ac.operations, UNKNOWN])
def test_the_laws_hold(operation: str, part: Part) -> None:
    """Between every two versions; a request of what its version does not list is an unknown path there."""
    chosen = drawing()
    chosen["max_examples"] = chosen["max_examples"] * 2 // 3
    MESSAGES.add(laws.check_messages(operations=[operation], parts=[part], fixtures=fixtures, **chosen))


def test_few_messages_are_refused() -> None:
    """A refused trip is outside every law: where many are, the laws say little."""
    assert refused(MESSAGES) < 0.1


# Corners that the strategies leave out, so that each fails alone.


def there_and_back(request: ac.Request, source: str, target: str, *, with_residue: bool) -> list[str]:
    """What a request differs in after a round trip, and the notes of both trips where they are to account for it."""
    there = ac.translate_request(request, source=source, target=target, context=CONTEXT)
    residue = there.residue if with_residue else None
    back = ac.translate_request(there.result, source=target, target=source, context=CONTEXT, residue=residue)
    places = {note.pointer.partition("/")[0].rstrip("#") for note in (*there.notes, *back.notes)}
    if {"path", "query"} & places:  # which operation it is, and its parameters, are told by both together
        places |= {"path", "query"}
    found = list(Comparison(ac.registry).differing(request, back.result, "back"))
    return [str(one) for one in found if with_residue or one.pointer not in places]


@pytest.mark.parametrize("with_residue", [True, False])
@pytest.mark.parametrize(
    ("method", "path", "source", "target"),
    [
        ("POST", "/v2/tenants/t-1/designs/d-1/duplicate", "2018.01", "2022.09"),
        ("POST", "/v2/tenants/t-1/designs/d-1/duplicate", "2018.01", "2024.05"),
        ("GET", "/v2/tenants/t-1/designs/d-1/assets/asset-1", "2018.01", "2024.05"),
        ("GET", "/tenants/t-1/designs/d-1/assets/asset-1", "2022.09", "2024.05"),
        ("GET", "/tenants/t-1/assets/asset-1", "2024.05", "2022.09"),
        ("GET", "/tenants/t-1/assets/asset-1", "2024.05", "2018.01"),
    ],
)
def test_a_path_that_only_the_other_version_lists(
    method: str, path: str, source: str, target: str, with_residue: bool
) -> None:
    """It is an unknown path on the way there, and an operation that a rule touches on the way back."""
    body = b'{"design": {}}' if method == "POST" else b""
    request = ac.Request(method, path, "page=2", {"Content-Type": "application/json"}, body)
    assert not there_and_back(request, source, target, with_residue=with_residue)


@pytest.mark.parametrize("with_residue", [True, False])
@pytest.mark.parametrize("segment", ["x;y=1,2", "a+b", "a:b@c", "'()*!$&", "a%2Bb"])
def test_a_design_id_that_a_query_would_spell_otherwise(segment: str, with_residue: bool) -> None:
    """Its spelling in the path of Duplicate Design, while it was a parameter of Create Design."""
    request = ac.Request(
        "POST", f"/tenants/t-1/designs/{segment}/duplicate", None, {"Content-Type": "application/json"}
    )
    assert not there_and_back(request, "2022.09", "2018.01", with_residue=with_residue)


@pytest.mark.parametrize("with_residue", [True, False])
@pytest.mark.parametrize("target", ["2018.01", "2022.09"])
def test_create_design_with_parameters_that_only_2018_reads(target: str, with_residue: bool) -> None:
    """Passed on from 2024.05 they mean something to 2018.01, and on the way back they become Duplicate Design."""
    query = "site_model_design_id=d%2D1&include_design=true"
    request = ac.Request("POST", "/tenants/t-1/designs", query, {"Content-Type": "application/json"}, b"{}")
    assert not there_and_back(request, "2024.05", target, with_residue=with_residue)


@pytest.mark.parametrize("source", ["2022.09", "2024.05"])
def test_create_design_with_such_parameters_and_a_project(source: str) -> None:
    """The way back is Duplicate Design, which drops the project; a note of the way there tells that it would."""
    query, body = "site_model_design_id=d%2D1&include_design=true", f'{{"design": {{"project_id": "{PROJECT}"}}}}'
    request = ac.Request("POST", "/tenants/t-1/designs", query, {"Content-Type": "application/json"}, body.encode())
    assert not there_and_back(request, source, "2018.01", with_residue=False)


@pytest.mark.parametrize("with_residue", [True, False])
@pytest.mark.parametrize("query", ["max%5Fpanel_spacing=1", "max_panel_spacin%67=%31"])
def test_the_spelling_of_a_renamed_parameters_name(query: str, with_residue: bool) -> None:
    request = ac.Request("GET", "/tenants/t-1/designs/d-1/racking_arrays", query)
    assert not there_and_back(request, "2022.09", "2024.05", with_residue=with_residue)


@pytest.mark.parametrize("body", [b"", b"null"])
def test_null_and_no_body_are_two_bodies_of_duplicate_design(body: bytes) -> None:
    request = ac.Request("POST", "/tenants/t-1/designs/d-1/duplicate", None, {"Content-Type": "application/json"}, body)
    assert not there_and_back(request, "2022.09", "2018.01", with_residue=True)


@pytest.mark.parametrize(
    "headers",
    [
        [("aurora-api-version", "2018.01")],
        [("Aurora-API-Version", "2018.01"), ("Accept", "*/*")],
        [("Aurora-API-Version", "2018.01"), ("X", "1"), ("AURORA-API-VERSION", "2022.09")],
    ],
)
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_the_residue_restores_order_and_spelling_of_header_fields(
    headers: list[tuple[str, str]], source: str, target: str
) -> None:
    """Exactly means every field in its place and with the case of its name, not only the values of each name."""
    headers = [*headers, ("Authorization", "Bearer of-the-client")]
    request = ac.Request("GET", "/v2/tenants/t-1/projects", None, headers)
    there = ac.translate_request(request, source=source, target=target, context=CONTEXT)
    back = ac.translate_request(there.result, source=target, target=source, context=CONTEXT, residue=there.residue)
    assert list(back.result.headers.without("Accept-Encoding")) == headers


@pytest.mark.parametrize(
    "url", ["https://api.aurorasolar.com", "https://api.aurorasolar.com?page=2", "/v2//x", "//x/y"]
)
@pytest.mark.parametrize("name", ["Location", "Content-Location", "Link"])
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_odd_urls_in_answers_come_back_or_are_noted(url: str, name: str, source: str, target: str) -> None:
    value = f"<{url}>" if name == "Link" else url
    where: dict[str, object] = {"operation": "list_projects", "path_params": {"tenant_id": "t-1"}}
    there = ac.translate_response(ac.Response(200, {name: value}), source=source, target=target, **where)  # type: ignore[arg-type]
    back = ac.translate_response(there.result, source=target, target=source, **where)  # type: ignore[arg-type]
    places = {note.pointer for note in (*there.notes, *back.notes)}
    assert back.result.headers.get(name) == value or f"headers/{name}" in places
    exact = ac.translate_response(there.result, source=target, target=source, residue=there.residue, **where)  # type: ignore[arg-type]
    assert exact.result.headers.get(name) == value
