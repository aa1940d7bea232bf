"""Draws tables with rich; apart, since importing it takes longer than writing JSON for a program."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from shared.terminal.cells import Row, cell, heading, printable
from shared.terminal.whole_word_table import WholeWordTable


def draw_record(record: Row) -> None:
    """Draw one thing as a table of name and value."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in record.items():
        table.add_row(heading(name), Text(cell(value)))
    _draw([table])


def draw_rows(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Draw many things of a kind, a row each."""
    _draw([_columns_of(columns, rows)])


def draw_titled(title: str, columns: Sequence[str], rows: Sequence[Row], notes: Sequence[str]) -> None:
    """Draw a table with its title over it and its notes below; none where there are no columns."""
    _draw(
        [
            Text(printable(title), style="bold underline"),
            *([_columns_of(columns, rows)] if columns else []),
            *(Text(printable(line)) for line in notes),
            Text(),
        ]
    )


def _columns_of(columns: Sequence[str], rows: Sequence[Row]) -> WholeWordTable:
    numeric = [all(isinstance(row[name], int | float | None) for row in rows) for name in columns]
    cells = [[Text(cell(row[name])) for name in columns] for row in rows]
    return WholeWordTable([heading(name) for name in columns], cells, numeric)


def _draw(parts: Sequence[WholeWordTable | Table | Text]) -> None:
    for part in parts:
        if isinstance(part, WholeWordTable):
            part.show()
        else:
            # A line of text is left whole for the terminal to wrap: a command in it can then be copied.
            Console().print(part, soft_wrap=isinstance(part, Text))
