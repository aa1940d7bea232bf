"""``ridgekey db check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from server.bootstrap.backup.checking import check_backup
from server.bootstrap.doctor.database import examine_database
from server.cli.db.passphrases import KeyFileOption, PassphraseOption, key_given
from server.cli.office import home_of
from shared.diagnosis.findings import gravest
from shared.errors import Code, Failure
from shared.terminal.findings import show_findings
from shared.terminal.formats import Format
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import note, show_record
from shared.terminal.progress import progress

EXAMPLE = "ridgekey db check --backup /backup/2026-05-03.tar"


def check(
    backup: Annotated[
        Path | None,
        option("--backup", help="Check what `db backup` wrote instead; nothing is restored.", metavar="FILE"),
    ] = None,
    key_file: KeyFileOption = None,
    passphrase_file: PassphraseOption = None,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Check the whole database and that each file it names is there, or a backup. Exit code 7 when damaged.

    Nothing is changed. A database needs no key; a backup without one is only compared with its own digests.
    """
    folder = home_of(home)
    if backup is not None:
        _check_backup(backup, key_file, passphrase_file, folder, output_format)
        return
    if key_file is not None or passphrase_file is not None:
        raise Failure(Code.INVALID_INPUT, "A key is for a backup; name one with --backup FILE.")
    answers = examine_database(folder)
    show_findings(f"The database of {folder}", answers, output_format)
    raise typer.Exit(gravest(answers))


def _check_backup(
    file: Path, key_file: Path | None, passphrase_file: Path | None, home: Path, chosen: Format | None
) -> None:
    with progress("reading the backup") as line:
        checked = check_backup(file, key_given(key_file, passphrase_file), home, line)
    manifest = checked.manifest
    record = {
        "backup": str(file),
        "made_at": manifest.made_at,
        "release": manifest.release,
        "schema": manifest.schema,
        "database": manifest.database,
        "trust_domain": manifest.trust_domain,
        "authority_fingerprint": manifest.authority,
        "audit_rows": manifest.audit_rows,
        "log": manifest.log,
        "signed_rows": manifest.signed_rows,
        "highest_number": manifest.highest_number,
        "images": manifest.images if manifest.vault else None,
        "enrolments": manifest.enrolments if manifest.vault else None,
        "files": len(manifest.members),
        "master_key": manifest.master_key,
        "with_master_key": checked.has_master_key,
        "removed": list(manifest.removed),
        "damaged": list(manifest.damaged),
        "authentic": checked.authentic,
    }
    show_record(record, chosen)
    if not checked.authentic:
        note(
            "It is whole; that nobody changed it is seen with the master key: --key-file, or its passphrase."
        )
