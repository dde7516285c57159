"""Retrieve Financing: two costs are called prices."""

from aurora_compat.change import Body, Change
from aurora_compat.edits import At, Rename, chain

FINANCING_PRICE = Change(
    id="financing-price",
    summary="A financing has `system_price` and `inverter_price_per_watt`: the costs of these names are gone.",
    published="In Retrieve Financing system_cost is system_price, inverter_cost_per_watt is inverter_price_per_watt.",
    source="changelog of 2024.05",
    grade="A",
    bodies=(
        Body(
            ("retrieve_financing",),
            At(
                "financing",
                chain(
                    Rename("system_cost", "system_price"),
                    Rename("inverter_cost_per_watt", "inverter_price_per_watt"),
                ),
            ),
            parts=("response",),
        ),
    ),
)
