"""The small worked examples of the document's second chapter."""

from __future__ import annotations

import numpy as np
import pytest

from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.catalogue import TESTS
from lab.batteries.sp800_22.parameters import Parameters, Reading

PI_100 = (
    "1100100100001111110110101010001000100001011010001100001000110100110001001100011001100010100010111000"
)
LONGEST_128 = (
    "1100110000010101011011000100110011100000000000100100110101010001"
    "0001001111010110100000001101011111001100111001101101100010110010"
)

EXAMPLES = {
    "2.1.8": ("frequency", "", PI_100, {}, 0.109599),
    "2.1.4": ("frequency", "", "1011010101", {}, 0.527089),
    "2.2.8": ("block-frequency", "", PI_100, {"block_frequency_bits": 10}, 0.706438),
    "2.2.4": ("block-frequency", "", "0110011010", {"block_frequency_bits": 3}, 0.801252),
    "2.3.8": ("runs", "", PI_100, {}, 0.500798),
    "2.3.4": ("runs", "", "1001101011", {}, 0.147232),
    "2.4.8": ("longest-run", "", LONGEST_128, {}, 0.180609),
    "2.6.8": ("dft", "", PI_100, {}, 0.646355),
    "2.11.4 first": ("serial", "first", "0011011101", {"serial_bits": 3}, 0.808792),
    "2.11.4 second": ("serial", "second", "0011011101", {"serial_bits": 3}, 0.670320),
    "2.12.4": ("approximate-entropy", "", "0100110101", {"approximate_entropy_bits": 3}, 0.261961),
    "2.12.8": ("approximate-entropy", "", PI_100, {"approximate_entropy_bits": 2}, 0.235301),
    "2.13.4": ("cumulative-sums", "forward", "1011010111", {}, 0.4116588),
    "2.13.8 forward": ("cumulative-sums", "forward", PI_100, {}, 0.219194),
    "2.13.8 reverse": ("cumulative-sums", "reverse", PI_100, {}, 0.114866),
}


@pytest.mark.parametrize("clause", EXAMPLES)
def test_worked_example(clause: str) -> None:
    test, variant, digits, given, wanted = EXAMPLES[clause]
    parameters = Parameters(reading=Reading.STS, recommended_lengths=False, **given)
    outcomes = TESTS[test](BitSequence(np.array(list(digits), np.uint8)), parameters)
    (found,) = (outcome.p_value for outcome in outcomes if outcome.variant == variant)
    assert found == pytest.approx(wanted, abs=2e-6)
