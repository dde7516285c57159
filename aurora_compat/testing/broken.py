"""What is raised where a law does not hold: the law, the change, the place, the smallest payload."""

import json
from collections.abc import Iterator

from aurora_compat.testing.example import Example
from aurora_compat.testing.judging import Breach
from aurora_compat.words.context import Context
from aurora_compat.words.jsons import Json, copied


class LawBroken(AssertionError):
    """A law does not hold for a payload.

    Attributes:
        law: its name.
        change: the id of the change that breaks it; several, with commas, where it can't be told; empty for none.
        pointer: where, as a JSON Pointer.
        payload: the payload, the smallest that was found.
        operation: whose payload it is.
        part: `request` or `response`.
        source: the version that it is in.
        target: the version that it was translated to.
        what: what is wrong there.
    """

    def __init__(self, law: str, example: Example, breach: Breach, change: str) -> None:
        case = example.case
        self.law, self.change, self.pointer, self.what = law, change, breach.pointer, breach.what
        self.payload, self.status = example.payload, example.status
        self.operation, self.part, self.source, self.target = case.operation, case.part, case.source, case.target
        super().__init__("\n".join(self._lines(example)))

    def _lines(self, example: Example) -> Iterator[str]:
        by = f" by the change {self.change}" if self.change else ""
        yield f"{self.law} is broken{by}: {example.case.name}"
        yield f"  at {self.pointer or 'the whole document'}: {self.what}"
        yield f"  smallest payload: {_shown(self.payload)}"
        try:
            there = example._replace(payload=copied(self.payload)).there()
            yield f"  translated: {_shown(there.result)}"
            for note in there.notes:
                yield f"  note: {note.kind} at {note.pointer or 'the whole document'} [{note.change}] ({note.side})"
        except Exception as error:  # what is broken may raise here as well
            yield f"  its translation raises {type(error).__name__}: {error}"
        if self.status != 200:
            yield f"  status: {self.status}"
        known = {name for name, _, default in Context.field_defaults() if getattr(example.context, name) != default}
        for name in sorted(known - {"bearer_token"}):
            yield f"  context: {name}={getattr(example.context, name)!r:.200}"


def _shown(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
