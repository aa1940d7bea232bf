"""Choosing, scaling, running and judging the tests."""

from __future__ import annotations

import numpy as np
import pytest

from lab.batteries.diehard.battery import bytes_needed, read_words, run_tests
from lab.batteries.diehard.catalogue import TABLE_1, TESTS, choose_tests
from lab.batteries.diehard.diehard_test import examine
from lab.batteries.diehard.report import head, record, rows
from lab.batteries.diehard.words import WordOrder
from lab.batteries.sources import HeldBits
from shared.errors import Code, Failure

FULL_BYTES = {
    "birthday-spacings": 9_216_000,
    "operm5": 8_000_032,
    "rank-31x31": 4_960_000,
    "rank-32x32": 5_120_000,
    "rank-6x8": 19_200_000,
    "bitstream": 5_242_960,
    "opso": 8_388_612,
    "oqso": 8_388_620,
    "dna": 8_388_644,
    "count-ones-stream": 5_120_008,
    "count-ones-bytes": 8_192_128,
    "parking-lot": 960_000,
    "minimum-distance": 6_400_000,
    "spheres-3d": 960_000,
    "squeeze": 9_275_188,
    "overlapping-sums": 796_000,
    "runs": 800_000,
    "craps": 5_487_192,
}


def tell(done: int, total: int) -> None:
    """Nobody watches."""


def test_each_test_says_how_many_bytes_it_needs() -> None:
    assert {test.name: test.words * 4 for test in choose_tests([])} == FULL_BYTES


@pytest.mark.parametrize("name", TESTS)
def test_too_few_bytes_are_no_failure(name: str) -> None:
    test = TESTS[name].at_scale(0.01)
    (outcome,) = examine(test, np.zeros(test.words - 1, np.uint32))
    assert not outcome.applicable
    assert f"{test.words * 4:,} bytes" in outcome.reason
    assert f"{test.words * 4 - 4:,}" in outcome.reason


@pytest.mark.parametrize("name", TESTS)
def test_a_scale_changes_how_many_samples_there_are(name: str) -> None:
    kind = TESTS[name]
    assert kind.at_scale().samples == kind.full
    assert kind.at_scale(1e-9).samples == kind.fewest
    assert kind.at_scale(0.5).words <= kind.at_scale().words
    with pytest.raises(ValueError, match="at least"):
        kind(kind.fewest - 1)


def test_tests_are_chosen_once_and_in_diehards_order() -> None:
    chosen = choose_tests(["craps", "runs", "craps"])
    assert [test.name for test in chosen] == ["runs", "craps"]


def test_the_papers_fifteen_rows_are_twelve_tests() -> None:
    assert len(TABLE_1) == 15
    assert len(choose_tests(["paper-004"])) == 12
    assert {test.name for test in choose_tests(["paper-004"])} == {row.test for row in TABLE_1}


@pytest.mark.parametrize(
    ("names", "scale", "field", "said"),
    [
        (["birthday"], 1.0, "tests", "birthday-spacings"),
        (["zzz"], 1.0, "tests", "there are"),
        ([], 0.0, "scale", "above 0"),
        ([], float("nan"), "scale", "above 0"),
    ],
)
def test_a_wrong_choice_is_refused(names: list[str], scale: float, field: str, said: str) -> None:
    with pytest.raises(Failure, match=said) as refused:
        choose_tests(names, scale)
    assert (refused.value.code, refused.value.field) == (Code.INVALID_INPUT, field)


def test_every_test_begins_with_the_first_word_and_none_is_combined_away() -> None:
    tests = choose_tests(["spheres-3d", "runs", "parking-lot"], 0.05)
    bits = np.random.default_rng(1).integers(0, 2, 8 * bytes_needed(tests) + 64, np.uint8)
    data = read_words(HeldBits("held", bits), tests, tell)
    assert len(data) == bytes_needed(tests)
    together = run_tests(data, WordOrder.LITTLE, tests, tell)
    for test in tests:
        alone = run_tests(data, WordOrder.LITTLE, [test], tell).outcomes
        assert alone == [outcome for outcome in together.outcomes if outcome.test == test.name]
    assert together.findings == []


def test_what_is_found_is_corrected_for_the_number_of_p_values() -> None:
    tests = choose_tests(["runs", "spheres-3d", "birthday-spacings"], 0.05)
    data = bytes(800_000)
    examined = run_tests(data, WordOrder.BIG, tests, tell)
    assert [outcome.test for outcome in examined.applicable] == ["spheres-3d"] + ["runs"] * 4
    assert len(examined.findings) == 5
    assert "Told from an ideal source by spheres-3d KS" in head(examined, "zeros", 0.05)["verdict"]
    by_test = {row["test"]: row for row in rows(examined, {})}
    assert by_test["birthday-spacings"]["remark"].startswith("not applicable: It needs 921,600 bytes")
    assert by_test["runs"]["remark"] == "found: 4"
    whole = record(examined, "zeros", 0.05, {})
    assert whole["distinguished"] is True
    assert whole["paper_004"][0] == {"row": "Birthday spacing", "printed": 0.363, "measured": None}


def test_nothing_is_said_of_too_little() -> None:
    examined = run_tests(b"", WordOrder.LITTLE, choose_tests(["craps"]), tell)
    assert "nothing is said" in head(examined, "empty", 1.0)["verdict"]
