"""Backup and restore under an office that goes on running, on either database, for the any-history test."""

from __future__ import annotations

from pathlib import Path

from server.adapters.sql.sqlite_copy import copy_database
from server.ports import Office
from tests.databases import database_of, new_database, on_postgres, put_back_database

_FILE = "backup.sqlite3"


def back_up(office: Office) -> str:
    """Copy the database as it is: into a file, or on PostgreSQL into a database of its own; where it is."""
    home = office.config.home
    if not on_postgres():
        copy_database(office.config.database_file, home / _FILE)
        return str(home / _FILE)
    office.database.close()  # nobody may be connected to what is copied
    copy = new_database(database_of(home))
    assert copy is not None
    return copy


def put_back(office: Office, backup: str) -> None:
    """Put a backup in the database's place; the office finds it there at its next transaction."""
    if not on_postgres():
        copy_database(Path(backup), office.config.database_file)
        return
    office.database.close()
    put_back_database(database_of(office.config.home), backup)
