"""Checks of a home as files: who may read them, and whether there is room for more."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from shared.diagnosis.findings import Finding, failure, sound, warning
from shared.errors import AGAIN, DENIED, TAKEN, Failure
from shared.settings import CONFIG_NAME
from shared.stores.home import Home
from shared.stores.key_change import begun_change
from shared.stores.master_key import find_key_source, own_key_file

SCARCE_BYTES = 1024 * 1024 * 1024
EXHAUSTED_BYTES = 64 * 1024 * 1024

_OTHERS = 0o077
_MEBIBYTE = 1024 * 1024


def check_modes(home: Home) -> Finding:
    """Whether anybody but the owner may read or write what lies in the home.

    A master key that is provided from outside has the permissions of whoever provides it.
    """
    read = [path for path in _entries(home.root) if path.lstat().st_mode & _OTHERS]
    if not read:
        return sound("Only the owner may read the home.")
    first = read[0].relative_to(home.root)
    what = str(home.root) if first == Path() else str(first)
    others = f" and {len(read) - 1} more" if len(read) > 1 else ""
    sentence = f"Other accounts may read or write {what}{others}."
    return failure(sentence, f"chmod -R go= {shlex.quote(str(home.root))}", DENIED)


def check_master_key(home: Home) -> Finding:
    """Whether the master key is there, is one, and is closed to others.

    Raises:
        Failure: ``HOME_INVALID`` otherwise, with a sentence of its own.
    """
    source, change = home.key_source, begun_change(home)
    source.read().wipe()
    if change is not None:
        sentence = (
            f"A change of it, from {change.old} to {change.new}, was cut off; both keys are still needed."
        )
        return failure(sentence, f"{home.kind.program} config rotate-master-key", TAKEN)
    left = own_key_file(home.root)
    if not source.is_own and left.exists():
        sentence = f"It comes from {source.name}; {left} lies there unused, as if it were the key."
        return warning(sentence, f"shred -u {shlex.quote(str(left))}")
    return sound(f"It comes from {source.name}.")


def remedy_of_master_key(root: Path) -> str:
    """What to type when the master key cannot be had."""
    try:
        file = find_key_source(root).file
    except Failure:
        file = None
    if file is None:
        return f"$EDITOR {shlex.quote(str(root / CONFIG_NAME))}"
    return f"chmod 600 {shlex.quote(str(file))}"


def check_room(home: Home) -> Finding:
    """Whether the disk of the home has room left."""
    free = shutil.disk_usage(home.root).free
    said = f"{free // _MEBIBYTE:,} MiB are free."
    remedy = f"df -h {shlex.quote(str(home.root))}"
    if free < EXHAUSTED_BYTES:
        return failure(f"The disk is full: {said}", remedy, AGAIN)
    return warning(f"The disk is nearly full: {said}", remedy) if free < SCARCE_BYTES else sound(said)


def _entries(root: Path) -> Iterator[Path]:
    yield root
    for folder, folders, files in os.walk(root):
        for name in sorted((*folders, *files)):
            path = Path(folder) / name
            if not path.is_symlink():
                yield path
