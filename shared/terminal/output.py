"""Writes a command's data to stdout, and everything else to stderr.

Texts are printed as they are: rich reads no markup in them, and no control character reaches a terminal.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from shared.errors import Code, Failure
from shared.terminal.formats import Format, resolve

Row = Mapping[str, Any]


def show_record(record: Row, chosen: Format | None) -> None:
    """Write one thing: a table of name and value, or a JSON object.

    Args:
        record: values that JSON can hold, in the order to be shown.
        chosen: the format asked for.

    Raises:
        Failure: ``LOCAL_FAILURE`` when stdout cannot take it: a full disk, say.
    """
    if resolve(chosen) is Format.JSON:
        _write_json(record)
        return
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in record.items():
        table.add_row(_heading(name), _cell(value))
    _write_table(table)


def show_items(
    columns: Sequence[str],
    items: Sequence[Row],
    chosen: Format | None,
    brief: Callable[[Row], Row] = dict,
) -> None:
    """Write many things of a kind: a table with these columns, or ``{"items": […]}`` with all there is.

    Args:
        columns: the names of an item's values that the table shows, in order.
        items: values that JSON can hold.
        chosen: the format asked for.
        brief: how an item is shortened to fit a line of the table.

    Raises:
        Failure: as :func:`show_record`.
    """
    if resolve(chosen) is Format.JSON:
        _write_json({"items": list(items)})
        return
    if not items:
        note("There are none yet.")
        return
    _write_table(_table_of(columns, [brief(item) for item in items]))


@dataclass(frozen=True)
class Titled:
    """A table with what stands over and below it.

    Attributes:
        title: over it.
        columns: the names of a row's values that are shown, in order; none where there are only notes.
        rows: values that JSON can hold; None is shown as a dash.
        notes: below it, a line each.
        record: the whole as JSON holds it.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Row]
    notes: Sequence[str]
    record: Row


def show_tables(tables: Sequence[Titled], chosen: Format | None) -> None:
    """Write tables one below the other, or ``{"items": […]}`` with the record of each.

    Raises:
        Failure: as :func:`show_record`.
    """
    if resolve(chosen) is Format.JSON:
        _write_json({"items": [table.record for table in tables]})
        return
    for table in tables:
        lines = [Text(printable(line)) for line in table.notes]
        _write_parts(
            [
                Text(printable(table.title), style="bold underline"),
                *([_table_of(table.columns, table.rows)] if table.columns else []),
                *lines,
                Text(),
            ]
        )


def show_line(values: Row, columns: Sequence[str], chosen: Format | None, brief: Row) -> None:
    """Write one of many things as it comes: its values as a line of text, or one line of JSON.

    Args:
        values: everything, for programs.
        columns: the names of the values that people are shown, in order.
        chosen: the format asked for.
        brief: the values for people.

    Raises:
        Failure: ``LOCAL_FAILURE`` when stdout cannot take it.
    """
    if resolve(chosen) is Format.JSON:
        _write_json(values)
        return
    with _stdout():
        print("  ".join(str(_cell(brief[name])) for name in columns if brief[name] is not None))


def note(sentence: str) -> None:
    """Write a sentence for people to stderr."""
    print(printable(sentence), file=sys.stderr)


def printable(text: str) -> str:
    """The text without anything that a terminal would obey."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def silence_stdout() -> None:
    """Give up stdout: Python flushes it at exit, and would complain once more about what it cannot take."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_json(value: Row) -> None:
    with _stdout():
        print(json.dumps(value, ensure_ascii=False))


def _table_of(columns: Sequence[str], rows: Sequence[Row]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        numeric = all(isinstance(row[name], int | float | None) for row in rows)
        table.add_column(_heading(name), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in columns))
    return table


def _write_table(table: Table) -> None:
    _write_parts([table])


def _write_parts(parts: Sequence[Table | Text]) -> None:
    with _stdout():
        for part in parts:
            # A line of text is left whole for the terminal to wrap: a command in it can then be copied.
            Console().print(part, soft_wrap=isinstance(part, Text))


@contextmanager
def _stdout() -> Iterator[None]:
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has seen enough
        raise
    except OSError as error:
        silence_stdout()
        sentence = f"What was done cannot be shown on stdout: {error.strerror}."
        raise Failure(Code.LOCAL_FAILURE, sentence) from None


def _heading(name: str) -> str:
    return name.replace("_", " ")


def _part(name: str, value: Any) -> str:
    return _heading(name) if value is True else f"{_heading(name)} {_cell(value)}"


def _cell(value: Any) -> Text:
    if value is None:
        return Text("–")
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    if isinstance(value, Mapping):
        return Text(", ".join(_part(name, part) for name, part in value.items() if part) or "–")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Text(printable(", ".join(str(_cell(part)) for part in value)) or "–")
    return Text(printable(str(value)))
