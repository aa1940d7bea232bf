"""``ridgekey-branch list``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.cli.arguments import home_of, parse_user
from branch_client.cli.holding import holding_home
from branch_client.connection import ListedImage
from branch_client.gathering import is_kept, name_in_folder
from branch_client.renewal import kept_valid
from branch_client.standing import WITHDRAWN, listed_images
from shared.errors import OK, Failure
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import note, show_items

EXAMPLE = "ridgekey-branch list 17 --in images/"
COLUMNS = ("user", "image", "bytes", "media_type")


@holding_home
def list_released(
    user: Annotated[
        str | None, typer.Argument(help="The user's ID; everyone enrolled here when absent.", metavar="USER")
    ] = None,
    folder: Annotated[
        Path | None,
        option("--in", help="Say too which are in this folder, plain or sealed.", metavar="FOLDER"),
    ] = None,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """List the images that are released to a user at this branch."""
    number = None if user is None else parse_user(user)
    branch = kept_valid(open_branch(home_of(home)), note)
    columns = COLUMNS if folder is None else (*COLUMNS, "here")
    if number is not None:
        show_items(columns, _items(branch, number, folder), output_format)
        return
    items: list[dict[str, Any]] = []
    exit_code = OK
    for each in branch.enrolments.users():
        try:
            items += _items(branch, each, folder)
        except Failure as failure:
            if failure.code not in WITHDRAWN:
                raise
            note(f"User {each}: {failure.sentence}")
            exit_code = max(exit_code, failure.exit_code)
    show_items(columns, items, output_format)
    raise typer.Exit(exit_code)


def _items(branch: Branch, user: int, folder: Path | None) -> list[dict[str, Any]]:
    return [
        {
            "user": user,
            "image": each.image,
            "bytes": each.size,
            "media_type": each.media_type,
            **({} if folder is None else {"here": _here(branch, user, each, folder)}),
        }
        for each in listed_images(branch, user)
    ]


def _here(branch: Branch, user: int, image: ListedImage, folder: Path) -> list[str]:
    """Which of its two files the folder has."""
    return [
        kind
        for kind, sealed in (("plain", False), ("sealed", True))
        if is_kept(branch, user, image, folder / name_in_folder(image, sealed=sealed), sealed=sealed)
    ]
