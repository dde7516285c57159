"""Design pricing: cost becomes price, in keys and in values."""

from aurora_compat.aurora.v2024_05.pricing_edit import ASSUMED_METHODS, DOWN, UP, Way, pricing_down, pricing_up
from aurora_compat.aurora.v2024_05.pricing_quick import quick_down, quick_up
from aurora_compat.change import Body, Change, Reading
from aurora_compat.edits import At, Custom, Line
from aurora_compat.words.context import PRICING_METHODS
from aurora_compat.words.note import Kind


def _lines(way: Way) -> tuple[Line, ...]:
    places = {
        "pricing": ("",),
        "item": (f"/system_{way.old_token}_breakdown/*", f"/storage_system_{way.old_token}_breakdown/*"),
        "subcomponent": (
            f"/system_{way.old_token}_breakdown/*/subcomponents/*",
            f"/storage_system_{way.old_token}_breakdown/*/subcomponents/*",
        ),
        "component": ("/line_items/*" if way.upwards else "/pricing_by_component/*",),
    }
    keys = [
        Line(f"{place}/{old}", f"becomes {new}")
        for name, shape in way.shapes.items()
        for place in places.get(name, ())
        for old, new in shape.keys.items()
    ]
    types = [
        Line(f"{place}/item_type", f"value '{old}' becomes '{new}'")
        for place in places["item"]
        for old, new in way.item_types.items()
    ]
    assumed: dict[str, tuple[Kind, ...]] = {
        name: ("assumed",) for old, new in PRICING_METHODS.items() if old in ASSUMED_METHODS for name in (old, new)
    }
    modes = [(old, new) if way.upwards else (new, old) for old, new in PRICING_METHODS.items() if old != new]
    return (
        *keys,
        *types,
        *(Line(f"/{way.mode}", f"value '{old}' becomes '{new}'", assumed.get(old, ())) for old, new in modes),
        Line(
            f"/**/*_{way.old_token}_*",
            f"any other key that speaks of a {way.old_token} speaks of a {way.new_token}",
            ("assumed", "unsupported"),
        ),
    )


PRICING = Change(
    id="pricing",
    summary="Design pricing speaks of prices, not costs, of a pricing method, and of components, not line items.",
    published=(
        "In Retrieve and Update Design Pricing references to cost become price; pricing_mode becomes pricing_method;"
        " line_items becomes pricing_by_component; in the two breakdowns adders_without_discounts becomes adders and"
        " adders becomes discounts."
    ),
    source="changelog of 2024.05; the documentation's samples",
    grade="A",
    bodies=(
        Body(
            ("retrieve_design_pricing", "update_design_pricing"),
            At("pricing", Custom(pricing_up, pricing_down, _lines(UP), _lines(DOWN), quick_up, quick_down)),
        ),
    ),
    readings=(
        Reading("B", "Which keys and values are references to cost is told by the documentation's samples."),
        Reading("C", "The method `cost breakdown` became `price breakdown`.", "pricing_method_values"),
        Reading("C", "Keys that no document shows are renamed too, where the way back can read them back."),
    ),
)
