"""Design pricing: it speaks of costs to 2022.09 and of prices from 2024.05 on (`pricing`); adders did not change."""

from aurora_compat.models.base import MONEY, MONEY_PER_WATT, Model, Number, Uuid, envelope, inferred, seen

_ADDER = "add40000-0000-4000-8000-000000000001"
_QUANTITY = "How many units; null where it has none"
_ORDER = "What it is; the items come in this order"
_PER_WATT = "The price of a watt; this name in every version"
_TOTAL = "The whole system with storage"
_FLAT = "What the system is sold for, whatever its size"
_DOCUMENTED_2024 = "the change `pricing` and the documentation of 2024.05, which names it otherwise"


class Adder(Model):
    """An adder or a discount."""

    id: Uuid | None = seen("The adder's id", examples=[_ADDER])
    adder_name: str | None = seen("Its name: free text", examples=["Main panel upgrade"])
    adder_value: Number | None = seen("How much it is; what it is measured in is not documented", examples=[1400.0])
    is_discount: bool | None = seen("Whether it is taken off", examples=[False])


class AdderRequest(Model):
    """The body of Create Adder; no sample of it was seen."""

    adder: Adder | None = inferred("The envelope of the body: the adder as it is to be")


class AdderEnvelope(Model):
    """The body of Create Adder's answer; no sample of it was seen."""

    adder: Adder | None = inferred("The envelope of the body: the adder")


class Incentive(Model):
    """An incentive."""

    name: str | None = seen("Its name: free text", examples=["Example Tax Credit"])


class ComponentFields(Model):
    """What a priced component is, in every version."""

    component_type: str | None = seen("The kind of component", known=["modules", "inverters", "batteries"])
    name: str | None = seen("Its name", examples=["EX-400 Black"])
    manufacturer_name: str | None = seen("Who makes it", examples=["Example Modules"])
    quantity: Number | None = seen("How many there are", examples=[17])


class PricingFields(Model):
    """What did not change in a design's pricing."""

    price_per_watt: Number | None = seen(_PER_WATT, unit=MONEY_PER_WATT, examples=[3.25])
    adders: list[Adder] | None = seen("Adders and discounts")
    incentives: list[Incentive] | None = seen("Incentives")


class Subcomponent2018(Model, title="Subcomponent"):
    """An adder within an item of a breakdown, to 2022.09 (`pricing`)."""

    adder_name: str | None = inferred("Its name: free text", examples=["Trenching"], source=_DOCUMENTED_2024)
    quantity: Number | None = inferred(_QUANTITY, examples=[30], source=_DOCUMENTED_2024)
    item_cost: Number | None = inferred("What it costs", unit=MONEY, examples=[450.0], source=_DOCUMENTED_2024)


class BreakdownItem2018(Model, title="BreakdownItem"):
    """An item of a breakdown, to 2022.09 (`pricing`)."""

    item_type: str | None = inferred(
        _ORDER,
        known=["starting_cost", "base_cost", "adders_without_discounts", "adders", "incentives"],
        source=_DOCUMENTED_2024,
    )
    item_cost: Number | None = inferred("What it costs", unit=MONEY, examples=[1850.0], source=_DOCUMENTED_2024)
    cumulative_cost: Number | None = inferred(
        "The cost up to here", unit=MONEY, examples=[27750.0], source=_DOCUMENTED_2024
    )
    subcomponents: list[Subcomponent2018] | None = inferred("Its parts", source=_DOCUMENTED_2024)


class LineItem(ComponentFields):
    """What a component costs, to 2022.09 (`pricing`)."""

    cost: Number | None = seen("What it costs", unit=MONEY, examples=[6800.0])


class PricingInput2018(Model, title="PricingInput"):
    """What Update Design Pricing is given, to 2022.09: one of the two (`pricing`)."""

    flat_system_cost: Number | None = seen(_FLAT, unit=MONEY, examples=[25900.0])
    price_per_watt: Number | None = seen(_PER_WATT, unit=MONEY_PER_WATT, examples=[3.1])


class Pricing2018(PricingFields, title="Pricing"):
    """A design's pricing in 2018.01 and 2022.09: costs, a mode and line items (`pricing`)."""

    pricing_mode: str | None = seen(
        "How the price is made up", known=["flat system cost", "price per watt", "cost breakdown"]
    )
    flat_system_cost: Number | None = seen(_FLAT, unit=MONEY, examples=[25900.0])
    system_cost: Number | None = seen(_TOTAL, unit=MONEY, examples=[37050.0])
    system_cost_breakdown: list[BreakdownItem2018] | None = inferred(
        "What the system costs, in order", source=_DOCUMENTED_2024
    )
    storage_system_cost_breakdown: list[BreakdownItem2018] | None = inferred(
        "What the storage costs, in order", source=_DOCUMENTED_2024
    )
    line_items: list[LineItem] | None = seen("What each component costs")


class PricingRequest2018(Model, title="PricingRequest"):
    """The body of Update Design Pricing, to 2022.09."""

    pricing: PricingInput2018 = envelope("what is to change")


class PricingEnvelope2018(Model, title="PricingEnvelope"):
    """The body that answers with the whole pricing, to 2022.09."""

    pricing: Pricing2018 = envelope("the design's pricing")


class Subcomponent2024(Model, title="Subcomponent"):
    """An adder within an item of a breakdown, in 2024.05 (`pricing`)."""

    adder_name: str | None = seen("Its name: free text", examples=["Trenching"])
    quantity: Number | None = seen(_QUANTITY, examples=[30])
    item_price: Number | None = seen("What it is sold for", unit=MONEY, examples=[450.0])


class BreakdownItem2024(Model, title="BreakdownItem"):
    """An item of a breakdown, in 2024.05: `adders` is what `adders_without_discounts` was (`pricing`)."""

    item_type: str | None = seen(_ORDER, known=["starting_price", "base_price", "adders", "discounts", "incentives"])
    item_price: Number | None = seen("What it is sold for", unit=MONEY, examples=[1850.0])
    cumulative_price: Number | None = seen("The price up to here", unit=MONEY, examples=[27750.0])
    subcomponents: list[Subcomponent2024] | None = seen("Its parts")


class PricedComponent(ComponentFields):
    """What a component is sold for, in 2024.05 (`pricing`)."""

    price: Number | None = seen("What it is sold for", unit=MONEY, examples=[6800.0])


class PricingInput2024(Model, title="PricingInput"):
    """What Update Design Pricing is given, in 2024.05: one of the two (`pricing`)."""

    flat_system_price: Number | None = seen(_FLAT, unit=MONEY, examples=[25900.0])
    price_per_watt: Number | None = seen(_PER_WATT, unit=MONEY_PER_WATT, examples=[3.1])


class Pricing2024(PricingFields, title="Pricing"):
    """A design's pricing in 2024.05: prices, a method and components (`pricing`)."""

    pricing_method: str | None = seen(
        "How the price is made up", known=["flat system price", "price per watt", "price breakdown"]
    )
    flat_system_price: Number | None = seen(_FLAT, unit=MONEY, examples=[25900.0])
    system_price: Number | None = seen(_TOTAL, unit=MONEY, examples=[37050.0])
    system_price_breakdown: list[BreakdownItem2024] | None = seen("What the system is sold for, in order")
    storage_system_price_breakdown: list[BreakdownItem2024] | None = seen("What the storage is sold for, in order")
    pricing_by_component: list[PricedComponent] | None = seen("What each component is sold for")


class PricingRequest2024(Model, title="PricingRequest"):
    """The body of Update Design Pricing, in 2024.05."""

    pricing: PricingInput2024 = envelope("what is to change")


class PricingEnvelope2024(Model, title="PricingEnvelope"):
    """The body that answers with the whole pricing, in 2024.05."""

    pricing: Pricing2024 = envelope("the design's pricing")
