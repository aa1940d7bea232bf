"""What the inner ciphers have in common: XOR with a stream, and how long a stream this machine can make."""

from __future__ import annotations

import numpy as np

from shared.chaos.keystream import PLAIN_MAX_BYTES, Keystream
from shared.errors import Code, Failure


def mixed(data: bytes, stream: bytes) -> bytes:
    """data ⊕ stream, both of one length."""
    return (np.frombuffer(data, np.uint8) ^ np.frombuffer(stream, np.uint8)).tobytes()


def check_length(cipher: str, length: int, stream: Keystream) -> None:
    """Refuse what plain Python would take too long for.

    Args:
        cipher: name of the inner cipher, for people.
        length: of the file, in bytes.
        stream: where the cipher takes its bytes from; asked for compiled code only if that matters.

    Raises:
        Failure: ``TOO_LARGE`` above 1 MiB where the extra ``fast`` (numba) is not installed.
    """
    if length > PLAIN_MAX_BYTES and not stream.runs_compiled():
        sentence = (
            f"The inner cipher {cipher} takes at most 1 MiB here; install the extra 'fast' or use none."
        )
        raise Failure(Code.TOO_LARGE, sentence)
