"""Every image cipher by name."""

from __future__ import annotations

import difflib

from lab.ciphers.exchange import CIPHERS as EXCHANGE
from lab.ciphers.image_cipher import ImageCipher
from lab.ciphers.paper_002.methods import METHODS as PAPER_002
from shared.errors import Code, Failure

CIPHERS: dict[str, ImageCipher] = {cipher.name: cipher for cipher in (*PAPER_002, *EXCHANGE)}


def find_cipher(name: str) -> ImageCipher:
    """The cipher of a name.

    Raises:
        Failure: ``INVALID_INPUT`` for a name that is none, with those nearest to it.
    """
    cipher = CIPHERS.get(name)
    if cipher is None:
        near = difflib.get_close_matches(name, CIPHERS, n=3, cutoff=0.4)
        hint = f"the nearest are {', '.join(near)}" if near else f"there are {', '.join(CIPHERS)}"
        raise Failure(Code.INVALID_INPUT, f"There is no image cipher {name!r}; {hint}.", field="method")
    return cipher
