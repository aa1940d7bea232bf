"""Locks between the processes of one home: each a file that is held, never looked into."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.stores.atomic import PRIVATE_FILE, PRIVATE_FOLDER, refusal

LOCK_FOLDER = "locks"
"""Where a home's lock files are."""


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock file for the length of the block, waiting for whoever holds it.

    Raises:
        Failure: ``LOCAL_FAILURE`` when the file cannot be made.
    """
    try:
        path.parent.mkdir(PRIVATE_FOLDER, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, PRIVATE_FILE)
    except OSError as error:
        raise refusal("write", path, error) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)  # which also releases the lock
