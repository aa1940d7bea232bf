"""The proof that layers can be computed exactly, and what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shared.errors import Code, Failure
from shared.exact.layers import Convolution, Dense, exact_blocks
from shared.exact.products import EXACT_LIMIT


def convolution(**changes: Any) -> Convolution:
    fields: dict[str, Any] = {
        "weight": np.ones((2, 1, 3, 3), np.int8),
        "bias": np.zeros(2, np.int32),
        "multiplier": np.full(2, 1 << 15, np.int32),
        "shift": np.full(2, 20, np.int32),
        "pool": 2,
    }
    return Convolution(**(fields | changes))


def dense(**changes: Any) -> Dense:
    fields: dict[str, Any] = {
        "weight": np.ones((2, 8), np.int8),
        "bias": np.zeros(2, np.int32),
        "multiplier": np.full(2, 1 << 15, np.int32),
        "shift": np.full(2, 20, np.int32),
    }
    return Dense(**(fields | changes))


REFUSED = [
    pytest.param({"pool": 3}, Code.MALFORMED, id="pool of 3"),
    pytest.param({"weight": np.ones((2, 3, 3), np.int8)}, Code.MALFORMED, id="three dimensions"),
    pytest.param({"weight": np.ones((2, 1, 3, 3), np.int16)}, Code.MALFORMED, id="weights of 16 bits"),
    pytest.param({"weight": np.ones((2, 0, 3, 3), np.int8)}, Code.MALFORMED, id="no input channel"),
    pytest.param({"bias": np.zeros(3, np.int32)}, Code.MALFORMED, id="a bias too many"),
    pytest.param({"bias": np.zeros(2, np.int64)}, Code.MALFORMED, id="biases of 64 bits"),
    pytest.param({"shift": np.zeros(2, np.int32)}, Code.INTEGRITY, id="shift of 0"),
    pytest.param({"shift": np.full(2, 62, np.int32)}, Code.INTEGRITY, id="shift of 62"),
    pytest.param({"multiplier": np.full(2, 1 << 13, np.int32)}, Code.INTEGRITY, id="multiplier of 14 bits"),
    pytest.param({"multiplier": np.full(2, -(1 << 20), np.int32)}, Code.INTEGRITY, id="negative multiplier"),
    pytest.param({"bias": np.array([0, 1 << 24], np.int32)}, Code.INTEGRITY, id="bias beyond the bound"),
    pytest.param({"bias": np.array([0, -(2**31)], np.int32)}, Code.INTEGRITY, id="smallest int32 bias"),
    pytest.param(
        {"weight": np.full((2, 58, 3, 3), 127, np.int8)}, Code.INTEGRITY, id="weights beyond the bound"
    ),
    pytest.param(
        {"weight": np.full((2, 58, 3, 3), -128, np.int8)}, Code.INTEGRITY, id="magnitude of −128 is 128"
    ),
]


@pytest.mark.parametrize(("changes", "code"), REFUSED)
def test_convolutions_that_cannot_be_exact_are_refused(changes: dict[str, Any], code: Code) -> None:
    with pytest.raises(Failure) as refused:
        convolution(**changes)
    assert refused.value.code is code


def test_bound_of_a_convolution_is_sharp() -> None:
    room = EXACT_LIMIT - 1 - 9 * 255
    convolution(bias=np.array([0, room], np.int32))
    convolution(bias=np.array([0, -room], np.int32))
    with pytest.raises(Failure):
        convolution(bias=np.array([0, room + 1], np.int32))


def test_dense_layers_that_could_overflow_are_refused() -> None:
    with pytest.raises(Failure) as refused:
        dense(bias=np.array([2**31 - 1, 0], np.int32))
    assert refused.value.code is Code.INTEGRITY


@pytest.mark.parametrize(
    ("weight", "most"),
    [
        pytest.param(np.zeros((3, 1000), np.int8), 1, id="zeros need one block"),
        pytest.param(np.full((3, 10368), 30, np.int8), 5, id="a typical dense_1"),
        pytest.param(np.full((3, 10368), -128, np.int8), 22, id="the worst dense_1"),
        pytest.param(np.full((3, 5), 127, np.int8), 1, id="fewer inputs than a step"),
    ],
)
def test_blocks_cover_the_inputs_and_keep_the_bound(weight: np.ndarray, most: int) -> None:
    blocks = exact_blocks(weight)
    assert len(blocks) <= most
    assert [i for block in blocks for i in range(*block.indices(weight.shape[1]))] == list(
        range(weight.shape[1])
    )
    for block in blocks:
        assert np.abs(weight[:, block].astype(int)).sum(axis=1).max() * 255 < EXACT_LIMIT


def test_one_heavy_output_decides_the_blocks() -> None:
    weight = np.zeros((4, 2048), np.int8)
    weight[2] = 127
    assert len(exact_blocks(weight)) > 1
