"""Options: how every one of them is made, and those that many commands share under one meaning each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from shared.terminal.formats import Format


def option(name: str, *others: str, help: str, metavar: str | None = None, **more: Any) -> Any:
    """An option that can also be given as ``RIDGEKEY_<NAME>``.

    Args:
        name: its long name, such as ``--trust-domain``.
        others: its short names.
        help: one sentence for the help page.
        metavar: what stands for the value there.
        more: further arguments of ``typer.Option``.
    """
    # The program's help states the rule once; a variable beside every option would drown the sentences.
    settings = {"show_envvar": False, "show_default": False, **more}
    return typer.Option(name, *others, help=help, metavar=metavar, envvar=variable_of(name), **settings)


def variable_of(name: str) -> str:
    """The variable that stands for an option of this long name."""
    return "RIDGEKEY_" + name.removeprefix("--").replace("-", "_").upper()


def option_variables(command: Any) -> frozenset[str]:
    """The variables of a command's options, and of the commands below it."""
    own = {each.envvar for each in command.params if isinstance(each.envvar, str)}
    below = getattr(command, "commands", {}).values()
    return frozenset(own).union(*map(option_variables, below))


FormatOption = Annotated[
    Format | None,
    option("--format", help="Table for people, JSON for programs; by default what stdout is."),
]
HomeOption = Annotated[Path | None, option("--home", help="State folder.", metavar="DIR")]
YesOption = Annotated[bool, option("--yes", help="Do not ask.")]
DryRunOption = Annotated[bool, option("--dry-run", help="Say what would be done, and do nothing.")]
ReasonOption = Annotated[str, option("--reason", help="Why; it goes into the audit.", metavar="TEXT")]
FingerprintOption = Annotated[
    str | None, option("--fingerprint", help="The fingerprint you were told, to compare.", metavar="HEX")
]
