"""Machine code for loops, where numba (the extra ``fast``) is installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any


def compiler() -> Callable[[Callable[..., Any]], Any] | None:
    """What turns a function of plain arithmetic into machine code at its first call; None without numba.

    No operation is reordered or left out. A long loop takes seconds; without the interpreter's lock it stops
    nothing else of the process.
    """
    try:
        numba = importlib.import_module("numba")
    except ImportError:
        return None
    jit: Callable[[Callable[..., Any]], Any] = numba.njit(fastmath=False, nogil=True)
    return jit
