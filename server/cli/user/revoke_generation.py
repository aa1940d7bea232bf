"""``ridgekey user revoke-generation``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from server.cli.office import administering
from server.cli.user.arguments import UserArgument
from server.cli.views import view_generation
from server.ports import GenerationStatus
from server.services.verbs import Administration
from shared.errors import Code, Failure
from shared.reason import checked_reason
from shared.terminal.confirmation import confirm
from shared.terminal.options import DryRunOption, FormatOption, HomeOption, ReasonOption, YesOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey user revoke-generation 17 2 --reason 'prints were copied' --yes"


def revoke_generation(
    user: UserArgument,
    generation: Annotated[
        int, typer.Argument(help="Which enrolment.", metavar="GENERATION", min=1, max=2**63 - 1)
    ],
    dry_run: DryRunOption = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """End one enrolment of a user for ever, whether it is the current one or an earlier one."""
    with administering(home) as office:
        number = office.deployment().id_range.parse(user)
        if dry_run:
            checked_reason(reason)
            show_record(_preview(office, number, generation), output_format)
            return
        confirm(f"Revoke generation {generation} of user {number} for ever?", yes=yes)
        changed = office.change_generation(number, generation, GenerationStatus.REVOKED, reason)
    show_record(view_generation(changed), output_format)


def _preview(office: Administration, user: int, generation: int) -> dict[str, Any]:
    """Which branches could ask for the user no more; one that is not the current enrolment serves none."""
    view, revoked = office.show_user(user), GenerationStatus.REVOKED
    current = view.generation == generation
    if current and view.enrolment is revoked:
        sentence = f"Generation {generation} of user {user} is {revoked} and cannot become {revoked}."
        raise Failure(Code.CONFLICT, sentence)
    if generation not in office.preview_forgetting(user):
        raise Failure(Code.NOT_FOUND, f"User {user} has no enrolment of generation {generation} to revoke.")
    return {
        "user": user,
        "generation": generation,
        "current": current,
        "would_become": revoked.value,
        "branches": list(view.branches) if current and view.enrolment is GenerationStatus.ACTIVE else [],
    }
