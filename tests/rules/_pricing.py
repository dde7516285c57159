"""Pricings in both spellings, and the bodies that carry them."""

from ._check import NEW, V18, V22, V24, Json, NoteKey, check, hop

C = "pricing"
CASES = [
    ("retrieve_design_pricing", "response"),
    ("update_design_pricing", "request"),
    ("update_design_pricing", "response"),
]
ADDERS = [
    {"id": "a", "adder_name": "cost of permits", "adder_value": 5, "is_discount": False, "unit_cost": 1, "price": 2}
]
INCENTIVES = [{"name": "ITC cost", "cost": 1, "dealer_price": {"cost": 2}}]
ITEMS = [
    ("starting_cost", "starting_price"),
    ("base_cost", "base_price"),
    ("adders_without_discounts", "adders"),
    ("adders", "discounts"),
    ("incentives", "incentives"),
]
"""`item_type` by the place it has in a breakdown."""

SAME = {"price_per_watt": 3.5, "adders": ADDERS, "incentives": INCENTIVES, "id": "x", "up_to_date": None}


def breakdown(version: str) -> Json:
    word, column = ("cost", 0) if version == V22 else ("price", 1)
    parts = [{"adder_name": "price of x", "quantity": None, f"item_{word}": 1.0}, {f"item_{word}": None}]
    return [
        {"item_type": pair[column], f"item_{word}": index, f"cumulative_{word}": 9, "subcomponents": parts[:index]}
        for index, pair in enumerate(ITEMS)
    ]


def pricing(version: str) -> Json:
    """The whole of it, as the documentation has it, for 2022.09 or 2024.05."""
    word, suffix = ("cost", "mode") if version == V22 else ("price", "method")
    component = {"component_type": "modules", "name": "low cost", "manufacturer_name": "price", "quantity": 2, word: 7}
    return SAME | {
        f"pricing_{suffix}": f"flat system {word}",
        f"flat_system_{word}": 21000,
        f"system_{word}": 21000.5,
        f"system_{word}_breakdown": breakdown(version),
        f"storage_system_{word}_breakdown": breakdown(version)[:2],
        "line_items" if version == V22 else "pricing_by_component": [component, {"name": "n"}],
    }


def run(direction: str, before: Json, after: Json, *notes: NoteKey) -> None:
    """What stands in `pricing` becomes that, in every operation and part, on the newer edge and across both."""
    source, target = hop(NEW, direction)
    for operation, part in CASES:
        check({"pricing": before}, operation, part, source, target, {"pricing": after}, notes)
    far = (V18, V24) if source == V22 else (V24, V18)
    check({"pricing": before}, "retrieve_design_pricing", "response", *far, {"pricing": after}, notes)
