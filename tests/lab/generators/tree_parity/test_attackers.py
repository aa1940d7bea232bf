"""Success of eavesdroppers, against an independent simulation (2,000 runs of one machine, 60 of many)."""

from __future__ import annotations

import numpy as np
import pytest

from lab.generators.derivation import numbered_seed, pcg64
from lab.generators.labels import Label
from lab.generators.tree_parity.attackers import Attack, measure_attack
from lab.generators.tree_parity.ensembles import Genetic, Majority, representations
from lab.generators.tree_parity.parameters import Rule, TreeParity
from lab.generators.tree_parity.population import outputs_of, random_weights
from lab.generators.tree_parity.synchronisation import synchronise
from shared.errors import Failure

SEED = b"attack"


@pytest.mark.parametrize(
    ("depth", "rule", "expected"),
    [
        pytest.param(2, Rule.RANDOM_WALK, 0.346, id="depth 2"),
        pytest.param(3, Rule.RANDOM_WALK, 0.263, id="depth 3"),
        pytest.param(4, Rule.RANDOM_WALK, 0.154, id="depth 4"),
        pytest.param(3, Rule.HEBBIAN, 0.279, id="depth 3, Hebbian"),
    ],
)
def test_one_geometric_machine(depth: int, rule: Rule, expected: float) -> None:
    """Check 14 of docs/lab.md: geometric success within .05."""
    found = measure_attack(TreeParity(depth=depth, rule=rule), Attack.GEOMETRIC, 1, 600, SEED)
    assert found.rate == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("attack", "machines", "runs", "least"),
    [
        pytest.param(Attack.GEOMETRIC, 100, 20, 0.8, id="any of 100 geometric"),
        pytest.param(Attack.MAJORITY, 100, 12, 0.3, id="majority"),
        pytest.param(Attack.GENETIC, 512, 4, 0.75, id="genetic"),
    ],
)
def test_many_machines_break_it(attack: Attack, machines: int, runs: int, least: float) -> None:
    found = measure_attack(TreeParity(), attack, machines, runs, SEED)
    assert found.rate is not None
    assert found.rate >= least


def test_who_only_listens_learns_nothing() -> None:
    found = measure_attack(TreeParity(), Attack.SIMPLE, 1, 100, SEED)
    assert found.record() | {"mean_steps": 0} == {
        "attack": "simple",
        "machines": 1,
        "runs": 100,
        "successes": 0,
        "rate": 0.0,
        "lower": 0.0,
        "upper": 0.0362,
        "mean_steps": 0,
    }


def test_ensembles_hear_the_same_exchange_as_single_machines() -> None:
    few = {attack: measure_attack(TreeParity(inputs=20), attack, 4, 5, SEED).mean_steps for attack in Attack}
    assert len(set(few.values())) == 1
    alone = [synchronise(TreeParity(inputs=20), numbered_seed(SEED, number)).steps for number in range(5)]
    assert float(np.mean(alone)) == few[Attack.SIMPLE]


def test_representations_are_all_that_give_the_output() -> None:
    for hidden in (1, 3, 4):
        both = [representations(hidden, output) for output in (-1, 1)]
        assert [len(one) for one in both] == [1 << (hidden - 1)] * 2
        assert [set(outputs_of(one).tolist()) for one in both] == [{-1}, {1}]
        assert len(np.unique(np.concatenate(both), axis=0)) == 1 << hidden


def test_genetic_machines_branch_while_there_is_room() -> None:
    parameters = TreeParity(3, 8)
    random = pcg64(SEED, Label.EAVESDROPPER)
    genetic = Genetic(parameters, 16, random)
    counts = []
    for step in range(3):
        genetic.observe(step, np.ones((3, 8), np.int16), 1)
        counts.append(len(genetic.weights))
    assert counts == [4, 16, 16]


def test_the_majority_votes_in_every_other_step() -> None:
    parameters = TreeParity(3, 8)
    majority = Majority(parameters, 50, pcg64(SEED, Label.EAVESDROPPER))
    inputs = random_weights(pcg64(SEED, Label.WEIGHTS), 1, TreeParity(3, 8, 1))[0] * 2 + 1
    moved = []
    for step in (0, 1):
        before = majority.weights.copy()
        majority.observe(step, np.sign(inputs).astype(np.int16), 1)
        changed = (majority.weights != before).any(axis=2)
        moved.append(len(np.unique(changed, axis=0)))
    assert moved[0] > moved[1] == 1


@pytest.mark.parametrize(
    ("attack", "machines"), [(Attack.GENETIC, 3), (Attack.SIMPLE, 0), (Attack.MAJORITY, 9000)]
)
def test_too_few_machines_or_too_many_are_refused(attack: Attack, machines: int) -> None:
    with pytest.raises(Failure, match="machines is"):
        measure_attack(TreeParity(), attack, machines, 1, SEED)
