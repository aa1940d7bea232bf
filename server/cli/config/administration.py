"""``ridgekey config administration``."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from server.bootstrap.configuring import use_administration
from server.cli.config.restart import say_when
from server.cli.notices import warn_if_outranked
from server.cli.office import administrator, opened
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey config administration on"


class Switch(enum.StrEnum):
    """Whether something is served."""

    ON = "on"
    OFF = "off"


def administration(
    switch: Annotated[Switch, typer.Argument(help="Whether it is served.", metavar="on|off")],
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Let administrators with a certificate work from other machines, or not."""
    with opened(home) as office:
        use_administration(office, administrator(office, reason), on=switch is Switch.ON)
    show_record({"administration": switch.value}, output_format)
    warn_if_outranked(office.config, "administration")
    say_when("Certificates for it come from `ridgekey admin issue`." if switch is Switch.ON else "")
