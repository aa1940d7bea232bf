"""Labels of inputs."""

from __future__ import annotations

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from lab.generators.derivation import derive
from lab.generators.labels import Label
from lab.generators.network_keys.bit_rows import all_inputs, numbers_of
from lab.generators.network_keys.mappings import labels_of
from lab.generators.network_keys.plan import Mapping, TrainingPlan
from lab.generators.network_keys.samples import draw_samples

ONE_TO_ONE = [Mapping.IDENTITY, Mapping.PERMUTATION, Mapping.XORSHIFT]


def plan(mapping: Mapping, bits: int = 10, seed: int = 1) -> TrainingPlan:
    return TrainingPlan(mapping=mapping, bits=bits, training_seed=seed)


@given(bits=st.integers(2, 14))
def test_all_inputs_are_the_numbers_in_order(bits: int) -> None:
    assert numbers_of(all_inputs(bits)).tolist() == list(range(1 << bits))


@pytest.mark.parametrize("mapping", ONE_TO_ONE)
@pytest.mark.parametrize("bits", [2, 3, 10, 13])
def test_what_is_one_to_one_has_every_label_once(mapping: Mapping, bits: int) -> None:
    labels = labels_of(all_inputs(bits), plan(mapping, bits))
    assert sorted(numbers_of(labels).tolist()) == list(range(1 << bits))


@pytest.mark.parametrize("mapping", [one for one in Mapping if one is not Mapping.INDEPENDENT])
def test_equal_inputs_have_equal_labels_and_only_then(mapping: Mapping) -> None:
    inputs = all_inputs(10)
    assert np.array_equal(labels_of(inputs, plan(mapping)), labels_of(inputs[::-1], plan(mapping))[::-1])


@pytest.mark.parametrize("mapping", [Mapping.PERMUTATION, Mapping.TABLE, Mapping.AES, Mapping.INDEPENDENT])
def test_the_training_seed_decides(mapping: Mapping) -> None:
    inputs = all_inputs(10)
    first = labels_of(inputs, plan(mapping))
    assert np.array_equal(first, labels_of(inputs, plan(mapping)))
    assert not np.array_equal(first, labels_of(inputs, plan(mapping, seed=2)))


def test_a_permutation_moves_bits_and_turns_some() -> None:
    labels = labels_of(np.vstack([np.zeros((1, 10)), np.eye(10)]).astype(np.uint8), plan(Mapping.PERMUTATION))
    moved = labels[1:] ^ labels[0]
    assert moved.sum(0).tolist() == moved.sum(1).tolist() == [1] * 10
    assert 0 < labels[0].sum() < 10
    assert not np.array_equal(moved, np.eye(10))


def test_a_random_table_has_labels_twice() -> None:
    distinct = len(np.unique(labels_of(all_inputs(10), plan(Mapping.TABLE)), axis=0))
    assert abs(distinct - 1024 * (1 - np.exp(-1))) < 4 * 10.2  # a random function; deviation by simulation


def test_aes_is_that_of_the_library_on_one_block() -> None:
    inputs = np.unpackbits(np.arange(16, dtype=np.uint8))[None, :]
    key = derive((1).to_bytes(32, "big"), Label.NETWORK_LABELS, "aes", length=16)
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - one block
    labels = labels_of(inputs, plan(Mapping.AES, 128))
    assert np.packbits(labels).tobytes() == encryptor.update(bytes(range(16)))


def test_xorshift_at_64_bits_is_marsaglias() -> None:
    number = state = 0x0123456789ABCDEF
    state ^= state << 13 & (1 << 64) - 1
    state ^= state >> 7
    state ^= state << 17 & (1 << 64) - 1
    inputs = np.unpackbits(np.frombuffer(number.to_bytes(8, "big"), np.uint8))[None, :]
    labels = labels_of(inputs, plan(Mapping.XORSHIFT, 64))
    assert int.from_bytes(np.packbits(labels).tobytes(), "big") == state


def test_samples_are_split_four_to_one_and_validation_was_seen_at_ten_bits() -> None:
    split = draw_samples(plan(Mapping.TABLE))
    assert (len(split.learned), len(split.kept)) == (8000, 2000)
    assert split.seen > 0.995
    assert draw_samples(plan(Mapping.AES, 128)).seen == 0
    ones = np.vstack([split.learned.inputs, split.kept.inputs]).mean()
    assert abs(ones - 0.5) < 4 * 0.5 / np.sqrt(100_000)
