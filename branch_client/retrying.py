"""When something that may pass is tried again, and for how long (protocol §5.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from branch_client.branch import Branch
from shared.errors import Failure

_FRACTION_BYTES = 4
_Answer = TypeVar("_Answer")


def retried(branch: Branch, attempt: Callable[[], _Answer]) -> _Answer:
    """What an attempt returns, as often tried as the branch's configuration says.

    Raises:
        Failure: of the last attempt; of the first that cannot pass, or asks for more than
            the longest pause.
    """
    config = branch.config
    backoff = config.first_backoff_seconds
    for remaining in reversed(range(config.attempts)):
        try:
            return attempt()
        except Failure as failure:
            pause = max(backoff, failure.retry_after or 0.0)
            if not (failure.meaning.retryable and remaining) or pause > config.longest_backoff_seconds:
                raise
        branch.clock.sleep(_spread(branch, pause))
        backoff = min(2 * backoff, config.longest_backoff_seconds)
    raise AssertionError("the last failure is raised")


def _spread(branch: Branch, pause: float) -> float:
    """The pause, longer by up to half, so that branches refused together do not come back together."""
    fraction = int.from_bytes(branch.randomness.token(_FRACTION_BYTES), "big") / 2 ** (8 * _FRACTION_BYTES)
    return pause * (1 + fraction / 2)
