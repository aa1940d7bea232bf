"""The inner ciphers that may be asked for, by name (protocol §4.1).

They are the papers' ciphers, kept for study inside the sealed stream. Each is a length-preserving
transform of the file's bytes under the biometric key B.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.ciphers import chen, logistic, lorenz
from shared.crypto.secret import Secret
from shared.errors import Code, Failure

Transform = Callable[[bytes, Secret], bytes]


@dataclass(frozen=True)
class InnerCipher:
    """Both directions of one inner cipher.

    Attributes:
        transform: applied by the head office before sealing.
        inverse: undone by the branch after opening.
    """

    transform: Transform
    inverse: Transform


def _nothing(data: bytes, _key: Secret) -> bytes:
    return data


_CIPHERS = {
    "none": InnerCipher(_nothing, _nothing),
    # An XOR undoes itself.
    "chen": InnerCipher(chen.apply, chen.apply),
    "logistic": InnerCipher(logistic.apply, logistic.apply),
    "lorenz": InnerCipher(lorenz.apply, lorenz.apply),
}

INNER_CIPHERS = tuple(_CIPHERS)
"""Every name, the default first."""


def transform(name: str, data: bytes, key: Secret) -> bytes:
    """Apply an inner cipher to a file's bytes; the result has the same length.

    Args:
        name: one of :data:`INNER_CIPHERS`.
        data: the file.
        key: the message's biometric key B, 1,024 bytes.

    Raises:
        Failure: ``SUITE_UNSUPPORTED`` for a name that is not known, ``TOO_LARGE`` as
            :func:`shared.ciphers.mixing.check_length`.
        ValueError: the key is not 1,024 bytes long.
    """
    return _named(name).transform(data, key)


def inverse(name: str, data: bytes, key: Secret) -> bytes:
    """Undo an inner cipher; the result has the same length.

    Args:
        name: one of :data:`INNER_CIPHERS`.
        data: what :func:`transform` gave.
        key: the message's biometric key B, 1,024 bytes.

    Raises:
        Failure: ``SUITE_UNSUPPORTED`` for a name that is not known, ``TOO_LARGE`` as
            :func:`shared.ciphers.mixing.check_length`.
        ValueError: the key is not 1,024 bytes long.
    """
    return _named(name).inverse(data, key)


def _named(name: str) -> InnerCipher:
    cipher = _CIPHERS.get(name)
    if cipher is None:
        known = ", ".join(INNER_CIPHERS)
        raise Failure(Code.SUITE_UNSUPPORTED, f"There is no such inner cipher; choose one of {known}.")
    return cipher
