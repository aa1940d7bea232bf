"""A picture, its ciphertext, and what two ciphertexts under one key give away."""

from __future__ import annotations

import numpy as np

from lab.batteries.images.fidelity import equal_part
from lab.report.demonstration import Demonstration
from lab.report.picture import Pictures, Pixels
from lab.report.section import Section

_LEAD = (
    "The ciphertext looks like noise, as it does under any keystream that looks uniform, be it public. The "
    "last picture is made of two ciphertexts under one key and of nothing else: the keystream cancels out, "
    "and both pictures show. In the paper's scheme the key of a user comes again after ten messages.",
    "The keys of these pictures are nobody's. They are drawn from the seed of the report, since a picture "
    "beside its ciphertext gives the key away.",
)


def picture_section(shown: Demonstration) -> Section:
    """Plaintexts, ciphertext, and one ciphertext XOR the other."""
    apart = shown.cipher ^ shown.second_cipher
    same = equal_part(apart, shown.plain ^ shown.second_plain)
    pictures = [
        Pixels("The picture", "A drawn radiograph: a bright body with parts, on black.", shown.plain),
        Pixels("Its ciphertext", "Noise without anything to be recognised.", shown.cipher),
        Pixels("A second picture", "Another drawn radiograph.", shown.second_plain),
        Pixels(
            "Ciphertext XOR ciphertext",
            f"Outlines of both pictures laid over each other; {same:.0%} of the pixels are those of picture "
            "XOR picture.",
            np.ascontiguousarray(apart),
        ),
    ]
    return Section("pictures", "A picture and its ciphertext", _LEAD, [Pictures(pictures)])
