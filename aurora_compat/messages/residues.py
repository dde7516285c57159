"""The residue of a whole message: of its head, of its body, and of how the body was written."""

from typing import NamedTuple

from aurora_compat.messages.head_residue import HeadResidue
from aurora_compat.messages.payload import Outcome
from aurora_compat.run import Call
from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.jsons import Json

FORMAT = 1


class Kept(NamedTuple):
    """What a residue holds of a message.

    Attributes:
        head: how path, query and headers were spelled.
        body: the residue of the body.
        content: its content type, and whether it was text or null.
    """

    head: HeadResidue
    body: Json = None
    content: Json = None

    @classmethod
    def of(cls, residue: Json, call: Call) -> "Kept":
        """From a residue that belongs to the way there of a call.

        Raises:
            MalformedPayload: it is no residue, or that of something else.
        """
        if residue is None:
            return cls(HeadResidue({}))
        wanted = {"format": FORMAT, "message": call.part, "source": str(call.target), "target": str(call.source)}
        if not isinstance(residue, dict) or any(residue.get(name) != value for name, value in wanted.items()):
            raise MalformedPayload(
                "the residue given is none of the way there: pass what `residue` of that translation was", **call.where
            )
        return cls(HeadResidue.read(residue.get("head"), **call.where), residue.get("body"), residue.get("content"))

    @staticmethod
    def made(call: Call, head: Json, outcome: Outcome) -> Json:
        """The residue of a translation; None where the way back needs nothing."""
        body, content = _of_body(outcome)
        if head is None and body is None:
            return None
        return {
            "format": FORMAT,
            "message": call.part,
            "source": str(call.source),
            "target": str(call.target),
            "head": head,
            "body": body,
            "content": content,
        }


def _of_body(outcome: Outcome) -> tuple[Json, Json]:
    if outcome.translation is None and outcome.later is not None:
        outcome = outcome.later() or outcome
    body = outcome.translation.residue if outcome.translation is not None else None
    return body, outcome.content if body is not None else None
