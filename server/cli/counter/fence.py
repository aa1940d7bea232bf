"""``ridgekey counter fence``."""

from __future__ import annotations

from typing import Annotated, Any

from server.cli.office import administrator, opened
from server.cli.views import view_time
from server.ports import Office
from server.services.administration import set_fence, show_fence
from shared.errors import Code, Failure
from shared.terminal.checkpoints import view_checkpoint
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, option
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey counter fence --to 5000 --reason 'restore of 3 May'"


def fence(
    to: Annotated[
        int | None,
        option(
            "--to",
            help="Every user's number then; without it, show what is known.",
            metavar="N",
            min=0,
        ),
    ] = None,
    reason: ReasonOption = "",
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """After a restore: set every user's number above all that may have been used, and begin a new log.

    Exchanges go on from then. Every branch must accept the new log, once you told it, by
    `ridgekey-branch witness reset`.
    """
    with opened(home) as office:
        if to is None:
            show_record(_view(office), output_format)
            return
        if not reason.strip():
            raise Failure(Code.INVALID_INPUT, "Say why: --reason TEXT goes into the audit.", field="reason")
        signed = set_fence(office, to, administrator(office, reason))
    show_record({"fence": to, **view_checkpoint(signed)}, output_format)
    note("Exchanges go on. Tell every branch, by another way than this network, to run `witness reset`.")


def _view(office: Office) -> dict[str, Any]:
    view = show_fence(office)
    reported = [
        f"user {mark.user} at {mark.branch}: {mark.mark} ({view_time(mark.at)})" for mark in view.reported
    ]
    return {
        "required": view.required,
        "highest": view.highest,
        "lowest_fence": view.lowest,
        "reported": reported,
    }
