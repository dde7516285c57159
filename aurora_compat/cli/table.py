"""Tables: drawn on a terminal, plain columns in a file or a pipe. Neither cuts anything off."""

from dataclasses import dataclass
from typing import TextIO, TypeAlias

from rich.cells import cell_len

from aurora_compat.cli.streams import plain

Cell: TypeAlias = str | tuple[str, ...]
"""Text, or several lines of it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of text. Cells may hold anything that a payload holds: it is shown, never interpreted."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def text(self, stream: TextIO | None) -> str:
        """The table as that stream would best show it."""
        return self._drawn(stream) if stream is not None and stream.isatty() else self._plain()

    def _drawn(self, stream: TextIO) -> str:
        from rich import box
        from rich.console import Console
        from rich.table import Table as RichTable
        from rich.text import Text

        drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for column in self.columns:
            drawn.add_column(column, overflow="fold")
        for row in self.rows:
            drawn.add_row(*(Text("\n".join(_lines(cell))) for cell in row))
        console = Console(file=stream, highlight=False)
        with console.capture() as capture:
            console.print(drawn)
        return capture.get()

    def _plain(self) -> str:
        rows = [tuple(column.upper() for column in self.columns)]
        rows += [tuple("; ".join(_lines(cell)) for cell in row) for row in self.rows]
        widths = [max(cell_len(row[index]) for row in rows) for index in range(len(self.columns))]
        return "".join(_padded(row, widths) + "\n" for row in rows)


def _lines(cell: Cell) -> list[str]:
    return [plain(line) for line in ((cell,) if isinstance(cell, str) else cell)]


def _padded(row: tuple[str, ...], widths: list[int]) -> str:
    cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()
