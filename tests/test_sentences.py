"""The sentences of notes and refusals: what support engineers read can't change unnoticed.

`fixtures/sentences.json` holds the sentences that a fixed set of bent documents brings about. After a wanted change:

    .venv/bin/python -m tests.test_sentences
"""

import json
import random
from collections.abc import Iterator
from typing import Any

import aurora_compat as ac
from tests.documents import FIXTURES
from tests.laws.strategies import TOUCHED, Example, _bodies, _error_bodies, _keys, known_contexts, mutate

PATH = FIXTURES / "sentences.json"
BENT = 10
"""Bent documents a combination."""


def _examples() -> Iterator[Example]:
    for number, case in enumerate(TOUCHED):
        chance = random.Random(number)
        for turn in range(BENT):
            status = 200 if case.part == "request" or turn % 6 else chance.choice((404, 422, 499))
            bodies = _bodies(case.operation, case.part, case.source) if status == 200 else _error_bodies(case.source)
            hands = tuple(
                (chance.randrange(6), chance.randrange(200), chance.randrange(200), chance.randrange(100))
                for _ in range(turn % 5)
            )
            payload = mutate(chance.choice(bodies), hands, _keys(case.operation, case.part))
            known = known_contexts(case.target if case.part == "request" else case.source, case.part)
            yield Example(case, payload, status, known[turn % len(known)], ())


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
