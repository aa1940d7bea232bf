"""``ridgekey config model``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from server.bootstrap.configuring import SHIPPED, use_model
from server.cli.config.restart import say_when
from server.cli.notices import warn_if_outranked
from server.cli.office import administrator, opened
from server.services.administration import ModelChoice
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, option
from shared.terminal.output import show_record
from shared.terminal.progress import progress

EXAMPLE = "ridgekey config model ours.rkmodel --reason 'trained on our own scanners'"


def model(
    model: Annotated[
        str,
        typer.Argument(help="A model file, the SHA-256 of one that is held, or: shipped.", metavar="MODEL"),
    ],
    force: Annotated[
        bool, option("--force", help="Choose it although some enrolled fingers give no key with it.")
    ] = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Choose the model that keys are made with, once every enrolled finger was tried with it."""
    with opened(home) as office:
        actor = administrator(office, reason)
        with progress("Trying every enrolled finger") as line:
            chosen = use_model(office, model, actor, force=force, progress=line)
    show_record(_view(chosen), output_format)
    warn_if_outranked(office.config, "model")
    say_when("" if model == SHIPPED else "Every branch needs its file: `ridgekey-branch model add FILE`.")


def _view(chosen: ModelChoice) -> dict[str, Any]:
    unusable = [
        {"user": user, "fingers": [finger.label for finger in fingers]}
        for user, fingers in chosen.unusable.items()
    ]
    return {"model": chosen.digest.hex(), "users_tried": chosen.users, "unusable": unusable}
