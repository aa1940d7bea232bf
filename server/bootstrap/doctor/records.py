"""Checks of what a head office has written down: database, audit log, checkpoints, fence; and its clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from server.adapters.sql.revision import head_revision, require_known
from server.bootstrap.doctor.foundations import HOME, MASTER_KEY, SETTINGS
from server.bootstrap.doctor.premises import Premises
from server.bootstrap.signing import seen_checkpoint
from server.ports import AdministratorStatus, AuditQuery
from server.services.administration import show_fence
from server.services.audit import head_stands, require_extended
from shared.diagnosis.certificates import SET_CLOCK
from shared.diagnosis.findings import Check, Finding, failure, sound, warning
from shared.errors import AGAIN, CORRUPT, LOCAL, Code, Failure

DATABASE, SCHEMA = "database", "schema"

RESTORE = "ridgekey db restore FILE --database-only --reason 'database lost'"
NOTE_RESTORE = "ridgekey db restored --reason 'WHAT HAPPENED'"

_SLACK = dt.timedelta(minutes=5)
_LATE_INTERVALS = 10
_NOTICE = dt.timedelta(days=30)


def records(premises: Premises) -> tuple[Check, ...]:
    """These checks, in the order in which one needs another."""
    opened = (HOME, SETTINGS, MASTER_KEY)
    filled = (*opened, DATABASE, SCHEMA)
    return (
        Check(DATABASE, lambda: check_database(premises), "ridgekey db check", opened),
        Check(SCHEMA, lambda: check_schema(premises), "ridgekey db upgrade", (*opened, DATABASE)),
        Check("audit log", lambda: check_audit(premises), "ridgekey audit verify", filled),
        Check("clock", lambda: _clock(premises), SET_CLOCK, filled),
        Check("checkpoint", lambda: _checkpoint(premises), "ridgekey audit checkpoint", filled),
        Check("witness", lambda: _witness(premises), "ridgekey audit verify", filled),
        Check("fence", lambda: _fence(premises), "ridgekey counter fence", filled),
        Check("branches", lambda: _branches(premises), "ridgekey branch list", filled),
        Check("administrators", lambda: _administrators(premises), "ridgekey admin list", filled),
    )


def check_database(premises: Premises) -> Finding:
    """Whether the database is there and can be read."""
    config = premises.config
    if config.database_file is not None and not config.database_file.is_file():
        return failure(f"The file {config.database_name} is gone.", RESTORE)
    try:
        premises.database.revision()
    except Failure as error:
        if error.code is Code.INTEGRITY:
            return failure(error.sentence, RESTORE, CORRUPT)
        if error.code is Code.STORAGE_UNAVAILABLE and config.database_url is not None:
            source = config.source_of("database_url")
            sentence = f"{config.database_name} cannot be reached; its URL comes from {source}."
            return failure(sentence, "pg_isready", AGAIN)
        raise
    return sound(f"{config.database_name} can be read.")


def check_schema(premises: Premises) -> Finding:
    """Whether its schema is the one of this release."""
    found, needed = premises.database.revision(), head_revision()
    if found is None:
        return failure("The database holds no head office.", RESTORE)
    require_known(found)
    if found != needed:
        sentence = f"The database is at revision {found} and this release needs {needed}."
        return failure(sentence, "ridgekey db upgrade", LOCAL)
    return sound(f"It is at revision {found}, which this release needs.")


def check_audit(premises: Premises) -> Finding:
    """Whether the audit log ends where its head says."""
    if head_stands(premises.database):
        return sound("The log ends where its head says.")
    return failure("The log does not end where its head says.", "ridgekey audit verify", CORRUPT)


def _clock(premises: Premises) -> Finding:
    """A clock that was set back would date rows before those that are there."""
    now = premises.clock.now()
    with premises.office.database.read() as transaction:
        last = transaction.audit.tail(1)
    if last and now + _SLACK < last[0].time:
        sentence = (
            f"The clock says {now:%Y-%m-%d %H:%M} UTC, but the last audit row is of "
            f"{last[0].time:%Y-%m-%d %H:%M} UTC."
        )
        return failure(sentence, SET_CLOCK)
    start = premises.credentials.authority_certificate().not_valid_before_utc
    if now < start:
        sentence = f"The clock says {now:%Y-%m-%d %H:%M} UTC, before this head office was made."
        return failure(sentence, SET_CLOCK)
    return sound(f"The clock says {now:%Y-%m-%d %H:%M} UTC, after the last audit row.")


def _checkpoint(premises: Premises) -> Finding:
    """Whether the newest row was signed, or will be soon; a server signs as it runs and as it ends."""
    office, now = premises.office, premises.clock.now()
    with office.database.read() as transaction:
        rows, _ = transaction.audit.head()
        newest = transaction.tree.newest()
        signed = newest.size if newest else 0
        waiting = transaction.audit.first(1, AuditQuery(after=signed))
    if newest is not None and not newest.is_signed_by(office.log_key.public()):
        return failure(
            "The newest checkpoint is not signed by the log key.", "ridgekey audit verify", CORRUPT
        )
    if signed > rows:
        sentence = f"The newest checkpoint signs more rows than there are: {signed}, and there are {rows}."
        return failure(sentence, "ridgekey audit verify", CORRUPT)
    if not waiting:
        return sound(f"All {rows} rows are signed.")
    late = dt.timedelta(seconds=_LATE_INTERVALS * office.config.checkpoint_interval_seconds)
    said = f"{rows - signed} of {rows} rows are not signed"
    if now - waiting[0].time > late:
        since = f"{waiting[0].time:%Y-%m-%d %H:%M} UTC"
        return warning(f"{said}, the first since {since}.", "ridgekey audit checkpoint")
    return sound(f"{said} yet.")


def _witness(premises: Premises) -> Finding:
    """Whether the database goes on from the newest checkpoint that a server of this home wrote."""
    seen = seen_checkpoint(premises.home.root)
    if not seen.size:
        return sound("No server of this home has signed a checkpoint yet.")
    with premises.office.database.read() as transaction:
        if transaction.tree.was_taken_over(seen.log_id):
            return sound("The log goes on from one that a fence ended.")
        try:
            require_extended(transaction, seen)
        except Failure as error:
            if error.code is not Code.WITNESS_INCONSISTENT:
                raise
            sentence = f"The database went back behind row {seen.size}, which this machine saw signed."
            remedy = "ridgekey counter fence" if transaction.fence.required() else NOTE_RESTORE
            return failure(sentence, remedy, CORRUPT)
    return sound(f"The log goes on from row {seen.size}, the last that this machine saw signed.")


def _fence(premises: Premises) -> Finding:
    view = show_fence(premises.office)
    if view.required:
        # No command to copy: the lowest fence would give out again what was used since the backup.
        sentence = (
            "A restore waits for its fence; no exchange is served until then. Numbers are known up to "
            f"{view.lowest}: choose --to N above, with room for what the lost days may have used."
        )
        return failure(sentence, "ridgekey counter fence", CORRUPT)
    if view.reported:
        sentence = f"Branches reported marks up to {view.lowest}, above the numbers of the database."
        return failure(sentence, NOTE_RESTORE, CORRUPT)
    return sound("No restore waits for a fence.")


def _branches(premises: Premises) -> Finding:
    now = premises.clock.now()
    with premises.office.database.read() as transaction:
        branches = transaction.branches.all()
    ending = [each.name for each in branches if each.certificate_expires_at - now < _NOTICE]
    if ending:
        return warning(_ends(ending), "ridgekey branch list")
    return sound(f"Branches: {len(branches)}; every certificate is valid for 30 days and more.")


def _administrators(premises: Premises) -> Finding:
    now = premises.clock.now()
    with premises.office.database.read() as transaction:
        held = transaction.administrators.all()
    active = [each for each in held if each.status is AdministratorStatus.ACTIVE]
    ending = [each.name for each in active if each.certificate_expires_at - now < _NOTICE]
    if ending:
        return warning(_ends(ending), "ridgekey admin list")
    served = "on" if premises.config.administration else "off"
    return sound(f"Administration from other machines is {served}; certificates that may: {len(active)}.")


def _ends(names: Sequence[str]) -> str:
    sentence = f"The certificate of {names[0]} ends within 30 days, or has ended"
    more = f"; so do those of {len(names) - 1} more." if len(names) > 1 else "."
    return sentence + more
