"""dieharder beside ours: what it prints, and the figures that are the same."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from lab.batteries.diehard import dieharder
from lab.batteries.diehard.catalogue import TESTS
from lab.batteries.diehard.diehard_test import examine
from lab.batteries.diehard.dieharder import NUMBERS, cross_check, parse, require_dieharder
from lab.batteries.diehard.words import Words, words_from_bytes
from shared.errors import Code, Failure

RUNS = """        diehard_runs,   0,    100000,       1,0.47720704,  PASSED  
        diehard_runs,   0,    100000,       1,0.27839422,  PASSED  
"""
REWOUND = "# The file file_input_raw was rewound 91 times\n"
SUMS = "        diehard_sums,   0,       100,       1,0.99805764,   WEAK   \n"


@pytest.fixture(scope="module")
def words() -> Words:
    """Twelve million bytes of PCG64 with seed 7."""
    return words_from_bytes(np.random.default_rng(7).bytes(12_000_000))


def test_a_recorded_output_is_read() -> None:
    found = parse(15, RUNS, "")
    assert (found.p_values, found.rewound) == ((0.47720704, 0.27839422), 0)
    assert found.text() == "0.4772 0.2784"


def test_reservations_are_told() -> None:
    assert parse(14, SUMS, REWOUND).text() == "0.9981 (Do Not Use, rewound 91x)"


@pytest.mark.parametrize("output", ["", "Error: no such test\n", "a,b,c,d,e,f\n"])
def test_an_output_without_a_p_value_is_refused(output: str) -> None:
    with pytest.raises(Failure, match="no p-value") as refused:
        parse(0, output, "")
    assert refused.value.code is Code.LOCAL_FAILURE


def test_a_missing_program_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dieharder.shutil, "which", lambda _name: None)
    with pytest.raises(Failure, match="not installed"):
        require_dieharder()
    with pytest.raises(Failure, match="not installed"):
        cross_check("runs", np.zeros(4, np.uint32))


def test_every_test_but_the_31x31_ranks_has_a_number() -> None:
    assert set(TESTS) - set(NUMBERS) == {"rank-31x31"}
    assert cross_check("rank-31x31", np.zeros(4, np.uint32)) is None


@pytest.mark.parametrize(
    ("name", "variant", "printed"), [("rank-32x32", "", 0.66628764), ("craps", "throws", 0.73921864)]
)
def test_what_dieharder_computes_alike_is_the_same(
    name: str, variant: str, printed: float, words: Words
) -> None:
    # Printed by dieharder 3.31.1 for these words.
    outcomes = {outcome.variant: outcome.p_value for outcome in examine(TESTS[name].at_scale(), words)}
    assert outcomes[variant] == pytest.approx(printed, abs=1e-6)


def test_a_living_dieharder_agrees(words: Words) -> None:
    if shutil.which("dieharder") is None:
        pytest.skip("dieharder is not installed")
    found = cross_check("craps", words)
    assert found is not None
    assert found.rewound == 0
    assert found.p_values[1] == pytest.approx(0.73921864, abs=1e-7)
