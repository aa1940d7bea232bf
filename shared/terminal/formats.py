"""Table to people, JSON to programs: the choice that every command offers."""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Sequence

FORMAT_VARIABLE = "RIDGEKEY_FORMAT"


class Format(enum.StrEnum):
    """How a command's data is written on stdout."""

    TABLE = "table"
    JSON = "json"


def resolve(chosen: Format | None) -> Format:
    """The format that was asked for; else a table when stdout is a terminal, and JSON when it is not."""
    if chosen is not None:
        return chosen
    return Format.TABLE if sys.stdout.isatty() else Format.JSON


def asks_for_json(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for JSON in so many words; then every failure is JSON too."""
    chosen = os.environ.get(FORMAT_VARIABLE, "")
    for position, argument in enumerate(arguments):
        if argument == "--format" and position + 1 < len(arguments):
            chosen = arguments[position + 1]
        elif argument.startswith("--format="):
            chosen = argument.removeprefix("--format=")
    return chosen == Format.JSON.value
