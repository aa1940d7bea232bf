"""Weights step by step: the same exchange as without looking."""

from __future__ import annotations

import numpy as np

from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.synchronisation import synchronise
from lab.generators.tree_parity.tracing import trace

SMALL = TreeParity(hidden=3, inputs=20, depth=2)
SEED = bytes(range(16))


def test_parties_meet_at_the_step_at_which_they_do_unobserved() -> None:
    found, ended = trace(SMALL, SEED), synchronise(SMALL, SEED, listeners=1, geometric=True)
    assert ended.synchronised
    assert len(found.parties) == len(found.listener) == ended.steps + 1
    assert found.parties[-1] == 0
    assert (found.parties[:-1] > 0).all()
    left = np.abs(ended.weights[2].astype(int) - ended.weights[0]).mean() / 4
    assert found.listener[-1] == left


def test_it_ends_where_it_is_told_to() -> None:
    found = trace(SMALL, SEED, steps_max=3)
    assert len(found.parties) == 4
    assert found.parties[-1] > 0
