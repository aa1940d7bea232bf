"""Generators by name, as a command line spells them: ``aes-ctr``, ``biased:0.51``."""

from __future__ import annotations

import difflib
import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from lab.batteries.sources.chaotic import ChenSignsBits, chen_stream, chen_x
from lab.batteries.sources.ciphers import SEED_BYTES, AesCounter, ShakeBlocks
from lab.batteries.sources.faulty import BiasedBits, LowBits, PeriodicBits
from lab.batteries.sources.hyperchaos import HyperchaosBits, parse_choice
from lab.batteries.sources.irrational import DIGITS, ConstantSource
from lab.batteries.sources.network_keys import NetworkKeyBits
from lab.batteries.sources.source import BitSource
from lab.batteries.sources.surrogate_keys import SurrogateKeyBits
from lab.batteries.sources.swarm_keys import SwarmKeyBits
from lab.generators.network_keys.plan import TrainingPlan
from lab.generators.parameters import read_parameters
from lab.papers.paper_003.chen_signs import Signs
from lab.papers.paper_003.swarm_bounds import Bounds
from shared.errors import Code, Failure

R = TypeVar("R", bound=enum.StrEnum)

SEED = 0
"""Of a generator that takes one, when none is given."""

_SEED_MAX = (1 << (8 * SEED_BYTES)) - 1
_LOW_BIT_MAX = 30
_POPULATION_MAX = (1 << 63) - 1
_PERIOD_MAX = 1 << 24


@dataclass(frozen=True)
class Generator:
    """One way to make bits.

    Attributes:
        summary: what it is, in a few words.
        make: takes the seed and what stands behind the colon (or ``default``).
        seeded: whether it takes a seed.
        default: what stands for the part behind the colon when there is none; None if it takes none.
    """

    summary: str
    make: Callable[[int, str], BitSource]
    seeded: bool = True
    default: str | None = None


def make_generator(spelled: str, seed: int | None = None) -> BitSource:
    """The generator that a name stands for.

    Args:
        spelled: a name of :data:`GENERATORS`, with a colon and a value behind it where it takes one.
        seed: the same seed gives the same bits; None for :data:`SEED`.

    Raises:
        Failure: ``INVALID_INPUT`` for a name that is none, with those nearest to it; a value that is out of
            range; a seed for a generator that takes none.
    """
    name, colon, value = spelled.partition(":")
    generator = GENERATORS.get(name)
    if generator is None:
        raise _refusal(f"There is no generator {name!r}; {_nearest(name)}.")
    if colon and generator.default is None:
        raise _refusal(f"Generator {name} takes no value; write it without the colon.")
    if seed is not None and not generator.seeded:
        sentence = f"Generator {name} is always the same and takes no seed; leave --seed out."
        raise Failure(Code.INVALID_INPUT, sentence, field="seed")
    if seed is not None and not 0 <= seed <= _SEED_MAX:
        raise Failure(Code.INVALID_INPUT, "A seed is a number from 0 to 2^256 - 1.", field="seed")
    return generator.make(SEED if seed is None else seed, value if colon else generator.default or "")


def _nearest(name: str) -> str:
    near = difflib.get_close_matches(name, GENERATORS, n=3, cutoff=0.5)
    return f"the nearest are {', '.join(near)}" if near else f"there are {', '.join(GENERATORS)}"


def _biased(seed: int, value: str) -> BitSource:
    try:
        ones = float(value)
    except ValueError:
        ones = -1.0
    if not 0 <= ones <= 1:
        raise _refusal("biased takes the probability of a one, 0 to 1, such as biased:0.51.")
    return BiasedBits(ones, seed)


def _swarm_keys(seed: int, _value: str) -> BitSource:
    if seed > _POPULATION_MAX:
        raise Failure(Code.INVALID_INPUT, "pso-keys takes a seed from 0 to 2^63 - 1.", field="seed")
    return SwarmKeyBits(seed)


def _chen_signs(_seed: int, value: str) -> BitSource:
    return ChenSignsBits(_reading("chen-signs", Signs, value))


def _surrogate_keys(seed: int, value: str) -> BitSource:
    return SurrogateKeyBits(seed, _reading("pso-surrogate", Bounds, value))


def _reading(name: str, readings: type[R], value: str) -> R:
    try:
        return readings(value)
    except ValueError:
        raise _refusal(f"{name} takes one of {', '.join(readings)}.") from None


def _network_keys(seed: int, value: str) -> BitSource:
    settings = [part for part in value.split(",") if part]
    return NetworkKeyBits(seed, read_parameters(TrainingPlan, settings))


def _hyperchaos(seed: int, value: str) -> BitSource:
    return HyperchaosBits(parse_choice(value), seed)


def _periodic(seed: int, value: str) -> BitSource:
    return PeriodicBits(_whole("periodic", value, 1, _PERIOD_MAX), seed)


def _low_bit(seed: int, value: str) -> BitSource:
    return LowBits(_whole("lcg-low", value, 0, _LOW_BIT_MAX), seed)


def _whole(name: str, value: str, least: int, most: int) -> int:
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise _refusal(f"{name} takes a whole number from {least} to {most:,}, such as {name}:{least + 1}.")
    return int(value)


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence, field="generator")


def _constant(name: str) -> Generator:
    def make(_seed: int, _value: str) -> BitSource:
        return ConstantSource(name, DIGITS[name])

    return Generator(f"binary digits of {name}", make, seeded=False)


GENERATORS: dict[str, Generator] = {
    **{name: _constant(name) for name in DIGITS},
    "aes-ctr": Generator("AES-256 in counter mode", lambda seed, _: AesCounter(seed)),
    "shake256": Generator("SHAKE-256", lambda seed, _: ShakeBlocks(seed)),
    "chen": Generator("Chen's system, x, y, z in turn", lambda _seed, _: chen_stream(), seeded=False),
    "chen-x": Generator("Chen's x at a step of 0.001", lambda _seed, _: chen_x(), seeded=False),
    "chen-signs": Generator(
        "Chen's system with paper 003's signs", _chen_signs, seeded=False, default="x-corrected"
    ),
    "pso-keys": Generator("paper 003's keys before Chen", _swarm_keys),
    "pso-surrogate": Generator("the same of a saturated network, bounds B", _surrogate_keys, default="wrap"),
    "network-keys": Generator("paper 004's keys, set by NAME=VALUE,…", _network_keys, default=""),
    "hyperchaos": Generator("paper 000's map of surrogate features", _hyperchaos, default="p1/scale-1e5"),
    "biased": Generator("ones with probability P", _biased, default="0.51"),
    "periodic": Generator("N random bits repeated", _periodic, default="1000"),
    "lcg-low": Generator("bit K of ISO C's example generator", _low_bit, default="0"),
}
"""Every generator, by the name that a command line uses."""
