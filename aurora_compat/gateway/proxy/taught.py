"""What an operator teaches the proxy: pairs of ids that it has not seen pass by, as the admin listener takes them."""

from collections.abc import Mapping
from typing import get_args

from aurora_compat.gateway.directory import Kind
from aurora_compat.reading import Limits, parse
from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.jsons import Json, kind_of
from aurora_compat.words.value import Value

MOST_BYTES = 4 << 20
"""Of one body: some 40,000 pairs."""

_LIMITS = Limits(body=MOST_BYTES, depth=8, duplicate_keys="refuse")
_LONGEST = 200
"""Characters of an id; those of the API have 36."""

_KINDS: tuple[Kind, ...] = get_args(Kind)
_FORM = '{"tenant_id": "t-1", "design_of_asset": {"a-1": "d-1"}, "project_of_design": {"d-1": "p-1"}}'


class NotTaught(Exception):
    """The body of a call that teaches is none; the message is for whoever sent it."""


class Taught(Value):
    """Pairs of one tenant, by what they tell.

    Attributes:
        tenant: its id.
        pairs: id -> id, by kind; those kinds that were named.
    """

    tenant: str
    pairs: Mapping[Kind, Mapping[str, str]]

    @classmethod
    def read(cls, body: bytes) -> "Taught":
        """From a body.

        Raises:
            NotTaught: it is something else; the sentence holds none of its ids.
        """
        try:
            told = parse(body, _LIMITS)
        except MalformedPayload as error:
            raise NotTaught(f"the body is no JSON that can be read ({error.message}); send {_FORM}") from None
        if not isinstance(told, dict):
            raise NotTaught(f"{kind_of(told)} stands where an object belongs; send {_FORM}")
        unknown = told.keys() - {"tenant_id", *_KINDS}
        if unknown:
            names = f"{len(unknown)} of the members are unknown"
            raise NotTaught(f"{names}; there are tenant_id, {' and '.join(_KINDS)}")
        if "tenant_id" not in told:
            raise NotTaught(f"tenant_id is missing; send {_FORM}")
        if not _is_id(told["tenant_id"]):
            raise NotTaught(f"tenant_id: {_wanted(told['tenant_id'])}")
        pairs = {kind: _pairs(kind, told[kind]) for kind in _KINDS if kind in told}
        if not any(pairs.values()):
            raise NotTaught(f"there is nothing to learn: {' or '.join(_KINDS)} must hold pairs")
        return cls(told["tenant_id"], pairs)


def _pairs(kind: Kind, told: Json) -> Mapping[str, str]:
    if not isinstance(told, dict):
        raise NotTaught(f"{kind}: {kind_of(told)} stands where an object belongs, of ids and ids")
    for number, pair in enumerate(told.items(), 1):
        for side, id_ in zip(("first", "second"), pair, strict=True):
            if not _is_id(id_):
                raise NotTaught(f"{kind}, pair {number}, the {side} id: {_wanted(id_)}")
    return told


def _is_id(value: Json) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isprintable()


def _wanted(value: Json) -> str:
    if not isinstance(value, str):
        return f"{kind_of(value)} stands where a text belongs"
    return f"an id is a text of 1 to {_LONGEST} printable characters, not one of {len(value)}"
