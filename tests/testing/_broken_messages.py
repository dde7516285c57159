"""Registries of a small shop, each with one rule that breaks a law of messages, and an innocent one beside it."""

from collections.abc import Callable
from typing import NamedTuple

import aurora_compat as ac
from aurora_compat.edits import Custom, Edit, Line, Step, unchanged
from aurora_compat.heads import PATH, CustomHead, Draft, HeadStep, header, parameter, untouched
from aurora_compat.run import Run
from aurora_compat.words.jsons import Json
from aurora_compat.words.operation import Part
from aurora_compat.words.pointer import Trail
from tests.testing._broken import two_faced

FIRST = ac.Release(
    version=ac.Version.of("1"),
    endpoints=(
        ac.Endpoint("create_order", "POST", "/orders", "doc"),
        ac.Endpoint("list_orders", "GET", "/shops/{shop_id}/orders", "doc"),
    ),
)
LINES = (Line("query/size", "changes"), Line("headers/X-Shop", "changes"), Line("path", "changes"))


def renamed(old: str, new: str) -> HeadStep:
    """A parameter by its new name; where that is taken, it stays and a note says so."""

    def step(draft: Draft, run: Run) -> Draft:
        if draft.query.get(new) is not None:
            run.unsupported(parameter(new), "the name of the other version")
        if draft.query.get(old) is None or draft.query.get(new) is not None:
            return draft
        if not draft.query.is_plain(old):
            run.normalised(parameter(old), "written plainly")
        run.moved(parameter(old), parameter(new))
        return draft._replace(query=draft.query.renamed(old, new))

    return step


def change(
    id_: str,
    up: HeadStep,
    down: HeadStep,
    *,
    parts: tuple[Part, ...] = ("request",),
    lines: tuple[Line, ...] = LINES,
) -> ac.Change:
    head = ac.Head(("list_orders", "create_order"), CustomHead(up, down, lines, lines), parts=parts)
    return ac.Change(id=id_, summary=id_, published=id_, source="release notes", grade="A", heads=(head,))


def of_bodies(id_: str, edit: Edit) -> ac.Change:
    body = ac.Body(("create_order",), edit)
    return ac.Change(id=id_, summary=id_, published=id_, source="release notes", grade="A", bodies=(body,))


def renaming(id_: str, old: str, new: str) -> ac.Change:
    lines = (Line(f"query/{old}", "is renamed"), Line(f"query/{new}", "is renamed"))
    return change(id_, renamed(old, new), renamed(new, old), lines=lines)


INNOCENT = renaming("sorting", "sort", "order")


def shop(*changes: ac.Change, more: tuple[ac.Change, ...] = ()) -> ac.Registry:
    """Versions 1 and 2 with the changes between them, and 3 where there are more."""
    second = ac.Release(version=ac.Version.of("2"), after=FIRST.version, changes=(INNOCENT, *changes))
    if not more:
        return ac.Registry(FIRST, second)
    return ac.Registry(FIRST, second, ac.Release(version=ac.Version.of("3"), after=second.version, changes=more))


def loses_a_parameter(draft: Draft, run: Run) -> Draft:
    return draft._replace(query=draft.query.without("size"))


def prefixes(draft: Draft, run: Run) -> Draft:
    """A path by another name, and no word of it."""
    return draft._replace(path="/shop" + draft.path)


def drops_a_field(draft: Draft, run: Run) -> Draft:
    return draft._replace(headers=draft.headers.without("X-Shop"))


def notes_another_field(draft: Draft, run: Run) -> Draft:
    if draft.headers.get("X-Shop") is not None:
        run.lost(header("X-Store"), "it is not sent")
    return drops_a_field(draft, run)


def counts() -> HeadStep:
    """Another parameter with every call."""
    calls: list[Draft] = []

    def step(draft: Draft, run: Run) -> Draft:
        calls.append(draft)
        run.assumed(parameter("call"), "numbered")
        return draft._replace(query=draft.query.without("call").plus("call", str(len(calls))))

    return step


def crashes(draft: Draft, run: Run) -> Draft:
    return draft._replace(query=draft.query.plus("size", draft.query.get("size") or draft.query.all("size")[0]))


def looks_ahead(draft: Draft, run: Run) -> Draft:
    if str(run.call.target) == "2":
        run.assumed(PATH, "with a slash")
        return draft._replace(path=draft.path.rstrip("/") + "/")
    return draft


def drops_a_member(order: Json, run: Run, at: Trail) -> Json:
    if isinstance(order, dict) and "qty" in order:
        return {key: value for key, value in order.items() if key != "qty"}
    return order


def notes_another_member(order: Json, run: Run, at: Trail) -> Json:
    if isinstance(order, dict) and "qty" in order:
        run.lost((at, "quantity"), "left out")
    return drops_a_member(order, run, at)


class Broken(NamedTuple):
    """A registry, the law that it breaks, and the place that the failure must name; its name is the change's."""

    name: str
    registry: Callable[[], ac.Registry]
    law: str
    pointer: str
    operation: str = "create_order"


def member(id_: str, up: Step, down: Step = unchanged) -> Callable[[], ac.Registry]:
    lines = (Line("/qty", "changes"),)
    return lambda: shop(of_bodies(id_, Custom(up, down, lines, lines)))


def head(
    id_: str, up: HeadStep, down: HeadStep = untouched, parts: tuple[Part, ...] = ("request",)
) -> Callable[[], ac.Registry]:
    return lambda: shop(change(id_, up, down, parts=parts))


BROKEN = (
    Broken("loses-a-parameter", head("loses-a-parameter", loses_a_parameter), "no_silent_change", "query/size"),
    Broken("prefixes", head("prefixes", prefixes), "no_silent_change", "path"),
    Broken("drops-a-field", head("drops-a-field", drops_a_field), "no_silent_change", "headers/x-shop"),
    Broken(
        "drops-of-answers",
        head("drops-of-answers", drops_a_field, parts=("response",)),
        "no_silent_change",
        "headers/x-shop",
    ),
    Broken("notes-elsewhere", head("notes-elsewhere", notes_another_field), "no_silent_change", "headers/x-shop"),
    Broken("crashes", head("crashes", crashes), "purity", ""),
    Broken("drops-a-member", member("drops-a-member", drops_a_member), "no_silent_change", "body#/qty"),
    Broken(
        "notes-another-member",
        member("notes-another-member", notes_another_member),
        "no_silent_change",
        "body#/qty",
    ),
    Broken("two-faced", member("two-faced", unchanged, two_faced), "round_trip", "body"),
    Broken("counts", lambda: shop(change("counts", counts(), untouched)), "purity", "query"),
    Broken(
        "looks-ahead",
        lambda: shop(
            change("looks-ahead", looks_ahead, untouched),
            more=(renaming("colour", "a", "b"),),
        ),
        "composition",
        "path",
    ),
)
GOOD = shop(renaming("quantity", "size", "count"))
