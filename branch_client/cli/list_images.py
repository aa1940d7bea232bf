"""``ridgekey-branch list``."""

from __future__ import annotations

from branch_client.bootstrap import open_branch
from branch_client.cli.arguments import UserArgument, home_of, parse_user
from branch_client.connection import list_images
from branch_client.renewal import kept_valid
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import note, show_items

EXAMPLE = "ridgekey-branch list 17"
COLUMNS = ("image", "bytes", "media_type")


def list_released(user: UserArgument, home: HomeOption = None, output_format: FormatOption = None) -> None:
    """List the images that are released to a user at this branch."""
    number = parse_user(user)
    listed = list_images(kept_valid(open_branch(home_of(home)), note), number)
    items = [{"image": each.image, "bytes": each.size, "media_type": each.media_type} for each in listed]
    show_items(COLUMNS, items, output_format)
