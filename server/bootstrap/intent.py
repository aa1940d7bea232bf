"""A change of the home's settings: written down before it is audited, in force once it is.

No step changes the home's record and the database together. So a change is first laid beside the record, with
the place that its audit row will have; it enters the record once that row has committed, and is dropped when
the row has not. Whoever opens the head office next does either when the process that began it is no more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from server.ports import AuditLog, Database
from shared.errors import Code, Failure
from shared.stores.atomic import read_file, refusal, sync_folder, write_file
from shared.stores.home import Home, RecordValue, change_record

INTENDED_FILE = "intended-settings.json"
"""Where a change waits, in the home."""


@dataclass(frozen=True)
class Intent:
    """What is to change, and the audit row that says so: its number and leaf hash (hexadecimal)."""

    changes: Mapping[str, RecordValue]
    seq: int
    leaf: str


def intend(home: Home, changes: Mapping[str, RecordValue], audit: AuditLog) -> None:
    """Lay a change beside the record; the last row of ``audit``, of the transaction that goes on, is its own.

    Raises:
        Failure: ``HOME_INVALID`` or ``LOCAL_FAILURE``; the record is as it was then.
    """
    _settle(home, audit)  # of someone who committed and was ended before it was in the record
    seq, leaf = audit.head()
    data = json.dumps(asdict(Intent(changes, seq, leaf.hex())), sort_keys=True)
    write_file(_file(home), data.encode())


def settle(home: Home, database: Database) -> bool:
    """Bring a change that was begun to its end, if there is one; whether there was.

    It takes the lock of all writers: whoever began the change has committed then, or never will.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``, ``HOME_INVALID`` or ``LOCAL_FAILURE``; the change waits then.
    """
    if not is_intended(home):
        return False
    with database.write() as transaction:
        _settle(home, transaction.audit)
    return True


def is_intended(home: Home) -> bool:
    """Whether a change was begun that has not ended yet."""
    return _file(home).exists()


def _settle(home: Home, audit: AuditLog) -> None:
    intent = _read(home)
    if intent is None:
        return
    stored = audit.leaf_hash(intent.seq)
    if stored is not None and stored.hex() == intent.leaf:
        change_record(home, intent.changes)
    _remove(_file(home))


def _read(home: Home) -> Intent | None:
    try:
        return Intent(**json.loads(read_file(_file(home))))
    except Failure as failure:
        if failure.code is Code.NOT_FOUND:
            return None
        raise
    except (ValueError, TypeError):
        sentence = f"{_file(home)} is damaged; delete it, and look at `ridgekey config show`."
        raise Failure(Code.HOME_INVALID, sentence) from None


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
        sync_folder(file.parent)
    except OSError as error:
        raise refusal("delete", file, error) from None


def _file(home: Home) -> Path:
    return home.root / INTENDED_FILE
