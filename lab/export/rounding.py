"""Weights to signed bytes: which step, and rounding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shared.exact.products import ACTIVATION_MAX, EXACT_LIMIT

WEIGHT_MAX = 127

Steps = NDArray[np.float64]
"""The value that one integer step stands for, of each channel."""

_NARROWER = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
"""Parts of the full range that are tried: cutting one large weight off may round all others finer."""


def weight_steps(
    scaled: NDArray[np.float64], power: NDArray[np.float64], least: Steps | None = None
) -> Steps:
    """The step of each output channel at which rounding disturbs its sum least.

    Args:
        scaled: weights ``[out, …]``.
        power: mean square of what each weight reads, ``[…]`` in one row; inputs are taken as unrelated.
        least: steps that must not be gone below, ``[out]``.
    """
    flat = scaled.reshape(len(scaled), -1)
    full = np.maximum(np.abs(flat).max(axis=1), np.finfo(np.float64).tiny) / WEIGHT_MAX
    tried = [full * part if least is None else np.maximum(full * part, least) for part in _NARROWER]
    errors = np.stack([_disturbance(flat, steps, power) for steps in tried])
    best: Steps = np.stack(tried)[errors.argmin(axis=0), np.arange(len(flat))]
    return best


def sound_steps(scaled: NDArray[np.float64], bias: NDArray[np.float64]) -> Steps:
    """The smallest step of each output channel at which the sums stay exact in float32."""
    flat = np.abs(scaled).reshape(len(scaled), -1)
    # Rounding adds at most half a step to each weight; the bias may be corrected by as much.
    rounding = 0.5 * (2 * flat.shape[1] * ACTIVATION_MAX + 1)
    steps: Steps = (flat.sum(axis=1) * ACTIVATION_MAX + np.abs(bias)) / (EXACT_LIMIT - 1 - rounding)
    return steps


def rounded(scaled: NDArray[np.float64], steps: Steps) -> NDArray[np.int8]:
    """Weights in steps, cut off at 127."""
    flat = np.rint(scaled.reshape(len(scaled), -1) / steps[:, np.newaxis])
    return np.clip(flat, -WEIGHT_MAX, WEIGHT_MAX).astype(np.int8).reshape(scaled.shape)


def _disturbance(flat: NDArray[np.float64], steps: Steps, power: NDArray[np.float64]) -> NDArray[np.float64]:
    lost = flat - rounded(flat, steps) * steps[:, np.newaxis]
    errors: NDArray[np.float64] = np.square(lost) @ power
    return errors
