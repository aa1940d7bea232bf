"""The option that sets a generator's parameters."""

from __future__ import annotations

from typing import Annotated

from shared.terminal.options import option

SettingsOption = Annotated[
    list[str] | None,
    option("--set", help="A parameter; may be given several times.", metavar="NAME=VALUE"),
]
