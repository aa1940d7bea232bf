"""Chen's system under each reading of its signs (paper 003, equations 3 to 5).

The paper prints x' = a (x - y) and y' = (a - c) x - x z + c y; Chen's system has a (y - x) and (c - a) x. As
printed it grows without end, and SciPy's ``odeint`` then gives zeros and no error: a picture would be
encrypted with the swarm's key alone. So an orbit that leaves every attractor is refused here. With x' alone
put right the system is bounded and chaotic, but another one.
"""

from __future__ import annotations

import enum

import numpy as np

from shared.chaos import chen
from shared.chaos.compiled import Float64
from shared.chaos.keystream import DISCARDED
from shared.errors import Code, Failure

ESCAPE = 1000.0
"""No attractor of these parameters reaches so far: Chen's own stays within 60."""

START = np.array([1.0, 1.0, 1.0])

_A, _B, _C = 35.0, 3.0, 28.0


@enum.unique
class Signs(enum.StrEnum):
    """Which of the two signs are as printed."""

    TRUE = "true"
    """Neither: Chen's system."""
    PRINTED = "printed"
    """Both."""
    X_CORRECTED = "x-corrected"
    """Only that of equation 4."""


def orbit(signs: Signs, steps: int, step: float = chen.STEP, start: Float64 = START) -> Float64:
    """States from a first one on by Runge and Kutta's classical method, float64 [steps, 3].

    Args:
        signs: the reading.
        steps: how many states, the first among them.
        step: h.
        start: the first state.

    Raises:
        Failure: ``INVALID_INPUT`` when the orbit leaves for infinity, with the time at which it does.
    """
    state = start
    values = np.empty((steps, chen.COORDINATES))
    for number in range(steps):
        if np.abs(state).max() > ESCAPE:
            sentence = (
                f"Chen's system with the signs {signs} grows without end: beyond {ESCAPE:,.0f} at "
                f"t = {number * step:.2f}; take the signs {Signs.TRUE} or {Signs.X_CORRECTED}."
            )
            raise Failure(Code.INVALID_INPUT, sentence, field="signs")
        values[number] = state
        state = _stepped(signs, state, step)
    return values


def stream(signs: Signs, length: int) -> bytes:
    """x, y and z in turn of the states after the first 1,000, floor(255 v) mod 256 of each.

    Raises:
        Failure: as :func:`orbit`.
    """
    states = orbit(signs, DISCARDED + -(-length // chen.COORDINATES))
    return chen.bytes_of(states[DISCARDED:].ravel())[:length].tobytes()


def _stepped(signs: Signs, state: Float64, step: float) -> Float64:
    k1 = _slope(signs, state)
    k2 = _slope(signs, state + step / 2 * k1)
    k3 = _slope(signs, state + step / 2 * k2)
    k4 = _slope(signs, state + step * k3)
    return state + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def _slope(signs: Signs, state: Float64) -> Float64:
    x, y, z = state
    first = _A * (x - y) if signs is Signs.PRINTED else _A * (y - x)
    second = (_C - _A) * x if signs is Signs.TRUE else (_A - _C) * x
    return np.array([first, second - x * z + _C * y, x * y - _B * z])
