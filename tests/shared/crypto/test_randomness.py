"""One port for randomness: the system's for use, a replay for tests."""

from __future__ import annotations

import pytest

from shared.crypto.randomness import Randomness, SystemRandomness
from tests.replay_randomness import ReplayRandomness


@pytest.mark.parametrize("randomness", [SystemRandomness(), ReplayRandomness(1)], ids=["system", "replay"])
@pytest.mark.parametrize("length", [0, 1, 16, 32, 64, 1000])
def test_a_token_has_the_length_and_is_fresh(randomness: Randomness, length: int) -> None:
    first, second = randomness.token(length), randomness.token(length)
    assert len(first) == len(second) == length
    assert length < 16 or first != second


def test_the_replay_gives_the_same_tokens_again_and_remembers_them() -> None:
    first, second = ReplayRandomness("a seed"), ReplayRandomness("a seed")
    given = [first.token(length) for length in (32, 64, 16)]
    assert given == [second.token(length) for length in (32, 64, 16)] == first.tokens
    assert ReplayRandomness("another").token(32) != given[0]
