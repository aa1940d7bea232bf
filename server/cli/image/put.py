"""``ridgekey image put``."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.image.incoming import read_image, spoken_name
from server.cli.image.receivers import BranchesOption, EveryoneOption, ForOption, parse_release
from server.cli.office import administering
from server.cli.views import view_image
from shared.identifiers import parse_image_id
from shared.stores.media_types import media_type_of
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, option
from shared.terminal.output import show_record
from shared.terminal.progress import progress

EXAMPLE = "ridgekey image put chest.png --id xray-7 --for 17,331"


def put(
    file: Annotated[str, typer.Argument(help="The image; - reads standard input.", metavar="FILE")],
    image_id: Annotated[str, option("--id", help="The image's ID, never used before.", metavar="ID")],
    users: ForOption = "",
    branches: BranchesOption = "",
    everyone: EveryoneOption = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Store an image, sealed, and say to whom it is released."""
    parse_image_id(image_id)
    with administering(home) as office:
        deployment = office.deployment()
        release = parse_release(deployment.id_range, users, branches, everyone)
        data = read_image(file, deployment.max_image_bytes)
        media_type = media_type_of(data, spoken_name(file))
        with progress("Storing") as line:
            record = office.put_image(image_id, data, media_type, release, reason, line)
    show_record(view_image(record), output_format)
