"""The figures behind a chart or a table, as CSV."""

from __future__ import annotations

import csv
import io
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lab.report.markup import Markup, element

_DIGITS = 9
"""Of a float: more than a chart can show, and the same on every machine."""


@dataclass(frozen=True)
class DataFile:
    """One CSV file.

    Attributes:
        name: of the file without its suffix; unique in a report.
        columns: its header.
        rows: the values of a row in the order of the columns; None is an empty cell.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]

    @property
    def file_name(self) -> str:
        """With its suffix."""
        return f"{self.name}.csv"

    def text(self) -> str:
        """The file's content."""
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_cell(value) for value in row] for row in self.rows)
        return written.getvalue()

    def link(self, about: str) -> Markup:
        """A link that saves the file; its content stands in the link itself.

        Args:
            about: what the data is of, for whoever cannot see where the link stands.
        """
        content = self.text().encode()
        target = f"data:text/csv;charset=utf-8;base64,{b64encode(content).decode('ascii')}"
        size = f"CSV, {max(1, round(len(content) / 1024)):,} KiB"
        return element(
            "a",
            f"Data ({size})",
            href=target,
            download=self.file_name,
            aria_label=f"Data of {about} ({size})",
        )


def _cell(value: Any) -> Any:
    if isinstance(value, float):  # NumPy's are floats too
        return f"{value:.{_DIGITS}g}"
    return value
