"""One ciphertext is enough: below the public stream the same 1,024 bytes come again and again.

Each byte of the key meets every 1,024th pixel. How often grey levels occur in such pictures is known to
whoever has another one; the most likely value of each key byte follows. The ciphertext's entropy, which the
paper shows for its strength, reads the same as that of random bytes all the while.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.keystream import PERIOD, below_chen, opened
from lab.attacks.measure import entropy, equal_share, is_guessing, percent
from lab.attacks.pictures import radiograph
from lab.attacks.target import Target

_LEVELS = 256
_ANOTHER = 10_007
"""The seed of the attacker's own picture, which is nobody else's."""
_NEEDED = 0.99


def likely_key(repeated: bytes, example: bytes) -> bytes:
    """The most likely key of 1,024 bytes that was XORed again and again over a picture.

    Args:
        repeated: picture ⊕ repeated key, from the picture's start.
        example: another picture of that sort.
    """
    rows = len(repeated) // PERIOD
    columns = np.frombuffer(repeated, np.uint8, rows * PERIOD).reshape(rows, PERIOD).astype(np.int64)
    offsets = np.arange(PERIOD, dtype=np.int64) * _LEVELS
    counts = np.bincount((columns + offsets).ravel(), minlength=PERIOD * _LEVELS).reshape(PERIOD, _LEVELS)
    levels = np.arange(_LEVELS)
    likelihood = _log_shares(example)[levels[:, None] ^ levels[None, :]]
    return (counts @ likelihood).argmax(axis=1).astype(np.uint8).tobytes()


def against_paper(target: Target) -> Broken:
    """Take message 7 alone."""
    cipher = target.paper_traffic[6].cipher
    key = likely_key(below_chen(cipher), _own_picture(target))
    share = equal_share(opened(cipher, key), target.image(7))
    right = round(PERIOD * equal_share(key, target.paper_keys.key(target.user, 7)))
    reads = entropy(cipher)
    what = f"{right} of 1,024 key bytes, {percent(share)} of the pixels; its entropy reads {reads:.3f}"
    return Broken(share, _NEEDED, what, {"key_bytes": right, "entropy_bits": reads})


def against_exchange(target: Target) -> Held:
    """Do the same to message 7 of the exchange, with and without the Chen stream taken off."""
    sealed, truth = target.recording(7).sealed, target.image(7)
    example = _own_picture(target)
    plain = np.resize(np.frombuffer(likely_key(sealed, example), np.uint8), len(sealed))
    found = (np.frombuffer(sealed, np.uint8) ^ plain).tobytes()
    without = opened(sealed, likely_key(below_chen(sealed), example))
    best = max(_beyond_black(found, truth), _beyond_black(without, truth))
    what = f"{percent(best)} of the pixels that are not black, as guessing gives"
    lit = sum(value != 0 for value in truth)
    return Held(is_guessing(best, lit), what, figures={"share": best, "entropy_bits": entropy(sealed)})


def _beyond_black(found: bytes, truth: bytes) -> float:
    # The method looks for black; where there is black it would be right by habit.
    lit = np.frombuffer(truth, np.uint8) != 0
    pieces = (np.frombuffer(data, np.uint8)[lit].tobytes() for data in (found, truth))
    return equal_share(*pieces)


def _own_picture(target: Target) -> bytes:
    return radiograph(_ANOTHER, target.side).tobytes()


def _log_shares(example: bytes) -> npt.NDArray[np.float64]:
    counts = np.bincount(np.frombuffer(example, np.uint8), minlength=_LEVELS)
    shares: npt.NDArray[np.float64] = np.log((counts + 1) / (len(example) + _LEVELS))
    return shares


ATTACK = Attack(
    "single-ciphertext",
    "The key repeats every 1,024 bytes, so that statistics of one ciphertext give it.",
    "one ciphertext, and another picture of the sort",
    against_paper,
    against_exchange,
)
