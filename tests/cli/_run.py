"""What the tests of the command line share: run it, and look at what came out."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from aurora_compat.cli.app import app
from tests.documents import FIXTURES, VERSIONS

V18, V22, V24 = VERSIONS
CREATE_PROJECT = ("--operation", "create_project", "--part", "request", "--from", V18, "--to", V24)
CREATE_USER = ("--operation", "create_user", "--part", "request", "--from", V18, "--to", V22)
RETRIEVE_PROJECT = ("--operation", "retrieve_project", "--part", "response", "--from", V18, "--to", V24)
PROJECT_BACK = ("--operation", "retrieve_project", "--part", "response", "--from", V24, "--to", V18)
RETRIEVE_TENANT = ("--operation", "retrieve_tenant", "--part", "response", "--from", V24, "--to", V18)
ROLE = ("--role", "Team Member=3fa85f64-5717-4562-b3fc-2c963f66afa6")


def fixture(name: str, version: str = V18) -> str:
    """The path of a golden document."""
    return str(FIXTURES / version / f"{name}.json")


def body(name: str, version: str = V18) -> Any:
    """A golden document."""
    return json.loads(Path(fixture(name, version)).read_text("utf-8"))


def run(*args: str, given: bytes | str = b"") -> Result:
    """Run the command line within this process."""
    return CliRunner().invoke(app, args, input=given)


def translate(*args: str, given: bytes | str = b"") -> Result:
    return run("translate", *args, given=given)


def process(*args: str, **kw: Any) -> "subprocess.CompletedProcess[bytes]":
    """Run the command line as a process of its own."""
    command = [sys.executable, "-m", "aurora_compat.cli", *args]
    return subprocess.run(command, capture_output="stdout" not in kw, timeout=60, check=False, **kw)


def fails(result: Result, status: int, *words: str) -> None:
    """It has ended with that status, wrote nothing but one line to standard error, and the line says these things."""
    assert result.exit_code == status, result.output
    assert result.stdout == ""
    one_line(result.stderr, *words)


def one_line(told: str, *words: str) -> None:
    assert told.startswith("aurora-compat: ")
    assert told.endswith("\n")
    assert told.count("\n") == 1
    assert "Traceback" not in told
    assert "\x1b" not in told
    for word in words:
        assert word in told
