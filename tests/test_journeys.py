"""What moves is traced: notes of later hops and residues find their way by it."""

from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat.difference import differences
from aurora_compat.run import Call
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import digest
from aurora_compat.words.pointer import Path
from tests.documents import PAIRS, Document, documents

CASES = [
    pytest.param(document, source, target, id=f"{document.name}:{source}-{target}")
    for document in documents()
    for source, target in PAIRS
]


def _at(document: Any, path: Path) -> Any:
    for key in path:
        document = document[key]
    return document


@pytest.mark.parametrize(("document", "source", "target"), CASES)
def test_what_has_gone_from_one_place_to_another_is_traced(document: Document, source: str, target: str) -> None:
    body, given = document.body(source), document.given()
    versions = {str(version): version for version in ac.versions}
    plan = ac.registry.plan(document.operation, document.part, source, target)  # type: ignore[arg-type]
    call = Call(
        document.operation,
        document.part,  # type: ignore[arg-type]
        versions[source],
        versions[target],
        given["context"],
        FrozenMap(given["path_params"]),
        document.status,
        ac.registry,
    )
    result, run = plan.trace(body, call)
    assert run.moves is not None
    journeys = set(run.moves.journeys())
    for came, went in journeys if document.status == 200 else ():  # an older 4xx answer may have no such place
        _at(body, came)  # both places are there, or this raises
        _at(result, went)
    gone: dict[str, list[Path]] = {}
    fresh: dict[str, list[Path]] = {}
    for difference in differences(body, result):
        if difference.kind == "remove":
            gone.setdefault(digest(difference.old), []).append(difference.path)
        elif difference.kind == "add":
            fresh.setdefault(digest(difference.new), []).append(difference.path)
    for value, places in gone.items():
        if len(places) == 1 and len(fresh.get(value, ())) == 1 and document.status == 200:
            assert (places[0], fresh[value][0]) in journeys


def test_messages_of_a_404_move_on_behind_the_sentence_put_first() -> None:
    body = {"errors": [{"message": "a"}, {"message": "b"}]}
    version = ac.Version.of
    params = FrozenMap({"project_id": "p"})
    call = Call(
        "retrieve_project", "response", version("2018.01"), version("2022.09"), ac.Context(), params, 404, ac.registry
    )
    _, run = ac.registry.plan("retrieve_project", "response", "2018.01", "2022.09").trace(body, call)
    assert run.moves is not None
    assert set(run.moves.journeys()) == {(("errors", 0), ("errors", 1)), (("errors", 1), ("errors", 2))}


def test_filters_are_traced_into_the_list_and_back() -> None:
    version = ac.Version.of
    old, new = {"webhook": {"filters": {"A": 1, "B": [2]}}}, None
    call = Call(
        "create_webhook",
        "response",
        version("2022.09"),
        version("2024.05"),
        ac.Context(),
        FrozenMap(),
        200,
        ac.registry,
    )
    new, run = ac.registry.plan("create_webhook", "response", "2022.09", "2024.05").trace(old, call)
    assert run.moves is not None
    there = set(run.moves.journeys())
    place = ("webhook", "filters")
    assert there == {((*place, "A"), (*place, 0, "value")), ((*place, "B"), (*place, 1, "value"))}
    _, run = ac.registry.plan("create_webhook", "response", "2024.05", "2022.09").trace(
        new, call._replace(source=call.target, target=call.source)
    )
    assert run.moves is not None
    assert set(run.moves.journeys()) == {(went, came) for came, went in there}
    repeated = {"webhook": {"filters": [{"url_parameter": "A", "value": 1}, {"url_parameter": "A", "value": 2}]}}
    _, run = ac.registry.plan("create_webhook", "response", "2024.05", "2022.09").trace(
        repeated, call._replace(source=call.target, target=call.source)
    )
    assert run.moves is not None
    assert set(run.moves.journeys()) == {
        ((*place, 0, "value"), (*place, "A", 0)),
        ((*place, 1, "value"), (*place, "A", 1)),
    }
