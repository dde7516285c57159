"""Every shell block of the pages that calls `aurora-compat` is run: exit status and output are what the page shows.

In a `console` block `$ ` starts a command, `> ` goes on with it, and the rest is what it writes, to both streams; a
line `...` stands for any lines. A command must succeed unless `echo $?` follows, which then shows its status. Of an
`sh` block the parts that call `aurora-compat` are run, and must succeed. The commands of one page share a folder, in
which `fixtures` is; a real shell runs them, as redirections and `$?` are part of what the pages show.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"^```(console|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STATUS = "echo $?"


class Command(NamedTuple):
    """A command as a page shows it; `shown` is None where the page shows nothing of what it writes."""

    line: int
    text: str
    shown: str | None


def commands(page: str) -> list[Command]:
    found: list[Command] = []
    for block in _BLOCK.finditer(page):
        line = page.count("\n", 0, block.start(2)) + 1
        found += _of_console(block[2], line) if block[1] == "console" else _of_script(block[2], line)
    return found


def _of_console(block: str, first: int) -> Iterator[Command]:
    starts = [match.start() for match in re.finditer(r"^\$ ", block, re.MULTILINE)]
    assert starts[:1] == [0], f"line {first}: a console block starts with a command"
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        command = re.compile(r"\$ .*\n(?:> .*\n)*").match(block, start)
        assert command is not None
        text = re.sub(r"^> ", "", command[0].removeprefix("$ "), flags=re.MULTILINE)
        yield Command(first + block.count("\n", 0, start), text.rstrip("\n"), block[command.end() : end])


def _of_script(block: str, first: int) -> Iterator[Command]:
    for number, line in enumerate(block.splitlines()):
        for part in line.split(" && "):
            if "bin/aurora-compat " in part or part.startswith("aurora-compat "):
                yield Command(first + number, part.replace(".venv/bin/", ""), None)


def _pattern(shown: str) -> str:
    lines = shown.splitlines(keepends=True)
    return "".join("(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in lines)


PAGES = [
    page for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if commands(page.read_text("utf-8"))
]


@pytest.mark.skipif(shutil.which("bash") is None, reason="the blocks are written for bash")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_shell_blocks_do_what_they_show(page: Path, tmp_path: Path) -> None:
    found = commands(page.read_text("utf-8"))
    told = _run([command.text for command in found], tmp_path)
    for index, (command, (output, status)) in enumerate(zip(found, told, strict=True)):
        where = f"{page.name}, line {command.line}: {command.text}\n{output}"
        following = found[index + 1].text if index + 1 < len(found) else ""
        assert status == 0 or following == _STATUS, where
        if command.shown is not None:
            assert re.fullmatch(_pattern(command.shown), output), where


def _run(texts: list[str], folder: Path) -> list[tuple[str, int]]:
    """What each command writes, and its exit status; one shell runs them all."""
    tools = folder / "bin"
    tools.mkdir()
    tool = tools / "aurora-compat"
    tool.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m aurora_compat.cli "$@"\n')
    tool.chmod(0o755)
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    script = "".join(f"{text}\nstatus=$?; printf '\\0%s\\0' $status; (exit $status)\n" for text in texts)
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    run = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    *parts, last = run.stdout.split("\0")
    assert last == ""
    return [(output, int(status)) for output, status in zip(parts[::2], parts[1::2], strict=True)]


def test_how_blocks_are_read_and_run(tmp_path: Path) -> None:
    block = (
        "```console\n"
        "$ aurora-compat operations --json \\\n"
        ">     > all.json\n"
        "$ head -n 1 all.json\n"
        "[\n"
        "...\n"
        "$ false\n"
        "$ echo $?\n"
        "1\n"
        "```\n"
    )
    script = "```sh\nx && .venv/bin/aurora-compat changes\n```\n"
    assert commands(block + script) == [
        Command(2, "aurora-compat operations --json \\\n    > all.json", ""),
        Command(4, "head -n 1 all.json", "[\n...\n"),
        Command(7, "false", ""),
        Command(8, _STATUS, "1\n"),
        Command(12, "aurora-compat changes", None),
    ]
    told = _run([command.text for command in commands(block)], tmp_path)
    assert told == [("", 0), ("[\n", 0), ("", 1), ("1\n", 0)]
    assert re.fullmatch(_pattern("[\n...\n"), "[\n")
    assert not re.fullmatch(_pattern("]\n"), "[\n")
