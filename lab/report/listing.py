"""A table with headings that a screen reader can follow, in a box that scrolls on a narrow screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lab.report.data_file import DataFile
from lab.report.markup import Markup, element

_NOTHING = "–"
_PAPER = "paper"


@dataclass(frozen=True)
class Listing:
    """A table.

    Attributes:
        caption: what it shows.
        columns: keys of a row, in order; the first one names the row.
        rows: values of any kind that JSON can hold.
        name: of its CSV file.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    name: str

    def markup(self) -> Markup:
        """Head with a scope for each column, rows with a scope for each name."""
        head = element("tr", *(self._heading(column) for column in self.columns))
        body = (
            element("tr", *(self._cell(row, place) for place in range(len(self.columns))))
            for row in self.rows
        )
        table = element(
            "table", element("caption", self.caption), element("thead", head), element("tbody", *body)
        )
        box = element("div", table, class_="scroll", role="region", aria_label=self.caption, tabindex=0)
        (file,) = self.files()
        return element("div", box, element("p", file.link(self.caption), class_="data"), class_="listing")

    def files(self) -> Sequence[DataFile]:
        """The same rows."""
        rows = [[_plain(row[column]) for column in self.columns] for row in self.rows]
        return (DataFile(self.name, self.columns, rows),)

    def _heading(self, column: str) -> Markup:
        return element("th", column.replace("_", " "), scope="col", class_=self._kind(column))

    def _cell(self, row: Mapping[str, Any], place: int) -> Markup:
        column = self.columns[place]
        if place == 0:
            return element("th", shown(row[column]), scope="row")
        return element("td", shown(row[column]), class_=self._kind(column))

    def _kind(self, column: str) -> str | None:
        """Numbers stand to the right; what the paper says is set apart."""
        numeric = all(
            isinstance(row[column], int | float | None) and not isinstance(row[column], bool)
            for row in self.rows
        )
        kinds = ["number"] if numeric else []
        kinds += ["paper"] if column == _PAPER or column.startswith(f"{_PAPER}_") else []
        return " ".join(kinds) or None


def shown(value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return _NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,}" if isinstance(value, int) else f"{value:.10g}"
    if isinstance(value, Mapping):
        return (
            ", ".join(f"{name.replace('_', ' ')} {shown(part)}" for name, part in value.items()) or _NOTHING
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(shown(part) for part in value) or _NOTHING
    return str(value)


def _plain(value: Any) -> Any:
    """A value as a cell of a CSV file holds it: numbers as they are."""
    return value if value is None or isinstance(value, int | float | str) else shown(value)
