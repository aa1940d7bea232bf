"""Says when a setting takes effect."""

from __future__ import annotations

from shared.terminal.output import note


def say_when(further: str = "") -> None:
    """Tell that a server which runs goes on as it was until it is started again."""
    note(" ".join(("A server reads this when it starts: restart one that is running.", further)).strip())
