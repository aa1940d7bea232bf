"""``ridgekey-branch witness export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from branch_client.bootstrap import open_branch
from branch_client.cli.arguments import home_of
from branch_client.cli.holding import holding_home
from shared.errors import Code, Failure
from shared.stores.atomic import write_file
from shared.terminal.checkpoints import view_checkpoint
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey-branch witness export basra.checkpoint"


@holding_home
def export(
    file: Annotated[Path, typer.Argument(help="The file to write.", metavar="FILE")],
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Write the checkpoint that this branch holds, for an auditor: `ridgekey audit verify --witness FILE`."""
    checkpoint = open_branch(home_of(home)).witness.checkpoint()
    if checkpoint is None:
        raise Failure(Code.NOT_FOUND, "This branch holds no checkpoint yet; the first fetch brings one.")
    write_file(file, checkpoint.encode())
    show_record({"file": str(file), **view_checkpoint(checkpoint)}, output_format)
    note(f"{file} holds what the head office signed when its log had {checkpoint.size} rows.")
