"""Paper 002's Lorenz stream as an inner cipher: data ⊕ Lorenz(σ, ρ, β), drawn from B (protocol §4.1).

As with :mod:`shared.ciphers.logistic` only the paper's XOR remains, and it only ever runs inside the seal.
"""

from __future__ import annotations

from fractions import Fraction

from shared.chaos import lorenz
from shared.ciphers.mixing import check_length, mixed
from shared.ciphers.parameters import Interval, draw
from shared.crypto.labels import Label
from shared.crypto.secret import Secret

SIGMA = Interval(Fraction(9), Fraction(11), 49)
RHO = Interval(Fraction(26), Fraction(30), 48)
BETA = Interval(Fraction(37, 15), Fraction(43, 15), 51)


def apply(data: bytes, key: Secret) -> bytes:
    """Apply the cipher, or undo it: it is its own inverse.

    Args:
        data: the file.
        key: the message's biometric key B, 1,024 bytes.

    Raises:
        Failure: ``TOO_LARGE`` as :func:`shared.ciphers.mixing.check_length`.
        ValueError: the key is not 1,024 bytes long.
    """
    check_length("lorenz", len(data), lorenz.KEYSTREAM)
    sigma, rho, beta = draw(key, Label.INNER_LORENZ, (SIGMA, RHO, BETA))
    return mixed(data, lorenz.stream(len(data), lorenz.Parameters(sigma, rho, beta)))
