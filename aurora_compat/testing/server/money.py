"""Pricing, adders and financings of a design."""

from aurora_compat.testing.server.core import Answer, Asked, answers, page
from aurora_compat.testing.server.refused import unknown, wrong
from aurora_compat.testing.server.tenant import Record, found
from aurora_compat.words.jsons import Json

METHODS = ("flat system price", "price per watt", "price breakdown")
_LISTED = ("id", "name", "selected_in_sales_mode", "financing_option")
_MOST = 10**12
"""More than any system is sold for: sums stay exact."""


def blank_pricing() -> Record:
    """The pricing of a new design."""
    pricing: Record = {
        "pricing_method": METHODS[0],
        "price_per_watt": 0.0,
        "flat_system_price": 0.0,
        "system_price": 0.0,
        "system_price_breakdown": [],
        "storage_system_price_breakdown": [],
        "pricing_by_component": [],
        "adders": [],
        "incentives": [],
    }
    reckon(pricing, 0)
    return pricing


def reckon(pricing: Record, watts: Json) -> None:
    """Bring prices that follow from others up to date: the total, and its breakdown."""
    by_watt = pricing.get("pricing_method") == METHODS[1]
    base = (pricing.get("price_per_watt") or 0) * watts if by_watt else pricing.get("flat_system_price") or 0
    added = [one for one in pricing["adders"] if not one.get("is_discount")]
    taken = [one for one in pricing["adders"] if one.get("is_discount")]
    storage = sum(one["item_price"] for one in pricing["storage_system_price_breakdown"])
    steps: list[Record] = []
    total: Json = 0.0
    for kind, parts, price in (
        ("starting_price", [], 0.0),
        ("base_price", [], float(base)),
        ("adders", [_part(one, 1) for one in added], None),
        ("discounts", [_part(one, -1) for one in taken], None),
        ("incentives", [], 0.0),
    ):
        own = sum((part["item_price"] for part in parts), 0.0) if price is None else price
        total += own
        steps.append({"item_type": kind, "item_price": own, "cumulative_price": total, "subcomponents": parts})
    pricing["system_price_breakdown"], pricing["system_price"] = steps, total + storage


def _part(adder: Record, sign: int) -> Record:
    value = sign * float(adder.get("adder_value") or 0)
    return {"adder_name": adder.get("adder_name"), "quantity": None, "item_price": value}


@answers("retrieve_design_pricing")
def retrieve_design_pricing(asked: Asked) -> Answer:
    """The pricing of a design."""
    return 200, {"pricing": _pricing(asked)}


@answers("update_design_pricing")
def update_design_pricing(asked: Asked) -> Answer:
    """A flat price or a price per watt; whichever is given last is how the price is made up, unless it says so."""
    pricing, given = _pricing(asked), asked.given("pricing")
    _check(given, "pricing", "flat_system_price", "price_per_watt")
    if given.get("pricing_method", METHODS[0]) not in METHODS:
        raise wrong("pricing.pricing_method", "is no way to make up a price")
    if given.get("flat_system_price") is not None:
        pricing["pricing_method"] = METHODS[0]
    elif given.get("price_per_watt") is not None:
        pricing["pricing_method"] = METHODS[1]
    pricing.update(given)
    _reckon(asked, pricing)
    return 200, {"pricing": pricing}


@answers("create_adder")
def create_adder(asked: Asked) -> Answer:
    """A new adder or discount."""
    pricing, given = _pricing(asked), asked.given("adder")
    _check(given, "adder", "adder_value")
    blank: Record = {"adder_name": None, "adder_value": None, "is_discount": False}
    adder: Record = {**blank, **given, "id": asked.tenant.new_id("adder")}
    pricing["adders"].append(adder)
    _reckon(asked, pricing)
    return 200, {"adder": adder}


@answers("delete_adder")
def delete_adder(asked: Asked) -> Answer:
    """Remove an adder or discount."""
    pricing, id_ = _pricing(asked), asked.params["adder_id"]
    left = [one for one in pricing["adders"] if one.get("id") != id_]
    if len(left) == len(pricing["adders"]):
        raise unknown("adder", id_)
    pricing["adders"] = left
    _reckon(asked, pricing)
    return 204, None


@answers("list_financings")
def list_financings(asked: Asked) -> Answer:
    """The financings of a design, four fields each."""
    design = found(asked.tenant.designs, "design", asked.params["design_id"])["id"]
    held = [one for one in asked.tenant.financings.values() if one.get("design_id") == design]
    return page(asked, "financings", [{key: one.get(key) for key in _LISTED} for one in held])


@answers("retrieve_financing")
def retrieve_financing(asked: Asked) -> Answer:
    """One financing, whole."""
    design = found(asked.tenant.designs, "design", asked.params["design_id"])["id"]
    financing = found(asked.tenant.financings, "financing", asked.params["financing_id"])
    if financing.get("design_id") != design:
        raise unknown("financing", asked.params["financing_id"])
    return 200, {"financing": financing}


def _pricing(asked: Asked) -> Record:
    design = found(asked.tenant.designs, "design", asked.params["design_id"])
    return asked.tenant.pricings.setdefault(design["id"], blank_pricing())


def _reckon(asked: Asked, pricing: Record) -> None:
    reckon(pricing, asked.tenant.summaries.get(asked.params["design_id"], {}).get("system_size_stc", 0))


def _check(given: Record, envelope: str, *fields: str) -> None:
    for field in fields:
        if not -_MOST <= (given.get(field) or 0) <= _MOST:
            raise wrong(f"{envelope}.{field}", f"is at most {_MOST}")
