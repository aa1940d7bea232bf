"""A computation in two forms that give the same: loops to be compiled by numba, and whole arrays in NumPy.

Compiling takes a second or two, so it is asked for where there is enough to do to make up for it; until
then, and where numba (the extra ``fast``) is not installed, NumPy does the work.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

from shared.machine_code import compiler

P = ParamSpec("P")
R = TypeVar("R")


class Kernel(Generic[P, R]):
    """One computation; called, it takes the faster form that is ready.

    Args:
        loops: in arithmetic that numba knows.
        arrays: in NumPy.
    """

    def __init__(self, loops: Callable[P, R], arrays: Callable[P, R]) -> None:
        self.loops = loops
        self.arrays = arrays
        self._compiled: Callable[P, R] | None = None
        self._compiling = Lock()

    @property
    def is_compiled(self) -> bool:
        """Whether :meth:`compile` has succeeded in this process."""
        return self._compiled is not None

    def compile(self, *sample: P.args, **more: P.kwargs) -> bool:
        """Compile the loops for arguments such as these, to run without the interpreter's lock.

        Returns:
            Whether there is compiled code now; there is none without numba.
        """
        with self._compiling:
            if self._compiled is None:
                compile_ = compiler()
                if compile_ is None:
                    return False
                compiled: Callable[P, R] = compile_(self.loops)
                compiled(*sample, **more)
                self._compiled = compiled
        return True

    def __call__(self, *arguments: P.args, **more: P.kwargs) -> R:
        """Compute."""
        return (self._compiled or self.arrays)(*arguments, **more)
