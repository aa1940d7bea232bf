"""What pages are made of: tables of cells that one template draws alike everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tone = Literal["", "good", "careful", "bad"]


@dataclass(frozen=True)
class Cell:
    """One value.

    Attributes:
        text: what people read.
        kind: how it is set.
        tone: how grave it is; always said in words too.
        href: where it leads, within the console.
        exact: the whole value where the text is short: a time for programs, a full identity.
    """

    text: str
    kind: Literal["text", "number", "time", "badge", "code"] = "text"
    tone: Tone = ""
    href: str = ""
    exact: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under headings; the first cell of a row is its heading.

    Attributes:
        caption: what the table is of.
        columns: the headings.
        rows: their cells.
        empty: the sentence in place of a table without rows.
        total: how many rows the whole list has, where these are some of them.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "There are none yet."
    total: int | None = None

    @property
    def shown(self) -> str:
        """How many rows there are to see."""
        return (
            f"{len(self.rows)}"
            if self.total in (None, len(self.rows))
            else f"{len(self.rows)} of {self.total:,}"
        )


@dataclass(frozen=True)
class Tile:
    """One figure of the overview, with what it is of and a sentence more."""

    label: str
    value: str
    note: str = ""
    tone: Tone = ""
    href: str = ""


def number(value: float | None) -> Cell:
    """A number with its thousands apart; a dash for none."""
    return Cell("–" if value is None else f"{value:,}", "number")


def identifier(value: int | None) -> Cell:
    """A number that names something, set as it is written elsewhere; a dash for none."""
    return Cell("–" if value is None else str(value), "number")


def time(moment: datetime | None) -> Cell:
    """A time to the second in UTC; a dash for none."""
    if moment is None:
        return Cell("–")
    return Cell(f"{moment:%Y-%m-%d %H:%M:%S}", "time", exact=f"{moment:%Y-%m-%dT%H:%M:%SZ}")


def day(moment: datetime, tone: Tone = "") -> Cell:
    """A date in UTC."""
    return Cell(f"{moment:%Y-%m-%d}", "time", tone, exact=f"{moment:%Y-%m-%dT%H:%M:%SZ}")


def several(values: Iterable[object], most: int = 8) -> Cell:
    """Values one after the other; beyond ``most`` only how many more."""
    words = [str(value) for value in values]
    more = len(words) - most
    return Cell((", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")) or "–")


def size(count: int | None) -> Cell:
    """Bytes as people say them."""
    if count is None:
        return Cell("–", "number")
    amount, unit = float(count), "B"
    for larger in ("KiB", "MiB", "GiB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return Cell(
        f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}", "number", exact=f"{count} bytes"
    )


def words(name: str) -> str:
    """An identifier as words: ``left_thumb`` is left thumb."""
    return name.replace("_", " ").lower()


def who(uri: str) -> Cell:
    """An identity without its scheme and domain; whole where the pointer rests."""
    path = uri.partition("://")[2].partition("/")[2]
    return Cell(path or uri, exact=uri)
