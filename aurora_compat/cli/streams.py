"""Standard output and standard error: text for people, JSON for programs, and what to do when nobody reads them."""

import json
import os
import sys
from contextlib import suppress
from typing import TextIO

from aurora_compat.words.jsons import Json


def plain(text: str) -> str:
    """Text on one line, safe to show: control and other unprintable characters of a payload are spelled out."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def dumped(value: Json) -> str:
    """JSON for people and programs: indented, characters as they are, integers exact."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def put(text: str, encoding: str | None = None) -> None:
    """Write to standard output, in the encoding given or its own; a character that it lacks is spelled out."""
    _write(sys.stdout, text, encoding)


def put_json(value: Json) -> None:
    """Write JSON to standard output: in UTF-8, whatever the locale (RFC 8259, section 8.1)."""
    put(dumped(value), "utf-8")


def put_bytes(data: bytes) -> None:
    """Write to standard output as it is: a message of HTTP has its own line ends."""
    if sys.stdout is None:
        raise OSError("it is closed")
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode("utf-8", "replace"))
        return
    sys.stdout.flush()
    buffer.write(data)
    buffer.flush()


def tell(text: str) -> None:
    """Write to standard error: notes, needs, the line of a failure. Whoever has closed it wants none of them."""
    if sys.stderr is not None:
        _write(sys.stderr, text, None)


def complain(line: str) -> None:
    """Write the one line that tells of a failure; where even that can't be written, the exit status must do."""
    with suppress(OSError):
        tell(f"aurora-compat: {plain(line)}\n")
    for stream in (sys.stdout, sys.stderr):
        _settle_or_silence(stream)


def settle() -> None:
    """Flush what others have written, so that a failure to do so is met here and not at exit."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _write(stream: TextIO | None, text: str, encoding: str | None) -> None:
    if stream is None:  # closed by whoever started the process
        raise OSError("it is closed")
    buffer = getattr(stream, "buffer", None)
    if buffer is None:  # a stream of text that stands in for the real one
        stream.write(text)
        return
    stream.flush()
    buffer.write(text.encode(encoding or stream.encoding, "backslashreplace"))
    buffer.flush()


def _settle_or_silence(stream: TextIO | None) -> None:
    """Flush, or lead the stream nowhere: the interpreter flushes once more at exit, and would complain in its way."""
    if stream is None:
        return
    try:
        stream.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
