"""Accept a key or not (paper 001, figure 2): a family of tests at one level, corrected for their number.

A test that does not apply is no failure. Runs are not counted in a key whose monobit test has failed by far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lab.batteries.family import holm
from lab.generators.key_tests import KeyTest, run_key_tests

ALPHA = 1e-3
"""About how often an ideal key is rejected; p-values of so few bits are approximate."""


@dataclass(frozen=True)
class Assessment:
    """What the tests together say of one key.

    Attributes:
        tests: each of them.
        adjusted: by test, its p-value adjusted for their number (Holm).
        alpha: the level of the family.
    """

    tests: tuple[KeyTest, ...]
    adjusted: dict[str, float]
    alpha: float

    @property
    def failed(self) -> tuple[str, ...]:
        """The tests that the key has failed."""
        return tuple(name for name, value in self.adjusted.items() if value <= self.alpha)

    @property
    def accepted(self) -> bool:
        """Whether it has failed none."""
        return not self.failed

    def record(self) -> dict[str, Any]:
        """As JSON holds it."""
        tests = [{**test.record(), "adjusted": self.adjusted.get(test.test)} for test in self.tests]
        return {"accepted": self.accepted, "failed": list(self.failed), "alpha": self.alpha, "tests": tests}


def assess(key: bytes, alpha: float = ALPHA) -> Assessment:
    """Assess a key.

    Args:
        key: at least 16 bytes.
        alpha: the level of the family.

    Raises:
        ValueError: the key is shorter.
    """
    tests = run_key_tests(key)
    applicable = [test for test in tests if test.p_value is not None]
    adjusted = holm(np.array([test.p_value for test in applicable], np.float64))
    by_name = {test.test: float(value) for test, value in zip(applicable, adjusted, strict=True)}
    return Assessment(tuple(tests), by_name, alpha)
