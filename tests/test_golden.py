"""The golden documents: each gives that of the other versions but for what the notes name, and comes back exactly."""

import json

import pytest

import aurora_compat as ac
from aurora_compat.difference import differences, keys_along
from aurora_compat.words.jsons import copied, same
from aurora_compat.words.pointer import pointer_of
from tests.documents import FIXTURES, PAIRS, VERSIONS, Document, documents

CASES = [
    pytest.param(document, source, target, id=f"{document.name}:{source}-{target}")
    for document in documents()
    for source, target in PAIRS
]


def _client_error_down(document: Document, source: str, target: str) -> bool:
    """2018.01 had no one error format: towards it a 4xx passes as it is, so no golden document equals it."""
    return document.status >= 400 and source > target


@pytest.mark.parametrize(("document", "source", "target"), CASES)
def test_the_notes_are_those_expected(document: Document, source: str, target: str) -> None:
    t = ac.translate(document.body(source), source=source, target=target, **document.given())
    assert {(note.kind, note.pointer, note.change, note.side) for note in t.notes} == document.notes(source, target)


@pytest.mark.parametrize(("document", "source", "target"), CASES)
def test_the_result_is_the_target_document_but_for_what_the_notes_name(
    document: Document, source: str, target: str
) -> None:
    body = document.body(source)
    t = ac.translate(body, source=source, target=target, **document.given())
    if _client_error_down(document, source, target):
        assert same(t.result, body)
        return
    named = [note.pointer for note in t.notes]
    for difference in differences(t.result, document.body(target)):
        pointer = pointer_of((*keys_along(difference.at), difference.key))
        assert any(pointer == name or pointer.startswith(name + "/") for name in named), pointer


@pytest.mark.parametrize(("document", "source", "target"), CASES)
def test_with_the_residue_the_way_back_is_exact(document: Document, source: str, target: str) -> None:
    body = document.body(source)
    before = copied(body)
    there = ac.translate(body, source=source, target=target, **document.given())
    residue = json.loads(json.dumps(there.residue))
    back = ac.translate(there.result, source=target, target=source, residue=residue, **document.given())
    assert same(back.result, before)
    assert same(body, before)


@pytest.mark.parametrize(("document", "source", "target"), CASES)
def test_the_patch_makes_the_result(document: Document, source: str, target: str) -> None:
    body = document.body(source)
    t = ac.translate(body, source=source, target=target, **document.given())
    assert same(t.patch().apply(copied(body)), t.result)


def test_every_body_that_a_change_touches_has_a_document() -> None:
    have = {(document.operation, document.part) for document in documents()}
    wanted = {
        (name, part)
        for change in ac.changes.values()
        for body in change.bodies
        if body.answers == "success"
        for name in body.operations
        for part in body.parts
        if part == "response" or (ac.operations[name].method in {"POST", "PUT"} and name != "accept_design_request")
    }
    assert wanted <= have


def test_every_version_has_the_same_documents_and_every_pair_its_notes() -> None:
    names = {version: {path.name for path in (FIXTURES / version).glob("*.json")} for version in VERSIONS}
    assert len({frozenset(found) for found in names.values()}) == 1
    notes = {path.name for path in (FIXTURES / "notes").glob("*.json")}
    assert notes == {f"{document.name}.{a}-{b}.json" for document in documents() for a, b in PAIRS}


def test_the_hourly_summary_is_of_a_real_size() -> None:
    assert all(
        (FIXTURES / version / "retrieve_design_summary.response.hourly.json").stat().st_size > 55_000
        for version in VERSIONS
    )
