"""From the network's outputs to candidate keys: magnitudes as bytes (biometrics §2.3)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_Q15 = 15
_BYTE_MAX = 255


def candidate_keys(features: npt.NDArray[np.int16]) -> npt.NDArray[np.uint8]:
    """``|tanh| · 255`` of every output, rounded down (paper 003 §1.4 step 4).

    Args:
        features: int16 [N, outputs], tanh in Q15, as ``Network.features`` gives them.

    Returns:
        uint8 [N, outputs], 0..254.
    """
    magnitudes = np.abs(features.astype(np.int32))
    keys: npt.NDArray[np.uint8] = (magnitudes * _BYTE_MAX >> _Q15).astype(np.uint8)
    return keys
