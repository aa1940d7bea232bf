"""How steps of a conversation end, and what comes to hold after them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from shared.errors import Code, Failure

_LONGEST_SECONDS, _BETWEEN_SECONDS = 60.0, 0.02


def code_of(step: Callable[[], object]) -> Code:
    """The code that a step of the conversation fails with."""
    with pytest.raises(Failure) as caught:
        step()
    return caught.value.code


def becomes(condition: Callable[[], bool]) -> bool:
    """Whether a condition comes to hold soon; the server ends what a client broke off in its own time."""
    until = time.monotonic() + _LONGEST_SECONDS
    while not (holds := condition()) and time.monotonic() < until:
        time.sleep(_BETWEEN_SECONDS)
    return holds
