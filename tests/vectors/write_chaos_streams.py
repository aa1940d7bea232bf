"""Writes ``chaos_streams.json`` anew: ``python -m tests.vectors.write_chaos_streams``.

The streams of the chaotic systems, made by a second implementation from the text of their modules: vectors of
numbers of any kind in place of the product's one long loop. What is written comes out the same every time.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "chaos_streams.json"
LONG = 1 << 20
HEAD = 48
DISCARDED = 1000

Vector = tuple[Any, ...]
Rates = Callable[[Vector], Vector]

LOGISTIC = ({"r": 3.99, "x": 0.1}, {"r": 3.9, "x": 0.7}, {"r": 3.9999999999999996, "x": 0.25})
LORENZ = (
    {"sigma": 10.0, "rho": 28.0, "beta": 8.0 / 3.0, "begin": (1.0, 1.0, 1.0)},
    {"sigma": 9.125, "rho": 29.75, "beta": 2.5, "begin": (-3.0, 0.5, 30.0)},
)


def chen_rates(state: Vector) -> Vector:
    """Chen's system."""
    x, y, z = state
    return 35.0 * (y - x), (-7.0 * x - x * z) + 28.0 * y, x * y - 3.0 * z


def lorenz_rates(sigma: Any, rho: Any, beta: Any) -> Rates:
    """The Lorenz system with these parameters."""

    def rates(state: Vector) -> Vector:
        x, y, z = state
        return sigma * (y - x), x * (rho - z) - y, x * y - beta * z

    return rates


def states(rates: Rates, state: Vector) -> Iterator[Vector]:
    """The states of the Runge-Kutta method with h = 0.01, the first one included, without end."""
    while True:
        yield state
        k1 = rates(state)
        k2 = rates(_ahead(state, 0.005, k1))
        k3 = rates(_ahead(state, 0.005, k2))
        k4 = rates(_ahead(state, 0.01, k3))
        slopes = zip(k1, k2, k3, k4, strict=True)
        state = _ahead(state, 0.01 / 6.0, tuple(((a + 2.0 * b) + 2.0 * c) + d for a, b, c, d in slopes))


def logistic_values(r: Any, x: Any) -> Iterator[Any]:
    """The values of the logistic map, the first one included, without end."""
    while True:
        yield x
        x = (r * x) * (1.0 - x)


def lorenz_bytes(rates: Rates, begin: Vector) -> Iterator[int]:
    """floor(10^10·|v|) mod 256 of x, y, z in turn."""
    return (math.floor(1e10 * abs(v)) % 256 for v in _kept(states(rates, begin)))


def chen_bytes() -> Iterator[int]:
    """floor(255·v) mod 256 of x, y, z in turn."""
    return (math.floor(255.0 * v) % 256 for v in _kept(states(chen_rates, (1.0, 1.0, 1.0))))


def logistic_bytes(r: float, x: float) -> Iterator[int]:
    """floor(10^14·x) mod 256."""
    return (math.floor(1e14 * v) % 256 for v in islice(logistic_values(r, x), DISCARDED, None))


def vectors() -> list[dict[str, Any]]:
    """Every stream that is written down."""
    made = [_vector("chen", {}, chen_bytes())]
    made += [_vector("logistic", given, logistic_bytes(**given)) for given in LOGISTIC]
    for given in LORENZ:
        sigma, rho, beta, begin = given.values()
        made.append(_vector("lorenz", given, lorenz_bytes(lorenz_rates(sigma, rho, beta), tuple(begin))))
    return made


def _kept(orbit: Iterator[Vector]) -> Iterator[Any]:
    return chain.from_iterable(islice(orbit, DISCARDED, None))


def _ahead(state: Vector, by: Any, slope: Vector) -> Vector:
    return tuple(value + by * rate for value, rate in zip(state, slope, strict=True))


def _vector(system: str, given: dict[str, Any], stream: Iterator[int]) -> dict[str, Any]:
    data = bytes(islice(stream, LONG))
    spelled = {
        name: [each.hex() for each in value] if isinstance(value, tuple) else value.hex()
        for name, value in given.items()
    }
    return {
        "system": system,
        "parameters": spelled,
        "first_bytes": data[:HEAD].hex(),
        "length": LONG,
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
