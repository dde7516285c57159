"""Reading JSON strictly: what comes in is one JSON value that can go out again unchanged in meaning, or it is refused.

The standard library's parser does the work. What it would let pass (NaN, `1E400` as infinity, lone surrogates, any
depth) is looked for by cheap tests of the whole body at C speed; only a body that fails one is looked at closely.
"""

import json
import re
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Literal, NoReturn

from aurora_compat.words.error import MalformedPayload
from aurora_compat.words.jsons import Json
from aurora_compat.words.value import Value

DIGITS = 4300
"""Integers of this many digits are exact; it is also where CPython stops by default."""


class Limits(Value):
    """How much is read.

    Attributes:
        body: bytes of UTF-8.
        depth: objects and lists within each other; a scalar has depth 0.
        duplicate_keys: of a key that an object holds twice the `last` one counts, or the body is refused (`refuse`),
            which costs a look at every key.
    """

    body: int = 64 * 1024 * 1024
    depth: int = 512
    duplicate_keys: Literal["last", "refuse"] = "last"


DEFAULTS = Limits()


class NotJson(MalformedPayload):
    """The text is no JSON: broken, or never meant to be. A 4xx answer may be such a text, hence a class of its own."""


def parse(data: bytes | str, limits: Limits = DEFAULTS) -> Json:
    """The JSON value that a body holds. A byte order mark is skipped; of a key given twice the last one counts.

    Raises:
        NotJson: it breaks the grammar, or is empty.
        MalformedPayload: it is not UTF-8, over a limit, or holds what no JSON reader can be trusted with: NaN,
            infinities, numbers beyond a double, integers of more than 4,300 digits, lone surrogates.
    """
    text, raw = _decoded(data, limits)
    decoder = _CAREFUL if _may_overflow(raw) else _PLAIN
    if limits.duplicate_keys == "refuse":
        decoder = _PEDANTIC
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        _refuse_grammar(text, error)
    except _NumberError as error:
        _refuse(error.message, text, _first(text, error.culprit), error.advice)
    except RecursionError:
        _refuse_depth(text, limits)
    if raw.count(b"[") + raw.count(b"{") > limits.depth and _is_deeper(value, limits.depth):
        _refuse_depth(text, limits)
    if "\\" in text and _SURROGATE.search(text):
        lone = next((match.start() for match in _ESCAPES.finditer(text) if match["lone"]), None)
        if lone is not None:
            _refuse(_LONE.format(text[lone : lone + 6]), text, lone, _SEND_WHOLE)
    return value


_LONE = "{} is half of a surrogate pair, which is no character"
_SEND_WHOLE = "send both halves, or none"


def _decoded(data: bytes | str, limits: Limits) -> tuple[str, bytes]:
    """The body as text without its byte order mark, and as bytes."""
    if len(data) <= limits.body and isinstance(data, str):
        data = _encoded(data)
    if len(data) > limits.body or isinstance(data, str):
        raise MalformedPayload(f"larger than the limit of {limits.body:,} bytes; send less at once, or raise the limit")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode().removeprefix("\ufeff")
        _refuse(f"the byte 0x{data[error.start]:02x} is not UTF-8", before, len(before), "encode the body as UTF-8")
    return text.removeprefix("\ufeff"), data


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        _refuse(_LONE.format(f"U+{ord(text[error.start]):04X}"), text, error.start, _SEND_WHOLE)


# Numbers.


class _NumberError(Exception):
    """A number that the parser would have read as something else; `culprit` tells it among the tokens of the text."""

    def __init__(self, message: str, advice: str, culprit: Callable[[str], bool]) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.culprit = culprit


def _no_constant(name: str) -> NoReturn:
    raise _NumberError(f"{name} is no JSON number", "send null, or a string", lambda token: token == name)


def _finite(spelling: str) -> float:
    value = float(spelling)
    if isfinite(value):
        return value
    shown = spelling if len(spelling) <= 40 else f"{spelling[:20]}...{spelling[-10:]}"
    raise _NumberError(f"{shown} is beyond what a double holds", "send it as a string", lambda token: token == spelling)


def _exact(spelling: str) -> int:
    digits = len(spelling.removeprefix("-"))
    if digits <= DIGITS:
        try:
            return int(spelling)
        except ValueError:  # the interpreter was told to stop earlier: PYTHONINTMAXSTRDIGITS
            pass
    limit = f"more than {DIGITS:,}" if digits > DIGITS else "more than this Python is set to read"
    message = f"an integer of {digits:,} digits, {limit}"
    raise _NumberError(message, "send it as a string", lambda token: token == spelling)


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise MalformedPayload(f"an object holds the key {twice!r:.80} twice: send it once")
    return found


_PLAIN = json.JSONDecoder(parse_constant=_no_constant)
_CAREFUL = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite, parse_int=_exact)

_PEDANTIC = json.JSONDecoder(
    parse_constant=_no_constant, parse_float=_finite, parse_int=_exact, object_pairs_hook=_unique
)

_SHAPE = bytes.maketrans(b"123456789E", b"000000000e")
_LONG_RUN = b"0" * 200
_LONG_EXPONENTS = tuple(re.compile(start + rb"0*+(?:[\s,\]}]|\Z)") for start in (rb"e000", rb"e\+000"))


def _may_overflow(raw: bytes) -> bool:
    """Whether a number could be too large: that takes an exponent of three digits, or a run of 200 digits."""
    shape = raw.translate(_SHAPE)
    return _LONG_RUN in shape or any(pattern.search(shape) for pattern in _LONG_EXPONENTS)


# Depth.


def _is_deeper(value: Json, depth: int) -> bool:
    """Whether containers stand within each other more than `depth` deep; level by level, without recursion."""
    level: list[Json] = [[value]]
    for _ in range(depth + 1):
        level = [
            child
            for container in level
            for child in (container.values() if isinstance(container, dict) else container)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True


def _refuse_depth(text: str, limits: Limits) -> NoReturn:
    depth = 0
    for start, token in _tokens(text):
        if token in "[{":
            depth += 1
            if depth > limits.depth:
                _refuse(f"nested more than {limits.depth:,} levels deep", text, start, "send it flatter")
        elif token in "]}":
            depth -= 1
    raise MalformedPayload(
        f"nested deeper than this Python's stack has room for (the limit is {limits.depth:,} levels)"
    )


# Surrogates. `json` reads an escape of half a pair as a character that can't be written as UTF-8 again.

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPES = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<lone>u[dD][89a-fA-F]..)|.)", re.DOTALL)


# Saying where.


def _refuse_grammar(text: str, error: json.JSONDecodeError) -> NoReturn:
    if not text.strip(" \t\r\n"):
        raise NotJson("empty: one JSON value is expected") from None
    met = error.msg.removesuffix(" at")
    met = "something follows the JSON value" if met == "Extra data" else met[:1].lower() + met[1:]
    raise NotJson(f"not JSON: {met} at line {error.lineno}, column {error.colno}; send one JSON value") from None


def _refuse(message: str, text: str, at: int, advice: str) -> NoReturn:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    raise MalformedPayload(f"{message}, at line {line}, column {column}; {advice}") from None


_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]|-?Infinity|NaN|-?[0-9][0-9.eE+-]*+', re.DOTALL)


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    """Strings, brackets and numbers of a text that is JSON up to the place in question, and where each starts."""
    return ((match.start(), match[0]) for match in _TOKEN.finditer(text))


def _first(text: str, culprit: Callable[[str], bool]) -> int:
    return next((start for start, token in _tokens(text) if culprit(token)), 0)
