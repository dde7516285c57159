"""What goes wrong, as one line for people and an exit status for scripts."""

import os
import sys
import traceback
from collections.abc import Iterable
from typing import Protocol, runtime_checkable

import typer

import aurora_compat as ac

REFUSED, BAD, INTERRUPTED = 1, 2, 130
_REFUSALS = (ac.Untranslatable, ac.MissingContext, ac.LossError)


class InputError(Exception):
    """Bad usage or bad input that the command line itself has found; the message is the whole line."""


@runtime_checkable
class _UsageError(Protocol):
    """What typer raises for bad usage: a class of click's or of its own, depending on its version."""

    def format_message(self) -> str: ...


def told(error: BaseException) -> tuple[str, int]:
    """The line that tells of an error, and the exit status."""
    match error:
        case ac.MissingContext():
            return f"{error}{_calls(error.needs)}", REFUSED
        case ac.AuroraCompatError():
            return str(error), REFUSED if isinstance(error, _REFUSALS) else BAD
        case InputError():
            return str(error), BAD
        case KeyboardInterrupt() | typer.Abort():
            return "interrupted", INTERRUPTED
        case BrokenPipeError() | SystemExit():  # rich exits where the reader of a help page has gone
            return "whoever read the output has gone; it is not complete", BAD
        case OSError():  # reading has its own words, see `files`
            return f"the output can't be written: {error.strerror or error}", BAD
        case Exception() if isinstance(error, _UsageError):
            return _usage(error), BAD
    if os.environ.get("AURORA_COMPAT_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)
    what = f"{type(error).__name__}: {error}".removesuffix(": ")
    return f"internal error, please report it ({what}; AURORA_COMPAT_DEBUG=1 shows where)", BAD


def _usage(error: _UsageError) -> str:
    message = " ".join(error.format_message().split()).rstrip(".")
    command = getattr(getattr(error, "ctx", None), "command_path", "aurora-compat")
    return f"{message}; '{command} --help' shows the usage"


def _calls(needs: Iterable[ac.Need]) -> str:
    """The calls whose answers are wanted, and how to hand over what they say."""
    calls = ", ".join(call(need) for need in needs)
    unknown = {name for need in needs if need.request is None for name in _unknown(need)}
    hint = (
        f" ({', '.join(f'--path-param {name}=...' for name in sorted(unknown))} would complete it)" if unknown else ""
    )
    return f"; call {calls}{hint} and give what it says by --role or --context" if calls else ""


def call(need: ac.Need) -> str:
    """A need as method and path; parameters that are not known stay in braces."""
    operation = ac.operations[need.operation]
    if need.request is None:
        path = operation.template(need.version) or need.operation
        for name, value in need.path_params.items():
            path = path.replace(f"{{{name}}}", value)
    else:
        path = need.request.path
    query = "&".join(f"{name}={value}" for name, value in need.query.items())
    return f"{operation.method} {path}{'?' if query else ''}{query}"


def _unknown(need: ac.Need) -> list[str]:
    wanted = ac.operations[need.operation].parameters(need.version)
    return [name for name in wanted if name not in need.path_params]
