"""Tables on a terminal and elsewhere."""

import io

import pytest

from aurora_compat.cli.table import Table


class Terminal(io.TextIOWrapper):
    """A terminal of 60 columns, as far as rich can tell."""

    def isatty(self) -> bool:
        return True


def plain(*rows: tuple[str | tuple[str, ...], ...]) -> list[str]:
    return Table(("id", "what"), rows).text(io.StringIO()).splitlines()


def test_plain_columns_are_as_wide_as_they_must() -> None:
    assert plain(("a", "b"), ("long" * 50, "c")) == [
        "ID" + " " * 200 + "WHAT",
        "a" + " " * 201 + "b",
        "long" * 50 + "  c",
    ]


def test_wide_characters_count_twice() -> None:
    assert plain(("日本", "x"), ("abcd", "y"))[1:] == ["日本  x", "abcd  y"]


def test_several_lines_become_one() -> None:
    assert plain(("a", ("b", "c")))[1] == "a   b; c"


def test_what_cannot_be_printed_is_spelled_out() -> None:
    assert plain(("\x1b[31m", "a\nb\u202e\udcff"))[1] == r"\x1b[31m  a\nb\u202e\udcff"


def test_on_a_terminal_cells_are_folded_and_never_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    pointer = "/project/" + "x" * 100
    told = Table(("pointer", "what"), ((pointer, "[bold]moved[/bold]"), ("", ("two", "lines")))).text(
        Terminal(io.BytesIO(), "utf-8")
    )
    lines = told.splitlines()
    assert max(map(len, lines)) <= 40 + len("\x1b[1m\x1b[0m") * 8
    assert "".join(line.split()[0] for line in lines[2:] if line.startswith(("/", "x"))) == pointer
    assert "[bold]moved" in told.replace(" ", "").replace("\n", "")


def test_a_stream_that_is_closed_is_no_terminal() -> None:
    assert Table(("id",), (("a",),)).text(None) == "ID\na\n"
