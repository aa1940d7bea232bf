"""``ridgekey image list``."""

from __future__ import annotations

from typing import Annotated

from server.cli.office import opened
from server.cli.views import IMAGE_COLUMNS, view_image
from server.services.administration import list_images
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import show_items

EXAMPLE = "ridgekey image list"


def list_all(
    removed: Annotated[bool, option("--removed", help="Name removed images too.")] = False,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """List the stored images."""
    with opened(home) as office:
        items = [view_image(image) for image in list_images(office, removed=removed)]
    show_items((*IMAGE_COLUMNS, "removed_at") if removed else IMAGE_COLUMNS, items, output_format)
