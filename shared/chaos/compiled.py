"""Compiling a chaotic orbit, and keeping the result only when it gives the same bits (biometrics §1)."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]
Orbit = Callable[[int, int], Float64]


def compiled_like(orbit: Orbit, discarded: int, steps: int) -> Orbit | None:
    """Compile an orbit with numba where it is installed, and try it against the original.

    A compiler that contracts a product and a sum into one rounding would give another orbit after a few
    hundred steps; such a result is thrown away.

    Args:
        orbit: a function of (states to discard, states to keep) in plain arithmetic.
        discarded: states to discard in the trial.
        steps: states to compare in the trial.

    Returns:
        The compiled orbit, or None where numba is not installed or its code differs in a bit.
    """
    try:
        numba = importlib.import_module("numba")
    except ImportError:
        return None
    compiled: Orbit = numba.njit(orbit, fastmath=False)
    same = compiled(discarded, steps).tobytes() == orbit(discarded, steps).tobytes()
    return compiled if same else None
