"""``ridgekey-lab demo``."""

from __future__ import annotations

import typer
from rich.console import Console

from lab.demo.play import play
from shared.errors import LOCAL


def demo() -> None:
    """Show a head office and two branches at work: 23 messages, what is refused, and the audit.

    Everything runs on this machine in a temporary folder. Ends with 1 if anything was not as it should be.
    """
    if not play(Console()):
        raise typer.Exit(LOCAL)
