"""``ridgekey admin accept``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from server.bootstrap.admin_home import accept_admin_admission
from server.cli.office import admin_home_of
from shared.crypto.admin_joining import parse_admin_admission
from shared.crypto.randomness import SystemRandomness
from shared.stores.home import HomeKind, open_home
from shared.terminal.joining import read_settled, show_accepted
from shared.terminal.options import FingerprintOption, FormatOption, HomeOption, YesOption
from shared.terminal.output import note

EXAMPLE = "ridgekey admin accept zainab.admission"


def accept(
    admission: Annotated[Path, typer.Argument(help="What the head office sent.", metavar="ADMISSION")],
    fingerprint: FingerprintOption = None,
    home: HomeOption = None,
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """On the administrator's own machine: keep the certificate, once the authority's fingerprint is right."""
    opened = open_home(admin_home_of(home), HomeKind.ADMIN)
    data = read_settled(admission, parse_admin_admission, fingerprint, yes=yes)
    accepted = accept_admin_admission(opened, data, datetime.now(UTC), SystemRandomness())
    show_accepted("name", accepted, output_format)
    note(f"Try it: `ridgekey --server {accepted.address} status`.")
