"""The golden documents of `fixtures/`: found by their names, read as a user would."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import aurora_compat as ac

FIXTURES = Path(__file__).parent.parent / "fixtures"
VERSIONS = tuple(str(version) for version in ac.versions)
PAIRS = tuple((a, b) for a in VERSIONS for b in VERSIONS if a != b)


class Document(NamedTuple):
    """A golden document, the same thing in every version: `create_project.request`, `retrieve_project.response.404`."""

    operation: str
    part: str
    variant: str | None

    @property
    def name(self) -> str:
        return ".".join(filter(None, self))

    @property
    def status(self) -> int:
        return int(self.variant) if self.variant and self.variant.isdigit() else 200

    def body(self, version: str) -> Any:
        return json.loads((FIXTURES / version / f"{self.name}.json").read_text("utf-8"))

    def notes(self, source: str, target: str) -> set[tuple[str, str, str | None, str]]:
        found = json.loads((FIXTURES / "notes" / f"{self.name}.{source}-{target}.json").read_text("utf-8"))
        return {(note["kind"], note["pointer"], note["change"], note["side"]) for note in found}

    def given(self) -> dict[str, Any]:
        """The arguments that the document is translated with, but for versions and payload."""
        contexts = _contexts()
        default, own = contexts["default"], contexts.get(self.operation, {})
        return {
            "operation": self.operation,
            "part": self.part,
            "status": self.status,
            "context": ac.Context(roles=own.get("roles", default["roles"])),
            "path_params": default["path_params"] | own.get("path_params", {}),
        }


@cache
def _contexts() -> dict[str, Any]:
    contexts: dict[str, Any] = json.loads((FIXTURES / "contexts.json").read_text("utf-8"))
    return contexts


def documents() -> Iterator[Document]:
    """All golden documents, by name."""
    for path in sorted((FIXTURES / VERSIONS[0]).glob("*.json")):
        operation, part, *variant = path.stem.split(".")
        yield Document(operation, part, variant[0] if variant else None)


ODD_ERRORS: tuple[Any, ...] = (
    *(None, "gone", "", [], {}, {"errors": []}, ["a", {"message": "b"}], {"errors": {"name": ["is bad"]}}),
)
"""Bodies of 4xx answers that look like no error of any version."""
PROJECT = "12345343-5343-4345-3445-123456789012"
DESIGNS: tuple[Any, ...] = (
    *(None, {}, {"design": None}, {"design": {}}, {"design": {"name": "n", "x": [1.0]}, "y": None}),
    *({"design": {"project_id": PROJECT}}, {"design": {"name": 1, "project_id": PROJECT}, "project_id": "mine"}),
    {"design": {"project_id": None, "name": "n"}},
)
"""Bodies of Create and of Duplicate Design, of which there are no golden documents; the project is that of callers."""
_LONGEST = 20_000
"""Longer documents say nothing that their shorter siblings don't, and take long to bend."""


@cache
def fixtures(operation: str, part: str, version: ac.Version | str, status: int = 200) -> tuple[Any, ...]:
    """The golden documents of one body in a version; of 4xx, those of all errors, and odd ones."""
    if status >= 400:
        return (*(one.body(str(version)) for one in documents() if one.status >= 400), *ODD_ERRORS)
    if part == "request" and operation in {"create_design", "duplicate_design"}:
        named = operation == "create_design" and str(version) == VERSIONS[0]  # else see tests/wire/test_laws.py
        return tuple(body for body in DESIGNS if named or PROJECT not in repr(body))
    found = (one for one in documents() if (one.operation, one.part, one.status) == (operation, part, 200))
    bodies = (one.body(str(version)) for one in found)
    return tuple(body for body in bodies if len(repr(body)) < _LONGEST)
