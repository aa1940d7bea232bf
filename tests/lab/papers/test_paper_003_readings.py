"""What the paper leaves open of Chen's signs and the swarm's bounds, reading by reading."""

from __future__ import annotations

import numpy as np
import pytest

from lab.batteries.histogram_null import entropy_and_chi_square
from lab.batteries.sources.surrogate_keys import surrogate_candidates
from lab.papers.paper_003.chen_signs import ESCAPE, Signs, orbit, stream
from lab.papers.paper_003.swarm_bounds import Bounds, optimise_within
from shared.chaos import chen
from shared.errors import Code, Failure
from shared.keygen.swarm import optimise

STARTS = [surrogate_candidates(np.random.default_rng(seed)) for seed in (1, 2, 3)]


def entropy(key: np.ndarray) -> float:
    return entropy_and_chi_square(key)[0]


@pytest.mark.parametrize("step", [0.01, 0.001])
def test_the_printed_signs_diverge_and_are_refused(step: float) -> None:
    """Check 3 of docs/lab.md: beyond every bound before t = 0.33."""
    with pytest.raises(Failure) as refused:
        orbit(Signs.PRINTED, 1000, step)
    assert refused.value.code is Code.INVALID_INPUT
    assert refused.value.sentence == (
        "Chen's system with the signs printed grows without end: beyond 1,000 at t = "
        f"{'0.18' if step == 0.01 else '0.19'}; take the signs true or x-corrected."
    )
    # A state before the refusal is within the bound, and none after t = 0.33 is ever given.
    assert np.abs(orbit(Signs.PRINTED, int(0.17 / step), step)).max() < ESCAPE


def test_with_both_signs_true_the_bytes_are_those_of_the_exchange() -> None:
    assert stream(Signs.TRUE, 1024) == chen.stream(1024)


def test_with_one_sign_put_right_there_is_another_attractor() -> None:
    states = orbit(Signs.X_CORRECTED, 5000)
    assert np.abs(states).max() < 120
    assert (states[:, 0].min(), states[:, 0].max()) == pytest.approx((-32.5, 42.5), abs=0.2)
    assert stream(Signs.X_CORRECTED, 300) != chen.stream(300)


@pytest.mark.parametrize("drawn", [False, True], ids=["r = 0.5", "r drawn"])
def test_wrapping_gains_more_than_reflecting_and_that_more_than_clipping(drawn: bool) -> None:
    """Check 5 of docs/lab.md: from candidates of 4.7 bits, as table 18 prints them."""
    found = {bounds: [] for bounds in Bounds}
    for candidates in STARTS:
        assert 4.5 < np.mean([entropy(one) for one in candidates]) < 4.9
        for bounds in Bounds:
            random = np.random.default_rng(9) if drawn else None
            found[bounds].append(entropy(optimise_within(candidates, bounds, random)))
    means = {bounds: float(np.mean(values)) for bounds, values in found.items()}
    assert means[Bounds.WRAP] > means[Bounds.REFLECT] + 0.2 > means[Bounds.CLIP] + 0.4
    assert means[Bounds.WRAP] == pytest.approx(7.53, abs=0.1)
    assert means[Bounds.CAST] == pytest.approx(means[Bounds.WRAP], abs=0.1)


def test_the_exchanges_integers_and_these_doubles_wrap_alike() -> None:
    for candidates in STARTS:
        doubles = entropy(optimise_within(candidates, Bounds.WRAP))
        assert entropy(optimise(candidates)) == pytest.approx(doubles, abs=0.02)


@pytest.mark.parametrize("bounds", Bounds)
def test_the_swarm_is_repeatable_and_leaves_its_candidates_alone(bounds: Bounds) -> None:
    before = STARTS[0].copy()
    assert np.array_equal(optimise_within(STARTS[0], bounds), optimise_within(STARTS[0], bounds))
    assert np.array_equal(STARTS[0], before)
    assert entropy(optimise_within(STARTS[0], bounds)) >= max(entropy(one) for one in before)
