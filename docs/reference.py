"""Writes the reference of every command from the programs themselves; a test compares the two.

python docs/reference.py docs/reference
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

import branch_client.cli.app
import lab.cli.app
import server.cli.app

PROGRAMS = {
    "ridgekey": server.cli.app.build,
    "ridgekey-branch": branch_client.cli.app.build,
    "ridgekey-lab": lab.cli.app.build,
}
_EXAMPLE = "Example: "


def pages() -> dict[str, str]:
    """The text of each page by its file's name."""
    return {f"{name}.md": page_of(name, build()) for name, build in PROGRAMS.items()}


def page_of(name: str, program: typer.Typer) -> str:
    """Every command of a program, each with its arguments, options and example.

    Args:
        name: the program's.
        program: its commands.
    """
    command = get_command(program)
    written = "Written by `make help-blocks` from the program itself."
    parts = [f"# {name}", _one_line(command.help), written]
    parts += [_section(words, each) for words, each in _commands(name, command)]
    return "\n\n".join(parts) + "\n"


def _commands(words: str, command: Any) -> Iterator[tuple[str, Any]]:
    """Every command below this one, in the order of its help."""
    for name, each in getattr(command, "commands", {}).items():
        below = f"{words} {name}"
        if hasattr(each, "commands"):
            yield from _commands(below, each)
        else:
            yield below, each


def _section(words: str, command: Any) -> str:
    parts = [f"## {words}", _paragraphs(command.help)]
    shown = [each for each in command.params if not getattr(each, "hidden", False)]
    if shown:
        parts.append("| | |\n|---|---|\n" + "\n".join(_row(each, typer.Context(command)) for each in shown))
    if command.epilog:
        parts.append(f"```\n{command.epilog.removeprefix(_EXAMPLE)}\n```")
    return "\n\n".join(parts)


def _row(parameter: Any, context: typer.Context) -> str:
    if parameter.param_type_name == "argument":
        name = f"`{(parameter.metavar or parameter.name.upper()).strip('{}[]')}`"
    else:
        name = ", ".join(f"`{each}`" for each in (*parameter.opts, *parameter.secondary_opts))
        if not parameter.is_flag:
            name += f" {_placeholder(parameter, context)}"
    said = _one_line(parameter.help)
    return f"| {name} | {said}{_default(parameter)} |"


def _placeholder(parameter: Any, context: typer.Context) -> str:
    said = parameter.metavar or parameter.display_type(context)
    return str(said).strip("<>").replace("|", "\\|")


def _default(parameter: Any) -> str:
    """The default where the help page shows it."""
    shown = getattr(parameter, "show_default", False) and parameter.default not in (None, "", False)
    return f" Default: `{parameter.default}`." if shown and not callable(parameter.default) else ""


def _paragraphs(text: str | None) -> str:
    return "\n\n".join(_one_line(part) for part in (text or "").split("\n\n"))


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def main() -> None:
    """Write the pages into the folder that the command line names."""
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
