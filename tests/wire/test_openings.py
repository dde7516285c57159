"""Bodies opened level by level, or some items at a time: as parsed at once, whatever they hold; nothing is let pass.

Only large bodies are read so: the thresholds are lowered here, so that small ones are.
"""

import json
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat import wire
from aurora_compat.reading import DEFAULTS, Limits
from aurora_compat.testing import laws
from aurora_compat.words.operation import PARTS
from tests.documents import FIXTURES, fixtures
from tests.tallies import drawing

HEADERS = {"Content-Type": "application/json"}
PARAMS = {"tenant_id": "t-1", "design_id": "d-1"}
PLANS = {name: ac.registry.plan(name, "response", "2024.05", "2018.01") for name in ac.operations}
BY_LEVEL = [name for name, plan in PLANS.items() if plan.touches() and plan.compiled.by_level]
BY_ITEM = [name for name, plan in PLANS.items() if plan.compiled.lists]


@pytest.fixture(autouse=True)
def lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    """All bodies are large."""
    monkeypatch.setattr(wire, "BY_LEVEL", 0)
    monkeypatch.setattr(wire, "BY_ITEM", 0)
    monkeypatch.setattr(wire, "_BATCH", 2)


def answered(operation: str, body: bytes, source: str, target: str, **more: Any) -> ac.MessageTranslation[ac.Response]:
    response = ac.Response(200, HEADERS, body)
    return ac.translate_response(
        response, operation=operation, path_params=PARAMS, source=source, target=target, **more
    )


def summary(**members: Any) -> bytes:
    """A design summary of 2024.05 with some members."""
    return json.dumps({"design": {"id": "d-1", "system_size_stc": 7.5, **members}}).encode()


def test_there_are_such_plans() -> None:
    assert "retrieve_design_summary" in BY_LEVEL
    assert "retrieve_design_pricing" not in BY_LEVEL
    assert {"list_projects", "list_webhooks", "list_users"} <= set(BY_ITEM)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("operation", sorted({*BY_LEVEL, *BY_ITEM}))
def test_messages_agree_with_the_walk(operation: str, part: Any) -> None:
    laws.check_messages(operations=[operation], parts=[part], fixtures=fixtures, laws=["agreement"], **drawing())


def test_numbers_and_strings_that_are_not_touched_keep_their_text() -> None:
    text = b'{"design": {"a": 1.10, "b": 1E5, "c": "\\u00e9\\/", "d": [1.0,  2.50], "system_size_stc": 7.50}}'
    result = answered("retrieve_design_summary", text, "2024.05", "2018.01").result.body
    assert json.loads(result)["design"]["system_size"] == 7.5
    for kept in (b"1.10", b"1E5", b'"\\u00e9\\/"', b"[1.0,  2.50]", b"7.50"):
        assert kept in result


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("a number beyond a double", b"1e400"),
        ("spelled with a capital", b"1E400"),
        ("and a plus", b"1e+400"),
        ("and zeros", b"1e0000400"),
        ("without an exponent", b"9" * 310 + b".5"),
        ("by digits and an exponent together", b"9" * 211 + b"e98"),
        ("an integer of too many digits", b"9" * 4301),
        ("NaN", b"NaN"),
        ("broken UTF-8", b'"\xff"'),
        ("half a surrogate in UTF-8", b'"\xed\xa0\x80"'),
        ("half a surrogate, escaped", b'"\\ud800"'),
        ("a control character", b'"\x01"'),
        ("a trailing comma", b"[1,]"),
        ("too many levels", b"[" * 512 + b"]" * 512),
        ("too many levels of objects", b'{"a":' * 512 + b"1" + b"}" * 512),
        ("too many levels beside strings of brackets", b'["]]]",' * 512 + b"1" + b"]" * 512),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("place", [b'{"design": {"system_size_stc": 1, "x": %s}}', b'{"x": %s, "design": {}}'])
def test_what_must_be_refused_is_refused_unopened_too(what: str, value: bytes, place: bytes) -> None:
    for operation, body in (
        ("retrieve_design_summary", place % value),
        ("list_projects", b'{"projects": [{"mailing_address": 1}, {"x": %s}], "y": 1}' % value),
        ("list_projects", b'{"projects": [{"mailing_address": 1}], "y": [%s]}' % value),
    ):
        with pytest.raises(ac.MalformedPayload):
            answered(operation, body, "2024.05", "2018.01")


@pytest.mark.parametrize(
    "value",
    [
        *(
            b"1e308",
            b"1e-400",
            b'"1e400"',
            b'"e412, "',
            b"9" * 308,
            b"9" * 210 + b"e98",
            b"0." + b"0" * 400 + b"1",
            b"-0",
            b"-0.0",
        ),
        *(b'"' + b"9" * 5000 + b'"', b"[" * 510 + b"]" * 510, b'"' + b"[{" * 600 + b'"'),
        b'["\\"[", ' * 400 + b"1" + b"]" * 400,
    ],
)
def test_what_only_looks_like_it_passes(value: bytes) -> None:
    body = b'{"design": {"system_size_stc": 1, "x": %s}}' % value
    found = answered("retrieve_design_summary", body, "2024.05", "2018.01")
    assert found.result.json() == found.walked.result.json()
    assert found.result.json()["design"]["x"] == json.loads(body)["design"]["x"]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("others", [{}, {"page": 1}, {"page": 1, "é": [None]}])
def test_lists_of_any_length(count: int, others: dict[str, Any]) -> None:
    one = json.loads((FIXTURES / "2024.05/list_projects.response.json").read_text("utf-8"))["projects"][0]
    body = json.dumps({**others, "projects": [{**one, "id": n} for n in range(count)], **others}).encode()
    found = answered("list_projects", body, "2024.05", "2018.01")
    assert found.result.json() == found.walked.result.json()
    assert (found.result.body is body) == (count == 0)


@pytest.mark.parametrize("body", [b'{"projects": null}', b'{"projects": {}}', b'{"projects": [null, 1]}', b"[]", b"{}"])
def test_odd_lists(body: bytes) -> None:
    found = answered("list_projects", body, "2024.05", "2018.01")
    assert found.result.body is body


def test_limits_hold() -> None:
    body = summary(x=[[[1]]])
    assert answered("retrieve_design_summary", body, "2024.05", "2018.01", limits=Limits(depth=6)).result.json()
    for limits in (Limits(depth=4), Limits(body=40)):
        with pytest.raises(ac.MalformedPayload):
            answered("retrieve_design_summary", body, "2024.05", "2018.01", limits=limits)
    twice = b'{"design": {"system_size_stc": 1, "x": 1, "x": 2}}'
    assert answered("retrieve_design_summary", twice, "2024.05", "2018.01").result.json()["design"]["x"] == 2
    with pytest.raises(ac.MalformedPayload):
        answered("retrieve_design_summary", twice, "2024.05", "2018.01", limits=Limits(duplicate_keys="refuse"))
    assert DEFAULTS.depth == 512


@pytest.mark.parametrize("depth", [1, 2, 3, 10, 511, 512, 513, 600])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_is_told_without_parsing(depth: int, opening: str) -> None:
    closing = "]" if opening == "[" else "}"
    text = (opening * depth + "1" + closing * depth).encode()
    assert wire.is_deeper(text, 512) == (depth > 512)
    wide = b"[" + b",".join([text] * 3) + b"]"
    assert wire.is_deeper(wide, 513) == (depth + 1 > 513)


@pytest.mark.parametrize("lists", [0, 1, 2, 100, 188, 189, 256, 511, 512, 513])
@pytest.mark.parametrize("core", ["", "1"])
def test_the_shortest_bodies_of_a_depth_are_seen_to_be_deep(lists: int, core: str) -> None:
    kinds = ["["] * lists + ['{"":'] * (513 - lists)
    if not core and kinds[-1] != "[":
        kinds[-1] = "{"
    body = ("".join(kinds) + core + "".join("]" if kind == "[" else "}" for kind in reversed(kinds))).encode()
    json.loads(body)
    assert wire.is_deeper(body, 512)
    assert not wire.is_deeper(body, 513)
