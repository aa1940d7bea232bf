"""``ridgekey user grant``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from server.cli.office import administering
from server.cli.user.arguments import BranchArgument, UserArgument
from shared.identifiers import parse_branch_name
from shared.stores.atomic import check_writable, write_file
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, option
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey user grant 17 basra -o 17.enrolment"


def grant(
    user: UserArgument,
    branch: BranchArgument,
    output: Annotated[
        Path, option("--output", "-o", help="Where the sealed enrolment goes.", metavar="FILE")
    ],
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Let a branch serve a user, and write the enrolment sealed for that branch alone."""
    check_writable(output)
    with administering(home) as office:
        number = office.deployment().id_range.parse(user)
        generation, package = office.grant_user(number, parse_branch_name(branch), reason)
    write_file(output, package)
    record = {"user": number, "branch": branch, "generation": generation, "package": str(output)}
    show_record(record, output_format)
    note(f"Send {output} to {branch}, which runs `ridgekey-branch import {output.name}`.")
