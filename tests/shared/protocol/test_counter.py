"""Message numbers, counters, epochs and fingers (protocol §1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.identifiers import Finger
from shared.protocol.counter import MAX_MESSAGE_NUMBER, counter_of, epoch_of, finger_of

CASES = [(0, 0, 0), (1, 1, 0), (9, 9, 0), (10, 10, 0), (11, 1, 1), (20, 10, 1), (21, 1, 2), (23, 3, 2)]


@pytest.mark.parametrize(("n", "counter", "epoch"), CASES)
def test_counter_and_epoch(n: int, counter: int, epoch: int) -> None:
    assert (counter_of(n), epoch_of(n)) == (counter, epoch)


@given(st.integers(1, MAX_MESSAGE_NUMBER))
def test_counter_and_epoch_determine_the_number(n: int) -> None:
    assert 1 <= counter_of(n) <= 10
    assert epoch_of(n) * 10 + counter_of(n) == n


@pytest.mark.parametrize("n", [-1, 2**63])
def test_other_numbers_are_programming_errors(n: int) -> None:
    for function in (counter_of, epoch_of):
        with pytest.raises(ValueError, match="message number"):
            function(n)


def test_ten_fingers_take_turns_in_the_papers_order() -> None:
    assert [finger_of(n, list(Finger)) for n in range(1, 12)] == [*Finger, Finger.LEFT_LITTLE]


def test_three_fingers_start_again_with_each_epoch() -> None:
    enrolled = [Finger.LEFT_INDEX, Finger.LEFT_THUMB, Finger.RIGHT_THUMB]
    turns = [enrolled.index(finger_of(n, enrolled)) for n in range(1, 13)]
    assert turns == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 0, 1]


@pytest.mark.parametrize(
    ("n", "fingers"),
    [
        pytest.param(1, [], id="none enrolled"),
        pytest.param(1, [Finger.LEFT_RING, Finger.LEFT_LITTLE], id="out of order"),
        pytest.param(1, [Finger.LEFT_RING, Finger.LEFT_RING], id="twice"),
        pytest.param(0, [Finger.LEFT_RING], id="before the first message"),
    ],
)
def test_what_selects_no_finger(n: int, fingers: list[Finger]) -> None:
    with pytest.raises(ValueError, match=r"enrolled|message number"):
        finger_of(n, fingers)
