"""A key from the code layer of an autoencoder (paper 001, table 1, rows 19 and 20).

A password or seed is stretched by SHAKE-256 to the first weights of an autoencoder of 8n, 4n and 8n units
with sigmoids, and to the bits that it is trained on. Thresholded at its median, the code of the first of
them has as many ones as zeros in every key, which a good key has in one case of twenty: it is too even, and
there are fewer such keys. The other reading takes low decimals, of which every other bit of rounding shows.
"""

from __future__ import annotations

import enum
import importlib
from dataclasses import dataclass
from importlib.util import find_spec
from typing import cast

import numpy as np
import numpy.typing as npt

from lab.generators.derivation import stream
from lab.generators.generator import KeyGenerator
from lab.generators.key_space import KeySpace, balanced, key_length, seed_space, smallest
from lab.generators.labels import Label
from lab.generators.parameters import require_range
from shared.errors import Code, Failure

SAMPLES = 64
_DIGITS = 1e5
_CLAIMED_BITS = 1076.0


class Reading(enum.StrEnum):
    """What of the code becomes the key."""

    MEDIAN = "median"
    """A bit for each unit: whether it is above the median."""
    DECIMALS = "decimals"
    """A byte for each unit: floor(10^5 v) mod 256."""


@dataclass(frozen=True)
class Autoencoder:
    """Parameters.

    Attributes:
        units: n; the code has 4n units, the input 8n.
        epochs: of the training.
        reading: what becomes the key.
    """

    units: int = 64
    epochs: int = 50
    reading: Reading = Reading.MEDIAN

    def __post_init__(self) -> None:
        require_range("units", self.units, 32, 512)
        require_range("epochs", self.epochs, 0, 1000)
        if self.units % 2:
            raise Failure(Code.INVALID_INPUT, "units must be even.", field="parameters")

    @property
    def code(self) -> int:
        """Units of the code layer."""
        return 4 * self.units

    @property
    def width(self) -> int:
        """Units of the input and of the output."""
        return 8 * self.units


@dataclass(frozen=True)
class Start:
    """What an autoencoder begins with, from the seed.

    Attributes:
        encoder: float32 [code, width], uniform within 1/sqrt(width) of zero.
        decoder: float32 [width, code], within 1/sqrt(code).
        samples: float32 [64, width] of 0 and 1.
    """

    encoder: npt.NDArray[np.float32]
    decoder: npt.NDArray[np.float32]
    samples: npt.NDArray[np.float32]


def make(seed: bytes, parameters: Autoencoder) -> bytes:
    """The key of a seed.

    Raises:
        Failure: ``LOCAL_FAILURE`` where torch is not installed.
    """
    return _key(start_of(seed, parameters), parameters)


def neighbour(seed: bytes, parameters: Autoencoder, number: int) -> bytes:
    """The key when one bit of the first training sample, whose code it is, is turned.

    Raises:
        Failure: as :func:`make`.
    """
    start = start_of(seed, parameters)
    start.samples[0, number % parameters.width] = 1 - start.samples[0, number % parameters.width]
    return _key(start, parameters)


def _key(start: Start, parameters: Autoencoder) -> bytes:
    if find_spec("torch") is None:
        sentence = "The autoencoder needs torch; install RidgeKey with its extra `lab`."
        raise Failure(Code.LOCAL_FAILURE, sentence)
    # By name, when a key is made: everything else here works without torch.
    training = importlib.import_module("lab.generators.autoencoder_training")
    code = cast("npt.NDArray[np.float32]", training.trained_code(start, parameters.epochs))
    if parameters.reading is Reading.MEDIAN:
        # By rank, so that equal values at the median leave it half and half too.
        ranks = np.argsort(np.argsort(code, kind="stable"), kind="stable")
        return np.packbits(ranks >= code.size // 2).tobytes()
    return (np.floor(_DIGITS * code.astype(np.float64)).astype(np.int64) & 255).astype(np.uint8).tobytes()


def start_of(seed: bytes, parameters: Autoencoder) -> Start:
    """First weights and training bits of a seed."""
    drawn = stream(seed, Label.AUTOENCODER, parameters.units)
    code, width = parameters.code, parameters.width
    encoder, decoder = (
        (np.frombuffer(drawn.bytes(4 * code * width), "<u4").astype(np.float64) / 2**31 - 1) / np.sqrt(fan)
        for fan in (width, code)
    )
    samples = np.unpackbits(np.frombuffer(drawn.bytes(SAMPLES * width // 8), np.uint8))
    return Start(
        encoder.astype(np.float32).reshape(code, width),
        decoder.astype(np.float32).reshape(width, code),
        samples.astype(np.float32).reshape(SAMPLES, width),
    )


def _claimed(_parameters: Autoencoder) -> KeySpace:
    return KeySpace(_CLAIMED_BITS, "10^324, the smaller that the review prints")


def _effective(parameters: Autoencoder, seed_bytes: int) -> KeySpace:
    median = parameters.reading is Reading.MEDIAN
    keys = balanced(parameters.code) if median else key_length(parameters.code)
    return smallest(keys, seed_space(seed_bytes))


GENERATOR = KeyGenerator(
    name="autoencoder",
    summary="code layer of an autoencoder",
    rows=(19, 20),
    initial_seed="first weights and training bits",
    parameters=Autoencoder,
    make=make,
    claimed=_claimed,
    effective=_effective,
    neighbour=neighbour,
    reproducible="with the same build of torch",
)
"""The registry's entry."""
