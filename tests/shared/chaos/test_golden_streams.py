"""Every chaotic stream is the one written down in ``tests/vectors/chaos_streams.json``, on every machine."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from shared.chaos import chen, logistic, lorenz
from shared.chaos.keystream import PLAIN_MAX_BYTES
from tests.shared.chaos.exact_doubles import ExactDouble
from tests.vectors.write_chaos_streams import Vector, chen_rates, logistic_values, lorenz_rates, states

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "chaos_streams.json").read_text("utf-8")
)
each_vector = pytest.mark.parametrize(
    "vector", [pytest.param(each, id=f"{each['system']} {number}") for number, each in enumerate(VECTORS)]
)


def stream_of(vector: dict[str, Any], length: int) -> bytes:
    """The product's stream with a vector's parameters."""
    given = {
        name: tuple(map(float.fromhex, value)) if isinstance(value, list) else float.fromhex(value)
        for name, value in vector["parameters"].items()
    }
    if vector["system"] == "logistic":
        return logistic.stream(length, logistic.Parameters(**given))
    if vector["system"] == "lorenz":
        return lorenz.stream(length, lorenz.Parameters(**given))
    return chen.stream(length)


@each_vector
def test_plain_code_gives_the_stream_that_is_written_down(vector: dict[str, Any]) -> None:
    assert vector["length"] <= PLAIN_MAX_BYTES
    made = stream_of(vector, vector["length"])
    assert made.startswith(bytes.fromhex(vector["first_bytes"]))
    assert hashlib.sha256(made).hexdigest() == vector["sha256"]


@pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="numba is not installed (extra 'fast')")
@each_vector
def test_compiled_code_gives_the_stream_that_is_written_down(vector: dict[str, Any]) -> None:
    assert all(system.KEYSTREAM.runs_compiled() for system in (chen, logistic, lorenz))
    made = stream_of(vector, PLAIN_MAX_BYTES + 1)[: vector["length"]]
    assert hashlib.sha256(made).hexdigest() == vector["sha256"]


SYSTEMS: dict[str, tuple[Callable[[Vector], Vector], Vector]] = {
    "chen": (chen_rates, (1.0, 1.0, 1.0)),
    "lorenz": (lorenz_rates(10.0, 28.0, 8.0 / 3.0), (1.0, 1.0, 1.0)),
    "lorenz elsewhere": (lorenz_rates(9.125, 29.75, 2.5), (-3.0, 0.5, 30.0)),
}


@pytest.mark.parametrize(("rates", "begin"), SYSTEMS.values(), ids=SYSTEMS)
def test_this_machine_rounds_as_ieee_doubles_do(rates: Callable[[Vector], Vector], begin: Vector) -> None:
    exact = states(rates, tuple(map(ExactDouble, begin)))
    ours = states(rates, begin)
    for there, here in islice(zip(exact, ours, strict=True), 700):
        assert tuple(each.value for each in there) == here


def test_this_machine_rounds_the_logistic_map_as_ieee_doubles_do() -> None:
    exact = logistic_values(ExactDouble(3.99), ExactDouble(0.1))
    for there, here in islice(zip(exact, logistic_values(3.99, 0.1), strict=True), 2000):
        assert there.value == here
