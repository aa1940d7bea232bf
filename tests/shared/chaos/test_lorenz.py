"""The Lorenz system as bytes: exact arithmetic, what is refused, the corners of its parameters."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from itertools import islice, product
from typing import Any

import numpy as np
import pytest

from shared.chaos import lorenz
from shared.chaos.lorenz import Parameters
from shared.errors import Code, Failure

Vector = tuple[Decimal, ...]
PAPER = Parameters()


def rates(state: Vector) -> Vector:
    x, y, z = state
    return 10 * (y - x), x * (28 - z) - y, x * y - Decimal(8) / 3 * z


def stepped(state: Vector, h: Decimal) -> Vector:
    """One classical Runge-Kutta step in decimals."""

    def ahead(slope: Vector, by: Decimal) -> Vector:
        return tuple(value + by * rate for value, rate in zip(state, slope, strict=True))

    k1 = rates(state)
    k2 = rates(ahead(k1, h / 2))
    k3 = rates(ahead(k2, h / 2))
    k4 = rates(ahead(k3, h))
    slopes = zip(k1, k2, k3, k4, strict=True)
    return ahead(tuple((p + 2 * q + 2 * r + s) / 6 for p, q, r, s in slopes), h)


def test_the_first_steps_are_those_of_exact_arithmetic() -> None:
    values = lorenz.orbit(lorenz.start(PAPER), 0, 60).reshape(60, 3)
    with localcontext() as context:
        context.prec = 60
        state: Vector = (Decimal(1), Decimal(1), Decimal(1))
        for row in islice(values, 60):
            # Rounding errors grow by chaos; within sixty steps they stay far below any byte.
            assert row == pytest.approx([float(v) for v in state], abs=1e-11)
            state = stepped(state, Decimal("0.01"))


def test_bytes_are_floors_of_magnitudes_modulo_256() -> None:
    values = lorenz.orbit(lorenz.start(PAPER), lorenz.DISCARDED, 100)
    assert values.min() < 0 < values.max()
    assert lorenz.stream(300, PAPER) == bytes(math.floor(1e10 * abs(value)) % 256 for value in values)


@pytest.mark.parametrize("length", [0, 1, 2, 3, 12_287, 12_288, 12_289])
def test_a_shorter_stream_is_a_prefix(length: int) -> None:
    assert lorenz.stream(length, PAPER) == lorenz.stream(30_000, PAPER)[:length]


def test_no_negative_length() -> None:
    with pytest.raises(ValueError, match="negative"):
        lorenz.stream(-1, PAPER)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"sigma": 8.9}, "sigma", id="sigma below"),
        pytest.param({"sigma": 11.1}, "sigma", id="sigma above"),
        pytest.param({"rho": 25.9}, "rho", id="rho below"),
        pytest.param({"rho": 30.1}, "rho", id="rho above"),
        pytest.param({"beta": 2.46}, "beta", id="beta below"),
        pytest.param({"beta": 2.87}, "beta", id="beta above"),
        pytest.param({"beta": math.nan}, "beta", id="beta that is no number"),
        pytest.param({"begin": (51.0, 1.0, 1.0)}, "begin", id="x too far away"),
        pytest.param({"begin": (1.0, 1.0, math.nan)}, "begin", id="z that is no number"),
        pytest.param({"begin": (0.0, -0.0, 20.0)}, "begin", id="on the z axis"),
    ],
)
def test_parameters_out_of_range(given: Any, field: str) -> None:
    with pytest.raises(Failure) as refused:
        Parameters(**given)
    assert (refused.value.code, refused.value.field) == (Code.INVALID_INPUT, field)


@pytest.mark.parametrize("corner", list(product(*lorenz.INTERVALS.values())))
def test_every_corner_of_the_parameters_is_chaotic(corner: tuple[float, float, float]) -> None:
    length = 60_000
    stream = np.frombuffer(lorenz.stream(length, Parameters(*corner)), np.uint8)
    counts = np.bincount(stream, minlength=256)
    # Chi-square of 255 degrees of freedom lies below 345 but for one stream in ten thousand.
    assert ((counts - counts.mean()) ** 2 / counts.mean()).sum() < 345
    near = Parameters(corner[0], corner[1], corner[2], (1.0 + 1e-12, 1.0, 1.0))
    other = np.frombuffer(lorenz.stream(length, near), np.uint8)
    assert (stream[length // 2 :] != other[length // 2 :]).mean() == pytest.approx(255 / 256, abs=0.003)


@pytest.mark.parametrize("begin", [(50.0, -50.0, -50.0), (-50.0, -50.0, 50.0), (50.0, 50.0, 50.0)])
def test_the_farthest_starts_stay_bounded(begin: tuple[float, float, float]) -> None:
    for corner in product(*lorenz.INTERVALS.values()):
        values = lorenz.orbit(lorenz.start(Parameters(*corner, begin)), 0, 300)
        # So that 10^10 of it is far below 2^53.
        assert np.abs(values).max() < 1000


def test_an_orbit_goes_on_where_it_stopped() -> None:
    state = lorenz.start(PAPER)
    parts = [lorenz.orbit(state, 10, 20), lorenz.orbit(state, 0, 30), lorenz.orbit(state, 5, 5)]
    whole = lorenz.orbit(lorenz.start(PAPER), 10, 60)
    assert np.concatenate(parts).tobytes() == np.delete(whole, slice(150, 165)).tobytes()
