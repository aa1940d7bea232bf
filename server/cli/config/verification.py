"""``ridgekey config verification``."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from server.bootstrap.configuring import use_verification
from server.cli.config.restart import say_when
from server.cli.notices import warn_if_outranked, warn_of_unlisted
from server.cli.office import administrator, opened
from server.services.administration import unlisted_users
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey config verification off"


class Mode(enum.StrEnum):
    """How branches check live scans."""

    EMBEDDING = "embedding"
    CLOSED_SET = "closed-set"
    OFF = "off"


def verification(
    mode: Annotated[Mode, typer.Argument(help="How branches check live scans.", metavar="MODE")],
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Have branches check a live scan: by embedding, by the paper's closed-set networks, or off."""
    with opened(home) as office:
        use_verification(office, mode.value, administrator(office, reason))
        chosen = None if mode is Mode.OFF else office.models.current_verifier(mode.value)
        unlisted = unlisted_users(office, chosen)
    show_record({"verification": mode.value}, output_format)
    warn_if_outranked(office.config, "verification")
    warn_of_unlisted(unlisted)
    say_when()
