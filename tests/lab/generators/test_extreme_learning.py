"""Sub-keys of an extreme learning machine."""

from __future__ import annotations

import numpy as np

from lab.generators.assessment import assess
from lab.generators.derivation import numbered_seed
from lab.generators.extreme_learning import GENERATOR, ExtremeLearning, make


def test_subkeys_are_parts_of_one_key_and_pass_their_tests() -> None:
    parameters = ExtremeLearning(key_bytes=32, subkeys=4, hidden=32)
    keys = [make(numbered_seed(b"subkeys", number), parameters) for number in range(20)]
    subkeys = [key[at : at + 32] for key in keys for at in range(0, 128, 32)]
    assert len(set(subkeys)) == 80
    assert sum(assess(subkey).accepted for subkey in subkeys) >= 78


def test_a_flipped_bit_of_the_seed_changes_half_of_the_key() -> None:
    seed = bytes(range(32))
    flipped = bytes([seed[0] ^ 1, *seed[1:]])
    ours, theirs = (np.frombuffer(make(one, ExtremeLearning()), np.uint8) for one in (seed, flipped))
    share = float(np.mean(np.unpackbits(ours ^ theirs)))
    assert 0.46 < share < 0.54  # 2,048 bits: 99.9 % of uniform ones lie within


def test_a_seed_of_numpy_holds_no_more_than_its_pool() -> None:
    assert GENERATOR.effective(ExtremeLearning(), 32).bits == 128
    assert GENERATOR.effective(ExtremeLearning(), 12).bits == 96
