"""How steps of a conversation end, and what comes to hold after them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from shared.errors import Code, Failure

_LOOKS, _BETWEEN_SECONDS = 500, 0.02


def code_of(step: Callable[[], object]) -> Code:
    """The code that a step of the conversation fails with."""
    with pytest.raises(Failure) as caught:
        step()
    return caught.value.code


def becomes(condition: Callable[[], bool]) -> bool:
    """Whether a condition comes to hold soon; the server ends what a client broke off in its own time."""
    for _ in range(_LOOKS):
        if condition():
            return True
        time.sleep(_BETWEEN_SECONDS)
    return False
