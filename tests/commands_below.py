"""Every command of a program, as it stands in its group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shared.terminal.lazy_command import LazyCommand


def commands_below(group: Any) -> Iterator[LazyCommand]:
    """The commands of a group and of the groups in it."""
    for command in group.commands.values():
        if isinstance(command, LazyCommand):
            yield command
        else:
            yield from commands_below(command)
