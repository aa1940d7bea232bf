"""``ridgekey admin issue``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from server.bootstrap.admitting_administrators import admit_administrator_of
from server.cli.issued import show_issued
from server.cli.office import administrator, opened
from shared.crypto.admin_joining import parse_admin_admission, parse_admin_request
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

EXAMPLE = "ridgekey admin issue zainab.request -o zainab.admission"


def issue(
    request: Annotated[Path, typer.Argument(help="What the administrator sent.", metavar="REQUEST")],
    output: Annotated[Path, option("--output", "-o", help="Where the admission goes.", metavar="FILE")],
    days: Annotated[
        int,
        option("--days", help="How long it is valid.", metavar="N", min=1, max=825, show_default=True),
    ] = 365,
    replace: Annotated[
        bool, option("--replace", help="In place of the certificate of that name that is in force.")
    ] = False,
    fingerprint: FingerprintOption = None,
    home: HomeOption = None,
    reason: ReasonOption = "",
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """Issue an administrator's certificate, once the request's fingerprint is what they read out."""
    check_writable(output)
    data = read_file(request, MAX_REQUEST_BYTES)
    asked = parse_admin_request(data)
    with opened(home) as office:
        settle_fingerprint(asked.fingerprint, fingerprint, f"the request of {asked.name}", yes=yes)
        actor, lifetime = administrator(office, reason), dt.timedelta(days=days)
        signed = admit_administrator_of(office, data, actor, lifetime=lifetime, replace=replace)
        served = office.config.administration
    write_file(output, signed)
    show_issued("name", parse_admin_admission(signed), output, output_format)
    note(f"Send {output} to {asked.name}, and read out the authority's fingerprint another way.")
    if not served:
        note("Administration from other machines is off; `ridgekey config administration on` lets it.")
