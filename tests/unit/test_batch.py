"""`translate_batch`: many bodies of one kind."""

from collections.abc import Iterator
from typing import Any

import pytest

import aurora_compat as ac
from tests.documents import PAIRS, documents

PROJECT: dict[str, Any] = {"operation": "create_project", "part": "request", "source": "2022.09", "target": "2024.05"}


@pytest.mark.parametrize("document", list(documents()), ids=lambda document: document.name)
def test_each_is_translated_as_by_itself(document: Any) -> None:
    told = {**document.given(), "operation": document.operation, "part": document.part, "status": document.status}
    for source, target in PAIRS:
        body = document.body(source)
        one = ac.translate(body, source=source, target=target, **told)
        for other in ac.translate_batch([body] * 3, source=source, target=target, **told):
            assert (other.result, other.notes, other.needs, other.residue) == (
                one.result,
                one.notes,
                one.needs,
                one.residue,
            )


def test_bodies_are_taken_one_by_one() -> None:
    taken = []

    def bodies() -> Iterator[Any]:
        for number in range(3):
            taken.append(number)
            yield {"project": {"customer_address": number}}

    translations = ac.translate_batch(bodies(), **PROJECT)
    assert taken == []
    assert next(translations).result == {"project": {"mailing_address": 0}}
    assert taken == [0]
    assert [t.result["project"]["mailing_address"] for t in translations] == [1, 2]


def test_what_is_wrong_with_one_is_raised_at_its_turn_and_the_next_follows() -> None:
    bodies: list[Any] = [
        {"project": {"address": "1 Example Way", "location": "no object"}},
        {"project": {"address": "1 Example Way"}},
        object(),
        {"project": {}},
    ]
    translations = ac.translate_batch(bodies, **PROJECT)
    with pytest.raises(ac.Untranslatable):
        next(translations)
    assert next(translations).result == {"project": {"location": {"property_address": "1 Example Way"}}}
    with pytest.raises(ac.MalformedPayload):
        next(translations)
    assert [t.result for t in translations] == [{"project": {}}]


def test_strict_and_validate_hold_for_each() -> None:
    kept = {"project": {"mailing_address": "already"}}
    with pytest.raises(ac.LossError):
        next(ac.translate_batch([kept], strict=True, **PROJECT))
    with pytest.raises(ac.MalformedPayload):
        next(ac.translate_batch([{"project": {"name": 1}}], validate=True, **PROJECT))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"operation": "create_projet"}, ac.UnknownOperation),
        ({"source": "2019.01"}, ac.UnknownVersion),
        ({"part": "body"}, ValueError),
        ({"strict": {"loss"}}, ValueError),
        ({"context": {}}, ac.InvalidContext),
        ({"status": "200"}, ac.InvalidContext),
    ],
)
def test_wrong_arguments_are_told_at_once(wrong: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        ac.translate_batch([], **PROJECT | wrong)
