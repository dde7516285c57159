"""What goes wrong, as one line for people and an exit status for scripts."""

import os
import sys
import traceback
from typing import Protocol, runtime_checkable
from urllib.parse import quote

import typer

import aurora_compat as ac
from aurora_compat.words.error import listed

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
            return str(_with_calls(error) if error.needs else error), REFUSED
        case ac.AuroraCompatError():
            return str(error), REFUSED if isinstance(error, _REFUSALS) else BAD
        case InputError():
            return str(error), BAD
        case KeyboardInterrupt() | typer.Abort():
            return "interrupted", INTERRUPTED
        case BrokenPipeError() | SystemExit():  # rich exits where the reader of a help page has gone
            return "the reader of standard output has gone: the output is not complete", BAD
        case OSError():  # reading has its own words, see `files`
            return f"the output can't be written: {error.strerror or error}", BAD
        case Exception() if isinstance(error, _UsageError):
            return _usage(error), BAD
    if os.environ.get("AURORA_COMPAT_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)
    what = f"{type(error).__name__}: {error}".removesuffix(": ")
    return f"internal error, please report it ({what}; AURORA_COMPAT_DEBUG=1 shows where)", BAD


def _usage(error: _UsageError) -> str:
    message = " ".join(error.format_message().split()).rstrip(".").replace("Value error, ", "")  # pydantic's, by typer
    command = getattr(getattr(error, "ctx", None), "command_path", "aurora-compat")
    return f"{message}; '{command} --help' shows the usage"


def _with_calls(error: ac.MissingContext) -> ac.MissingContext:
    """The same refusal in the words of the command line: the calls to make, and how to hand over what they say."""
    calls = listed(call(need) for need in error.needs)
    unknown = dict.fromkeys(f"--path-param {name}=..." for need in error.needs for name in _unknown(need))
    hint = f" ({', '.join(unknown)} tells the rest of the path)" if unknown else ""
    message = (
        f"it takes what the payload does not say: call {calls}{hint}, and give what it says by --role or --context"
    )
    where = {name: getattr(error, name) for name in ("operation", "part", "change", "pointer", "source", "target")}
    return ac.MissingContext(message, needs=error.needs, **where)


def call(need: ac.Need) -> str:
    """A need as method and path; parameters that are not known stay in braces."""
    operation = ac.operations[need.operation]
    if need.request is None:
        path = operation.template(need.version) or need.operation
        for name, value in need.path_params.items():
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
    else:
        path = need.request.path
    query = "&".join(f"{name}={value}" for name, value in need.query.items())
    return f"{operation.method} {path}{'?' if query else ''}{query}"


def _unknown(need: ac.Need) -> list[str]:
    wanted = ac.operations[need.operation].parameters(need.version)
    return [name for name in wanted if name not in need.path_params]
