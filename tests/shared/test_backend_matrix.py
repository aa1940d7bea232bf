"""The same key, classes and embedding on every backend, batch, thread count and ISA (biometrics §1).

Every pair of settings occurs in some process. Most libraries fall back when they are asked for an
instruction set that the processor lacks, and what they fall back to is tried once more; OpenBLAS does as it
is told and dies, so that its kernels are tried only where they can run.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from numpy._core._multiarray_umath import __cpu_features__

from shared.biometrics.models import default_network
from shared.keygen.self_test import golden_path

ROOT = Path(__file__).parents[2]
PROCESSES_MAX = 24

Row = dict[str, str]

FAMILY = {
    "subject": "c823282079d590cf16da9731d57974a1c21be210569f25e9319fc239da7ee607",
    "finger": "e8ff6f4c780846806a086d5c90b68648f4a4cacbd52ad788685a8737d1758db1",
    "embedding": "1e395fe1e5f68269ca79e92c612579059a926471366217e9b4fd32c0811defde",
}
"""Scores of 600 and of 10 classes, and 256 features: what plain 64-bit integers give of seeded networks."""

FACTORS: dict[str, list[str]] = {
    "backend": ["numpy", "torch"],
    "batch": ["1", "7", "20"],
    "threads": ["1", "2"],
    "OPENBLAS_CORETYPE": ["", "Prescott", "Haswell", "SkylakeX"],
    "ONEDNN_MAX_CPU_ISA": ["ALL", "SSE41", "AVX2", "AVX512_CORE"],
    "ATEN_CPU_CAPABILITY": ["", "default", "avx2"],
}

THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def pairs_of(row: Row) -> set[frozenset[tuple[str, str]]]:
    return {frozenset(pair) for pair in itertools.combinations(row.items(), 2)}


def pairwise(factors: dict[str, list[str]]) -> list[Row]:
    """A small selection of rows in which every pair of settings occurs, found greedily."""
    every = [dict(zip(factors, values, strict=True)) for values in itertools.product(*factors.values())]
    missing = set().union(*map(pairs_of, every))
    chosen: list[Row] = []
    while missing:
        best = max(every, key=lambda row: len(pairs_of(row) & missing))
        chosen.append(best)
        missing -= pairs_of(best)
    return chosen


def environment(row: Row) -> dict[str, str]:
    settings = {name: value for name, value in row.items() if name.isupper() and value}
    return os.environ | settings | dict.fromkeys(THREAD_VARIABLES, row["threads"])


MATRIX = pairwise(FACTORS)


FIRST = 6
"""Rows that every run tries; the others wait for the long tests."""
CASES = [
    pytest.param(
        row,
        id="-".join(value or "auto" for value in row.values()),
        marks=pytest.mark.slow if place >= FIRST else (),
    )
    for place, row in enumerate(MATRIX)
]


def lacking(core: str) -> str | None:
    """The x86-64 level that a kernel of OpenBLAS needs and the processor has not; None when it can run."""
    needed = {"Haswell": "X86_V3", "SkylakeX": "X86_V4"}.get(core)
    return needed if needed and not __cpu_features__.get(needed, False) else None


def test_the_selection_is_small_and_complete() -> None:
    assert len(MATRIX) <= PROCESSES_MAX
    covered = set().union(*map(pairs_of, MATRIX))
    sizes = [len(values) for values in FACTORS.values()]
    assert len(covered) == sum(a * b for a, b in itertools.combinations(sizes, 2))


@pytest.mark.fault(36)
@pytest.mark.parametrize("row", CASES)
def test_the_known_answers_are_the_same(row: Row) -> None:
    """Check 16 of docs/lab.md: threads, batches and backends of the exchange's networks."""
    if row["backend"] == "torch" and importlib.util.find_spec("torch") is None:
        pytest.skip("torch is not installed (extra 'torch')")
    if needed := lacking(row["OPENBLAS_CORETYPE"]):
        pytest.skip(f"this processor has no {needed}")
    command = [sys.executable, "-m", "tests.shared.backend_probe", row["backend"], row["batch"]]
    probe = subprocess.run(
        command, cwd=ROOT, env=environment(row), capture_output=True, text=True, timeout=120, check=False
    )
    assert probe.returncode == 0, probe.stderr
    golden = json.loads(golden_path().read_text(encoding="utf-8"))
    answers = json.loads(probe.stdout)
    assert answers["arithmetic"] == golden["arithmetic"]
    assert answers["model"] == golden["models"][default_network().digest.hex()]
    assert answers["family"] == FAMILY
