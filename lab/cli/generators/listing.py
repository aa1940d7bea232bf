"""``ridgekey-lab generators list``: what generators there are, and what their parameters are called."""

from __future__ import annotations

from lab.cli.scipy_extra import require_scipy
from shared.terminal.options import FormatOption
from shared.terminal.output import show_items

COLUMNS = ("generator", "summary", "review_rows", "parameters")


def listing(output_format: FormatOption = None) -> None:
    """List the generators, the rows of the review's table they stand for, and their parameters."""
    require_scipy()
    from lab.generators.registry import GENERATORS

    show_items(COLUMNS, [generator.row() for generator in GENERATORS.values()], output_format)
