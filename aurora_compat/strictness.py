"""`strict`: which notes a caller does not accept."""

from collections.abc import Collection, Iterable

from aurora_compat.run import Call
from aurora_compat.words.error import LossError, listed
from aurora_compat.words.note import KINDS, STRICT, Note


def strict_kinds(strict: bool | Collection[str]) -> Collection[str]:
    """The kinds of notes that `strict` does not accept.

    Raises:
        ValueError: it names a kind that there is none of.
    """
    kinds: Collection[str] = STRICT if isinstance(strict, bool) else {strict} if isinstance(strict, str) else strict
    unknown = set(kinds) - set(KINDS)
    if unknown:
        raise ValueError(f"strict takes kinds of notes: {listed(KINDS)}, not {listed(sorted(unknown))}")
    return kinds


def refuse_losses(notes: Iterable[Note], strict: bool | Collection[str], call: Call) -> None:
    """Raise on the notes that `strict` does not accept.

    Raises:
        LossError: it carries them.
    """
    kinds = strict_kinds(strict)
    refused = tuple(note for note in notes if note.kind in kinds)
    if refused:
        first, more = refused[0], len(refused) - 1
        raise LossError(
            f"{first.kind}: {first.message}" + (f" (and {more} more)" if more else ""),
            operation=call.operation,
            part=call.part,
            change=first.change,
            pointer=first.pointer,
            source=str(call.source),
            target=str(call.target),
            notes=refused,
        )
