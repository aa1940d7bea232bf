"""``ridgekey admin request``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from server.bootstrap.admin_home import found_administrator
from server.cli.office import admin_home_of
from shared.crypto.randomness import SystemRandomness
from shared.terminal.joining import show_founded
from shared.terminal.options import FormatOption, HomeOption, option

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
    show_founded(made, output_format)
