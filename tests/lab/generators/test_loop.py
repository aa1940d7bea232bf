"""The review's loop, on a generator that gives what the test wants."""

from __future__ import annotations

import dataclasses
import json
import math
import pickle
from collections.abc import Callable

import pytest

from lab.generators.derivation import derive, retry_seed
from lab.generators.generator import KeyGenerator
from lab.generators.key_space import key_length, seed_space, smallest
from lab.generators.labels import Label
from lab.generators.loop import Acceptance, Policy, make_key
from lab.generators.material import seed_digest
from lab.generators.parameters import require_range
from shared.errors import Code, Failure

SEED = bytes(range(32))


@dataclasses.dataclass(frozen=True)
class Few:
    """Parameters of the generator under test."""

    key_bytes: int = 32

    def __post_init__(self) -> None:
        require_range("key_bytes", self.key_bytes, 16, 64)


def generator_of(make: Callable[[bytes, Few], bytes]) -> KeyGenerator[Few]:
    return KeyGenerator(
        "chosen",
        "what the test wants",
        (),
        "a seed",
        Few,
        make,
        lambda parameters: key_length(parameters.key_bytes),
        lambda parameters, seed_bytes: smallest(key_length(parameters.key_bytes), seed_space(seed_bytes)),
    )


def derived(seed: bytes, parameters: Few) -> bytes:
    return derive(seed, Label.CUBE_KEY, length=parameters.key_bytes)


def zeros_for(*refused: bytes) -> KeyGenerator[Few]:
    """Gives zeros, which fail, for some seeds."""
    return generator_of(lambda seed, few: bytes(32) if seed in refused else derived(seed, few))


def test_a_key_that_passes_is_taken_at_once() -> None:
    made = make_key(generator_of(derived), SEED, Few())
    assert made.material.key.export_bytes() == derived(SEED, Few())
    assert (made.rejections, made.cost_bits, made.acceptance_rate) == ((), 0, 1)


def test_each_further_try_has_its_own_seed_and_is_recorded() -> None:
    seeds = [retry_seed(SEED, number) for number in range(3)]
    made = make_key(zeros_for(*seeds[:2]), SEED, Few())
    assert made.material.key.export_bytes() == derived(seeds[2], Few())
    assert [(one.number, one.seed_sha256) for one in made.rejections] == [
        (0, seed_digest(seeds[0])),
        (1, seed_digest(seeds[1])),
    ]
    assert all("monobit" in one.assessment.failed for one in made.rejections)
    assert made.cost_bits == pytest.approx(2 * math.log2(3))
    assert len(set(seeds)) == 3


def test_over_many_keys_the_rate_is_that_of_all() -> None:
    acceptance = Acceptance()
    make_key(generator_of(derived), SEED, Few(), acceptance=acceptance)
    make_key(generator_of(derived), SEED[::-1], Few(), acceptance=acceptance)
    made = make_key(zeros_for(SEED), SEED, Few(), acceptance=acceptance)
    assert (acceptance.accepted, acceptance.tried, made.acceptance_rate) == (3, 4, 0.75)
    assert made.cost_bits == pytest.approx(math.log2(4 / 3))


def test_a_generator_whose_keys_never_pass_is_given_up() -> None:
    tried: list[bytes] = []

    def never(seed: bytes, few: Few) -> bytes:
        tried.append(seed)
        return bytes(few.key_bytes)

    with pytest.raises(Failure, match="None of 16 keys of chosen passed") as caught:
        make_key(generator_of(never), SEED, Few())
    assert caught.value.code is Code.KEY_UNUSABLE
    assert len(set(tried)) == 16


def test_the_record_has_the_key_only_when_asked() -> None:
    made = make_key(generator_of(derived), SEED, Few())
    key = made.material.key.export_bytes().hex()
    assert key not in json.dumps(made.record()) + repr(made)
    assert made.record(show_key=True)["key"] == key
    assert made.record()["provenance"] == {
        "generator": "chosen",
        "version": 1,
        "parameters": {"key_bytes": 32},
        "seed_sha256": seed_digest(SEED),
    }
    with pytest.raises(TypeError):
        pickle.dumps(made.material)


@pytest.mark.parametrize("length", [0, 15, 65])
def test_a_seed_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(Failure, match="16 to 64 bytes") as caught:
        generator_of(derived).generate(bytes(length), Few())
    assert caught.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize(("tries", "alpha"), [(0, 0.001), (16, 0.0), (16, 1.0)])
def test_a_policy_that_makes_no_sense_is_refused(tries: int, alpha: float) -> None:
    with pytest.raises(Failure):
        Policy(tries, alpha)
