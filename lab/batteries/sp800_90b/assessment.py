"""The min-entropy of a sample by all estimators, as SP 800-90B §3.1.3 combines them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lab.batteries.sp800_90b.collision import collision
from lab.batteries.sp800_90b.compression import compression
from lab.batteries.sp800_90b.estimate import Estimate
from lab.batteries.sp800_90b.health_tests import Samples
from lab.batteries.sp800_90b.markov import markov
from lab.batteries.sp800_90b.most_common import most_common_value
from lab.batteries.sp800_90b.repeats import find_repeats
from lab.batteries.sp800_90b.tuples import longest_repeated_substring, t_tuple
from shared.errors import Code, Failure

WANTED_SAMPLES = 1_000_000
"""That §3.1.1 asks for; with fewer an estimate may be far off."""

MOST_BITS = 8
_LEAST = 2

Tell = Callable[[int, int], object]
"""Takes what is done, and what there is in all."""


@dataclass(frozen=True)
class Assessment:
    """Estimates of a sequence of samples.

    Attributes:
        samples: how many there were.
        bits_per_symbol: of a sample.
        symbols: estimates of the samples, in bits of a sample.
        bits: estimates of the samples' bits one after the other, in bits of a bit; none if samples are bits.
    """

    samples: int
    bits_per_symbol: int
    symbols: list[Estimate]
    bits: list[Estimate]

    @property
    def original(self) -> float:
        """H_original: the least estimate of the samples."""
        return min(estimate.entropy for estimate in self.symbols if estimate.entropy is not None)

    @property
    def bitstring(self) -> float | None:
        """H_bitstring: the least estimate of the bits; None if samples are bits."""
        found = [estimate.entropy for estimate in self.bits if estimate.entropy is not None]
        return min(found) if found else None

    @property
    def entropy(self) -> float:
        """Min-entropy of a sample: the least of the two, and never more than the sample's bits."""
        least = min(float(self.bits_per_symbol), self.original)
        return least if self.bitstring is None else min(least, self.bits_per_symbol * self.bitstring)

    @property
    def enough(self) -> bool:
        """Whether there are as many samples as the document asks for."""
        return self.samples >= WANTED_SAMPLES


def assess(samples: Samples, bits_per_symbol: int, tell: Tell = lambda _done, _total: None) -> Assessment:
    """Estimate the min-entropy of a sample.

    Args:
        samples: values below 2^bits_per_symbol, uint8 [L].
        bits_per_symbol: 1 to 8.
        tell: called as the estimators finish.

    Raises:
        Failure: ``INVALID_INPUT`` for fewer than two samples, or samples that do not fit.
    """
    _check(samples, bits_per_symbol)
    if bits_per_symbol == 1:
        return Assessment(samples.size, 1, _of_bits(samples, tell, 0, 4), [])
    first = [most_common_value(samples), *_of_tuples(samples)]
    tell(1, 5)
    bits = np.unpackbits(samples[:, None], axis=1)[:, MOST_BITS - bits_per_symbol :].reshape(-1)
    return Assessment(samples.size, bits_per_symbol, first, _of_bits(bits, tell, 1, 5))


def _of_bits(bits: Samples, tell: Tell, done: int, total: int) -> list[Estimate]:
    found: list[Estimate] = []
    for step, estimator in enumerate((most_common_value, collision, markov, compression), 1):
        found.append(estimator(bits))
        tell(min(done + step, total - 1), total)
    found += _of_tuples(bits)
    tell(total, total)
    return found


def _of_tuples(samples: Samples) -> list[Estimate]:
    repeats = find_repeats(samples)
    return [t_tuple(repeats), longest_repeated_substring(repeats)]


def _check(samples: Samples, bits_per_symbol: int) -> None:
    if not 1 <= bits_per_symbol <= MOST_BITS:
        raise Failure(Code.INVALID_INPUT, "A sample has 1 to 8 bits.", field="bits_per_symbol")
    if samples.size < _LEAST:
        sentence = f"An estimate needs samples; there are {samples.size} and {WANTED_SAMPLES:,} are wanted."
        raise Failure(Code.INVALID_INPUT, sentence, field="samples")
    if int(samples.max()) >> bits_per_symbol:
        sentence = f"There are samples of more than {bits_per_symbol} bits; say how many bits they have."
        raise Failure(Code.INVALID_INPUT, sentence, field="bits_per_symbol")
