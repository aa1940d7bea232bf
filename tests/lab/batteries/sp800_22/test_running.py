"""Sequence after sequence of a source, whatever works on them."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from lab.batteries.compiled import Kernel
from lab.batteries.sources import HeldBits, make_generator
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.catalogue import run_tests
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.running import Plan, run_battery
from shared.errors import Failure

TESTS = ("frequency", "runs")


@pytest.mark.parametrize("workers", [1, 3])
def test_sequences_come_one_after_the_other(workers: int) -> None:
    bits = make_generator("shake256").bits(7 * 200)
    plan = Plan(200, 7, TESTS)
    told: list[tuple[int, int]] = []
    outcomes = run_battery(
        HeldBits("it", bits), plan, workers, lambda done, total: told.append((done, total))
    )
    alone = [run_tests(BitSequence(bits[k : k + 200]), Parameters(), TESTS) for k in range(0, 1400, 200)]
    assert outcomes == alone
    assert told == [(k, 7) for k in range(1, 8)]


def test_a_single_sequence_tells_of_every_test() -> None:
    told: list[tuple[int, int]] = []
    plan = Plan(200, 1, TESTS)
    run_battery(make_generator("aes-ctr"), plan, tell=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_a_source_that_ends_early() -> None:
    with pytest.raises(Failure, match="50 of its 450 bits are left, and 200 are needed"):
        run_battery(HeldBits("it", np.zeros(450, np.uint8)), Plan(200, 3, TESTS), 2)


def double(values: np.ndarray) -> np.ndarray:
    result = np.empty_like(values)
    for k in range(values.size):
        result[k] = 2 * values[k]
    return result


def test_a_kernel_is_arrays_until_it_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel(double, lambda values: values * 2)
    values = np.arange(5)
    assert not kernel.is_compiled
    assert kernel(values).tolist() == [0, 2, 4, 6, 8]

    def absent(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", absent)
    assert not kernel.compile(values)
    assert kernel(values).tolist() == [0, 2, 4, 6, 8]


def test_a_compiled_kernel_gives_the_same() -> None:
    pytest.importorskip("numba", reason="numba is not installed (extra 'fast')")
    kernel = Kernel(double, lambda values: values * 0)  # to see which of them answers
    assert kernel.compile(np.arange(2))
    assert kernel.is_compiled
    assert kernel(np.arange(5)).tolist() == [0, 2, 4, 6, 8]
