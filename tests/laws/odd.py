"""Documents that try what the quick forms of rules must tell apart or leave aside."""

from typing import Any

_BILL = [
    {"id": "a", "name": "A", "manufacturer_name": "Maker"},
    {"id": "b", "name": "B"},
    {"id": "c", "name": "C", "manufacturer_name": "One"},
    {"id": "c", "name": "C", "manufacturer_name": "Two"},
    {"id": "d", "name": "D", "manufacturer_name": "Same"},
    {"id": "d", "name": "D", "manufacturer_name": "Same"},
    {"name": "E", "manufacturer_name": "Nameless"},
    {"id": "f", "name": "F", "manufacturer_name": 1},
    {"id": None, "name": None, "manufacturer_name": "Nobody"},
    None,
]
_COMPONENTS: tuple[Any, ...] = (
    *({"id": id_, "manufacturer": maker} for id_ in "abcdef" for maker in ("Maker", "One", "Same", None, 1, 1.0, True)),
    *({"id": id_} for id_ in "abcdef"),
    *({"name": name} for name in "ABCDEF"),
    *({"id": "b", "name": "A"}, {"id": "x", "name": "A"}, {"id": None, "name": "E"}, {"id": None}, {"id": 1}, {}),
    *(None, [], "text"),
)
_ARRAYS: tuple[Any, ...] = (
    *([{"module": component}] for component in _COMPONENTS),
    [None, {"module": {"id": "a"}}, {}, {"dc_optimizer": {"id": "d"}, "microinverter": {"id": "c"}}],
    *(None, [], {}, "[]", '[{"module": {"id": "a", "manufacturer": "Maker"}}]', [1], 1),
)
_TWINS = [{"id": "a", "name": "A", "manufacturer_name": maker} for maker in ("Other", "Maker")]
_BILLS: tuple[Any, ...] = (_TWINS, None, {}, [], [1], [{"id": 1, "manufacturer_name": "Maker"}], [{"id": ["a"]}], [{}])
_DESIGNS: tuple[Any, ...] = ({"system_size_stc": [1]}, {}, [], {"arrays": None}, {"arrays": [{}]})

_PLACEMENTS: tuple[Any, ...] = (
    *(None, {}, [], 1, {"custom": 1}, {"orientations": ["portrait"]}, {"orientations": [], "min_sap": 1}),
    *({"row_spacing_meters": 1}, {"row_spacing": 1}, {"row_spacing_meters": 1, "row_spacing": 2}),
    *({"panel_tilt": 1}, {"panel_tilt_deg": 1}, {"panel_tilt_deg": 1, "panel_tilt": 2, "custom": 3}),
    *({"min_sap": 1, "flat_face_row_spacing_meters": 2}, {"min_sap": 1, "allow_filler_row": True}),
    *({"allow_filler_row": None}, {"flat_face_row_spacing": 1}, {"filler_row_locations": None}),
)
_CONSTRAINTS: tuple[Any, ...] = (
    None,
    {},
    {"min_sap": 3},
    {"custom": 4},
    {"row_spacing": 5},
    {"allow_filler_row": 6},
    7,
)
_OPTIONS: tuple[Any, ...] = (
    *({"placement_options": placement} for placement in _PLACEMENTS),
    *(
        {"placement_options": placement, "irradiance_constraints": constraints}
        for placement in _PLACEMENTS
        for constraints in _CONSTRAINTS
    ),
    *({"placement_constraints": constraints, "mode": "max_fit"} for constraints in _CONSTRAINTS),
    {"allow_filler_row": True, "mode": "max_fit"},
    {"allow_filler_row": {"min_sap": 1, "placement_options": {"min_sap": 1}}},
    {"irradiance_constraints": {"min_sap": 1, "custom": 2}, "placement_constraints": {"custom": 3}},
    {"irradiance_constraints": {}, "flat_face_placement_options": {"flat_face_panel_tilt": 1}},
)

_FILTERS: tuple[Any, ...] = (
    *(None, {}, [], "text", {"A": 1, "B": None}, {"A": [1], "": {"url_parameter": "A"}}),
    *([{"url_parameter": "A", "value": 1}], [{"url_parameter": "A"}], [{"url_parameter": "A", "value": 1, "more": 2}]),
    *([{"url_parameter": "A", "value": 1}, {"url_parameter": "A", "value": 2}], [{"url_parameter": 1}], [None], ["A"]),
)

_NAMES = ("Team Member", "Field Crew", "Unheard Of", "3fa85f64-5717-4562-b3fc-2c963f66afa6", None, 1, ["Admin"])
_ROLES: tuple[Any, ...] = (
    *({"email": "a", key: name, "tail": 1} for key in ("user_level", "role_id") for name in _NAMES),
    {"role_id": "401e0000-0000-4000-8000-000000000006"},
    {"user_level": "Admin", "role_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6"},
    *({}, [], None, 1),
)

_LOCATIONS: tuple[Any, ...] = (None, {}, {"property_address": "b"}, {"longitude": 3, "more": 4}, {"more": 5}, [], 6)
_PROJECTS: tuple[Any, ...] = (
    *({"name": "a", "location": location} for location in _LOCATIONS),
    *({"address": "a", "location": location} for location in _LOCATIONS),
    *({"address": "a", "latitude": 1, "longitude": 2, "location": location} for location in _LOCATIONS),
    *(
        {"property_address": "a"},
        {"property_address": "a", "location": {"latitude": 1}},
        {"latitude": 1, "longitude": 2},
    ),
    *({"location": {"property_address": "b", "latitude": 1, "longitude": 2}}, {}, [], 1),
)


def _nested(depth: int) -> Any:
    value: Any = {"unit_cost": 1, "unit_price": 2, "tax_cost": 3}
    for _ in range(depth):
        value = [{"some_cost": value}]
    return value


_ITEMS: tuple[Any, ...] = (
    *({key: 1, "item_type": "adders"} for key in ("item_cost", "item_price", "cumulative_cost", "custom")),
    *(
        {"item_cost": 1, "item_price": 2},
        {"item_type": ["adders"]},
        {"item_type": "starting_price"},
        {"item_type": None},
    ),
    *({"item_price": 1, "subcomponents": [{"item_cost": 1}]}, {"item_cost": 1, "subcomponents": [{"item_price": 1}]}),
    *({"subcomponents": {"item_cost": 1}}, {"subcomponents": [{"cost": 1, "item_type": "adders"}, None]}),
    *({"subcomponents": 1, "item_cost": [{"item_cost": 1}]}, {"tax_cost": 1, "item_cost": 2, "id": "a"}),
    *({"subcomponents": None, "more": [{"item_cost": 1}]}, None, [{"item_cost": 1}], "adders_without_discounts"),
)
_METHODS: tuple[Any, ...] = ("cost breakdown", "price breakdown", "by component", "custom", ["x"], {}, None)
_MORE: tuple[Any, ...] = (
    *({key: 1} for key in ("tax_cost", "tax_price", "cost", "price", "cost_per_kw", "price_per_kw", "price_cost")),
    *({"tax_cost": 1, "tax_price": 2}, {"a": {"tax_cost": 1, "tax_price": 2}}, {"a": [[{"cost": 1}], {"b": [1]}]}),
    *({"adders": [{"unit_cost": 1}], "incentives": {"cost": 1}}, {"a": {"adders": {"cost": 1}}}, {"a": (1, 2)}),
    *({"price_per_watt": {"unit_price": 1}}, {"a": {"price_per_watt": 1}}, {"costs": 1, "": {"x_cost": 1}}),
    *({key: value} for key in ("pricing_mode", "pricing_method") for value in _METHODS),
    *({"pricing_mode": "flat system cost", "pricing_method": "flat system price"}, {"a_cost": _nested(40)}),
    *({"flat_system_price": 1, "system_cost_breakdown": [{"item_cost": 1}]}, {"system_cost": 1, "system_price": 2}),
)
_LISTS: tuple[Any, ...] = (None, {}, "text", 1, [], [[]], [1], [{"cost": 1}, None], [{"a": {"cost": 1}}])
_PRICINGS: tuple[Any, ...] = (
    *({key: [item]} for key in ("system_cost_breakdown", "storage_system_price_breakdown") for item in _ITEMS),
    *({key: [{"cost": 1}, {"price": 2, "cost": 3}, {"price": 4}]} for key in ("line_items", "pricing_by_component")),
    *({"line_items": value} for value in _LISTS),
    {"line_items": [{"cost": 1}, {"id": "a", "cost": 2}, {"tax_cost": 3}], "currency": "USD", "price_per_watt": [1]},
    *_MORE,
    *([], None, 1),
)

_FINANCING = "f1000000-0000-4000-8000-000000000001"
"""Its answer is in some of the contexts."""
_ITEMS_OF_FINANCINGS: tuple[Any, ...] = (
    *({"id": _FINANCING}, {"id": "f", "name": "a"}, {"id": "f", "system_cost": 1}, {"id": 1}, {"custom": 1}),
    *({}, [], None, 1),
)

DOCUMENTS: dict[str, tuple[Any, ...]] = {
    "retrieve_design_pricing.response": tuple({"pricing": pricing} for pricing in _PRICINGS),
    "update_design_pricing.request": tuple({"pricing": pricing} for pricing in _PRICINGS),
    "run_auto_designer.request": (
        *({"auto_designer": options} for options in _OPTIONS),
        *({"other": options, "more": [1]} for options in _OPTIONS),
        *_OPTIONS,
    ),
    "update_webhook.request": (
        *({"webhook": {"filters": filters}} for filters in _FILTERS),
        *({"webhook": {"enabled": truth}} for truth in ("TRUE", "false", "yes", True, None, 1, ["true"])),
    ),
    "list_webhooks.response": tuple({"webhooks": [None, {"filters": filters}]} for filters in _FILTERS),
    "retrieve_design_summary.response": (
        *({"design": {"arrays": arrays, "bill_of_materials": _BILL}} for arrays in _ARRAYS),
        *({"design": {"arrays": _ARRAYS[0], "bill_of_materials": bill}} for bill in _BILLS),
        *({"design": design} for design in _DESIGNS),
    ),
    "update_user.request": tuple({"user": user} for user in _ROLES),
    "list_users.response": tuple({"users": [user]} for user in _ROLES),
    "list_financings.response": tuple({"financings": [item]} for item in _ITEMS_OF_FINANCINGS),
    "update_project.request": tuple({"project": project} for project in _PROJECTS),
}
"""By operation and part; in whichever version they are taken to be."""
