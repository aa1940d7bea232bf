"""What SOCOFing has, as its copies are published (Shehu et al., arXiv 1807.10609; papers §1.1)."""

from __future__ import annotations

from dataclasses import dataclass

from lab.datasets.print_set import Severity, View

SUBJECTS = range(1, 601)
"""Its people, each with a print of every finger."""

FILES: dict[tuple[View, Severity], int] = {
    (View.ENROLLED, Severity.NONE): 6_000,
    (View.ALTERED, Severity.EASY): 17_931,
    (View.ALTERED, Severity.MEDIUM): 17_067,
    (View.ALTERED, Severity.HARD): 14_272,
}
"""Prints of each folder. Its description says three more easy ones; the copies that can be had lack them."""


@dataclass(frozen=True)
class Twins:
    """Pictures that the data set gives to more than one person.

    Attributes:
        groups: how many pictures.
        files: how many files show them.
    """

    groups: int
    files: int


IDENTICAL = Twins(groups=11, files=26)
"""Among its unaltered prints."""
