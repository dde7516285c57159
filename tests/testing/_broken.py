"""Registries of a small shop, each with one rule that breaks a law, and an innocent one beside it."""

from itertools import count
from typing import Any, NamedTuple

from pydantic import BaseModel

import aurora_compat as ac
from aurora_compat.edits import Custom, Edit, Line, MapValue, Rename, Step, each_of, unchanged
from aurora_compat.run import Run
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.pointer import Trail

BOTH = ("create_order", "list_orders")


def change(id_: str, edit: Edit, *operations: str) -> ac.Change:
    return ac.Change(
        id=id_,
        summary=f"{id_} of orders has changed.",
        published=f"{id_} of orders has changed.",
        source="release notes",
        grade="A",
        bodies=(ac.Body(operations or BOTH, each_of("order", "orders", edit)),),
    )


INNOCENT = change("paid", Rename("paid", "is_paid"))
FIRST = ac.Release(
    version=ac.Version.of("1"),
    endpoints=(
        ac.Endpoint("create_order", "POST", "/orders", "doc"),
        ac.Endpoint("list_orders", "GET", "/shops/{shop_id}/orders", "doc"),
    ),
)


def shop(*changes: ac.Change, more: tuple[ac.Change, ...] = ()) -> ac.Registry:
    """Versions 1 and 2 with the changes between them, and 3 where there are more."""
    second = ac.Release(version=ac.Version.of("2"), after=FIRST.version, changes=(INNOCENT, *changes))
    if not more:
        return ac.Registry(FIRST, second)
    return ac.Registry(FIRST, second, ac.Release(version=ac.Version.of("3"), after=second.version, changes=more))


GOOD = shop(
    change("quantity", Rename("qty", "quantity")),
    change("state", MapValue("state", FrozenMap({"new": "open", "done": "closed"})), "create_order"),
)


def custom(up: Step, down: Step, *where: str) -> Custom:
    lines = tuple(Line(f"/{one}", "changes") for one in where)
    return Custom(up, down, lines, lines)


def drops_silently(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and "qty" in order:
        return {key: value for key, value in order.items() if key != "qty"}
    return order


def mutates(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and "qty" in order and "quantity" not in order:
        run.moved((at, "qty"), (at, "quantity"))
        order["quantity"] = order.pop("qty")
    return order


def mutates_back(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and "quantity" in order and "qty" not in order:
        run.moved((at, "quantity"), (at, "qty"))
        order["qty"] = order.pop("quantity")
    return order


def rounds(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and isinstance(order.get("price"), float):
        return {**order, "price": int(order["price"])}
    return order


def merges(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and order.get("state") in ("new", "fresh"):
        return {**order, "state": "open"}
    return order


def parts(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and order.get("state") == "open":
        return {**order, "state": "new"}
    return order


_COUNTER = count()


def numbers(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and "qty" in order:
        run.assumed((at, "number"), "a number of our own")
        return {**order, "number": next(_COUNTER)}
    return order


def exclaims(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and isinstance(order.get("name"), str):
        run.normalised((at, "name"), "names are exclaimed")
        return {**order, "name": order["name"] + "!"}
    return order


def looks_ahead(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and order.get("state") == "new" and str(run.call.target) == "2":
        run.normalised((at, "state"), "spelled anew")
        return {**order, "state": "open"}
    return order


def texts(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and type(order.get("qty")) is int:
        return {**order, "qty": f"#{order['qty']}"}
    return order


def numbers_again(order: Any, run: Run, at: Trail) -> Any:
    qty = order.get("qty") if isinstance(order, dict) else None
    if isinstance(qty, str) and qty[:1] == "#" and qty[1:].isdecimal() and qty == f"#{int(qty[1:])}":
        return {**order, "qty": int(qty[1:])}
    return order


def crashes(order: Any, run: Run, at: Trail) -> Any:
    return {**order, "qty": order["qty"]} if "qty" in order else order


def notes_elsewhere(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and "qty" in order:
        run.lost((at, "quantity"), "left out")
    return drops_silently(order, run, at)


def notes_the_envelope(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and "qty" in order:
        run.lost(at, "something is left out")
    return drops_silently(order, run, at)


def guesses(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and "qty" not in order:
        return {**order, "qty": 1}
    return order


def two_faced(order: Any, run: Run, at: Trail) -> Any:
    if isinstance(order, dict) and "qty" in order and run.may_refuse:
        run.lost((at, "qty"), "left out")
        return drops_silently(order, run, at)
    return order


def splits(order: Any, run: Run, at: Trail) -> Any:
    """Prices go to a list of their own, beside the lines."""
    lines = order.get("lines") if isinstance(order, dict) else None
    if not isinstance(lines, list) or "prices" in order or not lines:
        return order
    if not all(isinstance(line, dict) and "price" in line for line in lines):
        return order
    for index in range(len(lines)):
        run.moved((((at, "lines"), index), "price"), ((at, "prices"), index))
    bare = [{key: value for key, value in line.items() if key != "price"} for line in lines]
    return {**order, "lines": bare, "prices": [line["price"] for line in lines]}


def joins(order: Any, run: Run, at: Trail) -> Any:
    prices = order.get("prices") if isinstance(order, dict) else None
    lines = order.get("lines") if isinstance(order, dict) else None
    if not isinstance(prices, list) or not isinstance(lines, list) or len(lines) != len(prices) or not lines:
        return order
    if not all(isinstance(line, dict) and "price" not in line for line in lines):
        return order
    for index in range(len(lines)):
        run.moved(((at, "prices"), index), (((at, "lines"), index), "price"))
    rest = {key: value for key, value in order.items() if key != "prices"}
    return {**rest, "lines": [{**line, "price": price} for line, price in zip(lines, prices, strict=True)]}


class Line1(BaseModel):
    id: str
    price: int | None = None


class Order1(BaseModel):
    qty: int | None = None
    price: float | None = None
    name: str | None = None
    lines: list[Line1] | None = None


class Body1(BaseModel):
    order: Order1


class Broken(NamedTuple):
    """A registry, the law that it breaks first, the change and the place that the failure must name."""

    name: str
    registry: ac.Registry
    law: str
    change: str
    pointer: str
    payload: Any
    modelled: bool = False


def model_1(operation: str, part: str, version: ac.Version, status: int) -> Any:
    return Body1 if operation == "create_order" and status < 400 else None


def one(
    name: str, law: str, up: Step, down: Step, where: str, payload: Any, pointer: str | None = None, **more: Any
) -> Broken:
    registry = shop(change(name, custom(up, down, where)))
    return Broken(name, registry, law, name, f"/order/{where}" if pointer is None else pointer, payload, **more)


BROKEN = (
    one("drops", "no_silent_loss", drops_silently, unchanged, "qty", {"order": {"qty": None}}),
    one("mutates", "purity", mutates, mutates_back, "qty", {"order": {"qty": None}}),
    one("merges", "no_silent_loss", merges, parts, "state", {"order": {"state": "fresh"}}),
    one("rounds", "no_silent_loss", rounds, unchanged, "price", {"order": {"price": 1.0}}),
    one("counts", "purity", numbers, unchanged, "qty", None, "/order/number"),
    one("exclaims", "stability", exclaims, unchanged, "name", None),
    one("crashes", "purity", crashes, unchanged, "qty", None, ""),
    one("notes-elsewhere", "no_silent_loss", notes_elsewhere, unchanged, "qty", {"order": {"qty": None}}),
    one("notes-envelope", "no_silent_loss", notes_the_envelope, unchanged, "qty", {"order": {"qty": None}}),
    one("guesses", "no_silent_loss", guesses, unchanged, "qty", {"order": {}}),
    one("two-faced", "round_trip", unchanged, two_faced, "qty", {"order": {"qty": None}}),
    one("parallel-lists", "edit_in_the_middle", splits, joins, "lines", None, "/order/lines/0/price", modelled=True),
    one("texts", "conformity", texts, numbers_again, "qty", {"order": {"qty": 0}}, modelled=True),
    Broken(
        "looks-ahead",
        shop(change("looks-ahead", custom(looks_ahead, unchanged, "state")), more=(change("more", Rename("a", "b")),)),
        "composition",
        "looks-ahead",
        "/order/state",
        {"order": {"state": "new"}},
    ),
)
