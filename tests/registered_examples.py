"""The examples under the help of a program's commands."""

from __future__ import annotations

from collections.abc import Iterator

import typer


def examples(program: typer.Typer, prefix: str) -> Iterator[tuple[str, str]]:
    """Every command of a program and the example under its help."""
    for command in program.registered_commands:
        assert command.epilog is not None
        yield f"{prefix} {command.name}", command.epilog.removeprefix("Example: ")
    for group in program.registered_groups:
        assert group.typer_instance is not None
        yield from examples(group.typer_instance, f"{prefix} {group.name}")
