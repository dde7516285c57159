"""The change of a project against other libraries: parsed bodies for those that take documents, else messages."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from aurora_compat.words.jsons import same
from benchmarks import bodies, subject
from benchmarks.bodies import V2022, V2024
from benchmarks.comparison import Comparison, faster
from benchmarks.groups.messages import message, ours
from benchmarks.rivals import rivals
from benchmarks.rivals.base import Rival


def comparisons() -> Iterator[Comparison]:
    found, _ = rivals()
    for rival in found:
        for source, target, theirs in ((V2022, V2024, rival.up), (V2024, V2022, rival.down)):
            if theirs is not None:
                yield (_documents if rival.takes == "document" else _bytes)(rival, theirs, source, target)
    for rival in found:
        if rival.down is not None and rival.takes == "document":
            yield _documents(rival, rival.down, V2024, V2022, public=True)


def _documents(
    rival: Rival, theirs: Callable[[Any], Any], source: str, target: str, *, public: bool = False
) -> Comparison:
    body = bodies.PROJECT if source < target else bodies.PROJECT_ANSWER
    walk = (body.operation, body.part, source, target)
    document = body.document(source)
    return Comparison(
        group="rivals",
        name=f"{body.label(source)}, {source} → {target}",
        ours=(subject.translate(*walk) if public else subject.plan_apply(*walk), document),
        other=(theirs, document),
        our_name="`translate()`" if public else "plan applied",
        other_name=rival.name,
        kind="rival",
        target=faster(rival.faster) if rival.faster is not None and not public else None,
        check=lambda result, other: same(result, rival.plain(other)),
    )


def _bytes(rival: Rival, theirs: Callable[[Any], Any], source: str, target: str) -> Comparison:
    body = bodies.PROJECT if source < target else bodies.PROJECT_ANSWER
    return Comparison(
        group="rivals",
        name=f"{body.label(source)}, {source} → {target}",
        ours=(ours(body, source, target), message(body, source)),
        other=(theirs, body.raw(source)),
        our_name=f"`translate_{body.part}`, the whole message",
        other_name=rival.name,
        kind="rival",
        check=lambda result, other: same(json.loads(result.body), json.loads(other)),
    )
