"""`system-size`: `system_size` leaves the design summary."""

import pytest

import aurora_compat as ac

from ._check import V18, V22, V24, Json, assumed, check, lost, missing, unsupported

C = "system-size"
OPERATION = "retrieve_design_summary"
PLACE_OF = "/design/system_size"
THREE = {"system_size_ac": 4800, "system_size_ptc": 5200.5, "system_size_stc": 5600}


@pytest.mark.parametrize("target", [V22, V24])
@pytest.mark.parametrize("value", [5600, 5600.5, None, "5600", {"w": 1}])
def test_up_it_is_dropped(target: str, value: Json) -> None:
    body = {"design": {**THREE, "system_size": value, "name": "n"}}
    check(body, OPERATION, "response", V18, target, {"design": {**THREE, "name": "n"}}, [lost(C, PLACE_OF)])


@pytest.mark.parametrize("target", [V22, V24])
def test_up_where_it_is_absent_there_is_nothing_to_say(target: str) -> None:
    check({"design": THREE}, OPERATION, "response", V18, target, {"design": THREE})


@pytest.mark.parametrize("source", [V22, V24])
class TestDown:
    def test_it_is_filled_from_stc(self, source: str) -> None:
        result = {"design": {**THREE, "system_size": 5600}}
        check({"design": THREE}, OPERATION, "response", source, V18, result, [assumed(C, PLACE_OF)])

    @pytest.mark.parametrize(("setting", "value"), [("stc", 5600), ("ptc", 5200.5), ("ac", 4800)])
    def test_which_of_the_three_is_a_setting(self, source: str, setting: str, value: Json) -> None:
        context = ac.Context(system_size_source=setting)  # type: ignore[arg-type]  # one of the three
        result = {"design": {**THREE, "system_size": value}}
        check({"design": THREE}, OPERATION, "response", source, V18, result, [assumed(C, PLACE_OF)], context=context)

    def test_none_leaves_it_out(self, source: str) -> None:
        context = ac.Context(system_size_source=None)
        body = {"design": THREE}
        check(body, OPERATION, "response", source, V18, body, [missing(C, PLACE_OF)], context=context)

    @pytest.mark.parametrize("setting", ["stc", "ptc", "ac"])
    def test_without_its_source_it_is_missing(self, source: str, setting: str) -> None:
        context = ac.Context(system_size_source=setting)  # type: ignore[arg-type]  # one of the three
        body = {"design": {key: value for key, value in THREE.items() if not key.endswith(setting)}}
        check(body, OPERATION, "response", source, V18, body, [missing(C, PLACE_OF)], context=context)

    @pytest.mark.parametrize("value", [None, "5600", [1], 5600.0])
    def test_the_value_is_taken_as_it_is(self, source: str, value: Json) -> None:
        body = {"design": {"system_size_stc": value}}
        result = {"design": {"system_size_stc": value, "system_size": value}}
        check(body, OPERATION, "response", source, V18, result, [assumed(C, PLACE_OF)])

    def test_the_two_share_no_list(self, source: str) -> None:
        body = {"design": {"system_size_stc": [1]}}
        design = ac.translate(body, operation=OPERATION, part="response", source=source, target=V18).result["design"]
        assert design["system_size"] == design["system_size_stc"]
        assert design["system_size"] is not design["system_size_stc"]

    @pytest.mark.parametrize("value", [5600, 1, None])
    def test_one_that_is_there_is_kept(self, source: str, value: Json) -> None:
        body = {"design": {**THREE, "system_size": value}}
        check(body, OPERATION, "response", source, V18, body, [unsupported(C, PLACE_OF)])


@pytest.mark.parametrize(("source", "target"), [(V18, V22), (V22, V18)])
class TestElsewhere:
    @pytest.mark.parametrize("operation", ["retrieve_design", "list_designs", "create_design"])
    def test_other_operations(self, operation: str, source: str, target: str) -> None:
        body = {"design": {**THREE, "system_size": 1}, "designs": [{"system_size": 1}]}
        check(body, operation, "response", source, target, body)

    def test_other_places_of_the_summary(self, source: str, target: str) -> None:
        body = {"system_size": 1, "design": None}
        check(body, OPERATION, "response", source, target, body)

    @pytest.mark.parametrize("design", [[], "x", 5, True])
    def test_a_design_that_is_no_object(self, source: str, target: str, design: Json) -> None:
        body = {"design": design}
        check(body, OPERATION, "response", source, target, body, [unsupported(C, "/design")])


@pytest.mark.parametrize(("source", "target"), [(V22, V24), (V24, V22)])
def test_not_on_the_newer_edge(source: str, target: str) -> None:
    body = {"design": {**THREE, "system_size": 5600}}
    check(body, OPERATION, "response", source, target, body)
