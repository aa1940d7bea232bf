"""Every p-value that is published, to six digits, on digits made here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.catalogue import P_VALUES, run_tests
from lab.batteries.sp800_22.linear_complexity import linear_complexity
from lab.batteries.sp800_22.parameters import Parameters, Reading
from lab.batteries.sp800_22.rank import rank

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sp800_22.json").read_text())
HALF_A_DIGIT = 0.5000001e-6


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("constant", ["pi", "e", "sqrt2"])
def test_published_p_values(constant: str, reading: Reading, constants: dict[str, BitSequence]) -> None:
    """Check 12 of docs/lab.md: p-values of the suite's own files."""
    outcomes = run_tests(constants[constant], Parameters(reading=reading))
    found = {f"{outcome.test} {outcome.variant}".rstrip(): outcome.p_value for outcome in outcomes}
    wanted = {name: values[constant] for name, values in VECTORS[reading].items() if constant in values}
    assert len(outcomes) == len(found) == P_VALUES
    assert None not in found.values()
    assert {name: found[name] for name in wanted} == pytest.approx(wanted, abs=HALF_A_DIGIT, rel=0)


def test_the_readings_differ_where_the_code_deviates_and_nowhere_else(
    constants: dict[str, BitSequence],
) -> None:
    sts, corrected = (run_tests(constants["pi"], Parameters(reading=reading)) for reading in Reading)
    differing = {one.test for one, other in zip(sts, corrected, strict=True) if one.p_value != other.p_value}
    assert differing == {"longest-run", "dft", "overlapping", "universal", "linear-complexity"}


def test_the_documents_examples_on_digits_of_e(constants: dict[str, BitSequence]) -> None:
    # 2.5.8: 100,000 digits; 2.10.8: blocks of 1,000.
    digits = constants["e"].bits
    (ranks,) = rank(BitSequence(digits[:100_000]), Parameters())
    assert (ranks.statistics["full"], ranks.statistics["one_less"]) == (23, 60)
    assert ranks.p_value == pytest.approx(0.532069, abs=2e-5)  # with probabilities of four digits
    parameters = Parameters(reading=Reading.STS, linear_complexity_bits=1000)
    (complexity,) = linear_complexity(constants["e"], parameters)
    assert complexity.p_value == pytest.approx(0.845406, abs=2e-5)
