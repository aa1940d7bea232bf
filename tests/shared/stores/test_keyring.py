"""A home's keys come back from their sealed files, or say what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.crypto.secret import Secret
from shared.crypto.tls_keys import make_private_key
from shared.errors import Code, Failure
from shared.stores.home import Home, HomeKind
from shared.stores.keyring import HPKE, TLS, Keyring
from tests.replay_randomness import ReplayRandomness
from tests.shared.stores.sealed_parts import master_key

RANDOMNESS = ReplayRandomness("keyring")


def keyring(folder: Path, byte: int = 7) -> Keyring:
    """The keys of a branch's home."""
    return Keyring(Home(folder, HomeKind.BRANCH, {}), master_key(byte), RANDOMNESS)


def test_keys_come_back(tmp_path: Path) -> None:
    key = make_private_key(RANDOMNESS)
    keyring(tmp_path).put_certified(TLS, key)
    keyring(tmp_path).put_secret(HPKE, Secret(b"h" * 96))
    assert keyring(tmp_path).certified(TLS).public_key() == key.public_key()
    assert keyring(tmp_path).secret(HPKE).equals_in_constant_time(b"h" * 96)


def test_a_missing_key_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="tls key is missing; restore the home") as refused:
        keyring(tmp_path).certified(TLS)
    assert refused.value.code is Code.HOME_INVALID


def test_keys_do_not_open_with_another_master_key(tmp_path: Path) -> None:
    keyring(tmp_path).put_secret(HPKE, Secret(b"h" * 96))
    with pytest.raises(Failure) as refused:
        keyring(tmp_path, 8).secret(HPKE)
    assert refused.value.code is Code.INTEGRITY


def test_one_key_does_not_stand_in_for_another(tmp_path: Path) -> None:
    keyring(tmp_path).put_secret(HPKE, Secret(b"h" * 96))
    (tmp_path / "keys" / "tls.sealed").write_bytes((tmp_path / "keys" / "hpke.sealed").read_bytes())
    with pytest.raises(Failure) as refused:
        keyring(tmp_path).certified(TLS)
    assert refused.value.code is Code.INTEGRITY


def test_the_key_of_a_renewed_certificate_lies_beside_the_one_before(tmp_path: Path) -> None:
    first, second = make_private_key(RANDOMNESS), make_private_key(RANDOMNESS)
    ring = keyring(tmp_path)
    ring.put_certified(TLS, first)
    ring.put_renewed(TLS, second)
    for key in (first, second):
        assert ring.key_of(TLS, key.public_key()).public_key() == key.public_key()


@pytest.mark.parametrize("kept", [(0,), (1,), (2,), (1, 2), (0, 1, 2)])
def test_only_the_keys_of_the_named_certificates_stay(tmp_path: Path, kept: tuple[int, ...]) -> None:
    keys = [make_private_key(RANDOMNESS) for _ in range(3)]
    ring = keyring(tmp_path)
    ring.put_certified(TLS, keys[0])
    ring.put_secret(HPKE, Secret(b"h" * 96))
    for key in keys[1:]:
        ring.put_renewed(TLS, key)
    ring.drop_others(TLS, [keys[place].public_key() for place in kept])
    assert len(list(tmp_path.glob("keys/tls*.sealed"))) == len(kept)
    for place in kept:
        assert ring.key_of(TLS, keys[place].public_key()).public_key() == keys[place].public_key()
    assert ring.secret(HPKE).equals_in_constant_time(b"h" * 96)


def test_nothing_is_dropped_for_a_certificate_whose_key_is_not_here(tmp_path: Path) -> None:
    held, absent = make_private_key(RANDOMNESS), make_private_key(RANDOMNESS)
    ring = keyring(tmp_path)
    ring.put_renewed(TLS, held)
    with pytest.raises(Failure, match="tls key is missing"):
        ring.drop_others(TLS, [absent.public_key()])
    assert ring.key_of(TLS, held.public_key()).public_key() == held.public_key()
