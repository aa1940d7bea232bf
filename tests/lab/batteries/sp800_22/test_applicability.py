"""What a test does not apply to it says nothing of; it never fails it."""

from __future__ import annotations

import numpy as np
import pytest

from lab.batteries.sources import make_generator
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.catalogue import P_VALUES, TESTS, choose_tests, run_tests
from lab.batteries.sp800_22.parameters import Parameters, Reading
from shared.errors import Code, Failure

LEAST_BITS = {
    "frequency": 100,
    "block-frequency": 128,  # one block
    "runs": 100,
    "longest-run": 128,
    "rank": 38_912,
    "dft": 1000,
    "non-overlapping": 1_000_000,
    "overlapping": 1_000_000,
    "universal": 387_840,
    "linear-complexity": 1_000_000,
    "serial": 1 << 19,
    "approximate-entropy": 1 << 16,
    "cumulative-sums": 100,
    "excursions": 1_000_000,
    "excursions-variant": 1_000_000,
}
GOOD = make_generator("aes-ctr", 3).bits(1_000_000)


@pytest.mark.parametrize("test", TESTS)
def test_the_least_length(test: str) -> None:
    """Check 13 of docs/lab.md: each test has its least length."""
    least = LEAST_BITS[test]
    short = TESTS[test](BitSequence(GOOD[: least - 1]), Parameters())
    assert not any(outcome.applicable for outcome in short)
    reason = f"It needs {least:,} bits and there are {least - 1:,}."
    assert {outcome.reason for outcome in short} == {reason}
    enough = TESTS[test](BitSequence(GOOD[:least]), Parameters())
    assert [outcome.variant for outcome in enough] == [outcome.variant for outcome in short]
    assert not any("bits" in outcome.reason for outcome in enough)


def test_a_key_of_67680_bits() -> None:
    """Check 13 of docs/lab.md: what does not apply is not failed."""
    outcomes = run_tests(BitSequence(GOOD[:67_680]), Parameters())
    assert len(outcomes) == P_VALUES
    assert {outcome.test for outcome in outcomes if outcome.applicable} == {
        "frequency",
        "block-frequency",
        "runs",
        "longest-run",
        "rank",
        "dft",
        "approximate-entropy",
        "cumulative-sums",
    }


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("bits", [0, 1, 7, 99])
def test_next_to_nothing(bits: int, reading: Reading) -> None:
    outcomes = run_tests(BitSequence(GOOD[:bits]), Parameters(reading=reading))
    assert len(outcomes) == P_VALUES
    assert not any(outcome.applicable for outcome in outcomes)


@pytest.mark.parametrize("bits", [0, 1, 5, 16, 17, 130, 2000, 40_000])
@pytest.mark.parametrize("value", [0, 1])
def test_constant_bits_of_any_length_are_computed_or_refused(bits: int, value: int) -> None:
    sequence = BitSequence(np.full(bits, value, np.uint8))
    for outcome in run_tests(sequence, Parameters(recommended_lengths=False)):
        assert outcome.p_value is None or 0 <= outcome.p_value <= 1


def test_few_excursions() -> None:
    bits = np.zeros(1_000_000, np.uint8)
    bits[:998] = np.tile([0, 1], 499)
    for test in ("excursions", "excursions-variant"):
        outcomes = TESTS[test](BitSequence(bits), Parameters())
        assert {outcome.reason for outcome in outcomes} == {
            "The walk has 500 excursions and the test needs 500."
        } or not any(outcome.reason for outcome in outcomes)
        bits[:998] = np.tile([0, 1], 499)
        fewer = bits.copy()
        fewer[996:] = 0
        outcomes = TESTS[test](BitSequence(fewer), Parameters())
        assert {outcome.reason for outcome in outcomes} == {
            "The walk has 499 excursions and the test needs 500."
        }


def test_runs_of_a_biased_sequence_are_zero_or_nothing() -> None:
    bits = make_generator("biased:0.52").bits(100_000)
    (sts,) = TESTS["runs"](BitSequence(bits), Parameters(reading=Reading.STS))
    (corrected,) = TESTS["runs"](BitSequence(bits), Parameters())
    assert sts.p_value == 0
    assert "too far from half" in corrected.reason


def test_tests_are_chosen_by_name() -> None:
    assert choose_tests([]) == list(TESTS)
    assert choose_tests(["serial", "runs", "serial"]) == ["runs", "serial"]
    with pytest.raises(Failure, match="no test 'run'; the nearest are runs") as refused:
        choose_tests(["runs", "run"])
    assert refused.value.code is Code.INVALID_INPUT
    with pytest.raises(Failure, match="there are frequency"):
        choose_tests(["zzzz"])


@pytest.mark.parametrize("wrong", [{"serial_bits": 2}, {"template_bits": 17}, {"linear_complexity_bits": 0}])
def test_parameters_out_of_range(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Parameters(**wrong)
