"""``ridgekey-branch model add``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from branch_client.bootstrap import shelf_of
from branch_client.cli.arguments import home_of
from shared.exact.network import Network
from shared.keygen.pipeline import require_key_model
from shared.stores.home import HomeKind, open_home
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey-branch model add ours.rkmodel"


def add(
    file: Annotated[Path, typer.Argument(help="A model or verifier of the head office.", metavar="FILE")],
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Hold a model or a verifier too, once this machine proved that it computes it as it should."""
    shelf = shelf_of(open_home(home_of(home), HomeKind.BRANCH))
    item = shelf.examine(file)
    if isinstance(item.content, Network):
        require_key_model(item.content)
    shelf.keep(item)
    show_record({"kind": item.title, "sha256": item.digest.hex(), "bytes": len(item.data)}, output_format)
