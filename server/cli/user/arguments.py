"""The user that a command is about."""

from __future__ import annotations

from typing import Annotated

import typer

# Text, not a number: the deployment's range is read with the home, and one sentence says all that is wrong.
UserArgument = Annotated[str, typer.Argument(help="The user's ID.", metavar="USER")]
BranchArgument = Annotated[str, typer.Argument(help="The branch's name.", metavar="BRANCH")]
