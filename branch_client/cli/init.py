"""``ridgekey-branch init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from branch_client.cli.arguments import home_of
from branch_client.joining import found_branch
from shared.crypto.randomness import SystemRandomness
from shared.terminal.joining import show_founded
from shared.terminal.options import FormatOption, HomeOption, option

EXAMPLE = "ridgekey-branch init --name basra"


def init(
    name: Annotated[str, option("--name", help="The branch's name.", metavar="NAME")],
    request: Annotated[
        Path | None,
        option("--request", help="Where the request goes; into the home when absent.", metavar="FILE"),
    ] = None,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Set up a new branch: its folder, its keys, and its request to join a head office."""
    made = found_branch(home_of(home), name, request, SystemRandomness())
    show_founded(made, output_format)
