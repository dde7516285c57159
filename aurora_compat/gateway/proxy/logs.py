"""Structured logs: one JSON object a line, on standard error.

What stands in them is written here and in the code that calls it, never by callers of the proxy: no payloads, no
values of queries, no ids of paths, no credentials, and of exceptions their types and places, without their messages.
"""

import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from traceback import walk_tb
from typing import Any, BinaryIO, TypeAlias

import msgspec

from aurora_compat.aurora import aurora
from aurora_compat.registries import Registry
from aurora_compat.words.fields import Headers, Query

Field: TypeAlias = str | int | float | bool | None
"""What a line may hold beside its own fields."""

LEVELS: dict[str, int] = {
    name: getattr(logging, name.upper()) for name in ("debug", "info", "warning", "error", "critical")
}

_OURS = ("aurora_compat", "uvicorn")
"""Loggers whose messages are known to hold nothing of a caller; of others the text is logged, without its arguments."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"})
_VISIBLE = re.compile(r"[!-~]{1,128}")
_PARAMETER = re.compile(r"[A-Za-z_][\w.\[\]-]{0,39}", re.ASCII)
_MOST_NAMES = 20
_SILENT = ("uvicorn.access", "aiohttp.access")
_DEEPEST = 12
"""Of an exception, how many causes and how many places are told."""
_MOST_KEYS = 1000
"""Of warnings that are not to be repeated; those that may be again are forgotten then."""


def request_id(headers: Headers) -> str:
    """The caller's own `X-Request-Id`, where it is 1 to 128 visible ASCII characters; else a new one."""
    given = headers.get("x-request-id")
    return given if given is not None and is_id(given) else os.urandom(16).hex()


def is_id(given: str) -> bool:
    """Whether what a caller calls its request can be told."""
    return _VISIBLE.fullmatch(given) is not None


class Log:
    """The log of one process.

    Args:
        level: the least that is logged: `debug`, `info`, `warning`, `error` or `critical`.
        access: whether each request gets a line; it is of level `info`.
        stream: where to; None for standard error.
        registry: whose paths are told; None for Aurora's.
        now: the time of day, in seconds since 1970.
        clock: seconds that only go up.

    Attributes:
        level: as a number of the standard library's.
        tells_requests: whether `access` tells anything.

    Raises:
        ValueError: there is no such level.
    """

    def __init__(
        self,
        level: str = "info",
        *,
        access: bool = True,
        stream: BinaryIO | None = None,
        registry: Registry | None = None,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if level not in LEVELS:
            raise ValueError(f"{level!r} is no level of logs; there are {', '.join(LEVELS)}")
        self.level = LEVELS[level]
        self.tells_requests = access and self.level <= logging.INFO
        self._stream = stream
        self._registry = registry or aurora()
        self._now, self._clock = now, clock
        self._encode = msgspec.json.Encoder().encode
        self._spelled = -1, ""
        self._routes: dict[tuple[str, str], str | None] = {}
        self._warned: dict[Hashable, tuple[float, int]] = {}

    def access(
        self,
        *,
        request_id: str,
        method: str,
        operation: str | None,
        query: Query,
        status: int,
        outcome: str,
        seconds: float,
        client: str,
        server: str,
        caller: str | None = None,
        received: int = 0,
        sent: int = 0,
        trace_id: str | None = None,
    ) -> None:
        """The line of a request that has ended.

        Args:
            request_id: see `request_id`.
            method: as it came.
            operation: as the client called it; its path template stands for the path.
            query: of which the names are told.
            status: of the answer; 0 where the client got none.
            outcome: as `Telemetry.finished` takes it.
            seconds: from the head of the request to the last byte of the answer.
            client: the client's version.
            server: the server's version.
            caller: the name that the settings have for it.
            received: bytes of the request's body.
            sent: bytes of the answer's body.
            trace_id: of its span.
        """
        if not self.tells_requests:
            return
        line = {
            "time": self._time(self._now()),
            "level": "info",
            "event": "request",
            "request_id": request_id,
            "method": method if method in _METHODS else "other",
            "operation": operation,
            "route": self._route(operation, client),
            "query": _names(query) if query else [],
            "status": status,
            "outcome": outcome,
            "ms": round(seconds * 1000, 3),
            "client": client,
            "server": server,
            "caller": caller,
            "received": received,
            "sent": sent,
        }
        if trace_id is not None:
            line["trace_id"] = trace_id
        self._write(self._encode(line))

    def event(self, level: str, event: str, **fields: Field) -> None:
        """A line of another kind; its fields are the proxy's own, never a caller's.

        Args:
            level: one of `LEVELS`.
            event: what has happened, such as `lookup_failed`.
            fields: what there is to know of it.
        """
        if LEVELS[level] >= self.level:
            self._line(level, event, fields)

    def warn_once_in(self, seconds: float, key: Hashable, event: str, **fields: Field) -> bool:
        """A warning, unless one of the same key was made within so many seconds; whether it was made.

        The next one that is made says in `passed_over` how many were not.
        """
        now = self._clock()
        until, passed_over = self._warned.get(key, (now, 0))
        if now < until:
            self._warned[key] = until, passed_over + 1
            return False
        if len(self._warned) >= _MOST_KEYS:
            self._warned = {known: held for known, held in self._warned.items() if held[0] > now}
        self._warned[key] = now + seconds, 0
        if passed_over:
            fields["passed_over"] = passed_over
        self.event("warning", event, **fields)
        return True

    def mismatched(self, change: str, client: str, server: str) -> None:
        """A message of a client speaks the server's version already: told once a minute, as `Telemetry` wants it."""
        told = "a key was upgraded or rolled back, or the settings name the wrong version"
        self.warn_once_in(
            60, ("mismatch", change, client), "version_mismatch", change=change, client=client, server=server, why=told
        )

    def directory_failed(self, error: Exception) -> None:
        """The store of what is learned could not be used: told once a minute, with a message that holds no values."""
        self.warn_once_in(60, ("directory", type(error)), "learned_failure", error=str(error))

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Have the standard library's loggers write through this log, uvicorn's own among them, until it is left.

        uvicorn's lines of requests hold paths and queries, so they are silenced: there is `access`.
        """
        handler = _Handler(self)
        loggers = {name: logging.getLogger(name) for name in ("", *_OURS, *_SILENT, "uvicorn.error")}
        before = {name: (one.level, list(one.handlers), one.propagate, one.disabled) for name, one in loggers.items()}
        for name, one in loggers.items():
            one.handlers[:] = [] if name else [handler]
            one.propagate, one.disabled = True, name in _SILENT
            one.setLevel(logging.NOTSET if name else max(self.level, logging.WARNING))
        for name in _OURS:
            loggers[name].setLevel(self.level)
        try:
            yield
        finally:
            for name, one in loggers.items():
                level, one.handlers[:], one.propagate, one.disabled = before[name]
                one.setLevel(level)

    def record(self, record: logging.LogRecord) -> None:
        """A record of the standard library's logging, as a line."""
        is_ours = record.name.partition(".")[0] in _OURS
        text = record.getMessage() if is_ours else record.msg if isinstance(record.msg, str) else _kind(record.msg)
        fields: dict[str, Any] = {"logger": record.name, "message": text.partition("\n")[0]}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            fields["error"] = _kinds(error)
            fields["at"] = _places(error)
        self._line(record.levelname.lower(), "log", fields, record.created)

    def _line(self, level: str, event: str, fields: dict[str, Any], at: float | None = None) -> None:
        line = {"time": self._time(self._now() if at is None else at), "level": level, "event": event, **fields}
        self._write(json.dumps(line, default=_kind, separators=(",", ":")).encode())

    def _write(self, line: bytes) -> None:
        stream = self._stream or getattr(sys.stderr, "buffer", None)
        if stream is None:
            return
        try:  # one write, so that the lines of several workers do not mix
            stream.write(line + b"\n")
            stream.flush()
        except (OSError, ValueError):
            pass  # nobody reads: the requests go on

    def _time(self, seconds: float) -> str:
        whole, part = divmod(int(seconds * 1000), 1000)
        second, spelled = self._spelled
        if whole != second:
            spelled = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole))
            self._spelled = whole, spelled
        return f"{spelled}.{part:03}Z"

    def _route(self, operation: str | None, client: str) -> str | None:
        if operation is None:
            return None
        key = operation, client
        if key not in self._routes:
            known = self._registry.operations.get(operation)
            paths = known.paths.items() if known is not None else ()
            self._routes[key] = next((path for version, path in paths if str(version) == client), None)
        return self._routes[key]


class _Handler(logging.Handler):
    """Hands records to a log."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._log.record(record)
        except Exception as error:  # arguments that do not fit their text, say; the library's own report shows them
            self._log.event("error", "unloggable", logger=record.name, error=type(error).__name__)


def _names(query: Query) -> list[str]:
    """The names of a query's parameters, each once: those with a value, and that look like names."""
    names: dict[str, None] = {}
    for spelled in query.spellings:
        name, _, value = spelled.partition("=")
        if value.strip("=") and _PARAMETER.fullmatch(name):
            names[name] = None
    return list(names)[:_MOST_NAMES]


def _kind(value: object) -> str:
    return type(value).__name__


def _kinds(error: BaseException) -> list[str]:
    """The types of an exception and of what led to it."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < _DEEPEST:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return kinds


def _places(error: BaseException) -> list[str]:
    """Where an exception came by, innermost last."""
    frames = [
        (frame.f_globals.get("__name__"), frame.f_code.co_name, line) for frame, line in walk_tb(error.__traceback__)
    ]
    return [f"{module}.{function}:{line}" for module, function, line in frames[-_DEEPEST:]]
