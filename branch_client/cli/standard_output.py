"""``open -o -``: an image goes to stdout once all of it has verified, and what is told of it to stderr."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path

from shared.errors import Code, Failure
from shared.terminal.cells import Row
from shared.terminal.formats import Format
from shared.terminal.output import show_record

DASH = Path("-")
"""Stands for stdout where a file could be named."""


def require_reader(*, several: bool) -> None:
    """Check, before anything is asked or opened, that stdout can take an image.

    Raises:
        Failure: ``INVALID_INPUT`` when there may be several, or stdout is a terminal.
    """
    if several:
        raise Failure(Code.INVALID_INPUT, "Only one image goes to stdout; name a folder for several.")
    if sys.stdout.isatty():
        sentence = (
            "An image would fill this terminal with bytes; name a file, or add `> FILE` or `| PROGRAM`."
        )
        raise Failure(Code.INVALID_INPUT, sentence)


def show_beside(record: Row, chosen: Format | None) -> None:
    """Show a record as ever, on stderr, since stdout has the image."""
    with redirect_stdout(sys.stderr):
        show_record(record, chosen)
