"""Files and standard input, read within the limit and written whole; what fails is a line that names the file."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import aurora_compat as ac
from aurora_compat.cli.failure import InputError
from aurora_compat.reading import DEFAULTS, Limits, NotJson, parse
from aurora_compat.words.jsons import Json

STDIN = "-"
LIMITS = DEFAULTS
"""What is read of a payload, or of settings, at most: the library's own limits."""
RESIDUE_LIMITS = Limits(4 * LIMITS.body, LIMITS.depth + 16)
"""A residue holds values of a payload a few levels deeper, and fingerprints beside them."""


class NotJsonError(InputError):
    """The text of a file is no JSON: broken, or never meant to be."""


def read(path: str, limits: Limits | None = None) -> bytes:
    """The bytes of a file, or of standard input for `-`; no more than it takes to see that the limit is passed.

    Raises:
        InputError: it can't be read.
    """
    size = (limits or LIMITS).body + 1
    try:
        if path == STDIN:
            if sys.stdin is None:
                raise InputError("standard input is closed: name a file, or pipe the payload in")
            return sys.stdin.buffer.read(size)
        with Path(path).open("rb") as file:
            return file.read(size)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise InputError(f"{_name(path)} can't be read: {_reason(error)}") from error


def read_json(path: str, limits: Limits | None = None) -> Json:
    """The JSON value of a file.

    Raises:
        InputError: it can't be read, or holds no JSON that may be trusted.
    """
    return json_of(read(path, limits), path, limits)


def json_of(data: bytes, path: str, limits: Limits | None = None) -> Json:
    """The JSON value of bytes that came from a file.

    Raises:
        NotJsonError: it is no JSON.
        InputError: it is over a limit, or holds what can't be trusted.
    """
    try:
        return parse(data, limits or LIMITS)
    except ac.MalformedPayload as error:
        kind = NotJsonError if isinstance(error, NotJson) else InputError
        raise kind(f"{_name(path)}: {error}") from error


def write_json(value: Json, path: str, given: Iterable[str]) -> None:
    """Write JSON, on one line, to a file that is none of those given: overwriting one's own input is never meant.

    Raises:
        InputError: it can't be written, or is one of the inputs.
    """
    if path == STDIN:
        raise InputError("--write-residue wants the name of a file: standard output carries the result")
    try:
        if any(_are_one(path, other) for other in given):
            raise InputError(f"--write-residue would overwrite the input {path}: name another file")
        Path(path).write_text(json.dumps(value, ensure_ascii=False) + "\n", "utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{path} can't be written: {_reason(error)}") from error


def _are_one(path: str, other: str) -> bool:
    return other != STDIN and Path(path).exists() and Path(other).exists() and Path(path).samefile(other)


def _name(path: str) -> str:
    return "standard input" if path == STDIN else path


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()
