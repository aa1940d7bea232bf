"""Paper 003's final key as an inner cipher: data ⊕ Chen(length) ⊕ the swarm's key repeated (protocol §4.1).

It is weak by itself in every way that biometrics §6 lists; that is why it only ever runs inside the seal.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shared.chaos import chen
from shared.crypto.secret import Secret
from shared.errors import Code, Failure

KEY_BYTES = 1024


def apply(data: bytes, key: Secret) -> bytes:
    """Apply the cipher, or undo it: it is its own inverse.

    Args:
        data: the file.
        key: the biometric key B = swarm's key ⊕ Chen(1024), 1,024 bytes.

    Raises:
        Failure: ``TOO_LARGE`` above 1 MiB where the extra ``fast`` (numba) is not installed.
        ValueError: the key is not 1,024 bytes long.
    """
    if len(data) > chen.PLAIN_MAX_BYTES and not chen.runs_compiled():
        sentence = "The inner cipher chen takes at most 1 MiB here; install the extra 'fast' or use none."
        raise Failure(Code.TOO_LARGE, sentence)
    result = np.frombuffer(chen.stream(len(data)), np.uint8) ^ np.frombuffer(data, np.uint8)
    result ^= np.resize(_swarm_key(key), len(data))
    return result.tobytes()


def _swarm_key(key: Secret) -> npt.NDArray[np.uint8]:
    mixed = np.frombuffer(key.export_view(), np.uint8)
    if mixed.size != KEY_BYTES:
        raise ValueError(f"a biometric key has {KEY_BYTES} bytes")
    unmixed: npt.NDArray[np.uint8] = mixed ^ np.frombuffer(chen.stream(KEY_BYTES), np.uint8)
    return unmixed
