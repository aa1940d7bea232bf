"""The branch that a command is about."""

from __future__ import annotations

from typing import Annotated

import typer

NameArgument = Annotated[str, typer.Argument(help="The branch's name.", metavar="NAME")]
