"""Which changes did something to a message: what its walk did is done once more, and looked at edit by edit.

Notes can't tell this: a plain rename makes none. An operator wants to know it, though: a version can be retired when
no change between it and the next is in use any more.
"""

from collections.abc import Iterator

from aurora_compat.heads import Draft
from aurora_compat.messages.walk import HeadWalk
from aurora_compat.run import Run
from aurora_compat.translation import Translation
from aurora_compat.words.jsons import same


def acting(walk: HeadWalk, came: Draft, body: Translation | None) -> frozenset[str]:
    """The ids of the changes that made something else of a message than they were given.

    A change whose traces another one has undone counts too. Never raises: a walk that can't be repeated, as its
    document was edited since, tells what it did as far as it goes.

    Args:
        walk: of its head.
        came: the head as it came.
        body: the translation of its body; None where no body was translated.
    """
    found: set[str] = set()
    try:
        found.update(_of_head(walk, came))
        if body is not None:
            found.update(_of_body(walk, body))
    except Exception:
        pass  # whoever counts what goes on must not stop it
    return frozenset(found)


def _of_head(walk: HeadWalk, draft: Draft) -> Iterator[str]:
    run = Run(walk.run.call, traced=False)
    for planned, name in zip(walk.plan.hops, walk.operations, strict=True):
        draft = draft._replace(operation=name)
        run.source, run.target = planned.hop.source, planned.hop.target
        for change, edit in planned.heads:
            run.change = change.id
            # What a head asks of the body is among the edits of the plan, and acts where it changes the body.
            edited = edit.apply(draft, run)._replace(body=(), looks=())
            if edited != draft:
                yield change.id
            draft = edited


def _of_body(walk: HeadWalk, body: Translation) -> Iterator[str]:
    run, document = Run(body.call, traced=False), body.payload
    answers = walk.plan.answers(body.call.status)
    for planned in walk.plan.hops:
        run.source, run.target = planned.hop.source, planned.hop.target
        for change, edit, wanted, _, absent in planned.edits:
            if wanted != answers or (document is None and answers == "success" and not absent):
                continue
            run.change = change.id
            edited = edit.apply(document, run, None)
            if edited is not document and not same(edited, document):
                yield change.id
            document = edited
