"""How many keys there are: as claimed, and as an attacker must search them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class KeySpace:
    """A number of keys, as its logarithm to the base 2.

    Attributes:
        bits: at most so many.
        basis: what the number rests on, a few words.
    """

    bits: float
    basis: str

    def record(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"bits": round(self.bits, 2), "basis": self.basis}

    def text(self) -> str:
        """For people."""
        return f"{self.bits:.1f} bits: {self.basis}"


def smallest(*spaces: KeySpace) -> KeySpace:
    """The one with fewest keys: whoever searches takes the shortest way.

    Raises:
        ValueError: there is none.
    """
    return min(spaces, key=lambda space: space.bits)


def seed_space(seed_bytes: int) -> KeySpace:
    """All seeds of a length, each as likely as any."""
    return KeySpace(8.0 * seed_bytes, "every seed")


def key_length(key_bytes: int) -> KeySpace:
    """All keys of a length."""
    return KeySpace(8.0 * key_bytes, "every key of this length")


def balanced(bits: int) -> KeySpace:
    """All keys with exactly as many ones as zeros.

    Raises:
        ValueError: the number of bits is odd.
    """
    if bits % 2:
        raise ValueError("an odd number of bits is never balanced")
    return KeySpace(math.log2(math.comb(bits, bits // 2)), "half of the bits are always ones")
