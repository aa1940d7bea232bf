"""``ridgekey config verification``."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from server.bootstrap.configuring import use_verification
from server.cli.config.restart import say_when
from server.cli.notices import warn_if_outranked
from server.cli.office import administrator, opened
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
    show_record({"verification": mode.value}, output_format)
    warn_if_outranked(office.config, "verification")
    say_when()
