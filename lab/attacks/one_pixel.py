"""Two pictures that differ in one pixel have ciphertexts that differ in one byte: nothing spreads.

NPCR and UACI, the measures of the image-cipher literature for this, are 1/N and next to nothing; random bytes
give 99.61 % and 33.46 %.
"""

from __future__ import annotations

import numpy as np

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.measure import equal_share, percent
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import PaperHeadOffice, PaperMessage
from shared.protocol.counter import MAX_FINGERS

_PLACE = (100, 120)
"""The pixel, in parts of 256 of the side."""
_CHANGE = 0x2A
_RANDOM_NPCR, _NPCR_TOLERANCE = 255 / 256, 0.005


def changed_pixels(first: PaperMessage, second: PaperMessage) -> dict[int, int]:
    """Which pixels differ between two messages under one key, and by what XOR."""
    difference = np.frombuffer(first.cipher, np.uint8) ^ np.frombuffer(second.cipher, np.uint8)
    return {int(place): int(difference[place]) for place in np.flatnonzero(difference)}


def npcr(left: bytes, right: bytes) -> float:
    """The part of the bytes that differ."""
    return 1 - equal_share(left, right)


def uaci(left: bytes, right: bytes) -> float:
    """The mean difference of the bytes, in parts of 255."""
    pair = (np.frombuffer(data, np.uint8).astype(np.int64) for data in (left, right))
    return float(np.abs(np.subtract(*pair)).mean() / 255)


def against_paper(target: Target) -> Broken:
    """Send a picture, and ten messages later the same with one pixel changed."""
    office, place = PaperHeadOffice(target.paper_keys), _place(target)
    first = office.send(target.user, target.picture(1))
    for _ in range(MAX_FINGERS - 1):
        office.send(target.user, target.picture(1))
    touched = target.picture(1).copy()
    touched.ravel()[place] ^= _CHANGE
    second = office.send(target.user, touched)
    found = changed_pixels(first, second)
    rate, size = npcr(first.cipher, second.cipher), len(first.cipher)
    what = f"the one pixel that changed and how; NPCR is 1/{round(1 / rate):,} of {size:,} pixels"
    right = found == {place: _CHANGE}
    return Broken(float(right), 1.0, what, {"npcr": rate, "uaci": uaci(first.cipher, second.cipher)})


def against_exchange(target: Target) -> Held:
    """Send the same two pictures as messages 1 and 11."""
    touched = bytearray(target.image(1))
    touched[_place(target)] ^= _CHANGE
    first, second = target.recording(1).sealed, target.ends.record(11, bytes(touched)).sealed
    rate, strength = npcr(first, second), uaci(first, second)
    what = f"NPCR {percent(rate)}, UACI {percent(strength)}: as random bytes"
    held = abs(rate - _RANDOM_NPCR) < _NPCR_TOLERANCE
    return Held(held, what, figures={"npcr": rate, "uaci": strength})


def _place(target: Target) -> int:
    row, column = (part * target.side // 256 for part in _PLACE)
    return row * target.side + column


ATTACK = Attack(
    "one-pixel",
    "Ciphertexts differ just where the pictures do.",
    "two ciphertexts under one key",
    against_paper,
    against_exchange,
)
