"""How many exchanges may be open at once: each of them may hold a whole image in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from shared.errors import Code, Failure

_TRY_AGAIN_SECONDS = 1.0


class Places:
    """Counts open exchanges; for one event loop.

    Args:
        per_branch: how many one branch may have, whatever the number of its connections.
        total: how many all branches may have together.
    """

    def __init__(self, per_branch: int, total: int) -> None:
        self._per_branch = per_branch
        self._total = total
        self._taken: Counter[str] = Counter()

    @contextmanager
    def taken(self, branch: str) -> Iterator[None]:
        """Take a place for the length of the block.

        Raises:
            Failure: ``RATE_LIMITED`` with a retry time when the branch has none left, or nobody has.
        """
        if self._taken[branch] >= self._per_branch or self._taken.total() >= self._total:
            raise Failure(Code.RATE_LIMITED, retry_after=_TRY_AGAIN_SECONDS)
        self._taken[branch] += 1
        try:
            yield
        finally:
            self._taken[branch] -= 1
