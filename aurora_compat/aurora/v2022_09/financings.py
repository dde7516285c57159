"""List Financings returns four fields an item; the rest comes from Retrieve Financing."""

from aurora_compat.change import Body, Change, Reading
from aurora_compat.code import Aside, Reader
from aurora_compat.edits import At, Custom, Each, Line
from aurora_compat.run import Call, Run
from aurora_compat.words.jsons import Json, copied
from aurora_compat.words.note import SPEAKS
from aurora_compat.words.pointer import Trail

_KEPT = ("id", "name", "selected_in_sales_mode", "financing_option")
_FULL_ONLY = (
    "project_id",
    "design_id",
    "up_to_date",
    "system_cost",
    "inverter_cost_per_watt",
    "lifetime_savings",
    "payback_period",
    "incentive_values",
    "year1_avoided_cost",
    "annual_cashflows",
)
"""Documented fields that an item of the older list had and one of the newer has not: they tell a full item."""


def _reduce(item: Json, run: Run, at: Trail) -> Json:
    if not isinstance(item, dict):
        run.odd(at, item, "an object")
        return item
    dropped = [key for key in item if key not in _KEPT]
    for key in dropped:
        run.lost((at, key), f"List Financings has no '{key}' from 2022.09 on; Retrieve Financing has the rest")
    return {key: value for key, value in item.items() if key in _KEPT} if dropped else item


def _reduce_quick(item: Json, call: Call, reader: Reader) -> Json:
    whole = item if type(item) is dict else reader.object(item)
    if whole is None:
        raise Aside
    kept = {key: value for key, value in whole.items() if key in _KEPT}
    return kept if len(kept) < len(whole) else item


def _complete(item: Json, run: Run, at: Trail) -> Json:
    if not isinstance(item, dict):
        run.odd(at, item, "an object")
        return item
    full = [key for key in _FULL_ONLY if key in item]
    if full:
        for key in full:
            run.unsupported((at, key), f"only {run.target} lists this: {SPEAKS} {run.target} here; it is kept")
        return item
    id_ = item.get("id")
    pages = run.ask("retrieve_financing", at, financing_id=id_) if isinstance(id_, str) else None
    body = pages[0] if pages else None
    rest = body.get("financing") if isinstance(body, dict) else None
    more = {key: copied(value) for key, value in rest.items() if key not in item} if isinstance(rest, dict) else {}
    if not more:
        run.missing(at, f"{run.target} lists the whole financing here; Retrieve Financing of it would tell the rest")
        return item
    run.assumed(at, "what the list does not say was taken from Retrieve Financing")
    return {**item, **more}


def _complete_quick(item: Json, call: Call, reader: Reader) -> Json:
    """Aside where answers are known: one of them may be of the item."""
    if call.context.answers:
        raise Aside
    return item


LIST_FINANCINGS_REDUCED = Change(
    id="list-financings-reduced",
    summary="List Financings gives four fields an item: id, name, selected_in_sales_mode, financing_option.",
    published="List Financings returns only id, name, selected_in_sales_mode and the financing option.",
    source="changelog of 2022.09",
    grade="A",
    bodies=(
        Body(
            ("list_financings",),
            At(
                "financings",
                Each(
                    Custom(
                        _reduce,
                        _complete,
                        (Line("/<other keys>", "are dropped", ("lost",)),),
                        (
                            Line(
                                "",
                                "is completed from Retrieve Financing",
                                ("assumed", "missing"),
                                ("retrieve_financing",),
                            ),
                        ),
                        _reduce_quick,
                        _complete_quick,
                    )
                ),
            ),
            parts=("response",),
        ),
    ),
    readings=(Reading("B", "The financing option is the key `financing_option`."),),
)
