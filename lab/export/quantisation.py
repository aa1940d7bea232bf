"""Layers in floats become layers in integers (biometrics §1).

Every output channel has its own step for weights, every activation channel its own step for bytes. The step
of an input channel goes into the weights that read it, so the integer layer knows nothing of it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from lab.export.calibration import LayerInput
from lab.export.folding import FloatLayer
from shared.exact.layers import Convolution, Dense
from shared.exact.products import ACTIVATION_MAX, EXACT_LIMIT

WEIGHT_MAX = 127
MULTIPLIER_BITS = 24
TANH_STEPS = 256
"""Steps of the tanh table for one unit of its argument."""

Steps = NDArray[np.float64]
"""The value that one integer step stands for, of each channel."""


def quantise_convolution(layer: FloatLayer, before: LayerInput, output_steps: Steps) -> Convolution:
    """A convolution with ReLU and a 2 x 2 max-pool in integers.

    Args:
        layer: weight ``[out, in, height, width]``.
        before: what it reads.
        output_steps: ``[out]``.

    Raises:
        Failure: ``INTEGRITY`` when the result could not be proven exact.
    """
    scaled = layer.weight * before.steps[:, np.newaxis, np.newaxis]
    steps = _weight_steps(scaled, layer.bias)
    weight = _rounded(scaled, steps)
    # The kernel slides over the whole input, so each of its places reads the channel's mean on average.
    means = (
        before.means.mean(axis=(1, 2))[:, np.newaxis, np.newaxis] / before.steps[:, np.newaxis, np.newaxis]
    )
    bias = _corrected_bias(
        layer.bias / steps, scaled, steps, weight, np.broadcast_to(means, weight.shape[1:])
    )
    multiplier, shift = _ratios(steps / output_steps)
    return Convolution(weight, bias, multiplier, shift, pool=2)


def quantise_dense(layer: FloatLayer, before: LayerInput) -> Dense:
    """A dense layer whose result counts in steps of the tanh table.

    Args:
        layer: weight ``[out, in]``, the inputs ordered by channel first.
        before: what it reads.

    Raises:
        Failure: ``INTEGRITY`` when the result could not be proven exact.
    """
    input_steps = np.repeat(before.steps, before.means[0].size)
    scaled = layer.weight * input_steps
    steps = np.abs(scaled).max(axis=1) / WEIGHT_MAX
    weight = _rounded(scaled, steps)
    bias = _corrected_bias(layer.bias / steps, scaled, steps, weight, before.means.ravel() / input_steps)
    multiplier, shift = _ratios(steps * TANH_STEPS)
    return Dense(weight, bias, multiplier, shift)


def _weight_steps(scaled: NDArray[np.float64], bias: NDArray[np.float64]) -> Steps:
    """The smallest step at which the weights fit a byte and the sum stays exact, of each output channel."""
    flat = np.abs(scaled).reshape(len(scaled), -1)
    # Rounding adds at most half a step to each weight and to the bias.
    rounding = 0.5 * (flat.shape[1] * ACTIVATION_MAX + 1)
    exact = (flat.sum(axis=1) * ACTIVATION_MAX + np.abs(bias)) / (EXACT_LIMIT - 1 - rounding)
    return np.maximum(flat.max(axis=1) / WEIGHT_MAX, exact)


def _rounded(scaled: NDArray[np.float64], steps: Steps) -> NDArray[np.int8]:
    flat = np.rint(scaled.reshape(len(scaled), -1) / steps[:, np.newaxis])
    return np.clip(flat, -WEIGHT_MAX, WEIGHT_MAX).astype(np.int8).reshape(scaled.shape)


def _corrected_bias(
    bias: NDArray[np.float64],
    scaled: NDArray[np.float64],
    steps: Steps,
    weight: NDArray[np.int8],
    means: NDArray[np.float64],
) -> NDArray[np.int32]:
    """The bias in steps, plus what rounding the weights takes away on average.

    Args:
        bias: ``[out]`` in steps.
        scaled: the weights before rounding, ``[out, …]``.
        steps: ``[out]``.
        weight: the weights after rounding, ``[out, …]``.
        means: of the bytes that each weight reads, ``[…]``.
    """
    outputs = len(steps)
    lost = scaled.reshape(outputs, -1) / steps[:, np.newaxis] - weight.reshape(outputs, -1)
    return np.rint(bias + lost @ means.ravel()).astype(np.int32)


def _ratios(ratios: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Each ratio as ``multiplier / 2^shift``, the multiplier of 24 significant bits."""
    shifts = [MULTIPLIER_BITS - math.frexp(ratio)[1] for ratio in ratios]
    multipliers = [
        min(round(math.ldexp(ratio, shift)), (1 << MULTIPLIER_BITS) - 1)
        for ratio, shift in zip(ratios, shifts, strict=True)
    ]
    return np.array(multipliers, np.int32), np.array(shifts, np.int32)
