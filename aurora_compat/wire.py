"""From bytes to bytes through a compiled plan: parsed at once, or opened level by level, whichever is less work.

`msgspec` does the parsing. It is loaded with the first message, and refuses most of what must be refused by itself;
what it would let pass is looked for here. Whatever it does not read makes the body step aside: `reading` then says what
is wrong with it, or reads it after all.
"""

import io
import re
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple, TypeAlias

from aurora_compat.code import STRICT, Aside, Reader
from aurora_compat.compiling import Compiled
from aurora_compat.reading import DEFAULTS, Limits
from aurora_compat.run import Call
from aurora_compat.words.jsons import Json

BY_LEVEL = 6 * 1024
"""Bytes from which on opening level by level takes less time than parsing at once, where most of a body stays unopened:
even at about 5 kB of design summary, a quarter at 51 kB (docs/benchmarks.md, how a body is read)."""

BY_ITEM = 1024 * 1024
"""Bytes from which on a list is translated some items at a time: that takes a little more time and a fraction of the
memory (docs/benchmarks.md, how a body is read, and peak memory)."""

_BATCH = 250
"""Items at a time: a page of the API."""


class Opener:
    """The reader of values that are `msgspec.Raw`: the text of a JSON value, unopened; others are parsed already."""

    __slots__ = ("_decode", "_encode", "_list", "_object", "_raw")

    def __init__(self, decode: Callable[[Any], Json], encode: Callable[[Any], bytes]) -> None:
        import msgspec

        self._raw: Any = msgspec.Raw
        self._decode, self._encode = decode, encode
        self._object = msgspec.json.Decoder(dict[str, msgspec.Raw] | None).decode
        self._list = msgspec.json.Decoder(list[msgspec.Raw] | None).decode

    def object(self, value: Any) -> dict[str, Any] | None:
        """The members, unopened."""
        if type(value) is not self._raw:
            raise Aside
        opened: dict[str, Any] | None = self._object(value)
        return opened

    def list(self, value: Any) -> "list[Any] | None":
        """The items, unopened."""
        if type(value) is not self._raw:
            raise Aside
        opened: list[Any] | None = self._list(value)
        return opened

    def member(self, value: Any) -> Any:
        """The value, None for an unopened null."""
        return None if type(value) is self._raw and bytes(value) == b"null" else value

    def value(self, value: Any) -> Json:
        """The value with all that is in it; what stands unopened in an object is opened too."""
        if type(value) is self._raw:
            return self._decode(value)
        return self._decode(self._encode(value)) if isinstance(value, (dict, list)) else value


class Codec(NamedTuple):
    """The functions of `msgspec` that are used, and the readers.

    Attributes:
        decode: a whole document.
        level: the members of the outermost object, unopened.
        levels: the same, the members of their objects unopened: where all of them are objects.
        items: the items of a list, unopened.
        encode: a document, of which parts may be unopened.
        opener: reads what is unopened.
    """

    decode: Callable[[Any], Json]
    level: Callable[[Any], dict[str, Any]]
    levels: Callable[[Any], dict[str, Any]]
    items: Callable[[Any], list[Any]]
    encode: Callable[[Any], bytes]
    opener: Reader


@cache
def codec() -> Codec:
    """Made once."""
    import msgspec

    decode, encode = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode
    return Codec(
        decode,
        msgspec.json.Decoder(dict[str, msgspec.Raw]).decode,
        msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]]).decode,
        msgspec.json.Decoder(list[msgspec.Raw]).decode,
        encode,
        Opener(decode, encode),
    )


Turn: TypeAlias = Callable[[bytes, Call], bytes]
"""Takes a body (UTF-8, without a content coding) through a plan; the same bytes object where nothing changed.

It raises, whatever it is, where the body is to be read and translated by the plain way, which decides.
"""


def turn_of(plan: Compiled, limits: Limits = DEFAULTS) -> Turn:
    """What takes bodies through a compiled plan; what it needs for every one is at hand.

    Args:
        plan: what is to be done.
        limits: on what is read.
    """
    tools, function, most, depth = codec(), plan.function, limits.body, limits.depth
    decode, encode = tools.decode, tools.encode
    if limits.duplicate_keys != "last":
        most = -1
    flat = min(most, 2 * depth)  # every container takes two bytes
    by_levels, by_items = plan.by_level, bool(plan.lists)

    def turn(body: bytes, call: Call) -> bytes:
        size = len(body)
        if size > flat and (size > most or is_deeper(body, depth)):
            raise Aside
        if by_levels and size >= BY_LEVEL:
            return by_level(body, plan, call)
        if by_items and size >= BY_ITEM:
            return by_item(body, plan, call)
        document = decode(body)
        result = function(document, call, STRICT)
        return body if result is document else encode(result)

    return turn


def by_level(body: bytes, plan: Compiled, call: Call) -> bytes:
    """A body of which only what a rule looks at is parsed."""
    tools = codec()
    check_unopened(body)
    document = opened(body, tools)
    result = plan.function(document, call, tools.opener)
    return body if result is document else tools.encode(result)


def opened(body: bytes, tools: Codec) -> dict[str, Any]:
    """The outermost object with its members unopened, or theirs."""
    import msgspec

    document: dict[str, Any]
    try:
        document = tools.levels(body)
    except msgspec.ValidationError:
        document = tools.level(body)
    return document


def by_item(body: bytes, plan: Compiled, call: Call) -> bytes:
    """A long list, some items at a time: neither the parsed list nor two copies of the text are ever held."""
    tools = codec()
    envelope = tools.level(body)
    keys = (plan.touched or frozenset()) & envelope.keys()
    if len(keys) != 1 or not keys <= plan.lists:
        raise Aside
    written, changed, before = io.BytesIO(), False, b"{"
    for name, member in envelope.items():
        written.write(before + tools.encode(name) + b":")
        before = b","
        if name in keys:
            changed = _write_items(written, name, tools.items(member), plan, call, tools)
        else:
            check_unopened(bytes(member))
            written.write(member)
    written.write(b"}")
    return written.getvalue() if changed else body


def _write_items(written: io.BytesIO, key: str, items: list[Any], plan: Compiled, call: Call, tools: Codec) -> bool:
    """Write the items of a list, translated; whether any is another than it was."""
    changed, before = False, b"["
    for start in range(0, len(items), _BATCH):
        batch = {key: tools.decode(b"[" + b",".join(items[start : start + _BATCH]) + b"]")}
        result = plan.function(batch, call, STRICT)
        changed = changed or result is not batch
        written.write(before)
        written.write(tools.encode(result[key])[1:-1])
        before = b","
    written.write(b"]" if items else b"[]")
    return changed


_ALIKE = bytes.maketrans(b"{}", b"[]")
_STEPS = tuple(1 if byte == ord("[") else -1 for byte in range(256))
_NO_BRACKETS = bytes(set(range(256)) - set(b'[]{}"\\'))


def is_deeper(body: bytes, depth: int) -> bool:
    """Whether containers may stand within each other more than `depth` deep; without parsing."""
    lists = _count(body, b"[", depth)
    if len(body) + 3 * lists <= 5 * depth or lists + _count(body, b"{", depth) <= depth:
        return False  # a list takes two bytes, an object in an object five
    left = body.translate(_ALIKE, _NO_BRACKETS).replace(b'""', b"")
    if b'"' in left or b"\\" in left:
        return True  # strings that hold brackets or escapes: it would take more to tell
    return max(accumulate(map(_STEPS.__getitem__, left))) > depth


def _count(body: bytes, token: bytes, most: int) -> int:
    """How often a byte occurs; where it is rare this is a fraction of what `bytes.count` takes.

    That looks at every byte, while `bytes.replace` and `bytes.find` search for the next one.
    """
    if len(body) < BY_LEVEL:
        return len(body) - len(body.replace(token, b""))
    at = body.find(token)
    for found in range(min(most, 64) + 1):
        if at < 0:
            return found
        at = body.find(token, at + 1)
    return body.count(token)


_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_STRIDE = 11
_LONG = 200
"""Digits in a row that a number beyond a double has at least, where its exponent has two digits at most."""
_RUN = b"0" * (_LONG // _STRIDE)
"""What is left of them when every eleventh byte is looked at."""
_LETTERS = {b"e": re.compile(rb"e\+?[0-9]{3,}(?:[\s,\]}]|\Z)"), b"E": re.compile(rb"E\+?[0-9]{3,}(?:[\s,\]}]|\Z)")}
"""What an exponent of three digits looks like, by its letter."""
_AFTER = frozenset(b"0123456789+")


def check_unopened(body: bytes) -> None:
    """Step aside for what an unopened part may hold and no JSON reader can be trusted with.

    These are broken UTF-8, numbers beyond a double, integers of more than 4,300 digits; whatever may be one is enough.
    """
    if not body.isascii():
        body.decode()
    if _RUN in body[::_STRIDE].translate(_DIGITS) and b"0" * _LONG in body.translate(_DIGITS):
        raise Aside
    if any(_has_exponent(body, letter, exponent) for letter, exponent in _LETTERS.items()):
        raise Aside


def _has_exponent(body: bytes, letter: bytes, exponent: re.Pattern[bytes]) -> bool:
    """Whether something looks like an exponent of three digits; the letter is looked for as long as it is rare."""
    find, at, end = body.find, body.find(letter), len(body) - 1
    for _ in range(len(body) // 128):
        if at < 0 or at == end:
            return False
        if body[at + 1] in _AFTER and exponent.match(body, at):
            return True
        at = find(letter, at + 1)
    return exponent.search(body, at) is not None
