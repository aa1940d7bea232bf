"""``ridgekey db backup``."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from server.bootstrap.backup.making import Backup, BackupWish, back_up
from server.cli.db.passphrases import PassphraseOption, new_passphrase
from server.cli.office import administrator, opened
from shared.errors import CORRUPT, Code, Failure
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, option
from shared.terminal.output import note, show_record
from shared.terminal.progress import progress

EXAMPLE = "ridgekey db backup /backup/2026-05-03.tar"


def backup(
    file: Annotated[Path, typer.Argument(help="A new file.", metavar="FILE")],
    with_master_key: Annotated[
        bool, option("--with-master-key", help="Put the master key in too, sealed under a passphrase.")
    ] = False,
    passphrase_file: PassphraseOption = None,
    without_vault: Annotated[
        bool,
        option("--without-vault", help="Leave out images and enrolments, which are backed up otherwise."),
    ] = False,
    reason: ReasonOption = "",
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Copy the whole head office as it is now, whether or not a server runs, into one file.

    The master key is left out unless asked for. Exit code 7 when something was damaged; all else is in it.
    It is audited before anything is copied.
    """
    if passphrase_file is not None and not with_master_key:
        sentence = "--passphrase-file is for the master key; say --with-master-key too, or neither."
        raise Failure(Code.INVALID_INPUT, sentence, field="passphrase_file")
    sealing = new_passphrase(passphrase_file) if with_master_key else nullcontext()
    with sealing as passphrase, opened(home) as office, progress("copying images and enrolments") as line:
        wish = BackupWish(file, passphrase, vault=not without_vault)
        made = back_up(office, wish, administrator(office, reason), line)
    show_record(_view(file, made, with_master_key=with_master_key), output_format)
    _say_what_is_not_in_it(made, with_master_key=with_master_key)
    if made.manifest.damaged:
        raise typer.Exit(CORRUPT)


def _view(file: Path, made: Backup, *, with_master_key: bool) -> dict[str, Any]:
    manifest = made.manifest
    return {
        "file": str(file),
        "bytes": made.size,
        "database": manifest.database,
        "audit_rows": manifest.audit_rows,
        "highest_number": manifest.highest_number,
        "images": manifest.images if manifest.vault else None,
        "enrolments": manifest.enrolments if manifest.vault else None,
        "master_key": manifest.master_key,
        "with_master_key": with_master_key,
        "removed": list(manifest.removed),
        "damaged": list(manifest.damaged),
    }


def _say_what_is_not_in_it(made: Backup, *, with_master_key: bool) -> None:
    manifest = made.manifest
    for name in manifest.removed:
        note(f"{name} was removed while the backup was made, and is not in it.")
    for name in manifest.damaged:
        note(f"{name} is missing or damaged, and is not in it; `ridgekey doctor --scrub` says more.")
    if made.elsewhere is not None:
        note(f"The settings in {made.elsewhere} lie outside the home, and are not in it.")
    if not manifest.vault:
        note("Images and enrolments are not in it.")
    if not with_master_key:
        note(f"The master key {manifest.master_key} is not in it, and nothing opens without; keep it apart.")
