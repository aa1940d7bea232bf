"""What the tests take: a key as an array of bytes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from shared.errors import Code, Failure

Key = npt.NDArray[np.uint8]
"""uint8 [n]."""

MIN_BYTES = 16
"""Shortest key that is tested; of fewer bytes the tests say nothing."""


def require_key(key: Key) -> int:
    """Check that an array is a key; its length.

    Raises:
        Failure: ``INVALID_INPUT`` when it is not uint8 [n], or shorter than :data:`MIN_BYTES`.
    """
    if not isinstance(key, np.ndarray) or key.dtype != np.uint8 or key.ndim != 1:
        raise _refusal("A key is a row of bytes; give a one-dimensional array of type uint8.")
    if key.size < MIN_BYTES:
        raise _refusal(f"A key of {key.size} bytes is too short to be tested; give at least {MIN_BYTES}.")
    return key.size


def require_pair(left: Key, right: Key) -> int:
    """Check two keys that are compared; their length.

    Raises:
        Failure: ``INVALID_INPUT`` as :func:`require_key`, or when their lengths differ.
    """
    if require_key(left) != require_key(right):
        raise _refusal("Two keys are compared byte by byte; give two of one length.")
    return left.size


def require_several(keys: Sequence[Key]) -> int:
    """Check keys that are compared with each other; how many.

    Raises:
        Failure: ``INVALID_INPUT`` when there are fewer than two, or as :func:`require_pair`.
    """
    if len(keys) < 2:
        raise _refusal("Keys are compared with each other; give at least two.")
    for key in keys:
        require_pair(keys[0], key)
    return len(keys)


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence, field="key")
