"""1,024 known bytes of one picture are the key of every message of that counter, earlier and later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lab.attacks.attack import Attack, Broken, Held
from lab.attacks.keystream import PERIOD, key_below, opened
from lab.attacks.measure import equal_share, is_guessing, percent, xor
from lab.attacks.target import Target
from lab.papers.paper_003.scheme import PaperMessage

NUMBER = 3
"""The message of which some bytes are known; 13 and 23 have its counter."""
_LATER = (13, 23)


def read_all(traffic: Sequence[PaperMessage], place: int, known: bytes, start: int) -> dict[int, bytes]:
    """Open every recorded message that has the key of one of them.

    Args:
        traffic: the recorded messages.
        place: which of them some bytes are known of.
        known: 1,024 successive bytes of its picture.
        start: where in the picture they begin.

    Returns:
        Pictures by place in the traffic.
    """
    source = traffic[place]
    key = key_below(source.cipher, known, start)
    same = (source.user, source.index)
    return {
        number: opened(message.cipher, key)
        for number, message in enumerate(traffic)
        if (message.user, message.index) == same
    }


def against_paper(target: Target) -> Broken:
    """Know 1,024 bytes from the middle of message 3 and open 3, 13 and 23."""
    start, known = _piece(target)
    pictures = read_all(target.paper_traffic, NUMBER - 1, known, start)
    share = float(np.mean([equal_share(found, target.image(place + 1)) for place, found in pictures.items()]))
    numbers = ", ".join(str(place + 1) for place in pictures)
    what = f"the key and {percent(share)} of the pixels of messages {numbers}"
    return Broken(share, 1.0, what, {"opened": len(pictures)})


def against_exchange(target: Target) -> Held:
    """Use what the same bytes give in the exchange, on the rest of message 3 and on 13 and 23."""
    start, known = _piece(target)
    source = target.recording(NUMBER)
    stream = xor(source.sealed[start : start + PERIOD], known)
    tries = [(NUMBER, start + PERIOD), *((later, start) for later in _LATER)]
    found = b"".join(xor(target.recording(n).sealed[at : at + PERIOD], stream) for n, at in tries)
    truth = b"".join(target.image(n)[at : at + PERIOD] for n, at in tries)
    share = equal_share(found, truth)
    what = f"{percent(share)} of the next bytes and of messages 13 and 23, as guessing gives"
    return Held(is_guessing(share, len(truth)), what, figures={"share": share})


def _piece(target: Target) -> tuple[int, bytes]:
    image = target.image(NUMBER)
    start = len(image) // 2 + 1  # anywhere will do, also across a repetition of the key
    return start, image[start : start + PERIOD]


ATTACK = Attack(
    "known-plaintext",
    "1,024 known bytes of one picture open every message of its counter.",
    "1,024 bytes of one picture, and the recorded ciphertexts",
    against_paper,
    against_exchange,
)
