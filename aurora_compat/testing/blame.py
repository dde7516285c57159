"""Which change breaks a law: the one without which the law holds for the payload at hand."""

from collections.abc import Callable, Iterator

from aurora_compat.change import Change
from aurora_compat.registries import Registry
from aurora_compat.testing.example import REFUSED, Example
from aurora_compat.testing.judging import Breach
from aurora_compat.words.pointer import keys_of

Judge = Callable[[Example], Iterator[Breach]]


def culprits(judge: Judge, example: Example, breach: Breach, *, by_notes: bool = False) -> tuple[str, ...]:
    """The ids of the changes that break a law, of several that might the likeliest; none where no change is at work.

    Args:
        judge: the law.
        example: the payload that breaks it.
        breach: where.
        by_notes: ask the notes of the way there first: they name the change that kept something as it was.
    """
    ids = tuple(dict.fromkeys(_ids(example)))
    if len(ids) < 2:
        return ids
    near = _near_notes(example, breach) if by_notes else ()
    freeing = () if near else tuple(id_ for id_ in ids if not _breaks(judge, _without(example, id_), breach))
    telling = _near_lines(example, breach, freeing or ids)
    return near or (telling if len(freeing) != 1 else ()) or freeing or ids


def _ids(example: Example) -> Iterator[str]:
    """Of the changes with a rule for a body of that status, on either way."""
    case = example.case
    answers = "client error" if 400 <= example.status < 500 else "success"
    for source, target in ((case.source, case.target), (case.target, case.source)):
        for planned in case.registry.plan(case.operation, case.part, source, target).hops:
            yield from (edit.change.id for edit in planned.edits if edit.answers == answers)


def _without(example: Example, id_: str) -> Example:
    def kept(changes: tuple[Change, ...]) -> tuple[Change, ...]:
        return tuple(change for change in changes if change.id != id_)

    releases = (release.__replace__(changes=kept(release.changes)) for release in example.case.registry.releases)
    return example._replace(case=example.case._replace(registry=Registry(*releases)))


def _breaks(judge: Judge, example: Example, breach: Breach) -> bool:
    try:
        return any(_are_near(keys_of(found.pointer), keys_of(breach.pointer)) for found in judge(example))
    except REFUSED:
        return False
    except Exception:  # a rule that raises is at work still
        return True


def _near_notes(example: Example, breach: Breach) -> tuple[str, ...]:
    try:
        notes = example.there().notes
    except REFUSED:
        return ()
    at = keys_of(breach.pointer)
    ids = (note.change for note in notes if note.pointer and _are_near(keys_of(note.pointer), at))
    return tuple(dict.fromkeys(id_ for id_ in ids if id_ is not None))


def _near_lines(example: Example, breach: Breach, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The changes that speak of the place; of its parts only where the breach is of a whole."""
    case, at = example.case, keys_of(breach.pointer)
    found: dict[str, None] = {}
    for source, target in ((case.source, case.target), (case.target, case.source)):
        for _, change, line in case.registry.plan(case.operation, case.part, source, target).lines():
            if change.id in ids and line.where.startswith("/") and _are_near(keys_of(line.where), at):
                found[change.id] = None
    return tuple(found)


def _are_near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two places are one, or one is above the other; `*` is any key."""
    return all(a == b or "*" in (a, b) for a, b in zip(one, other, strict=False))
