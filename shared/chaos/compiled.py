"""Compiling a chaotic orbit, and keeping the result only when it gives the same bits (biometrics §1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from shared.machine_code import compiler

Float64 = npt.NDArray[np.float64]
UInt8 = npt.NDArray[np.uint8]
Orbit = Callable[[Float64, int, int], Float64]
"""Takes a state, which it moves on in place, how many states to discard and how many to keep."""
Elementwise = Callable[[Float64], UInt8]
"""Gives a byte for each value."""
BytesOrbit = Callable[[Float64, int, int], UInt8]
"""Takes what an orbit does and gives a byte for each value."""
Made = TypeVar("Made", Orbit, BytesOrbit)


def compiled_like(orbit: Orbit, start: Float64, discarded: int, steps: int) -> Orbit | None:
    """Compile an orbit with numba where it is installed, and try it against the original.

    A compiler that contracts a product and a sum into one rounding would give another orbit after a few
    hundred steps; such a result is thrown away.

    Args:
        orbit: the orbit in plain arithmetic.
        start: the state to start the trial from; it is left alone.
        discarded: states to discard in the trial.
        steps: states to compare in the trial.

    Returns:
        The compiled orbit, or None where numba is not installed or its code differs in a bit.
    """
    return _compiled_as(orbit, orbit, start, discarded, steps)


def compiled_alike(plain: Elementwise, values: Float64) -> Elementwise | None:
    """Compile what makes bytes of an orbit's values, and try it on ``values`` against the original.

    Returns:
        The compiled function, or None where numba is not installed or a byte differs.
    """
    compile_ = compiler()
    if compile_ is None:
        return None
    compiled: Elementwise = compile_(plain)
    return compiled if compiled(values).tobytes() == plain(values).tobytes() else None


def compiled_fused(
    fused: BytesOrbit, plain: BytesOrbit, start: Float64, discarded: int, steps: int
) -> BytesOrbit | None:
    """Compile an orbit that gives bytes, and try it against orbit and bytes in two passes.

    Args:
        fused: both in one loop.
        plain: the two passes in plain arithmetic.
        start: the state to start the trial from; it is left alone.
        discarded: states to discard in the trial.
        steps: states to compare in the trial.

    Returns:
        The compiled loop, or None where numba is not installed or a byte or the state it ends in differs.
    """
    return _compiled_as(fused, plain, start, discarded, steps)


def _compiled_as(loop: Made, plain: Made, start: Float64, discarded: int, steps: int) -> Made | None:
    """The loop compiled, if it gives what ``plain`` does and leaves the same state."""
    compile_ = compiler()
    if compile_ is None:
        return None
    compiled: Made = compile_(loop)
    there, here = start.copy(), start.copy()
    same = compiled(there, discarded, steps).tobytes() == plain(here, discarded, steps).tobytes()
    return compiled if same and there.tobytes() == here.tobytes() else None
