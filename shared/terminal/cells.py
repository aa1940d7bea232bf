"""What a value is to people: the text of a cell, in which nothing is left that a terminal would obey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def heading(name: str) -> str:
    """The name of a value, as it stands over its column."""
    return name.replace("_", " ")


def cell(value: Any) -> str:
    """A value that JSON can hold, as it stands in a table."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(_part(name, part) for name, part in value.items() if part) or "–"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return printable(", ".join(cell(part) for part in value)) or "–"
    return printable(str(value))


def printable(text: str) -> str:
    """The text without anything that a terminal would obey."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def _part(name: str, value: Any) -> str:
    return heading(name) if value is True else f"{heading(name)} {cell(value)}"
