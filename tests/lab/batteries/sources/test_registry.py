"""Generators by name: what they give, and what is said of a name or a value that is wrong."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from lab.batteries.sources import GENERATORS, make_generator
from lab.batteries.sources.chaotic import FINE_STEP
from lab.papers.paper_003.chen_signs import Signs, stream
from lab.papers.paper_003.swarm_bounds import Bounds
from shared.chaos import chen
from shared.errors import Code, Failure

REFUSALS = {
    "a name that is nearly one": ("aesctr", None, "no generator 'aesctr'; the nearest are aes-ctr"),
    "a name that is nothing like one": ("zzz", None, "there are pi, e, sqrt2"),
    "an empty name": ("", None, "no generator ''"),
    "a value for one that takes none": ("pi:3", None, "takes no value"),
    "a probability above one": ("biased:1.01", None, "probability of a one"),
    "a probability that is none": ("biased:nan", None, "probability of a one"),
    "no probability": ("biased:", None, "probability of a one"),
    "no period": ("periodic:0", None, "whole number from 1"),
    "a period in words": ("periodic:ten", None, "whole number from 1"),
    "a bit that there is not": ("lcg-low:31", None, "whole number from 0 to 30"),
    "no byte map": ("hyperchaos:p1/scale-1e4", None, "hyperchaos takes one of each"),
    "two profiles": ("hyperchaos:p1/p2", None, "hyperchaos takes one of each"),
    "no profile": ("hyperchaos:", None, "p1 or p2 or p3 or p4"),
    "a seed for a constant": ("chen", 1, "takes no seed"),
    "signs under which Chen's system grows": ("chen-signs:printed", None, "grows without end"),
    "no signs": ("chen-signs:both", None, "chen-signs takes one of true, printed, x-corrected"),
    "no bounds": ("pso-surrogate:none", None, "pso-surrogate takes one of wrap, cast, reflect, clip"),
    "a seed that is too long": ("aes-ctr", 1 << 256, "0 to 2"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_refused_and_why(case: str) -> None:
    spelled, seed, sentence = REFUSALS[case]
    with pytest.raises(Failure) as refused:
        make_generator(spelled, seed)
    assert refused.value.code is Code.INVALID_INPUT
    assert sentence in refused.value.sentence


@pytest.mark.parametrize("name", sorted(GENERATORS.keys() - {"pi", "e", "sqrt2", "sqrt3", "pso-keys"}))
def test_pieces_make_the_whole_and_the_seed_decides(name: str) -> None:
    whole = make_generator(name).bits(4096)
    source = make_generator(name)
    assert whole.dtype == np.uint8
    assert set(whole.tolist()) == {0, 1}
    assert [*source.bits(0), *source.bits(5), *source.bits(4091)] == whole.tolist()
    assert make_generator(name).bytes(512) == np.packbits(whole).tobytes()
    if GENERATORS[name].seeded:
        assert make_generator(name, 0).bits(4096).tolist() == whole.tolist()
        assert make_generator(name, 1).bits(4096).tolist() != whole.tolist()


def test_aes_in_counter_mode_is_that_of_fips_197() -> None:
    assert make_generator("aes-ctr").bytes(16).hex() == "dc95c078a2408989ad48a21492842087"


def test_shake_is_that_of_hashlib_block_by_block() -> None:
    seed = (7).to_bytes(32, "big")
    blocks = [hashlib.shake_256(seed + number.to_bytes(8, "big")).digest(1 << 17) for number in (0, 1)]
    assert make_generator("shake256", 7).bytes(1 << 18) == b"".join(blocks)


@pytest.mark.parametrize("bit", [0, 3, 30])
def test_the_congruential_generator_is_the_recurrence(bit: int) -> None:
    state, wanted = 5, []
    for _ in range(70_000):
        state = (1103515245 * state + 12345) % 2**31
        wanted.append(state >> bit & 1)
    assert make_generator(f"lcg-low:{bit}", 5).bits(70_000).tolist() == wanted


def test_periodic_bits_come_again() -> None:
    bits = make_generator("periodic:17", 3).bits(170)
    assert bits.tolist() == bits[:17].tolist() * 10


def test_biased_bits_are_ones_as_often_as_asked() -> None:
    ones = int(make_generator("biased:0.51").bits(1_000_000).sum())
    assert abs(ones - 510_000) < 4 * 500
    assert make_generator("biased:0").bits(1000).sum() == 0
    assert make_generator("biased:1").bits(1000).sum() == 1000


def test_chen_is_the_stream_of_the_keys() -> None:
    assert make_generator("chen").bytes(3000) == chen.stream(3000)


def test_the_other_signs_go_on_from_block_to_block() -> None:
    assert make_generator("chen-signs:true").bytes(3000) == chen.stream(3000)
    assert make_generator("chen-signs").bytes(3000) == stream(Signs.X_CORRECTED, 3000)


def test_bounds_make_other_keys_of_the_same_candidates() -> None:
    keys = {bounds: make_generator(f"pso-surrogate:{bounds}", 4).bytes(1024) for bounds in Bounds}
    assert len(set(keys.values())) == len(Bounds)
    assert keys[Bounds.WRAP] == make_generator("pso-surrogate", 4).bytes(1024)


def test_the_finer_orbit_has_the_finer_step() -> None:
    values = chen.orbit(chen.start(FINE_STEP), chen.DISCARDED, 512)[:: chen.COORDINATES]
    assert make_generator("chen-x").bytes(512) == chen.bytes_of(values).tobytes()


def test_x_at_the_finer_step_is_correlated_with_itself() -> None:
    values = np.frombuffer(make_generator("chen-x").bytes(1 << 16), np.uint8).astype(np.float64)
    assert np.corrcoef(values[1:], values[:-1])[0, 1] == pytest.approx(0.53, abs=0.02)


@pytest.mark.parametrize(
    ("spelled", "even"),
    [("p4/literal", False), ("p1/literal/simultaneous", False), ("p4/scale-1e3", False), ("p4", True)],
)
def test_hyperchaotic_bytes_are_even_only_of_low_digits(spelled: str, even: bool) -> None:
    data = np.frombuffer(make_generator(f"hyperchaos:{spelled}").bytes(200_000), np.uint8)
    counts = np.bincount(data, minlength=256)
    chi_square = float(((counts - data.size / 256) ** 2).sum() / (data.size / 256))
    assert (chi_square < 340) == even  # 255 degrees of freedom: 99.97 % of even ones lie below
