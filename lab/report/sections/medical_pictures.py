"""A picture under the four methods of paper 002, and two pictures of one second."""

from __future__ import annotations

import numpy as np

from lab.batteries.images.distribution import entropy
from lab.report.demonstration import Demonstration
from lab.report.medical_demonstration import METHODS, SHOWN, demonstrate_method
from lab.report.picture import Pictures, Pixels
from lab.report.section import Section

_LEAD = (
    "Rows and columns are moved and a keystream is laid over them; all four methods of the paper leave what "
    "looks like noise. Read: the network sees the date as 224 x 224 pixels of its hashes, yindex moves rows.",
    "The last picture is one ciphertext XOR another of the same second. The keystream cancels out, and what "
    "is left are both pictures with rows and columns moved: what is black in both stays black.",
    "The pictures are drawn and the date is the manual's, so that whoever reads this may have both.",
)


def medical_picture_section(shown: Demonstration, seed: int) -> Section:
    """The picture, its four ciphertexts, and what two ciphertexts of one second give.

    Args:
        shown: under the method :data:`SHOWN`.
        seed: what it was drawn from.
    """
    ciphers = {
        name: shown.cipher if name == SHOWN else demonstrate_method(seed, name).cipher for name in METHODS
    }
    apart = shown.cipher ^ shown.second_cipher
    same = float(np.mean(apart == 0))
    pictures = [
        Pixels("The picture", "A drawn radiograph: a bright body with parts, on black.", shown.plain),
        *(
            Pixels(name, f"Noise of {entropy(cipher).value:.4f} bits a pixel.", cipher)
            for name, cipher in ciphers.items()
        ),
        Pixels(
            "Two ciphertexts of one second",
            f"{same:.0%} of the pixels are black, where both pictures are the same; noise has 0.4 %.",
            np.ascontiguousarray(apart),
        ),
    ]
    return Section("medical-pictures", "A picture and its ciphertexts", _LEAD, [Pictures(pictures)])
