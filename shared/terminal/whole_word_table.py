"""A table whose figures and names stay whole, however narrow the terminal is.

Rich folds any column that does not fit, in the middle of a number, too: 0.99999872 on two lines is read as
another one. A column of short words is not folded here. Where that makes a table wider than the terminal,
the terminal wraps its lines, and a file has them whole. Widths are those on the screen: a Chinese character
takes two places.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

WORD_MAX = 20
"""Longer words, such as identifiers and hashes, may be folded to this."""

_GAP = 2


@dataclass(frozen=True)
class WholeWordTable:
    """A table that folds words only where they are longer than :data:`WORD_MAX`.

    Attributes:
        headings: of the columns.
        rows: a cell for each column.
        numeric: which columns stand to the right.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[Text]]
    numeric: Sequence[bool]

    def show(self) -> None:
        """Print it on stdout."""
        width = Console().width
        parts = [self._cells(place) for place in range(len(self.headings))]
        natural = [max(map(cell_len, (one, *cells))) for one, cells in zip(self.headings, parts, strict=True)]
        if _total_width(natural) <= width:
            narrowest = natural
        else:
            narrowest = [
                min(_longest_word((heading, *cells)), WORD_MAX)
                for heading, cells in zip(self.headings, parts, strict=True)
            ]
        table = Table(box=None, pad_edge=False, header_style="bold")
        for place, least in enumerate(narrowest):
            self._add_column(table, place, least)
        for row in self.rows:
            table.add_row(*row)
        Console(width=max(width, _total_width(narrowest))).print(table, crop=False)

    def _cells(self, place: int) -> list[str]:
        return [row[place].plain for row in self.rows]

    def _add_column(self, table: Table, place: int, least: int) -> None:
        """A column whose cells are of one word each is as narrow as its words, and is not folded."""
        heading, cells = self.headings[place], self._cells(place)
        whole = all(cell_len(cell) <= least and " " not in cell for cell in cells)
        shown = "\n".join(textwrap.wrap(heading, least)) if whole else heading
        justify: JustifyMethod = "right" if self.numeric[place] else "left"
        table.add_column(shown, justify=justify, no_wrap=whole, overflow="fold", min_width=least)


def _longest_word(texts: Sequence[str]) -> int:
    return max((cell_len(word) for text in texts for word in text.split()), default=1)


def _total_width(widths: Sequence[int]) -> int:
    """Of all columns and the gaps between them."""
    return sum(widths) + _GAP * max(len(widths) - 1, 0)
