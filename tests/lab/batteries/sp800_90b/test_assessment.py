"""Estimates together, and samples from bits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.batteries.sources import HeldBits
from lab.batteries.sp800_90b.assessment import assess
from lab.batteries.sp800_90b.report import head, record, rows, warning
from lab.batteries.sp800_90b.symbols import symbols_of, take_symbols
from shared.errors import Code, Failure


@given(st.lists(st.integers(0, 1), max_size=60), st.integers(1, 8))
def test_a_sample_is_its_bits_as_a_number(bits: list[int], width: int) -> None:
    whole = len(bits) // width
    plain = [int("".join(map(str, bits[start * width : (start + 1) * width])), 2) for start in range(whole)]
    assert symbols_of(np.array(bits, np.uint8), width).tolist() == plain


def test_as_many_samples_are_taken_as_there_are() -> None:
    bits = np.array([1, 0, 1, 1, 1, 0, 0, 1, 1], np.uint8)
    taken = take_symbols(HeldBits("held", bits), 10, 3, lambda _done, _total: None)
    assert taken.tolist() == [5, 6]


def test_bits_are_assessed_by_six_estimators() -> None:
    told: list[tuple[int, int]] = []
    samples = np.random.default_rng(1).integers(0, 2, 20_000, np.uint8)
    found = assess(samples, 1, lambda done, total: told.append((done, total)))
    assert [estimate.name for estimate in found.symbols] == [
        "most-common-value",
        "collision",
        "markov",
        "compression",
        "t-tuple",
        "lrs",
    ]
    assert (found.bits, found.bitstring, found.entropy) == ([], None, found.original)
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_samples_of_more_bits_are_assessed_as_samples_and_as_bits() -> None:
    samples = np.random.default_rng(2).integers(0, 16, 20_000, np.uint8)
    found = assess(samples, 4)
    assert (len(found.symbols), len(found.bits)) == (3, 6)
    assert found.bitstring is not None
    assert found.entropy == min(found.original, 4 * found.bitstring) < 4


def test_a_stuck_source_has_no_entropy() -> None:
    assert assess(np.full(20_000, 9, np.uint8), 8).entropy == 0
    assert assess(np.zeros(20_000, np.uint8), 1).entropy == 0


@pytest.mark.parametrize(
    ("samples", "bits", "field"),
    [([1], 1, "samples"), ([], 8, "samples"), ([1, 2], 1, "bits_per_symbol"), ([1, 1], 9, "bits_per_symbol")],
)
def test_what_cannot_be_assessed_is_refused(samples: list[int], bits: int, field: str) -> None:
    with pytest.raises(Failure) as refused:
        assess(np.array(samples, np.uint8), bits)
    assert (refused.value.code, refused.value.field) == (Code.INVALID_INPUT, field)


def test_a_report_warns_of_few_samples_and_of_what_was_left_out() -> None:
    found = assess(np.random.default_rng(3).integers(0, 2, 3_000, np.uint8), 1)
    assert warning(found) is not None
    assert "1,000,000" in str(warning(found))
    assert "predictors" in head(found, "held")["note"]
    lines = {row["estimator"]: row for row in rows(found)}
    assert lines["compression"]["bits"] is None
    assert lines["compression"]["remark"] == "It needs 6,012 bits, and there are 3,000."
    whole = record(found, "held")
    assert (whole["enough_samples"], whole["h_bitstring"]) == (False, None)
    assert whole["min_entropy"] == found.entropy
