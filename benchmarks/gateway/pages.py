"""docs/benchmarks-gateway.md: its text is written by hand, what stands between markers is a command's table."""

from pathlib import Path

PAGE = Path(__file__).parent.parent.parent / "docs" / "benchmarks-gateway.md"


def written(page: str, command: str, told: str) -> str:
    """The page with what a command told; the text around it stays.

    Raises:
        ValueError: it has no markers for that command.
    """
    begin, end = f"<!-- {command}: begin -->\n", f"<!-- {command}: end -->"
    before, mark, rest = page.partition(begin)
    _, mark_too, after = rest.partition(end)
    if not mark or not mark_too:
        raise ValueError(f"the page has no markers for {command}")
    return f"{before}{begin}{told.rstrip()}\n\n{end}{after}"


def write(file: Path, command: str, told: str) -> None:
    """Put what a command told between its markers in a page, or into a file that is not there yet."""
    text = written(file.read_text("utf-8"), command, told) if file.exists() else told
    file.write_text(text, "utf-8")
