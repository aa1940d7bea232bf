"""``ridgekey-branch import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from branch_client.cli.arguments import home_of
from branch_client.cli.holding import holding_home
from branch_client.joining import import_package
from shared.crypto.randomness import SystemRandomness
from shared.stores.home import HomeKind, open_home
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey-branch import 17.enrolment"


@holding_home
def import_enrolment(
    package: Annotated[Path, typer.Argument(help="What the head office sent.", metavar="PACKAGE")],
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Import a user's enrolment, which is sealed for this branch alone."""
    enrolment = import_package(open_home(home_of(home), HomeKind.BRANCH), package, SystemRandomness())
    with enrolment.secret:
        record = {
            "user": enrolment.user,
            "generation": enrolment.generation,
            "fingers": [finger.label for finger in enrolment.fingers],
        }
    show_record(record, output_format)
