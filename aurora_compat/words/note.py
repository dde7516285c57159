"""What a translation says of itself: notes on what it did, needs for what would make it complete."""

from typing import Literal, TypeAlias, get_args

from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.message import Request
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

Kind: TypeAlias = Literal["lost", "unsupported", "conflict", "assumed", "missing"]
Side: TypeAlias = Literal["source", "target"]
Question: TypeAlias = tuple[str, FrozenMap[str, str], FrozenMap[str, str]]
"""What a need asks: the operation, its path parameters and its query."""

SPEAKS = "the body already speaks"
"""Part of the message of every `unsupported` note on a body that is in the target's version already."""

KINDS: tuple[Kind, ...] = get_args(Kind)
STRICT: frozenset[Kind] = frozenset({"lost", "missing", "unsupported", "conflict"})
"""What `strict=True` refuses: all kinds but `assumed`."""


class Note(Value):
    """One thing that a translation did and that a plain rename, move or invertible mapping would not have done.

    Attributes:
        kind: `lost`: a value of the source has no place in the target. `unsupported`: kept as it is although one of
            the two versions does not define it. `conflict`: two values claim one place, this one gave way.
            `assumed`: the target got a value that the source did not state, or a value was normalised for good.
            `missing`: the target version has a field here that nothing given could supply.
        pointer: JSON Pointer into the first input or the last result, never into something between.
        change: id of the change, None for a general rule.
        message: a sentence for a support engineer; it holds no credentials.
        side: the document that `pointer` points into: `source` is the input, `target` the result.
    """

    kind: Kind
    pointer: str
    change: str | None
    message: str
    side: Side

    @property
    def is_mismatch(self) -> bool:
        """Whether the body is in the target's version already: a key was upgraded, or rolled back, unheard of."""
        return self.kind == "unsupported" and SPEAKS in self.message


class Need(Value):
    """A question to the server whose answer would make a translation complete: `Context.with_answer` takes it.

    Attributes:
        operation: the operation to call.
        version: the server's version: the target of a request, the source of a response.
        path_params: those that are known.
        query: for lists `page` and `per_page`.
        change: id of the change that asks.
        pointer: where in the result the answer would go.
        required: whether the request is refused (`MissingContext`) without it.
        request: ready to send, but for the host and the credential; None where path parameters are unknown.
    """

    operation: str
    version: Version
    path_params: FrozenMap[str, str]
    query: FrozenMap[str, str]
    change: str | None
    pointer: str
    required: bool
    request: Request | None

    @property
    def question(self) -> Question:
        """What is asked; needs that ask the same share one answer, whoever asks."""
        return (self.operation, self.path_params, self.query)
