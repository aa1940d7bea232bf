"""How a command that works on many images ends."""

from __future__ import annotations

from collections.abc import Iterable

from shared.errors import OK, Failure


def worst(failures: Iterable[Failure]) -> int:
    """The exit code of the gravest failure, 0 without one; they are numbered by gravity."""
    return max((failure.exit_code for failure in failures), default=OK)
