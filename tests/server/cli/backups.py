"""What the tests of backups share: a passphrase, and a restore to a new home."""

from __future__ import annotations

from pathlib import Path

from tests.command_lines import Outcome, ridgekey
from tests.staffed_homes import Homes

WORDS = "five words that nobody says"


def restored(homes: Homes, backup: Path, *options: str | Path) -> Outcome:
    """What `db restore` to a new home says."""
    return ridgekey("db", "restore", backup, "--reason", "disk lost", *options, home=homes.file("new"))
