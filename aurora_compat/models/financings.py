"""Financings: whole in the list of 2018.01, four fields there from 2022.09 on; two keys renamed in 2024.05."""

from typing import Any

from aurora_compat.models.base import (
    MONEY,
    MONEY_PER_WATT,
    Model,
    Number,
    OpenObject,
    Uuid,
    envelope,
    seen,
)


class FinancingItem(Model):
    """What List Financings has of a financing from 2022.09 on (`list-financings-reduced`)."""

    id: Uuid = seen("The financing's id", examples=["f14a0000-0000-4000-8000-000000000001"], required=True)
    name: str | None = seen("Its name", examples=["20 year loan"])
    selected_in_sales_mode: bool | None = seen("Whether it is the one shown to the customer", examples=[True])
    financing_option: str | None = seen(
        "The kind of financing", known=["cash", "loans", "lease", "ppa", "levelized_ppa"]
    )


class FinancingList2022(Model, title="FinancingList"):
    """The body of List Financings from 2022.09 on: four fields each (`list-financings-reduced`)."""

    financings: list[FinancingItem] = envelope("a page of financings")


class IncentiveValue(Model):
    """What one incentive brings."""

    name: str | None = seen("The incentive's name", examples=["Example Tax Credit"])
    sum: Number | None = seen("How much it brings", examples=[10695.0])


class FinancingFields(FinancingItem):
    """What did not change in a financing. The fields of loans, leases and PPAs are not documented, and kept."""

    project_id: Uuid | None = seen("Id of the project", examples=["12345343-5343-4345-3445-123456789012"])
    design_id: Uuid | None = seen("Id of the design", examples=["de510000-0000-4000-8000-000000000001"])
    up_to_date: bool | None = seen("Whether the design has not changed since", examples=[True])
    lifetime_savings: Number | None = seen("What it saves in all", examples=[41200.0])
    payback_period: Number | None = seen("How long until it has paid for itself", examples=[9.4])
    incentive_values: list[IncentiveValue] | None = seen("What the incentives bring")
    year1_avoided_cost: list[Number] | None = seen(
        "What is not paid to the utility in the first year, by month: twelve numbers; this name in every version",
        examples=[[92.1] * 12],
    )
    annual_cashflows: list[Any] | None = seen("What comes in and goes out, by year; its items are not documented")


class Financing2018(FinancingFields, title="Financing"):
    """A financing of 2018.01 and 2022.09, with costs (`financing-price`)."""

    system_cost: Number | None = seen("What the system costs", unit=MONEY, examples=[35650.0])
    inverter_cost_per_watt: Number | None = seen("What the inverters cost", unit=MONEY_PER_WATT, examples=[0.28])


class FinancingEnvelope2018(Model, title="FinancingEnvelope"):
    """The body of Retrieve Financing, to 2022.09."""

    financing: Financing2018 = envelope("the financing")


class FinancingList2018(Model, title="FinancingList"):
    """The body of List Financings in 2018.01: whole financings (`list-financings-reduced`)."""

    financings: list[Financing2018] = envelope("a page of financings")


class Financing2024(FinancingFields, title="Financing"):
    """A financing of 2024.05, with prices (`financing-price`); who lends was added."""

    system_price: Number | None = seen("What the system is sold for", unit=MONEY, examples=[35650.0])
    inverter_price_per_watt: Number | None = seen(
        "What the inverters are sold for", unit=MONEY_PER_WATT, examples=[0.28]
    )
    financier: OpenObject | None = seen("Who lends; its fields are not documented", only="2024.05")


class FinancingEnvelope2024(Model, title="FinancingEnvelope"):
    """The body of Retrieve Financing, in 2024.05."""

    financing: Financing2024 = envelope("the financing")
