"""The sentences of notes and refusals: what support engineers read can't change unnoticed.

`fixtures/sentences.json` holds the sentences that a fixed set of bent documents brings about. After a wanted change:

    .venv/bin/python -m tests.test_sentences
"""

import json
import random
from collections.abc import Iterator
from typing import Any

import aurora_compat as ac
from aurora_compat.testing.bending import bent
from aurora_compat.testing.bodies import model_of
from aurora_compat.testing.example import Case, Example
from aurora_compat.testing.trials import pool_of
from aurora_compat.testing.words import ROLES, TWINS
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.operation import PARTS, Part
from tests.documents import FIXTURES, PAIRS, fixtures

PATH = FIXTURES / "sentences.json"
BENT = 40
"""Bent documents a combination."""


PARAMS = FrozenMap(
    {
        "tenant_id": "7e7a0000-0000-4000-8000-000000000001",
        "project_id": "12345343-5343-4345-3445-123456789012",
        "design_id": "de510000-0000-4000-8000-000000000001",
    }
)
ANSWERS = {
    "list_users": {"users": [{"id": "u1"}, {"id": "u2"}]},
    "retrieve_project": {"project": {"location": {"property_address": "9 Held Road", "latitude": 1.5, "longitude": 2}}},
    "retrieve_financing": {"financing": {"id": "f", "system_price": 1, "system_cost": 2, "up_to_date": True}},
}
NO_DOCUMENT: tuple[Any, ...] = ({"thing": {"id": "a", "cost": 1, "updated_at": "x"}}, {}, None, [1])
"""Of operations without golden documents."""

RARE: tuple[tuple[str, Part, str, str, Any], ...] = (
    ("update_project", "request", "2018.01", "2024.05", {"project": {"location": {}, "latitude": 1}}),
    ("update_project", "request", "2024.05", "2018.01", {"project": {"property_address": "1 Sun Street"}}),
    (
        "update_design_pricing",
        "request",
        "2018.01",
        "2024.05",
        {"pricing": {"storage_system_cost_breakdown": [], "storage_system_price_breakdown": []}},
    ),
    ("list_financings", "response", "2022.09", "2018.01", {"financings": [{"id": "f-1", "system_price": 1}]}),
    ("list_financings", "response", "2022.09", "2018.01", {"financings": [{"id": "f-1", "lifetime_savings": 1}]}),
)
"""Messages that chance seldom brings about."""


def _cases() -> Iterator[Case]:
    for name, operation in ac.operations.items():
        for part in PARTS:
            for source, target in PAIRS:
                ends = ac.registry.version(source), ac.registry.version(target)
                case = Case(operation.name, part, *ends, ac.registry, model_of(ac.registry))
                if ac.registry.plan(name, part, source, target).touches():
                    yield case


def _examples() -> Iterator[Example]:
    for operation, part, source, target, payload in RARE:
        ends = ac.registry.version(source), ac.registry.version(target)
        yield Example(Case(operation, part, *ends, ac.registry, model_of(ac.registry)), payload)
    for number, case in enumerate(_cases()):
        chance, pool = random.Random(number), pool_of(case)
        for turn in range(BENT):
            status = 200 if case.part == "request" or turn % 6 else chance.choice((404, 422, 499))
            bodies = fixtures(case.operation, case.part, case.source, status) or NO_DOCUMENT
            hands = tuple(
                (chance.randrange(7), chance.randrange(1000), chance.randrange(1000), chance.randrange(1000))
                for _ in range(turn % 5)
            )
            known = _contexts(case.target if case.part == "request" else case.source, case.part)
            yield Example(case, bent(chance.choice(bodies), hands, pool), status, known[turn % len(known)], PARAMS)


def _contexts(version: ac.Version, part: str) -> tuple[ac.Context, ...]:
    """Contexts: little known, settings overturned, all answers given."""
    roles: dict[str, str | tuple[str, ...]] = {**ROLES, **TWINS}
    plain = ac.Context(roles=roles)
    overlaid = ac.Context(
        roles=roles, system_size_source="ac", pricing_method_values={"cost breakdown": "by component"}
    )
    answered = plain
    for operation, body in ANSWERS.items():
        params = {k: v for k, v in PARAMS.items() if k in ac.operations[operation].parameters(ac.versions[0])}
        if operation == "retrieve_financing":
            params["financing_id"] = "f1000000-0000-4000-8000-000000000001"
        need = ac.Need(operation, version, FrozenMap(params), FrozenMap(), None, "", False, None)
        answered = answered.with_answer(need, body)
    blank = (ac.Context(),) if part == "response" else (ac.Context(roles=roles, system_size_source=None),)
    return (plain, plain, overlaid, answered, *blank)


def sentences() -> dict[str, list[str]]:
    """Every sentence by change and kind; a refusal's kind is `refused`."""
    found: dict[str, set[str]] = {}
    for example in _examples():
        try:
            said: list[tuple[str | None, str, str]] = [
                (note.change, note.kind, note.message) for note in example.there().notes
            ]
        except (ac.Untranslatable, ac.MissingContext) as error:
            said = [(error.change, "refused", error.message)]
        for change, kind, message in said:
            found.setdefault(f"{change} {kind}", set()).add(message)
    return {key: sorted(found[key]) for key in sorted(found)}


def test_no_sentence_has_changed() -> None:
    held: Any = json.loads(PATH.read_text("utf-8"))
    now = sentences()
    for key in held | now:
        assert now.get(key) == held.get(key), f"{key}: if that is on purpose, run python -m tests.test_sentences"


def test_every_change_that_makes_notes_is_heard() -> None:
    heard = {key.split()[0] for key in json.loads(PATH.read_text("utf-8"))}
    assert heard == {change.id for change in ac.changes.values() if change.bodies}


if __name__ == "__main__":
    PATH.write_text(json.dumps(sentences(), indent=1, ensure_ascii=False) + "\n", "utf-8")
