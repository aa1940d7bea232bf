"""Keys from the code of an autoencoder."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lab.generators import autoencoder
from lab.generators.autoencoder import GENERATOR, SAMPLES, Autoencoder, Reading, make, start_of
from lab.generators.key_tests import run_key_tests
from shared.errors import Code, Failure

SEED = bytes(range(32))
SMALL = Autoencoder(units=32, epochs=5)


def test_the_start_is_the_seeds() -> None:
    start = start_of(SEED, SMALL)
    assert (start.encoder.shape, start.decoder.shape) == ((128, 256), (256, 128))
    assert (start.samples.shape, set(np.unique(start.samples))) == ((SAMPLES, 256), {0, 1})
    assert np.abs(start.encoder).max() <= 1 / 16 < np.abs(start.decoder).max() <= 1 / math.sqrt(128)
    assert not np.array_equal(start_of(SEED[::-1], SMALL).encoder, start.encoder)


def test_every_key_of_the_median_has_as_many_ones_as_zeros() -> None:
    for number in range(3):
        key = make(bytes([number] * 16), SMALL)
        monobit = run_key_tests(key)[0]
        assert (len(key), monobit.statistic, monobit.p_value) == (16, 0, 1)
    assert GENERATOR.effective(SMALL, 64).bits == pytest.approx(math.log2(math.comb(128, 64)))


def test_training_changes_the_key_and_decimals_are_more_bytes() -> None:
    decimals = Autoencoder(32, 5, Reading.DECIMALS)
    assert make(SEED, Autoencoder(32, 0)) != make(SEED, SMALL)
    assert len(make(SEED, decimals)) == 128
    assert GENERATOR.effective(decimals, 64).bits == 512


def test_without_torch_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autoencoder, "find_spec", lambda _name: None)
    with pytest.raises(Failure, match="its extra `lab`") as caught:
        make(SEED, SMALL)
    assert caught.value.code is Code.LOCAL_FAILURE


def test_an_odd_number_of_units_is_refused() -> None:
    with pytest.raises(Failure, match="even"):
        Autoencoder(units=33)
