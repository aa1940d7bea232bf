"""Loops whose next step depends on the last: compiled where numba is installed, plain Python where not."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from shared.machine_code import compiler

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
    compile_ = compiler()
    fast: Callable[P, R] = loop if compile_ is None else compile_(loop)
    return fast
