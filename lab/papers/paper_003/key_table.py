"""What the tables of keys have in common: a row a user, the paper's value, ours, and p-values of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lab.papers.paper_003.key_material import KeyMaterial, UserKeys
from lab.papers.paper_003.printed_keys import USERS
from lab.papers.tables import Table

KEY_BYTES = 1024

Row = dict[str, Any]
Measure = Callable[[UserKeys], Row]
"""Our part of a user's row."""


def key_table(
    number: int,
    about: str,
    rows: Sequence[Row],
    findings: Sequence[str],
    material: KeyMaterial | None,
) -> Table:
    """A table of paper 003 from its rows, whose columns are those of the first.

    Args:
        number: of the table.
        about: what it shows.
        rows: at least one; all have the same keys.
        findings: what the comparison shows.
        material: what ours was made of, if anything.
    """
    command = f"ridgekey-lab reproduce 003 --tables {number} --prints PRINTS"
    return Table(
        paper="003",
        number=number,
        about=about,
        columns=tuple(rows[0]),
        rows=rows,
        source=material.source if material else "",
        findings=findings,
        missing=() if material else (command,),
    )


def rows_of(
    material: KeyMaterial | None, printed: Callable[[int], Row], columns: Sequence[str], ours: Measure
) -> list[Row]:
    """A row for each user: the paper's users where there is nothing of ours.

    Args:
        material: our keys, if there are any.
        printed: the paper's part of a user's row.
        columns: the names of our part.
        ours: our part.
    """
    if material is None:
        nothing = dict.fromkeys(columns)
        return [{"user": str(user), **printed(user), **nothing} for user in USERS]
    return [{"user": str(one.user), **printed(one.user), **ours(one)} for one in material.users]


def of_user(values: Mapping[int, float | None], user: int) -> float | None:
    """What the paper prints of a user; None for a user of ours alone."""
    return values.get(user)


def short(value: float) -> float:
    """A figure with four digits that count."""
    return float(f"{value:.4g}")


def named(users: Sequence[int]) -> str:
    """Users for a sentence: ``173 and 175``."""
    words = [str(user) for user in users]
    return (
        " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0] if words else "none"
    )
