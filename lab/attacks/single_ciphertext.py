"""One ciphertext is enough: below the public stream the same 1,024 bytes come again and again.

Each byte of the key meets every 1,024th pixel. How often grey levels occur in such pictures is known to
whoever has another one; the most likely value of each key byte follows. The ciphertext's entropy, which the
paper shows for its strength, reads the same as that of random bytes all the while.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.keystream import PERIOD, below_chen, opened
from lab.attacks.measure import entropy, equal_share, percent
from lab.attacks.pictures import radiograph
from lab.attacks.target import Target

_LEVELS = 256
_ANOTHER = 10_007
"""The seed of the attacker's own picture, which is nobody else's."""
_CONTROL = 11_003
_NEEDED = 0.99
_DEVIATIONS = 8


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
    key: bytes = (counts @ likelihood).argmax(axis=1).astype(np.uint8).tobytes()
    return key


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
    """Do the same to message 7 of the exchange, and to random bytes: the attacker is as wrong about both."""
    sealed = target.recording(7).sealed
    share = _lit_share(target, sealed)
    # Whoever paints what such pictures look like is right by habit more often than once in 256.
    control = _lit_share(target, np.random.default_rng(_CONTROL).bytes(len(sealed)))
    what = f"{percent(share)} of the pixels that are not black; {percent(control)} where it is given noise"
    lit = sum(value != 0 for value in target.image(7))
    held = share - control <= _DEVIATIONS * math.sqrt(2 * control / lit)
    return Held(held, what, figures={"share": share, "control": control, "entropy_bits": entropy(sealed)})


def _lit_share(target: Target, cipher: bytes) -> float:
    """The part of message 7's pixels that are not black and come out right, by the better of two ways."""
    truth, example = np.frombuffer(target.image(7), np.uint8), _own_picture(target)
    repeated = np.resize(np.frombuffer(likely_key(cipher, example), np.uint8), len(cipher))
    plain = np.frombuffer(cipher, np.uint8) ^ repeated
    below = np.frombuffer(opened(cipher, likely_key(below_chen(cipher), example)), np.uint8)
    lit = truth != 0
    return max(float(np.mean(found[lit] == truth[lit])) for found in (plain, below))


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
