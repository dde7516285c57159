"""The hand-written floor of the benchmarks equals the plan: on every golden document, every walk, refusals included."""

from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.words.jsons import copied, same
from benchmarks.handwritten import FLOORS, Refused
from tests.documents import PAIRS, Document, documents

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
