"""The examples under the help of a program's commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from typer.main import get_command


def examples(program: typer.Typer, prefix: str) -> Iterator[tuple[str, str]]:
    """Every command of a program and the example under its help."""
    return _below(get_command(program), prefix)


def _below(group: Any, prefix: str) -> Iterator[tuple[str, str]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _below(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command.epilog.removeprefix("Example: ")
