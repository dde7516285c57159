"""`aurora-compat explain`: what a translation would do, without a payload."""

import sys
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer

import aurora_compat as ac
from aurora_compat.cli import streams
from aurora_compat.cli.changes import reading_entry
from aurora_compat.cli.options import AsJson, Operation, PartOption, Source, Target
from aurora_compat.cli.report import shown
from aurora_compat.cli.table import Cell, Table
from aurora_compat.plan import Plan, PlannedHop
from aurora_compat.words.jsons import Json
from aurora_compat.words.note import KINDS


def explain(
    *,
    operation: Operation,
    part: PartOption,
    source: Source,
    target: Target,
    as_json: AsJson = False,
    compiled: Annotated[
        bool, typer.Option("--source", help="The Python source that the plan is compiled to, instead.")
    ] = False,
) -> None:
    """Print the plan: hops, edits by path, what can be lost or missing, what it may need, what was read into it."""
    name = ac.registry.operation(operation).name
    plan = ac.registry.plan(name, part.part, source, target)
    if compiled:
        streams.put_json({"source": plan.compiled.source}) if as_json else streams.put(plan.compiled.source)
        return
    told = _told(plan, ac.registry.version(source), ac.registry.version(target))
    if as_json:
        streams.put_json(told)
    else:
        streams.put("\n".join(_sections(told)))


def _told(plan: Plan, source: ac.Version, target: ac.Version) -> dict[str, Any]:
    """The plan as JSON: the text for people is made from it, so that both say the same."""
    operation = ac.registry.operation(plan.operation or "")
    server = target if plan.part == "request" else source
    lines = list(plan.lines())
    changes = {change.id: change for hop in plan.hops for change, _ in hop.told()}
    needs = {(need, change.id): change for _, change, line in lines for need in line.needs}
    return {
        "operation": operation.name,
        "part": plan.part,
        "method": operation.method,
        "source": {"version": str(source), "path": operation.template(source)},
        "target": {"version": str(target), "path": operation.template(target)},
        "hops": [_hop(planned) for planned in plan.hops],
        "notes": {
            kind: [{"where": line.where, "change": change.id} for _, change, line in lines if kind in line.notes]
            for kind in KINDS
        },
        "needs": [
            {
                "operation": need,
                "method": ac.operations[need].method,
                "version": str(server),
                "path": ac.operations[need].template(server),
                "change": change,
            }
            for need, change in needs
        ],
        "readings": [
            {"change": change.id, **reading_entry(reading)}
            for change in changes.values()
            for reading in change.readings
        ],
    }


def _hop(planned: PlannedHop) -> Json:
    told = [(change, list(lines)) for change, lines in planned.told()]
    changes = {change.id: change for change, _ in told}
    return {
        "source": str(planned.hop.source),
        "target": str(planned.hop.target),
        "direction": planned.hop.direction,
        "changes": [
            {
                "id": change.id,
                "grade": change.grade,
                "summary": change.summary,
                "edits": [
                    {"where": line.where, "what": line.what, "notes": list(line.notes), "needs": list(line.needs)}
                    for one, lines in told
                    if one is change
                    for line in lines
                ],
            }
            for change in changes.values()
        ],
    }


def _sections(told: dict[str, Any]) -> Iterator[str]:
    source, target = told["source"], told["target"]
    yield f"{told['operation']} {told['part']}, {source['version']} -> {target['version']}\n"
    yield "".join(f"{end['version']}: {told['method']} {end['path'] or '(not listed)'}\n" for end in (source, target))
    if not told["hops"]:
        yield "The same version: nothing changes.\n"
    for hop in told["hops"]:
        yield from _hop_section(hop)
    yield from _section(
        "What can be lost, assumed or missing"
        + (" (a request may be refused instead)" if told["part"] == "request" else ""),
        ("kind", "where", "change"),
        ((kind, shown(one["where"]), one["change"]) for kind, ones in told["notes"].items() for one in ones),
    )
    yield from _section(
        "What it may need",
        ("operation", "call", "change"),
        (
            (one["operation"], f"{one['method']} {one['path'] or '(not listed)'} ({one['version']})", one["change"])
            for one in told["needs"]
        ),
    )
    yield from _section(
        "What was read into the changelog",
        ("change", "grade", "reading", "overturned by"),
        (
            (one["change"], one["grade"], one["what"], f"Context.{one['setting']}" if one["setting"] else "")
            for one in told["readings"]
        ),
    )


def _hop_section(hop: dict[str, Any]) -> Iterator[str]:
    title = f"{hop['source']} -> {hop['target']} ({hop['direction']})"
    if not hop["changes"]:
        yield f"{title}: nothing changes\n"
        return
    yield f"{title}\n" + "".join(f"  {one['id']} ({one['grade']}): {one['summary']}\n" for one in hop["changes"])
    yield from _section(
        "",
        ("change", "where", "what"),
        ((change["id"], shown(edit["where"]), edit["what"]) for change in hop["changes"] for edit in change["edits"]),
    )


def _section(title: str, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    """A titled table, where it has rows."""
    table = Table(columns, tuple(rows))
    if table.rows:
        yield (f"{title}:\n" if title else "") + table.text(sys.stdout)
