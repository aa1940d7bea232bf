"""``ridgekey config inner-ciphers``."""

from __future__ import annotations

from typing import Annotated

import typer

from server.bootstrap.configuring import use_inner_ciphers
from server.cli.config.restart import say_when
from server.cli.notices import warn_if_outranked
from server.cli.office import administrator, opened
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey config inner-ciphers none,lorenz"


def inner_ciphers(
    names: Annotated[
        str, typer.Argument(help="Names with commas: none, chen, logistic, lorenz.", metavar="NAMES")
    ],
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Admit these ciphers below the sealing, and no others; every image is sealed all the same."""
    chosen = [name.strip() for name in names.split(",") if name.strip()]
    with opened(home) as office:
        use_inner_ciphers(office, chosen, administrator(office, reason))
    show_record({"inner_ciphers": chosen}, output_format)
    warn_if_outranked(office.config, "inner_ciphers")
    say_when()
