"""The review's table 1 anew, for every generator that runs here: a row with what was claimed and what holds.

The review has no result of the monobit test for any of its 27 rows, a key space for 18, and sensitivity as a
word. Here every generator gives the same number of keys for the same seeds, straight from the recipe: the
loop would throw the bad ones away.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lab.batteries.sources.source import from_bytes
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.frequency import frequency
from lab.batteries.sp800_22.parameters import Parameters as TestParameters
from lab.evaluation.binomial import rate_bounds
from lab.generators.assessment import assess
from lab.generators.derivation import HKDF_MAX_BYTES, derive, numbered_seed
from lab.generators.generator import KeyGenerator
from lab.generators.key_space import KeySpace
from lab.generators.labels import Label
from lab.generators.parameters import P, Parameters, record_parameters
from lab.generators.sensitivity import Sensitivity, recipe_sensitivity, seed_sensitivity

KEYS = 20
_REFERENCE_KEYS = 200

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Compared:
    """One row.

    Attributes:
        generator: what was compared.
        parameters: of it.
        claimed: key space.
        effective: key space.
        of_seed: what flipping bits of the seed does.
        of_recipe: what moving first values of the recipe does; None where there are none to move.
        keys: that were made.
        distinct: of them.
        accepted: of them, by the assessment of single keys.
        monobit: p-value of all their bits, one behind the other.
        repeats: whether the first seed gave the same key a second time.
        seconds: time of a key.
        time_ratio: the same as a multiple of the time of HKDF-SHA-256 for a key of the same length.
    """

    generator: KeyGenerator[Any]
    parameters: Parameters
    claimed: KeySpace
    effective: KeySpace
    of_seed: Sensitivity
    of_recipe: Sensitivity | None
    keys: int
    distinct: int
    accepted: int
    monobit: float
    repeats: bool
    seconds: float
    time_ratio: float

    def record(self) -> dict[str, Any]:
        """As JSON holds it."""
        lower, upper = rate_bounds(self.accepted, self.keys)
        return {
            "generator": self.generator.name,
            "review_rows": list(self.generator.rows),
            "parameters": record_parameters(self.parameters),
            "initial_seed": self.generator.initial_seed,
            "claimed": self.claimed.record(),
            "effective": self.effective.record(),
            "seed_sensitivity": self.of_seed.record(),
            "recipe_sensitivity": self.of_recipe.record() if self.of_recipe else None,
            "keys": self.keys,
            "distinct": self.distinct,
            "accepted": {"share": self.accepted / self.keys, "lower": lower, "upper": upper},
            "monobit_p": self.monobit,
            "repeats": self.repeats,
            "milliseconds": round(1e3 * self.seconds, 3),
            "time_ratio": round(self.time_ratio, 1),
            "reproducible": self.generator.reproducible,
        }

    def row(self) -> dict[str, Any]:
        """A line for people."""
        own = self.of_recipe
        return {
            "generator": self.generator.name,
            "rows": list(self.generator.rows),
            "initial_seed": self.generator.initial_seed,
            "claimed": f"{self.claimed.bits:.0f} bits",
            "effective": f"{self.effective.bits:.1f} bits",
            "basis": self.effective.basis,
            "seed_change": f"{self.of_seed.bit_change:.1f} %",
            "recipe_change": None if own is None else f"{own.bit_change:.1f} %",
            "mse": None if own is None else f"{own.mse:.0f}",
            "psnr": None if own is None else f"{own.psnr:.1f} dB" if own.mse else "∞",
            "monobit": f"{self.monobit:.3g}",
            "accepted": f"{self.accepted} of {self.keys}",
            "time": f"{self.time_ratio:,.0f} x",
        }


def compare(generator: KeyGenerator[P], seed: bytes, keys: int = KEYS, tell: Tell | None = None) -> Compared:
    """Make a generator's row, with its default parameters.

    Args:
        generator: to be compared.
        seed: each key has one of its own made of it.
        keys: how many, at least 1.
        tell: is told how many keys are made.

    Raises:
        Failure: as :meth:`KeyGenerator.generate`.
    """
    parameters = generator.parameters()
    # The first key compiles and imports what the others find ready.
    generator.generate(numbered_seed(seed, keys), parameters)
    began, made = time.perf_counter(), []
    for number in range(keys):
        material = generator.generate(numbered_seed(seed, number), parameters)
        made.append(material.key.export_bytes())
        if tell:
            tell(number + 1, keys)
    seconds = (time.perf_counter() - began) / keys
    first = numbered_seed(seed, 0)
    again = generator.generate(first, parameters)
    return Compared(
        generator,
        parameters,
        generator.claimed(parameters),
        generator.effective(parameters, len(first)),
        seed_sensitivity(generator, first, parameters),
        recipe_sensitivity(generator, first, parameters),
        keys,
        len(set(made)),
        sum(assess(key).accepted for key in made),
        _monobit(b"".join(made)),
        again.key.export_bytes() == made[0],
        seconds,
        seconds / _reference_seconds(len(made[0])),
    )


def _monobit(bits: bytes) -> float:
    (outcome,) = frequency(BitSequence(from_bytes(bits)), TestParameters())
    return outcome.p_value if outcome.p_value is not None else float("nan")


def _reference_seconds(key_bytes: int) -> float:
    """Seconds that HKDF-SHA-256 takes for a key of this length, of several outputs where one is too short."""
    lengths = [min(HKDF_MAX_BYTES, key_bytes - begin) for begin in range(0, key_bytes, HKDF_MAX_BYTES)]
    began = time.perf_counter()
    for number in range(_REFERENCE_KEYS):
        for part, length in enumerate(lengths):
            derive(b"", Label.REFERENCE, number, part, length=length)
    return (time.perf_counter() - began) / _REFERENCE_KEYS
