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
