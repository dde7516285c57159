"""`autodesigner-options`, up: `placement_options` is split in four."""

import pytest

from ._check import (
    V18,
    V22,
    V24,
    Json,
    NoteKey,
    check,
    conflict,
    edited,
    lost,
    refused,
    translated,
    translation,
    unsupported,
)

C = "autodesigner-options"
OPERATION = "run_auto_designer"
OPTIONS = "/auto_designer/placement_options"
THREE = ["flat_face_placement_options", "irradiance_constraints", "placement_constraints"]
ROWS = [
    ("orientations", "placement_options", "orientations"),
    ("row_spacing_meters", "placement_options", "row_spacing"),
    ("column_spacing_meters", "placement_options", "column_spacing"),
    ("panel_tilt", "placement_options", "panel_tilt"),
    ("pitched_face_tilt_threshold", "placement_options", "pitched_face_tilt_threshold"),
    ("flat_face_orientations", "flat_face_placement_options", "flat_face_orientations"),
    ("flat_face_row_spacing_meters", "flat_face_placement_options", "flat_face_row_spacing"),
    ("flat_face_column_spacing_meters", "flat_face_placement_options", "flat_face_column_spacing"),
    ("flat_face_panel_tilt_deg", "flat_face_placement_options", "flat_face_panel_tilt"),
    ("min_sap", "irradiance_constraints", "min_sap"),
    ("min_tsrf", "irradiance_constraints", "min_tsrf"),
    ("min_contiguous_panels", "placement_constraints", "min_contiguous_panels"),
    ("azimuth_min_deg", "placement_constraints", "azimuth_min_deg"),
    ("azimuth_max_deg", "placement_constraints", "azimuth_max_deg"),
    ("filler_row_locations", "placement_constraints", "filler_row_locations"),
]
BRACKETS = [
    ("row_spacing_meters", "row_spacing", "row_spacing"),
    ("column_spacing_meters", "column_spacing", "column_spacing"),
    ("panel_tilt", "panel_tilt_deg", "panel_tilt"),
    ("pitched_face_tilt_threshold", "pitched_face_tilt_threshold_deg", "pitched_face_tilt_threshold"),
]


def up(options: Json, result: Json, *notes: NoteKey) -> None:
    """Siblings of the four objects, in the envelope: this becomes that, towards 2022.09 and on to 2024.05."""
    for target in (V22, V24):
        check({"auto_designer": options}, OPERATION, "request", V18, target, {"auto_designer": result}, notes)


@pytest.mark.parametrize("value", [1, 0.05, None, ["portrait"], {"x": 1}])
@pytest.mark.parametrize(("old", "place", "new"), ROWS)
def test_every_row_of_the_table(old: str, place: str, new: str, value: Json) -> None:
    moved: Json = {"placement_options": {}} | {place: {new: value}}
    up({"mode": "max_fit", "placement_options": {old: value}}, {"mode": "max_fit", **moved})


def test_all_rows_at_once() -> None:
    old = {"placement_options": {key: index for index, (key, _, _) in enumerate(ROWS)}}
    new: dict[str, dict[str, int]] = {}
    for index, (_, place, key) in enumerate(ROWS):
        new.setdefault(place, {})[key] = index
    up(old, new)
    assert list(new) == ["placement_options", *THREE]


@pytest.mark.parametrize(("first", "bracket", "new"), BRACKETS)
class TestTwoSpellings:
    def test_the_one_in_brackets_is_read_with_a_note(self, first: str, bracket: str, new: str) -> None:
        assert first != bracket
        options = {"placement_options": {bracket: 0.1}}
        up(options, {"placement_options": {new: 0.1}}, edited(C, f"{OPTIONS}/{bracket}"))

    def test_the_first_one_wins(self, first: str, bracket: str, new: str) -> None:
        for values in ({first: 1, bracket: 2}, {bracket: 2, first: 1}, {first: 1, bracket: 1}):
            up({"placement_options": values}, {"placement_options": {new: 1}}, conflict(C, f"{OPTIONS}/{bracket}"))

    def test_null_is_present(self, first: str, bracket: str, new: str) -> None:
        options = {"placement_options": {first: None, bracket: 2}}
        up(options, {"placement_options": {new: None}}, conflict(C, f"{OPTIONS}/{bracket}"))


@pytest.mark.parametrize(
    ("options", "result"),
    [
        pytest.param({"placement_options": {"custom": 1, "x": None}}, None, id="unknown keys of it stay there"),
        pytest.param(
            {"placement_options": {"custom": 1, "min_sap": 2}},
            {"placement_options": {"custom": 1}, "irradiance_constraints": {"min_sap": 2}},
            id="unknown keys stay beside what moves",
        ),
        pytest.param({"placement_options": {}}, None, id="no empty object is created"),
        pytest.param(
            {"placement_options": {"min_tsrf": 1}},
            {"placement_options": {}, "irradiance_constraints": {"min_tsrf": 1}},
            id="it stays even if it becomes empty",
        ),
        pytest.param({"placement_options": None}, None, id="null stays null"),
        pytest.param({"mode": "max_fit"}, None, id="absent stays absent"),
        pytest.param({"min_sap": 5, "row_spacing_meters": 1}, None, id="only what stands in it"),
    ],
)
def test_what_stays(options: Json, result: Json) -> None:
    up(options, options if result is None else result)


class TestAllowFillerRow:
    @pytest.mark.parametrize("value", [True, False, None, "yes"])
    def test_in_placement_options_it_is_dropped(self, value: Json) -> None:
        options = {"placement_options": {"allow_filler_row": value, "orientations": []}}
        up(options, {"placement_options": {"orientations": []}}, lost(C, f"{OPTIONS}/allow_filler_row"))

    @pytest.mark.parametrize("value", [True, False])
    def test_beside_it_it_is_dropped(self, value: bool) -> None:
        note = lost(C, "/auto_designer/allow_filler_row")
        up({"allow_filler_row": value, "placement_options": {"x": 1}}, {"placement_options": {"x": 1}}, note)
        up({"allow_filler_row": value, "mode": "max_fit"}, {"mode": "max_fit"}, note)

    def test_in_both_places(self) -> None:
        notes = [lost(C, "/auto_designer/allow_filler_row"), lost(C, f"{OPTIONS}/allow_filler_row")]
        options = {"allow_filler_row": False, "placement_options": {"allow_filler_row": True}}
        up(options, {"placement_options": {}}, *notes)

    @pytest.mark.parametrize(
        ("options", "follows_the_default"),
        [
            pytest.param({"placement_options": {"allow_filler_row": True}}, True, id="true, no locations"),
            pytest.param({"allow_filler_row": True}, True, id="true beside it, no locations"),
            pytest.param({"placement_options": {"allow_filler_row": False}}, False, id="false, no locations"),
            pytest.param(
                {"placement_options": {"allow_filler_row": True, "filler_row_locations": ["ridge"]}},
                False,
                id="locations",
            ),
            pytest.param(
                {"allow_filler_row": True, "placement_options": {"filler_row_locations": []}},
                False,
                id="beside, locations",
            ),
        ],
    )
    def test_the_note_says_where_the_default_now_rules(self, options: Json, follows_the_default: bool) -> None:
        t = translation({"auto_designer": options}, OPERATION, "request", V18, V22)
        (note,) = [note for note in t.notes if note.kind == "lost"]
        assert ("default" in note.message) is follows_the_default
        if follows_the_default:
            assert "filler_row_locations" in note.message


class TestWhereTheyStand:
    @pytest.mark.parametrize("envelope", ["auto_designer", "auto_designer_job", "anything"])
    def test_in_the_envelope_whatever_its_name(self, envelope: str) -> None:
        body = {envelope: {"placement_options": {"min_sap": 5}}}
        result = {envelope: {"placement_options": {}, "irradiance_constraints": {"min_sap": 5}}}
        check(body, OPERATION, "request", V18, V22, result)

    def test_at_the_root_of_the_body(self) -> None:
        body = {"mode": "max_fit", "allow_filler_row": False, "placement_options": {"row_spacing": 1, "min_sap": 5}}
        result = {"mode": "max_fit", "placement_options": {"row_spacing": 1}, "irradiance_constraints": {"min_sap": 5}}
        notes = [lost(C, "/allow_filler_row"), edited(C, "/placement_options/row_spacing")]
        check(body, OPERATION, "request", V18, V22, result, notes)

    def test_no_deeper(self) -> None:
        body = {"auto_designer": {"components": {"placement_options": {"min_sap": 5}}}}
        check(body, OPERATION, "request", V18, V22, body)

    def test_requests_only(self) -> None:
        body = {"auto_designer": {"placement_options": {"min_sap": 5}, "allow_filler_row": True}}
        check(body, OPERATION, "response", V18, V22, body)

    def test_this_operation_only(self) -> None:
        body = {"auto_designer": {"placement_options": {"min_sap": 5}}}
        check(body, "run_performance_simulation", "request", V18, V22, body)

    def test_this_edge_only(self) -> None:
        body = {"auto_designer": {"placement_options": {"min_sap": 5}, "allow_filler_row": True}}
        check(body, OPERATION, "request", V22, V24, body)


class TestAlreadyThere:
    def test_the_new_object_is_merged_into(self) -> None:
        options = {"placement_options": {"min_sap": 5}, "irradiance_constraints": {"custom": 1}}
        result = {"placement_options": {}, "irradiance_constraints": {"custom": 1, "min_sap": 5}}
        up(options, result, unsupported(C, "/auto_designer/irradiance_constraints/custom"))

    @pytest.mark.parametrize("place", THREE)
    def test_an_empty_new_object_is_merged_into_not_silently(self, place: str) -> None:
        old, new = next((old, new) for old, where, new in ROWS if where == place)
        body = {"auto_designer": {"placement_options": {old: 1}, place: {}}}
        result, notes = translated(body, OPERATION, "request", V18, V22)
        assert result == {"auto_designer": {"placement_options": {}, place: {new: 1}}}
        assert {(pointer, change, side) for _, pointer, change, side in notes} == {
            (f"/auto_designer/{place}", C, "source")
        }

    def test_both_spellings(self) -> None:
        options = {"placement_options": {"min_sap": 5}, "irradiance_constraints": {"min_sap": 6}}
        result = {"placement_options": {}, "irradiance_constraints": {"min_sap": 5}}
        up(options, result, conflict(C, "/auto_designer/irradiance_constraints/min_sap"))

    @pytest.mark.parametrize(("old", "place", "new"), [row for row in ROWS if row[1] != "placement_options"])
    def test_already_speaks_the_target(self, old: str, place: str, new: str) -> None:
        assert old
        options = {place: {new: 1}}
        up(options, options, unsupported(C, f"/auto_designer/{place}/{new}"))

    @pytest.mark.parametrize("place", THREE)
    def test_null_counts_as_absent_where_something_moves_in(self, place: str) -> None:
        old, new = next((old, new) for old, where, new in ROWS if where == place)
        result = {"placement_options": {}, place: {new: 1}}
        up({"placement_options": {old: 1}, place: None}, result, edited(C, f"/auto_designer/{place}"))

    @pytest.mark.parametrize("place", THREE)
    @pytest.mark.parametrize("value", [[], "x", 5, True])
    def test_another_type_is_refused_where_something_must_move_in(self, place: str, value: Json) -> None:
        old = next(old for old, where, _ in ROWS if where == place)
        body = {"auto_designer": {"placement_options": {old: 1}, place: value}}
        refused(body, OPERATION, V18, V22, C)


@pytest.mark.parametrize("place", THREE)
@pytest.mark.parametrize("value", [[], "x", 5, False])
def test_a_new_object_of_another_type_is_kept_where_nothing_moves_in(place: str, value: Json) -> None:
    options = {"placement_options": {"orientations": []}, place: value}
    up(options, options, unsupported(C, f"/auto_designer/{place}"))


@pytest.mark.parametrize("value", [[], "x", 5, False])
def test_placement_options_that_are_no_object_are_kept(value: Json) -> None:
    up({"placement_options": value}, {"placement_options": value}, unsupported(C, OPTIONS))
