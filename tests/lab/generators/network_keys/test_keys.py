"""Keys of a trained network: how many there are, and what they are made of."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lab.batteries.sources import make_generator
from lab.generators.network_keys import extraction
from lab.generators.network_keys.bit_rows import all_inputs
from lab.generators.network_keys.extraction import distinct_keys, every_key, keys_for
from lab.generators.network_keys.key_generator import GENERATOR, make, neighbour, runs_of
from lab.generators.network_keys.plan import Mapping, TrainingPlan
from shared.errors import Code, Failure

SEED = bytes(range(32))
IDENTITY = TrainingPlan(mapping=Mapping.IDENTITY, epochs=15)
TABLE = TrainingPlan(mapping=Mapping.TABLE, epochs=5)
WIDE = TrainingPlan(bits=128, mapping=Mapping.IDENTITY, epochs=1)


def test_ten_bits_have_at_most_1024_keys() -> None:
    assert distinct_keys(IDENTITY) == 1024
    table = distinct_keys(TABLE)
    assert table is not None
    assert 1 < table < 1024
    assert distinct_keys(WIDE) is None


def test_the_effective_key_space_is_that_of_the_inputs() -> None:
    found = distinct_keys(TABLE)
    assert found is not None
    assert runs_of(TABLE) == 13
    effective = GENERATOR.effective(TABLE, 32)
    assert effective.bits == pytest.approx(min(128, 13 * math.log2(found)))
    assert effective.basis == f"13 runs, each with {found:,} keys of 2^10 inputs"
    assert (runs_of(WIDE), GENERATOR.effective(WIDE, 32).bits, GENERATOR.claimed(WIDE).bits) == (1, 128, 128)


def test_a_key_is_outputs_in_a_row_and_one_input_bit_moves_one_of_the_identity() -> None:
    key, moved = make(SEED, IDENTITY), neighbour(SEED, IDENTITY, 3)
    assert len(key) == len(moved) == 16
    assert (int.from_bytes(key, "big") ^ int.from_bytes(moved, "big")).bit_count() == 1


def test_wide_keys_come_from_the_network_itself() -> None:
    inputs = np.random.default_rng(1).integers(0, 2, (5, 128), np.uint8)
    assert keys_for(inputs, WIDE).shape == (5, 128)
    with pytest.raises(ValueError, match="too many inputs"):
        every_key(WIDE)


def test_listed_keys_cannot_be_changed() -> None:
    keys = every_key(IDENTITY)
    assert np.array_equal(keys, all_inputs(10))
    with pytest.raises(ValueError, match="read-only"):
        keys[0, 0] = 1


def test_a_network_that_has_learned_the_identity_gives_its_input_stream() -> None:
    source = make_generator("network-keys:mapping=identity,epochs=15", 7)
    assert source.name == "network-keys:ffnn-b-10-identity-bce"
    assert source.bytes(30_000) == make_generator("aes-ctr", 7).bytes(30_000)


@pytest.mark.parametrize(
    ("spelled", "said"),
    [
        pytest.param("network-keys:bits=ten", "bits is a whole number", id="no number"),
        pytest.param("network-keys:maping=aes", "the nearest are mapping", id="a wrong name"),
        pytest.param("network-keys:mapping=magic", "mapping is one of identity", id="a wrong value"),
        pytest.param("network-keys:aes", "written name=value", id="no name"),
        pytest.param("network-keys:bits=64,mapping=table", "at most 16 bits", id="too wide a table"),
    ],
)
def test_a_source_that_cannot_be_is_refused(spelled: str, said: str) -> None:
    with pytest.raises(Failure, match=said) as caught:
        make_generator(spelled)
    assert caught.value.code is Code.INVALID_INPUT


def test_without_torch_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "find_spec", lambda _name: None)
    with pytest.raises(Failure, match="its extra `lab`") as caught:
        make(SEED, TrainingPlan(epochs=1, samples=10))
    assert caught.value.code is Code.LOCAL_FAILURE
