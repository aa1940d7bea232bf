"""Batch norm folded away: what is left are plain layers with a weight and a bias.

In paper 003 the batch norm stands behind the ReLU, so it is an affine map of the next layer's input. Its gain
goes into that layer's weights and its offset into that layer's bias; both are exact because no convolution
pads. The max-pool in between commutes with the map since every gain is positive.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from lab.training.feature_cnn import FeatureCnn


@dataclass(frozen=True)
class FloatLayer:
    """A convolution ``[out, in, height, width]`` or a dense layer ``[out, in]`` with its bias ``[out]``.

    The input channels of a dense layer are its input's channels, each with ``in / channels`` places (CHW).
    """

    weight: NDArray[np.float64]
    bias: NDArray[np.float64]


@dataclass(frozen=True)
class _Affine:
    """What a batch norm does to each channel: ``gain · x + offset``, ``[channels]`` each."""

    gain: NDArray[np.float64]
    offset: NDArray[np.float64]


def fold(network: FeatureCnn) -> list[FloatLayer]:
    """The convolutions and dense_1 of a trained network, its batch norms folded in.

    A convolution's output is rectified and max-pooled by two before the next layer.

    Raises:
        ValueError: a batch norm's gain is not positive; training keeps them so.
    """
    modules = [*network.convolutions, network.dense_1]
    affines = [None, *(_affine(norm) for norm in network.norms)]
    return [_folded(module, affine) for module, affine in zip(modules, affines, strict=True)]


def as_float_layer(module: nn.Conv2d | nn.Linear) -> FloatLayer:
    """A layer as it is."""
    return FloatLayer(_array(module.weight), _array(module.bias))


def _affine(norm: nn.BatchNorm2d) -> _Affine:
    gain = _array(norm.weight) / np.sqrt(_array(norm.running_var) + norm.eps)
    if gain.min() <= 0:
        raise ValueError("a batch norm's gain is not positive, so it cannot pass the max-pool")
    return _Affine(gain, _array(norm.bias) - _array(norm.running_mean) * gain)


def _folded(module: nn.Conv2d | nn.Linear, before: _Affine | None) -> FloatLayer:
    plain = as_float_layer(module)
    if before is None:
        return plain
    weight, bias = plain.weight, plain.bias
    by_channel = weight.reshape(len(weight), len(before.gain), -1)
    bias = bias + (by_channel.sum(axis=2) * before.offset).sum(axis=1)
    return FloatLayer((by_channel * before.gain[:, np.newaxis]).reshape(weight.shape), bias)


def _array(tensor: Tensor) -> NDArray[np.float64]:
    return tensor.detach().double().numpy()
