"""The compiled exchange and the one in NumPy, and what single steps do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.generators.tree_parity.exchange_loop import exchange_arrays, fastest_exchange
from lab.generators.tree_parity.inputs import BLOCK, PublicInputs
from lab.generators.tree_parity.parameters import Rule, TreeParity
from lab.generators.tree_parity.population import flip_weakest, learn, local_fields, outputs_of, signs_of
from lab.generators.tree_parity.synchronisation import synchronise

PARAMETERS = st.builds(
    TreeParity, st.integers(1, 4), st.integers(1, 12), st.integers(1, 5), st.sampled_from(Rule)
)


@settings(deadline=None, max_examples=40)
@given(PARAMETERS, st.binary(min_size=16, max_size=16), st.integers(0, 3), st.booleans())
def test_loops_and_arrays_give_the_same_weights_and_steps(
    parameters: TreeParity, seed: bytes, listeners: int, geometric: bool
) -> None:
    fast, plain = (
        synchronise(parameters, seed, listeners, geometric, 300, exchange)
        for exchange in (fastest_exchange(), exchange_arrays)
    )
    assert fast.steps == plain.steps
    assert np.array_equal(fast.weights, plain.weights)
    assert np.abs(fast.weights).max() <= parameters.depth


STEPS = {
    # Weights after a step from [[1, 0], [2, -2]] on inputs [[1, 1], [1, -1]], whose signs are both +1.
    Rule.HEBBIAN: [[2, 1], [2, -2]],
    Rule.ANTI_HEBBIAN: [[0, -1], [1, -1]],
    Rule.RANDOM_WALK: [[2, 1], [2, -2]],
}


@pytest.mark.parametrize("rule", Rule)
def test_one_step_by_hand(rule: Rule) -> None:
    parameters = TreeParity(2, 2, 2, rule)
    weights = np.array([[[1, 0], [2, -2]]], np.int16)
    inputs = np.array([[1, 1], [1, -1]], np.int16)
    fields = local_fields(weights, inputs)
    signs = signs_of(fields)
    assert (fields.tolist(), signs.tolist(), outputs_of(signs).tolist()) == ([[1, 4]], [[1, 1]], [1])
    learn(weights, inputs, signs, 1, parameters)
    assert weights[0].tolist() == STEPS[rule]


def test_rules_differ_where_the_output_is_negative() -> None:
    signs, inputs = np.array([[-1, 1]], np.int8), np.array([[1], [1]], np.int16)
    moved = {}
    for rule in Rule:
        weights = np.zeros((1, 2, 1), np.int16)
        learn(weights, inputs, signs, -1, TreeParity(2, 1, 3, rule))
        moved[rule] = weights[0, :, 0].tolist()
    assert moved == {Rule.HEBBIAN: [-1, 0], Rule.ANTI_HEBBIAN: [1, 0], Rule.RANDOM_WALK: [1, 0]}


def test_a_field_of_zero_counts_as_negative() -> None:
    assert signs_of(np.array([[0, 1, -1]], np.int32)).tolist() == [[-1, 1, -1]]


def test_the_weakest_unit_is_turned_and_of_equals_the_first() -> None:
    fields = np.array([[5, -1, 1], [5, -1, 1], [3, 2, -9]], np.int32)
    signs = signs_of(fields)
    flip_weakest(fields, signs, np.array([True, False, True]))
    assert signs.tolist() == [[1, 1, 1], [1, -1, 1], [1, -1, -1]]


def test_inputs_are_signs_and_the_same_by_step_and_by_block() -> None:
    inputs = PublicInputs(b"public", TreeParity(3, 5))
    block = inputs.block(1)
    assert (block.shape, set(np.unique(block))) == ((BLOCK, 3, 5), {-1, 1})
    assert np.array_equal(inputs.at(BLOCK + 7), block[7])
    assert not np.array_equal(inputs.block(0), block)
    assert not np.array_equal(PublicInputs(b"other", TreeParity(3, 5)).block(1), block)
