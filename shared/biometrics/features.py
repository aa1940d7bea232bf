"""From variations of a print to candidate keys: the network's outputs as bytes (biometrics §2.3)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shared.exact.network import Network

_Q15 = 15
_BYTE_MAX = 255


def candidate_keys(images: npt.NDArray[np.uint8], network: Network) -> npt.NDArray[np.uint8]:
    """``|tanh| · 255`` of every output, rounded down (paper 003 §1.4 step 4).

    Args:
        images: uint8 [N, height, width] in the network's size.
        network: the integer network up to its dense layer.

    Returns:
        uint8 [N, outputs].
    """
    magnitudes = np.abs(network.features(images).astype(np.int32))
    keys: npt.NDArray[np.uint8] = (magnitudes * _BYTE_MAX >> _Q15).astype(np.uint8)
    return keys
