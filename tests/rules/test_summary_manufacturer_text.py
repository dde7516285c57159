"""`summary-manufacturer` where `arrays` is given as a JSON string."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from ._check import DOWN, NEW, UP, Json, NoteKey, assumed, check, edited, hop, missing, translated, unsupported
from .test_summary_manufacturer import BILL, OPERATION, C

WHOLE = "/design/arrays"
FULL: Json = [{"face": 1, "note": "Süd", "module": {"id": "m1", "manufacturer": "Hanwha", "rating_stc": 400.0}}]
BARE: Json = [{"face": 1, "note": "Süd", "module": {"id": "m1", "rating_stc": 400.0}}]
UNKNOWN: Json = [{"module": {"id": "zz"}}]


def dumped(**style: Any) -> Callable[[Json], str]:
    return lambda value: json.dumps(value, **style)


STYLES = [
    pytest.param(dumped(), id="with blanks"),
    pytest.param(dumped(separators=(",", ":")), id="compact"),
    pytest.param(dumped(ensure_ascii=False), id="with blanks, not ascii"),
    pytest.param(dumped(separators=(",", ":"), ensure_ascii=False), id="compact, not ascii"),
]


def design(arrays: str) -> Json:
    return {"design": {"bill_of_materials": BILL, "arrays": arrays}}


def run(direction: str, before: str, after: str, *notes: NoteKey) -> None:
    check(design(before), OPERATION, "response", *hop(NEW, direction), design(after), notes)


@pytest.mark.parametrize("style", STYLES)
class TestStyles:
    def test_up_it_is_translated_inside_and_stays_a_string(self, style: Callable[[Json], str]) -> None:
        once = json.loads(style(FULL))
        before, after = style(once), style(json.loads(style(BARE)))
        run(UP, before, after)

    def test_down_every_note_points_to_the_whole_string(self, style: Callable[[Json], str]) -> None:
        result, notes = translated(design(style(BARE)), OPERATION, "response", *hop(NEW, DOWN))
        assert json.loads(result["design"]["arrays"]) == FULL
        assert len(result["design"]["arrays"]) == len(style(FULL))
        assert notes == {assumed(C, WHOLE)}

    def test_what_needs_no_change_keeps_its_text(self, style: Callable[[Json], str]) -> None:
        run(UP, style(BARE), style(BARE))
        run(DOWN, style(FULL), style(FULL), unsupported(C, WHOLE))
        run(DOWN, style(UNKNOWN), style(UNKNOWN), missing(C, WHOLE))


@pytest.mark.parametrize(
    "spaced",
    [
        pytest.param(lambda value: json.dumps(value, indent=2), id="indented"),
        pytest.param(lambda value: f" {json.dumps(value)}\n", id="blanks around"),
        pytest.param(lambda value: json.dumps(value, separators=(" ,", " : ")), id="blanks before"),
    ],
)
class TestOtherSpacing:
    def test_where_something_changes_it_becomes_compact(self, spaced: Callable[[Json], str]) -> None:
        full: Json = [{"module": {"id": "m1", "manufacturer": "Hanwha"}}]
        bare: Json = [{"module": {"id": "m1"}}]
        compact = json.dumps(bare, separators=(",", ":"))
        run(UP, spaced(full), compact, edited(C, WHOLE))
        compact = json.dumps(full, separators=(",", ":"))
        result, notes = translated(design(spaced(bare)), OPERATION, "response", *hop(NEW, DOWN))
        assert result == design(compact)
        assert notes == {edited(C, WHOLE), assumed(C, WHOLE)}

    def test_where_nothing_changes_it_stays_as_it_is(self, spaced: Callable[[Json], str]) -> None:
        text = spaced([{"module": {"id": "m1"}}])
        run(UP, text, text)


@pytest.mark.parametrize("text", ["", "[", "{}", "null", "5", '"[]"', "[NaN]", "x", '{"module": {"id": "m1"}}'])
@pytest.mark.parametrize("direction", [UP, DOWN])
def test_a_string_that_is_no_json_list_is_kept(direction: str, text: str) -> None:
    run(direction, text, text, unsupported(C, WHOLE))


@pytest.mark.parametrize("number", ["1E400", "-1E400", "NaN", "Infinity", "9" * 5000])
def test_a_string_with_what_is_no_number_of_json_is_kept(number: str) -> None:
    text = f'[{{"module": {{"id": "m1", "manufacturer": "Hanwha"}}, "x": {number}}}]'
    run(UP, text, text, unsupported(C, WHOLE))


@pytest.mark.parametrize("depths", [range(900), range(900, 1000), range(1000, 1100), [5000, 100_000]])
def test_a_string_of_any_depth_does_not_break_the_translation(depths: Iterable[int]) -> None:
    for depth in depths:
        text = f'[{{"module": {{"id": "m1", "manufacturer": "Hanwha"}}, "x": {"[" * depth}{"]" * depth}}}]'
        result, notes = translated(design(text), OPERATION, "response", *hop(NEW, UP))
        if notes:
            assert (result, notes) == (design(text), {unsupported(C, WHOLE)})
        else:
            assert result == design(text.replace(', "manufacturer": "Hanwha"', ""))


@pytest.mark.parametrize("direction", [UP, DOWN])
def test_an_empty_list_in_a_string(direction: str) -> None:
    for text in ("[]", " [ ]"):
        run(direction, text, text)


def test_numbers_inside_keep_their_value() -> None:
    big = 123456789012345678901234567890
    before = f'[{{"module": {{"id": "m1", "manufacturer": "Hanwha"}}, "n": {big}, "f": 1.0}}]'
    run(UP, before, f'[{{"module": {{"id": "m1"}}, "n": {big}, "f": 1.0}}]')


def test_odd_things_inside() -> None:
    text = '[5, {"module": []}]'
    for direction in (UP, DOWN):
        run(direction, text, text, unsupported(C, WHOLE))
