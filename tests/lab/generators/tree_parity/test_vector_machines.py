"""Machines of several outputs: steps against an independent simulation, the exchange, who listens."""

from __future__ import annotations

import numpy as np
import pytest

from lab.generators.derivation import numbered_seed
from lab.generators.tree_parity.between_processes import agree_between_processes
from lab.generators.tree_parity.key_generator import SeededRandomness
from lab.generators.tree_parity.kinds import find_kind
from lab.generators.tree_parity.messages import Greeting, Role, output_message, read_greeting, read_output
from lab.generators.tree_parity.parameters import Rule, TreeParity
from lab.generators.tree_parity.synchronisation import measure, synchronise
from lab.generators.tree_parity.vector_key_generator import GENERATOR
from lab.generators.tree_parity.vector_parameters import Agreement, VectorTreeParity
from lab.generators.tree_parity.vector_synchronisation import known_components, synchronise_in_parts
from lab.generators.tree_parity.within_process import agree_within_process
from shared.errors import Code, Failure

SEED = b"steps"
SMALL = VectorTreeParity(3, 20, 2, components=3)

STEPS = [
    (2, Agreement.EACH, 407),
    (2, Agreement.ALL, 565),
    (4, Agreement.EACH, 468),
    (4, Agreement.ALL, 1327),
]


@pytest.mark.parametrize(
    ("components", "agreement", "expected"),
    [pytest.param(*row, id=f"{row[0]} components, {row[1]}") for row in STEPS],
)
def test_steps_are_those_of_the_table(components: int, agreement: Agreement, expected: int) -> None:
    parameters = VectorTreeParity(components=components, agreement=agreement)
    found = measure(parameters, 60, SEED, exchange=synchronise_in_parts)
    assert found.steps.size == 60
    assert float(found.steps.mean()) == pytest.approx(expected, rel=0.15)


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("agreement", Agreement)
def test_a_machine_of_one_component_is_the_plain_one(rule: Rule, agreement: Agreement) -> None:
    one = synchronise_in_parts(VectorTreeParity(3, 20, 2, rule, 1, agreement), SEED, listeners=2)
    plain = synchronise(TreeParity(3, 20, 2, rule), SEED, listeners=2, geometric=True)
    assert (one.steps, one.synchronised) == (plain.steps, True)
    assert np.array_equal(one.weights, plain.weights)


def test_components_learn_by_themselves_or_all_together() -> None:
    ours, theirs = np.array([1, -1, 1], np.int8), np.array([1, 1, 1], np.int8)
    assert SMALL.learning(ours, theirs).tolist() == [True, False, True]
    together = VectorTreeParity(components=3, agreement=Agreement.ALL)
    assert together.learning(ours, theirs).tolist() == [False, False, False]
    assert together.learning(ours, ours).tolist() == [True, True, True]


def test_what_does_not_synchronise_in_time_is_no_step_count() -> None:
    ended = synchronise_in_parts(SMALL, SEED, steps_max=5)
    assert (ended.steps, ended.synchronised) == (5, False)


@pytest.mark.parametrize("agreement", Agreement)
def test_both_parties_have_the_same_key(agreement: Agreement) -> None:
    parameters = VectorTreeParity(3, 20, 2, components=2, agreement=agreement)
    ours, theirs = agree_within_process(parameters, lambda role: SeededRandomness(SEED, role))
    assert ours.key.equals_in_constant_time(theirs.key)
    assert ours.steps == theirs.steps >= 50


def test_two_processes_have_the_same_key() -> None:
    ours, theirs = agree_between_processes(SMALL)
    assert ours.fingerprint == theirs.fingerprint


def test_messages_hold_every_component() -> None:
    outputs = np.array([1, -1, 1], np.int8)
    assert np.array_equal(read_output(output_message(7, outputs), 7, 3), outputs)
    with pytest.raises(Failure) as caught:
        read_output(output_message(7, outputs), 7, 2)
    assert caught.value.code is Code.MALFORMED
    greeting = Greeting(Role.RESPONDER, SMALL, bytes(32), bytes(range(32)))
    assert read_greeting(greeting.encode(), VectorTreeParity) == greeting
    with pytest.raises(Failure) as caught:
        read_greeting(greeting.encode())
    assert caught.value.code is Code.MALFORMED


def test_the_generator_counts_what_listeners_leave() -> None:
    two, four = (GENERATOR.effective(VectorTreeParity(3, 30, 2, components=v), 32) for v in (2, 4))
    assert 1 < two.bits < 8
    assert two.bits < four.bits < 4 * two.bits
    assert "of 800 cases" in two.basis
    wide = VectorTreeParity(3, 30, 2, components=16)
    assert GENERATOR.claimed(wide).bits == pytest.approx(16 * TreeParity(3, 30, 2).weight_bits)


def test_components_are_known_one_by_one() -> None:
    ended = synchronise_in_parts(SMALL, SEED, listeners=3)
    ended.weights[2:] = ended.weights[0]
    ended.weights[3, 4, 0] += 1
    assert known_components(ended, 3).tolist() == [[True] * 3, [True, False, True], [True] * 3]


@pytest.mark.parametrize("agreement", Agreement)
def test_a_hundred_listeners_know_every_component(agreement: Agreement) -> None:
    parameters, known = VectorTreeParity(3, 100, 3, components=2, agreement=agreement), 0
    for number in range(5):
        ended = synchronise_in_parts(parameters, numbered_seed(b"ensemble", number), listeners=100)
        known += bool(known_components(ended, 2).any(axis=0).all())
    assert known >= 4


REFUSED = [
    pytest.param({"components": 0}, "components is 0; give a number from 1 to 16", id="no component"),
    pytest.param({"inputs": 20_000}, "components x hidden x inputs is 120,000", id="too many weights"),
]


@pytest.mark.parametrize(("given", "sentence"), REFUSED)
def test_parameters_out_of_range_are_refused(given: dict[str, int], sentence: str) -> None:
    with pytest.raises(Failure, match=sentence):
        VectorTreeParity(**{"hidden": 3, "inputs": 20} | given)


def test_machines_that_are_none_are_refused() -> None:
    with pytest.raises(Failure, match="there are tree-parity and vector-tree-parity"):
        find_kind("vector")
