"""Streams that everybody can make, tested by SP 800-22 beside the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lab.batteries.outcome import Outcome
from lab.batteries.sources import make_generator
from lab.batteries.sources.source import from_bytes
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.catalogue import run_tests
from lab.batteries.sp800_22.parameters import Parameters
from lab.report.measured_keys import MeasuredKeys

PUBLIC = ("pi", "chen", "aes-ctr", "chen-x", "biased:0.51")
"""Digits of pi, Chen's stream of the paper and AES under a known key are as good as any; Chen's x alone at a
small step, and bits that lean, are not."""

BITS = 1_000_000


def run_streams() -> Mapping[str, Sequence[Outcome]]:
    """The outcomes of a million bits of each stream, by its name."""
    return {name: run_tests(BitSequence(make_generator(name).bits(BITS)), Parameters()) for name in PUBLIC}


def run_keys(keys: MeasuredKeys) -> Mapping[str, Sequence[Outcome]]:
    """The outcomes of each key, by its name; most tests need longer sequences and do not apply."""
    return {
        name: run_tests(BitSequence(from_bytes(key.tobytes())), Parameters())
        for name, key in zip(keys.names, keys.keys, strict=True)
    }
