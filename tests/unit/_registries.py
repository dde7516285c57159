"""Small registries: versions by number, changes that leave their mark."""

from typing import Any

import aurora_compat as ac
from aurora_compat.edits import Custom, Edit, Line, Rename
from aurora_compat.run import Run
from aurora_compat.words.operation import PARTS, Part
from aurora_compat.words.pointer import Trail

V = {name: ac.Version.of(name) for name in ("1", "2", "3", "4", "5", "9")}

THING = ac.Endpoint("update_thing", "PUT", "/things/{thing_id}", "doc")
LIST = ac.Endpoint("list_things", "GET", "/things", "code")


def change(
    id_: str = "a-change",
    edit: Edit | None = None,
    operations: tuple[str, ...] = ("update_thing",),
    parts: tuple[Part, ...] = PARTS,
    answers: Any = "success",
    bodies: tuple[ac.Body, ...] | None = None,
) -> ac.Change:
    """A change of one body, or of those given."""
    if bodies is None:
        bodies = (ac.Body(operations, edit or mark(id_), parts, answers),)
    return ac.Change(
        id=id_, summary="It changed.", published="Said so.", source="the changelog", grade="A", bodies=bodies
    )


def mark(name: str) -> Edit:
    """An edit that writes down that it was there: `name+` on the way up, `name-` on the way down."""

    def up(value: Any, run: Run, at: Trail) -> Any:
        return [*value, f"{name}+ {run.source}>{run.target} {run.change}"]

    def down(value: Any, run: Run, at: Trail) -> Any:
        return [*value, f"{name}- {run.source}>{run.target} {run.change}"]

    return Custom(up, down, (Line(f"/{name}", "goes up"),), (Line(f"/{name}", "goes down"),))


def first(version: str = "1", *endpoints: ac.Endpoint) -> ac.Release:
    """A first version."""
    return ac.Release(version=V[version], endpoints=endpoints or (THING, LIST))


def then(after: str, version: str, *changes: ac.Change, **more: Any) -> ac.Release:
    """A release from one version to another."""
    return ac.Release(version=V[version], after=V[after], changes=changes, **more)


def walked(registry: ac.Registry, source: str, target: str) -> list[str]:
    """The hops of a walk."""
    return [str(hop) for hop in registry.path(source, target)]


RENAMED = change("renamed", Rename("old", "new"))
