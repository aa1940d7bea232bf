"""``ridgekey db restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from server.bootstrap.backup.database_only import restore_database
from server.bootstrap.backup.restoring import Restored, RestoreWish, restore_home
from server.cli.db.passphrases import KeyFileOption, PassphraseOption, key_given
from server.cli.office import home_of
from shared.errors import Code, Failure
from shared.stores.home import HomeKind
from shared.terminal.options import (
    DryRunOption,
    FormatOption,
    HomeOption,
    ReasonOption,
    YesOption,
    option,
)
from shared.terminal.output import note, show_record
from shared.terminal.progress import progress

EXAMPLE = "ridgekey db restore /backup/2026-05-03.tar --key-file master.key --reason 'disk lost'"

_FENCE = "No exchange until `ridgekey counter fence --to N --reason …`; without --to it shows what is known."
_READING = "reading the backup"


def restore(
    file: Annotated[Path, typer.Argument(help="What `db backup` wrote.", metavar="FILE")],
    reason: ReasonOption = "",
    key_file: KeyFileOption = None,
    passphrase_file: PassphraseOption = None,
    without_vault: Annotated[
        bool, option("--without-vault", help="Leave the vault as it is: an object store that was not lost.")
    ] = False,
    database_only: Annotated[
        bool, option("--database-only", help="Put the database alone into a home that is there.")
    ] = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Restore a head office where none is, from a backup. Exchanges stop until `ridgekey counter fence`.

    The backup is verified before anything is put in place.
    """
    if not reason.strip():
        raise Failure(Code.INVALID_INPUT, "Say why: --reason TEXT goes into the audit.", field="reason")
    if database_only:
        if dry_run or without_vault or key_file is not None or passphrase_file is not None:
            sentence = "--database-only takes everything else from the home; give it with --reason and --yes."
            raise Failure(Code.INVALID_INPUT, sentence, field="database_only")
        record = _restore_database(home_of(home), file, reason, yes=yes)
    else:
        given = key_given(key_file, passphrase_file)
        wish = RestoreWish(file, reason, given, vault=not without_vault, dry_run=dry_run)
        record = _restore_home(home_of(home), wish)
    show_record(record, output_format)
    note("Nothing was changed." if dry_run else _FENCE)


def _restore_database(home: Path, file: Path, reason: str, *, yes: bool) -> dict[str, Any]:
    if not yes:
        typer.confirm("What happened since the backup is lost from the database. Restore it?", abort=True)
    with progress(_READING) as line:
        rows = restore_database(home, file, reason, line)
    return {"restored": str(file), "home": str(home), "audit_rows": rows, "fence_required": True}


def _restore_home(home: Path, wish: RestoreWish) -> dict[str, Any]:
    try:
        with progress(_READING) as line:
            done = restore_home(home, wish, line)
    except Failure as failure:
        if failure.code is Code.CONFLICT and (home / HomeKind.HEAD_OFFICE.record_name).exists():
            sentence = (
                f"{failure.sentence} Name a new folder, or --database-only to keep all but the database."
            )
            raise Failure(Code.CONFLICT, sentence) from None
        raise
    _say_what_is_missing(done)
    manifest = done.manifest
    return {
        "restored": str(wish.file),
        "home": str(home),
        "made_at": manifest.made_at,
        "database": manifest.database,
        "trust_domain": manifest.trust_domain,
        "authority_fingerprint": manifest.authority,
        "audit_rows": done.audit_rows,
        "highest_number": manifest.highest_number,
        "images": manifest.images if done.vault else None,
        "enrolments": manifest.enrolments if done.vault else None,
        "fence_required": not wish.dry_run,
    }


def _say_what_is_missing(done: Restored) -> None:
    for name in done.manifest.removed:
        note(f"{name} was removed while the backup was made; remove it again.")
    for name in done.manifest.damaged:
        note(f"{name} was missing or damaged when the backup was made.")
    if not done.vault:
        note("Images and enrolments were left as they are; `ridgekey doctor --scrub` looks at them.")
