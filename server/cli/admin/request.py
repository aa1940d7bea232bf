"""``ridgekey admin request``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from server.bootstrap.admin_home import found_administrator
from server.cli.office import admin_home_of
from shared.crypto.randomness import SystemRandomness
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey admin request --name zainab"


def request(
    name: Annotated[
        str, option("--name", help="The administrator's name, the actor in the audit.", metavar="NAME")
    ],
    file: Annotated[
        Path | None,
        option("--request", help="Where the request goes; into the home when absent.", metavar="FILE"),
    ] = None,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """On the administrator's own machine: make its folder and key, and a request for a certificate."""
    made = found_administrator(admin_home_of(home), name, file, SystemRandomness())
    record = {
        "name": made.name,
        "home": str(made.home),
        "request": str(made.request),
        "fingerprint": made.fingerprint,
    }
    show_record(record, output_format)
    note(f"Send {made.request} to the head office, and read out the fingerprint another way.")
