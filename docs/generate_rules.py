"""Writes docs/rules.md, the honesty page, from `aurora_compat.changes`: run it after every change of a rule."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import aurora_compat as ac
from aurora_compat.edits import Edit, Line
from aurora_compat.heads import HeadEdit

TARGET = Path(__file__).parent / "rules.md"

INTRODUCTION = """\
# Rules

<!-- Written by docs/generate_rules.py. Don't edit: change the rule, then run it. -->

What the code does for every published change, how sure we are, and what overturns a rule that you know better. The page
is made of the changes themselves, and a test keeps it current.

## How to read it

- **Up** is towards the newer version, **down** towards the older one.
- **Grade**: **A** stated by the changelog, **B** well evidenced (documentation, samples, working clients), **C** our
  reading. The grade of a change is that of its core; each reading below it has its own.
- **Setting**: the field of `Context` that overturns a reading. *None yet* means that the rule can't be changed by one.
- **Where**: a JSON Pointer into the body; `*` stands for every item or member, `**` for any depth. Upwards in the
  older version's names, downwards in the newer's. In the head of a message: `path`, `query/<name>`, `headers/<name>`.
- **Notes**: the kinds that a well-formed body can cause, beyond those of the general rules. A row without them makes
  none.
- **May ask**: the operation whose answer makes the result complete.

Some rules are general, and hold for all changes without being said again:

- A field that no rule names passes as it is, at any depth. So do unknown values. Absent stays absent, null stays null.
- A value of another type than expected is kept as it is, `unsupported`.
- Both spellings at once: the source version's wins, the other is a `conflict`.
- An object that already speaks the target version is left alone, `unsupported`.
- Rules for bodies hold for requests and 2xx responses. 4xx responses have two rules of their own. Others pass.
- A request is refused (`Untranslatable`, `MissingContext`) where the target has no equivalent. A response never is:
  what can't be placed is kept, what can't be supplied is `missing`. The tables don't list refusals.

The head of a message (path, query, header fields) is touched by `translate_request`, `translate_response` and
`Exchange`. `translate` sees bodies only.
"""


def page(registry: ac.Registry | None = None) -> str:
    """The whole page, for Aurora's registry or another."""
    registry = registry or ac.registry
    return "\n".join(_sections(registry))


def _sections(registry: ac.Registry) -> Iterator[str]:
    yield INTRODUCTION
    yield "## What is our reading\n"
    yield "Every reading of grade C, and what overturns it:\n"
    readings = [
        (f"[`{change.id}`](#{change.id})", _cell(reading.what), _setting(reading))
        for change in registry.changes.values()
        for reading in change.readings
        if reading.grade == "C"
    ]
    yield _table(("Change", "Reading", "Setting"), readings)
    for release in registry.releases:
        if release.after is not None:
            yield f"## {release.after} -> {release.version}\n"
            for change in release.changes:
                yield from _change(change)


def _change(change: ac.Change) -> Iterator[str]:
    yield f"### `{change.id}`\n"
    yield f"{_text(change.summary)}\n"
    yield f"- **Published**: {_text(change.published)}\n- **Grade**: {change.grade}"
    yield f"- **Source**: {_text(change.source)}\n"
    if change.readings:
        rows = [(reading.grade, _cell(reading.what), _setting(reading)) for reading in change.readings]
        yield _table(("Grade", "Reading", "Setting"), rows)
    for head in change.heads:
        everywhere = ", on every edge" if head.everywhere else ""
        yield f"**Head** of {_parts(head.parts)}s of {_names(head.operations)}{everywhere}:\n"
        yield _edits("Up", head.edit)
        yield _edits("Down", head.edit.inverse)
    for edit, bodies in _by_edit(change.bodies):
        yield f"{'; '.join(_scope(body) for body in bodies)}:\n"
        yield _edits("Up", edit)
        yield _edits("Down", edit.inverse)


def _by_edit(bodies: Iterable[ac.Body]) -> list[tuple[Edit, list[ac.Body]]]:
    """The bodies that have one edit, together."""
    found: list[tuple[Edit, list[ac.Body]]] = []
    for body in bodies:
        together = next((held for edit, held in found if edit == body.edit), None)
        if together is None:
            found.append((body.edit, [body]))
        else:
            together.append(body)
    return found


def _scope(body: ac.Body) -> str:
    """The operations and parts that an edit touches."""
    answers = {"success": "response", "client error": "4xx response"}[body.answers]
    parts = " and ".join(answers if part == "response" else part for part in body.parts)
    return f"**{parts[:1].upper()}{parts[1:]}** of {_names(body.operations)}"


def _names(operations: Sequence[str]) -> str:
    return "every operation" if operations == ac.EVERY_OPERATION else ", ".join(f"`{name}`" for name in operations)


def _parts(parts: Sequence[str]) -> str:
    return "s and ".join(parts)


def _edits(direction: str, edit: Edit | HeadEdit) -> str:
    """The lines of an edit as a table; places where the same happens share a row."""
    places: dict[tuple[str, str, str], list[str]] = {}
    for line in edit.lines():
        places.setdefault(_what(line), []).append(f"`{line.where}`" if line.where else "the whole body")
    if not places:
        return f"{direction}: passes unchanged.\n"
    rows = [(", ".join(sorted(set(where))), *told) for told, where in places.items()]
    return _table((direction, "What", "Notes", "May ask"), rows)


def _what(line: Line) -> tuple[str, str, str]:
    return (
        _cell(line.what),
        ", ".join(f"`{kind}`" for kind in line.notes),
        ", ".join(f"`{name}`" for name in line.needs),
    )


def _setting(reading: ac.Reading) -> str:
    return f"`Context.{reading.setting}`" if reading.setting else "none yet"


def _text(text: str) -> str:
    """Text as Markdown: an underscore at the start of a word would be read as emphasis."""
    return re.sub(r"(?<![\w`])_", r"\\_", text)


def _cell(text: str) -> str:
    return _text(text).replace("|", r"\|")


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table, without the columns that have nothing to say."""
    shown = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line[index] for index in shown)} |\n" for line in lines)


if __name__ == "__main__":
    TARGET.write_text(page(), "utf-8")
