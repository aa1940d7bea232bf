"""Randomness that a test can replay: the stream of a seed, with a record of every token it gave."""

from __future__ import annotations

import hashlib

from shared.encoding import lv

LABEL = "ridgekey/test randomness"


class ReplayRandomness:
    """Implements ``shared.crypto.randomness.Randomness`` from a seed, the same bytes in every run.

    Args:
        seed: what distinguishes one stream from another.

    Attributes:
        tokens: every token given so far, in order, so that a test can search for each of them.
    """

    def __init__(self, seed: int | str | bytes) -> None:
        self._seed = seed
        self.tokens: list[bytes] = []

    def token(self, length: int) -> bytes:
        """Return the next token: SHAKE-256 of the seed and the token's number."""
        token = hashlib.shake_256(lv(LABEL, self._seed, len(self.tokens))).digest(length)
        self.tokens.append(token)
        return token
