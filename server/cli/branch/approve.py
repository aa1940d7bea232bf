"""``ridgekey branch approve``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from server.cli.issued import show_issued
from server.cli.office import administering
from shared.crypto.joining import parse_admission, parse_request
from shared.crypto.signed_papers import MAX_REQUEST_BYTES
from shared.stores.atomic import check_writable, read_file, write_file
from shared.terminal.fingerprints import settle_fingerprint
from shared.terminal.options import (
    FingerprintOption,
    FormatOption,
    HomeOption,
    ReasonOption,
    YesOption,
    option,
)
from shared.terminal.output import note

EXAMPLE = "ridgekey branch approve basra.request -o basra.admission"


def approve(
    request: Annotated[Path, typer.Argument(help="What the branch sent.", metavar="REQUEST")],
    output: Annotated[Path, option("--output", "-o", help="Where the admission goes.", metavar="FILE")],
    renew: Annotated[
        bool,
        option("--renew", help="Give a branch that there is already a new certificate; its others end."),
    ] = False,
    fingerprint: FingerprintOption = None,
    home: HomeOption = None,
    reason: ReasonOption = "",
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """Admit a branch, once its request's fingerprint is what the branch reads out.

    With --renew, one whose certificate has ended or whose key is lost; what it was granted stays.
    """
    check_writable(output)
    data = read_file(request, MAX_REQUEST_BYTES)
    asked = parse_request(data)
    with administering(home) as office:
        settle_fingerprint(asked.fingerprint, fingerprint, f"the request of {asked.name}", yes=yes)
        signed = office.approve_branch(data, reason, renew=renew)
    write_file(output, signed)
    show_issued("branch", parse_admission(signed), output, output_format)
    if renew:
        note("Was the branch set up anew? Then grant its users again: its old packages open no more there.")
    note(f"Send {output} to {asked.name}, and read out the authority's fingerprint another way.")
