"""Copies a SQLite database with SQLite's own backup: one state, taken over in one transaction."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from shared.errors import Code, Failure
from shared.stores.atomic import PRIVATE_FILE, refusal

_WAIT_SECONDS = 15.0


def copy_database(source: Path, target: Path) -> None:
    """Replace the content of ``target`` by that of ``source``; a target that is not there is made (0600).

    Raises:
        Failure: ``NOT_FOUND`` without the source; ``INVALID_INPUT`` when it is no SQLite database;
            ``LOCAL_FAILURE`` when there is no room or the system refuses; ``STORAGE_UNAVAILABLE`` when the
            target cannot be written; ``INTEGRITY`` when either is damaged. The target is as it was then.
    """
    if not source.is_file():
        raise Failure(Code.NOT_FOUND, f"There is no file {source}.")
    at_fault = source
    try:
        target.touch(PRIVATE_FILE)
        with closing(_open(source, "ro")) as old, closing(_open(target, "rw")) as new:
            if old.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise Failure(Code.INTEGRITY, f"{source} is damaged; use another backup.")
            at_fault = target
            old.backup(new)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            sentence = f"There is no space left for a copy of the database in {target.parent}; make room."
            raise Failure(Code.LOCAL_FAILURE, sentence) from None
        raise Failure(Code.STORAGE_UNAVAILABLE) from None
    except OSError as error:
        raise refusal("write", target, error) from None
    except sqlite3.DatabaseError:
        if at_fault is target:
            sentence = f"{target} is no database any more; stop the servers, move it away and try again."
            raise Failure(Code.INTEGRITY, sentence) from None
        raise Failure(Code.INVALID_INPUT, f"{source} is no database that `db backup` wrote.") from None


def _open(file: Path, mode: str) -> sqlite3.Connection:
    location = f"file:{quote(str(file.absolute()))}?mode={mode}"
    return sqlite3.connect(location, uri=True, timeout=_WAIT_SECONDS)
