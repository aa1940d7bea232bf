"""Arithmetic of message numbers (protocol §1). The only module that knows the paper's ten.

Paper 003, part one, step 6: the counter runs 1..10 and starts again at one; it selects the finger. RidgeKey
keeps one number ``n`` per user that never goes back, and derives both counter and epoch from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.identifiers import Finger

MESSAGES_PER_EPOCH = 10
MAX_FINGERS = 10
MAX_MESSAGE_NUMBER = 2**63 - 1


def counter_of(n: int) -> int:
    """The paper's counter of message ``n``: 1..10, or 0 before the first message (protocol §1.2)."""
    return (n - 1) % MESSAGES_PER_EPOCH + 1 if _checked(n) else 0


def epoch_of(n: int) -> int:
    """The key epoch of message ``n``; every ten messages a new one begins (protocol §1.2)."""
    return (n - 1) // MESSAGES_PER_EPOCH if _checked(n) else 0


def finger_of(n: int, enrolled: Sequence[Finger]) -> Finger:
    """The finger that message ``n`` takes (protocol §1.3).

    Args:
        n: message number, at least 1.
        enrolled: the user's 1 to 10 enrolled fingers in the paper's order.

    Raises:
        ValueError: ``n`` is no message number, or the fingers are none, too many, or out of order.
    """
    ordered = sorted(set(enrolled))
    if not 1 <= len(enrolled) <= MAX_FINGERS or ordered != list(enrolled):
        raise ValueError("enrolled fingers must be 1 to 10 different ones in the paper's order")
    if not _checked(n):
        raise ValueError("message numbers start at 1")
    return enrolled[(counter_of(n) - 1) % len(enrolled)]


def _checked(n: int) -> int:
    if not 0 <= n <= MAX_MESSAGE_NUMBER:
        raise ValueError("a message number lies in 0..2^63-1")
    return n
