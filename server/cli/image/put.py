"""``ridgekey image put``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from server.cli.image.outcomes import worst
from server.cli.image.receivers import BranchesOption, EveryoneOption, ForOption, parse_release
from server.cli.image.selection import select_images
from server.cli.image.storing import Order, Outcome, store_all
from server.cli.office import administering
from server.cli.views import view_image
from shared.reason import checked_reason
from shared.terminal.options import DryRunOption, FormatOption, HomeOption, ReasonOption, option
from shared.terminal.output import note, show_items, show_record
from shared.terminal.progress import progress

EXAMPLE = "ridgekey image put scans/ --for 17,331"
COLUMNS = ("file", "image", "bytes", "media_type", "result")


def put(
    files: Annotated[
        list[str],
        typer.Argument(help="Images, or folders of them; - is standard input.", metavar="FILE"),
    ],
    image_id: Annotated[
        str | None,
        option("--id", help="The ID of one image; else its file's name without .png, .dcm …", metavar="ID"),
    ] = None,
    users: ForOption = "",
    branches: BranchesOption = "",
    everyone: EveryoneOption = False,
    dry_run: DryRunOption = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Store images, sealed, and say to whom they are released.

    Names are checked before anything is stored; then each file is stored or refused by itself, and the exit
    code is that of the worst. What is stored already, with the same bytes and release, stays as it is.
    """
    candidates = select_images(files, image_id)
    with administering(home) as office:
        release = parse_release(office.deployment().id_range, users, branches, everyone)
        order = Order(office.check_receivers(release), reason, dry_run)
        checked_reason(reason)
        outcomes: list[Outcome] = []
        with progress("looking at images" if dry_run else "storing images") as line:
            # Of one image the bytes that are on their way are counted, of several the images.
            on_way = line if len(candidates) == 1 else _uncounted
            for outcome in store_all(office, candidates, order, on_way):
                outcomes.append(outcome)
                if len(candidates) > 1:
                    line(len(outcomes), len(candidates))
    if image_id is None:
        show_items(COLUMNS, [_line(each, dry_run) for each in outcomes], output_format)
        _say(outcomes)
        raise typer.Exit(worst(each.failure for each in outcomes if each.failure))
    (one,) = outcomes
    if one.record is None:
        raise one.failure or AssertionError("what is not stored has a failure")
    show_record({**view_image(one.record), "result": _result(one, dry_run)}, output_format)
    _say(outcomes)


def _line(outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    record, failure = outcome.record, outcome.failure
    return {
        "file": outcome.candidate.source,
        "image": outcome.candidate.image,
        "bytes": None if record is None else record.size,
        "media_type": None if record is None else record.media_type,
        "result": _result(outcome, dry_run),
        "reason": None if failure is None else failure.code.value,
        "message": None if failure is None else failure.sentence,
    }


def _result(outcome: Outcome, dry_run: bool) -> str:
    if outcome.record is None:
        return "refused"
    if not outcome.is_new:
        return "already stored"
    return "would be stored" if dry_run else "stored"


def _say(outcomes: Sequence[Outcome]) -> None:
    """Every refusal, and whether somebody may be known by what was stored."""
    for each in outcomes:
        if each.failure is not None:
            note(each.failure.sentence)
    identifying = [each.candidate.name for each in outcomes if each.is_new and each.identifying]
    if identifying:
        more = f" and {len(identifying) - 1} more" if len(identifying) > 1 else ""
        note(
            f"{identifying[0]}{more}: DICOM tags are filled that may identify a person; whoever receives the "
            "image receives them too."
        )


def _uncounted(done: int, total: int) -> None:
    del done, total
