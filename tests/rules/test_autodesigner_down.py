"""`autodesigner-options`, down: four objects become one `placement_options`."""

import pytest

from ._check import V18, V22, V24, Json, NoteKey, assumed, check, conflict, edited, lost, refused, unsupported
from .test_autodesigner_up import OPERATION, OPTIONS, ROWS, THREE, C

HERE = "/auto_designer"
CREATED = assumed(C, OPTIONS)
FLAT, IRRADIANCE, CONSTRAINTS = THREE


def down(options: Json, result: Json, *notes: NoteKey) -> None:
    """Siblings of the four objects, in the envelope: this becomes that, from 2022.09 and from 2024.05."""
    for source in (V22, V24):
        check({"auto_designer": options}, OPERATION, "request", source, V18, {"auto_designer": result}, notes)


@pytest.mark.parametrize("value", [1, 0.05, None, ["portrait"], {"x": 1}])
@pytest.mark.parametrize(("old", "place", "new"), ROWS)
def test_every_row_of_the_table_in_its_first_spelling(old: str, place: str, new: str, value: Json) -> None:
    options = {"mode": "max_fit", "placement_options": {}} | {place: {new: value}}
    down(options, {"mode": "max_fit", "placement_options": {old: value}})


def test_all_rows_at_once() -> None:
    new: dict[str, dict[str, int]] = {}
    for index, (_, place, key) in enumerate(ROWS):
        new.setdefault(place, {})[key] = index
    down(new, {"placement_options": {key: index for index, (key, _, _) in enumerate(ROWS)}})


@pytest.mark.parametrize("place", THREE)
class TestEachOfTheThree:
    def test_its_unknown_keys_move_too(self, place: str) -> None:
        options = {"placement_options": {"mine": 1}, place: {"custom": 2}}
        down(options, {"placement_options": {"mine": 1, "custom": 2}}, edited(C, f"{HERE}/{place}/custom"))

    def test_an_empty_one_is_dropped(self, place: str) -> None:
        down({"placement_options": {"x": 1}, place: {}}, {"placement_options": {"x": 1}}, lost(C, f"{HERE}/{place}"))

    def test_an_empty_one_creates_nothing(self, place: str) -> None:
        down({"mode": "max_fit", place: {}}, {"mode": "max_fit"}, lost(C, f"{HERE}/{place}"))

    def test_null_is_kept(self, place: str) -> None:
        options = {"placement_options": {"x": 1}, place: None}
        down(options, options, unsupported(C, f"{HERE}/{place}"))

    @pytest.mark.parametrize("value", [[], "x", 5, True])
    def test_another_type_is_refused(self, place: str, value: Json) -> None:
        body = {"auto_designer": {"placement_options": {}, place: value}}
        for source in (V22, V24):
            refused(body, OPERATION, source, V18, C, f"{HERE}/{place}")

    def test_placement_options_is_created_where_it_is_absent(self, place: str) -> None:
        old, new = next((old, new) for old, where, new in ROWS if where == place)
        down({place: {new: 1}}, {"placement_options": {old: 1}}, CREATED)
        notes = [CREATED, edited(C, f"{HERE}/{place}/custom")]
        down({place: {"custom": 1}}, {"placement_options": {"custom": 1}}, *notes)


@pytest.mark.parametrize(
    ("options", "result"),
    [
        pytest.param({"placement_options": {"custom": 1}}, None, id="unknown keys of it stay there, without a note"),
        pytest.param({"placement_options": {}}, None, id="it stays, empty"),
        pytest.param({"placement_options": None}, None, id="null stays null"),
        pytest.param({"mode": "max_fit"}, None, id="absent stays absent"),
    ],
)
def test_what_stays(options: Json, result: Json) -> None:
    assert result is None
    down(options, options)


def test_null_placement_options_count_as_absent_where_something_moves_in() -> None:
    options = {"placement_options": None, "irradiance_constraints": {"min_sap": 5}}
    down(options, {"placement_options": {"min_sap": 5}}, edited(C, OPTIONS))


class TestTwoWithOneName:
    @pytest.mark.parametrize(
        ("options", "winner", "notes"),
        [
            pytest.param(
                {"placement_options": {}, FLAT: {"min_sap": 1}, IRRADIANCE: {"min_sap": 2}},
                {"min_sap": 2},
                [conflict(C, f"{HERE}/{FLAT}/min_sap")],
                id="a known key wins over an unknown one",
            ),
            pytest.param(
                {"placement_options": {"min_sap": 1}, IRRADIANCE: {"min_sap": 2}},
                {"min_sap": 2},
                [conflict(C, f"{OPTIONS}/min_sap")],
                id="over one of placement_options too",
            ),
            pytest.param(
                {"placement_options": {}, FLAT: {"x": 1}, IRRADIANCE: {"x": 2}, CONSTRAINTS: {"x": 3}},
                {"x": 1},
                [
                    edited(C, f"{HERE}/{FLAT}/x"),
                    conflict(C, f"{HERE}/{IRRADIANCE}/x"),
                    conflict(C, f"{HERE}/{CONSTRAINTS}/x"),
                ],
                id="then the table's order of objects",
            ),
            pytest.param(
                {CONSTRAINTS: {"x": 3}, IRRADIANCE: {"x": 2}, "placement_options": {"x": 0}},
                {"x": 0},
                [conflict(C, f"{HERE}/{IRRADIANCE}/x"), conflict(C, f"{HERE}/{CONSTRAINTS}/x")],
                id="not the order in the body",
            ),
            pytest.param(
                {"placement_options": {"row_spacing": 1, "row_spacing_meters": 2}},
                {"row_spacing_meters": 1},
                [conflict(C, f"{OPTIONS}/row_spacing_meters")],
                id="the old spelling gives way",
            ),
            pytest.param(
                {
                    "placement_options": {},
                    FLAT: {"flat_face_panel_tilt": 1},
                    CONSTRAINTS: {"flat_face_panel_tilt_deg": 2},
                },
                {"flat_face_panel_tilt_deg": 1},
                [conflict(C, f"{HERE}/{CONSTRAINTS}/flat_face_panel_tilt_deg")],
                id="an unknown key with a known one's old name",
            ),
        ],
    )
    def test_conflict(self, options: Json, winner: Json, notes: list[NoteKey]) -> None:
        down(options, {"placement_options": winner}, *notes)


class TestAlreadySpeaksTheTarget:
    @pytest.mark.parametrize(
        "key", ["row_spacing_meters", "column_spacing_meters", "flat_face_panel_tilt_deg", "min_sap", "azimuth_min_deg"]
    )
    def test_a_key_that_only_the_target_defines_is_kept(self, key: str) -> None:
        options = {"placement_options": {key: 1}}
        down(options, options, unsupported(C, f"{OPTIONS}/{key}"))

    def test_allow_filler_row_is_kept(self) -> None:
        for options, pointer in [
            ({"allow_filler_row": True}, f"{HERE}/allow_filler_row"),
            ({"placement_options": {"allow_filler_row": True}}, f"{OPTIONS}/allow_filler_row"),
        ]:
            down(options, options, unsupported(C, pointer))


class TestWhereTheyStand:
    @pytest.mark.parametrize("envelope", ["auto_designer", "anything"])
    def test_in_the_envelope_whatever_its_name(self, envelope: str) -> None:
        body = {envelope: {"irradiance_constraints": {"min_sap": 5}}}
        notes = [assumed(C, f"/{envelope}/placement_options")]
        check(body, OPERATION, "request", V22, V18, {envelope: {"placement_options": {"min_sap": 5}}}, notes)

    def test_at_the_root_of_the_body(self) -> None:
        body = {"mode": "max_fit", "placement_constraints": {"azimuth_min_deg": 5}}
        result = {"mode": "max_fit", "placement_options": {"azimuth_min_deg": 5}}
        check(body, OPERATION, "request", V22, V18, result, [assumed(C, "/placement_options")])

    def test_no_deeper(self) -> None:
        body = {"auto_designer": {"components": {"irradiance_constraints": {"min_sap": 5}}}}
        check(body, OPERATION, "request", V22, V18, body)

    def test_requests_only(self) -> None:
        body = {"auto_designer": {"irradiance_constraints": {"min_sap": 5}}}
        check(body, OPERATION, "response", V22, V18, body)

    def test_this_edge_only(self) -> None:
        body = {"auto_designer": {"irradiance_constraints": {"min_sap": 5}}}
        check(body, OPERATION, "request", V24, V22, body)


@pytest.mark.parametrize("value", [[], "x", 5, False])
class TestPlacementOptionsOfAnotherType:
    def test_alone_it_is_kept(self, value: Json) -> None:
        down({"placement_options": value}, {"placement_options": value}, unsupported(C, OPTIONS))

    def test_where_something_must_move_in_the_request_is_refused(self, value: Json) -> None:
        body = {"auto_designer": {"placement_options": value, "irradiance_constraints": {"min_sap": 5}}}
        refused(body, OPERATION, V22, V18, C)
