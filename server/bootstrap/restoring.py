"""Backs the database of a home up, and puts a backup back (protocol §5.7)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from server.adapters.sql.database import SqlDatabase
from server.adapters.sql.revision import upgrade
from server.adapters.sql.sqlite_copy import copy_database
from server.adapters.sql.sqlite_engine import sqlite_engine
from server.bootstrap.head_office import assemble
from server.config import HeadOfficeConfig, load_config
from server.ports import Actor, Office
from server.services.administration import note_restore
from server.services.audit import verify_audit
from shared.errors import Code, Failure
from shared.stores.atomic import check_writable, open_atomically
from shared.stores.home import HomeKind, open_home


def back_up(office: Office, file: Path) -> int:
    """Copy the database as it is at one moment to a new file (0600); servers may go on meanwhile.

    Returns:
        How many audit rows the copy has.

    Raises:
        Failure: ``CONFLICT`` when the file is there; ``INVALID_INPUT`` when the database is no file;
            ``LOCAL_FAILURE``, ``STORAGE_UNAVAILABLE``.
    """
    database = _file_of(office.config)
    check_writable(file)
    if file.exists():
        raise Failure(Code.CONFLICT, f"{file} is there already; name a new file.")
    with _copy_beside(database, office) as (copied, temporary):
        with copied.database.read() as transaction:
            rows, _ = transaction.audit.head()
        copied.database.close()
        with open_atomically(file, replace=False) as stream:
            stream.write(temporary.read_bytes())
    return rows


def restore(home: Path, backup: Path, reason: str) -> int:
    """Put a backup in the place of the database of a home, with exchanges disabled until the fence.

    The backup is checked, brought to this release's schema and marked first, in a copy; the copy then
    replaces the database in one transaction, under running servers too.

    Returns:
        How many audit rows the restored database has.

    Raises:
        Failure: ``INTEGRITY`` when the backup's audit log does not verify; ``INVALID_INPUT`` when it is no
            database, or the head office's is no file; ``HOME_INVALID`` when it is of a newer release;
            ``STORAGE_UNAVAILABLE``.
    """
    opened = open_home(home, HomeKind.HEAD_OFFICE)
    config = load_config(opened.root, opened.record)
    database = _file_of(config)
    office = assemble(opened, config)
    try:
        with _copy_beside(backup, office) as (copied, temporary):
            verdict = verify_audit(copied)
            if not verdict.ok:
                sentence = f"The audit log of {backup} cannot be trusted from row {verdict.first_bad} on."
                raise Failure(Code.INTEGRITY, sentence)
            note_restore(copied, Actor.local(office.config.trust_domain, reason))
            copied.database.close()
            copy_database(temporary, database)
    finally:
        office.database.close()
    return verdict.rows + 1


def _file_of(config: HeadOfficeConfig) -> Path:
    """PostgreSQL has tools of its own, which know its roles, its logs and its standbys."""
    if config.database_file is None:
        sentence = (
            f"{config.database_name} is backed up with pg_dump and restored with pg_restore; "
            "say `ridgekey db restored --reason …` after a restore."
        )
        raise Failure(Code.INVALID_INPUT, sentence)
    return config.database_file


@contextmanager
def _copy_beside(source: Path, office: Office) -> Iterator[tuple[Office, Path]]:
    """An office on a copy of a database, in a file that is gone when the block ends."""
    temporary = office.config.home / f".database-{secrets.token_hex(8)}"
    wait = office.config.database_wait_seconds
    try:
        temporary.touch(0o600)
        copy_database(source, temporary)
        engine = sqlite_engine(temporary, wait)
        upgrade(engine)
        with closing(SqlDatabase(engine, office.clock, wait)) as database:
            yield replace(office, database=database), temporary
    finally:
        for name in (temporary.name, f"{temporary.name}-wal", f"{temporary.name}-shm"):
            temporary.with_name(name).unlink(missing_ok=True)
