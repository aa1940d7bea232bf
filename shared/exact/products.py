"""Matrix products of small integers held in float32, exact in any order of summation.

A float32 holds every integer of magnitude up to 2^24. When the magnitudes of all terms of a sum add up to
less than that, every partial sum is an integer below 2^24 whatever the order, the vector width or the use
of fused multiply-add, so that NumPy, torch and an accelerator give identical bits (biometrics §1). The
proof is done once, when a network is made; this module holds the bound and the interface that computes
under it.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from shared.errors import Code, Failure

Float32 = npt.NDArray[np.float32]

EXACT_LIMIT = 1 << 24
"""Sums whose terms' magnitudes add up to less than this are exact in float32 in any order."""

ACTIVATION_MAX = 255
"""Largest activation: every layer reads unsigned bytes."""

_PROBE_TERMS = 512


class Backend(Protocol):
    """Something that multiplies float32 matrices whose sums are known to be exact."""

    @property
    def name(self) -> str:
        """A short name for reports, such as ``numpy``."""
        ...

    def prepare(self, matrix: Float32) -> Any:
        """Put a constant right-hand matrix [K, N] into the backend's own form, once."""
        ...

    def product(self, left: Float32, prepared: Any) -> Float32:
        """Multiply ``left`` [M, K] by a prepared matrix [K, N] into a float32 array [M, N]."""
        ...


class NumpyBackend:
    """The backend that is always there: NumPy and whatever BLAS it was built with."""

    name = "numpy"

    def prepare(self, matrix: Float32) -> Float32:
        """Lay the matrix out contiguously."""
        return np.ascontiguousarray(matrix)

    def product(self, left: Float32, prepared: Float32) -> Float32:
        """Multiply in float32."""
        product: Float32 = np.matmul(left, prepared)
        return product


class IntegerBackend:
    """The same products in 64-bit integers: slow, right without any proof; what others are tried against."""

    name = "integer"

    def prepare(self, matrix: Float32) -> npt.NDArray[np.int64]:
        """Turn the matrix into integers."""
        return matrix.astype(np.int64)

    def product(self, left: Float32, prepared: npt.NDArray[np.int64]) -> Float32:
        """Multiply as integers; only sums that the proofs exclude would be rounded by the last cast."""
        product: Float32 = (left.astype(np.int64) @ prepared).astype(np.float32)
        return product


def prove_backend(backend: Backend) -> None:
    """Check that a backend really multiplies in float32, on a product that needs all 24 bits.

    Reduced-precision modes (TF32, bfloat16) keep 8 to 11 bits of each factor or of the sum and fail this.

    Raises:
        Failure: ``INTERNAL`` when the product is not exact.
    """
    left = 1 + (np.arange(8 * _PROBE_TERMS, dtype=np.int64) * 89).reshape(8, _PROBE_TERMS) % ACTIVATION_MAX
    right = (np.arange(_PROBE_TERMS * 16, dtype=np.int64) * 57).reshape(_PROBE_TERMS, 16) % 255 - 127
    found = backend.product(left.astype(np.float32), backend.prepare(right.astype(np.float32)))
    if not np.array_equal(found, (left @ right).astype(np.float32)):
        sentence = (
            f"The {backend.name} backend does not multiply exactly in float32; turn its fast modes off."
        )
        raise Failure(Code.INTERNAL, sentence)
