"""``ridgekey image show``."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.office import opened
from server.cli.views import view_image
from server.services.administration import show_image
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey image show xray-7"


def show(
    image: Annotated[str, typer.Argument(help="The image's ID.", metavar="IMAGE")],
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Show one image's entry: size, media type, release; of a removed one, when and why it was."""
    with opened(home) as office:
        record = show_image(office, image)
    show_record(view_image(record), output_format)
