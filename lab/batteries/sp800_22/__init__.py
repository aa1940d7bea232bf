"""NIST SP 800-22 rev 1a: fifteen statistical tests of a bit sequence, one module a test.

Every test takes a :class:`BitSequence` and :class:`Parameters` and gives an outcome for each of its p-values,
always the same number of them. Where the suite's C code and the mathematics disagree there are two readings.
"""

from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.catalogue import ALPHA, P_VALUES, TESTS, choose_tests, run_tests
from lab.batteries.sp800_22.parameters import Parameters, Reading

__all__ = [
    "ALPHA",
    "P_VALUES",
    "TESTS",
    "BitSequence",
    "Parameters",
    "Reading",
    "choose_tests",
    "run_tests",
]
