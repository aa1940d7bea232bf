"""Paper 002's logistic stream as an inner cipher: data ⊕ Logistic(r), r drawn from B (protocol §4.1).

The paper draws r from a picture's date and moves rows and columns before the XOR; a file has neither rows nor
columns, so the XOR remains. It is weak by itself: r has fewer than 48 bits, some r give short cycles, and one
known file gives the stream of its message away. That is why it only ever runs inside the seal.
"""

from __future__ import annotations

from fractions import Fraction

from shared.chaos import logistic
from shared.ciphers.mixing import check_length, mixed
from shared.ciphers.parameters import Interval, draw
from shared.crypto.labels import Label
from shared.crypto.secret import Secret

_BITS = 51
R = Interval(Fraction(39, 10), 4 - Fraction(1, 1 << _BITS), _BITS)
"""Below 4, where an orbit may end at 0."""


def apply(data: bytes, key: Secret) -> bytes:
    """Apply the cipher, or undo it: it is its own inverse.

    Args:
        data: the file.
        key: the message's biometric key B, 1,024 bytes.

    Raises:
        Failure: ``TOO_LARGE`` as :func:`shared.ciphers.mixing.check_length`.
        ValueError: the key is not 1,024 bytes long.
    """
    check_length("logistic", len(data), logistic.KEYSTREAM)
    (r,) = draw(key, Label.INNER_LOGISTIC, (R,))
    return mixed(data, logistic.stream(len(data), logistic.Parameters(r)))
