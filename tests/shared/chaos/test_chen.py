"""The Chen stream: golden digests, an independent high-precision orbit, compiled code, the printed form."""

from __future__ import annotations

import hashlib
import importlib.util
import threading
import time
import tracemalloc
from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np
import pytest

from shared import machine_code
from shared.chaos import chen, compiled
from shared.chaos.keystream import PLAIN_MAX_BYTES

GOLDEN = {
    1024: "4997c167e4a332e36c2632e4fdc17651fba3699c24a98284c7ecc5fd08b2c93e",
    100_000: "dd18877c888ea4d7f921fc4167cf05625c7b3af55fd54bdf3dd4ce871bb1f66d",
}
GOLDEN_HEAD = "3caea322d7241f0ed92f4acb"

Vector = tuple[Decimal, Decimal, Decimal]
System = Callable[[Vector], Vector]
A, B, C = Decimal(35), Decimal(3), Decimal(28)


def true_chen(state: Vector) -> Vector:
    x, y, z = state
    return A * (y - x), (C - A) * x - x * z + C * y, x * y - B * z


def printed_chen(state: Vector) -> Vector:
    """Paper 003 eqs 3–5 as printed: two signs differ from Chen's system."""
    x, y, z = state
    return A * (x - y), (A - C) * x - x * z + C * y, x * y - B * z


def stepped(system: System, state: Vector, h: Decimal) -> Vector:
    """One classical Runge-Kutta step in decimals."""

    def ahead(slope: Vector, by: Decimal) -> Vector:
        x, y, z = (value + by * rate for value, rate in zip(state, slope, strict=True))
        return x, y, z

    k1 = system(state)
    k2 = system(ahead(k1, h / 2))
    k3 = system(ahead(k2, h / 2))
    k4 = system(ahead(k3, h))
    mean = [(p + 2 * q + 2 * r + s) / 6 for p, q, r, s in zip(k1, k2, k3, k4, strict=True)]
    return ahead((mean[0], mean[1], mean[2]), h)


@pytest.mark.parametrize(("length", "digest"), list(GOLDEN.items()))
def test_golden_digests(length: int, digest: str) -> None:
    """Check 4 of docs/lab.md: the bytes of Runge and Kutta's method are always the same."""
    assert hashlib.sha256(chen.stream(length)).hexdigest() == digest


def test_the_stream_begins_as_written_down() -> None:
    assert chen.stream(12).hex() == GOLDEN_HEAD


@pytest.mark.parametrize("length", [0, 1, 2, 3, 1023, 1024, 1025, 5000])
def test_a_shorter_stream_is_a_prefix(length: int) -> None:
    assert chen.stream(length) == chen.stream(6000)[:length]


def test_no_negative_length() -> None:
    with pytest.raises(ValueError, match="negative"):
        chen.stream(-1)


def test_the_first_steps_are_those_of_exact_arithmetic() -> None:
    values = chen.orbit(chen.start(), 0, 60)
    with localcontext() as context:
        context.prec = 60
        state = (Decimal(1), Decimal(1), Decimal(1))
        for step in range(60):
            # Rounding errors grow by chaos; within sixty steps they stay far below any byte.
            assert values[3 * step : 3 * step + 3] == pytest.approx([float(v) for v in state], abs=1e-9)
            state = stepped(true_chen, state, Decimal("0.01"))


def test_bytes_are_floors_modulo_256() -> None:
    values = chen.orbit(chen.start(), chen.DISCARDED, 100)
    expected = bytes(int(np.floor(255.0 * value)) % 256 for value in values)
    assert values.min() < 0 < values.max()
    assert chen.stream(300) == expected


def test_the_stream_is_spread_like_random_bytes() -> None:
    counts = np.bincount(np.frombuffer(chen.stream(200_000), np.uint8), minlength=256)
    shares = counts / counts.sum()
    assert -(shares * np.log2(shares)).sum() > 7.99


def test_the_printed_form_diverges() -> None:
    with localcontext() as context:
        context.prec = 30
        state = (Decimal(1), Decimal(1), Decimal(1))
        steps = 0
        while max(map(abs, state)) < 1000:
            state = stepped(printed_chen, state, Decimal("0.001"))
            steps += 1
    assert steps == pytest.approx(190, abs=5)  # at t = 0.19, long before the first byte


needs_numba = pytest.mark.skipif(
    importlib.util.find_spec("numba") is None, reason="numba is not installed (extra 'fast')"
)


@needs_numba
def test_compiled_code_gives_the_same_bits() -> None:
    assert chen.KEYSTREAM.compiled is not None
    fast, _ = chen.KEYSTREAM.compiled
    plain = chen.orbit(chen.start(), chen.DISCARDED, 20_000)
    assert fast(chen.start(), chen.DISCARDED, 20_000).tobytes() == plain.tobytes()
    long = chen.stream(PLAIN_MAX_BYTES + 5)
    assert long[:100_000] == chen.stream(100_000)


def test_compiled_code_that_differs_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    class ContractingCompiler:
        @staticmethod
        def njit(*, fastmath: bool, nogil: bool) -> Callable[[compiled.Orbit], compiled.Orbit]:
            assert nogil
            assert not fastmath
            return lambda orbit: lambda *asked: np.nextafter(orbit(*asked), np.inf)

    monkeypatch.setattr(machine_code.importlib, "import_module", lambda _: ContractingCompiler)
    assert compiled.compiled_like(chen.orbit, chen.start(), 0, 50) is None


def test_an_orbit_goes_on_where_it_stopped() -> None:
    state = chen.start()
    parts = [chen.orbit(state, 10, 20), chen.orbit(state, 0, 30), chen.orbit(state, 5, 5)]
    whole = chen.orbit(chen.start(), 10, 60)
    assert np.concatenate(parts).tobytes() == np.delete(whole, slice(150, 165)).tobytes()


@needs_numba
def test_a_long_stream_takes_little_more_memory_than_itself() -> None:
    length = 4 * PLAIN_MAX_BYTES
    assert chen.KEYSTREAM.runs_compiled()
    tracemalloc.start()
    try:
        chen.stream(length)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * length


@needs_numba
def test_a_long_orbit_lets_other_threads_run() -> None:
    assert chen.KEYSTREAM.compiled is not None
    fast, _ = chen.KEYSTREAM.compiled
    thread = threading.Thread(target=fast, args=(chen.start(), 50_000_000, 1))
    thread.start()
    turns = 0
    while thread.is_alive():
        time.sleep(0.001)
        turns += 1
    assert turns > 3  # one that holds the lock all the while leaves one turn


def test_without_the_compiler_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(machine_code.importlib, "import_module", missing)
    assert compiled.compiled_like(chen.orbit, chen.start(), 0, 50) is None
