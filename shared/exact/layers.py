"""The two layers of an integer network, and the proof that each can be computed exactly in float32.

Weights are signed bytes, activations unsigned bytes with zero point 0, biases 32-bit integers. An
accumulator is brought back to a byte by an integer multiply and a rounding shift:

    y = clip((acc · multiplier + 2^(shift − 1)) >> shift, low, high)        in 64-bit integers

The multiplier is positive (a negative batch-norm gain is folded into the weights' sign), so that
max-pooling the accumulators first gives the same result with a quarter of the work.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.errors import Code, Failure
from shared.exact.products import ACTIVATION_MAX, EXACT_LIMIT

Int8 = npt.NDArray[np.int8]
Int32 = npt.NDArray[np.int32]

MULTIPLIER_MIN = 1 << 14
"""Fifteen significant bits at least, so that rescaling loses nothing that matters."""

SHIFT_MAX = 61
"""Keeps ``acc · multiplier + 2^(shift − 1)`` below 2^63 for every accumulator below 2^31."""

_BLOCK_STEP = 64
_DENSE_LIMIT = 1 << 31


@dataclass(frozen=True, eq=False)
class Convolution:
    """Valid stride-1 correlation, bias, optional 2×2 max-pool, requantisation to unsigned bytes (thus ReLU).

    Attributes:
        weight: int8 [out, in, kernel height, kernel width].
        bias: int32 [out], in units of the accumulator.
        multiplier: int32 [out], 2^14 ≤ multiplier < 2^31.
        shift: int32 [out], 1..61.
        pool: 1 for none, 2 for 2×2 maxima with stride 2 (an odd last row or column is dropped).
    """

    weight: Int8
    bias: Int32
    multiplier: Int32
    shift: Int32
    pool: int

    def __post_init__(self) -> None:
        """Check shapes and types, and prove every accumulator exact in float32.

        Raises:
            Failure: ``MALFORMED`` for wrong shapes or types, ``INTEGRITY`` when the proof fails.
        """
        _check_tensors(self.weight, 4, self.bias, self.multiplier, self.shift)
        if self.pool not in (1, 2):
            raise Failure(Code.MALFORMED, "The model has a pooling that is neither 1 nor 2; export it anew.")
        if _largest_sum(self.weight, self.bias) >= EXACT_LIMIT:
            raise Failure(Code.INTEGRITY, "A convolution of the model can exceed 2^24; export it anew.")

    def output_shape(self, channels: int, height: int, width: int) -> tuple[int, int, int]:
        """The (channels, height, width) this layer makes of an input of that shape.

        Raises:
            Failure: ``MALFORMED`` when the input does not fit the layer.
        """
        _, inputs, kernel_height, kernel_width = self.weight.shape
        out_height = (height - kernel_height + 1) // self.pool
        out_width = (width - kernel_width + 1) // self.pool
        if channels != inputs or min(out_height, out_width) < 1:
            raise Failure(Code.MALFORMED, "The model's layers do not fit each other; export it anew.")
        return self.weight.shape[0], out_height, out_width

    def working_size(self, output: tuple[int, int, int]) -> int:
        """How many numbers computing an output of that (channels, height, width) takes: windows and sums."""
        outputs, *kernel = self.weight.shape
        each: int = math.prod(kernel) + outputs
        return output[1] * output[2] * self.pool**2 * each


@dataclass(frozen=True, eq=False)
class Dense:
    """Fully connected layer; its rescaled sums t, clipped to −2048..2047, index the table of tanh(t/256).

    Inputs are flattened in the order channel, row, column (CHW, as torch flattens).

    Attributes:
        weight: int8 [out, in].
        bias: int32 [out].
        multiplier: int32 [out], 2^14 ≤ multiplier < 2^31.
        shift: int32 [out], 1..61.
    """

    weight: Int8
    bias: Int32
    multiplier: Int32
    shift: Int32

    def __post_init__(self) -> None:
        """Check shapes and types, and prove that no 64-bit step can overflow.

        Raises:
            Failure: ``MALFORMED`` for wrong shapes or types, ``INTEGRITY`` when the proof fails.
        """
        _check_tensors(self.weight, 2, self.bias, self.multiplier, self.shift)
        if _largest_sum(self.weight, self.bias) >= _DENSE_LIMIT:
            raise Failure(Code.INTEGRITY, "The dense layer of the model can exceed 2^31; export it anew.")


def exact_blocks(weight: Int8) -> list[slice]:
    """Split the inner dimension into runs over which every output's sum is exact in float32.

    Args:
        weight: int8 [out, in]; the order of the inputs does not matter to the result, only to the runs.

    Returns:
        Slices that cover the inner dimension in order. Their sums are to be added as integers.
    """
    magnitudes = _magnitudes(weight)
    blocks: list[slice] = []
    start, running = 0, np.zeros(weight.shape[0], np.int64)
    for step in range(0, weight.shape[1], _BLOCK_STEP):
        # 64 · 128 · 255 < 2^24, so a single step always fits and the split always ends.
        added = magnitudes[:, step : step + _BLOCK_STEP].sum(axis=1, dtype=np.int64) * ACTIVATION_MAX
        if step > start and int((running + added).max()) >= EXACT_LIMIT:
            blocks.append(slice(start, step))
            start, running = step, np.zeros_like(running)
        running = running + added
    blocks.append(slice(start, weight.shape[1]))
    return blocks


def _largest_sum(weight: Int8, bias: Int32) -> int:
    """The largest Σ|w|·255 + |b| of any output."""
    sums = _magnitudes(weight).sum(axis=1, dtype=np.int64) * ACTIVATION_MAX
    return int((sums + np.abs(bias.astype(np.int64))).max())


def _magnitudes(weight: Int8) -> npt.NDArray[np.int16]:
    # In 16 bits, because |−128| does not fit eight.
    return np.abs(weight.reshape(weight.shape[0], -1).astype(np.int16))


def _check_tensors(weight: Int8, dimensions: int, bias: Int32, multiplier: Int32, shift: Int32) -> None:
    vectors = (bias, multiplier, shift)
    shaped = (
        weight.ndim == dimensions and weight.size > 0 and all(v.shape == weight.shape[:1] for v in vectors)
    )
    if not shaped or weight.dtype != np.int8 or any(v.dtype != np.int32 for v in vectors):
        raise Failure(Code.MALFORMED, "A tensor of the model has the wrong shape or type; export it anew.")
    if int(multiplier.min()) < MULTIPLIER_MIN or int(shift.min()) < 1 or int(shift.max()) > SHIFT_MAX:
        raise Failure(Code.INTEGRITY, "A multiplier or shift of the model is out of range; export it anew.")
