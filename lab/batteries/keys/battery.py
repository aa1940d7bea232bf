"""All tests of a key: of itself, and beside keys that it ought not to be like."""

from __future__ import annotations

from collections.abc import Sequence

from lab.batteries.keys.adjacent_repetition import adjacent_repetition_test
from lab.batteries.keys.autocorrelation import autocorrelation_tests
from lab.batteries.keys.bit_change import bit_change_tests
from lab.batteries.keys.chi_square import chi_square_test
from lab.batteries.keys.entropy import entropy_test
from lab.batteries.keys.key_bytes import Key
from lab.batteries.keys.pearson import between_keys_test, neighbour_correlation_test
from lab.batteries.keys.repetition import repetition_test
from lab.batteries.keys.stability import stability_test
from lab.batteries.keys.value_range import range_tests
from lab.batteries.measurement import Measurement


def measure_key(key: Key) -> list[Measurement]:
    """Run the tests that need the key alone, in the order of the paper's tables.

    Args:
        key: uint8 [n].

    Raises:
        Failure: ``INVALID_INPUT`` for what is no key.
    """
    return [
        entropy_test(key),
        repetition_test(key),
        chi_square_test(key),
        adjacent_repetition_test(key),
        neighbour_correlation_test(key),
        *range_tests(key),
        *autocorrelation_tests(key),
    ]


def measure_against(
    key: Key, *, again: Sequence[Key], changed: Key, others: Sequence[Key]
) -> list[Measurement]:
    """Run the tests that compare the key.

    Args:
        key: uint8 [n].
        again: keys made anew of the same inputs, at least one.
        changed: the key of a slightly changed print.
        others: keys of other messages, at least one.

    Raises:
        Failure: ``INVALID_INPUT`` for what are no keys of one length.
    """
    return [
        between_keys_test([key, *others]),
        stability_test([key, *again]),
        *bit_change_tests(key, changed),
    ]
