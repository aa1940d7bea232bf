"""Holds a branch's home while a command works with its keys, so that no change of the master key begins."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from branch_client.cli.arguments import home_of
from shared.stores.home import HomeKind, open_home
from shared.stores.home_lock import sharing


def holding_home(command: Callable[..., None]) -> Callable[..., None]:
    """A command that is refused with ``CONFLICT`` while the master key is changed, or a change was cut off.

    Args:
        command: has the option ``home``.
    """

    @wraps(command)
    def held(*arguments: Any, home: Path | None = None, **options: Any) -> None:
        with sharing(open_home(home_of(home), HomeKind.BRANCH)):
            command(*arguments, home=home, **options)

    return held
