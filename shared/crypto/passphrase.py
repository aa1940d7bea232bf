"""A secret sealed under a passphrase: scrypt (RFC 7914) and AES-256-GCM, for a key that leaves its home.

Layout: ``magic ‖ lv(log2 N, salt, nonce, sealed)``; all before the nonce is authenticated. r = 8 and p = 1
are fixed. A passphrase is guessed at on machines that are not ours, so that every guess should cost memory;
with N = 2^17 it is 128 MiB.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from shared.crypto.key_schedule import KEY_BYTES
from shared.crypto.randomness import Randomness
from shared.crypto.secret import Secret
from shared.crypto.stream import NONCE_BYTES, Suite, aead
from shared.encoding import integer, lv, unlv
from shared.errors import Code, Failure

MAGIC = b"RKPASSKEY1\n"
FEWEST_CHARACTERS = 12

_SUITE = Suite.AES_256_GCM
_LOG_N = 17
_MOST_LOG_N = 20
"""What a damaged or hostile file may make us spend: a gibibyte."""
_R, _P = 8, 1
_SALT_BYTES = 16


def check_passphrase(passphrase: Secret) -> None:
    """Check that a passphrase is long enough to be worth its name.

    Raises:
        Failure: ``INVALID_INPUT``.
    """
    if len(passphrase.export_bytes().decode("utf-8", "replace")) < FEWEST_CHARACTERS:
        sentence = f"A passphrase has {FEWEST_CHARACTERS} characters or more; take five words by lot."
        raise Failure(Code.INVALID_INPUT, sentence, field="passphrase_file")


def seal_under_passphrase(secret: Secret, passphrase: Secret, randomness: Randomness) -> bytes:
    """Seal a secret.

    Args:
        secret: what is sealed.
        passphrase: UTF-8.
        randomness: gives salt and nonce.

    Raises:
        Failure: as :func:`check_passphrase`.
    """
    check_passphrase(passphrase)
    salt, nonce = randomness.token(_SALT_BYTES), randomness.token(NONCE_BYTES)
    with _key(passphrase, salt, _LOG_N) as key:
        sealed = aead(_SUITE, key).encrypt(nonce, secret.export_bytes(), _binding(_LOG_N, salt))
    return MAGIC + lv(_LOG_N, salt, nonce, sealed)


def open_with_passphrase(blob: bytes, passphrase: Secret) -> Secret:
    """The secret; the caller wipes it.

    Raises:
        Failure: ``INTEGRITY`` when it is no such blob; ``PERMISSION_DENIED`` when the passphrase is another
            one, or the blob was altered, which cannot be told apart.
    """
    log_n, salt, nonce, sealed = _parse(blob)
    try:
        with _key(passphrase, salt, log_n) as key:
            return Secret(aead(_SUITE, key).decrypt(nonce, sealed, _binding(log_n, salt)))
    except InvalidTag:
        sentence = "The passphrase is not the one that the master key was sealed under; try again."
        raise Failure(Code.PERMISSION_DENIED, sentence) from None


def _key(passphrase: Secret, salt: bytes, log_n: int) -> Secret:
    derivation = Scrypt(salt=salt, length=KEY_BYTES, n=2**log_n, r=_R, p=_P)
    return Secret.filled_by(
        KEY_BYTES, lambda buffer: derivation.derive_into(passphrase.export_view(), buffer)
    )


def _binding(log_n: int, salt: bytes) -> bytes:
    return lv(MAGIC, _SUITE.value, log_n, salt)


def _parse(blob: bytes) -> tuple[int, bytes, bytes, bytes]:
    broken = Failure(Code.INTEGRITY, "The sealed master key is damaged; use another copy.")
    if not blob.startswith(MAGIC):
        raise broken
    try:
        cost, salt, nonce, sealed = unlv(blob[len(MAGIC) :], 4)
        log_n = integer(cost)
    except Failure:
        raise broken from None
    if not 1 <= log_n <= _MOST_LOG_N or len(salt) != _SALT_BYTES or len(nonce) != NONCE_BYTES:
        raise broken
    return log_n, salt, nonce, sealed
