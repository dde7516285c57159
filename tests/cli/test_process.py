"""The command as a process: pipes, signals, and what is not installed."""

import io
import json
import os
import signal
import subprocess
import sys
import sysconfig
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from aurora_compat.cli.app import app
from tests.cli._run import CREATE_PROJECT, V24, body, fixture, one_line, process

HOURLY = (
    *("translate", fixture("retrieve_design_summary.response.hourly"), "--operation", "retrieve_design_summary"),
    *("--part", "response", "--from", "2018.01", "--to", V24),
)


def test_a_payload_is_piped_through() -> None:
    ran = process("translate", "-", *CREATE_PROJECT, input=Path(fixture("create_project.request")).read_bytes())
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout) == body("create_project.request", V24)


def test_the_console_script_is_the_same_command() -> None:
    script = Path(sysconfig.get_path("scripts")) / "aurora-compat"
    if not script.exists():
        pytest.skip("the package is not installed, only on the path")
    ran = subprocess.run([script, "translate", "no/such", *CREATE_PROJECT], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    one_line(ran.stderr, "no/such")


def test_an_interrupt_is_a_line() -> None:
    # The program says when it reads: a signal before that would find the interpreter starting.
    program = (
        "import sys, aurora_compat.cli.files as files\n"
        "read = files.read\n"
        "def told(path):\n    print('reading', flush=True)\n    return read(path)\n"
        "files.read = told\n"
        "from aurora_compat.cli import main\nmain()\n"
    )
    command = [sys.executable, "-c", program, "translate", *CREATE_PROJECT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"reading\n"
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    one_line(told.decode(), "interrupted")


@pytest.mark.parametrize("args", [HOURLY, ("--help",)], ids=["translate", "help"])
def test_a_reader_that_has_gone_is_a_line(args: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = process(*args, stdout=writing, stderr=subprocess.PIPE)
    finally:
        os.close(writing)
    assert ran.returncode == 2
    one_line(ran.stderr.decode(), "the reader of standard output has gone")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_a_line() -> None:
    with Path("/dev/full").open("wb") as full:
        ran = process("changes", stdout=full, stderr=subprocess.PIPE)
    assert ran.returncode == 2
    one_line(ran.stderr.decode(), "the output can't be written", "No space left")


@pytest.mark.skipif(os.name != "posix", reason="the shell's own way to close a stream")
class TestClosedStreams:
    def ran(self, redirection: str, *args: str) -> "subprocess.CompletedProcess[str]":
        command = ["sh", "-c", f'"$@" {redirection}', "sh", sys.executable, "-m", "aurora_compat.cli", *args]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_standard_input(self) -> None:
        ran = self.ran("<&-", "translate", *CREATE_PROJECT)
        assert ran.returncode == 2
        one_line(ran.stderr, "standard input is closed")

    def test_standard_output(self) -> None:
        ran = self.ran(">&-", "changes")
        assert ran.returncode == 2
        one_line(ran.stderr, "the output can't be written: it is closed")

    def test_standard_error_is_not_missed(self) -> None:
        ran = self.ran("2>&-", *HOURLY)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "system_size" not in json.loads(ran.stdout)["design"]


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_the_extra_the_line_says_how_to_get_it(missing: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; from aurora_compat.cli import main; main()"
    ran = subprocess.run([sys.executable, "-c", program, "--version"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    one_line(ran.stderr, missing, "pip install 'aurora_compat[cli]'")


def test_standard_output_may_be_a_stream_of_text() -> None:
    with redirect_stdout(io.StringIO()) as out, pytest.raises(SystemExit) as raised:
        app(["--version"])
    assert (raised.value.code, out.getvalue().split()[0]) == (0, "aurora-compat")


def test_the_core_does_not_load_the_command_line() -> None:
    program = (
        "import aurora_compat, aurora_compat.reading, sys;"
        "aurora_compat.registry;"
        "print([name for name in sys.modules if name.startswith('aurora_compat.cli') or name in {'typer', 'rich'}])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
