"""General rules where only the bytes show them: numbers, limits, broken bodies, bodies that no rule touches."""

import json

import pytest

import aurora_compat as ac

from ._check import V18, V22, V24, Json, assumed

TYPE = {"Content-Type": "application/json"}
PROJECT = "/tenants/tenant-1/projects"
SUMMARY = "/tenants/tenant-1/designs/design-1/pricing/adders"
"""No body rule applies to this one (Create Adder)."""


def sent(body: bytes, path: str = PROJECT, headers: dict[str, str] | None = None) -> bytes:
    """The body of a POST, from 2022.09 to 2024.05."""
    request = ac.Request("POST", path, {}, TYPE if headers is None else headers, body)
    return ac.translate_request(request, source=V22, target=V24).result.body


def answer(body: bytes, operation: str = "retrieve_design_summary", target: str = V18) -> Json:
    params = {"tenant_id": "tenant-1", "design_id": "design-1"}
    return ac.translate_response(
        ac.Response(200, TYPE, body), operation=operation, path_params=params, source=V22, target=target
    )


@pytest.mark.parametrize(
    "text",
    [
        *("1", "1.0", "-0.0", "0", "true", "null", "1e3", "0.1", "-12345678901234567890123456789012345678901234567890"),
        pytest.param("9" * 4300, id="4,300 digits are exact"),
    ],
)
def test_numbers_keep_their_value_and_their_kind(text: str) -> None:
    result = json.loads(sent(b'{"project": {"customer_address": "a", "x": %s}}' % text.encode()))
    value, expected = result["project"]["x"], json.loads(text)
    assert (type(value), value) == (type(expected), expected)
    assert result["project"]["mailing_address"] == "a"


BROKEN = [
    pytest.param(b"9" * 4301, id="4,301 digits"),
    pytest.param(b"-" + b"9" * 4301, id="4,301 digits and a sign"),
    *(pytest.param(text, id=text.decode()) for text in (b"1E400", b"-1e400", b"NaN", b"Infinity", b"-Infinity")),
    pytest.param(b'"\xff"', id="invalid UTF-8"),
    *(pytest.param(text, id=text.decode()) for text in (b"", b"[", b'"', b"'x'", b"tru", b"01", b"1,,2")),
]


@pytest.mark.parametrize("value", BROKEN)
class TestMalformed:
    def test_in_a_part_that_a_rule_reads(self, value: bytes) -> None:
        with pytest.raises(ac.MalformedPayload):
            sent(b'{"project": {"customer_address": %s}}' % value)

    def test_in_a_part_that_is_carried_unopened(self, value: bytes) -> None:
        with pytest.raises(ac.MalformedPayload):
            sent(b'{"project": {"customer_address": "a", "x": [{"y": %s}]}, "z": 1}' % value)
        with pytest.raises(ac.MalformedPayload):
            sent(b'{"project": {"customer_address": "a"}, "z": [%s]}' % value if value else b'{"project": {}, "z": }')

    def test_in_a_response_too(self, value: bytes) -> None:
        with pytest.raises(ac.MalformedPayload):
            answer(b'{"design": {"system_size_stc": 1, "x": {"y": %s}}}' % value)

    def test_a_body_that_no_rule_applies_to_is_not_examined(self, value: bytes) -> None:
        body = b'{"adder": {"cost": %s}}' % value
        assert sent(body, SUMMARY) == body


class TestLimits:
    @pytest.mark.parametrize("depth", [500, 512])
    def test_to_512_levels(self, depth: int) -> None:
        inner = b"[" * (depth - 2) + b"]" * (depth - 2)
        result = sent(b'{"project": {"customer_address": %s}}' % inner)
        assert result.replace(b" ", b"") == b'{"project":{"mailing_address":%s}}' % inner

    @pytest.mark.parametrize("depth", [513, 2000, 100_000])
    def test_not_deeper(self, depth: int) -> None:
        inner = b"[" * (depth - 2) + b"]" * (depth - 2)
        with pytest.raises(ac.MalformedPayload):
            sent(b'{"project": {"customer_address": %s}}' % inner)

    def test_where_no_rule_applies_depth_does_not_matter(self) -> None:
        body = b"[" * 100_000 + b"]" * 100_000
        assert sent(body, SUMMARY) == body


class TestUntouched:
    @pytest.mark.parametrize(
        "body",
        [
            pytest.param(b'{"project" : {"name":"n" } }\n', id="no rule has anything to do"),
            pytest.param(b'{"project":{"name":"\\u00fc\\/","x":1.10,"y":1E2}}', id="spelling of values"),
            pytest.param(b"{}", id="empty object"),
            pytest.param(b"", id="empty body"),
        ],
    )
    def test_the_same_bytes(self, body: bytes) -> None:
        assert sent(body) == body

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/octet-stream"])
    def test_bodies_that_are_not_json_pass(self, kind: str) -> None:
        for body in (b"customer_address=a", b'{"project": {"customer_address": "a"}}', b"\xff\x00"):
            assert sent(body, headers={"Content-Type": kind}) == body

    def test_a_body_without_a_content_type_is_tried_as_json(self) -> None:
        result = json.loads(sent(b'{"project": {"customer_address": "a"}}', headers={}))
        assert result == {"project": {"mailing_address": "a"}}
        assert sent(b"customer_address=a", headers={}) == b"customer_address=a"

    @pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/hal+json"])
    def test_spellings_of_json(self, kind: str) -> None:
        result = json.loads(sent(b'{"project": {"customer_address": "a"}}', headers={"content-type": kind}))
        assert result == {"project": {"mailing_address": "a"}}


def test_a_response_with_hourly_values_is_translated() -> None:
    body = {"design": {"system_size_stc": 5, "energy_production": {"hourly": [0.5] * 8760}}}
    t = answer(json.dumps(body).encode())
    assert json.loads(t.result.body) == {"design": {**body["design"], "system_size": 5}}
    notes = {(n.kind, n.pointer, n.change, n.side) for n in t.notes}
    assert notes == {assumed("system-size", "body#/design/system_size")}
