"""What printed figures say of each other, if the ciphertext is noise.

Plaintext and ciphertext being independent and the ciphertext uniform, MSE = E(p - 127.5)² + 5,461.25 and
UACI_pc = 25.0977 % + .00153186 % · E(p - 127.5)²: each follows from the other, and both from the plaintext's
histogram alone.
"""

from __future__ import annotations

import math

from lab.batteries.images.pictures import LEVEL_MAX
from lab.batteries.images.plain_cipher_pair import UNIFORM_VARIANCE
from shared.keygen.histogram import LEVELS

_SLOPE = 100 / (LEVELS * LEVEL_MAX)
_LEAST = _SLOPE * (LEVELS**2 - 1) / 4
"""UACI_pc of mid-grey: 25.0977 %."""


def uaci_of_mse(mse: float) -> float:
    """UACI_pc in per cent that goes with an MSE."""
    return _LEAST + _SLOPE * (mse - UNIFORM_VARIANCE)


def psnr_of_mse(mse: float) -> float:
    """PSNR in dB (equation 9 with K - 1 = 255)."""
    return 20 * math.log10(LEVEL_MAX / math.sqrt(mse))


def values_of_entropy(entropy: float) -> float:
    """How many uniform values have this entropy on average: 8 - H = 255 / (2 n ln 2); infinite for 8 bits."""
    missing = 8 - entropy
    return math.inf if missing <= 0 else (LEVELS - 1) / (2 * math.log(2) * missing)
