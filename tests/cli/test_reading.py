"""Reading JSON strictly: what is taken, what is refused, and in which words."""

import json
import subprocess
import sys
import time
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.reading import DIGITS, Limits, NotJson, parse
from tests.documents import FIXTURES

DEEP = 100_000

GOOD: list[tuple[bytes | str, Any]] = [
    (b"null", None),
    (b" [1, 1.0, true]\r\n", [1, 1.0, True]),
    (b"\xef\xbb\xbf{}", {}),
    ("\ufeff[1]", [1]),
    (b'"\\ud83d\\ude00"', "\U0001f600"),
    (b'"\\\\ud800"', "\\ud800"),
    (b'"NaN [[[ 1E400"', "NaN [[[ 1E400"),
    (b'{"a": 1, "b": 2, "a": 3}', {"a": 3, "b": 2}),
    (b"-0.0", -0.0),
    (b"1e-400", 0.0),
    (b"0e999", 0.0),
    (b"1.7976931348623157e308", 1.7976931348623157e308),
    (b"1" * 300 + b"e-290", float("1" * 300 + "e-290")),
    (b'["3e512"]', ["3e512"]),
    (b"18446744073709551617", 2**64 + 1),
    (b"9" * DIGITS, int("9" * DIGITS)),
    (b"-" + b"9" * DIGITS, -int("9" * DIGITS)),
    (b'"' + b"[" * 2000 + b'"', "[" * 2000),
    (json.dumps([{"a": {}}] * 1000).encode(), [{"a": {}}] * 1000),
]


@pytest.mark.parametrize(("data", "value"), GOOD, ids=lambda value: repr(value)[:40])
def test_what_is_json_is_read_exactly(data: bytes | str, value: Any) -> None:
    found = parse(data)
    assert found == value
    assert repr(found) == repr(value), "1, 1.0 and true are three values, -0.0 keeps its sign"


SYNTAX: list[tuple[bytes | str, str]] = [
    (b"", "empty"),
    (b" \r\n\t", "empty"),
    (b"\xef\xbb\xbf", "empty"),
    (b"\xef\xbb\xbf\xef\xbb\xbf{}", "line 1, column 1"),
    (b"Not Found", "not JSON"),
    (b"<html>", "line 1, column 1"),
    (b"{} {}", "something follows the JSON value at line 1, column 4"),
    (b"01", "something follows"),
    (b'{"a":\n tru}', "line 2, column 2"),
    (b"{a: 1}", "line 1, column 2"),
    (b"'x'", "line 1, column 1"),
    (b"[1,,2]", "line 1, column 4"),
    (b"[1,]", "line 1"),
    (b"[", "line 1, column 2"),
    (b'"abc', "unterminated string"),
    (b'"a\nb"', "control character"),
    (b'"\\x"', "escape"),
    (b'"\\u12"', "escape"),
    (b"+1", "line 1, column 1"),
    (b".5", "line 1, column 1"),
    (b"1.", "line 1, column 2"),
    (b"0x10", "line 1, column 2"),
    (b"\x00", "line 1, column 1"),
    (b"[1\x0c]", "line 1, column 3"),
    ("[1\u00a0]", "line 1, column 3"),
]

UNFIT: list[tuple[bytes | str, str]] = [
    (b"\xff\xfe{\x00", "0xff is not UTF-8, at line 1, column 1"),
    (b'{"a":\n"\xe9"}', "0xe9 is not UTF-8, at line 2, column 2"),
    (b"nul\xc3", "0xc3 is not UTF-8, at line 1, column 4"),
    (b'"\xed\xa0\x80"', "0xed is not UTF-8"),
    ('{"a": "\ud800"}', "U+D800 is half of a surrogate pair, which is no character, at line 1, column 8"),
    (b'"\\ud800"', "\\ud800 is half of a surrogate pair, which is no character, at line 1, column 2"),
    (b'{"\\uDC00": 1}', "\\uDC00 is half"),
    (b'"\\\\\\ud800"', "column 4"),
    (b'"\\ud83d\\ud83d\\ude00"', "column 2"),
    (b'"\\ude00\\ud83d"', "\\ude00 is half"),
    (b"NaN", "NaN is no JSON number, at line 1, column 1"),
    (b'{"a": "NaN",\n "b": [NaN]}', "line 2, column 8"),
    (b"[Infinity]", "Infinity is no JSON number, at line 1, column 2"),
    (b"[1, -Infinity]", "-Infinity is no JSON number, at line 1, column 5"),
    (b"1E400", "1E400 is beyond what a double holds, at line 1, column 1"),
    (b'{"a": "1E400", "b": -1e+400}', "-1e+400 is beyond what a double holds, at line 1, column 21"),
    (b"[1e0000000400]", "beyond what a double holds"),
    (b"1.8e308", "beyond what a double holds"),
    (b"1" * 310 + b".5", "beyond what a double holds"),
    (b"1" * 260 + b"e60", "beyond what a double holds"),
    (b"9" * (DIGITS + 1), "an integer of 4,301 digits, more than 4,300, at line 1, column 1"),
    (b"[1, -" + b"9" * 100_000 + b"]", "an integer of 100,000 digits, more than 4,300, at line 1, column 5"),
    (b"[" * 513 + b"]" * 513, "nested more than 512 levels deep, at line 1, column 513"),
    (b'{"a":' * 513 + b"1" + b"}" * 513, "nested more than 512 levels deep, at line 1, column 2561"),
    (b"[" * 900 + b"]" * 900, "nested more than 512 levels deep"),
    (b"[" * 2000 + b"]" * 2000, "nested more than 512 levels deep, at line 1, column 513"),
    (b"[" * DEEP + b"]" * DEEP, "nested more than 512 levels deep, at line 1, column 513"),
    (b'["[[[]", ' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"]", "nested more than 512 levels deep"),
    (b"[" * DEEP, "nested more than 512 levels deep"),
]


@pytest.mark.parametrize(("data", "words"), SYNTAX, ids=lambda value: repr(value)[:40])
def test_what_breaks_the_grammar_is_said_with_its_place(data: bytes | str, words: str) -> None:
    with pytest.raises(NotJson) as raised:
        parse(data)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("data", "words"), UNFIT, ids=lambda value: repr(value)[:40])
def test_what_cannot_be_trusted_is_refused_and_is_no_mere_text(data: bytes | str, words: str) -> None:
    with pytest.raises(ac.MalformedPayload) as raised:
        parse(data)
    assert not isinstance(raised.value, NotJson)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize("depth", [1, 511, 512])
def test_the_depth_is_measured_exactly(depth: int) -> None:
    assert parse(b"[" * depth + b"]" * depth) is not None
    assert parse(b"[" * depth + b"1" + b"]" * depth, Limits(depth=depth)) is not None
    with pytest.raises(ac.MalformedPayload, match=f"nested more than {depth - 1} levels"):
        parse(b"[" * depth + b"]" * depth, Limits(depth=depth - 1))


def test_a_scalar_has_no_depth_whatever_it_spells() -> None:
    assert parse(b'"[[{"', Limits(depth=0)) == "[[{"
    assert parse(b"1", Limits(depth=0)) == 1


def test_wide_is_not_deep() -> None:
    assert len(parse(b"[" + b"[],{}," * 5000 + b"0]")) == 10_001


def test_the_size_counts_bytes_and_includes_its_limit() -> None:
    assert parse(b"[1, 2]", Limits(body=6)) == [1, 2]
    for data in (b"[1, 2] ", "[1, 2] ", '"\u00e9\u00e9\u00e9"'):
        with pytest.raises(ac.MalformedPayload, match="larger than the limit of 6 bytes"):
            parse(data, Limits(body=6))


def test_a_limit_beyond_the_stack_is_no_crash() -> None:
    nested = "[" * DEEP + "]" * DEEP
    with pytest.raises(ac.MalformedPayload, match="nested deeper than this Python's stack has room for"):
        parse(nested, Limits(depth=DEEP))


def test_an_interpreter_that_reads_shorter_integers_refuses_longer_ones() -> None:
    program = "from aurora_compat.reading import parse; print(parse(b'9' * 640) > 0); parse(b'9' * 641)"
    ran = subprocess.run(
        [sys.executable, "-X", "int_max_str_digits=640", "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.stdout == "True\n"
    assert "an integer of 641 digits, more than this Python is set to read" in ran.stderr


def test_limits_are_a_frozen_value() -> None:
    assert Limits() == Limits(body=64 * 1024 * 1024, depth=512)
    with pytest.raises(AttributeError):
        Limits().depth = 1  # type: ignore[misc]  # mypy knows it is frozen, which is what is tested


def test_a_hostile_body_takes_no_more_than_linear_time() -> None:
    runs = (b"1" * 4300 + b",") * 200
    start = time.perf_counter()
    parse(b"[" + runs + b"1]")
    parse(b'["' + rb"\ud83d\ude00\\" * 50_000 + b'"]')
    with pytest.raises(ac.MalformedPayload):
        parse(b"[" + b"[" * 500 + b"]" * 500 + (b"," + b"[" * 500 + b"]" * 500) * 200 + b",NaN]")
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "path", sorted(FIXTURES.glob("20*/*.json")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_every_fixture_is_read_as_the_standard_library_reads_it(path: Any) -> None:
    assert parse(path.read_bytes()) == json.loads(path.read_bytes())
