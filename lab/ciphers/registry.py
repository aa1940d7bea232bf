"""Every image cipher by name, those of paper 002 also by other readings of it."""

from __future__ import annotations

import difflib
from functools import cache

from lab.ciphers.exchange import CIPHERS as EXCHANGE
from lab.ciphers.image_cipher import ImageCipher
from lab.ciphers.paper_002.methods import METHODS as PAPER_002
from lab.ciphers.paper_002.methods import MedicalCipher
from lab.ciphers.paper_002.readings import Reading
from shared.errors import Code, Failure

CIPHERS: dict[str, ImageCipher] = {cipher.name: cipher for cipher in (*PAPER_002, *EXCHANGE)}


def find_cipher(name: str) -> ImageCipher:
    """The cipher of a name, such as ``chen``, ``logistic-plain`` or ``logistic-plain+orbits``.

    Raises:
        Failure: ``INVALID_INPUT`` for a name or reading that is none, with those nearest to it, and for a
            reading that the cipher does not have.
    """
    method, *readings = name.split("+")
    cipher = CIPHERS.get(method)
    if cipher is None:
        raise _refusal(f"There is no image cipher {method!r}; {_nearest(method, list(CIPHERS))}.")
    if not readings:
        return cipher
    for reading in readings:
        if reading not in list(Reading):
            raise _refusal(f"There is no reading {reading!r}; {_nearest(reading, list(Reading))}.")
    if not isinstance(cipher, MedicalCipher):
        raise _refusal(f"The cipher {method} is not of paper 002 and has no other readings; leave them out.")
    return _read_otherwise(cipher, tuple(one for one in Reading if one in readings))


@cache
def _read_otherwise(cipher: MedicalCipher, readings: tuple[Reading, ...]) -> MedicalCipher:
    # Kept, with the code that is compiled for it.
    return MedicalCipher(cipher.chaos, cipher.architecture, readings)


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    return f"the nearest are {', '.join(near)}" if near else f"there are {', '.join(known)}"


def _refusal(sentence: str) -> Failure:
    return Failure(Code.INVALID_INPUT, sentence, field="method")
