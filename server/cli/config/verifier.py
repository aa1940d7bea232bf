"""``ridgekey config verifier``."""

from __future__ import annotations

from typing import Annotated

import typer

from server.bootstrap.configuring import use_verifier
from server.cli.config.restart import say_when
from server.cli.notices import verifier_setting, warn_if_outranked, warn_of_unlisted
from server.cli.office import administrator, opened
from server.services.administration import unlisted_users
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey config verifier ours.rkverif"


def verifier(
    verifier: Annotated[
        str,
        typer.Argument(
            help="A verifier file, the SHA-256 of one that is held, or: shipped.", metavar="VERIFIER"
        ),
    ],
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Choose the verifier of live scans; there is one of each kind, embedding and closed-set."""
    with opened(home) as office:
        item = use_verifier(office, verifier, administrator(office, reason))
        mode, unlisted = office.config.verification, unlisted_users(office, item.content)
    show_record({"verifier": item.digest.hex(), "kind": item.kind, "verification": mode}, output_format)
    warn_if_outranked(office.config, verifier_setting(item.kind))
    warn_of_unlisted(unlisted)
    if mode != item.kind:
        say_when(f"Verification is {mode}; `ridgekey config verification {item.kind}` has this one used.")
    else:
        say_when("Every branch needs its file: `ridgekey-branch model add FILE`.")
