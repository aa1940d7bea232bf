"""Candidate keys with ReLU in the place of tanh, for table 20.

The sums of dense_1 are those of the model that was trained with tanh; one with ReLU would have others.
ReLU has no upper end, so the largest of a user's candidates is made 255; the paper says nothing of it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from shared.exact.network import Network

_DIVIDED = 3
"""The sums are divided by 2^3 before the table of tanh, so that it does not saturate and can be inverted."""

_Q15 = 1 << 15
_BYTE_MAX = 255


def rectified_candidates(network: Network, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """max(0, sum) of every output of dense_1, scaled to bytes.

    Args:
        network: the model.
        images: uint8 [N, height, width].

    Returns:
        uint8 [N, outputs]; all 0 where no sum is positive.
    """
    dense = replace(network.dense, shift=network.dense.shift + np.int32(_DIVIDED))
    features = replace(network, dense=dense).features(images).astype(np.float64)
    sums = np.maximum(np.arctanh(features / _Q15), 0.0)
    largest = float(sums.max())
    scaled = sums * (_BYTE_MAX / largest) if largest else sums
    candidates: npt.NDArray[np.uint8] = np.floor(scaled).astype(np.int64).astype(np.uint8)
    return candidates
