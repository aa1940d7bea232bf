"""A master key under a passphrase opens with that passphrase alone, and costs memory to guess at."""

from __future__ import annotations

import pytest

from shared.crypto.passphrase import MAGIC, check_passphrase, open_with_passphrase, seal_under_passphrase
from shared.crypto.secret import Secret
from shared.encoding import lv
from shared.errors import Code, Failure
from tests.replay_randomness import ReplayRandomness

KEY = bytes(range(32))
PASSPHRASE = "five wörds that nobody says"
BLOB = seal_under_passphrase(Secret(KEY), Secret(PASSPHRASE.encode()), ReplayRandomness("salt"))


def refusal(blob: bytes, passphrase: str = PASSPHRASE) -> Code:
    with pytest.raises(Failure) as caught:
        open_with_passphrase(blob, Secret(passphrase.encode()))
    return caught.value.code


def test_what_was_sealed_opens() -> None:
    with open_with_passphrase(BLOB, Secret(PASSPHRASE.encode())) as opened:
        assert opened.export_bytes() == KEY
    assert KEY not in BLOB
    assert PASSPHRASE.encode() not in BLOB


def test_each_sealing_has_a_salt_of_its_own() -> None:
    again = seal_under_passphrase(Secret(KEY), Secret(PASSPHRASE.encode()), ReplayRandomness("other"))
    assert not set(chunks(BLOB)) & set(chunks(again))


def chunks(blob: bytes) -> list[bytes]:
    """The last bytes of a blob, which are salt, nonce and what is sealed, in pieces."""
    return [blob[place : place + 8] for place in range(len(blob) - 32, len(blob), 8)]


ALTERED = {
    "the magic": (0, Code.INTEGRITY),
    "the cost": (len(MAGIC) + 4, Code.INTEGRITY),
    "the salt": (len(MAGIC) + 4 + 8 + 4, Code.PERMISSION_DENIED),
    "the nonce": (len(MAGIC) + 4 + 8 + 4 + 16 + 4, Code.PERMISSION_DENIED),
    "the tag": (len(BLOB) - 1, Code.PERMISSION_DENIED),
}


@pytest.mark.parametrize(("place", "code"), ALTERED.values(), ids=ALTERED)
def test_what_was_altered_does_not_open(place: int, code: Code) -> None:
    altered = bytearray(BLOB)
    altered[place] ^= 1
    assert refusal(bytes(altered)) is code


def test_another_passphrase_is_refused_as_one() -> None:
    assert refusal(BLOB, PASSPHRASE + " ") is Code.PERMISSION_DENIED


REFUSED = {
    "empty": b"",
    "cut short": BLOB[:-40],
    "no parts": MAGIC,
    "a cost of a tebibyte": MAGIC + lv(30, bytes(16), bytes(12), bytes(48)),
    "a cost of nothing": MAGIC + lv(0, bytes(16), bytes(12), bytes(48)),
    "a salt too short": MAGIC + lv(17, bytes(8), bytes(12), bytes(48)),
}


@pytest.mark.parametrize("blob", REFUSED.values(), ids=REFUSED)
def test_what_is_no_sealed_key_is_not_tried(blob: bytes) -> None:
    assert refusal(blob) is Code.INTEGRITY


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Failure) as caught:
        check_passphrase(Secret(b"elf Zeichen"))
    assert caught.value.code is Code.INVALID_INPUT
    check_passphrase(Secret("zwölfZeichen".encode()))
