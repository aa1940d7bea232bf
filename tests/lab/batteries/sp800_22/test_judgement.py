"""What is said of a source when there are many p-values of it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.batteries.family import holm
from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.judgement import judge
from lab.batteries.sp800_22.many_sequences import proportion, uniformity
from lab.batteries.sp800_22.parameters import Reading
from lab.batteries.sp800_22.report import record, rows, sentence
from lab.batteries.sp800_22.running import Plan

IDEAL = 188


def ideal(sequences: int, variants: int = IDEAL, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).random((sequences, variants))


def outcomes_of(p_values: np.ndarray) -> list[list[Outcome]]:
    """nan is a test that does not apply."""
    return [
        [
            Outcome("test", str(k), reason="Too short.")
            if math.isnan(p)
            else Outcome("test", str(k), float(p))
            for k, p in enumerate(row)
        ]
        for row in p_values
    ]


@pytest.mark.parametrize(
    ("sequences", "reading", "least"),
    [
        (100, Reading.CORRECTED, 97),
        (100, Reading.STS, 96),
        (1000, Reading.CORRECTED, 981),
        (1000, Reading.STS, 980),
        (2, Reading.CORRECTED, 2),
    ],
)
def test_how_many_must_pass(sequences: int, reading: Reading, least: int) -> None:
    good = np.full(sequences, 0.01)
    assert proportion(good, reading).least == least
    assert proportion(good, reading).passed == sequences  # at .01 a sequence has passed
    for failed, holds in ((sequences - least, True), (sequences - least + 1, False)):
        p_values = good.copy()
        p_values[:failed] = 0.00999
        assert proportion(p_values, reading).holds is holds


def test_few_that_pass_are_as_unlikely_as_the_binomial_says() -> None:
    found = proportion(np.array([0.001] * 2 + [0.5] * 8), Reading.CORRECTED)
    wanted = 1 - 0.99**10 - 10 * 0.01 * 0.99**9
    assert found.p_value == pytest.approx(wanted)
    assert proportion(np.array([0.5]), Reading.CORRECTED).p_value == 1


def test_uniformity_is_asked_of_55_sequences() -> None:
    assert uniformity(np.linspace(0, 1, 54)) is None
    assert uniformity(np.arange(100) / 100 + 0.005) == pytest.approx(1)
    # Chi-square of 100 p-values in one bin of ten is 900; those of exactly one belong to the last bin.
    assert uniformity(np.ones(100)) == pytest.approx(0, abs=1e-100)
    skewed = np.repeat(np.arange(10) / 10 + 0.05, [16, 4, 10, 10, 10, 10, 10, 10, 10, 10])
    assert uniformity(skewed) == pytest.approx(0.616305, abs=1e-6)  # chi-square 7.2, nine degrees


def test_holms_example() -> None:
    assert holm(np.array([0.04, 0.01, 0.03, 0.005])) == pytest.approx([0.06, 0.03, 0.06, 0.02])
    assert holm(np.empty(0)).size == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusting_keeps_the_order_and_lowers_nothing(p_values: list[float]) -> None:
    given_values = np.array(p_values)
    adjusted = holm(given_values)
    assert ((adjusted >= given_values) & (adjusted <= 1)).all()
    assert adjusted.min() == pytest.approx(min(1, given_values.min() * given_values.size))
    order = np.argsort(given_values, kind="stable")
    assert (np.diff(adjusted[order]) >= 0).all()


@pytest.mark.parametrize("sequences", [1, 10, 100])
def test_an_ideal_source_is_left_alone_though_p_values_are_small(sequences: int) -> None:
    judgement = judge(outcomes_of(ideal(sequences)), Reading.CORRECTED)
    assert not judgement.distinguished
    assert judgement.below > 0
    assert judgement.expected_below == pytest.approx(1.88 * sequences)


def test_an_ideal_source_is_told_wrongly_in_one_case_of_a_hundred() -> None:
    told = sum(judge(outcomes_of(ideal(1, 9, seed)), Reading.CORRECTED).distinguished for seed in range(1000))
    assert 1 <= told <= 22  # binomial: outside with less than one in a thousand


def test_one_p_value_that_is_small_enough_tells() -> None:
    p_values = ideal(1)
    p_values[0, 17] = 0.01 / IDEAL * 1.01
    assert not judge(outcomes_of(p_values), Reading.CORRECTED).distinguished
    p_values[0, 17] = 0.01 / IDEAL * 0.99
    (finding,) = judge(outcomes_of(p_values), Reading.CORRECTED).findings
    assert finding.name == "test 17"
    assert finding.adjusted == pytest.approx(0.0099)


def test_too_few_that_pass_tell_though_no_p_value_is_small() -> None:
    p_values = ideal(100)
    p_values[:, 5] = [*[0.009] * 12, *np.linspace(0.1, 0.99, 88)]
    found = judge(outcomes_of(p_values), Reading.CORRECTED)
    assert [finding.name for finding in found.findings] == ["test 5, proportion"]
    assert not found.variants[5].holds


def test_p_values_that_are_not_uniform_tell_though_all_pass() -> None:
    p_values = ideal(100)
    p_values[:, 5] = 0.5 + p_values[:, 5] / 2
    found = judge(outcomes_of(p_values), Reading.CORRECTED)
    assert [finding.name for finding in found.findings] == ["test 5, uniformity"]
    assert found.variants[5].proportion.passed == 100
    assert not found.variants[5].holds


def test_what_does_not_apply_is_left_out() -> None:
    p_values = ideal(100)
    p_values[:50, 3] = np.nan
    p_values[:, 4] = np.nan
    found = judge(outcomes_of(p_values), Reading.CORRECTED)
    assert (found.variants[3].applicable.size, found.variants[3].proportion.applicable) == (50, 50)
    assert found.variants[3].uniformity is None
    assert (found.variants[4].proportion, found.variants[4].holds) == (None, True)
    assert found.expected_below == pytest.approx(1.865 * 100 - 0.5 + 0.5, abs=0.01)


def test_nothing_at_all_says_nothing() -> None:
    found = judge(outcomes_of(np.full((1, 3), np.nan)), Reading.CORRECTED)
    assert not found.distinguished
    assert sentence(found) == "No test applies, so nothing is said of the source."
    assert rows(found)[0]["remark"] == "not applicable: Too short."


def test_sequences_with_different_tests_are_refused() -> None:
    with pytest.raises(ValueError, match="same tests"):
        judge([[Outcome("a", p_value=1.0)], [Outcome("b", p_value=1.0)]], Reading.CORRECTED)


@pytest.mark.parametrize("sequences", [1, 60])
def test_the_sentence_never_makes_a_secret_of_it(sequences: int) -> None:
    good, bad = ideal(sequences), np.full((sequences, IDEAL), 1e-9)
    said = sentence(judge(outcomes_of(good), Reading.CORRECTED))
    assert "Nothing found" in said
    assert "no evidence of secrecy" in said
    assert "pass" not in said
    assert f"where an ideal source has {1.88 * sequences:.2f} on average" in said
    told = sentence(judge(outcomes_of(bad), Reading.CORRECTED))
    assert told.startswith("Told from an ideal source by test 0")
    assert "and 185 more" in told or "more" in told


def test_the_record_has_every_p_value() -> None:
    p_values = ideal(3)
    p_values[1, 0] = np.nan
    found = judge(outcomes_of(p_values), Reading.CORRECTED)
    shown = record(found, "it", Plan(sequences=3))
    assert [len(one["p_values"]) for one in shown["p_values"]] == [3] * IDEAL
    assert shown["p_values"][0]["p_values"] == [p_values[0, 0], None, p_values[2, 0]]
    assert shown["p_values"][0]["not_applicable"] == [{"sequence": 2, "reason": "Too short."}]
    assert shown["parameters"]["reading"] == "corrected"
