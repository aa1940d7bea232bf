"""Writes a command's data to stdout, and everything else to stderr.

Texts are printed as they are: rich reads no markup in them, and no control character reaches a terminal.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from shared.errors import Code, Failure
from shared.terminal.cells import Row, cell, printable
from shared.terminal.formats import Format, resolve


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
    from shared.terminal.tables import draw_record

    with _stdout():
        draw_record(record)


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
    from shared.terminal.tables import draw_rows

    with _stdout():
        draw_rows(columns, [brief(item) for item in items])


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
    from shared.terminal.tables import draw_titled

    for table in tables:
        with _stdout():
            draw_titled(table.title, table.columns, table.rows, table.notes)


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
        print("  ".join(cell(brief[name]) for name in columns if brief[name] is not None))


def write_bytes(data: bytes) -> None:
    """Write the content of a file to stdout, as it is.

    Raises:
        Failure: ``LOCAL_FAILURE`` when stdout cannot take it.
    """
    with _stdout():
        sys.stdout.buffer.write(data)


def note(sentence: str) -> None:
    """Write a sentence for people to stderr."""
    print(printable(sentence), file=sys.stderr)


def silence_stdout() -> None:
    """Give up stdout: Python flushes it at exit, and would complain once more about what it cannot take."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_json(value: Row) -> None:
    with _stdout():
        print(json.dumps(value, ensure_ascii=False))


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
