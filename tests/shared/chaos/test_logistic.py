"""The logistic map as bytes: what is refused, which way they are made, how they spread."""

from __future__ import annotations

import importlib.util
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import machine_code
from shared.chaos import compiled, logistic
from shared.chaos.keystream import PLAIN_MAX_BYTES, Keystream
from shared.chaos.logistic import Parameters
from shared.errors import Code, Failure

PAPER = Parameters(3.99)


@given(
    r=st.floats(3.9, 4.0),
    x=st.floats(0, 1, exclude_min=True, exclude_max=True),
    length=st.integers(0, 300),
)
def test_bytes_are_floors_of_the_map_modulo_256(r: float, x: float, length: int) -> None:
    expected, value = bytearray(), x
    for step in range(1000 + length):
        if step >= 1000:
            expected.append(math.floor(1e14 * value) % 256)
        value = r * value * (1 - value)
    assert logistic.stream(length, Parameters(r, x)) == expected


@pytest.mark.parametrize("length", [0, 1, 12_287, 12_288, 12_289])
def test_a_shorter_stream_is_a_prefix(length: int) -> None:
    assert logistic.stream(length, PAPER) == logistic.stream(30_000, PAPER)[:length]


def test_no_negative_length() -> None:
    with pytest.raises(ValueError, match="negative"):
        logistic.stream(-1, PAPER)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param((math.nextafter(3.9, 0),), "r", id="r below 3.9"),
        pytest.param((math.nextafter(4.0, 5),), "r", id="r above 4"),
        pytest.param((math.nan,), "r", id="r that is no number"),
        pytest.param((3.99, 0.0), "x", id="x at 0"),
        pytest.param((3.99, 1.0), "x", id="x at 1"),
        pytest.param((3.99, math.nan), "x", id="x that is no number"),
    ],
)
def test_parameters_out_of_range(given: Any, field: str) -> None:
    with pytest.raises(Failure) as refused:
        Parameters(*given)
    assert (refused.value.code, refused.value.field) == (Code.INVALID_INPUT, field)


def test_the_stream_is_spread_like_random_bytes() -> None:
    counts = np.bincount(np.frombuffer(logistic.stream(200_000, PAPER), np.uint8), minlength=256)
    # Chi-square of 255 degrees of freedom lies below 345 but for one stream in ten thousand.
    assert ((counts - counts.mean()) ** 2 / counts.mean()).sum() < 345


def test_the_least_change_of_r_is_another_stream() -> None:
    ours = np.frombuffer(logistic.stream(100_000, PAPER), np.uint8)
    other = np.frombuffer(logistic.stream(100_000, Parameters(math.nextafter(3.99, 4))), np.uint8)
    assert (ours != other).mean() == pytest.approx(255 / 256, abs=0.002)


def test_some_r_repeat_at_once() -> None:
    stream = logistic.stream(4000, Parameters(3.9603))
    assert stream[2000:3000] == stream[2004:3004]


def test_an_orbit_goes_on_where_it_stopped() -> None:
    state = logistic.start(PAPER)
    parts = [logistic.orbit(state, 10, 20), logistic.orbit(state, 0, 30), logistic.orbit(state, 5, 5)]
    whole = logistic.orbit(logistic.start(PAPER), 10, 60)
    assert np.concatenate(parts).tobytes() == np.delete(whole, slice(50, 55)).tobytes()


@given(
    r=st.floats(3.9, 4.0),
    x=st.floats(0, 1, exclude_min=True, exclude_max=True),
    discarded=st.integers(0, 50),
    steps=st.integers(0, 300),
)
def test_one_loop_gives_the_bytes_and_the_state_of_two_passes(
    r: float, x: float, discarded: int, steps: int
) -> None:
    ours, theirs = logistic.start(Parameters(r, x)), logistic.start(Parameters(r, x))
    made = logistic.byte_orbit(ours, discarded, steps)
    assert made.tobytes() == logistic.bytes_of(logistic.orbit(theirs, discarded, steps)).tobytes()
    assert ours.tobytes() == theirs.tobytes()


@pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="numba is not installed (extra 'fast')")
def test_a_long_stream_is_the_plain_one_whichever_loop_makes_it() -> None:
    length = PLAIN_MAX_BYTES + 12_289
    two_passes = Keystream(logistic.orbit, logistic.bytes_of, 1, logistic.start(PAPER))
    assert logistic.KEYSTREAM.compiled_bytes is not None
    assert two_passes.compiled_bytes is None
    made = logistic.stream(length, PAPER)
    assert made == two_passes.generate(logistic.start(PAPER), length)
    assert made[:100_000] == logistic.stream(100_000, PAPER)


def test_one_loop_that_differs_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def another_byte(*asked: Any) -> Any:
        return logistic.byte_orbit(*asked) ^ np.uint8(1)

    monkeypatch.setattr(compiled, "compiler", lambda: lambda loop: loop)
    system = Keystream(logistic.orbit, logistic.bytes_of, 1, logistic.start(PAPER), another_byte)
    assert system.compiled is not None
    assert system.compiled_bytes is None
    long = system.generate(logistic.start(PAPER), PLAIN_MAX_BYTES + 1)
    assert long[:5000] == logistic.stream(5000, PAPER)


def test_without_the_compiler_a_long_stream_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(machine_code.importlib, "import_module", missing)
    system = Keystream(logistic.orbit, logistic.bytes_of, 1, logistic.start(PAPER), logistic.byte_orbit)
    assert not system.runs_compiled()
    assert system.generate(logistic.start(PAPER), PLAIN_MAX_BYTES + 1)[:5000] == logistic.stream(5000, PAPER)
