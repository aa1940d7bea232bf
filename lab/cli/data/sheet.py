"""``ridgekey-lab data sheet``: a picture of some prints of a set, to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from lab.cli.data.choosing import parse_fingers, parse_subjects, parse_views
from lab.cli.data.loaded import load_shown
from lab.datasets.contact_sheet import draw_sheet
from lab.datasets.print_set import PrintSet
from shared.errors import Code, Failure
from shared.stores.atomic import check_writable, open_atomically
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record


def sheet(
    prints: Annotated[Path, typer.Argument(help="A folder of prints, or a .npz file.", metavar="PRINTS")],
    out: Annotated[Path, typer.Argument(help="The PNG file to write.", metavar="OUT")],
    subjects: Annotated[
        str, option("--subjects", help="Whose prints, such as 1-3,17.", show_default=True)
    ] = "1",
    fingers: Annotated[
        str, option("--fingers", help="Which, such as left_thumb,right_index; or all.", show_default=True)
    ] = "all",
    views: Annotated[
        str, option("--views", help="Of enrolled, altered and repeated; or all.", show_default=True)
    ] = "all",
    output_format: FormatOption = None,
) -> None:
    """Draw a contact sheet: a row for each finger, with its altered versions and further impressions."""
    if out.suffix.lower() != ".png":
        raise Failure(
            Code.INVALID_INPUT, f"A sheet is a PNG picture; name it {out.with_suffix('.png').name}."
        )
    check_writable(out)
    people, digits, kinds = parse_subjects(subjects), parse_fingers(fingers), parse_views(views)
    whole = load_shown(prints, people)
    shown = _chosen(whole, people, digits, kinds)
    picture = draw_sheet(shown)
    with open_atomically(out) as file:
        picture.save(file, format="PNG")
    size = f"{picture.width}x{picture.height}"
    record = {
        "sheet": str(out),
        "size": size,
        "prints": len(shown),
        "may_be_passed_on": shown.redistributable,
    }
    show_record(record, output_format)


def _chosen(whole: PrintSet, people: list[int], digits: list[int], kinds: list[int]) -> PrintSet:
    return whole.where(
        np.isin(whole.subjects, people) & np.isin(whole.fingers, digits) & np.isin(whole.views, kinds)
    )
