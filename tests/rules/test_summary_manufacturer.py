"""`summary-manufacturer`: no redundant `manufacturer` in the design summary's arrays."""

import pytest

from ._check import DOWN, NEW, OLD, UP, V22, V24, Json, NoteKey, assumed, check, each, hop, missing, unsupported

C = "summary-manufacturer"
OPERATION = "retrieve_design_summary"
COMPONENTS = ["module", "microinverter", "dc_optimizer"]
ABSENT = object()
BILL = [
    {"id": "m1", "component_type": "modules", "name": "Q.Peak", "manufacturer_name": "Hanwha", "quantity": 9},
    {"id": "i1", "component_type": "microinverters", "name": "IQ8", "manufacturer_name": "Enphase"},
    {"component_type": "dc_optimizers", "name": "P370", "manufacturer_name": "SolarEdge"},
]


def design(component: Json, bill: Json = BILL, kind: str = "module") -> Json:
    return {"design": {"bill_of_materials": bill, "arrays": [{"face": 1, kind: component}]}}


def run(direction: str, before: Json, after: Json, *notes: NoteKey) -> None:
    check(before, OPERATION, "response", *hop(NEW, direction), after, notes)


def at(kind: str = "module") -> str:
    return f"/design/arrays/0/{kind}/manufacturer"


def made(component: dict[str, Json], manufacturer: Json) -> Json:
    return component if manufacturer is ABSENT else {**component, "manufacturer": manufacturer}


def bom(*items: tuple[str | None, str, Json]) -> Json:
    """Items of the bill by (id, name, manufacturer)."""
    whole = [{"id": id_, "name": name, "manufacturer_name": maker} for id_, name, maker in items]
    return [{key: value for key, value in item.items() if key != "id" or value is not None} for item in whole]


MATCHES = [
    pytest.param({"id": "m1", "name": "other"}, BILL, "Hanwha", id="by id"),
    pytest.param({"name": "P370"}, BILL, "SolarEdge", id="by name where the component has no id"),
    pytest.param({"id": "zz", "name": "P370"}, BILL, "SolarEdge", id="by name where no item has its id"),
    pytest.param({"id": "m1", "name": "IQ8"}, BILL, "Hanwha", id="by id although a name would match"),
    pytest.param({"id": "a"}, bom(("a", "x", "M"), ("a", "y", "M")), "M", id="two items of one manufacturer"),
    pytest.param({"name": "x"}, bom(("a", "x", "M"), ("b", "x", "M")), "M", id="two names of one manufacturer"),
]
NO_MATCH = [
    pytest.param({"id": "zz", "name": "zz"}, BILL, id="neither id nor name"),
    pytest.param({}, BILL, id="a component without both"),
    pytest.param({"id": "m1"}, [], id="an empty bill"),
    pytest.param({"id": "m1"}, None, id="a null bill"),
    pytest.param({"id": "a"}, bom(("a", "x", "M"), ("a", "x", "N")), id="one id, different manufacturers"),
    pytest.param({"name": "x"}, bom(("a", "x", "M"), ("b", "x", "N")), id="one name, different manufacturers"),
    pytest.param(
        {"id": "a", "name": "z"}, bom(("a", "x", "M"), ("a", "x", "N"), ("c", "z", "O")), id="ids differ: not by name"
    ),
]


@pytest.mark.parametrize("kind", COMPONENTS)
class TestMatching:
    @pytest.mark.parametrize(("component", "bill", "maker"), MATCHES)
    def test_a_match(self, kind: str, component: dict[str, Json], bill: Json, maker: str) -> None:
        full = design(made(component, maker), bill, kind)
        bare = design(component, bill, kind)
        run(UP, full, bare)
        run(DOWN, bare, full, assumed(C, at(kind)))
        run(DOWN, full, full, unsupported(C, at(kind)))
        other = design(made(component, f"{maker} "), bill, kind)
        run(UP, other, other)
        run(DOWN, other, other)

    @pytest.mark.parametrize(("component", "bill"), NO_MATCH)
    def test_no_match(self, kind: str, component: dict[str, Json], bill: Json) -> None:
        full, bare = design(made(component, "M"), bill, kind), design(component, bill, kind)
        run(UP, full, full)
        run(UP, bare, bare)
        run(DOWN, bare, bare, missing(C, at(kind)))
        run(DOWN, full, full)

    def test_null_counts_as_there(self, kind: str) -> None:
        body = design({"id": "m1", "manufacturer": None}, BILL, kind)
        run(DOWN, body, body)
        run(UP, body, body)
        null = design({"id": "a", "manufacturer": None}, bom(("a", "x", None)), kind)
        run(DOWN, null, null, unsupported(C, at(kind)))
        run(UP, null, design({"id": "a"}, bom(("a", "x", None)), kind))

    def test_null_and_absent_components(self, kind: str) -> None:
        for body in (design(None, BILL, kind), {"design": {"bill_of_materials": BILL, "arrays": [{"face": 1}]}}):
            run(UP, body, body)
            run(DOWN, body, body)

    @pytest.mark.parametrize("odd", [[], "x", 5, True])
    def test_a_component_that_is_no_object(self, kind: str, odd: Json) -> None:
        body = design(odd, BILL, kind)
        for direction in (UP, DOWN):
            run(direction, body, body, unsupported(C, f"/design/arrays/0/{kind}"))


class TestArrays:
    def test_every_component_of_every_array(self) -> None:
        module, inverter, optimizer = {"id": "m1"}, {"id": "i1", "count": 2}, {"name": "P370"}
        bare = [{"module": module, "microinverter": inverter}, {"dc_optimizer": optimizer}, {}]
        first = {
            "module": {**module, "manufacturer": "Hanwha"},
            "microinverter": {**inverter, "manufacturer": "Enphase"},
        }
        full = [first, {"dc_optimizer": {**optimizer, "manufacturer": "SolarEdge"}}, {}]
        new = {"design": {"bill_of_materials": BILL, "arrays": bare}}
        old = {"design": {"bill_of_materials": BILL, "arrays": full}}
        places = ["0/module", "0/microinverter", "1/dc_optimizer"]
        run(UP, old, new)
        run(DOWN, new, old, *(assumed(C, f"/design/arrays/{place}/manufacturer") for place in places))

    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_an_arrays_own_manufacturer_stays(self, direction: str) -> None:
        body = {"design": {"bill_of_materials": BILL, "arrays": [{"id": "m1", "manufacturer": "Hanwha"}]}}
        run(direction, body, body)

    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_nowhere_else_in_the_summary(self, direction: str) -> None:
        other = {"id": "m1", "manufacturer": "Hanwha", "module": {"id": "m1"}}
        body = {
            "design": {"bill_of_materials": BILL, "string_inverters": [other], "batteries": [other], "module": other}
        }
        run(direction, body, body)

    @pytest.mark.parametrize("edge", [NEW, OLD])
    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_racking_arrays_keep_theirs(self, edge: tuple[str, str], direction: str) -> None:
        body = {"racking_arrays": [{"module": {"id": "m1", "manufacturer": "Hanwha"}}], "bill_of_materials": BILL}
        check(body, "list_racking_arrays", "response", *hop(edge, direction), body)

    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_other_shapes(self, direction: str) -> None:
        for odd in each({}, 5, True):
            body: Json = {"design": {"bill_of_materials": BILL, "arrays": odd}}
            run(direction, body, body, unsupported(C, "/design/arrays"))
        body = {"design": {"bill_of_materials": BILL, "arrays": [5, None, "x"]}}
        run(direction, body, body, unsupported(C, "/design/arrays/0"), unsupported(C, "/design/arrays/2"))
        for arrays in each(None, []):
            body = {"design": {"bill_of_materials": BILL, "arrays": arrays}}
            run(direction, body, body)

    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_a_design_that_is_no_object(self, direction: str) -> None:
        for odd in each([], "x", 5, True):
            run(direction, {"design": odd}, {"design": odd}, unsupported(C, "/design"))
        for absent in each({"design": None}, {}, {"design": {}}):
            run(direction, absent, absent)

    def test_without_a_bill_nothing_matches(self) -> None:
        full, bare = {"id": "m1", "manufacturer": "Hanwha"}, {"id": "m1"}
        run(UP, {"design": {"arrays": [{"module": full}]}}, {"design": {"arrays": [{"module": full}]}})
        body = {"design": {"arrays": [{"module": bare}]}}
        run(DOWN, body, body, missing(C, at()))

    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_equality_is_that_of_json(self, direction: str) -> None:
        for one, other in [(1, True), (1, 1.0), ("1", 1), (0, False)]:
            body = design({"id": "a", "manufacturer": one}, bom(("a", "x", other)))
            run(direction, body, body)
        body = design({"id": 1}, [{"id": True, "manufacturer_name": "M"}, {"id": 1.0, "manufacturer_name": "N"}])
        run(direction, body, body, *([missing(C, at())] if direction == DOWN else []))

    def test_not_on_the_older_edge_and_not_in_other_operations(self) -> None:
        body = design({"id": "m1", "manufacturer": "Hanwha"})
        check(body, OPERATION, "response", *OLD, body)
        for source, target in [(V22, V24), (V24, V22)]:
            check(body, "retrieve_design", "response", source, target, body)
