"""``ridgekey user revoke-generation``."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.office import administering
from server.cli.user.arguments import UserArgument
from server.cli.views import view_generation
from server.ports import GenerationStatus
from shared.terminal.confirmation import confirm
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, YesOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey user revoke-generation 17 2 --reason 'prints were copied' --yes"


def revoke_generation(
    user: UserArgument,
    generation: Annotated[
        int, typer.Argument(help="Which enrolment.", metavar="GENERATION", min=1, max=2**63 - 1)
    ],
    home: HomeOption = None,
    reason: ReasonOption = "",
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """End one enrolment of a user for ever, whether it is the current one or an earlier one."""
    with administering(home) as office:
        number = office.deployment().id_range.parse(user)
        confirm(f"Revoke generation {generation} of user {number} for ever?", yes=yes)
        changed = office.change_generation(number, generation, GenerationStatus.REVOKED, reason)
    show_record(view_generation(changed), output_format)
