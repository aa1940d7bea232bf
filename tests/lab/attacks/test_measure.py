"""What counts as recovered, and what as guessing."""

from __future__ import annotations

import hashlib

import pytest

from lab.attacks.measure import entropy, equal_share, is_guessing, percent, xor

NOISE = [hashlib.shake_256(seed).digest(65536) for seed in (b"one", b"two")]


def test_the_share_of_equal_bytes() -> None:
    assert equal_share(b"abcd", b"abxd") == 0.75


@pytest.mark.parametrize("pair", [(b"a", b"ab"), (b"", b"")], ids=["other lengths", "nothing"])
def test_what_cannot_be_compared_is_not(pair: tuple[bytes, bytes]) -> None:
    with pytest.raises(ValueError, match="one length"):
        equal_share(*pair)


def test_noise_is_guessing_and_one_byte_in_a_hundred_more_is_not() -> None:
    left, right = NOISE
    assert is_guessing(equal_share(left, right), len(left))
    pairs = enumerate(zip(left, right, strict=True))
    better = bytes(ours if place % 100 == 0 else theirs for place, (ours, theirs) in pairs)
    assert not is_guessing(equal_share(left, better), len(left))


@pytest.mark.parametrize(
    ("data", "bits"),
    [
        pytest.param(bytes(100), 0.0, id="one value"),
        pytest.param(bytes(range(256)) * 3, 8.0, id="every value alike"),
        pytest.param(b"ab" * 50, 1.0, id="two values"),
    ],
)
def test_entropy(data: bytes, bits: float) -> None:
    assert entropy(data) == pytest.approx(bits)


def test_xor_ends_with_the_shorter_one() -> None:
    assert xor(b"\x01\x02\x03", b"\x03\x01") == b"\x02\x03"


@pytest.mark.parametrize(("share", "text"), [(1.0, "100 %"), (0.00390625, "0.3906 %"), (0.93, "93 %")])
def test_a_share_for_people(share: float, text: str) -> None:
    assert percent(share) == text
