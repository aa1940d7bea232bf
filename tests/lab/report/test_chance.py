"""What chance alone gives beside a count of rejections."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from lab.report.chance import Rejections, Standing


def rejections(found: int, tried: int, level: float = 0.01) -> Rejections:
    return Rejections("p-values", "below .01", found, tried, level)


@pytest.mark.parametrize(
    ("found", "tried", "level", "standing"),
    [
        pytest.param(2, 188, 0.01, Standing.USUAL, id="as many as chance"),
        pytest.param(0, 188, 0.01, Standing.USUAL, id="none of few expected"),
        pytest.param(7, 188, 0.01, Standing.MORE, id="more"),
        pytest.param(0, 300, 0.05, Standing.FEWER, id="too even"),
        pytest.param(300, 300, 0.05, Standing.MORE, id="all"),
    ],
)
def test_standing(found: int, tried: int, level: float, standing: Standing) -> None:
    assert rejections(found, tried, level).standing is standing


@settings(deadline=None, max_examples=50)
@given(tried=st.integers(1, 2000), level=st.sampled_from([0.001, 0.01, 0.05, 0.5]))
def test_the_usual_range_holds_99_of_100_and_no_end_can_be_spared(tried: int, level: float) -> None:
    fewest, most = rejections(0, tried, level).usual
    law = binom(tried, level)
    assert law.cdf(most) - law.cdf(fewest - 1) >= 0.99 - 1e-12
    assert law.cdf(fewest - 1) <= 0.005 + 1e-12
    assert law.sf(most) <= 0.005 + 1e-12
    assert law.sf(most - 1) > 0.005 or most == 0


def test_the_sentence_names_count_mean_and_range() -> None:
    said = rejections(5, 188).sentence()
    assert said.startswith("5 of 188 p-values are below .01. Chance alone gives 1.9 on average;")
    fewest, most = rejections(5, 188).usual
    assert f"have {fewest} to {most}" in said


@pytest.mark.parametrize(
    ("least", "tried", "standing"),
    [
        pytest.param(1e-9, 188, Standing.MORE, id="one that is too small"),
        pytest.param(1e-4, 188, Standing.USUAL, id="small, of many"),
        pytest.param(0.0, 1, Standing.MORE, id="zero"),
        pytest.param(1.0, 5, Standing.USUAL, id="one"),
    ],
)
def test_a_single_p_value_can_be_too_small_for_chance(least: float, tried: int, standing: Standing) -> None:
    found = Rejections("p-values", "below .01", int(least < 0.01), tried, 0.01, least)
    assert found.standing is standing
    assert ("The smallest p-value" in found.sentence()) is (least < 0.01)


def test_the_smallest_of_many_is_small_as_often_as_said() -> None:
    drawn = np.random.default_rng(2).random((4000, 50)).min(axis=1)
    said = Rejections("p-values", "", 0, 50, 0.01, 0.001).so_small
    assert np.mean(drawn <= 0.001) == pytest.approx(said, abs=0.012)


def test_nothing_tried_says_nothing() -> None:
    assert rejections(0, 0).sentence() == "No p-values could be tested, so nothing is said."


def test_no_standing_says_that_anything_passed() -> None:
    said = " ".join(standing.value for standing in Standing)
    assert not {"pass", "secure", "secret", "random"} & set(said.split())


def test_ideal_sources_lie_in_the_range() -> None:
    below = np.random.default_rng(1).binomial(188, 0.01, 500)
    standings = [rejections(int(found), 188).standing for found in below]
    assert standings.count(Standing.USUAL) >= 485
