"""Who works with the keys of a home: any number of commands and servers, or one change of the master key.

What is locked is the home's folder itself, so that looking at a home changes nothing in it. A lock ends with
its process; it is known to the processes of one machine, on whose disk a home lies.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.errors import Code, Failure
from shared.stores.atomic import refusal
from shared.stores.home import Home
from shared.stores.key_change import require_no_change


@contextmanager
def sharing(home: Home) -> Iterator[None]:
    """Work on a home beside others, for the length of the block.

    Raises:
        Failure: ``CONFLICT`` while its master key is being changed, or when a change was cut off.
    """
    with looking(home):
        require_no_change(home)
        yield


@contextmanager
def looking(home: Home) -> Iterator[None]:
    """Look at what the master key opens beside others, also when a change of it was cut off.

    Raises:
        Failure: ``CONFLICT`` while it is being changed.
    """
    with _held(home.root, fcntl.LOCK_SH) as taken:
        if not taken:
            sentence = "The master key of this home is being changed; try again when that is done."
            raise Failure(Code.CONFLICT, sentence)
        yield


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Have a home for oneself, for the length of the block.

    Raises:
        Failure: ``CONFLICT`` when a server or another command works on it.
    """
    with _held(home.root, fcntl.LOCK_EX) as taken:
        if not taken:
            sentence = (
                f"A server or another command works on {home.root}; stop it and run this again. Nothing was "
                "changed."
            )
            raise Failure(Code.CONFLICT, sentence)
        yield


@contextmanager
def _held(folder: Path, kind: int) -> Iterator[bool]:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise refusal("read", folder, error) from None
    try:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            taken = False
        except OSError as error:  # a file system without locks
            raise refusal("lock", folder, error) from None
        else:
            taken = True
        yield taken
    finally:
        os.close(descriptor)  # which also releases the lock
