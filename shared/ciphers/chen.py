"""Paper 003's final key as an inner cipher: data ⊕ Chen(length) ⊕ the swarm's key repeated (protocol §4.1).

It is weak by itself in every way that biometrics §6 lists; that is why it only ever runs inside the seal.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shared.chaos import chen
from shared.ciphers.mixing import check_length, mixed
from shared.ciphers.parameters import KEY_BYTES
from shared.crypto.secret import Secret


def apply(data: bytes, key: Secret) -> bytes:
    """Apply the cipher, or undo it: it is its own inverse.

    Args:
        data: the file.
        key: the biometric key B = swarm's key ⊕ Chen(1024), 1,024 bytes.

    Raises:
        Failure: ``TOO_LARGE`` as :func:`shared.ciphers.mixing.check_length`.
        ValueError: the key is not 1,024 bytes long.
    """
    check_length("chen", len(data), chen.KEYSTREAM)
    return mixed(mixed(data, chen.stream(len(data))), np.resize(_swarm_key(key), len(data)).tobytes())


def _swarm_key(key: Secret) -> npt.NDArray[np.uint8]:
    biometric = np.frombuffer(key.export_view(), np.uint8)
    if biometric.size != KEY_BYTES:
        raise ValueError(f"a biometric key has {KEY_BYTES} bytes")
    unmixed: npt.NDArray[np.uint8] = biometric ^ np.frombuffer(chen.stream(KEY_BYTES), np.uint8)
    return unmixed
