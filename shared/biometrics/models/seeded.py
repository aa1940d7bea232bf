"""A network of the paper's shape with seeded weights, which has learnt nothing."""

from __future__ import annotations

import numpy as np

from shared.encoding import lv
from shared.exact.network import Convolution, Dense, Network
from shared.exact.xof import ShakeStream

_LABEL = "ridgekey/1 seeded network"
_MULTIPLIER = 1 << 15


def seeded_network() -> Network:
    """The finger network's shape (paper 003 table 2) with weights from SHAKE-256."""
    stream = ShakeStream(lv(_LABEL))
    convolutions = (
        _convolution(stream, (32, 1, 5, 5), 23),
        _convolution(stream, (64, 32, 5, 5), 25),
        _convolution(stream, (128, 64, 3, 3), 25),
    )
    return Network(96, 96, convolutions, _dense(stream, 1024, 10368, 26))


def _convolution(stream: ShakeStream, shape: tuple[int, int, int, int], shift: int) -> Convolution:
    weight = _weights(stream, shape)
    bias, multiplier, by = _vectors(shape[0], shift)
    return Convolution(weight, bias, multiplier, by, 2)


def _dense(stream: ShakeStream, outputs: int, inputs: int, shift: int) -> Dense:
    return Dense(_weights(stream, (outputs, inputs)), *_vectors(outputs, shift))


def _weights(stream: ShakeStream, shape: tuple[int, ...]) -> np.ndarray:
    drawn = np.frombuffer(stream.bytes(int(np.prod(shape))), np.int8).reshape(shape)
    return np.right_shift(drawn, 1)


def _vectors(size: int, shift: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.zeros(size, np.int32), np.full(size, _MULTIPLIER, np.int32), np.full(size, shift, np.int32)
