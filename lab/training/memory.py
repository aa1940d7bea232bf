"""Lets a training keep the memory of one step for the next one."""

from __future__ import annotations

import ctypes
import sys

_M_TRIM_THRESHOLD = -1
_M_MMAP_MAX = -4
_NEVER = 2**31 - 1


def keep_freed_memory() -> bool:
    """Ask the C library not to hand freed memory back to the system.

    A step of the paper's networks frees some 500 MB and takes them again. Handed back each time, they come as
    pages that the system has to clear first, which on a CPU takes longer than the convolutions. It holds for
    the whole process, which keeps the memory that it once used: a thing for a command to decide, not for a
    library.

    Returns:
        Whether the C library took the wish (mallopt(3), glibc); False on systems without it.
    """
    if not sys.platform.startswith("linux"):
        return False
    change = getattr(ctypes.CDLL(None), "mallopt", None)
    if change is None:
        return False
    return bool(change(_M_MMAP_MAX, 0)) and bool(change(_M_TRIM_THRESHOLD, _NEVER))
