"""The tests that say something of a single short key: monobit, runs, block frequency and poker.

Everything else in SP 800-22 needs more bits than a key has; of a key of 256 bits it would say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sources.source import Bits, from_bytes
from lab.batteries.sp800_22.bit_sequence import BitSequence, window_codes
from lab.batteries.sp800_22.block_frequency import block_frequency
from lab.batteries.sp800_22.frequency import frequency
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.runs import runs
from lab.batteries.sp800_22.tails import chi_square_tail

LEAST_BITS = 128
BLOCK_BITS = 32
"""M of the block frequency test: the document (2.2.7) asks for at least 20."""

MONOBIT, RUNS, BLOCK_FREQUENCY, POKER = "monobit", "runs", "block-frequency", "poker"
_POKER_FILL = 5
_POKER_WIDEST = 8


@dataclass(frozen=True)
class KeyTest:
    """What one test says of one key.

    Attributes:
        test: its name.
        statistic: what it measured.
        p_value: probability of one at least as extreme from uniform bits; None where it does not apply.
        reason: why it does not; empty if it does.
    """

    test: str
    statistic: float | None
    p_value: float | None
    reason: str = ""

    def record(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "test": self.test,
            "statistic": self.statistic,
            "p_value": self.p_value,
            "reason": self.reason or None,
        }


def run_key_tests(key: bytes) -> list[KeyTest]:
    """Run the four tests.

    Args:
        key: at least 16 bytes.

    Raises:
        ValueError: it is shorter.
    """
    bits = from_bytes(key)
    if bits.size < LEAST_BITS:
        raise ValueError(f"a key of {bits.size} bits is too short to be tested")
    sequence, parameters = BitSequence(bits), Parameters(block_frequency_bits=BLOCK_BITS)
    return [
        _renamed(MONOBIT, frequency(sequence, parameters)[0], "sum"),
        _renamed(RUNS, runs(sequence, parameters)[0], "runs"),
        _renamed(BLOCK_FREQUENCY, block_frequency(sequence, parameters)[0], "chi_square"),
        poker(bits),
    ]


def poker(bits: Bits) -> KeyTest:
    """Are all hands of m bits as frequent? (Handbook of Applied Cryptography, 5.4.4 iii)

    m is the largest, up to 8, for which every hand is expected five times; an incomplete hand is left out.

    Args:
        bits: uint8 [n] of 0 and 1, n at least 10.
    """
    n = bits.size
    m = max(m for m in range(1, _POKER_WIDEST + 1) if n // m >= _POKER_FILL << m)
    hands = n // m
    counts = np.bincount(window_codes(bits, m)[: hands * m : m], minlength=1 << m)
    statistic = float((1 << m) / hands * np.sum(counts.astype(np.float64) ** 2) - hands)
    return KeyTest(POKER, statistic, chi_square_tail(statistic, (1 << m) - 1))


def _renamed(name: str, outcome: Outcome, statistic: str) -> KeyTest:
    return KeyTest(name, outcome.statistics.get(statistic), outcome.p_value, outcome.reason)
