"""Running an integer network: im2col, one exact matrix product, pool, rescale (biometrics §1).

Activations are kept as float32 holding the integers 0..255, in the order row, column, channel, because
that is what the products read. No Winograd, no FFT, no reduced precision: only sums that the layers'
proofs cover.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

from shared.exact.layers import Convolution, Dense, exact_blocks
from shared.exact.products import ACTIVATION_MAX, Backend, Float32
from shared.exact.tables.tanh import INDEX_MAX, INDEX_MIN, tanh_table

Int64 = npt.NDArray[np.int64]
Int16 = npt.NDArray[np.int16]


@dataclass(frozen=True)
class _Rescaling:
    """Bias, multiplier and shift of a layer as int64 row vectors; ``half`` rounds the shift."""

    bias: Int64
    multiplier: Int64
    half: Int64
    shift: Int64

    @classmethod
    def of(cls, layer: Convolution | Dense) -> _Rescaling:
        shift = layer.shift.astype(np.int64)
        half = np.left_shift(np.int64(1), shift - 1)
        return cls(layer.bias.astype(np.int64), layer.multiplier.astype(np.int64), half, shift)

    def apply(self, sums: Int64) -> Int64:
        """(sums + bias) · multiplier, shifted right and rounded half up; works in place on ``sums``."""
        sums += self.bias
        sums *= self.multiplier
        sums += self.half
        sums >>= self.shift
        return sums


@dataclass(frozen=True)
class _ConvolutionStage:
    kernel: tuple[int, int]
    pool: int
    weight: Any
    rescaling: _Rescaling

    def run(self, image: Float32, backend: Backend) -> Float32:
        """One image [H, W, C] to [H', W', C'], both float32 holding bytes."""
        windows = _windows(image, *self.kernel, self.pool)
        phases, rows, columns = windows.shape[:3]
        sums = backend.product(windows.reshape(phases * rows * columns, -1), self.weight)
        pooled = sums.reshape(phases, rows * columns, -1).max(axis=0)
        scaled = self.rescaling.apply(pooled.astype(np.int64))
        bytes_ = np.clip(scaled, 0, ACTIVATION_MAX, out=scaled).astype(np.float32)
        return bytes_.reshape(rows, columns, -1)


@dataclass(frozen=True)
class _DenseStage:
    blocks: tuple[tuple[slice, Any], ...]
    rescaling: _Rescaling

    def run(self, inputs: Float32, backend: Backend) -> Int16:
        """Flattened activations [N, in] to tanh outputs, int16 Q15 [N, out]."""
        sums = np.zeros((len(inputs), len(self.rescaling.bias)), np.int64)
        for columns, weight in self.blocks:
            sums += backend.product(np.ascontiguousarray(inputs[:, columns]), weight).astype(np.int64)
        index = np.clip(self.rescaling.apply(sums), INDEX_MIN, INDEX_MAX)
        return tanh_table()[index - INDEX_MIN]


@dataclass(frozen=True)
class Plan:
    """A network laid out for a backend."""

    convolutions: tuple[_ConvolutionStage, ...]
    dense: _DenseStage
    backend: Backend

    def run(self, images: npt.NDArray[np.uint8]) -> Int16:
        """Features of uint8 images [N, height, width] as int16 [N, outputs], tanh in Q15."""
        return self.dense.run(np.stack([self._activations(image) for image in images]), self.backend)

    def _activations(self, image: npt.NDArray[np.uint8]) -> Float32:
        # One image at a time: the windows of one fit the processor's cache, those of twenty do not.
        activations = image.astype(np.float32)[:, :, None]
        for stage in self.convolutions:
            activations = stage.run(activations, self.backend)
        return activations.ravel()


def make_plan(
    height: int, width: int, convolutions: tuple[Convolution, ...], dense: Dense, backend: Backend
) -> Plan:
    """Lay a network out for a backend: weights as float32 matrices in the order that the windows are in."""
    shape = (1, height, width)
    for convolution in convolutions:
        shape = convolution.output_shape(*shape)
    stages = tuple(_convolution_stage(convolution, backend) for convolution in convolutions)
    return Plan(stages, _dense_stage(dense, shape, backend), backend)


def _convolution_stage(layer: Convolution, backend: Backend) -> _ConvolutionStage:
    matrix = layer.weight.transpose(2, 3, 1, 0).reshape(-1, layer.weight.shape[0])
    prepared = backend.prepare(matrix.astype(np.float32))
    kernel = (layer.weight.shape[2], layer.weight.shape[3])
    return _ConvolutionStage(kernel, layer.pool, prepared, _Rescaling.of(layer))


def _dense_stage(layer: Dense, shape: tuple[int, int, int], backend: Backend) -> _DenseStage:
    # The file's order is channel, row, column; activations here are row, column, channel.
    outputs = layer.weight.shape[0]
    weight = layer.weight.reshape(outputs, *shape).transpose(0, 2, 3, 1).reshape(outputs, -1)
    blocks = tuple(
        (block, backend.prepare(np.ascontiguousarray(weight[:, block].T, np.float32)))
        for block in exact_blocks(weight)
    )
    return _DenseStage(blocks, _Rescaling.of(layer))


def _windows(image: Float32, kernel_height: int, kernel_width: int, pool: int) -> Float32:
    """Copy every window that pooling will keep, as [pool², rows, columns, kernel size · channels].

    The first axis runs over the places inside a pooling cell, so that the maximum is taken over whole planes.
    """
    height, width, channels = image.shape
    rows = (height - kernel_height + 1) // pool
    columns = (width - kernel_width + 1) // pool
    down, right, deep = image.strides
    view = as_strided(
        image,
        (pool, pool, rows, columns, kernel_height, kernel_width, channels),
        (down, right, pool * down, pool * right, down, right, deep),
        writeable=False,
    )
    return np.ascontiguousarray(view).reshape(pool * pool, rows, columns, -1)
