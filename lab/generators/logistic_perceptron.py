"""A logistic map that drives a perceptron (paper 001, table 1, row 22; the mechanism is our reading).

x' = r x (1 - x) with x in (0, 1) and r in [3.9, 4). The first values become the weights of eight perceptrons
with 16 inputs each. For every key byte the next 16 values are the inputs and the signs of the eight sums its
bits; then the perceptrons learn the signs of the eight values after those, so that no byte is made with the
weights of the one before. Only sums and products of doubles in a fixed order: every machine gives the same
bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lab.generators.derivation import derive
from lab.generators.generator import KeyGenerator
from lab.generators.key_space import KeySpace, key_length, seed_space, smallest
from lab.generators.labels import Label
from lab.generators.parameters import require_range

START_BITS = 52
RATE_BITS = 47
_RATE_LOW, _RATE_WIDTH = 3.9, 0.1
_TRANSIENT = 1000
_INPUTS, _OUTPUTS = 16, 8
_LEARNING_RATE = 0.5

Row = list[float]


@dataclass(frozen=True)
class LogisticPerceptron:
    """Parameters.

    Attributes:
        key_bytes: of a key.
    """

    key_bytes: int = 32

    def __post_init__(self) -> None:
        require_range("key_bytes", self.key_bytes, 16, 4096)


def make(seed: bytes, parameters: LogisticPerceptron) -> bytes:
    """The key of a seed; all that it depends on is start and rate, 99 bits."""
    return _key(*start_and_rate(seed), parameters.key_bytes)


def neighbour(seed: bytes, parameters: LogisticPerceptron, number: int) -> bytes:
    """The key when the start is ``number`` + 1 of its steps nearer to a half."""
    start, rate = start_and_rate(seed)
    steps = (number + 1) * (-1 if start > 0.5 else 1)
    return _key(start + steps * 2.0**-START_BITS, rate, parameters.key_bytes)


def _key(start: float, rate: float, key_bytes: int) -> bytes:
    orbit = logistic_orbit(start, rate)
    weights = [_signed(orbit, _INPUTS) for _ in range(_OUTPUTS)]
    biases = _signed(orbit, _OUTPUTS)
    key = bytearray()
    for _ in range(key_bytes):
        inputs = _signed(orbit, _INPUTS)
        bits = [_fires(row, bias, inputs) for row, bias in zip(weights, biases, strict=True)]
        key.append(sum(bit << place for place, bit in enumerate(bits)))
        for unit, target in enumerate(_signed(orbit, _OUTPUTS)):
            step = _LEARNING_RATE * (int(target > 0) - bits[unit])
            weights[unit] = [
                weight + step * given for weight, given in zip(weights[unit], inputs, strict=True)
            ]
            biases[unit] += step
    return bytes(key)


def start_and_rate(seed: bytes) -> tuple[float, float]:
    """x as an odd multiple of 2^-53, and r: 52 and 47 bits of a derived seed."""
    drawn = int.from_bytes(derive(seed, Label.LOGISTIC, length=16), "big")
    start = drawn % (1 << START_BITS)
    rate = (drawn >> START_BITS) % (1 << RATE_BITS)
    return (2 * start + 1) / (1 << (START_BITS + 1)), _RATE_LOW + _RATE_WIDTH * (rate / (1 << RATE_BITS))


def logistic_orbit(x: float, r: float) -> Iterator[float]:
    """Values of the map without end, the first thousand left out."""
    for _ in range(_TRANSIENT):
        x = r * x * (1.0 - x)
    while True:
        x = r * x * (1.0 - x)
        yield x


def _signed(orbit: Iterator[float], count: int) -> Row:
    return [next(orbit) - 0.5 for _ in range(count)]


def _fires(weights: Row, bias: float, inputs: Row) -> int:
    total = bias
    for weight, given in zip(weights, inputs, strict=True):
        total += weight * given
    return int(total > 0)


def _claimed(_parameters: LogisticPerceptron) -> KeySpace:
    return KeySpace(325.0, "as the review prints it")


def _effective(parameters: LogisticPerceptron, seed_bytes: int) -> KeySpace:
    doubles = KeySpace(START_BITS + RATE_BITS, "pairs of start and rate as doubles")
    return smallest(doubles, seed_space(seed_bytes), key_length(parameters.key_bytes))


GENERATOR = KeyGenerator(
    name="logistic-perceptron",
    summary="perceptrons driven by a logistic map",
    rows=(22,),
    initial_seed="start and rate of the map",
    parameters=LogisticPerceptron,
    make=make,
    claimed=_claimed,
    effective=_effective,
    neighbour=neighbour,
)
"""The registry's entry."""
