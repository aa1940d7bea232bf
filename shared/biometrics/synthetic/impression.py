"""Prints of a synthetic finger: one master, any number of impressions, each placed and inked anew."""

from __future__ import annotations

from shared.biometrics.prints import Print
from shared.biometrics.synthetic.alteration import Alteration, Severity, alter_pixels
from shared.biometrics.synthetic.anatomy import anatomy_of
from shared.biometrics.synthetic.distortion import press
from shared.biometrics.synthetic.master import Master, generate_finger
from shared.biometrics.synthetic.randomness import generator_for
from shared.biometrics.synthetic.surface import ink
from shared.identifiers import Finger

_IMPRESSION_STREAM = 1
"""Keeps the randomness of an impression apart from that of its master."""


def impression(master: Master, index: int, strength: float = 1.0) -> Print:
    """Press a finger on the sensor once more (synthetic-prints §6.5).

    Args:
        master: the finger.
        index: which impression; the same index gives the same print. At least 0.
        strength: 0 for a clean, straight print, 1 for an ordinary one, at most 1.5.

    Returns:
        A print of 96 x 96.
    """
    random = generator_for(master.seed, int(master.finger), _IMPRESSION_STREAM, index)
    ridges = press(master.ridges, strength, random)
    return Print(ink(ridges, anatomy_of(master.finger).width, strength, random))


def synthetic_print(seed: int, finger: Finger, index: int = 0) -> Print:
    """One impression of one finger of the person that ``seed`` stands for; see :func:`impression`."""
    return impression(generate_finger(seed, finger), index)


def alter(print_: Print, kind: Alteration, severity: Severity, seed: int) -> Print:
    """A copy of a print altered as SOCOFing's are; see :mod:`shared.biometrics.synthetic.alteration`.

    Args:
        print_: any print.
        kind: obliteration, central rotation or z-cut.
        severity: how much of the print it concerns.
        seed: where and how exactly; at least 0.
    """
    return Print(alter_pixels(print_.pixels, kind, severity, seed))
