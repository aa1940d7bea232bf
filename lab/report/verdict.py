"""A line that says what was rejected, and how much of that is chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lab.report.chance import Rejections, Standing
from lab.report.data_file import DataFile
from lab.report.markup import Markup, element

_SIGNS = {Standing.FEWER: "▽", Standing.USUAL: "○", Standing.MORE: "▲"}
"""So that the standing is no matter of colour."""


@dataclass(frozen=True)
class Verdict:
    """Rejections as a block.

    Attributes:
        rejections: what was counted.
    """

    rejections: Rejections

    def markup(self) -> Markup:
        """The standing in a few words, then the count."""
        if not self.rejections.tried:
            return element("p", self.rejections.sentence(), class_="verdict")
        standing = self.rejections.standing
        sign = element("span", _SIGNS[standing], aria_hidden="true")
        told = element("strong", sign, f" {standing.value.capitalize()}.")
        return element("p", told, f" {self.rejections.sentence()}", class_=f"verdict {standing.name.lower()}")

    def files(self) -> Sequence[DataFile]:
        """None: the counted things stand in the chart beside it."""
        return ()
