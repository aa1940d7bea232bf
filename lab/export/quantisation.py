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
from lab.export.rounding import Steps, rounded, sound_steps, weight_steps
from shared.errors import Code, Failure
from shared.exact.classifier import FEATURE_MAX
from shared.exact.layers import Convolution, Dense
from shared.exact.network import Classifier

MULTIPLIER_BITS = 24
TANH_STEPS = 256
"""Steps of the tanh table for one unit of its argument."""

Means = NDArray[np.float64]


def quantise_convolution(
    layer: FloatLayer, before: LayerInput, read: Means, output_steps: Steps
) -> Convolution:
    """A convolution with ReLU and a 2 x 2 max-pool in integers.

    Args:
        layer: weight ``[out, in, height, width]``.
        before: what it reads, in floats.
        read: mean of the bytes that it reads indeed, ``[in, H, W]``.
        output_steps: ``[out]``.

    Raises:
        Failure: ``INTEGRITY`` when the result could not be proven exact.
    """
    scaled = layer.weight * before.steps[:, np.newaxis, np.newaxis]
    # The kernel slides over the whole input, so each of its places reads the channel's mean on average.
    power = before.squares.mean(axis=(1, 2)) / before.steps**2
    steps = weight_steps(scaled, _spread(power, scaled), sound_steps(scaled, layer.bias))
    weight = rounded(scaled, steps)
    kernel = layer.weight.shape[2:]
    expected = _sums(scaled, _windows(before.means / before.steps[:, np.newaxis, np.newaxis], kernel)) / steps
    found = _sums(weight, _windows(read, kernel))
    bias = _whole(layer.bias / steps + expected - found)
    multiplier, shift = _ratios(steps / output_steps)
    return Convolution(weight, bias, multiplier, shift, pool=2)


def quantise_dense(layer: FloatLayer, before: LayerInput, read: Means) -> Dense:
    """A dense layer whose result counts in steps of the tanh table.

    Args:
        layer: weight ``[out, in]``, the inputs ordered by channel first.
        before: what it reads, in floats.
        read: mean of the bytes that it reads indeed, ``[channels, H, W]``.

    Raises:
        Failure: ``INTEGRITY`` when the result could not be proven exact.
    """
    input_steps = np.repeat(before.steps, before.means[0].size)
    scaled = layer.weight * input_steps
    steps = weight_steps(scaled, before.squares.ravel() / input_steps**2)
    weight = rounded(scaled, steps)
    expected = _sums(scaled, before.means.ravel() / input_steps) / steps
    bias = _whole(layer.bias / steps + expected - _sums(weight, read.ravel()))
    multiplier, shift = _ratios(steps * TANH_STEPS)
    return Dense(weight, bias, multiplier, shift)


def quantise_classes(layer: FloatLayer, means: Means, read: Means) -> Classifier:
    """A classifier of features; all its weights have one step, so that scores can be compared.

    Args:
        layer: weight ``[classes, features]``, of features in -1..1.
        means: of the features in floats, ``[features]``.
        read: of the features in integers, ``[features]``, in -1..1 too.

    Raises:
        Failure: ``INTEGRITY`` when a bias does not fit 32 bits.
    """
    flat = layer.weight.reshape(1, -1)
    step = float(weight_steps(flat, np.ones(flat.shape[1]))[0])
    weight = rounded(flat, np.array([step])).reshape(layer.weight.shape)
    lost = layer.weight @ means - (weight @ read) * step
    bias = np.rint((layer.bias + lost) / step * FEATURE_MAX)
    if np.abs(bias).max() >= 2**31:
        raise Failure(Code.INTEGRITY, "A class has a bias beside which its weights vanish; train it anew.")
    return Classifier(weight, bias.astype(np.int32))


def _whole(values: Means) -> NDArray[np.int32]:
    """Rounded; what 32 bits do not hold becomes their limit, which no layer can be proven with."""
    limits = np.iinfo(np.int32)
    return np.clip(np.rint(values), limits.min, limits.max).astype(np.int32)


def _spread(by_channel: Means, weights: NDArray[np.float64]) -> Means:
    """A number of each input channel for each of its weights, ``[in · height · width]``."""
    return np.repeat(by_channel, weights[0, 0].size)


def _windows(means: Means, kernel: tuple[int, ...]) -> Means:
    """What each place of a kernel reads on average while it slides over ``[in, H, W]``."""
    rows, columns = kernel
    height, width = means.shape[1] - rows + 1, means.shape[2] - columns + 1
    placed = [
        means[:, row : row + height, column : column + width].mean(axis=(1, 2))
        for row in range(rows)
        for column in range(columns)
    ]
    return np.stack(placed, axis=1).ravel()


def _sums(weight: NDArray[np.float64] | NDArray[np.int8], read: Means) -> Means:
    sums: Means = weight.reshape(len(weight), -1).astype(np.float64) @ read
    return sums


def _ratios(ratios: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Each ratio as ``multiplier / 2^shift``, the multiplier of 24 significant bits."""
    shifts = [MULTIPLIER_BITS - math.frexp(ratio)[1] for ratio in ratios]
    multipliers = [
        min(round(math.ldexp(ratio, shift)), (1 << MULTIPLIER_BITS) - 1)
        for ratio, shift in zip(ratios, shifts, strict=True)
    ]
    return np.array(multipliers, np.int32), np.array(shifts, np.int32)
