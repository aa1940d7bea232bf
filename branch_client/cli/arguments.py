"""The arguments of a branch's commands, and where its home is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from shared.errors import Code, Failure
from shared.protocol.messages import MAX_ATTEMPTS
from shared.stores.home import HomeKind
from shared.terminal.options import option

UserArgument = Annotated[str, typer.Argument(help="The user's ID.", metavar="USER")]
ScanOption = Annotated[
    Path | None,
    option(
        "--scan",
        help="The live scan, if the head office asks for one: an image, or a folder with one a finger.",
        metavar="FILE|FOLDER",
    ),
]
RetriesOption = Annotated[
    int | None,
    option(
        "--retries",
        help="How often to try again what may pass, such as a broken line; 4 when absent.",
        metavar="N",
        min=0,
        max=MAX_ATTEMPTS - 1,
    ),
]

ForceOption = Annotated[bool, option("--force", help="Replace files that are there already.")]

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


def home_of(chosen: Path | None) -> Path:
    """The state folder: the one that was named, else the default."""
    return chosen or HomeKind.BRANCH.default_root


def parse_user(text: str) -> int:
    """Read a user ID; which IDs there are, the head office knows.

    Raises:
        Failure: ``ID_OUT_OF_RANGE`` when the text is no whole number.
    """
    if not _WHOLE_NUMBER.fullmatch(text):
        raise Failure(Code.ID_OUT_OF_RANGE, "A user ID is a whole number, such as 17.", field="user")
    return int(text)
