"""Copies a SQLite database with SQLite's own backup: one state, taken over in one transaction."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from shared.errors import Code, Failure

_WAIT_SECONDS = 15.0


def copy_database(source: Path, target: Path) -> None:
    """Replace the content of ``target`` by that of ``source``; both files exist.

    Raises:
        Failure: ``NOT_FOUND`` without the source; ``INVALID_INPUT`` when it is no SQLite database;
            ``STORAGE_UNAVAILABLE`` when the target cannot be written; it is as it was then.
    """
    if not source.is_file():
        raise Failure(Code.NOT_FOUND, f"There is no file {source}.")
    try:
        with closing(_open(source, "ro")) as old, closing(_open(target, "rw")) as new:
            if old.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise Failure(Code.INTEGRITY, f"{source} is damaged; use another backup.")
            old.backup(new)
    except sqlite3.OperationalError:
        raise Failure(Code.STORAGE_UNAVAILABLE) from None
    except sqlite3.DatabaseError:
        raise Failure(Code.INVALID_INPUT, f"{source} is no database that `db backup` wrote.") from None


def _open(file: Path, mode: str) -> sqlite3.Connection:
    location = f"file:{quote(str(file.absolute()))}?mode={mode}"
    return sqlite3.connect(location, uri=True, timeout=_WAIT_SECONDS)
