"""``ridgekey audit checkpoint``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from server.cli.office import administering
from shared.stores.atomic import write_file
from shared.terminal.checkpoints import view_checkpoint
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import show_record

EXAMPLE = "ridgekey audit checkpoint --out march.checkpoint"


def checkpoint(
    out: Annotated[
        Path | None, option("--out", help="Write it to this file too, to be kept elsewhere.", metavar="FILE")
    ] = None,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Sign the audit log as it is now, and show the signed checkpoint.

    A running server does so by itself. Whoever keeps one elsewhere can show later that the log was rewritten:
    `ridgekey audit verify --witness FILE`.
    """
    with administering(home) as office:
        signed = office.write_checkpoint()
    if out is not None:
        write_file(out, signed.encode())
    show_record(view_checkpoint(signed), output_format)
