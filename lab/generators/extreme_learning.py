"""Sub-keys of an extreme learning machine: random hidden layer, least squares (paper 001, table 1, row 9).

Inputs X, weights W, biases b and targets T are uniform in -1..1 from PCG64. The hidden layer is
H = sigmoid(XW + b), the output layer beta = pinv(H) T, and a key byte is floor(10^10 |H beta|) mod 256. The
first sub-key is made of the first samples, the next of those that follow.

The tenth decimal of a least-squares solution depends on the order of additions in LAPACK: another build of
NumPy may give another key.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lab.generators.derivation import PCG64_SEED_BITS, pcg64
from lab.generators.generator import KeyGenerator
from lab.generators.key_space import KeySpace, key_length, seed_space, smallest
from lab.generators.labels import Label
from lab.generators.parameters import require_range

_FEATURES = 16
_DIGITS = 1e10

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ExtremeLearning:
    """Parameters.

    Attributes:
        key_bytes: of one sub-key.
        subkeys: how many, one behind the other.
        hidden: units of the hidden layer; fewer than there are samples, one a byte.
    """

    key_bytes: int = 32
    subkeys: int = 8
    hidden: int = 64

    def __post_init__(self) -> None:
        require_range("key_bytes", self.key_bytes, 16, 256)
        require_range("subkeys", self.subkeys, 1, 16)
        require_range("hidden", self.hidden, 8, min(512, self.samples - 1))

    @property
    def samples(self) -> int:
        """Rows of X, one for each byte of all sub-keys."""
        return self.key_bytes * self.subkeys


def make(seed: bytes, parameters: ExtremeLearning) -> bytes:
    """All sub-keys of a seed, one behind the other."""
    random = pcg64(seed, Label.EXTREME_LEARNING)
    return _key(_inputs(random, parameters), random, parameters)


def neighbour(seed: bytes, parameters: ExtremeLearning, number: int) -> bytes:
    """The keys when one input is the next larger double."""
    random = pcg64(seed, Label.EXTREME_LEARNING)
    inputs = _inputs(random, parameters)
    inputs.flat[number % inputs.size] = np.nextafter(inputs.flat[number % inputs.size], 2)
    return _key(inputs, random, parameters)


def _inputs(random: np.random.Generator, parameters: ExtremeLearning) -> Float64:
    return random.uniform(-1, 1, (parameters.samples, _FEATURES))


def _key(inputs: Float64, random: np.random.Generator, parameters: ExtremeLearning) -> bytes:
    weights = random.uniform(-1, 1, (_FEATURES, parameters.hidden))
    biases = random.uniform(-1, 1, parameters.hidden)
    targets = random.uniform(-1, 1, parameters.samples)
    hidden = 1 / (1 + np.exp(-(inputs @ weights + biases)))
    outputs = hidden @ (np.linalg.pinv(hidden) @ targets)
    return (np.floor(_DIGITS * np.abs(outputs)).astype(np.int64) & 255).astype(np.uint8).tobytes()


def _claimed(_parameters: ExtremeLearning) -> KeySpace:
    return KeySpace(120.0, "as the review prints it")


def _effective(parameters: ExtremeLearning, seed_bytes: int) -> KeySpace:
    pool = KeySpace(PCG64_SEED_BITS, "states that NumPy seeds PCG64 with")
    return smallest(seed_space(seed_bytes), pool, key_length(parameters.samples))


GENERATOR = KeyGenerator(
    name="extreme-learning",
    summary="sub-keys of an extreme learning machine",
    rows=(9,),
    initial_seed="inputs, weights and targets from PCG64",
    parameters=ExtremeLearning,
    make=make,
    claimed=_claimed,
    effective=_effective,
    neighbour=neighbour,
    reproducible="with the same build of NumPy",
)
"""The registry's entry."""
