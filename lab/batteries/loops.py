"""Loops whose next step depends on the last: compiled where numba is installed, plain Python where not."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def compiled(loop: Callable[P, R]) -> Callable[P, R]:
    """A loop over arrays of integers or floats that is compiled when it is first called.

    Without numba, the extra ``fast``, the same lines run in the interpreter, with the same result.

    Args:
        loop: a function in the part of Python that numba knows. It stays reachable as ``__wrapped__``.
    """
    made: list[Callable[P, R]] = []

    @functools.wraps(loop)
    def call(*arguments: P.args, **named: P.kwargs) -> R:
        if not made:
            made.append(_made(loop))
        return made[0](*arguments, **named)

    return call


def _made(loop: Callable[P, R]) -> Callable[P, R]:
    try:
        numba = importlib.import_module("numba")
    except ImportError:
        return loop
    fast: Callable[P, R] = numba.njit(loop, fastmath=False, nogil=True)
    return fast
