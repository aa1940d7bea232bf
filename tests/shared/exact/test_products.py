"""Backends of the matrix product."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Code, Failure
from shared.exact.products import EXACT_LIMIT, IntegerBackend, NumpyBackend, prove_backend


class RoundingBackend(NumpyBackend):
    """Keeps as many bits of each factor as a reduced-precision mode would."""

    name = "rounding"

    def __init__(self, kept_bits: int) -> None:
        self._mask = np.uint32(0xFFFFFFFF << (23 - kept_bits) & 0xFFFFFFFF)

    def product(self, left: np.ndarray, prepared: np.ndarray) -> np.ndarray:
        return super().product(self._rounded(left), self._rounded(prepared))

    def _rounded(self, values: np.ndarray) -> np.ndarray:
        return (np.ascontiguousarray(values).view(np.uint32) & self._mask).view(np.float32)


class HalfSumsBackend(NumpyBackend):
    """Keeps its result in half precision."""

    name = "half sums"

    def product(self, left: np.ndarray, prepared: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore"):
            return super().product(left, prepared).astype(np.float16).astype(np.float32)


@pytest.mark.parametrize("backend", [NumpyBackend(), IntegerBackend()], ids=lambda backend: backend.name)
def test_exact_backends_are_accepted(backend: NumpyBackend | IntegerBackend) -> None:
    prove_backend(backend)
    left, right = np.array([[255, 254, 1]]), np.array([[127], [-126], [1]])
    found = backend.product(left.astype(np.float32), backend.prepare(right.astype(np.float32)))
    assert found.tolist() == [[255 * 127 - 254 * 126 + 1]]


@pytest.mark.fault(36)
@pytest.mark.parametrize(
    "backend",
    [
        pytest.param(RoundingBackend(4), id="factors of 4 bits"),
        pytest.param(RoundingBackend(6), id="factors of 6 bits"),
        pytest.param(HalfSumsBackend(), id="half-precision sums"),
    ],
)
def test_inexact_backends_are_refused(backend: NumpyBackend) -> None:
    with pytest.raises(Failure) as refused:
        prove_backend(backend)
    assert refused.value.code is Code.INTERNAL


@given(seed=st.integers(0, 2**32), inner=st.integers(1, 500))
def test_sums_below_the_limit_are_exact_in_any_order(seed: int, inner: int) -> None:
    source = np.random.default_rng(seed)
    left = source.integers(0, 256, (4, inner))
    right = source.integers(-127, 128, (inner, 3))
    assert int((left.max() * np.abs(right)).sum(axis=0).max()) < EXACT_LIMIT
    order = source.permutation(inner)
    backend = NumpyBackend()
    product = backend.product(
        left[:, order].astype(np.float32), backend.prepare(right[order].astype(np.float32))
    )
    assert product.dtype == np.float32
    assert np.array_equal(product.astype(np.int64), left @ right)
