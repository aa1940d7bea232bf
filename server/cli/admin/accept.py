"""``ridgekey admin accept``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from server.bootstrap.admin_home import accept_admin_admission
from server.cli.office import admin_home_of
from shared.crypto.admin_joining import parse_admin_admission
from shared.crypto.randomness import SystemRandomness
from shared.crypto.signed_papers import MAX_ADMISSION_BYTES
from shared.stores.atomic import read_file
from shared.stores.home import HomeKind, open_home
from shared.terminal.fingerprints import settle_fingerprint
from shared.terminal.options import FingerprintOption, FormatOption, HomeOption, YesOption
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey admin accept zainab.admission"


def accept(
    admission: Annotated[Path, typer.Argument(help="What the head office sent.", metavar="ADMISSION")],
    fingerprint: FingerprintOption = None,
    home: HomeOption = None,
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """On the administrator's own machine: keep the certificate, once the authority's fingerprint is right."""
    opened = open_home(admin_home_of(home), HomeKind.ADMIN)
    data = read_file(admission, MAX_ADMISSION_BYTES)
    shown = parse_admin_admission(data).authority_fingerprint
    settle_fingerprint(shown, fingerprint, "the head office's authority", yes=yes)
    accepted = accept_admin_admission(opened, data, datetime.now(UTC), SystemRandomness())
    record = {
        "name": accepted.identity.name,
        "uri": accepted.identity.uri,
        "head_office": accepted.head_office_uri,
        "address": accepted.address,
        "authority_fingerprint": shown,
    }
    show_record(record, output_format)
    note(f"Try it: `ridgekey --server {accepted.address} status`.")
