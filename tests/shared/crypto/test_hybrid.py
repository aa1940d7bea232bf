"""Both key agreements give both ends the same two secrets, and nothing that is no key is taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from shared.crypto.hybrid import Encapsulation, EphemeralKey, encapsulate
from shared.errors import Code, Failure
from tests.replay_randomness import ReplayRandomness

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "hybrid.json").read_text("utf-8"))


class FixedRandomness:
    """Gives the tokens it was made with."""

    def __init__(self, *tokens: bytes) -> None:
        self._tokens = list(tokens)

    def token(self, length: int) -> bytes:
        """The next one, which must have the length asked for."""
        token = self._tokens.pop(0)
        assert len(token) == length
        return token


def test_both_ends_agree() -> None:
    asking = EphemeralKey(ReplayRandomness("asking"))
    answer, answering = encapsulate(
        asking.mlkem_encapsulation_key, asking.x25519_public_key, ReplayRandomness("answering")
    )
    agreed = asking.agree(answer)
    assert agreed.mlkem.equals_in_constant_time(answering.mlkem)
    assert agreed.x25519.equals_in_constant_time(answering.x25519)
    assert not agreed.mlkem.equals_in_constant_time(agreed.x25519)
    sizes = [len(asking.mlkem_encapsulation_key), len(asking.x25519_public_key)]
    sizes += [len(answer.mlkem_ciphertext), len(answer.x25519_public_key), len(agreed.mlkem)]
    assert sizes == [1184, 32, 1088, 32, 32]


@pytest.mark.parametrize("vector", [pytest.param(each, id=each["name"]) for each in VECTORS["agree"]])
def test_a_replayed_key_agrees_as_recorded(vector: dict[str, str]) -> None:
    given = {name: bytes.fromhex(value) for name, value in vector.items() if name != "name"}
    asking = EphemeralKey(FixedRandomness(given["mlkem_seed"], given["x25519_private"]))
    assert asking.mlkem_encapsulation_key == given["mlkem_encapsulation_key"]
    assert asking.x25519_public_key == given["x25519_public_key"]
    agreed = asking.agree(Encapsulation(given["mlkem_ciphertext"], given["their_x25519_public_key"]))
    assert agreed.mlkem.export_bytes() == given["mlkem_secret"]
    assert agreed.x25519.export_bytes() == given["x25519_secret"]


def test_the_random_bytes_alone_recompute_the_secrets() -> None:
    randomness = ReplayRandomness(7)
    asking = EphemeralKey(randomness)
    seed, scalar = randomness.tokens
    assert (len(seed), len(scalar)) == (64, 32)
    answer, answering = encapsulate(
        asking.mlkem_encapsulation_key, asking.x25519_public_key, ReplayRandomness(8)
    )
    assert (
        MLKEM768PrivateKey.from_seed_bytes(seed).decapsulate(answer.mlkem_ciphertext)
        == answering.mlkem.export_bytes()
    )
    public = X25519PrivateKey.from_private_bytes(scalar).public_key().public_bytes_raw()
    assert public == asking.x25519_public_key


def test_an_altered_ciphertext_gives_another_secret_and_no_error() -> None:
    asking = EphemeralKey(ReplayRandomness(1))
    answer, answering = encapsulate(
        asking.mlkem_encapsulation_key, asking.x25519_public_key, ReplayRandomness(2)
    )
    altered = bytes([answer.mlkem_ciphertext[0] ^ 1]) + answer.mlkem_ciphertext[1:]
    agreed = asking.agree(replace(answer, mlkem_ciphertext=altered))
    assert not agreed.mlkem.equals_in_constant_time(answering.mlkem)
    assert agreed.x25519.equals_in_constant_time(answering.x25519)


LOW_ORDER = [bytes.fromhex(point) for point in VECTORS["x25519_low_order"]]
NO_POINTS = [*LOW_ORDER, b"", bytes(31), bytes(33)]


@pytest.mark.parametrize("point", NO_POINTS, ids=lambda point: f"{len(point)} bytes {point[:4].hex()}")
def test_an_x25519_key_that_is_none_is_malformed_at_both_ends(point: bytes) -> None:
    asking = EphemeralKey(ReplayRandomness(1))
    acts: list[Callable[[], object]] = [
        lambda: encapsulate(asking.mlkem_encapsulation_key, point, ReplayRandomness(2)),
        lambda: asking.agree(Encapsulation(bytes(1088), point)),
    ]
    for act in acts:
        with pytest.raises(Failure) as caught:
            act()
        assert (caught.value.code, caught.value.field) == (Code.MALFORMED, "x25519_public_key")


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(b"", id="empty"),
        pytest.param(bytes(1183), id="a byte short"),
        pytest.param(bytes(1185), id="a byte long"),
        pytest.param(b"\xff" * 1184, id="coefficients not reduced (FIPS 203 section 7.2)"),
    ],
)
def test_an_encapsulation_key_that_is_none_is_malformed(key: bytes) -> None:
    asking = EphemeralKey(ReplayRandomness(1))
    with pytest.raises(Failure) as caught:
        encapsulate(key, asking.x25519_public_key, ReplayRandomness(2))
    assert (caught.value.code, caught.value.field) == (Code.MALFORMED, "mlkem_encapsulation_key")


@pytest.mark.parametrize("length", [0, 1087, 1089])
def test_a_ciphertext_of_another_length_is_malformed(length: int) -> None:
    asking = EphemeralKey(ReplayRandomness(1))
    with pytest.raises(Failure) as caught:
        asking.agree(Encapsulation(bytes(length), asking.x25519_public_key))
    assert (caught.value.code, caught.value.field) == (Code.MALFORMED, "mlkem_ciphertext")


def test_wiping_overwrites_both() -> None:
    asking = EphemeralKey(ReplayRandomness(1))
    _, agreement = encapsulate(asking.mlkem_encapsulation_key, asking.x25519_public_key, ReplayRandomness(2))
    agreement.wipe()
    assert agreement.mlkem.wiped
    assert agreement.x25519.wiped
    assert "Secret" in repr(agreement)
