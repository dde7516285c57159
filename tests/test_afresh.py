"""The releases as they are loaded: whatever is worked out on import is worked out again here, and compared."""

import json
import runpy
import sys
from collections.abc import Iterator

import pytest

import aurora_compat as ac
from aurora_compat.aurora import aurora
from aurora_compat.difference import differences
from aurora_compat.words.jsons import same
from aurora_compat.words.pointer import PointerMap
from tests.documents import FIXTURES, PAIRS, documents

ROOT = FIXTURES.parent


@pytest.fixture
def fresh() -> Iterator[ac.Registry]:
    """Aurora's registry, of release modules that were loaded for this test."""
    held = {name: module for name, module in sys.modules.items() if name.startswith("aurora_compat.aurora.")}
    for name in held:
        del sys.modules[name]
    try:
        yield aurora.__wrapped__()
    finally:
        for name in [name for name in sys.modules if name.startswith("aurora_compat.aurora.")]:
            del sys.modules[name]
        sys.modules.update(held)


def test_the_operations_are_those_held_in_the_fixtures(fresh: ac.Registry) -> None:
    held = json.loads((FIXTURES / "operations.json").read_text("utf-8"))
    assert held == {
        name: {
            "method": operation.method,
            "evidence": operation.evidence,
            "paths": {str(version): path for version, path in operation.paths.items()},
        }
        for name, operation in fresh.operations.items()
    }


def test_the_changes_are_those_of_the_rules_page(fresh: ac.Registry) -> None:
    page = runpy.run_path(str(ROOT / "docs" / "generate_rules.py"))["page"](fresh)
    assert page == (ROOT / "docs" / "rules.md").read_text("utf-8")


def test_the_golden_documents_are_translated_as_expected(fresh: ac.Registry) -> None:
    for document in documents():
        for source, target in PAIRS:
            body, given = document.body(source), document.given()
            t = ac.translate(body, source=source, target=target, registry=fresh, **given)
            expected = document.notes(source, target)
            assert {(note.kind, note.pointer, note.change, note.side) for note in t.notes} == expected, document
            if document.status == 200 or source < target:  # a 4xx answer passes unchanged towards 2018.01
                named = PointerMap((note.pointer, True) for note in t.notes)
                found = [one.pointer for one in differences(t.result, document.body(target))]
                assert all(named.near(pointer) for pointer in found), (document, found)
            back = ac.translate(t.result, source=target, target=source, residue=t.residue, registry=fresh, **given)
            assert same(back.result, body), document
