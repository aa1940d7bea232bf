"""Fast counting gives what plain counting gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lab.batteries.sp800_22.berlekamp_massey import COMPLEXITIES, all_at_once, one_by_one
from lab.batteries.sp800_22.bit_sequence import BitSequence, window_codes
from lab.batteries.sp800_22.cycles import FARTHEST, cut_cycles
from lab.batteries.sp800_22.longest_run import longest_runs
from lab.batteries.sp800_22.non_overlapping import aperiodic_templates, template_counts
from lab.batteries.sp800_22.overlapping import BLOCK, block_matches
from lab.batteries.sp800_22.rank import matrix_ranks
from lab.batteries.sp800_22.universal import block_values, last_seen
from tests.lab.batteries.sp800_22 import plain_forms

BITS = st.lists(st.integers(0, 1), min_size=1, max_size=300)


def bits_of(plain: list[int]) -> np.ndarray:
    return np.array(plain, np.uint8)


@given(BITS, st.integers(0, 17))
def test_windows_are_numbers(plain: list[int], width: int) -> None:
    starts = range(len(plain) - width + 1)
    wanted = [int("0" + "".join(map(str, plain[start : start + width])), 2) for start in starts]
    codes = window_codes(bits_of(plain), width)
    assert codes[: len(wanted)].tolist() == wanted[: codes.size]


@given(BITS, st.integers(0, 8))
def test_patterns_around_the_ring(plain: list[int], width: int) -> None:
    width = min(width, len(plain))
    counts = BitSequence(bits_of(plain)).circular_counts(width)
    assert counts.tolist() == plain_forms.circular_counts(plain, width)


def test_shorter_patterns_of_long_sequences_come_from_those_of_sixteen_bits() -> None:
    bits = np.random.default_rng(1).integers(0, 2, 70_000, np.uint8)
    sequence, other = BitSequence(bits), BitSequence(bits[:65_535])
    for width in (0, 3, 10, 16, 17):
        ring = np.concatenate([bits, bits[: max(0, width - 1)]])
        wanted = np.bincount(window_codes(ring, width)[: bits.size], minlength=1 << width)
        assert sequence.circular_counts(width).tolist() == wanted.tolist()
    assert other.circular_counts(3).sum() == 65_535


@given(BITS, st.sampled_from([8, 13, 128]))
def test_longest_runs(plain: list[int], block: int) -> None:
    blocks = [plain[k : k + block] for k in range(0, len(plain) - block + 1, block)]
    if blocks:
        assert longest_runs(bits_of(plain), block).tolist() == [plain_forms.longest_run(b) for b in blocks]


@given(BITS, st.integers(2, 6))
def test_aperiodic_templates_are_found_as_often_with_and_without_overlap(plain: list[int], m: int) -> None:
    size = len(plain) // 8
    if size < m:
        return
    counts = template_counts(BitSequence(bits_of(plain)), size, m)
    for template in aperiodic_templates(m):
        word = format(template, f"0{m}b")
        wanted = [plain_forms.non_overlapping_matches(plain[k * size :][:size], word) for k in range(8)]
        assert counts[:, template].tolist() == wanted


def test_there_are_as_many_templates_as_the_document_says() -> None:
    # Table of 2.7: the suite's files of templates.
    sizes = [len(aperiodic_templates(m)) for m in range(2, 17)]
    assert sizes == [2, 4, 6, 12, 20, 40, 74, 148, 284, 568, 1116, 2232, 4424, 8848, 17622]


@settings(max_examples=20)
@given(st.integers(0, 2**32), st.floats(0.4, 1), st.integers(2, 16))
def test_runs_of_ones_that_overlap(seed: int, ones: float, m: int) -> None:
    bits = (np.random.default_rng(seed).random(2 * BLOCK + 7) < ones).astype(np.uint8)
    plain = bits.tolist()
    wanted = [plain_forms.overlapping_matches(plain[k * BLOCK :][:BLOCK], m) for k in range(2)]
    assert block_matches(bits, m).tolist() == wanted


@settings(max_examples=20)
@given(st.integers(0, 2**32), st.floats(0, 0.6))
def test_ranks(seed: int, ones: float) -> None:
    bits = (np.random.default_rng(seed).random(3 * 1024 + 5) < ones).astype(np.uint8)
    rows = [int("".join(map(str, bits[k : k + 32].tolist())), 2) for k in range(0, 3 * 1024, 32)]
    assert matrix_ranks(bits).tolist() == [plain_forms.matrix_rank(rows[k : k + 32]) for k in (0, 32, 64)]


@given(st.lists(st.integers(0, 15), min_size=1, max_size=100))
def test_when_a_value_was_last_seen(values: list[int]) -> None:
    assert last_seen(np.array(values, np.uint16)).tolist() == plain_forms.last_seen(values)


@given(BITS, st.integers(1, 16))
def test_blocks_are_numbers(plain: list[int], length: int) -> None:
    starts = range(0, len(plain) - length + 1, length)
    wanted = [int("".join(map(str, plain[start : start + length])), 2) for start in starts]
    assert block_values(bits_of(plain), length).tolist() == wanted


@given(st.lists(st.integers(0, 1), min_size=1, max_size=24))
@example([0] * 20)
@example([0] * 19 + [1])
def test_the_shortest_register(plain: list[int]) -> None:
    wanted = plain_forms.shortest_register(plain)
    block = bits_of(plain)[None]
    assert (all_at_once(block).tolist(), one_by_one(block).tolist()) == ([wanted], [wanted])


@pytest.mark.parametrize("length", [1, 62, 63, 64, 65, 127, 128, 500])
def test_both_forms_agree_across_words(length: int) -> None:
    blocks = np.random.default_rng(length).integers(0, 2, (4, length), np.uint8)
    blocks[0], blocks[1] = 0, np.arange(length) == length - 1
    found = all_at_once(blocks)
    assert found.tolist() == one_by_one(blocks).tolist() == COMPLEXITIES(blocks).tolist()
    assert found[:2].tolist() == [0, length]


@given(BITS)
def test_cycles(plain: list[int]) -> None:
    found, wanted = cut_cycles(BitSequence(bits_of(plain))), plain_forms.cycles(plain)
    assert found.count == len(wanted)
    for number, visits in enumerate(wanted):
        states = found.states[found.numbers == number].tolist()
        near = {state: count for state, count in visits.items() if abs(state) <= FARTHEST}
        assert {state: states.count(state) for state in states} == near


def test_only_a_row_of_bits_is_a_sequence() -> None:
    for wrong in (np.array([0, 2], np.uint8), np.zeros(3), np.zeros((2, 2), np.uint8)):
        with pytest.raises(ValueError, match="row of zeros and ones"):
            BitSequence(wrong)
