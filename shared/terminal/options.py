"""The options that many commands share, under one name and one meaning each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shared.terminal.formats import Format

FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="Table for people, JSON for programs; by default what stdout is."),
]
HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="State folder.", show_default=False, metavar="DIR"),
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it goes into the audit.", metavar="TEXT")]
FingerprintOption = Annotated[
    str | None,
    typer.Option("--fingerprint", help="The fingerprint you were told, to compare.", metavar="HEX"),
]
