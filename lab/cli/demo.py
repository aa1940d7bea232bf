"""``ridgekey-lab demo``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from lab.demo.play import play
from shared.errors import LOCAL
from shared.terminal.options import option


def demo(
    all_ciphers: Annotated[
        bool, option("--all", help="Fetch one more message under each inner cipher.")
    ] = False,
) -> None:
    """Show a head office and two branches at work: 23 messages, what is refused, and the audit.

    Everything runs on this machine in a temporary folder. Ends with 1 if anything was not as it should be.
    """
    if not play(Console(), every_inner_cipher=all_ciphers):
        raise typer.Exit(LOCAL)
