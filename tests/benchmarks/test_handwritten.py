"""The hand-written floor of the benchmarks equals the plan: on every golden document, every walk, refusals included."""

from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.words.jsons import copied, same
from benchmarks.handwritten import FLOORS, Refused
from tests.documents import PAIRS, Document, documents

PAIRS_UP = [(source, target) for source, target in PAIRS if source < target]
PAIRS_DOWN = [(source, target) for source, target in PAIRS if source > target]
OPERATIONS = {(operation, part) for operation, part, _, _ in FLOORS}
CASES = [
    pytest.param(document, source, target, id=f"{document.name}:{source}-{target}")
    for document in documents()
    if (document.operation, document.part) in OPERATIONS and document.status == 200
    for source, target in PAIRS
]
_LOCATIONS: tuple[Any, ...] = ("here", [], 0, False)
_FILTERS: tuple[Any, ...] = (
    "STATUS",
    7,
    [{"value": 1}],
    [None],
    ["STATUS"],
    [["url_parameter"]],
    [{"url_parameter": 5, "value": 1}],
    [{"url_parameter": "STATUS", "value": 1}, {"url_parameter": "STATUS", "value": 2}],
)
_OBJECTS: tuple[Any, ...] = ([], "x", 3)
_OPTIONS = (
    ("flat_face_placement_options", "flat_face_panel_tilt_deg", "flat_face_panel_tilt"),
    ("irradiance_constraints", "min_sap", "min_sap"),
    ("placement_constraints", "azimuth_min_deg", "azimuth_min_deg"),
)
REFUSALS: list[tuple[str, Any]] = [
    *(
        (operation, {"project": project})
        for operation in ("create_project", "update_project")
        for location in _LOCATIONS
        for project in ({"address": "1 Sun Street", "location": location}, {"location": location})
    ),
    *(
        (operation, {"webhook": {"filters": filters}})
        for operation in ("create_webhook", "update_webhook")
        for filters in _FILTERS
    ),
    *(
        ("run_auto_designer", options)
        for name, old, new in _OPTIONS
        for held in _OBJECTS
        for options in (
            {"auto_designer": {"placement_options": {old: 1}, name: held}},
            {"placement_options": {old: 1}, name: held},
            {"auto_designer": {"placement_options": held, name: {new: 1}}},
        )
    ),
]
"""Requests that some walk refuses; the walks that do not refuse them must agree as well."""


_BILL = [
    {"id": "m-1", "name": "EX-400", "manufacturer_name": "Example"},
    {"id": "m-2", "name": "EX-400", "manufacturer_name": "Another"},
    {"id": None, "name": "Micro", "manufacturer_name": "Sample"},
    {"id": "m-3", "name": "Optimizer"},
]
_ARRAYS = [
    {"module": {"id": "m-1", "manufacturer": "Example"}, "microinverter": {"name": "Micro"}},
    {
        "module": {"id": "m-9", "name": "EX-400"},
        "microinverter": {"id": None, "name": "Micro", "manufacturer": "Sample"},
    },
    {"dc_optimizer": {"id": "m-3", "name": "Optimizer"}, "module": {"id": "m-2", "manufacturer": "Example"}},
    {"module": {"id": "m-2"}, "microinverter": None, "dc_optimizer": {}},
]
_DESIGNS: tuple[Any, ...] = (
    {},
    {"system_size": 1},
    {"system_size_stc": 1, "arrays": None},
    {"arrays": [], "bill_of_materials": None},
    {"arrays": _ARRAYS, "bill_of_materials": _BILL},
    {"arrays": _ARRAYS, "bill_of_materials": _BILL[2:]},
    {"arrays": _ARRAYS, "bill_of_materials": _BILL[:1], "system_size": 2, "system_size_stc": 3},
    {"arrays": '[{"module": {"id": "m-1", "manufacturer": "Example"}}]', "bill_of_materials": _BILL},
    {"arrays": '[{"module": {"id": "m-1"}}]', "bill_of_materials": _BILL},
    {"arrays": ' [{"module":{"id":"m-1","manufacturer":"Example","of":"\u00e9"}}]', "bill_of_materials": _BILL},
    {"arrays": '[{"module":{"id":"m-1","manufacturer":"Example","of":"\\u00e9"}}]', "bill_of_materials": _BILL},
    {"arrays": '[{"module":{"id":"m-1"}}]', "bill_of_materials": []},
)
_COSTS: tuple[Any, ...] = (
    {},
    {"pricing_mode": None},
    {"pricing_mode": "price per watt", "adders": [{"unit_cost": 1}], "incentives": [{"unit_price": 1}]},
    {"system_cost_breakdown": None, "line_items": [], "storage_system_cost_breakdown": []},
    {"permit_cost": 1, "permit_price": 2, "labour_cost_of_roof": 3, "costs": 4, "cost_per_unit": 5},
    {"system_cost": 1, "further": {"unit_cost": 1, "list": [{"unit_cost": [2], "adders": {"unit_cost": 3}}]}},
    {
        "system_cost_breakdown": [
            {"item_type": "other", "item_cost": 1},
            {"subcomponents": []},
            {"a": 1, "b": 2, "c": 3, "unit_cost": 4},
        ]
    },
    {
        "storage_system_cost_breakdown": [
            {"item_type": "adders", "subcomponents": [{"item_cost": 1, "a": 2, "unit_cost": 3}]}
        ]
    },
    {"line_items": [{"cost": 1}, {"cost": 1, "a": 2, "b": 3, "c": 4, "unit_cost": 5}]},
    {"flat_system_cost": 1, **{f"other_{number}": number for number in range(8)}},
)
_PRICES: tuple[Any, ...] = (
    {},
    {"pricing_method": "price breakdown", "adders": [{"unit_cost": 1}], "incentives": [{"unit_price": 1}]},
    {"system_price_breakdown": None, "pricing_by_component": [], "storage_system_price_breakdown": []},
    {"permit_price": 1, "price_of_permit": 2, "prices": 3, "price_per_unit": 4, "price_and_cost": 5},
    {"system_price": 1, "further": {"unit_price": 1, "list": [{"unit_price": [2], "adders": {"unit_price": 3}}]}},
    {
        "system_price_breakdown": [
            {"item_type": "other", "item_price": 1},
            {"subcomponents": []},
            {"a": 1, "b": 2, "c": 3, "unit_price": 4},
        ]
    },
    {"storage_system_price_breakdown": [{"item_type": "adders", "subcomponents": [{"item_price": 1, "a": 2, "b": 3}]}]},
    {"pricing_by_component": [{"price": 1}, {"price": 1, "a": 2, "b": 3, "c": 4, "unit_price": 5}]},
    {"flat_system_price": 1, **{f"other_{number}": number for number in range(8)}},
)
_PROJECTS: tuple[Any, ...] = (
    {},
    {"latitude": 1.5},
    {"longitude": None},
    {"address": "a", "location": None},
    {"address": "a", "location": {}},
    {"address": "a", "location": {"floor": 2}},
    {"location": {}},
    {"location": None},
    {"location": {"floor": 2}},
    {"location": {"property_address": "a", "floor": 2}},
    {"location": {"longitude": 1}},
)
_RUNS: tuple[Any, ...] = (
    {},
    {"mode": "max_fit"},
    {"placement_options": None},
    {"placement_options": {}},
    {"placement_options": {"row_spacing": 1, "column_spacing": 2, "panel_tilt_deg": 3}},
    {"placement_options": {"pitched_face_tilt_threshold_deg": 4, "new": 5}},
    {"placement_options": {"panel_tilt": 1, "panel_tilt_deg": 2, "allow_filler_row": False}},
    {"placement_options": {"pitched_face_tilt_threshold": 1, "pitched_face_tilt_threshold_deg": 2}},
    {"allow_filler_row": True, "placement_options": {"min_sap": 1}},
    {"placement_options": {"min_sap": 1}, "irradiance_constraints": {"min_tsrf": 2}},
    {"placement_options": {"min_sap": 1}, "irradiance_constraints": None},
    {"flat_face_placement_options": {"flat_face_panel_tilt": 1, "new": 2}, "placement_constraints": {}},
    {"irradiance_constraints": {"min_sap": 1}, "placement_options": None},
    {"irradiance_constraints": {"new": 1}, "placement_constraints": {"azimuth_min_deg": 2, "newer": 3}},
    {"placement_constraints": {"min_contiguous_panels": 1}, "flat_face_placement_options": None},
)
_WEBHOOKS: tuple[Any, ...] = (
    {},
    {"enabled": "TRUE", "filters": {"STATUS": None}},
    {"enabled": "perhaps"},
    {"enabled": "false", "filters": [{"url_parameter": "STATUS", "value": 1}]},
    {"enabled": False, "filters": None},
    {"filters": {"A": [1], "B": {"c": 2}}},
    {"filters": [{"url_parameter": "A", "value": [1]}, {"url_parameter": "B", "value": None}]},
    {"filters": []},
)
_PRICED = [(pricing, PAIRS_UP) for pricing in _COSTS] + [(pricing, PAIRS_DOWN) for pricing in _PRICES]
OTHERS: list[tuple[str, str, Any]] = [
    *(("retrieve_design_summary", "response", {"design": design}) for design in _DESIGNS),
    *(("create_project", part, {"project": given}) for part in ("request", "response") for given in _PROJECTS),
    *(("list_projects", "response", {"projects": [given, {"updated_at": 1}]}) for given in _PROJECTS),
    *(("run_auto_designer", "request", given) for run in _RUNS for given in (run, {"auto_designer": run})),
    *(("create_webhook", part, {"webhook": given}) for part in ("request", "response") for given in _WEBHOOKS),
    *(("list_webhooks", "response", {"webhooks": [given]}) for given in _WEBHOOKS),
    *(("create_project", "response", {"project": {"location": location, "address": 1}}) for location in _LOCATIONS),
]
"""Other documents that a server or a client may send, which the golden ones do not show."""


def planned(operation: str, part: str, source: str, target: str, body: Any) -> Any:
    """What the library makes of it: the result, or the error's type."""
    try:
        return ac.translate(body, operation=operation, part=part, source=source, target=target).result  # type: ignore[arg-type]  # parts come from file names
    except ac.Untranslatable:
        return Refused


def by_hand(operation: str, part: str, source: str, target: str, body: Any) -> Any:
    try:
        floor = FLOORS.get((operation, part, source, target))
        return floor(body) if floor is not None else body
    except Refused:
        return Refused


def equal(one: Any, other: Any) -> bool:
    return one is other if Refused in (one, other) else same(one, other)


@pytest.mark.parametrize(("document", "source", "target"), CASES)
def test_the_floor_is_the_plan_on_golden_documents(document: Document, source: str, target: str) -> None:
    body = document.body(source)
    walk = (document.operation, document.part, source, target)
    assert equal(by_hand(*walk, body), planned(*walk, body))
    assert same(body, document.body(source)), "the floor must not change its input"


@pytest.mark.parametrize(("operation", "part", "body"), OTHERS, ids=lambda value: str(value)[:90])
def test_the_floor_is_the_plan_on_other_documents(operation: str, part: str, body: Any) -> None:
    before = copied(body)
    for source, target in PAIRS:
        walk = (operation, part, source, target)
        assert equal(by_hand(*walk, body), planned(*walk, body)), (source, target)
    assert same(body, before)


@pytest.mark.parametrize("part", ["request", "response"])
@pytest.mark.parametrize(("pricing", "pairs"), _PRICED, ids=lambda value: str(value)[:90])
def test_the_floor_is_the_plan_on_other_pricings(part: str, pricing: Any, pairs: Any) -> None:
    body = {"pricing": pricing}
    before = copied(body)
    for source, target in pairs:
        walk = ("update_design_pricing", part, source, target)
        assert equal(by_hand(*walk, body), planned(*walk, body)), (source, target)
    assert same(body, before)


@pytest.mark.parametrize(("source", "target"), PAIRS)
@pytest.mark.parametrize(("operation", "body"), REFUSALS, ids=lambda value: str(value)[:90])
def test_the_floor_refuses_what_the_plan_refuses(operation: str, body: Any, source: str, target: str) -> None:
    walk = (operation, "request", source, target)
    before = copied(body)
    assert equal(by_hand(*walk, body), planned(*walk, body))
    assert same(body, before)


def test_each_refusal_is_one_in_some_walk() -> None:
    assert not [
        body
        for operation, body in REFUSALS
        if Refused not in [planned(operation, "request", source, target, body) for source, target in PAIRS]
    ]


def test_every_walk_that_a_change_touches_has_a_floor() -> None:
    touched = {
        (operation, part, source, target)
        for operation, part in OPERATIONS
        for source, target in PAIRS
        if ac.registry.plan(operation, part, source, target).touches()  # type: ignore[arg-type]  # as above
    }
    assert touched == FLOORS.keys()
