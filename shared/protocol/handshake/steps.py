"""The order of steps: each is taken once, in its turn, and a step that fails was not taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Steps:
    """Keeps one end to its order of steps; another order is a programming error.

    Args:
        names: the steps in order.
    """

    def __init__(self, *names: str) -> None:
        self._names = names
        self._taken = 0

    @contextmanager
    def take(self, name: str) -> Iterator[None]:
        """Take a step; it counts as taken when the block ends without an exception.

        Raises:
            RuntimeError: it is not this step's turn.
        """
        if name not in self._names[self._taken : self._taken + 1]:
            raise RuntimeError(f"{name} is not the next step of this handshake")
        yield
        self._taken += 1

    def end(self) -> None:
        """Allow no further step."""
        self._taken = len(self._names)
