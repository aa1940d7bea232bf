"""Puts back the database alone, into a home that is there: files, keys and images stay as they are."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from server.adapters.backup.manifest import DATABASES
from server.adapters.backup.reading import Archive, Progress, reading
from server.adapters.sql.database import SqlDatabase
from server.adapters.sql.migrating import upgrade
from server.adapters.sql.revision import require_known
from server.adapters.sql.sqlite_copy import copy_database
from server.adapters.sql.sqlite_engine import sqlite_engine
from server.bootstrap.backup.restoring import prove_and_mark, require_kind
from server.bootstrap.credentials import Credentials
from server.bootstrap.head_office import assemble
from server.bootstrap.schema import loading_database
from server.config import DATABASE_NAME, load_config
from server.ports import Office
from shared.crypto.certificates import certificate_sha256
from shared.errors import Code, Failure
from shared.stores.atomic import PRIVATE_FILE
from shared.stores.home import Home, HomeKind, open_home
from shared.stores.home_lock import sharing

_SQLITE_MAGIC = b"SQLite format 3\0"


def restore_database(home: Path, file: Path, reason: str, progress: Progress) -> int:
    """Put the database of a backup in the place of a home's, with exchanges disabled until the fence.

    It is checked, brought to this release's schema and marked first, in a copy; the copy then replaces a
    SQLite file in one transaction, under running servers too. A database of PostgreSQL has to be empty.

    Args:
        home: the state folder.
        file: a backup, or a plain copy of a SQLite database.
        reason: for the audit.
        progress: told how many bytes of the backup were read, in each of the passes over it.

    Returns:
        How many audit rows the restored database has.

    Raises:
        Failure: as :func:`server.adapters.backup.reading.reading`; ``CONFLICT`` when the backup is another
            head office's, or of another kind of database, or PostgreSQL's is not empty; ``INTEGRITY`` when
            its audit log does not verify; ``STORAGE_UNAVAILABLE``.
    """
    opened = open_home(home, HomeKind.HEAD_OFFICE)
    with sharing(opened):
        office = assemble(opened, load_config(opened.root, opened.record))
        with closing(office.database), _database_of(file, opened, office, progress) as copy:
            if office.config.database_file is None:
                with loading_database(office.config, copy):
                    return prove_and_mark(opened, office, file, reason)
            return _replace_file(opened, office, copy, file, reason)


@contextmanager
def _database_of(file: Path, home: Home, office: Office, progress: Progress) -> Iterator[Path]:
    """A file with the database that a backup holds; gone when the block ends."""
    temporary = office.config.home / f".database-{secrets.token_hex(8)}"
    try:
        temporary.touch(PRIVATE_FILE)
        if _is_sqlite(file) and office.config.database_file is not None:
            copy_database(file, temporary)
        else:
            with reading(file, progress) as archive:
                _require_own(archive, home, office)
                archive.copy(DATABASES[archive.manifest.database], temporary, progress)
        yield temporary
    finally:
        for name in (temporary.name, f"{temporary.name}-wal", f"{temporary.name}-shm"):
            temporary.with_name(name).unlink(missing_ok=True)


def _require_own(archive: Archive, home: Home, office: Office) -> None:
    require_known(archive.manifest.schema)
    require_kind(archive, office.config)
    authority = certificate_sha256(Credentials(home, office.randomness).authority_certificate()).hex()
    if archive.manifest.authority != authority:
        sentence = f"{archive.path} is a backup of another head office; nothing was changed."
        raise Failure(Code.CONFLICT, sentence)
    with home.master_key() as master:
        archive.authenticate(master)


def _replace_file(home: Home, office: Office, copy: Path, file: Path, reason: str) -> int:
    wait = office.config.database_wait_seconds
    engine = sqlite_engine(copy, wait)
    upgrade(engine)
    with closing(SqlDatabase(engine, office.clock, wait)) as database:
        rows = prove_and_mark(home, replace(office, database=database), file, reason)
    copy_database(copy, office.config.home / DATABASE_NAME)
    return rows


def _is_sqlite(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return stream.read(len(_SQLITE_MAGIC)) == _SQLITE_MAGIC
    except OSError:
        return False  # what is wrong with it is said where it is read
