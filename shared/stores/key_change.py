"""A change of the master key that was begun: from which key to which, and the new key until it is in force.

The new key lies beside the old one, ``secrets/master.key.next``, when the home keeps its own; both are held
until everything is under the new one.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.stores.atomic import PRIVATE_FOLDER, read_file, refusal, sync_folder, write_file
from shared.stores.home import Home
from shared.stores.master_key import KeyFile, own_key_file

_MOST_BYTES = 4096


@dataclass(frozen=True)
class KeyChange:
    """The check values of the old and of the new master key, in hexadecimal digits."""

    old: str
    new: str


def begun_change(home: Home) -> KeyChange | None:
    """The change that was begun and has not ended; ``None`` when there is none.

    Raises:
        Failure: ``HOME_INVALID`` when what says so is damaged.
    """
    try:
        return KeyChange(**json.loads(read_file(_note(home), _MOST_BYTES)))
    except Failure as failure:
        if failure.code is Code.NOT_FOUND:
            return None
        raise
    except (ValueError, TypeError):
        sentence = f"{_note(home)} is damaged; delete it and change the master key again, with both keys."
        raise Failure(Code.HOME_INVALID, sentence) from None


def require_no_change(home: Home) -> None:
    """Check that no change of the master key waits for its end.

    Raises:
        Failure: ``CONFLICT`` when one does.
    """
    change = begun_change(home)
    if change is not None:
        sentence = (
            f"A change of the master key, from {change.old} to {change.new}, was cut off; finish it with "
            f"`{home.kind.program} config rotate-master-key`."
        )
        raise Failure(Code.CONFLICT, sentence)


def begin_change(home: Home, change: KeyChange, new: Secret | None) -> None:
    """Note that a change begins; ``new`` is laid beside the home's own key first.

    Raises:
        Failure: ``LOCAL_FAILURE``; no change has begun then.
    """
    try:
        _next(home).parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        _next(home).unlink(missing_ok=True)  # of a change that never began
    except OSError as error:
        raise refusal("write", _next(home), error) from None
    if new is not None:
        write_file(_next(home), new.export_bytes())
    write_file(_note(home), (json.dumps(asdict(change)) + "\n").encode())


def next_key(home: Home) -> Secret | None:
    """The new key that lies in the home; the caller wipes it."""
    return KeyFile(_next(home), own=True).read() if _next(home).exists() else None


def install_next_key(home: Home) -> None:
    """Put the new key in the place of the home's own, if it lies in the home.

    Raises:
        Failure: ``LOCAL_FAILURE``.
    """
    path = _next(home)
    if not path.exists():
        return
    try:
        path.replace(own_key_file(home.root))
        sync_folder(path.parent)
    except OSError as error:
        raise refusal("rename", path, error) from None


def end_change(home: Home) -> None:
    """Forget that there was a change.

    Raises:
        Failure: ``LOCAL_FAILURE``.
    """
    path = _note(home)
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise refusal("delete", path, error) from None


def _note(home: Home) -> Path:
    return home.root / "secrets" / "key-change.json"


def _next(home: Home) -> Path:
    return home.root / "secrets" / "master.key.next"
