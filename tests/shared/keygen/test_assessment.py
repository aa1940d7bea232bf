"""The assessment's two gates."""

from __future__ import annotations

from math import floor

import numpy as np
import pytest

from shared.keygen.assessment import assess


def levels(count: int) -> np.ndarray:
    """1,024 bytes spread evenly over ``count`` values."""
    return (np.arange(1024) % count).astype(np.uint8)


def flat_with(most: int) -> np.ndarray:
    """One value ``most`` times, the other places spread over the other values."""
    rest = (np.arange(1024 - most) % 255 + 1).astype(np.uint8)
    return np.concatenate([np.zeros(most, np.uint8), rest])


@pytest.mark.parametrize(
    ("key", "largest", "accepted"),
    [
        pytest.param(levels(256), 4, True, id="flat"),
        pytest.param(levels(64), 16, True, id="exactly six bits"),
        pytest.param(levels(63), 17, False, id="just below six bits"),
        pytest.param(levels(1), 1024, False, id="all zero"),
        pytest.param(flat_with(51), 51, True, id="51 places of one value"),
        pytest.param(flat_with(52), 52, False, id="52 places of one value"),
    ],
)
def test_gates(key: np.ndarray, largest: int, accepted: bool) -> None:
    found = assess(key)
    assert (found.largest_count, found.accepted) == (largest, accepted)
    shares = np.bincount(key)[np.bincount(key) > 0] / 1024
    assert found.entropy_millibits == floor(1000 * -(shares * np.log2(shares)).sum() + 1e-6)


def test_random_bytes_pass_at_their_usual_entropy() -> None:
    """Check 6 of docs/lab.md: what is uniform passes."""
    found = assess(np.random.default_rng(2).integers(0, 256, 1024).astype(np.uint8))
    assert found.accepted
    assert 7740 <= found.entropy_millibits <= 7880  # 7.809 ± 4 sd of 0.01725 bits


@pytest.mark.parametrize(
    "key", [np.zeros(1023, np.uint8), np.zeros((1, 1024), np.uint8), np.zeros(1024, np.int8)]
)
def test_other_arrays_are_a_programming_error(key: np.ndarray) -> None:
    with pytest.raises(ValueError, match="1024"):
        assess(key)
