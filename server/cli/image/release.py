"""``ridgekey image release``."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.image.receivers import BranchesOption, EveryoneOption, ForOption, parse_release
from server.cli.office import administering
from server.cli.views import view_image
from server.services.administration import NOBODY
from shared.errors import Code, Failure
from shared.identifiers import parse_image_id
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, option
from shared.terminal.output import show_record

EXAMPLE = "ridgekey image release xray-7 --nobody --reason 'wrong patient'"


def release(
    image: Annotated[str, typer.Argument(help="The image's ID.", metavar="IMAGE")],
    users: ForOption = "",
    branches: BranchesOption = "",
    everyone: EveryoneOption = False,
    nobody: Annotated[bool, option("--nobody", help="Withdraw it from all.")] = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Change to whom an image is released, in place of what was said before, or withdraw it.

    Running transfers to whoever may not have it any more end within two seconds; what was delivered cannot
    be recalled.
    """
    parse_image_id(image)
    if nobody and (users or branches or everyone):
        raise Failure(Code.INVALID_INPUT, "An image released to nobody has no receivers.", field="release")
    with administering(home) as office:
        wanted = NOBODY if nobody else parse_release(office.deployment().id_range, users, branches, everyone)
        record = office.release_image(image, wanted, reason)
    show_record(view_image(record), output_format)
