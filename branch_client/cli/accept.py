"""``ridgekey-branch accept``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from branch_client.bootstrap import SystemClock
from branch_client.cli.arguments import home_of
from branch_client.cli.holding import holding_home
from branch_client.joining import accept_admission
from shared.crypto.joining import parse_admission
from shared.crypto.randomness import SystemRandomness
from shared.stores.home import HomeKind, open_home
from shared.terminal.joining import read_settled, show_accepted
from shared.terminal.options import FingerprintOption, FormatOption, HomeOption, YesOption

EXAMPLE = "ridgekey-branch accept basra.admission"


@holding_home
def accept(
    admission: Annotated[Path, typer.Argument(help="What the head office sent.", metavar="ADMISSION")],
    fingerprint: FingerprintOption = None,
    home: HomeOption = None,
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """Join the head office, once its authority's fingerprint is what the head office reads out."""
    opened = open_home(home_of(home), HomeKind.BRANCH)
    data = read_settled(admission, parse_admission, fingerprint, yes=yes)
    accepted = accept_admission(opened, data, SystemClock().now(), SystemRandomness())
    show_accepted("branch", accepted, output_format)
