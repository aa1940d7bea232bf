"""Permutation and XOR of paper 002: inverses, encodings, and no diffusion at all."""

from __future__ import annotations

import dataclasses
import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lab.ciphers.paper_002.chaotic_map import LOGISTIC, LORENZ, ChaoticMap
from lab.ciphers.paper_002.key_sequences import KeySequences, decode, encoded_bytes, order_of
from shared.chaos import logistic, lorenz
from shared.errors import Code, Failure

MAPS = pytest.mark.parametrize("chaos", [pytest.param(one, id=one.name) for one in (LOGISTIC, LORENZ)])
SIDES = st.integers(1, 9)
SHAPES = st.one_of(st.tuples(SIDES, SIDES), st.tuples(SIDES, SIDES, st.just(3)))


@st.composite
def sequences_and_picture(draw: st.DrawFn) -> tuple[KeySequences, np.ndarray]:
    shape = draw(SHAPES)
    xindex = np.array(draw(st.permutations(range(shape[1]))), np.int64)
    yindex = np.array(draw(st.permutations(range(shape[0]))), np.int64)
    zkey, picture = draw(arrays(np.uint8, shape)), draw(arrays(np.uint8, shape))
    return KeySequences(xindex, yindex, zkey), picture


@given(sequences_and_picture())
def test_what_was_encrypted_comes_back(drawn: tuple[KeySequences, np.ndarray]) -> None:
    sequences, picture = drawn
    cipher = sequences.apply(picture)
    assert cipher.dtype == np.uint8
    assert np.array_equal(sequences.undo(cipher), picture)


@given(sequences_and_picture(), st.data())
def test_one_changed_value_changes_exactly_one(
    drawn: tuple[KeySequences, np.ndarray], data: st.DataObject
) -> None:
    """Check 10 of docs/lab.md: one value for one, whatever the sequences."""
    sequences, picture = drawn
    place = tuple(data.draw(st.integers(0, side - 1)) for side in picture.shape)
    touched = picture.copy()
    touched[place] ^= data.draw(st.integers(1, 255))
    changed = np.argwhere(sequences.apply(picture) != sequences.apply(touched))
    assert len(changed) == 1
    row, column = changed[0][:2]
    assert (sequences.yindex[row], sequences.xindex[column]) == place[:2]


@given(sequences_and_picture())
def test_the_encoding_is_read_back(drawn: tuple[KeySequences, np.ndarray]) -> None:
    sequences, picture = drawn
    encoded = sequences.encode()
    assert len(encoded) == encoded_bytes(picture.shape) > picture.size
    read = decode(encoded, picture.shape)
    assert np.array_equal(read.apply(picture), sequences.apply(picture))


def test_a_long_side_has_indices_of_four_bytes() -> None:
    shape = (1, 65_537)
    sequences = KeySequences(np.arange(65_537)[::-1], np.arange(1), np.zeros(shape, np.uint8))
    assert len(sequences.encode()) == 4 * 65_538 + 65_537
    assert decode(sequences.encode(), shape).xindex[0] == 65_536


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[:-1], id="a byte short"),
        pytest.param(lambda data: data + b"\0", id="a byte more"),
        pytest.param(lambda data: b"\0\1\0\1" + data[4:], id="an index twice"),
        pytest.param(lambda data: b"\0\7" + data[2:], id="an index beyond the side"),
        pytest.param(lambda _data: b"", id="nothing"),
    ],
)
def test_what_is_no_sequences_is_refused(damage) -> None:
    good = KeySequences(np.array([1, 0]), np.array([0, 1, 2]), np.zeros((3, 2), np.uint8)).encode()
    with pytest.raises(Failure) as refusal:
        decode(damage(good), (3, 2))
    assert refusal.value.code is Code.MALFORMED


def test_equal_values_keep_their_order() -> None:
    assert order_of(np.array([0.5, 0.1, 0.5, 0.1])).tolist() == [1, 3, 0, 2]


def test_the_logistic_orbit_gives_columns_rows_and_bytes_in_turn() -> None:
    parameters = (3.97,)
    found = LOGISTIC.sequences(parameters, (4, 6, 3))
    values = logistic.orbit(logistic.start(logistic.Parameters(3.97)), logistic.DISCARDED, 10 + 72)
    assert np.array_equal(found.xindex, np.argsort(values[:6]))
    assert np.array_equal(found.yindex, np.argsort(values[6:10]))
    assert np.array_equal(found.zkey.ravel(), logistic.bytes_of(values[10:]))


def test_the_lorenz_orbit_gives_a_sequence_for_each_coordinate() -> None:
    parameters = (10.5, 27.0, 2.6)
    found = LORENZ.sequences(parameters, (5, 3))
    state = lorenz.start(lorenz.Parameters(*parameters))
    values = lorenz.orbit(state, lorenz.DISCARDED, 15).reshape(-1, 3)
    assert np.array_equal(found.xindex, np.argsort(values[:3, 0]))
    assert np.array_equal(found.yindex, np.argsort(values[:5, 1]))
    assert np.array_equal(found.zkey.ravel(), lorenz.bytes_of(values[:, 2]))


@pytest.mark.parametrize(
    ("chaos", "digest"),
    [
        pytest.param(LOGISTIC, "6c81e6233bf67304", id="logistic"),
        pytest.param(LORENZ, "c867283ac14d36e4", id="lorenz"),
    ],
)
def test_the_sequences_are_the_same_on_every_machine(chaos: ChaoticMap, digest: str) -> None:
    """Check 4 of docs/lab.md: those of Lorenz and the logistic map too."""
    encoded = chaos.sequences(chaos.fixed, (16, 12, 3)).encode()
    assert hashlib.sha256(encoded).hexdigest().startswith(digest)


@MAPS
def test_a_long_orbit_is_made_in_blocks_that_fit_together(chaos: ChaoticMap) -> None:
    short = chaos.sequences(chaos.fixed, (150, 100))
    long = chaos.sequences(chaos.fixed, (150, 220))
    if chaos is LORENZ:
        assert np.array_equal(short.zkey.ravel(), long.zkey.ravel()[: short.zkey.size])
    assert len(np.unique(long.zkey)) == 256


@MAPS
def test_parameters_stay_in_their_intervals(chaos: ChaoticMap) -> None:
    for share in (0.0, 0.5, 1 - 2**-36):
        values = chaos.parameters((share,) * len(chaos.intervals))
        assert all(low <= value <= high for value, (low, high) in zip(values, chaos.intervals, strict=True))
        chaos.sequences(values, (2, 2))


def test_a_parameter_in_its_last_bits_is_another_keystream() -> None:
    here, there = (LOGISTIC.sequences((r,), (64, 64)).zkey for r in (3.99, 3.99 + 1e-15))
    assert np.mean(here != there) == pytest.approx(255 / 256, abs=0.01)


def test_large_pictures_need_compiled_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.ciphers.paper_002.chaotic_map.compiled_like", lambda *_: None)
    bare = dataclasses.replace(LOGISTIC)
    with pytest.raises(Failure, match="extra 'fast'") as refusal:
        bare.sequences(bare.fixed, (1025, 1024))
    assert refusal.value.code is Code.TOO_LARGE
