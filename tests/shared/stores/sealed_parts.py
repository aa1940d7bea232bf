"""A master key, prints and an enrolment for the tests of stores."""

from __future__ import annotations

import hashlib

import numpy as np

from shared.biometrics.prints import Print
from shared.crypto.secret import Secret
from shared.identifiers import Finger
from shared.stores.enrolments import Enrolment

MODEL = hashlib.sha256(b"model").digest()
FINGERS = (Finger.LEFT_INDEX, Finger.LEFT_THUMB, Finger.RIGHT_THUMB)


def master_key(byte: int = 7) -> Secret:
    """A master key of one repeated byte."""
    return Secret(bytes([byte]) * 32)


def some_print(seed: int, height: int = 40, width: int = 36) -> Print:
    """A print of noise."""
    return Print(np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8))


def some_enrolment(user: int = 17, generation: int = 1, fingers: tuple[Finger, ...] = FINGERS) -> Enrolment:
    """An enrolment with a print for each finger."""
    prints = {finger: some_print(user * 100 + finger) for finger in fingers}
    return Enrolment(user, generation, MODEL, prints, Secret(bytes([generation]) * 32))
